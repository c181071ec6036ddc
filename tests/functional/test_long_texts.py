"""Texts as long as they may be: messages show how they begin and end, data has all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphmodel.importers.delimited.records import MAX_FIELD
from graphmodel.model.words import LINE, NAME, short
from tests.conftest import folder, run_cli

LONG = "N" * MAX_FIELD
FOR_READERS = {"title", "message", "hint", "cycle", "way", "cause", "requirement", "notes"}
"""Fields of JSON that are sentences or drawn from names for people; the names themselves stand beside them."""


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    return folder(
        tmp_path / "estate",
        {
            "products.csv": f"id,name\np,{LONG}\n",
            "services.csv": f"id,name,category,lifecycle\na,{LONG},c,live\nb,{LONG},,\nd,D,,retiring\n",
            "categories.csv": f"id,name,expects\nc,{LONG},network\nempty,{LONG},\n",
            "roles.csv": f"id,name,holder\nr,{LONG},{LONG}\nidle,{LONG},\n",
            "dependencies.csv": f"service,depends_on,group,note\np,a,,{LONG}\na,b,,\nb,a,,\na,d,g,\n",
            "responsibilities.csv": f"role,service,responsibility,duty\nr,a,A,{LONG}\n",
        },
    )


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON document with the field it is in."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, field)
    elif isinstance(value, str):
        yield field, value


@pytest.mark.parametrize(
    "command",
    ["show a", "impact b", "impact b --why p", "impact b --notify", "paths p b", "gaps", "cycles", "roles",
     "underpinning", "underpinning --of a", "find n", "stats", "list services", "underpinning --matrix types"],
)  # fmt: skip
def test_messages_are_short_and_data_is_whole(estate: Path, command: str) -> None:
    answer = run_cli("-c", estate, *command.split(), "--format", "json")
    assert answer.code == 0, answer.err
    assert max(map(len, answer.err.splitlines()), default=0) <= LINE
    found = list(texts(json.loads(answer.out)))
    assert [(field, len(text)) for field, text in found if field in FOR_READERS and len(text) > LINE] == []
    if command != "stats":
        assert any(text == LONG for _, text in found)
    if command not in ("stats", "impact b --why p"):
        assert LONG in run_cli("-c", estate, *command.split(), "--format", "csv").out


@pytest.mark.parametrize(
    "command",
    ["show {}", "impact {}", "list services {}:x", "list {}", "explain {}", "diff {} 1", "{}", "show a --{}",
     "show a --format {}", "show a --columns {}", "show a -o {}/x", "find {}", "diagram {} -o x.svg",
     "-c x.db import {} --mapping {}", "gaps --rule {}", "-c {} stats"],
)  # fmt: skip
def test_what_was_typed_is_not_repeated_whole(estate: Path, command: str) -> None:
    named = () if command.startswith("-c") else ("-c", estate)
    done = run_cli(*named, *command.format(*["Z" * 100_000] * 2).split())
    assert done.code in (0, 2)
    assert max(map(len, (done.err + done.out).splitlines())) <= LINE
    assert "ZZZ…" in done.err + done.out


def test_problems_show_how_a_value_begins_and_ends(tmp_path: Path) -> None:
    where = folder(tmp_path / "bad", {"services.csv": f"id,cost\na,{LONG}\n"})
    done = run_cli("-c", tmp_path / "x.db", "plan", where)
    assert done.code == 3
    assert f"value: {short(LONG)!r} (record 1)" in done.err
    (problem,) = json.loads(run_cli("-c", tmp_path / "x.db", "plan", where, "-f", "json").out)["problems"]
    assert problem["value"] == LONG


def test_one_long_cell_does_not_fill_every_row(tmp_path: Path) -> None:
    rows = "".join(f"s{i},short,x\n" for i in range(50))
    where = folder(tmp_path / "estate", {"services.csv": f"id,name,supplier\na,{LONG},x\n{rows}"})
    shown = run_cli("-c", where, "list", "services", "--columns", "id,name,supplier").out.splitlines()
    assert sum(LONG in line for line in shown) == 1  # nothing is cut
    assert sorted(map(len, shown))[-2] < 300


def test_short() -> None:
    assert short("x" * NAME) == "x" * NAME
    assert [len(short("x" * n, most)) for n in (9, 10, 99) for most in (1, 2, 3, 4, 9)] == [1, 2, 3, 4, 9] * 3
    assert short("begin" + "x" * 99 + "end", 20) == "begin" + "x" * 9 + "…" + "xxend"
