"""The field ``mapped``: yes, no, or the date on which somebody stated it, in every way in which records come."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from graphmodel import RejectedError, Workbench
from graphmodel.importers import read
from graphmodel.importers.suggestion import suggest
from tests.conftest import folder
from tests.unit.importers.helpers import codes, errors, reading, records, write


def stated(cells: str, path: Path) -> list[str]:
    rows = "".join(f"s{n},{cell}\n" for n, cell in enumerate(cells.split("|")))
    return [r.get("mapped", "") for r in records(reading(path, {"services.csv": f"id,mapped\n{rows}"}))]


def test_words_and_dates(tmp_path: Path) -> None:
    found = stated("yes|Y|TRUE|1|no|0|False|2024-02-29||45123|2025-04-03 10:15:00", tmp_path)
    assert found == [*["yes"] * 4, *["no"] * 3, "2024-02-29", "", "2023-07-16", "2025-04-03"]


def test_what_it_cannot_be(tmp_path: Path) -> None:
    (problem,) = errors(reading(tmp_path, {"services.csv": "id,mapped\na,yes\nb,partly\n"}))
    assert (problem.line, problem.column, problem.value) == (3, "mapped", "partly")
    assert problem.message == "is neither yes, no nor a date"
    assert "yes or no" in problem.hint


def test_dates_as_a_mapping_says(tmp_path: Path) -> None:
    files = {
        "apps.csv": "App,Complete\na,31.12.2024\nb,ja\nc,nein\n",
        "mapping.toml": '[[file]]\nname = "apps.csv"\ndates = ["%d.%m.%Y"]\n[[file.table]]\nkind = "service"\n'
        '[file.table.columns]\nid = "App"\nmapped = "Complete"\n'
        '[file.table.values.mapped]\n"ja" = "yes"\n"nein" = "no"\n',
    }
    path = write(tmp_path, files)
    found = read([path / "apps.csv"], mapping=path / "mapping.toml")
    assert [r["mapped"] for r in records(found)] == ["2024-12-31", "yes", "no"]


@pytest.mark.parametrize(
    ("header", "cells", "meant"),
    [
        ("Mapped", "yes,no,", ["yes", "no", ""]),
        ("Dependencies complete", "x,,x", ["yes", "", "yes"]),
        ("Abhängigkeiten vollständig", "Ja,Nein,Ja", ["yes", "no", "yes"]),
        ("Vollständig erfasst am", "31.12.2024,13.01.2025,ja", ["2024-12-31", "2025-01-13", "yes"]),
        ("Dépendances complètes", "oui,non,oui", ["yes", "no", "yes"]),
    ],
)
def test_it_is_suggested(tmp_path: Path, header: str, cells: str, meant: list[str]) -> None:
    rows = zip(("shop", "web", "db"), ("Web shop", "Web server", "Database"), cells.split(","), strict=True)
    lines = "".join(f"{key};{name};{cell};web\n" for key, name, cell in rows)
    path = write(tmp_path, {"apps.csv": f"CI Name;Display Name;{header};Depends On\n{lines}"}) / "apps.csv"
    proposed = suggest([path])
    tables = [table for file in tomllib.loads(proposed.toml)["file"] for table in file["table"]]
    assert [t["columns"]["mapped"] for t in tables if t["kind"] == "service"] == [header]
    mapping = write(tmp_path, {"m.toml": proposed.toml}) / "m.toml"
    found = read([path], mapping=mapping)
    assert [r.get("mapped", "") for r in records(found)] == meant
    assert not errors(found), codes(found)


def test_by_hand() -> None:
    bench = Workbench.new()
    for name, said in {"a": True, "b": False, "c": date(2025, 4, 3), "d": "yes"}.items():
        bench.add("service", id=name, mapped=said)
    assert bench.catalogue().services.texts("mapped") == ["yes", "no", "2025-04-03", "yes"]


def test_two_sources_that_differ_are_an_error(tmp_path: Path) -> None:
    bench = Workbench.new()
    bench.import_(folder(tmp_path / "one", {"services.csv": "id,mapped\na,yes\n"}))
    bench.import_(folder(tmp_path / "two", {"services.csv": "id,mapped\na,\n"}))
    bench.import_(folder(tmp_path / "three", {"services.csv": "id,mapped\na,Y\n"}))
    with pytest.raises(RejectedError, match="mapped"):
        bench.import_(folder(tmp_path / "four", {"services.csv": "id,mapped\na,no\n"}))
