"""What an analysis is: a question as a frozen dataclass, and a function that answers it from the index.

The fields of a question say how they are asked; the command line, the docs and the tests are made from them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from graphmodel.analyses.report import Report
    from graphmodel.graph.index import Index


@dataclass(frozen=True)
class Ask:
    """How one field of a question is asked on the command line."""

    help: str
    positional: bool = False
    metavar: str = ""
    choices: tuple[str, ...] = ()
    flag: str = ""
    """The option's name where it is not the field's (``--as`` for ``state``)."""


def argument(
    help: str, metavar: str, *, default: Any = dataclasses.MISSING, choices: Sequence[str] = ()
) -> Any:
    """A positional argument. A field annotated ``tuple[str, ...]`` takes many."""
    ask = Ask(help, positional=True, metavar=metavar, choices=tuple(choices))
    return dataclasses.field(default=default, metadata={"ask": ask})


def option(
    help: str, *, default: Any = None, choices: Sequence[str] = (), metavar: str = "", flag: str = ""
) -> Any:
    """An option. A ``bool`` is a switch; a ``tuple[str, ...]`` may be given several times."""
    ask = Ask(help, metavar=metavar, choices=tuple(choices), flag=flag)
    return dataclasses.field(default=default, metadata={"ask": ask})


@dataclass(frozen=True)
class Analysis:
    """One question a user asks; each stands in a file of its own as ``ANALYSIS``."""

    name: str
    """The command's name."""
    summary: str
    """One line for ``--help``."""
    question: type[Any]
    """A frozen dataclass whose fields are made with ``argument`` and ``option``; its docstring is the long help."""
    examples: tuple[str, ...]
    """Command lines for ``--help``, each run by a test: ``graphmodel -c examples/… NAME …``."""
    run: Callable[[Index, Any], Report]
    picture: bool = False
    """Is a picture what it is asked for, rather than rows?"""
    charts: tuple[str, ...] = ()
    """The commands whose report has a chart, where there are any: ``underpinning --matrix types``."""
    failed: Callable[[Report], bool] | None = None
    """Of a gate: whether the report fails it, in which case the command exits with 1."""


def check_choices(question: Any) -> None:
    """Raises UsageError when a field that offers choices holds something else than one of them or None."""
    for field in dataclasses.fields(question):
        choices, value = field.metadata["ask"].choices, getattr(question, field.name)
        if choices and value is not None and value not in choices:
            raise UsageError(f"{field.name} cannot be {value!r}", f"it is one of {', '.join(choices)}")
