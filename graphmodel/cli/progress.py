"""A bar on stderr while files are read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.operations.operation import Progress


class Bar:
    """It is there from the first part that is read to the end of ``with``, where stderr is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._shown: Any = None
        self._task: object = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def progress(self) -> Progress | None:
        """What is told of each part; None where nobody looks."""
        return self._move if self._wanted else None

    def end(self) -> None:
        """Away with it: what is written now stands where it stood."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None

    def _move(self, done: int, total: int) -> None:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress as Bars

            self._shown = Bars(console=Console(stderr=True), transient=True)
            self._task = self._shown.add_task("reading", total=None)
            self._shown.start()
        self._shown.update(self._task, completed=done, total=total)
