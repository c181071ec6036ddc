"""Who is writing: a small file beside the catalogue. It only tells; what decides is SQLite's own lock."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graphmodel.model.revision import now

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Holder:
    """A process that writes, or wrote."""

    pid: int
    host: str
    time: str
    """UTC, ISO 8601 with seconds."""

    @classmethod
    def me(cls) -> Self:
        """This process, now."""
        return cls(os.getpid(), socket.gethostname(), now())

    @property
    def gone(self) -> bool:
        """That process is of this machine and has ended."""
        if self.host != socket.gethostname() or os.name != "posix":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.time}"


def path(catalogue: Path) -> Path:
    """Where the sidecar of that catalogue file stands."""
    return catalogue.with_name(catalogue.name + ".lock")


def read(catalogue: Path) -> Holder | None:
    """Who says that it is writing to that catalogue, or None."""
    try:
        said = json.loads(path(catalogue).read_text(encoding="utf-8"))
        return Holder(int(said["pid"]), str(said["host"]), str(said["time"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def told(catalogue: Path) -> Iterator[None]:
    """While inside, the sidecar names this process. That it cannot be written is no reason not to import."""
    me = Holder.me()
    with suppress(OSError):
        path(catalogue).write_text(json.dumps(asdict(me)), encoding="utf-8")
    try:
        yield
    finally:
        if read(catalogue) == me:
            with suppress(OSError):
                path(catalogue).unlink()
