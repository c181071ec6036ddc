"""What an analysis is: a question as a frozen dataclass, and a function that answers it in a world.

The fields of a question say how they are asked; the command line, the docs and the tests are made from them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args, get_type_hints

from graphmodel.answers.registry import Askable
from graphmodel.answers.report import Report
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from graphmodel.answers.report import Answer
    from graphmodel.answers.world import World

_Given = TypeVar("_Given", bound="DataclassInstance")


@dataclass(frozen=True)
class Ask:
    """How one field of a question is asked on the command line."""

    help: str
    positional: bool = False
    metavar: str = ""
    choices: tuple[str, ...] = ()
    flag: str = ""
    """The option's name where it is not the field's (``--as`` for ``state``)."""
    short: str = ""
    """One letter that names the option, too: ``-p``."""
    path: Literal["", "read", "made", "catalogue"] = ""
    """It names files that are read, or made, or a catalogue to read: no output replaces what is read."""
    most: float | None = None
    """The greatest number that it takes; the smallest is 0."""
    stdin: bool = False
    """Given as ``-`` it is all that stdin holds."""


def argument(
    help: str, metavar: str, *, default: object = dataclasses.MISSING, choices: Sequence[str] = (), **ask: Any
) -> Any:
    """A positional argument. A field annotated ``tuple[str, ...]`` takes many; ``ask``: more fields of ``Ask``."""
    asked = Ask(help, positional=True, metavar=metavar, choices=tuple(choices), **ask)
    return dataclasses.field(default=default, metadata={"ask": asked})


def option(help: str, *, default: object = None, choices: Sequence[str] = (), **ask: Any) -> Any:
    """An option. A ``bool`` is a switch; a ``tuple[str, ...]`` may be given several times.

    ``ask``: more fields of ``Ask``. Without a default (``REQUIRED``) it must be given.
    """
    return dataclasses.field(default=default, metadata={"ask": Ask(help, choices=tuple(choices), **ask)})


PAIR: Final = tuple[str, str]
"""The type of an option, or None, that takes two values: ``--between A B``."""
REQUIRED: Final = dataclasses.MISSING
"""The default of an option that must be given."""


class Topic(NamedTuple):
    """What ``graphmodel explain NAME`` says of an answer."""

    name: str
    row: type[object]
    """The documented NamedTuple of its rows."""
    text: str
    """What the figures mean, what is assumed, and the formula with its source."""
    page: str = "docs/resilience.md"
    """Where more is said."""


@dataclass(frozen=True)
class Analysis(Askable):
    """One question a user asks; each is in a file of its own as ``ANALYSIS``."""

    run: Callable[[World, Any], Answer]
    diagram: bool = False
    """Is a diagram what it is asked for, rather than rows?"""
    charts: tuple[str, ...] = ()
    """The commands whose report has a chart, where there are any: ``underpinning --matrix types``."""
    topics: tuple[Topic, ...] = ()
    """What ``graphmodel explain`` says of its rows."""
    failed: Callable[[Report], bool] | None = None
    """Of a gate: whether the report fails it, in which case the command exits with 1."""

    def ask(self, world: World, question: object) -> Report:
        """The answer to the question, with what was asked, and of which world."""
        answer = self.run(world, question)
        found = {field.name: getattr(answer, field.name) for field in dataclasses.fields(answer)}
        roots = world.roots() if answer.findings else {}
        if proposal := world.proposal:
            found |= {
                "title": proposal.title(answer.title),
                "notes": (*proposal.notes, *answer.notes),
                "more": {"proposal": proposal.record(), **answer.more},
            }
        return Report(
            **found, analysis=self.name, question=question, revision=world.revision, roots=roots, world=world
        )


def asked(what: Askable, given: Mapping[str, object]) -> object:
    """The question of an analysis or operation with these fields. One text where several may be given is one of them.

    Raises UsageError for a field that there is not, one that is missing, and a value that the field does not take.
    """
    fields = {field.name: field for field in asked_fields(what.question)}
    for name in given:
        if name not in fields:
            known = f"it has {', '.join(fields)}" if fields else "it has none: ask it without"
            raise UsageError(
                f"{what.name} has no field {name!r} to ask by", did_you_mean(name, fields, known)
            )
    for name, field in fields.items():
        if field.default is dataclasses.MISSING and name not in given:
            raise UsageError(f"{what.name} needs {name}", f"{name}: {field.metadata['ask'].help}")
    hints = get_type_hints(what.question)
    question = what.question(
        **{name: _checked(f"{name} of {what.name}", hints[name], value) for name, value in given.items()}
    )
    check_choices(question)
    return question


def asked_fields(question: Any) -> list[dataclasses.Field[object]]:
    """The fields of a question, or of its class, that a user is asked for."""
    return [field for field in dataclasses.fields(question) if "ask" in field.metadata]


def check_choices(question: object) -> None:
    """Raises UsageError when a field that offers choices holds something else than one of them or None."""
    for field in asked_fields(question):
        choices, value = field.metadata["ask"].choices, getattr(question, field.name)
        if choices and value is not None and value not in choices:
            hint = f"it is one of {', '.join(choices)}"
            raise UsageError(f"{field.name} cannot be {value!r}", hint)


def checked(given: _Given) -> _Given:
    """The same with a path where a text stands for one. Raises UsageError for a value that a field does not take."""
    hints, title = get_type_hints(type(given)), type(given).__name__
    values = {field.name: getattr(given, field.name) for field in dataclasses.fields(given)}
    return dataclasses.replace(
        given, **{name: _checked(f"{name} of {title}", hints[name], value) for name, value in values.items()}
    )


def _checked(name: str, hint: object, value: Any) -> Any:
    """The value as the field takes it. Raises UsageError for one of another type."""
    if hint == tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        texts = tuple(value) if isinstance(value, Iterable) else (value,)
        if all(isinstance(text, str) for text in texts):
            return texts
        raise UsageError(f"{name} cannot be {value!r}", "it is a text or a list of texts")
    if hint == PAIR | None:
        texts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
        if value is None or (len(texts) == len(get_args(PAIR)) and all(isinstance(t, str) for t in texts)):
            return value if value is None else texts
        raise UsageError(f"{name} cannot be {value!r}", "it is two texts")
    if hint == tuple[Path, ...]:
        return tuple(map(Path, _checked(name, tuple[str, ...], _texts(value))))
    kinds = get_args(hint) or (hint,)
    if Path in kinds and isinstance(value, str | Path):
        return Path(value)
    if type(value) in kinds or (isinstance(value, str) and str in kinds):
        return value
    said = " or ".join(_TYPES[kind] for kind in kinds)
    raise UsageError(f"{name} cannot be {value!r}", f"it is {said}")


def _texts(value: object) -> object:
    """Paths as the texts that they are."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(str(item) if isinstance(item, Path) else item for item in value)
    return value


_TYPES: Final = {
    str: "a text",
    Path: "a path",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    type(None): "None",
}
