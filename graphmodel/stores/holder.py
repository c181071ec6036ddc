"""Who writes to a store, or left it half written."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from graphmodel.model.revision import now

LONGEST: Final = 1_000
"""Characters that a holder takes as JSON, at most."""


@dataclass(frozen=True)
class Holder:
    """A process that writes, or wrote."""

    pid: int
    host: str
    time: str
    """UTC, ISO 8601 with seconds."""
    boot: str = ""
    """The run of the machine: where it is another one, a process of that number is another process. Linux only."""
    namespace: str = ""
    """What numbers its processes: containers of one host name count for themselves. Linux only."""

    @classmethod
    def me(cls) -> Self:
        """This process, now."""
        return cls(os.getpid(), _host(), now(), *_place())

    @classmethod
    def parsed(cls, text: object) -> Self | None:
        """The holder that ``json`` gave; None for anything else, whatever it is."""
        if not isinstance(text, str) or len(text) > LONGEST:
            return None
        try:
            said: dict[str, Any] = json.loads(text)
            found = cls(**said)
        except (ValueError, TypeError, RecursionError):
            return None
        texts = (found.host, found.time, found.boot, found.namespace)
        right = type(found.pid) is int and 0 < found.pid < 2**31 and all(isinstance(t, str) for t in texts)
        return found if right and all(t.isprintable() for t in texts) else None

    def json(self) -> str:
        """What ``parsed`` reads."""
        return json.dumps(asdict(self))

    @property
    def gone(self) -> bool:
        """That process has surely ended: this machine, in this run, counts processes as that one, and has none such.

        False where that cannot be known.
        """
        if os.name != "posix" or (self.host, self.boot, self.namespace) != (_host(), *_place()):
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


@cache
def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket  # which takes its time to load

    return socket.gethostname()


def _place() -> tuple[str, str]:
    """The run of this machine and the namespace of its processes; empty where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip(), str(
            Path("/proc/self/ns/pid").readlink()
        )
    except (OSError, ValueError):
        return "", ""
