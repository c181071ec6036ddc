"""What a question is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphmodel.answers.proposal import Proposal
    from graphmodel.index.index import Index
    from graphmodel.model.revision import Revision


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

    @property
    def revision(self) -> Revision:
        """The revision whose index it is."""
        return self.index.revision
