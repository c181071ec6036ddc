"""The process that Graphviz runs in: DOT on stdin, the picture on stdout; arguments FORMAT ENGINE SECONDS PARENT FONTS.

It is run as a file and imports nothing of graphmodel. It ends after so many seconds of processor time (none beyond its
own start counts), and, on Linux, with its parent however that ends; elsewhere the limit of time is what ends it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_PR_SET_PDEATHSIG = 1


def main(format: str, engine: str, seconds: int, parent: int, fonts: str) -> None:
    """Draw what stands on stdin."""
    _end_with(parent)
    from pygraphviz import AGraph

    with TemporaryDirectory(prefix="graphmodel-") as folder:
        os.environ["FONTCONFIG_FILE"] = str(Path(folder, "fonts.conf"))
        Path(folder, "fonts.conf").write_text(fonts, encoding="utf-8")
        # Fonts are read now, so that the folder is gone whatever ends the drawing.
        AGraph(string="digraph { a }").draw(format="svg", prog="dot")
    text = sys.stdin.buffer.read().decode()
    _limit(seconds)
    sys.stdout.buffer.write(AGraph(string=text).draw(format=format, prog=engine))


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
