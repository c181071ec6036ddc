"""Rows of hyphens, of words for none and with counts are no records; a blank or repeated id makes no levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.importers.helpers import errors, records, suggested, write

HEAD = "App-ID,Application Name,Owner\n"


@pytest.mark.parametrize(
    "row",
    ["---,---,---", "-,-,-", "---,,", "n/a,n/a,n/a", "=====,====,===", "#,#,#", "2 rows,,", "Anzahl: 2,,",
     "2 Datensätze,,", "2 lignes,,", "Número de filas: 2,,"],
)  # fmt: skip
@pytest.mark.parametrize("last", [True, False])
def test_rows_that_are_none(tmp_path: Path, row: str, last: bool) -> None:
    last = last or row[0] in "2AN"  # counts stand below
    body = ["A1,Shop,Anna", "A2,CRM,Jon"]
    body.insert(2 if last else 0, row)
    text = HEAD + "\n".join(body) + "\n"
    _, found = suggested(write(tmp_path, {"apps.csv": text}) / "apps.csv")
    assert errors(found) == []
    assert {(one["id"], one["name"]) for one in records(found)} == {("A1", "Shop"), ("A2", "CRM")}
    assert {one["role"] for one in records(found, "responsibility")} == {"Anna", "Jon"}
    (account,) = found.accounts
    assert (account.rows, account.skipped) == (2, 1)


@pytest.mark.parametrize(
    "ids", [("A1", "", "A3"), ("A1", "A1", "A3"), ("A1", "-", "A3"), ("TBC", "A2", "TBC")]
)
@pytest.mark.parametrize("head", [HEAD, "Service ID,Service,Owner\n", "Anwendungs-ID,Anwendung,Eigentümer\n"])
def test_a_blank_or_repeated_id_makes_no_levels(tmp_path: Path, head: str, ids: tuple[str, ...]) -> None:
    names = ("Shop", "CRM", "HR")
    rows = "".join(f"{one},{name},Anna\n" for one, name in zip(ids, names, strict=True))
    _, found = suggested(write(tmp_path, {"apps.csv": head + rows}) / "apps.csv")
    assert errors(found) == []
    assert {one["name"] for one in records(found)} == {*names}
    assert "dependency" not in found.tables
    given = {one["name"]: {one.get("aliases"), *one.values()} for one in records(found)}
    assert all(one in given[name] for one, name in zip(ids, names, strict=True) if one not in {"", "-"})
