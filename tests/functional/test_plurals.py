"""``1 row``, ``2 rows``, ``0 rows``: what is said of nothing, of one and of two, in every output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli

RIGHT = {"is", "has", "was", "this", "as", "names", "us"}
"""Words in s that may stand behind a one."""
THINGS = (
    "product|service|category|role|dependency|responsibility|gap|error|warning|row|column|revision|problem|bar|cycle|"
    "node|arrow|array|member|cell"
)
ONE = re.compile(r"(?<![\w.,:/-])1 (?:other |rejected )?([a-z]+s)\b(?! of\b)")
MANY = re.compile(rf"(?<![\w.,:/-])(?:0|[2-9]|\d\d+) (?:other |rejected )?(?:{THINGS})\b")


def wrong(text: str) -> list[str]:
    found = [m[0] for m in ONE.finditer(text) if m[1] not in RIGHT]
    return found + [m[0] for m in MANY.finditer(text)]


def test_it_sees_what_is_wrong() -> None:
    assert wrong("1 products, 1 rejected rows and 2 gap") == ["1 products", "1 rejected rows", "2 gap"]
    assert wrong("1 product is 1 of 2 products, 12 rows; 0 errors, 2 info; a 1 has, r1 rows") == []


def estate(number: int) -> dict[str, str]:
    """So many products, services, dependencies, cycles, roles, categories, gaps …"""
    each = range(number)
    return {
        "categories.csv": "id,name\n" + "".join(f"c{i},Type {i}\n" for i in each),
        "products.csv": "id,category\n" + "".join(f"p{i},c{i}\n" for i in each),
        "services.csv": "id,category\n" + "".join(f"s{i},c{i}\n" for i in each),
        "roles.csv": "id\n" + "".join(f"r{i}\n" for i in each),
        "responsibilities.csv": "role,service,responsibility\n" + "".join(f"r{i},p{i},A\n" for i in each),
        "dependencies.csv": "service,depends_on\n" + "".join(f"p{i},s{i}\ns{i},p{i}\n" for i in each),
    }


COMMANDS = (
    "list services", "list products", "list categories", "list roles", "stats", "cycles", "gaps",
    "check --fail-on error",
    "roles", "underpinning", "underpinning --counts", "underpinning --counts --by service",
    "underpinning --matrix types", "underpinning --matrix services", "diagram -f dot --max-nodes 1", "doctor",
    "history",
    "roles --chart {tmp}/{n}.svg", "diagram -o {tmp}/{n}d.svg", "diagram -o {tmp}/{n}c.svg --max-nodes 1",
    "gaps --chart {tmp}/{n}g.svg", "report -o {tmp}/{n}.html", "export {tmp}/{n}-out",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.graphviz
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_command_counts_in_words_that_fit(tmp_path: Path, number: int) -> None:
    db, source = tmp_path / "estate.db", folder(tmp_path / "estate", estate(number))
    said = []
    for command in (
        ["plan", source],
        ["import", source],
        *(c.format(tmp=tmp_path, n=number).split() for c in COMMANDS),
        *(["impact", f"s{i}"] for i in range(min(number, 1))),
        *(["impact", *(f"s{i}" for i in range(number)), "--notify"] for _ in range(min(number, 1))),
        *(["impact", "s0", "--why", "p0"] for _ in range(min(number, 1))),
        *(["paths", "p0", "s0"] for _ in range(min(number, 1))),
        *(["show", "p0"] for _ in range(min(number, 1))),
        ["copy", db, tmp_path / "copy.db"],
        ["copy", db, f"{tmp_path}/folder/"],
        ["undo"],
    ):
        found = run_cli("-c", db, *command) if command[0] != "copy" else run_cli(*command)
        said.append(f"{found.out}\n{found.err}")
        assert found.code in ((0, 2) if number else (0, 2, 5)), (
            command,
            found.err,
        )  # nothing makes no catalogue
        assert wrong(said[-1]) == [], (command, said[-1])
    for drawn in tmp_path.glob("*.svg"):
        assert wrong(" ".join(re.findall(r">([^<]+)<", drawn.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_refused_is_counted_too(tmp_path: Path, number: int) -> None:
    rows = "".join(f"s{i},nowhere{i}\n" for i in range(number))
    files = {
        "services.csv": "id\n" + "".join(f"s{i}\n" for i in range(3)),
        "dependencies.csv": f"service,depends_on\n{rows}",
    }
    source = folder(tmp_path / "estate", files)
    for command in (["list", "services"], ["plan", str(source)], ["import", str(source)]):
        catalogue = source if command[0] == "list" else tmp_path / "estate.db"
        found = run_cli("-c", catalogue, *command)
        assert found.code == 3
        assert wrong(found.out + found.err) == [], found.err
    found = run_cli(
        "-c", tmp_path / "e.db", "import", source, "--accept-partial", "--rejects", tmp_path / "rejects"
    )
    assert f"{number} rejected row" in found.err
    assert wrong(found.out + found.err) == [], found.err
