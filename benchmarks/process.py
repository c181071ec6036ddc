"""A command as a whole process: how long, how much memory, what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

GRAPHMODEL = (sys.executable, "-m", "graphmodel")


@dataclass(frozen=True)
class Run:
    """The fastest of several runs."""

    seconds: float
    peak: float
    """MiB of resident memory at most."""
    out: str


def run(*command: object, repeat: int = 1) -> Run:
    """Run it so many times, the fastest counts. Raises RuntimeError with what it said when it fails."""
    return min((_once([str(part) for part in command]) for _ in range(repeat)), key=lambda done: done.seconds)


def python(module: str, *arguments: object, repeat: int = 1) -> Run:
    """The same for ``python -m MODULE``."""
    return run(sys.executable, "-m", module, *arguments, repeat=repeat)


def _once(command: Sequence[str]) -> Run:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed with {process.returncode}:\n{err.read()}")
        return Run(seconds, usage.ru_maxrss / 1024, out.read())
