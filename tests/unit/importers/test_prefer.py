"""Two files that disagree, and the one that has the last word."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read
from graphmodel.importers.mapping.parsing import parse
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import codes, errors, records, write

FILES = {
    "cmdb.csv": "id,cost,name\nshop,100,Shop\ndb,7,\nk8s,1,\n",
    "inventory.csv": "id,cost,name\nshop,900,Web shop\ndb,7.0,DB\nk8s,2,\nold,3,\n",
    "notes.csv": "id,cost,name\nshop,5,\n",
}
TABLE = """
[[file]]
name = "*.csv"
[[file.table]]
kind = "service"
columns = { id = "id", cost = "cost", name = "name" }
"""


def preferred(path: Path, prefer: str, order: tuple[str, ...] = tuple(FILES), **more: str) -> Incoming:
    folder = write(path / "export", FILES | more)
    (path / "m.toml").write_text(prefer + TABLE, encoding="utf-8")
    return read([folder / name for name in order], mapping=path / "m.toml")


def test_the_first_file_that_gives_a_value_has_the_last_word(tmp_path: Path) -> None:
    expected = {
        "shop": {"cost": "100", "name": "Shop"},
        "db": {"cost": "7", "name": "DB"},
        "k8s": {"cost": "1"},
        "old": {"cost": "3"},
    }
    told = set()
    for n, order in enumerate(permutations(FILES)):
        found = preferred(tmp_path / str(n), 'prefer = ["cmdb", "inventory"]', order)
        assert errors(found) == []
        assert {
            r["id"]: {k: v for k, v in r.items() if k in {"cost", "name"}} for r in records(found)
        } == expected
        told.add(tuple(p for p in found.problems if p.code == "W308"))
    (problems,) = told
    assert [(p.file, p.line, p.column, p.value) for p in problems] == [
        ("inventory.csv", 2, "cost", "900"), ("inventory.csv", 2, "name", "Web shop"), ("notes.csv", 2, "cost", "5"),
    ]  # fmt: skip
    assert problems[0].message == (
        "cost of 2 services is that of cmdb.csv, which is preferred: 'shop' has '100' (cmdb.csv:2), not '900'"
    )


def test_each_field_may_have_its_own_order(tmp_path: Path) -> None:
    found = preferred(tmp_path, 'prefer = { cost = ["notes*", "inventory.csv"], "*" = ["cmdb*"] }')
    costs = {r["id"]: (r["cost"], r.get("name")) for r in records(found)}
    assert costs["shop"] == ("5", "Shop")
    assert costs["k8s"] == ("2", None)


@pytest.mark.parametrize("prefer", ["", 'prefer = ["other*"]', 'prefer = { name = ["cmdb"] }'])
def test_without_a_preference_it_is_an_error(tmp_path: Path, prefer: str) -> None:
    assert "E301" in codes(preferred(tmp_path, prefer))


def test_a_file_that_contradicts_itself_is_an_error(tmp_path: Path) -> None:
    found = preferred(tmp_path, 'prefer = ["cmdb"]', **{"cmdb.csv": "id,cost,name\nshop,1,\nshop,2,\n"})
    assert "E301" in codes(found)


def test_mistakes() -> None:
    with pytest.raises(
        UsageError, match=r"m.toml:1: the mapping: prefer: there is no field costs; did you mean cost"
    ):
        parse('prefer = { costs = ["a"] }' + TABLE, "m.toml")
    with pytest.raises(UsageError, match=r"m.toml:1: the mapping: prefer is a list of texts"):
        parse("prefer = 7" + TABLE, "m.toml")


def test_blanks_only_have_no_last_word(tmp_path: Path) -> None:
    files = {"cmdb.csv": "id,cost,name\nshop,100,  \n", "notes.csv": "id,cost,name\nshop,100,Shop\n"}
    found = preferred(tmp_path, 'prefer = ["cmdb", "inventory"]', **files)
    (shop,) = (one for one in records(found) if one["id"] == "shop")
    assert (errors(found), shop["name"]) == ([], "Web shop")
