"""The process that Graphviz runs in: DOT on stdin, the diagram on stdout; arguments FORMAT ENGINE SECONDS PARENT FONTS.

It is run as a file and imports nothing of graphmodel. It ends after so many seconds of processor time (none beyond its
own start counts), and, on Linux, with its parent however that ends; elsewhere the limit of time is what ends it.

Graphviz is pygraphviz's, or where that cannot be loaded the system's program ``dot``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_PDEATHSIG = 1


def main(format: str, engine: str, seconds: int, parent: int, fonts: str) -> None:
    """Draw what stands on stdin."""
    _end_with(parent)
    try:
        from pygraphviz import AGraph
    except ImportError:
        program = shutil.which("dot")
        if program is None:
            raise
        with _configured(fonts):
            _limit(seconds)
            code = _run([program, f"-K{engine}", f"-T{format}"])
        _end_as(code)
    with _configured(fonts):
        # Fonts are read now, so that the folder is gone whatever ends the drawing.
        AGraph(string="digraph { a }").draw(format="svg", prog="dot")
    text = sys.stdin.buffer.read().decode()
    _limit(seconds)
    sys.stdout.buffer.write(AGraph(string=text).draw(format=format, prog=engine))


@contextmanager
def _configured(fonts: str) -> Iterator[None]:
    """While fontconfig reads its configuration."""
    with TemporaryDirectory(prefix="graphmodel-") as folder:
        os.environ["FONTCONFIG_FILE"] = str(Path(folder, "fonts.conf"))
        Path(folder, "fonts.conf").write_text(fonts, encoding="utf-8")
        yield


def _run(command: list[str]) -> int:
    """Run it with our stdin, stdout and limits, until it ends or this process does; its exit code."""
    together = partial(_end_with, os.getpid()) if sys.platform == "linux" else None
    return subprocess.run(command, preexec_fn=together, check=False).returncode


def _end_as(code: int) -> NoReturn:
    """End with that exit code, or by the signal that it stands for."""
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # a C library without it
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def _limit(seconds: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not on Windows; a lower limit stands already
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds, int(used) + seconds + 5))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
