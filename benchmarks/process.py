"""A command as a whole process: how long, how much memory, what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

GRAPHMODEL = (sys.executable, "-m", "graphmodel")


@dataclass(frozen=True)
class Run:
    """The fastest of several runs."""

    seconds: float
    cpu: float
    """Seconds of processor time, of the user and of the system."""
    peak: float
    """MiB of resident memory at most."""
    out: str


def run(*command: object, repeat: int = 1, folder: Path | None = None, keep: bool = True) -> Run:
    """Run it so many times, the fastest counts; in that folder. Raises RuntimeError with what it said when it fails.

    ``keep``: what it printed is read; a large output in this process would count for those that come after.
    """
    words = [str(part) for part in command]
    return min((_once(words, folder, keep=keep) for _ in range(repeat)), key=lambda done: done.seconds)


def python(module: str, *arguments: object, repeat: int = 1) -> Run:
    """The same for ``python -m MODULE``."""
    return run(sys.executable, "-m", module, *arguments, repeat=repeat)


def _once(command: Sequence[str], folder: Path | None, *, keep: bool) -> Run:
    # An installed program has its modules compiled; here the first run compiles them, unless a setting forbids it.
    environment = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True, cwd=folder, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed with {process.returncode}:\n{err.read()}")
        cpu = usage.ru_utime + usage.ru_stime
        return Run(seconds, cpu, usage.ru_maxrss / 1024, out.read() if keep else "")
