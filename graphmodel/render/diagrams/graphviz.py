"""Graphviz, which lays out and draws. It comes in pygraphviz's wheels (``graphmodel[drawing]``), so that no program of
the system is needed; on Linux a few libraries are, which every desktop has and a bare container has not
(``_LIBRARIES``). Where pygraphviz is not there, the system's program ``dot`` draws.

It runs in a process of its own: a diagram that takes long can be interrupted, a crash in C becomes an error that says
so, and the environment that fontconfig reads is set for it alone.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import GraphmodelError
from graphmodel.render.diagrams.dot import SPANNED, Box, Placement, dot, rough, routable
from graphmodel.render.diagrams.ranks import spanned

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.theme import Theme

_CHILD: Final = Path(__file__).with_name("graphviz_child.py")
_ALONE: Final = 6
"""Seconds of processor time for a diagram that ``dot`` draws alone, …"""
_PLACES: Final = 5
"""… for finding places, …"""
_LED: Final = 11
"""… for leading edges around nodes, …"""
_PLAIN: Final = 4
"""… and for each of the two in the simplest way."""
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
_SIDE: Final = re.compile(rb"(<title>\w+):e(?=&#45;&gt;)")
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


def draw(diagram: Diagram, theme: Theme, format: str) -> bytes:
    """The diagram as ``svg``, ``png`` or ``pdf``. Raises GraphmodelError when Graphviz is not there or fails.

    A small one without clusters ``dot`` draws alone. Of others it only finds the places, and its sister
    ``neato`` leads the edges between them: ``dot`` leads them around each cluster, and loses some in cycles. What
    takes too long is done again in the simplest way: rows without regard to edges, edges straight. Raises
    GraphmodelError where that takes too long as well.
    """
    if _alone(diagram):
        with suppress(TooLongError):
            return run(dot(diagram, theme), format, "dot", _ALONE)
    placed = places(diagram, theme)
    try:
        drawn = run(dot(diagram, theme, placed), format, "nop", _LED)
    except TooLongError:
        drawn = run(dot(diagram, theme, placed, straight=True), format, "nop", _PLAIN)
    # An edge is called by its ends; the side that it leaves from is no part of that.
    return _SIDE.sub(rb"\1", drawn) if format == "svg" else drawn


def places(diagram: Diagram, theme: Theme) -> Placement:
    """Where ``draw`` puts everything."""
    try:
        text = rough(diagram, theme) if diagram.clusters or not _alone(diagram) else dot(diagram, theme)
        found = json.loads(run(text, "json0", "dot", _PLACES))
    except TooLongError:
        found = json.loads(run(rough(diagram, theme, most=0), "json0", "dot", _PLAIN))
    own = {node.key for node in diagram.nodes}
    nodes, frames = {}, {"": _frame(found)}
    for thing in found.get("objects", ()):
        if "bb" in thing:
            frames[thing["name"]] = _frame(thing)
        elif thing["name"] in own:
            x, y = thing["pos"].split(",")
            width, height = (72 * float(thing[side]) for side in ("width", "height"))
            nodes[thing["name"]] = Box(float(x), float(y), width, height)
    return Placement(nodes, frames)


def _alone(diagram: Diagram) -> bool:
    """Is it one that ``dot`` draws well, and soon?"""
    return not diagram.clusters and routable(diagram) and spanned(diagram) <= SPANNED


def corners(frame: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a frame of ``Placement``, in points from the bottom left.

    >>> corners(', bb="0,0,216,108.5", lp="8,100"')
    (0.0, 0.0, 216.0, 108.5)
    """
    left, bottom, right, top = frame.partition('bb="')[2].partition('"')[0].split(",")
    return float(left), float(bottom), float(right), float(top)


def _frame(thing: dict[str, object]) -> str:
    """The place of the whole or of a subgraph, as Graphviz says it."""
    names = ("bb", "lp", "lwidth", "lheight")
    return "".join(f', {name}="{thing[name]}"' for name in names if name in thing)


def run(text: str, format: str, engine: str, seconds: int) -> bytes:
    """DOT text, laid out by that engine: as a diagram, or as ``json0`` (places only).

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
    """The fonts of the system, or those of the user's own FONTCONFIG_FILE, and those that matplotlib brings.

    Without the last, a machine without fonts (a container) would draw no text, and each machine other measures.
    """
    own = os.environ.get("FONTCONFIG_FILE")
    if own:
        found = [f'<include ignore_missing="yes">{escape(own)}</include>']
    else:
        found = [f"<dir>{escape(folder)}</dir>" for folder in _FONTS]
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
