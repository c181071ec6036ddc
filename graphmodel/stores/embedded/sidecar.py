"""Who is writing: a small file beside the catalogue. It only tells; what decides is SQLite's own lock.

What stands there and is none of ours (a link, a pipe, another tool's file) is left as it is.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from graphmodel.stores.holder import LONGEST, Holder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Neither through a link, nor waiting for the other end of a pipe."""


def path(catalogue: Path) -> Path:
    """Where the sidecar of that catalogue file stands."""
    return catalogue.with_name(catalogue.name + ".lock")


def read(catalogue: Path) -> Holder | None:
    """Who says that it is writing to that catalogue, or None."""
    try:
        with open(os.open(path(catalogue), os.O_RDONLY | SAFELY), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return Holder.parsed(file.read(LONGEST + 1).decode())
    except (OSError, ValueError):
        return None


@contextmanager
def announced(catalogue: Path) -> Iterator[None]:
    """While inside, the sidecar names this process. That it cannot be written is no reason not to import.

    The caller holds SQLite's lock, so that one of ours which is there already was left by somebody who has ended.
    """
    me = Holder.me()
    if read(catalogue):
        remove(catalogue)
    with suppress(OSError):
        _make(path(catalogue), me)
    try:
        yield
    finally:
        if read(catalogue) == me:
            remove(catalogue)


def _make(file: Path, me: Holder) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY, 0o644), "wb") as target:  # noqa: PTH123
        try:
            target.write(me.json().encode())
            target.flush()
        except OSError:
            file.unlink()
            raise


def remove(catalogue: Path) -> None:
    """Remove the sidecar, if that can be done."""
    with suppress(OSError):
        path(catalogue).unlink()
