"""Ids that nobody can read: every answer says the names beside them, in the text and in fields of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import folder, run_cli

SHOP, DATABASE, BUS, DESK = (f"3f2a9c1e-0000-4a11-9b01-00000000000{n}" for n in range(1, 5))
NAMES = {SHOP: "Web shop", DATABASE: "Database", BUS: "Message bus", DESK: ""}
FILES = {
    "products.csv": f"id,name\n{SHOP},Web shop\n",
    "services.csv": f"id,name\n{DATABASE},Database\n{BUS},Message bus\n{DESK},\n",
    "dependencies.csv": f"service,depends_on\n{SHOP},{DATABASE}\n{DATABASE},{BUS}\n{BUS},{SHOP}\n{DESK},{SHOP}\n",
    "roles.csv": "id,name\nb7,Ada\nb8,Bob\n",
    "responsibilities.csv": f"role,service,responsibility\nb7,{SHOP},A\nb8,{SHOP},A\n",
}


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("names") / "estate", FILES)


def rows(estate: Path, *command: str) -> list[dict[str, Any]]:
    found = run_cli("-c", estate, *command, "-f", "json")
    assert found.code == 0, found.err
    read: list[dict[str, Any]] = json.loads(found.out)["rows"]
    return read


def text(estate: Path, *command: str) -> str:
    found = run_cli("-c", estate, *command)
    assert found.code == 0, found.err
    return found.out


def test_cycles(estate: Path) -> None:
    assert "Web shop → Database → Message bus → Web shop" in text(estate, "cycles")
    (row,) = rows(estate, "cycles")
    assert row["members"] == row["shortest"] == [SHOP, DATABASE, BUS]
    assert row["member_names"] == row["shortest_names"] == ["Web shop", "Database", "Message bus"]


def test_paths(estate: Path) -> None:
    shown = text(estate, "paths", "Web shop", "Message bus")
    assert "Ways from Web shop to Message bus" in shown
    assert "Web shop → Database → Message bus" in shown
    assert DATABASE in shown
    (row,) = rows(estate, "paths", DESK, DATABASE)
    assert row["path"] == [DESK, SHOP, DATABASE]
    assert row["names"] == ["", "Web shop", "Database"]
    assert row["way"] == f"{DESK} → Web shop → Database"


def test_impact(estate: Path) -> None:
    shown = text(estate, "impact", "Database")
    assert shown.startswith("Database down: 1 product and 2 other services affected")
    assert [row["cause"] for row in rows(estate, "impact", DATABASE)] == [
        "Database",
        "",
        "Web shop",
        "Web shop",
    ]
    by_id = {row["id"]: row for row in rows(estate, "impact", DATABASE)}
    assert (by_id[BUS]["via"], by_id[BUS]["via_name"]) == (SHOP, "Web shop")
    assert (by_id[SHOP]["because"], by_id[SHOP]["because_names"]) == ([DATABASE], ["Database"])
    assert "needs Database (hard)" in text(estate, "impact", "Database", "--why", "Web shop")


def test_gaps(estate: Path) -> None:
    found = {row["identity"]: row for row in rows(estate, "gaps")}
    several = found[f"GM002:{SHOP}"]
    assert several["message"] == f"2 roles are accountable for Web shop ({SHOP}): Ada, Bob"
    assert (several["subject"], several["name"]) == (SHOP, "Web shop")
    assert (several["others"], several["other_names"]) == (["b7", "b8"], ["Ada", "Bob"])
    cycle = found[f"GM008:{SHOP}"]
    assert cycle["message"].endswith(": Web shop → Database → Message bus → Web shop")
    assert cycle["others"] == [SHOP, DATABASE, BUS]
    findings = json.loads(run_cli("-c", estate, "gaps", "-f", "json").out)["findings"]
    assert [f["other_names"] for f in findings] == [row["other_names"] for row in found.values()]


@pytest.mark.parametrize(
    "command", [["cycles"], ["gaps"], ["paths", "Web shop", "Message bus"], ["impact", "Database"]]
)
@pytest.mark.parametrize("width", [80, 120])
def test_what_is_read_on_a_terminal_has_names(estate: Path, command: list[str], width: int) -> None:
    shown = run_cli("-c", estate, *command, env={"COLUMNS": str(width)}).out
    assert "Web shop" in shown
    assert "Database" in shown
