"""What an operation is: a question that is no analysis, and a function that does what it asks for.

The fields of its question say how they are asked; the command line, the docs and the tests are made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from graphmodel.answers.registry import Askable
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.answers.question import Topic
    from graphmodel.answers.report import Report
    from graphmodel.model.errors import RejectedError
    from graphmodel.model.problems import Problem
    from graphmodel.session import Session
    from graphmodel.stores.store import Store

Progress = Callable[[int, int], None]
"""Told of each part of the files that is read: (bytes done, bytes in all)."""


@dataclass(frozen=True)
class Access:
    """What an operation works with."""

    store: Callable[[], Store]
    """The catalogue that it is about, opened when it is first asked for. Raises StoreError."""
    progress: Progress | None = None
    settings: Settings = DEFAULT
    """What is set of the rules."""
    proposal: Mapping[str, Any] = field(default_factory=dict)
    """What is proposed, as ``Session.proposed`` takes it."""
    chosen: Callable[[], tuple[str, str]] = lambda: ("", "")
    """The path or URL of the catalogue that a command here is about, and what chose it."""

    def session(self) -> Session:
        """The catalogue, or what is proposed of it, to be asked. Raises StoreError, RejectedError, UsageError."""
        from graphmodel.session import Session

        return Session.of_store(self.store(), self.settings).proposed(**self.proposal)


@dataclass(frozen=True)
class Remark:
    """One line beside the answer."""

    text: str
    command: bool = False
    """It is a command to copy: no line break goes into it."""
    always: bool = False
    """It matters also to those who want no notes."""


@dataclass(frozen=True)
class Outcome:
    """What came of an operation; what is not there is not shown."""

    report: Report | None = None
    sample: Report | None = None
    """The first rows of the report, enough for a reader who did not ask for all."""
    empty: str = "nothing found"
    """What is said where the report has no rows."""
    text: str = ""
    """A text to show, with its last line break."""
    data: bytes | None = None
    """The content of the file that ``Operation.file`` names."""
    beside: Mapping[str, Report] = field(default_factory=dict)
    """Rows for the files that ``Operation.beside`` names."""
    previews: tuple[Report, ...] = ()
    """Tables beside the text."""
    problems: Sequence[Problem] = ()
    """What is wrong with the files that were read."""
    all_problems: bool = False
    """Each of them is to be listed."""
    accounts: tuple[Report, ...] = ()
    """What became of the rows of the files that were read, and of relations by their type; shown after the rows."""
    remarks: tuple[Remark, ...] = ()
    refused: RejectedError | None = None
    """Why nothing was done; the report is then for machines."""
    code: int = 0
    """The exit code of the command."""


@dataclass(frozen=True)
class Operation(Askable):
    """Something to be done; each stands in a file of its own as ``OPERATION``."""

    run: Callable[[Access, Any], Outcome]
    gives: Literal["rows", "diagram", "page", "text"] = "text"
    """Rows; rows that can be drawn, too; a page for a browser; or a text for people."""
    catalogue: bool = True
    """It is about the catalogue that ``-c`` names."""
    proposes: bool = False
    """It may be asked of a proposal, which is in its ``Access``."""
    creates: bool = False
    """It makes the catalogue where there is none."""
    file: Callable[[Any], str | None] | None = None
    """Which file the data of the outcome belongs in: ``-`` is stdout; None: there will be no data.

    Raises UsageError for one that cannot be. It is asked before anything is done.
    """
    topics: tuple[Topic, ...] = ()
    """What ``graphmodel explain`` says of its rows."""
    beside: Callable[[Any], tuple[str, ...]] | None = None
    """Which files with rows stand beside that file; by default none."""
