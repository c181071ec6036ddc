"""What columns are called in real sheets: with qualifiers, articles, units, as compounds; and what only looks alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from graphmodel.importers import Incoming, read, resolve
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.synonyms import means
from graphmodel.importers.suggestion import suggest
from graphmodel.model.durations import seconds
from tests.unit.importers.helpers import errors, records


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Business Criticality Rating", "criticality"),
        ("Kritikalitätsklasse", "criticality"),
        ("Criticidad de negocio", "criticality"),
        ("Verfügbarkeitsziel", "availability"),
        ("sla_availability_pct", "availability"),
        ("Annual run cost [kEUR]", "cost"),
        ("Servicekategorie", "category"),
        ("Domaine métier", "category"),
        ("u_app.tiempo_de_recuperación_h", "rto"),
        ("WIEDERHERSTELLUNGSZEIT (H)", "rto"),
        ("Statut du cycle de vie", "lifecycle"),
        ("Name of system", "name"),
        ("Nombre de la aplicación", "name"),
        ("CI-Nummer", "id"),
        ("Código del servicio", "id"),
        ("Dependent systems:", "consumers"),
        ("Nutzende Systeme", "consumers"),
    ],
)
def test_what_a_column_is_for(header: str, field: str) -> None:
    assert means(Name.of(header), field) > 1


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Cost centre", "cost"),
        ("Centre de coûts", "cost"),
        ("Kostenstelle", "cost"),
        ("Serial number", "id"),
        ("Numéro de téléphone", "id"),
        ("Number of servers", "id"),
        ("Backup status", "lifecycle"),
        ("Updated by", "A"),
    ],
)
def test_what_only_looks_like_a_field(header: str, field: str) -> None:
    assert means(Name.of(header), field) == 0


@pytest.mark.parametrize(
    ("said", "hours"), [("2 jours", 48), ("4 heures", 4), ("1 hora", 1), ("3 días", 72), ("3 j", 72)]
)
def test_durations_in_french_and_spanish(said: str, hours: int) -> None:
    assert seconds(said) == hours * 3_600


def imported(path: Path, **sheets: Sequence[Sequence[str]]) -> Incoming:
    """What the mapping that is proposed for these sheets makes of them."""
    files = [path / f"{name}.csv" for name in sheets]
    for file, rows in zip(files, sheets.values(), strict=True):
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    (path / "m.toml").write_text(suggest(files).toml, encoding="utf-8")
    made = resolve(read(files, mapping=path / "m.toml"), {}, (), create_missing=False)
    assert errors(made) == []
    return made


def depends(made: Incoming) -> set[tuple[str, str]]:
    """(consumer, provider) of all dependencies."""
    return {(row["service"], row["depends_on"]) for row in records(made, "dependency")}


NUMBERED = [["App number", "Name"], ["0101", "Shop"], ["0102", "Mail"], ["0103", "Core DB"]]


def test_ends_of_relations_that_are_numbers(tmp_path: Path) -> None:
    relations = [
        ["CI 1", "Type", "CI 2"],
        ["0101", "uses", "0102"],
        ["0103", "used by", "0101"],
        ["0102", "uses", "0103"],
    ]
    made = imported(tmp_path, apps=NUMBERED, relations=relations)
    assert depends(made) == {("0101", "0102"), ("0101", "0103"), ("0102", "0103")}


def test_a_matrix_of_numbers_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    matrix = [
        ["", "0101", "0102", "0103"],
        ["0103", "", "", ""],
        ["0101", "", "x", "x"],
        ["0102", "", "", "x"],
    ]
    made = imported(tmp_path, apps=NUMBERED, matrix=matrix)
    assert depends(made) == {("0101", "0102"), ("0101", "0103"), ("0102", "0103")}


def test_a_matrix_of_names_with_ids_beside_a_column_of_marks(tmp_path: Path) -> None:
    rows = [
        ["ID", "Name", "Owner", "Personal data", "Shop (A1)", "Mail (A2)", "Core DB (A3)"],
        ["A1", "Shop", "Anna", "x", "", "x", "x"],
        ["A2", "Mail", "Jon", "", "", "", "x"],
        ["A3", "Core DB", "Jon", "x", "", "", ""],
    ]
    made = imported(tmp_path, apps=rows)
    assert depends(made) == {("A1", "A2"), ("A1", "A3"), ("A2", "A3")}
    assert len(records(made)) == 3


def test_each_end_has_the_environment_that_is_called_after_it(tmp_path: Path) -> None:
    services = [
        ["System", "Stage"],
        *([name, stage] for name in ("Shop", "Mail") for stage in ("PROD", "TEST")),
    ]
    relations = [
        ["Application", "Uses", "Application environment", "Uses environment"],
        ["Shop", "Mail", "PROD", "TEST"],
        ["Shop", "Mail", "TEST", "TEST"],
    ]
    made = imported(tmp_path, systems=services, relations=relations)
    assert depends(made) == {("Shop@PROD", "Mail@TEST"), ("Shop@TEST", "Mail@TEST")}
    assert {row.get("lifecycle", "") for row in records(made)} == {
        ""
    }  # an environment is no phase of its life


def test_a_number_of_the_row_is_no_id(tmp_path: Path) -> None:
    rows = [["N°", "ID composant", "Libellé"], ["1", "C-7", "Paie"], ["2", "C-9", "CRM"], ["3", "C-4", "DNS"]]
    made = imported(tmp_path, sheet=rows)
    assert [(row["id"], row["name"]) for row in records(made)] == [
        ("C-7", "Paie"),
        ("C-9", "CRM"),
        ("C-4", "DNS"),
    ]


def test_a_successor_is_nothing_that_one_depends_on(tmp_path: Path) -> None:
    rows = [
        ["Name", "Replaced by", "Uses"],
        ["Shop", "Mail", "CRM"],
        ["Mail", "", "CRM"],
        ["CRM", "Shop", ""],
        ["ERP", "", ""],
    ]
    assert depends(imported(tmp_path, sheet=rows)) == {("Shop", "CRM"), ("Mail", "CRM")}


def test_a_sheet_called_overview_that_holds_services(tmp_path: Path) -> None:
    sheets = {
        "Overview": [["Name", "Owner", "RTO (h)"], ["Shop", "Anna", "4"], ["Mail", "Jon", "8"]],
        "Relations": [["", "Shop", "Mail"], ["Shop", "", "x"], ["Mail", "", ""]],
    }
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    (tmp_path / "m.toml").write_text(suggest([tmp_path / "a.xlsx"]).toml, encoding="utf-8")
    made = read([tmp_path / "a.xlsx"], mapping=tmp_path / "m.toml")
    assert {(row["id"], row.get("rto")) for row in records(made)} == {("Shop", "4h"), ("Mail", "8h")}


def test_a_first_column_with_some_blanks_is_no_heading(tmp_path: Path) -> None:
    rows = [
        ["Room", "Name", "Uses"],
        ["B1", "Shop", "Mail"],
        ["B2", "Mail", "CRM"],
        ["", "CRM", ""],
        ["B3", "ERP", ""],
    ]
    made = imported(tmp_path, sheet=rows)
    assert [row.get("Room", "") for row in records(made)] == ["B1", "B2", "", "B3"]


def test_ids_that_begin_with_a_word_for_an_application_are_no_fields(tmp_path: Path) -> None:
    rows = [
        ["Asset tag", "Technology", "Uses"],
        ["APP-1", "Java", "APP-2"],
        ["APP-2", "PHP", ""],
        ["APP-3", "PHP", "APP-2"],
    ]
    assert depends(imported(tmp_path, sheet=rows)) == {("APP-1", "APP-2"), ("APP-3", "APP-2")}


def test_the_first_row_of_codes_is_no_header(tmp_path: Path) -> None:
    """Where nobody knows what the columns are called, and codes begin with a word for what they are of."""
    apps = [["Kennung", "Name"], *([f"CI000020{n}", f"System {n}"] for n in range(10, 16))]
    relations = [
        ["Vorgänger-CI", "Nachfolger-CI"],
        ["CI00002010", "CI00002011"],
        ["CI00002011", "CI00002012"],
        ["CI00002010", "CI00002015"],
    ]
    assert len(depends(imported(tmp_path, apps=apps, relations=relations))) == 3


def test_dependent_and_required_are_ends(tmp_path: Path) -> None:
    relations = [["Abhängiges System", "Benötigtes System"], ["0102", "0101"], ["0103", "0102"]]
    assert depends(imported(tmp_path, apps=NUMBERED, relations=relations)) == {
        ("0102", "0101"),
        ("0103", "0102"),
    }


def test_an_id_with_a_prefix_is_no_name(tmp_path: Path) -> None:
    rows = [["app_asset_id", "app_display_name", "Room"], ["A1", "Shop", "B1"], ["A2", "Mail", "B1"]]
    made = imported(tmp_path, sheet=rows)
    assert [(row["id"], row["name"]) for row in records(made)] == [("A1", "Shop"), ("A2", "Mail")]


def test_a_number_of_the_row_beside_names_that_repeat(tmp_path: Path) -> None:
    rows = [
        ["Nº", "Nombre", "Entorno", "Depende de"],
        ["1", "Web", "P", "DB@P"],
        ["2", "DB", "P", ""],
        ["3", "Web", "Q", ""],
    ]
    made = imported(tmp_path, sheet=rows)
    assert [row["id"] for row in records(made)] == ["Web@P", "DB@P", "Web@Q"]
    assert depends(made) == {("Web@P", "DB@P")}


def test_groups_of_digits_in_texts_of_a_workbook_whose_numbers_have_a_point(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("Apps")
        for at, row in enumerate(
            [["Name", "Verfügbarkeit %", "Kosten"], ["Shop", 99.9, "1.200 €"], ["Mail", 99.5, "500 €"]]
        ):
            sheet.write_row(at, 0, row)
    (tmp_path / "m.toml").write_text(suggest([tmp_path / "a.xlsx"]).toml, encoding="utf-8")
    made = read([tmp_path / "a.xlsx"], mapping=tmp_path / "m.toml")
    assert [(row["availability"], row["cost"]) for row in records(made)] == [
        ("99.9", "1200"),
        ("99.5", "500"),
    ]


def test_what_names_other_rows_of_the_sheet_is_no_level_below_them(tmp_path: Path) -> None:
    rows = [
        ["System ID", "Asset name", "Criticality", "Underlying services"],
        ["100", "Shop", "2", "Mail, DB"],
        ["64", "Mail", "1", "DB"],
        ["70", "DB", "1", ""],
    ]
    made = imported(tmp_path, sheet=rows)
    assert [(row["id"], row["criticality"]) for row in records(made)] == [
        ("Shop", "2"),
        ("Mail", "1"),
        ("DB", "1"),
    ]
    assert depends(made) == {("Shop", "Mail"), ("Shop", "DB"), ("Mail", "DB")}
