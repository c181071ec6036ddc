"""Diagrams as others lay them out: D2 with dagre and ELK, Mermaid in Chromium; from the texts that graphmodel writes.

They are had from npm, as for the tests (``make consumers``); one that is not there is left out with a word.
"""

from __future__ import annotations

import json
import subprocess
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphmodel.render.layout.shapes import Arrangement, Rectangle

if TYPE_CHECKING:
    from graphmodel.render.layout.shapes import Point

CONSUMERS: Final = Path(__file__).parent.parent / "tests" / "consumers"
SIZE: Final = 11 / 16
"""Names have 16 points in both; measured is as if they had 11, as ours."""
PATIENCE: Final = 120
"""Seconds for one diagram."""

MERMAID: Final = """async ([text]) => {
  mermaid.initialize({ startOnLoad: false, maxEdges: 100000, maxTextSize: 1e8 });
  const { svg } = await mermaid.render("drawn", text);
  document.body.innerHTML = svg;
  const whole = document.querySelector("#drawn");
  const [x, y, width, height] = whole.getAttribute("viewBox").split(" ").map(Number);
  const place = (thing) => {
    const box = thing.getBBox(), at = whole.getCTM().inverse().multiply(thing.getCTM());
    const corner = new DOMPoint(box.x, box.y).matrixTransform(at);
    return [corner.x - x, corner.y - y, box.width, box.height];
  };
  const key = (node) => node.id.replace(/^.*?flowchart-(.*)-\\d+$/, "$1");
  const nodes = [...document.querySelectorAll("g.node")].map((node) => [key(node), ...place(node)]);
  const edges = [...document.querySelectorAll("path.flowchart-link")].map((path) => {
    const [, from, to] = path.id.match(/L_(.+)_(.+)_\\d+$/), long = path.getTotalLength();
    const points = Array.from({ length: 25 }, (_, i) => path.getPointAtLength((long * i) / 24));
    return [from, to, points.map((p) => [p.x - x, p.y - y])];
  });
  return { width, height, nodes, edges };
}"""


def by_d2(text: str, layout: str, temporary: Path) -> tuple[Arrangement, float]:
    """Where D2 puts everything, with ``dagre`` or ``elk``, and the seconds of the whole process.

    Raises RuntimeError where it is not there, fails or takes too long.
    """
    file = temporary / "drawn.d2"
    file.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    try:
        done = subprocess.run(
            ["node", CONSUMERS / "lay_out_d2.mjs", file, layout],
            capture_output=True, text=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise RuntimeError(f"D2 with {layout} gave nothing: {type(error).__name__}") from error
    seconds = time.perf_counter() - start
    found = json.loads(done.stdout)
    frames = {shape[0].rpartition(".")[0] for shape in found["shapes"]}
    boxes = {
        key: Rectangle(*place) for key, *place in found["shapes"] if key not in frames and key != "title"
    }
    routes = {
        (source, target): [(x, y) for x, y in (points if curved else _straight(points))]
        for source, target, curved, points in found["connections"]
    }
    return _whole(boxes, routes), seconds


def by_mermaid(text: str) -> tuple[Arrangement, float]:
    """Where Mermaid puts everything, and its seconds in a browser that runs already.

    Raises RuntimeError where it or the browser is not there, or it fails.
    """
    from tests.browser import browser

    script = CONSUMERS / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    if not script.exists():
        raise RuntimeError("there is no Mermaid: make consumers")
    try:
        with browser() as chromium:
            page = chromium.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            page.add_script_tag(path=script)
            start = time.perf_counter()
            found: dict[str, Any] = page.evaluate(MERMAID, [text])
            seconds = time.perf_counter() - start
    except Exception as error:  # of the browser, whatever it be
        raise RuntimeError(f"Mermaid gave nothing: {str(error).splitlines()[0]}") from error
    boxes = {key: Rectangle(*place) for key, *place in found["nodes"]}
    routes = {
        (source, target): _straight([(x, y) for x, y in points]) for source, target, points in found["edges"]
    }
    return _whole(boxes, routes), seconds


def _straight(points: list[Point]) -> list[Point]:
    """The control points of a way of straight lines."""
    found = [tuple(points[0])]
    for one, other in pairwise(points):
        found += [tuple(one), tuple(other), tuple(other)]
    return found  # type: ignore[return-value]


def _whole(boxes: dict[str, Rectangle], routes: dict[tuple[str, str], list[Point]]) -> Arrangement:
    """The layout from its top left, in the size in which names have 11 points."""
    xs = [x for box in boxes.values() for x in (box.x, box.x + box.width)]
    ys = [y for box in boxes.values() for y in (box.y, box.y + box.height)]
    xs += [x for points in routes.values() for x, _ in points]
    ys += [y for points in routes.values() for _, y in points]
    left, top = min(xs), min(ys)
    return Arrangement(
        SIZE * (max(xs) - left),
        SIZE * (max(ys) - top),
        {
            key: Rectangle(SIZE * (b.x - left), SIZE * (b.y - top), SIZE * b.width, SIZE * b.height)
            for key, b in boxes.items()
        },
        routes={
            ends: [(SIZE * (x - left), SIZE * (y - top)) for x, y in points]
            for ends, points in routes.items()
        },
    )
