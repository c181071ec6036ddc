"""Columns of which some cells say what the field takes, and others something else: nothing is lost, nothing altered."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.synonyms import means
from graphmodel.importers.suggestion import suggest
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.values import TYPES
from tests.unit.importers.helpers import errors, records, write
from tests.unit.importers.test_suggested_sheets import column, one

LEVELS = """\
Anwendung;RTO;Verfügbarkeit;Servicezeit;Kosten;Geprüft
Shop;4 Std.;99,9 %;24x7;1.200,00 €;24.12.2024
CRM;≤ 8 h;mind. 99 %;Mo-Fr 8-18;CHF 500;31.01.2025
HR;2-4 Std.;three nines;Bürozeiten;ca. 300;demnächst
DB;0;99,5;24/7;15.000;03.02.2025
"""


def test_what_says_no_value_is_asked_for_and_kept(tmp_path: Path) -> None:
    proposed = one(tmp_path, LEVELS)
    fields = ("id", "rto", "availability", "support_hours", "cost", "reviewed")
    assert column(proposed, "service", *fields) == [
        ("Shop", "4 Std.", "99.9", "24x7", "1200", "2024-12-24"),
        ("CRM", "8 h", "99", "Mo-Fr 8-18", "500", "2025-01-31"),
        ("HR", "", "", "", "", ""),
        ("DB", "0", "99.5", "24/7", "15000", "2025-02-03"),
    ]
    kept = ("their RTO", "their Verfügbarkeit", "their Servicezeit", "their Kosten", "their Geprüft")
    assert column(proposed, "service", *kept)[2] == (
        "2-4 Std.", "three nines", "Bürozeiten", "ca. 300", "demnächst",
    )  # fmt: skip
    asked = {left.column: left.why for left in proposed.left_out}
    assert asked["RTO"].startswith("'2-4 Std.' (1 row) is no rto that is known: say which it is")
    assert asked.keys() == {"RTO", "Verfügbarkeit", "Servicezeit", "Kosten", "Geprüft"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0.75", "E203"), ("1.25.000", "E203")],
)
def test_a_number_in_another_convention_stays_an_error(tmp_path: Path, cell: str, code: str) -> None:
    sheet = f"Anwendung;Kosten;Abhängig von\nA;1.200,50;B\nB;12.000,00;C\nC;{cell};\n"
    file = write(tmp_path, {"s.csv": sheet}) / "s.csv"
    (tmp_path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    (told,) = errors(read([file], mapping=tmp_path / "m.toml"))
    assert (told.code, told.line, told.value) == (code, 4, cell)


def test_a_number_without_its_unit_stays_an_error(tmp_path: Path) -> None:
    file = write(tmp_path, {"s.csv": "App,RTO,Depends on\nA,4h,B\nB,8h,C\nC,4,\n"}) / "s.csv"
    (tmp_path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    (told,) = errors(read([file], mapping=tmp_path / "m.toml"))
    assert (told.code, told.line, told.value) == ("E206", 4, "4")


def test_numbers_of_a_column_with_a_unit_have_limits_too(tmp_path: Path) -> None:
    proposed = one(tmp_path, "App,RTO (h),Depends on\nA,4,B\nB,<8,C\nC,asap,\n")
    assert column(proposed, "service", "rto") == [("4h",), ("8h",), ("",)]


def test_a_column_of_which_no_cell_is_understood_is_kept_as_it_is(tmp_path: Path) -> None:
    proposed = one(tmp_path, "App,RTO,Depends on\nA,soon,B\nB,best effort,C\nC,whenever,\n")
    assert column(proposed, "service", "their RTO") == [("soon",), ("best effort",), ("whenever",)]
    assert "rto =" not in proposed.toml


def test_a_sentence_right_below_codes_is_a_note(tmp_path: Path) -> None:
    sheet = "ID,Name,Depends on\nA-1,Shop,A-2\nA-2,CRM,A-3\nA-3,DB,\n1 applies to EU only,,\n"
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id") == [("A-1",), ("A-2",), ("A-3",)]
    assert 'skip = ["1 applies to EU only"]' in proposed.toml


@pytest.mark.parametrize(
    "sheet",
    [
        "Name,Depends on\nShop,CRM\nCRM,DB\nDB,Shop\nmain printer room,\n",
        "ID,Depends on\nA1,A2\nA2,main printer room\nA3,A1\nmain printer room,\n",
    ],
)
def test_a_name_of_several_words_is_no_note_among_names_or_where_another_row_has_it(
    tmp_path: Path, sheet: str
) -> None:
    assert ("main printer room",) in column(one(tmp_path, sheet), "service", "id")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nombre del servicio", "name"),
        ("Nombre de la aplicación", "name"),
        ("Fecha de la revisión", "reviewed"),
        ("Propriétaire de l'application", "A"),
        ("Criticité du service", "criticality"),
        ("Kritikalität der Anwendung", "criticality"),
        ("Disponibilidad del sistema", "availability"),
        ("proprio_fonctionnel", "A"),
        ("Propietario técnico", "R"),
        ("IT-Verantwortung", "R"),
    ],
)
def test_particles_in_names_of_columns_say_nothing(header: str, field: str) -> None:
    assert means(Name.of(header), field) >= 2


CASES = """\
Code;Name;Uses;Uses (optional)
DB-CLUSTER;Cluster;;
IDM;Identity;db-cluster / n.v.;
SHOP;Shop;idm / DB-Cluster;Idm
"""


def test_ids_in_other_letters_are_found_and_words_for_none_among_items_are_empty(tmp_path: Path) -> None:
    proposed = one(tmp_path, CASES)
    assert column(proposed, "service", "id") == [("DB-CLUSTER",), ("IDM",), ("SHOP",)]
    file, mapping = tmp_path / "sheet.csv", tmp_path / "m.toml"
    read_ = resolve(read([file], mapping=mapping), {}, (), create_missing=False)
    edges = records(read_, "dependency")
    assert {(e["service"], e["depends_on"], e.get("strength", "")) for e in edges} == {
        ("IDM", "DB-CLUSTER", ""), ("SHOP", "DB-CLUSTER", ""), ("SHOP", "IDM", "soft"),
    }  # fmt: skip


def test_of_ids_that_differ_in_case_the_one_as_written_is_meant_and_another_spelling_is_ambiguous(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, {
        "services.csv": "id,name\ndb,One\nDB,Two\na,A\nb,B\n",
        "dependencies.csv": "service,depends_on\na,db\nb,Db\n",
    })  # fmt: skip
    found = resolve(read([folder]), {}, (), create_missing=False)
    assert [(e["service"], e["depends_on"]) for e in records(found, "dependency")] == [("a", "db")]
    (told,) = errors(found)
    assert (told.code, told.value) == ("E312", "Db")


def test_letters_of_criticality_are_levels(tmp_path: Path) -> None:
    proposed = one(tmp_path, "App,Criticality (A-C),Uses\nShop,A,DB\nDB,C,\n")
    assert column(proposed, "service", "criticality") == [("1",), ("3",)]


def test_aliases_that_two_services_share_are_none(tmp_path: Path) -> None:
    sheet = (
        "App,Alias,Plant,Owner,RTO (min),Cost,Last review,Depends on\n"
        "MES,Opc,Bonn,Ann,60,100,2025-01-01,ERP\nMES,Opc,Ulm,Jon,60,100,2025-01-02,ERP\nERP,SAP,Bonn,Ann,60,20,2025-01-03,\n"
    )
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id", "Alias", "kind") == [
        ("MES@Bonn", "Opc", "product"), ("MES@Ulm", "Opc", "product"), ("ERP@Bonn", "SAP", "service"),
    ]  # fmt: skip


def test_a_department_called_service_is_no_name_and_suppliers_are_no_services(tmp_path: Path) -> None:
    write(tmp_path, {
        "bia.csv": "Processus;Service;DMIA;Fournisseurs externes\n"
                   "Paie;RH;4 h;CIRIL\nCantine;RH;8 h;Orange\nTel;DSI;1 h;Orange\n",
        "apps.csv": "Nom;Éditeur;Dépendances\nGED;Orange;LDAP\nPaieApp;CIRIL;LDAP\nLDAP;Microsoft;\n",
    })  # fmt: skip
    proposed = suggest([tmp_path / "bia.csv", tmp_path / "apps.csv"])
    assert "Fournisseurs externes" in proposed.toml.partition("attributes = [")[2].partition("]")[0]
    assert [row for row in column(proposed, "service", "id", "name") if row[0] in {"Paie", "Cantine"}] == [
        ("Paie", "Paie"), ("Cantine", "Cantine"),
    ]  # fmt: skip


def test_what_another_column_has_is_nothing_of_the_service(tmp_path: Path) -> None:
    sheet = "App,RTO,Third party,Third party criticality,Uses\nShop,4h,ACME,High,DB\nDB,1h,Roe,Low,\n"
    proposed = one(tmp_path, sheet)
    assert "criticality" not in next(p.columns for p in proposed.preview if p.kind == "service")
    assert column(proposed, "service", "Third party criticality") == [("High",), ("Low",)]


def test_money_without_cents(tmp_path: Path) -> None:
    sheet = "App;Kosten jährlich;Nutzt\nShop;4.800,-;DB\nDB;1.250.000,-- EUR;LDAP\nLDAP;950,-;\n"
    assert column(one(tmp_path, sheet), "service", "cost") == [("4800",), ("1250000",), ("950",)]


@pytest.mark.parametrize("cell", ["10.-20", "1.-5"])
def test_what_is_no_money_without_cents_is_no_number(cell: str) -> None:
    with pytest.raises(BadValue):
        TYPES["number"].parse(cell, Notation())


@pytest.mark.parametrize(
    ("service", "depends_on", "strength"),
    [
        ("Dienst", "Hängt ab von", "Stärke"),
        ("Anwendung", "abhängig von", "strength"),
        ("Logiciel", "Dépend de", "strength"),
        ("Servicio", "Depende de", "strength"),
        ("Konsument", "Anbieter", "strength"),
    ],
)
def test_the_ends_of_dependencies_in_other_languages(
    tmp_path: Path, service: str, depends_on: str, strength: str
) -> None:
    folder = write(tmp_path, {
        "services.csv": "id,name\nshop,Shop\ndb,Base\n",
        "dependencies.csv": f"{service};{depends_on};{strength}\nshop;base;soft\n",
    })  # fmt: skip
    found = resolve(read([folder]), {}, (), create_missing=False)
    assert errors(found) == []
    assert [(e["service"], e["depends_on"]) for e in records(found, "dependency")] == [("shop", "db")]


@pytest.mark.parametrize("cell", ["12.000,50", "1.234.567,8", "12,000.50", "1 200,5", "1'200.5"])
def test_signs_between_thousands_that_nobody_announced_are_told(cell: str) -> None:
    with pytest.raises(BadValue) as told:
        TYPES["number"].parse(cell, Notation(","))
    assert "leave out the signs between thousands" in told.value.hint


def test_hours_are_nobody_and_mail_addresses_are_divided(tmp_path: Path) -> None:
    sheet = (
        "App,RTO,Owner,Secondary Owner,Support,Uses\n"
        'Shop,4h,a@x.io,"b@x.io, c@x.io",24x7,DB\nDB,1h,b@x.io,,9x5,\n'
    )
    rows = column(one(tmp_path, sheet), "responsibility", "role", "service", "responsibility")
    assert sorted(rows) == [
        ("a@x.io", "Shop", "A"), ("b@x.io", "DB", "A"), ("b@x.io", "Shop", "R"), ("c@x.io", "Shop", "R"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Ablösung durch", "Replaced by", "Successor", "Remplacé par"])
def test_what_replaces_a_service_underpins_nothing(tmp_path: Path, header: str) -> None:
    sheet = f"Produkt;Version;Status;{header}\nPortal;1;live;\nAlt;2;retired;Portal\nUralt;3;retired;Portal\n"
    proposed = one(tmp_path, sheet)
    assert not any(p.kind == "dependency" for p in proposed.preview)
    assert ("Uralt", "Portal") in column(proposed, "service", "id", header)


def test_what_is_called_as_the_field_goes_before_another_word_for_it(tmp_path: Path) -> None:
    proposed = one(tmp_path, "App,MTPD,RTO,Uses\nShop,3 days,4h,DB\nDB,2 days,1h,\n")
    assert column(proposed, "service", "rto", "MTPD") == [("4h", "3 days"), ("1h", "2 days")]
