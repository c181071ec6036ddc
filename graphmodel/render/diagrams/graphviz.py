"""Graphviz, which measures and draws. It comes in pygraphviz's wheels (``graphmodel[drawing]``), so that no program of
the system is needed; on Linux a few libraries are, which every desktop has and a bare container has not
(``_LIBRARIES``). Where pygraphviz is not there, the system's program ``dot`` draws.

It runs in a process of its own: a diagram that takes long can be interrupted, a crash in C becomes an error that says
so, and the environment that fontconfig reads is set for it alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from graphmodel.model.errors import GraphmodelError

_CHILD: Final = Path(__file__).with_name("graphviz_child.py")
_STALLED: Final = 60
"""Seconds after which a Graphviz that waits for something is given up."""
_FONTS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "WINDOWSFONTDIR",
)
_CONFIGURED: Final = (
    "/etc/fonts/fonts.conf",
    "/usr/local/etc/fonts/fonts.conf",
    "/opt/homebrew/etc/fonts/fonts.conf",
)
"""What a system says of its fonts: which has emoji, which stands in for another."""
_LOST: Final = b"Error: lost "
"""What Graphviz says of an edge that it leaves out, and goes on."""
_ENDED: Final = {-signal.SIGXCPU, -signal.SIGKILL} if sys.platform != "win32" else {1}
"""Exit codes of a child whose time is over."""
_LIBRARIES: Final = "libpangocairo-1.0-0"


class TooLongError(GraphmodelError):
    """Graphviz needs more time than a diagram is worth."""

    def __init__(self) -> None:
        super().__init__(
            "Graphviz finds no way to draw this in time",
            "draw less of it, or collapse more (--max-nodes); dot, d2 and mermaid need no drawing",
        )


def run(text: str, format: str, engine: str, seconds: int) -> bytes:
    """DOT text as a diagram that the engine draws, or as ``json0`` (sizes and places only).

    Raises TooLongError after so many seconds of processor time, and GraphmodelError where Graphviz is not there or
    fails.
    """
    asked = [format, engine, str(seconds), str(os.getpid()), _font_configuration()]
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD), *asked],
            input=text.encode(),
            capture_output=True,
            timeout=_STALLED,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooLongError from None
    if done.returncode in _ENDED:
        raise TooLongError
    if done.returncode or _LOST in done.stderr:
        raise _failure(done.returncode, done.stderr.decode(errors="replace").strip())
    return done.stdout


def _font_configuration() -> str:
    """The fonts of the system as it is configured, or of the user's own FONTCONFIG_FILE, and those of matplotlib.

    Without the last, a machine without fonts (a container) would draw no text, and each machine other measures.
    """
    own = os.environ.get("FONTCONFIG_FILE")
    found = [
        f'<include ignore_missing="yes">{escape(file)}</include>' for file in ((own,) if own else _CONFIGURED)
    ]
    if not own:
        found += [f"<dir>{escape(folder)}</dir>" for folder in _FONTS]
    matplotlib = find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        carried = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
        found.append(f"<dir>{escape(str(carried))}</dir>")
    return (
        '<?xml version="1.0"?>\n<fontconfig>\n'
        + "\n".join(found)
        + '\n<cachedir prefix="xdg">fontconfig</cachedir>\n</fontconfig>\n'
    )


def _failure(code: int, said: str) -> GraphmodelError:
    last = said.splitlines()[-1] if said else f"it ended with {code}"
    if "ModuleNotFoundError" in last:
        return GraphmodelError(
            "Graphviz, which draws, is not installed",
            "pip install 'graphmodel[drawing]', or install Graphviz on this system; or ask for dot or mermaid",
        )
    if "ImportError" in last:
        return GraphmodelError(
            f"Graphviz cannot be loaded: {last.removeprefix('ImportError: ')}",
            f"on Debian and Ubuntu: apt-get install {_LIBRARIES}; or ask for dot or mermaid, which need none of it",
        )
    return GraphmodelError(
        f"Graphviz could not draw this: {last}", "draw less of it, or collapse more (--max-nodes)"
    )
