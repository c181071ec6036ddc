"""Tables below each other in one file of delimited text: proposed, read apart, and their rejected rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import final_accounts, read, resolve, write_rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.operations.details.accounted import accounted, in_a_line
from tests.unit.importers.helpers import errors, ids, one, records
from tests.unit.importers.test_workbooks import book

if TYPE_CHECKING:
    from pathlib import Path

ESTATE = """\
Services,,
ID,Name,Owner
s1,Web,Ann
s2,DB,Bob
s3,Net,Bob

Dependencies,,
From,To,Type
s1,s2,hard
s2,s3,hard

Legend,,
hard,the service is down,
soft,the service is degraded,
"""

MAPPING = """
[[file]]
name = "estate.csv"
header = 2
until = "blank"
[[file.table]]
kind = "service"
columns = { id = "ID", name = "Name" }
[[file]]
name = "estate.csv"
header = 8
until = "blank"
[[file.table]]
kind = "dependency"
columns = { service = "From", depends_on = "To", strength = "Type" }
"""


def write(path: Path, name: str, text: str) -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def test_suggest_reads_each_table(tmp_path: Path) -> None:
    file = write(tmp_path, "estate.csv", ESTATE)
    found = suggest([file])
    mapping = write(tmp_path, "m.toml", found.toml)
    made = resolve(read([file], mapping=mapping), {}, (), create_missing=False)
    assert errors(made) == []
    assert [row["id"] for row in records(made, "service")] == ["s1", "s2", "s3"]
    assert [(row["service"], row["depends_on"]) for row in records(made, "dependency")] == [
        ("s1", "s2"),
        ("s2", "s3"),
    ]
    assert [(one.sheet, one.rows) for one in found.accounts] == [("", 3), ("row 8", 5)]


def test_what_no_entry_reads_is_warned_of(tmp_path: Path) -> None:
    file = write(tmp_path, "estate.csv", ESTATE)
    made = read([file], mapping=write(tmp_path, "m.toml", MAPPING))
    assert [(p.line, p.message) for p in made.problems if p.code == "W106"] == [
        (
            13,
            "2 rows below the end of the table (line 11) read by no entry of the mapping, the first is line 13",
        )
    ]
    only = write(
        tmp_path,
        "n.toml",
        MAPPING.partition("\n[[file]]\nname")[0] + "\n" + MAPPING[1:].partition("\n[[file]]")[0],
    )
    partly = read([file], mapping=only)
    assert [p.line for p in partly.problems if p.code == "W106"] == [8]
    (account,) = final_accounts(partly)
    assert (account.rows, account.records, account.below) == (3 + 5 + 2, {"service": 3}, 5)
    assert not account.plain
    (table,) = accounted([account])
    assert table.rows == (
        ("estate.csv", "10", "3 services", "5 below the end of the table", "2 totals and notes"),
    )
    assert in_a_line([account]) == ""


def test_rows_below_a_table_without_rows_are_no_records(tmp_path: Path) -> None:
    first = MAPPING.partition('\n[[file]]\nname = "estate.csv"\nheader = 8')[0]
    mapping = write(tmp_path, "m.toml", first.replace('"blank"', '"Legend"'))
    made = read([write(tmp_path, "estate.csv", "Services,\nID,Name\nLegend,all\n")], mapping=mapping)
    assert {(p.code, p.line, p.record) for p in made.problems} == {("W106", 3, 0), ("W101", 2, 0)}


def test_a_workbook_accounts_for_what_no_entry_reads(tmp_path: Path) -> None:
    rows = [line.split(",") for line in ESTATE.splitlines()]
    file = book(tmp_path / "estate.xlsx", {"Estate": [row if any(row) else [] for row in rows]})
    made = read([file], mapping=write(tmp_path, "m.toml", MAPPING.replace("estate.csv", "estate.xlsx")))
    assert [(one.rows, one.below) for one in final_accounts(made)] == [(3, 0), (5, 2)]
    assert [p.path for p in made.problems if p.code == "W106"] == ["Estate!13"]


def test_a_pattern_ends_a_table_and_a_quoted_line_does_not(tmp_path: Path) -> None:
    file = write(tmp_path, "x.csv", 'ID;Name\na;"A\n\nLegend"\nb;B\nLegend;\na;means A\n')
    mapping = write(
        tmp_path,
        "m.toml",
        '[[file]]\nname = "x.csv"\nuntil = "legend*"\n[[file.table]]\nkind = "service"\n'
        'columns = { id = "ID", name = "Name" }\n',
    )
    made = read([file], mapping=mapping)
    assert [row["id"] for row in records(made, "service")] == ["a", "b"]
    assert [p.line for p in made.problems if p.code == "W106"] == [7]


@pytest.mark.parametrize(
    ("bad", "good"), [("s2,s3,hard", "s2,s3,wrong"), ("s1,Web,Ann", "s1,Web"), ("s3,Net,Bob", "s1,Net,Bob")]
)
def test_rejected_rows_are_read_by_the_same_mapping(tmp_path: Path, bad: str, good: str) -> None:
    file = write(tmp_path, "estate.csv", ESTATE.replace(bad, good))
    mapping = write(tmp_path, "m.toml", MAPPING)
    made = resolve(read([file], mapping=mapping), {}, (), create_missing=False)
    assert made.rejected
    (again,) = write_rejects(made, tmp_path / "rejects")
    second = read([again], mapping=mapping)
    tables = {kind: len(records(second, kind)) for kind in ("service", "dependency")}
    lines = again.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("rejected_because,ID")
    assert lines[7].startswith("rejected_because,From")
    assert {p.code for p in errors(second)} == {p.code for p in errors(made)} - {"E304", "E305"}
    assert sum(tables.values()) + len(second.rejected) == len(made.rejected)


def test_suggest_ends_a_narrow_table_at_a_legend_of_the_same_words(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "small.csv",
        "Service;Depends on\nWeb;DB\nDB;SAN\nSAN;\n\nLegend;\nWeb;public web site\nx;not yet decided\n",
    )
    found = suggest([file])
    made = read([file], mapping=write(tmp_path, "m.toml", found.toml))
    assert [row["id"] for row in records(made, "service")] == ["Web", "DB", "SAN"]
    assert [p.line for p in made.problems if p.code == "W106"] == [7]


def test_a_workbook_whose_first_table_has_no_rejected_row_is_read_by_the_same_mapping(tmp_path: Path) -> None:
    rows = [line.split(",") for line in ESTATE.replace("s2,s3,hard", "s2,s3,wrong").splitlines()]
    file = book(tmp_path / "estate.xlsx", {"Estate": [row if any(row) else [] for row in rows]})
    mapping = write(tmp_path, "m.toml", MAPPING.replace("estate.csv", "estate.xlsx"))
    made = resolve(read([file], mapping=mapping), {}, (), create_missing=False)
    (again,) = write_rejects(made, tmp_path / "rejects")
    second = read([again], mapping=mapping)
    assert len(second.rejected) == len(made.rejected) == 1
    assert [len(records(second, kind)) for kind in ("service", "dependency")] == [0, 0]


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        ("Service,Owner\nFin,\nLedger,Ann\nBills,Bob\nSales,\nCRM,Cy\nShop,Di\n", {"Ledger", "Bills", "CRM", "Shop"}),
        ("Source,Target\nInside,\nShop,SAP\nCRM,SAP\nOutside,\nShop,Pay\n", {"Shop", "CRM", "SAP", "Pay"}),
        ("Application,Server\nLive,\nShop,s1\nShop,s2\nCRM,s2\nTest,\nShop,t1\n", {"Shop", "CRM", "s1", "s2", "t1"}),
    ],
)  # fmt: skip
def test_headings_of_groups_of_two_columns_are_no_services(
    tmp_path: Path, sheet: str, names: set[str]
) -> None:
    proposed, found = one(tmp_path, sheet)
    assert {*ids(found)} == names
    assert any("notes or headings" in left.why for left in proposed.left_out)


@pytest.mark.parametrize(
    "sheet",
    [
        "Service,Owner,Status\nFinance,,\nLedger,Ann,Live\nBilling,Bob,Live\n",
        "Service,Owner,Status\nCRM,Cy,Live\nFinance,,\nLedger,Ann,Live\nBilling,Bob,Live\n",
        "Service,Owner\nFinance,\nMail,Ann\nNetwork,\nLAN,Bob\nVPN,Bob\nTelephony,\n",
        "Service,Owner\nBilling,Robert\nCRM,Anna\nFinance,\nLedger,Anna\n",
    ],
)
def test_a_lone_cell_that_may_be_a_heading_is_told(tmp_path: Path, sheet: str) -> None:
    proposed, found = one(tmp_path, sheet)
    assert "Finance" in ids(found)
    assert any('rows of one cell are read as all others: "Finance"' in said for said in proposed.told)


@pytest.mark.parametrize(
    "sheet", ["Service,Depends on\nDB,\nShop,DB\nCRM,DB\nMail,\nWeb,Mail\n", "App,SAP,DWH\nShop,x,\nCRM,,\nWeb,x,x\n"]
)  # fmt: skip
def test_what_needs_nothing_is_no_heading(tmp_path: Path, sheet: str) -> None:
    proposed, _ = one(tmp_path, sheet)
    assert not any("one cell" in said for said in proposed.told)
    assert not any("headings" in left.why for left in proposed.left_out)


@pytest.mark.parametrize("group", ["Gruppe", "Block", "Area"])
def test_names_below_a_row_of_their_group(tmp_path: Path, group: str) -> None:
    rows = "Arbeit,,\n,Mail,Ann\n,Druck,Bob\nGeld,,\n,Buchhaltung,Cy\n"
    _, found = one(tmp_path, f"{group},Dienst,Verantwortlich\n{rows}")
    assert {*ids(found)} == {"Mail", "Druck", "Buchhaltung"}


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("No,Source/Target,Text\n1,Shop/ERP,Order\n2,ERP/DWH,Export\n", "two names each"),
        ("Relation\nShop -> ERP\nERP -> DB\nCRM -> ERP\n", "two names each"),
        ("Path,Owner\nShop/Cart/Pay,Ann\nShop/Search,Bob\nDesk/Tickets,Cy\n", "holds paths"),
    ],
)
def test_cells_of_several_names_are_told(tmp_path: Path, sheet: str, words: str) -> None:
    proposed, _ = one(tmp_path, sheet)
    assert any(words in said for said in proposed.told)


def test_what_is_part_of_another_is_told(tmp_path: Path) -> None:
    proposed, _ = one(tmp_path, "Component,Part of,Owner\nShop,,Ann\nCart,Shop,Bob\nPay,Shop,Bob\n")
    assert [left.column for left in proposed.left_out] == ["Part of"]
