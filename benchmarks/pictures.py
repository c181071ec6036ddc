"""How readable diagrams are, beside those of others: ``python -m benchmarks.pictures [--sizes 30,80] [FOLDER …]``.

Estates in layers, made by chance with a fixed seed, the university, and catalogue folders that are named. Each is drawn
with nothing collapsed and as it is by default, in bands and in layers, and by others from the same text.
What is measured is the finished SVG (``graphmodel.render.layout.measures``). Prints one table in Markdown.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from benchmarks.process import GRAPHMODEL, run
from benchmarks.rivals import by_d2, by_mermaid
from benchmarks.run import table
from graphmodel.render.diagrams import graphviz
from graphmodel.render.layout.measures import measured
from graphmodel.render.layout.page import page_of
from graphmodel.render.layout.shapes import Arrangement, Ends, Point, Rectangle

ROOT: Final = Path(__file__).parent.parent
LAYERS: Final = ("business-application", "data-integration", "platform", "security", "network")
SHARES: Final = (0.32, 0.16, 0.26, 0.12, 0.14)
SVG: Final = "{http://www.w3.org/2000/svg}"
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
ALL: Final = ("--max-nodes", 100_000)
WAYS: Final[dict[str, tuple[object, ...]]] = {
    "bands": ALL,
    "by default": (),
    "bands, all arrows": ("--all-dependencies", *ALL),
    "layered": ("--layout", "layered", *ALL),
    "layered, by default": ("--layout", "layered"),
}
HEAD: Final = """# How readable diagrams are

One run of `make -s bench-pictures > docs/performance-pictures.md`. Estates in layers made by chance, and the
university. *bands*: nothing collapsed; *by default*: collapsed until names have 6 points on A4; *layered*: rows by
dependency, without frames; *dot*: Graphviz alone, from the text of `--format dot`, which has all arrows, as have
*Mermaid* and *D2*. Crossings are those of arrows that share no end; seconds are those of the whole process, for *dot*
without the process that writes its text, for *Mermaid* in a browser that runs already. Of *Mermaid* and *D2* names
count as 11 points, as ours; their labels are not measured.
"""
PATIENCE: Final = 60
"""Seconds of processor time for ``dot``."""


def main() -> None:
    """Draw all of them, and print the table."""
    parser = argparse.ArgumentParser(description="How readable diagrams are.")
    parser.add_argument("--sizes", default="30,80,150,300", help="services of the estates made by chance")
    parser.add_argument("folders", nargs="*", type=Path, help="catalogue folders to draw, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = [layered(Path(temporary), int(size)) for size in given.sizes.split(",") if size]
        heads = [
            "data",
            "drawn",
            "nodes",
            "arrows",
            "crossings",
            "through boxes",
            "texts crossed",
            "aspect",
            "text pt",
            "s",
        ]
        print(HEAD)
        table(heads, rows([*made, ROOT / "examples" / "university", *given.folders], Path(temporary)))


def rows(folders: list[Path], temporary: Path) -> Iterator[list[object]]:
    """What is measured of each folder, by each way to draw it."""
    ways: dict[str, Callable[[Path], tuple[Arrangement, float]]] = {
        name: lambda folder, options=options: ours(folder, temporary, options)  # type: ignore[misc]
        for name, options in WAYS.items()
    }
    ways |= {
        "dot": lambda folder: by_dot(folder, temporary),
        "Mermaid": lambda folder: by_mermaid(text(folder, "mermaid")),
        "D2, dagre": lambda folder: by_d2(text(folder, "d2"), "dagre", temporary),
        "D2, ELK": lambda folder: by_d2(text(folder, "d2"), "elk", temporary),
    }
    for folder in folders:
        for name, draw in ways.items():
            try:
                layout, seconds = draw(folder)
            except (graphviz.TooLongError, RuntimeError) as error:
                print(f"{folder.name}, {name}: {error}", file=sys.stderr)
                continue
            found = measured(layout, page_of("a4", landscape=True))
            yield [
                folder.name,
                name,
                len(layout.nodes),
                len(layout.routes),
                found.crossings,
                found.through,
                found.covered,
                found.aspect,
                found.text,
                seconds,
            ]


def text(folder: Path, format: str) -> str:
    """All of it as a text for another program."""
    return run(*GRAPHMODEL, "-c", folder, "diagram", "--all-dependencies", *ALL, "-f", format).out


def ours(folder: Path, temporary: Path, options: tuple[object, ...]) -> tuple[Arrangement, float]:
    """As graphmodel draws it, and the seconds of the whole process."""
    file = temporary / "drawn.svg"
    done = run(*GRAPHMODEL, "-c", folder, "diagram", *options, "-o", file, "--force", "--quiet")
    return read(file), done.seconds


def by_dot(folder: Path, temporary: Path) -> tuple[Arrangement, float]:
    """All arrows as Graphviz' ``dot`` draws them."""
    file, given = temporary / "drawn.svg", text(folder, "dot")
    start = time.perf_counter()
    file.write_bytes(graphviz.run(given, "svg", "dot", PATIENCE))
    seconds = time.perf_counter() - start
    return read(file), seconds


