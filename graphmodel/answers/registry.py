"""Registers of what a user can ask for: each entry is imported when it is first asked for, and listed before that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from graphmodel.model.register import Register

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Askable:
    """What a user can ask for: an analysis or an operation."""

    name: str
    """The command: ``impact``, ``mapping suggest``."""
    summary: str
    """One line for ``--help``."""
    question: type[Any]
    """A frozen dataclass whose fields are made with ``argument`` and ``option``; its docstring is the long help."""
    examples: tuple[str, ...]
    """Command lines for ``--help``, each run by a test: ``graphmodel -c examples/… NAME …``."""


Entry = TypeVar("Entry", bound=Askable)


class Summaries(Register[Entry]):
    """Entries with a summary, in the order given."""

    def __init__(
        self, group: str, type: type[Entry], own: Mapping[str, str], summaries: Mapping[str, str]
    ) -> None:
        """``group``, ``type`` and ``own`` as ``Register`` has them; ``summaries``: our own entries' summaries."""
        super().__init__(group, type, own, lambda entry: entry.name)
        self._summaries = dict(summaries)

    @property
    def summaries(self) -> dict[str, str]:
        """One line on each, by name, without importing any of our own."""
        return self._summaries | {name: self[name].summary for name in self.brought}
