"""What a question is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.model.errors import UsageError
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphmodel.answers.proposal import Proposal
    from graphmodel.index.index import Index
    from graphmodel.model.revision import Revision


def _no_past(_name: str) -> World:
    raise UsageError(
        "this catalogue has no past to compare with", "ask one that is kept in a file or a server"
    )


@dataclass(frozen=True)
class World:
    """One state of a catalogue and the settings that hold; it does not change while an answer lives."""

    index: Index
    """The catalogue as integers."""
    settings: Settings = DEFAULT
    roots: Callable[[], Mapping[str, str]] = dict
    """Source → the folder in which its files are found, where that is known; asked for when it is needed."""
    proposal: Proposal | None = None
    """How it differs from the catalogue; None where it is the catalogue."""
    past: Callable[[str], World] = _no_past
    """The same catalogue as it was at a revision; empty is the one before. Raises UsageError where there is none."""

    @property
    def revision(self) -> Revision:
        """The revision whose index it is."""
        return self.index.revision
