"""The one family of errors that graphmodel raises for its users. Each says what, why and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.model.accounts import SheetAccount
    from graphmodel.model.problems import Problem


class GraphmodelError(Exception):
    """Something the user can understand and fix. ``hint`` says how; ``exit_code`` is the command line's."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GraphmodelError):
    """A wrong argument, an unknown id or selector."""


class UnmappedError(UsageError):
    """Files of which nobody has said what they mean. ``files`` are those for which a mapping can be proposed."""

    def __init__(self, message: str, hint: str, files: Sequence[str]) -> None:
        super().__init__(message, hint)
        self.files = tuple(files)


class RejectedError(GraphmodelError):
    """What came in has errors; nothing was applied. ``problems`` lists them, ``rejected`` counts the records.

    ``accounts``: what became of the rows of each file, where files were imported; ``preset``: by which they were read;
    ``notes``: what was found out about them; ``files``: those for which a mapping can be proposed.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        problems: Sequence[Problem] = (),
        hint: str = "",
        rejected: int = 0,
        accounts: Sequence[SheetAccount] = (),
        preset: str = "",
        notes: Sequence[str] = (),
        files: Sequence[str] = (),
    ) -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)
        self.rejected = rejected
        self.accounts = tuple(accounts)
        self.preset = preset
        self.notes = tuple(notes)
        self.files = tuple(files)


class NotAllowedError(GraphmodelError):
    """Authentication or permission refused."""

    exit_code = 4


class StoreError(GraphmodelError):
    """The store is busy, cannot be reached, is not ours, or is damaged."""

    exit_code = 5
