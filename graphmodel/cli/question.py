"""An analysis as a command: the fields of its question become arguments and options."""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.cli.choice import Choice
from graphmodel.cli.command import Argument
from graphmodel.cli.diagram import DiagramCommand, DiagramOptions, Drawable, answer
from graphmodel.cli.locate import opened

if TYPE_CHECKING:
    from graphmodel.answers.question import Analysis, Ask
    from graphmodel.cli.output import Target

FAILED: Final = 1
"""The exit code of a gate that does not let the catalogue through."""
MANY = tuple[str, ...]


def command(analysis: Analysis) -> Drawable:
    """The command that asks this analysis."""

    def ask(target: Target, options: DiagramOptions, **question: Any) -> int:
        with opened() as bench:
            asked = {name: value for name, value in from_stdin(question).items() if value is not None}
            report = bench.run(analysis.name, **asked)
            answer(bench, report, target, options)
        return FAILED if analysis.failed and analysis.failed(report) else 0

    kind = DiagramCommand if analysis.diagram else Drawable
    return kind(
        analysis.name,
        charts=bool(analysis.charts),
        params=parameters(analysis.question),
        callback=ask,
        help=analysis.question.__doc__,
        short_help=analysis.summary,
        examples=analysis.examples,
    )


def parameters(question: type[Any]) -> list[click.Parameter]:
    """The arguments and options that ask for the fields of a question."""
    hints = typing.get_type_hints(question)
    fields = dataclasses.fields(question)
    asked = [(f, f.metadata["ask"], hints[f.name]) for f in fields]
    arguments = [(f, a, h) for f, a, h in asked if a.positional]
    return [_argument(*a) for a in arguments] + [_option(*a) for a in asked if a not in arguments]


def from_stdin(question: dict[str, Any]) -> dict[str, Any]:
    """The question with each ``-`` among many values replaced by the lines of stdin."""
    return {
        name: tuple(v for given in value for v in (_lines() if given == "-" else [given]))
        if isinstance(value, tuple)
        else value
        for name, value in question.items()
    }


def _lines() -> list[str]:
    return [line.strip() for line in sys.stdin if line.strip()]


def _argument(field: dataclasses.Field[Any], ask: Ask, hint: Any) -> click.Argument:
    required = field.default is dataclasses.MISSING
    default = {} if required else {"default": field.default}
    many = hint == MANY
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


def _option(field: dataclasses.Field[Any], ask: Ask, hint: Any) -> click.Option:
    name = ask.flag or "--" + field.name.replace("_", "-")
    about = _sentence(ask.help)
    if hint is bool:
        return click.Option([name, field.name], is_flag=True, default=field.default, help=about)
    return click.Option(
        [name, field.name],
        type=_type(ask, hint),
        multiple=hint == MANY,
        default=field.default or None,
        show_default=bool(field.default),
        metavar=ask.metavar or None,
        help=about,
    )


def _type(ask: Ask, hint: Any) -> Any:
    if ask.choices:
        return Choice(ask.choices)
    if isinstance(hint, types.UnionType):
        hint = next(h for h in typing.get_args(hint) if h is not types.NoneType)
    return hint if hint in {int, float} else str


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
