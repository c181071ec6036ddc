"""The fields of a question as arguments and options of a command."""

from __future__ import annotations

import sys
import types
import typing
from dataclasses import MISSING
from typing import TYPE_CHECKING, Any

import click

from graphmodel.answers.question import PAIR, asked_fields
from graphmodel.cli.apart import CATALOGUE, INPUT, PLACE
from graphmodel.cli.choice import Choice
from graphmodel.cli.command import Argument

if TYPE_CHECKING:
    import dataclasses

    from graphmodel.answers.question import Ask

_PATHS = {"read": INPUT, "made": PLACE, "catalogue": CATALOGUE}


def parameters(question: type[object]) -> list[click.Parameter]:
    """The arguments and options that ask for the fields of a question."""
    hints = typing.get_type_hints(question)
    asked = [(f, f.metadata["ask"], hints[f.name]) for f in asked_fields(question)]
    arguments = [(f, a, h) for f, a, h in asked if a.positional]
    return [_argument(*a) for a in arguments] + [_option(*a) for a in asked if a not in arguments]


def from_stdin(question: type[object], given: dict[str, object]) -> dict[str, object]:
    """What is given for a question, each ``-`` among many texts replaced by the lines of stdin.

    Of a field that takes a whole text from there it is all of stdin.
    """
    whole = {field.name for field in asked_fields(question) if field.metadata["ask"].stdin}
    return {
        name: tuple(v for item in value for v in (_lines() if item == "-" else [item]))
        if isinstance(value, tuple)
        else sys.stdin.read()
        if value == "-" and name in whole
        else value
        for name, value in given.items()
    }


def _lines() -> list[str]:
    return [line.strip() for line in sys.stdin if line.strip()]


def _argument(field: dataclasses.Field[object], ask: Ask, hint: object) -> click.Argument:
    required = field.default is MISSING
    default = {} if required else {"default": field.default}
    many = _is_many(hint)
    metavar = ask.metavar + "…" * many
    return Argument(
        [field.name],
        type=_type(ask, hint),
        nargs=-1 if many else 1,
        required=required,
        metavar=metavar if required else f"[{metavar}]",
        about=_sentence(ask.help),
        **({} if many else default),
    )


def _option(field: dataclasses.Field[object], ask: Ask, hint: object) -> click.Option:
    names = [ask.flag or "--" + field.name.replace("_", "-"), *([ask.short] if ask.short else []), field.name]
    about = _sentence(ask.help)
    if hint is bool:
        return click.Option(names, is_flag=True, default=field.default, help=about)
    required, pair = field.default is MISSING, hint == PAIR | None
    # To click, None is a default like any other: what is required has none at all.
    fallback: dict[str, Any] = (
        {} if required else {"default": field.default or None, "show_default": bool(field.default)}
    )
    return click.Option(
        names,
        type=_type(ask, hint),
        multiple=_is_many(hint),
        nargs=2 if pair else 1,
        required=required,
        **fallback,
        metavar=ask.metavar or None,
        help=about,
    )


def _is_many(hint: object) -> bool:
    return typing.get_origin(hint) is tuple


def _type(ask: Ask, hint: object) -> object:
    if ask.path:
        return _PATHS[ask.path]
    if ask.choices:
        return Choice(ask.choices)
    if hint == PAIR | None:
        return str
    if isinstance(hint, types.UnionType):
        hint = next(h for h in typing.get_args(hint) if h is not types.NoneType)
    if ask.most is not None:
        return click.FloatRange(min=0, max=ask.most)
    return hint if hint in {int, float} else str


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
