"""Who writes to a store, or left it half written."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import Self

from graphmodel.model.revision import now


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
