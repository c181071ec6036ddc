"""Make the diagrams that ``README.md`` and ``docs/diagrams.md`` show, by the commands that stand beside them.

``--check`` writes nothing and fails when one of them is no longer what its command makes. Diagrams are compared as
structure, not byte by byte: the same texts, in the same order and at about the same places, and as many shapes.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
DIAGRAMS = "docs/pictures"
DAY = "1748736000"
"""1 June 2025: what is overdue is so by that day, as in the tests."""
PAGES = ("README.md", "docs/diagrams.md")
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("path", "polygon", "polyline", "ellipse", "rect", "use")
ROUGH = 0.1
"""How far, in widths or heights of the diagram, a text may stand from where it stood."""


@dataclass(frozen=True)
class Structure:
    """What is told of a diagram."""

    size: tuple[float, float]
    texts: tuple[str, ...]
    places: tuple[tuple[float, float], ...]
    """Of each text, in widths and heights of the diagram."""
    shapes: Counter[str]


def main() -> None:
    """Make or check all of them."""
    if "--check" not in sys.argv[1:]:
        for name, command in commands().items():
            run(command, ROOT / DIAGRAMS / name)
        return
    with TemporaryDirectory() as folder:
        stale = [name for name, command in commands().items() if differs(name, command, Path(folder))]
    if stale:
        sys.exit(f"{', '.join(stale)} in {DIAGRAMS}: no longer what the command makes: make docs-pictures")


def commands() -> dict[str, str]:
    """The commands of the pages that make a diagram, by its file's name."""
    found = {}
    for page in PAGES:
        for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
            for line in block.splitlines():
                if match := re.search(rf"{DIAGRAMS}/(\S+)", line):
                    found[match[1]] = line
    return found


def run(command: str, target: Path) -> None:
    """Run the command, with the diagram written there. Raises CalledProcessError when it does not work."""
    program, *arguments = shlex.split(command)
    if program != "graphmodel":
        raise ValueError(f"a diagram is made by graphmodel, not by {program}")
    files = [str(target) if a.startswith(f"{DIAGRAMS}/") else a for a in arguments]
    started([*files, "--force", "--quiet"])


def started(arguments: list[str]) -> None:
    """Run ``graphmodel`` with them in the repository. Raises CalledProcessError when it does not work."""
    argv = [sys.executable, "-m", "graphmodel", *arguments]
    environment = os.environ | {"SOURCE_DATE_EPOCH": DAY}
    subprocess.run(argv, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


def differs(name: str, command: str, folder: Path) -> bool:
    """Is the diagram another than what its command makes now?"""
    run(command, folder / name)
    kept = ROOT / DIAGRAMS / name
    return not kept.exists() or not alike(structure(kept), structure(folder / name))


def structure(file: Path) -> Structure:
    """What is told of that SVG file."""
    root = ElementTree.parse(file).getroot()  # noqa: S314 - ours
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    elements = [element for element in root.iter(f"{SVG}text") if "".join(element.itertext()).strip()]
    return Structure(
        (width, height),
        tuple("".join(element.itertext()).strip() for element in elements),
        tuple((float(e.get("x", 0)) / width, float(e.get("y", 0)) / height) for e in elements),
        Counter(tag for e in root.iter() if (tag := e.tag.removeprefix(SVG)) in SHAPES),
    )


def alike(one: Structure, other: Structure) -> bool:
    """Are they the same diagram?"""
    sizes = all(abs(a - b) <= ROUGH * max(a, b) for a, b in zip(one.size, other.size, strict=True))
    if not sizes or one.texts != other.texts or one.shapes != other.shapes:
        return False
    pairs = zip(one.places, other.places, strict=True)
    return all(abs(x - u) <= ROUGH and abs(y - v) <= ROUGH for (x, y), (u, v) in pairs)


if __name__ == "__main__":
    main()
