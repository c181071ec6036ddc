"""The way of one row, as docs/architecture.md tells it: a row is followed, and seen in each file that is named."""

from __future__ import annotations

import configparser
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graphmodel
from graphmodel.workbench import Workbench
from tests.conftest import ROOT, folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

MARK = "Zqxdb"
"""The value that is followed: it occurs nowhere else."""
PACKAGE = Path(graphmodel.__file__).parent


def holds(value: Any, depth: int = 0) -> bool:
    """Is the mark in it? Looks some levels deep, and at the first items of what is long."""
    if isinstance(value, str):
        return MARK in value
    if isinstance(value, bytes | bytearray | memoryview):
        return MARK.encode() in bytes(value)
    if depth > 3:
        return False
    if isinstance(value, dict):
        return holds([*list(value)[:60], *list(value.values())[:60]], depth)
    if isinstance(value, list | tuple | set):
        return any(holds(item, depth + 1) for item in list(value)[:120])
    if type(value).__module__.startswith("graphmodel") and hasattr(value, "__dict__"):
        return holds(list(vars(value).values()), depth)
    return False


def followed(do: Callable[[], Any]) -> set[str]:
    """The files of the package in which a function held the mark when it returned."""
    seen: set[str] = set()

    def look(frame: FrameType, event: str, result: Any) -> None:
        file = Path(frame.f_code.co_filename)
        if event != "return" or not file.is_relative_to(PACKAGE):
            return
        name = file.relative_to(PACKAGE).as_posix()
        if name not in seen and holds([result, *frame.f_locals.values()]):
            seen.add(name)

    sys.setprofile(look)
    try:
        do()
    finally:
        sys.setprofile(None)
    return seen


def told() -> list[list[str]]:
    """The files of each row of the page's table."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## The way of one row", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return [re.findall(r"`([\w/]+\.py)`", row) for row in rows]


def test_a_row_is_seen_in_each_file_of_its_way(tmp_path: Path) -> None:
    files = {
        "products.csv": "id,name\nshop,Shop\n",
        "services.csv": f"id,name,category\ndb,{MARK},platform\n",
        "dependencies.csv": "service,depends_on\nshop,db\n",
    }
    at = folder(tmp_path / "catalogue", files)

    def imported() -> None:
        with Workbench.open(tmp_path / "estate.db", create=True) as bench:
            bench.import_(at)

    def impact() -> None:
        with Workbench.open(tmp_path / "estate.db") as bench:
            assert any(row.name == MARK for row in bench.run("impact", services=["db"]).rows)

    def diagram() -> None:
        with Workbench.open(tmp_path / "estate.db") as bench:
            assert any(MARK in node.label for node in bench.diagram(bench.run("diagram")).nodes)

    ways = told()
    assert len(ways) == 3
    for way, do in zip(ways, (imported, impact, diagram), strict=True):
        assert way
        assert set(way) - followed(do) == set()


def test_the_layers_are_those_of_the_contract() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / "setup.cfg")
    layers = contract["importlinter:contract:layers"]["layers"].split()
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = page.split("## Layers")[1].split("```")[1].strip().splitlines()
    assert " ".join(line.split("  ")[0] for line in shown).split() == layers
    table = page.split("| part | holds |")[1].split("\n\n")[0]
    firsts = [row.split("|")[1] for row in table.splitlines()[2:]]
    assert set(layers) - {"|"} == set(re.findall(r"`(\w+)(?:/|\.py)`", "".join(firsts)))
