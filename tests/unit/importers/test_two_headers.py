"""Headers of two rows without merged cells: a heading stands over what is to the right of it, too."""

from __future__ import annotations

from pathlib import Path

from tests.unit.importers.helpers import one, pairs, records


def test_a_heading_stands_over_what_is_to_its_right(tmp_path: Path) -> None:
    text = "Service,Availability,,Response time,,Support,,Owner\n,Target,Measured,P1,P2,Hours,Group,\n"
    rows = (
        "Web,99.9 %,99.7 %,15 min,1 h,24x7,Team A,Ann\nCRM,99.5 %,99.6 %,30 min,4 h,Mo-Fr 8-18,Team B,Bob\n"
    )
    proposed, found = one(tmp_path, text + rows)
    assert "header = [1, 2]" in proposed.toml
    assert [(r["id"], r["availability"], r["support_hours"]) for r in records(found)] == [
        ("Web", "99.9", "24x7"),
        ("CRM", "99.5", "Mo-Fr 8-18"),
    ]
    answering = {(r["role"], r["service"], r["responsibility"]) for r in records(found, "responsibility")}
    assert answering == {
        ("Ann", "Web", "A"),
        ("Bob", "CRM", "A"),
        ("Team A", "Web", "R"),
        ("Team B", "CRM", "R"),
    }


def test_years_are_names_of_columns_below_a_heading(tmp_path: Path) -> None:
    text = "Anwendung;Verfügbarkeit;;Wiederherstellung;;Kosten;\n;Soll;Ist;RTO;RPO;2024;2025\n"
    _, found = one(
        tmp_path, text + "Shop;99,9 %;99,7 %;4 h;1 h;1200;1300\nCRM;99,5 %;99,6 %;8 h;2 h;900;950\n"
    )
    assert [(r["id"], r["rto"]) for r in records(found)] == [("Shop", "4 h"), ("CRM", "8 h")]


def test_what_only_the_row_above_names_is_read(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Owner,Continuity,\n,,RTO,RPO\nWeb,Ann,4 h,1 h\nCRM,Bob,8 h,2 h\n")
    assert [(r["id"], r["rto"], r["rpo"]) for r in records(found)] == [
        ("Web", "4 h", "1 h"),
        ("CRM", "8 h", "2 h"),
    ]
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("Ann", "Web"),
        ("Bob", "CRM"),
    }


def test_the_type_beside_a_reference_is_its_strength(tmp_path: Path) -> None:
    text = "Application,Owner,Recovery,,Depends on,\n,,Time,Point,System,Type\n"
    _, found = one(tmp_path, text + "Web,Ann,4 h,1 h,CRM,soft\nCRM,Bob,8 h,2 h,,\n")
    assert pairs(found) == {("Web", "CRM")}
    assert [one["strength"] for one in records(found, "dependency")] == ["soft"]


def test_names_that_are_known_for_nothing_are_below_a_heading(tmp_path: Path) -> None:
    text = (
        "Dienst;Reaktionszeit;;Lösungszeit;\n;P1;P2;P1;P2\nShop;15 min;1 h;4 h;8 h\nCRM;30 min;2 h;8 h;24 h\n"
    )
    proposed, found = one(tmp_path, text)
    assert "header = [1, 2]" in proposed.toml
    assert [one["id"] for one in records(found)] == ["Shop", "CRM"]
