"""Sheets with a value above blank cells that mean the same, as merged cells leave it; and what is around a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphmodel.importers import Incoming, read, write_rejects
from tests.unit.importers.helpers import codes, errors, ids, one, records, write

MAPPING = """
[[file]]
name = "*"
fill = ["Domain", "App"]
skip = ["Total*"]
[[file.table]]
kind = "service"
columns = { id = "App", category = "Domain", cost = "Cost" }
[[file.table]]
kind = "dependency"
columns = { service = "App", depends_on = "Uses" }
"""


def mapped(path: Path, text: str, mapping: str = MAPPING) -> Incoming:
    write(path, {"sheet.csv": text, "m.toml": mapping})
    return read([path / "sheet.csv"], mapping=path / "m.toml")


def test_blank_cells_mean_what_is_above_them(tmp_path: Path) -> None:
    text = (
        "Domain,App,Cost,Uses\nHR,Pay,5,\n,,,DB\n,,,Mail\nTotal,,5,\n,Time,,DB\nIT,DB,,\n, ,,Mail\n,Mail,,\n"
    )
    found = mapped(tmp_path, text)
    assert {(r["id"], r.get("category")) for r in records(found)} == {
        ("Pay", "HR"), ("Time", "HR"), ("DB", "IT"), ("Mail", "IT"),
    }  # fmt: skip
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == {
        ("Pay", "DB"), ("Pay", "Mail"), ("Time", "DB"), ("DB", "Mail"),
    }  # fmt: skip
    assert "W301" not in codes(found)


def test_a_new_group_begins_anew(tmp_path: Path) -> None:
    found = mapped(tmp_path, "Domain,App,Cost,Uses\nHR,Pay,5,\nIT,,3,\n")
    assert [(p.code, p.line, p.column) for p in errors(found)] == [("E201", 3, "App")]


@pytest.mark.parametrize("lost", ["HR,Time,1,2,3\n", 'HR,"Time"x,1,2\n'])
def test_a_row_that_is_lost_lends_its_name_to_no_other(tmp_path: Path, lost: str) -> None:
    found = mapped(tmp_path, f"Domain,App,Cost,Uses\nHR,Pay,5,\nIT,DB,,\n{lost},,,DB\n")
    assert ("Pay", "DB") not in {(r["service"], r["depends_on"]) for r in records(found, "dependency")}
    assert ("DB", "DB") not in {(r["service"], r["depends_on"]) for r in records(found, "dependency")}


def test_rejected_rows_take_what_they_mean_with_them(tmp_path: Path) -> None:
    found = mapped(tmp_path, "Domain,App,Cost,Uses\nHR,Pay,5,\n,Time,dear,\nIT,DB,1,\n")
    write_rejects(found, tmp_path / "out")
    text = (tmp_path / "out" / "sheet.csv").read_text("utf-8").replace("dear", "7")
    (tmp_path / "out" / "sheet.csv").write_text(text, encoding="utf-8")
    again = read([tmp_path / "out" / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert [(r["id"], r["category"], r["cost"]) for r in records(again)] == [("Time", "HR", "7")]


def test_a_column_to_fill_that_is_missing_is_an_error(tmp_path: Path) -> None:
    found = mapped(tmp_path, "App,Cost,Uses\nPay,5,\n", MAPPING.replace('category = "Domain", ', ""))
    assert [(p.code, p.column) for p in errors(found)] == [("E111", "Domain")]


CELLS = st.sampled_from(["", "a", "b", "c"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["", "x"])), min_size=1, max_size=12))
def test_filled_by_a_mapping_or_by_hand_it_is_the_same(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    """Against the rule itself: a cell of App goes on until App or Domain is filled, one of Domain until Domain is."""
    domain = app = ""
    whole = []
    for own_domain, own_app, uses in rows:
        if not (own_domain or own_app or uses):
            continue
        domain, app = own_domain or domain, own_app or ("" if own_domain else app)
        whole.append((domain, app, uses))
    header, plain = "Domain,App,Uses\n", MAPPING.replace(', cost = "Cost"', "")
    by_mapping = mapped(tmp_path / "1", header + "".join(f"{','.join(row)}\n" for row in rows), plain)
    filled = header + "".join(f"{','.join(row)}\n" for row in whole)
    by_hand = mapped(tmp_path / "2", filled, plain.replace('fill = ["Domain", "App"]\n', ""))
    for kind in ("service", "dependency"):
        assert records(by_mapping, kind) == records(by_hand, kind)
    assert [p.code for p in errors(by_mapping)] == [p.code for p in errors(by_hand)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "sheet",
    [
        "Application;Owner;Depends on\nPayroll;;\n;;HR DB\n;;LDAP\nShop;Anna;HR DB\nHR DB;Jon;\nLDAP;Jon;\n",
        "Area;App;Owner;Depends on\nHR;Payroll;Eva;HR DB\n;;;LDAP\n;Shop;Anna;HR DB\nIT;HR DB;Jon;\n;LDAP;Jon;\n",
        "Anwendung;Hängt ab von\nPayroll;HR DB\n;LDAP\nShop;HR DB\nHR DB;-\nLDAP;-\n",
        "Kennung;Nutzt\nPayroll;HR DB\n;LDAP\nShop;HR DB\nHR DB;\nLDAP;\n",
    ],
)
def test_groups_are_seen_and_told(tmp_path: Path, sheet: str, form: str) -> None:
    proposed, found = one(tmp_path, sheet, form, ";")
    assert {*ids(found)} == {"Payroll", "Shop", "HR DB", "LDAP"}
    pairs = {(r["service"], r["depends_on"]) for r in records(found, "dependency")}
    assert pairs == {("Payroll", "HR DB"), ("Payroll", "LDAP"), ("Shop", "HR DB")}
    assert any("is read as the one above it" in said for said in proposed.told)


@pytest.mark.parametrize(
    "sheet",
    [
        "App-ID;Name;Owner\nA1;Shop;Anna\n;CRM;Jon\nA3;Payroll;Eva\n",
        "Name;App-ID;Owner\nShop;A1;Anna\n;A2;Jon\nPayroll;A3;Eva\n",
        "Comment;Name;Owner\nold;Shop;Anna\n;CRM;Jon\nnew;Payroll;Eva\n",
        "Criticality;Name;Owner\n1;Shop;Anna\n;CRM;Jon\n2;Payroll;Eva\n",
    ],
)
def test_what_is_only_lacking_is_not_filled(tmp_path: Path, sheet: str) -> None:
    proposed, found = one(tmp_path, sheet)
    assert "fill" not in proposed.toml
    assert len(ids(found)) == 3


TABLE = "Application;Owner;Criticality;Depends on\nPayroll;Anna;1;HR DB\nHR DB;Jon;2;\n"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "below",
    [
        "\nLegend: 1 = high, 2 = low\n", "\nSource: CMDB, exported 3 May\n", "\n;;Quelle: CMDB\n", "\nStand 3.5.2024\n",
        "\nLegend\n1;high\n2;low\n", "\nKey:\nCriticality 1;very high\n", "\nExporté le 3 mai\n\nConfidentiel\n",
        "\n1 = high\n2 = low\n", "\n* estimated\n\n** not known\n", "\nJohn\n", "\n\n\nFuente: inventario 2024\n",
        "Note: figures of last year\n", "1 = high\n2 = low\n", "Total;;3;\n\nQuelle: CMDB\n",
        "\nSource: CMDB;exported 3 May\n",
        "\nServers\nServer;OS\nsrv1;Linux\nsrv2;Windows\n", "\nServer;Operating system\nsrv1;Linux\nsrv2;Windows\n",
    ],
)  # fmt: skip
def test_what_stands_below_a_table_is_no_service(tmp_path: Path, below: str, form: str) -> None:
    proposed, found = one(tmp_path, TABLE + below, form, ";")
    assert ids(found) == ["Payroll", "HR DB"]
    assert any("notes or headings" in left.why or "another table" in left.why for left in proposed.left_out)


@pytest.mark.parametrize("last", ["\nLDAP;Eva;1;\n", "LDAP;;;\n", "\nLDAP;Eva;;\n"])
def test_rows_of_the_table_behind_a_blank_one_are_read(tmp_path: Path, last: str) -> None:
    _, found = one(tmp_path, TABLE + last)
    assert ids(found) == ["Payroll", "HR DB", "LDAP"]


def test_headings_within_a_table_and_its_header_again_are_no_services(tmp_path: Path) -> None:
    header = "App;Owner;Criticality\n"
    proposed, found = one(
        tmp_path, f"{header}Finance;;\nPay;Anna;1\nLedger;Jon;2\n{header}HR;;\nTime;Eva;3\n"
    )
    assert ids(found) == ["Pay", "Ledger", "Time"]
    assert [left.why for left in proposed.left_out] == [
        'rows taken for notes or headings: "Finance", "App", "HR"; what is a service, remove from skip'
    ]


def test_a_legend_of_the_marks_of_a_matrix_is_no_service(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application;DB;LDAP\nPay;x;o\nDB;;x\nLDAP;;\n\nx;needs\no;optional\n")
    assert {*ids(found)} == {"Pay", "DB", "LDAP"}


LEFT = [["Application", "Owner", "Runs on"], ["Shop", "Anna", "srv1, srv2"], ["CRM", "Jon", "srv2"]]
RIGHT = [["Server", "OS"], ["srv1", "Linux"], ["srv2", "Windows"]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("spaces", [1, 2])
@pytest.mark.parametrize("longer", ["left", "right"])
def test_tables_beside_each_other_are_read_apart(tmp_path: Path, form: str, spaces: int, longer: str) -> None:
    left = LEFT + [["Pay", "Eva", ""]] * (longer == "left")
    right = RIGHT + [["srv3", "BSD"]] * (longer == "right")
    rows = []
    for at in range(4):
        first = left[at] if at < len(left) else [""] * 3
        second = right[at] if at < len(right) else [""] * 2
        rows.append(";".join([*first, *[""] * spaces, *second]))
    proposed, found = one(tmp_path, "\n".join(rows) + "\n", form, ";")
    apps, servers = {row[0] for row in left[1:]}, {row[0] for row in right[1:]}
    assert {*ids(found)} == apps | servers
    assert {r["id"]: r.get("OS") for r in records(found) if r["id"] in servers} == dict(map(tuple, right[1:]))
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == {
        ("Shop", "srv1"), ("Shop", "srv2"), ("CRM", "srv2"),
    }  # fmt: skip
    assert any("2 tables beside each other" in said for said in proposed.told)


def test_tables_beside_each_other_with_the_same_columns(tmp_path: Path) -> None:
    sheet = "Name;Owner;Depends on;;Name;Owner\nShop;Anna;DB;;Switch;Net\nDB;Jon;;;Router;Net\n"
    _, found = one(tmp_path, sheet)
    assert {*ids(found)} == {"Shop", "DB", "Switch", "Router"}
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("Anna", "Shop"), ("Jon", "DB"), ("Net", "Switch"), ("Net", "Router"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "sheet",
    [
        "Name;Owner;;Depends on;RTO\nShop;Anna;;DB;4h\nDB;Jon;;;5h\n",
        "ID;Owner;;Name;Cost\n1;Anna;;Shop;4\n2;Jon;;DB;\n",
        "Name;Owner;;Comment\nShop;Anna;;old\nDB;Jon;;\n",
    ],
)
def test_a_blank_column_may_be_only_a_space(tmp_path: Path, sheet: str) -> None:
    proposed, found = one(tmp_path, sheet)
    assert len(ids(found)) == 2
    assert proposed.told == ()
