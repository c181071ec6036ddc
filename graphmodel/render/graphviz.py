"""Graphviz, which lays out and draws. It comes in pygraphviz's wheels, so that no program of the system is needed; on
Linux a few libraries are, which every desktop has and a bare container has not (``_LIBRARIES``).

It runs in a process of its own: a picture that takes long can be interrupted, a crash in C becomes an error that says
so, and the environment that fontconfig reads is set for it alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import GraphmodelError
from graphmodel.render.dot import Box, Places, dot, rough, routable

if TYPE_CHECKING:
    from graphmodel.graph.picture import Picture
    from graphmodel.render.theme import Theme

_CHILD: Final = """
import sys
from pygraphviz import AGraph
text = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(AGraph(string=text).draw(format=sys.argv[1], prog=sys.argv[2]))
"""
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
_LIBRARIES: Final = "libglib2.0-0 libx11-6 libxext6 libxrender1 libexpat1"


def draw(picture: Picture, theme: Theme, format: str) -> bytes:
    """The picture as ``svg``, ``png`` or ``pdf``. Raises GraphmodelError when Graphviz is not there or fails.

    A small one without clusters ``dot`` draws alone. Of others it only finds the places, and its sister
    ``neato`` leads the edges between them: ``dot`` leads them around each cluster, and loses some in circles.
    """
    if _alone(picture):
        return run(dot(picture, theme), format, "dot")
    drawn = run(dot(picture, theme, places(picture, theme)), format, "nop")
    # An edge is called by its ends; the side that it leaves from is no part of that.
    return _SIDE.sub(rb"\1", drawn) if format == "svg" else drawn


def places(picture: Picture, theme: Theme) -> Places:
    """Where ``draw`` puts everything."""
    found = json.loads(
        run(rough(picture, theme) if picture.clusters else dot(picture, theme), "json0", "dot")
    )
    own = {node.key for node in picture.nodes}
    nodes, frames = {}, {"": _frame(found)}
    for thing in found.get("objects", ()):
        if "bb" in thing:
            frames[thing["name"]] = _frame(thing)
        elif thing["name"] in own:
            x, y = thing["pos"].split(",")
            width, height = (72 * float(thing[side]) for side in ("width", "height"))
            nodes[thing["name"]] = Box(float(x), float(y), width, height)
    return Places(nodes, frames)


def _alone(picture: Picture) -> bool:
    """Is it one that ``dot`` draws well, and soon?"""
    return not picture.clusters and routable(picture)


def corners(frame: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a frame of ``Places``, in points from the bottom left.

    >>> corners(', bb="0,0,216,108.5", lp="8,100"')
    (0.0, 0.0, 216.0, 108.5)
    """
    left, bottom, right, top = frame.partition('bb="')[2].partition('"')[0].split(",")
    return float(left), float(bottom), float(right), float(top)


def _frame(thing: dict[str, Any]) -> str:
    """The place of the whole or of a subgraph, as Graphviz says it."""
    names = ("bb", "lp", "lwidth", "lheight")
    return "".join(f', {name}="{thing[name]}"' for name in names if name in thing)


def run(text: str, format: str, engine: str) -> bytes:
    """DOT text, laid out by that engine: as a picture, or as ``json0`` (places only)."""
    with TemporaryDirectory(prefix="graphmodel-") as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(_font_configuration(), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD, format, engine],
            input=text.encode(),
            capture_output=True,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            check=False,
        )
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
            "pygraphviz, which draws, is not installed", "pip install 'pygraphviz >= 2.0', or ask for mermaid"
        )
    if "ImportError" in last:
        return GraphmodelError(
            f"Graphviz cannot be loaded: {last.removeprefix('ImportError: ')}",
            f"on Debian and Ubuntu: apt-get install {_LIBRARIES}; or ask for dot or mermaid, which need none of it",
        )
    return GraphmodelError(
        f"Graphviz could not draw this: {last}", "draw less of it, or collapse more (--max-nodes)"
    )