def read(file: Path) -> Arrangement:
    """Where everything stands in an SVG of Graphviz, or of ours."""
    root = ElementTree.parse(file).getroot()
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    found = Arrangement(width, height)
    for group in root.iter(f"{SVG}g"):
        kind = group.get("class", "")
        key: str = group.get("data-key") or group.findtext(f"{SVG}title") or ""
        if kind == "node":
            found.nodes[key] = around(group)
        elif kind == "edge":
            consumer, _, provider = key.partition("->")
            ends: Ends = re.sub(r":\w+$", "", consumer), provider
            found.routes[ends] = way(group)
            for number, text in enumerate(group.iter(f"{SVG}text")):
                found.labels[ends if not number else (key, str(number))] = written(text)
        elif kind == "cluster" and key not in {"", "cluster_all"}:
            found.frames[key] = around(group)
            for number, text in enumerate(group.iter(f"{SVG}text")):
                found.headings[f"{key} {number}"] = written(text)
    return found


def around(group: ElementTree.Element) -> Rectangle:
    """What is around its outline."""
    across: list[float] = []
    down: list[float] = []
    for shape in group.iter():
        if shape.tag == f"{SVG}ellipse":
            x, y, wide, high = (float(shape.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
            across += [x - wide, x + wide]
            down += [y - high, y + high]
        numbers = [float(number) for number in NUMBER.findall(shape.get("points") or shape.get("d") or "")]
        across += numbers[::2]
        down += numbers[1::2]
    return Rectangle(min(across), min(down), max(across) - min(across), max(down) - min(down))


def way(group: ElementTree.Element) -> list[Point]:
    """The control points of its line."""
    (line,) = (path for path in group.iter(f"{SVG}path") if path.get("fill") == "none")
    numbers = [float(number) for number in NUMBER.findall(line.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def written(text: ElementTree.Element) -> Rectangle:
    """About the place of a text: 0.55 of its size for each letter."""
    size = float(text.get("font-size", "11"))
    wide = 0.55 * size * len("".join(text.itertext()))
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    return Rectangle(x - wide / 2 if text.get("text-anchor") == "middle" else x, y - 0.75 * size, wide, size)


def layered(folder: Path, count: int) -> Path:
    """An estate in layers: products above, some services that many need, soft dependencies."""
    chance = random.Random(count)
    products = max(2, count // 12)
    ends = [round(sum(SHARES[: at + 1]) * (count - products)) for at in range(len(SHARES))]
    layer = [next(at for at, end in enumerate(ends) if v < end) for v in range(count - products)]
    wanted = [chance.paretovariate(1.3) for _ in layer]
    of = [[v for v, own in enumerate(layer) if own == at] for at in range(len(LAYERS))]
    lines: dict[tuple[str, int], str] = {}

    def add(consumer: str, lowest: int, several: int) -> None:
        for _ in range(several):
            below = of[min(lowest + chance.choice((0, 0, 1, 3)), len(LAYERS) - 1)]
            (provider,) = chance.choices(below, [wanted[v] for v in below])
            if not consumer.startswith("s") or int(consumer[1:]) < provider:
                soft = "soft" if chance.random() < 0.15 else ""
                lines.setdefault((consumer, provider), f"{soft},,")

    for v in range(products):
        add(f"p{v}", 0, chance.randint(2, 4))
    for v, own in enumerate(layer):
        add(f"s{v}", min(own + 1, len(LAYERS) - 1), max(1, round(chance.gauss(2.2, 0.9))))
    made = folder / f"layered-{count}"
    made.mkdir()
    (made / "categories.csv").write_text("id\n" + "".join(f"{name}\n" for name in (*LAYERS, "products")))
    (made / "products.csv").write_text(
        "id,name,category\n" + "".join(f"p{v},Product {v},products\n" for v in range(products))
    )
    (made / "services.csv").write_text(
        "id,name,category\n"
        + "".join(f"s{v},Service number {v},{LAYERS[own]}\n" for v, own in enumerate(layer))
    )
    (made / "dependencies.csv").write_text(
        "service,depends_on,strength,group,needs\n"
        + "".join(f"{a},s{b},{how}\n" for (a, b), how in lines.items())
    )
    return made


if __name__ == "__main__":
    main()
