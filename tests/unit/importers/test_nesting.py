"""Cells of items with attributes: suggest finds their signs, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.mapping.nesting import nesting
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, records

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.importers import Incoming


def proposed(path: Path, text: str) -> Incoming:
    """What an import makes of the sheet with the mapping that is proposed."""
    file = path / "x.csv"
    file.write_text(text, encoding="utf-8")
    (path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    made = resolve(read([file], mapping=path / "m.toml"), {}, (), create_missing=False)
    assert errors(made) == []
    return made


def pairs(made: Incoming) -> set[tuple[str, str]]:
    return {(str(row["service"]), str(row["depends_on"])) for row in records(made, "dependency")}


@pytest.mark.parametrize("signs", ["|;:", "|,:", "|;=", ",;:", "\n;:", ";,="])
def test_items_name_what_the_service_depends_on(tmp_path: Path, signs: str) -> None:
    items, attributes, pair = signs
    cells = {
        "1": f"id{pair}3{attributes}role{pair}db{items}id{pair}4{attributes}role{pair}cache",
        "2": f"id{pair}3",
        "3": "",
        "4": f"id{pair}3{attributes} role{pair}backup",
    }
    rows = "".join(f'{one},Name {one},"{cell}"\n' for one, cell in cells.items())
    made = proposed(tmp_path, f"id,name,relations\n{rows}")
    assert pairs(made) == {("1", "3"), ("1", "4"), ("2", "3"), ("4", "3")}


def test_strength_and_note_of_an_item_are_read_and_consumers_are_turned(tmp_path: Path) -> None:
    made = proposed(
        tmp_path,
        'App,Uses,Consumers\nShop,"name=DB, strength=hard; name=Redis, strength=soft",\n'
        'CRM,"name=DB, strength=hard",\nDB,,"name=Shop, note=daily"\nRedis,,\n',
    )
    edges = {(r["service"], r["depends_on"]): r for r in records(made, "dependency")}
    assert edges.keys() == {("Shop", "DB"), ("Shop", "Redis"), ("CRM", "DB")}
    assert edges["Shop", "Redis"]["strength"] == "soft"
    assert edges["Shop", "DB"]["note"] == "daily"


def test_items_name_who_is_responsible(tmp_path: Path) -> None:
    made = proposed(
        tmp_path,
        "id,name,contacts\ns1,Shop,name:Ann;duty:accountable|name:Bob;duty:responsible\ns2,DB,name:Cy;duty:informed\n",
    )
    assert {(r["role"], r["service"], r["responsibility"]) for r in records(made, "responsibility")} == {
        ("Ann", "s1", "A"),
        ("Bob", "s1", "R"),
        ("Cy", "s2", "I"),
    }


@pytest.mark.parametrize(
    "cells",
    [
        ["component:cart, component:db", "component:cart"],
        ["https://a.example;https://b.example"],
        ["08:15;09:30", "10:00"],
        ["Note: to be replaced; ask Ann", "Note: none"],
        ["DB; SAN", "LDAP"],
        [],
    ],
)
def test_other_cells_are_none_of_these(cells: list[str]) -> None:
    assert nesting(cells) is None
