"""What other packages bring, shielded: what goes wrong in it is told as theirs, and of which file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final, TypeVar

from graphmodel.model.errors import GraphmodelError, UsageError

Entry = TypeVar("Entry")
Blame = Callable[[Exception], UsageError]

PASSING: Final = (GraphmodelError, OSError, UnicodeEncodeError)
"""What is clear as it is, or no fault of a package: a full disk, a closed pipe, an encoding that cannot hold a text."""


def shielded(entry: Entry, package: str, name: str) -> Entry:
    """The same entry of a register; an error in its functions, also in rows made later, is a UsageError of the package.

    ``package``: as a message writes it; ``name``: of the entry, with its group.
    """
    made: Entry = _with_functions(entry, lambda function: _guarded(function, package, name))
    return made


def _with_functions(entry: Any, guarded: Callable[[Any], Any]) -> Any:
    """A dataclass or named tuple with other functions."""
    named = isinstance(entry, tuple)
    fields = entry._fields if named else [f.name for f in dataclasses.fields(entry) if f.init]
    given = {field: getattr(entry, field) for field in fields}
    changed = {f: guarded(v) for f, v in given.items() if callable(v) and not isinstance(v, type)}
    return entry._replace(**changed) if named else dataclasses.replace(entry, **changed)


def _guarded(function: Callable[..., Any], package: str, name: str) -> Callable[..., Any]:
    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        file = next(filter(None, map(_path, given)), "")
        blame = partial(_blamed, package, name, file)
        try:
            return _later(function(*given, **named), blame)
        except PASSING:
            raise
        except Exception as error:
            raise blame(error) from error

    return call


def _later(made: Any, blame: Blame) -> Any:
    """What a function gave; rows that are made while they are read are guarded, too."""
    if isinstance(made, Generator):
        return _each(made, blame)
    if isinstance(made, Iterable) and not hasattr(made, "__len__"):
        return _ReadAgain(made, blame)
    if not dataclasses.is_dataclass(made) or isinstance(made, type):
        return made
    given = {field.name: getattr(made, field.name) for field in dataclasses.fields(made) if field.init}
    rows = {
        name: _later(value, blame)
        for name, value in given.items()
        if isinstance(value, Iterable) and not hasattr(value, "__len__")
    }
    return dataclasses.replace(made, **rows) if rows else made


def _each(rows: Iterable[Any], blame: Blame) -> Iterator[Any]:
    reading = iter(rows)
    while True:
        try:
            row = next(reading)
        except StopIteration:
            return
        except PASSING:
            raise
        except Exception as error:
            raise blame(error) from error
        yield _later(row, blame)


class _ReadAgain:
    """Rows that may be read again."""

    def __init__(self, rows: Iterable[Any], blame: Blame) -> None:
        self._rows = rows
        self._blame = blame

    def __iter__(self) -> Iterator[Any]:
        return _each(self._rows, self._blame)


def _path(given: Any) -> str:
    """The file that a function is asked about, if it is."""
    path = given if isinstance(given, Path) else getattr(given, "path", None)
    return str(path) if isinstance(path, Path) else ""


def _blamed(package: str, name: str, file: str, error: Exception) -> UsageError:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return UsageError(
        f"{file}{': ' * bool(file)}{name} of {package} failed: {what}",
        f"this is a defect of {package}: update it, or report it there",
    )
