"""Dates as sheets have them: read where it is clear, and said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from graphmodel.importers import Incoming, read
from graphmodel.model.days import of_number
from tests.unit.importers.helpers import codes, records, write


def reviewed(path: Path, cells: list[str], dates: str = "[]") -> Incoming:
    rows = "".join(f"s{n},{cell}\n" for n, cell in enumerate(cells))
    folder = write(path / "c", {"x.csv": "id,reviewed\n" + rows})
    (path / "m.toml").write_text(
        f'dates = {dates}\n[[file]]\nname = "*"\n[[file.table]]\nkind = "service"\n'
        'columns = { id = "id", reviewed = "reviewed" }\n',
        encoding="utf-8",
    )
    return read([folder / "x.csv"], mapping=path / "m.toml")


def test_numbers_of_days_are_read_with_one_warning(tmp_path: Path) -> None:
    found = reviewed(tmp_path, ["45123", "2024-01-31", "45124.5"])
    assert [r["reviewed"] for r in records(found)] == ["2023-07-16", "2024-01-31", "2023-07-17"]
    (warning,) = found.problems
    assert (warning.code, warning.line, warning.column, warning.value) == ("W204", 2, "reviewed", "45123")
    assert "(and 1 more like it)" in warning.message


def test_points_in_time_are_read_as_their_day(tmp_path: Path) -> None:
    found = reviewed(tmp_path, ["2024-01-31 10:15:00", "2024-01-31T23:59:59Z"])
    assert [r["reviewed"] for r in records(found)] == ["2024-01-31"] * 2
    assert codes(found) == ["W204"]


@pytest.mark.parametrize("cell", ["2024", "145123", "19999", "80000", "1,5", "31.01.2024", "0"])
def test_other_numbers_are_no_dates(tmp_path: Path, cell: str) -> None:
    assert codes(reviewed(tmp_path, [f'"{cell}"'])) == ["E205"]


def test_two_orders_in_one_column_are_said_with_both(tmp_path: Path) -> None:
    orders = '["%d/%m/%Y", "%m/%d/%Y"]'
    found = reviewed(tmp_path, ["13/01/2024", "01/14/2024", "02/03/2024"], orders)
    assert [r["reviewed"] for r in records(found)] == ["2024-01-13", "2024-01-14", "2024-03-02"]
    (warning,) = found.problems
    assert (warning.code, warning.line, warning.value) == ("W205", 4, "02/03/2024")
    assert "13/01/2024 fits %d/%m/%Y only and 01/14/2024 fits %m/%d/%Y only" in warning.message
    assert codes(reviewed(tmp_path, ["13/01/2024", "02/03/2024"], orders)) == []
    assert codes(reviewed(tmp_path, ["13/01/2024", "01/14/2024", "03/03/2024"], orders)) == []


@given(st.dates(date(1955, 1, 1), date(2118, 12, 31)))
def test_the_number_of_a_day_is_what_spreadsheets_mean(day: date) -> None:
    assert of_number(str((day - date(1900, 3, 1)) // timedelta(1) + 61)) == day.isoformat()


def test_a_cell_that_is_a_number_in_a_workbook(tmp_path: Path) -> None:
    made = Workbook(tmp_path / "x.xlsx")
    sheet = made.add_worksheet("services")
    sheet.write_row(0, 0, ["id", "name", "reviewed"])
    sheet.write_row(1, 0, ["a", "A", 45123])
    made.close()
    found = read([tmp_path / "x.xlsx"])
    assert [(p.code, p.path) for p in found.problems] == [("W204", "services!C2")]
    assert records(found)[0]["reviewed"] == "2023-07-16"
