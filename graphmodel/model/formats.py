"""Registers of formats of files, each told by the suffix of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from graphmodel.model.errors import UsageError
from graphmodel.model.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable


class Format(Protocol):
    """What all formats have."""

    @property
    def name(self) -> str:
        """How a user asks for it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files that it is told by, with the dot, in small letters; the first is the usual one."""


Entry = TypeVar("Entry", bound=Format)


class Formats(Register[Entry]):
    """Formats by name, in the order in which they are offered. Another package adds one by an entry point."""

    def __init__(self, what: str, type: type[Entry], own: Iterable[Entry]) -> None:
        """``what`` is written, as a word: ``diagram`` has the group of entry points ``graphmodel.formats.diagrams``."""
        super().__init__(
            f"graphmodel.formats.{what}s",
            type,
            {found.name: found for found in own},
            lambda found: found.name,
        )
        self._what = what

    def known(self, name: str) -> Entry:
        """The format of that name. Raises UsageError where there is none."""
        if name not in self:
            raise UsageError(f"there is no format {name!r} of {self._what}s", f"there are: {', '.join(self)}")
        return self[name]

    def of_suffix(self, suffix: str) -> str | None:
        """The format that is told by a file's suffix (with its dot, in small letters), or None."""
        return next((name for name, found in self.items() if suffix in found.suffixes), None)

    def by_suffix(self, file: str) -> str:
        """The format that a file's suffix tells. Raises UsageError where it tells none."""
        suffix = Path(file).suffix.lower()
        if (name := self.of_suffix(suffix)) is not None:
            return name
        problem = f"{suffix!r} is the suffix of no {self._what}" if suffix else "the name has no suffix"
        ends = ", ".join(suffix for found in self.values() for suffix in found.suffixes)
        raise UsageError(
            f"{file}: {problem}", f"{'an' if self._what[0] in 'aeiou' else 'a'} {self._what} ends in {ends}"
        )
