"""Shapes of sheets: matrices with other columns, subtotals, numbered groups, fields as rows, outlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import ids, one, pairs, records


def test_what_a_service_is_is_none_that_it_needs(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Critical,In scope,SAP,Oracle\nBill,x,x,x,x\nCRM,,x,,x\nWeb,x,,x,\n")
    assert {*ids(found)} == {"Bill", "CRM", "Web", "SAP", "Oracle"}
    assert pairs(found) == {("Bill", "SAP"), ("Bill", "Oracle"), ("CRM", "Oracle"), ("Web", "SAP")}


def test_a_column_called_so_that_is_a_row_too_is_a_service(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Public,SAP\nPublic,,x\nSAP,,\nCRM,x,x\n")
    assert pairs(found) == {("Public", "SAP"), ("CRM", "Public"), ("CRM", "SAP")}


@pytest.mark.parametrize(
    "corner",
    [
        "is used by →",
        "Provider",
        "Sender \\ Receiver",
        "Server",
        "Provider \\ Consumer",
        "Consumer → / Provider ↓",
        "Used by",
    ],
)
def test_the_corner_of_a_matrix_says_which_way_it_goes(tmp_path: Path, corner: str) -> None:
    proposed, found = one(tmp_path, f"{corner},Shop,CRM\nDB,x,x\nMail,,x\n")
    assert pairs(found) == {("Shop", "DB"), ("CRM", "DB"), ("CRM", "Mail")}
    assert '"Shop" depends on "DB"' in proposed.in_words


@pytest.mark.parametrize(
    "corner", ["depends on", "Application", "Consumer / Provider", "Provider → / Consumer ↓", "", "Uses"]
)
def test_else_a_row_depends_on_what_is_marked(tmp_path: Path, corner: str) -> None:
    _, found = one(tmp_path, f"{corner},DB,Mail\nShop,x,\nCRM,x,x\n")
    assert pairs(found) == {("Shop", "DB"), ("CRM", "DB"), ("CRM", "Mail")}


@pytest.mark.parametrize(
    "total", ["Subtotal {}", "{} Total", "Zwischensumme {}", "{} Ergebnis", "Sous-total {}"]
)
def test_the_totals_of_groups_are_no_services(tmp_path: Path, total: str) -> None:
    rows = ["Area,Application,Cost", "Fin,Ledger,100", "Fin,Bill,200", total.format("Fin") + ",,300"]
    rows += ["HR,Pay,50", total.format("HR") + ",,50", "Grand Total,,350"]
    _, found = one(tmp_path, "\n".join(rows) + "\n")
    assert {(r["id"], r["cost"]) for r in records(found)} == {
        ("Ledger", "100"),
        ("Bill", "200"),
        ("Pay", "50"),
    }


def test_a_service_may_be_called_after_a_total(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Owner,Cost\nTotal Recall,Ann,100\nLedger,Bob,200\nRecall,Cy,\n")
    assert {*ids(found)} == {"Total Recall", "Ledger", "Recall"}


def test_what_columns_of_one_number_say_belongs_together(tmp_path: Path) -> None:
    sheet = "Service,Dependency 1,Type 1,Dependency 2,Type 2\nShop,CRM,hard,DB,soft\nCRM,DB,hard,,\nDB,,,,\n"
    _, found = one(tmp_path, sheet)
    said = {(r["service"], r["depends_on"], r["strength"]) for r in records(found, "dependency")}
    assert said == {("Shop", "CRM", "hard"), ("Shop", "DB", "soft"), ("CRM", "DB", "hard")}


def test_what_such_columns_say_is_nothing_of_the_service(tmp_path: Path) -> None:
    sheet = "Service,Interface 1,Type 1,Interface 2,Type 2\nShop,CRM,File,DB,API\nCRM,DB,API,,\nDB,,,,\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "CRM"), ("Shop", "DB"), ("CRM", "DB")}
    assert {(r["id"], r.get("category", ""), r.get("Type 2", "")) for r in records(found)} == {
        ("Shop", "", "API"), ("CRM", "", ""), ("DB", "", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "sheet",
    [
        "Name,Shop,CRM\nOwner,Ann,Bob\nCriticality,High,Low\nDepends on,CRM,\n",
        "Name,Shop\nOwner,Ann\nDepends on,CRM\n,\nName,CRM\nOwner,Bob\nDepends on,\n",
    ],
)
def test_a_sheet_whose_rows_are_fields_is_not_read(tmp_path: Path, sheet: str) -> None:
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    with pytest.raises(UsageError, match=r"its first column names fields .*: make a row of each service"):
        suggest([tmp_path / "sheet.csv"])


@pytest.mark.parametrize(
    "sheet",
    [
        "Service,Owner\nShop,Ann\n  Pay,Bob\n    Hub,Cy\nDesk,Eve\n",
        "No,Service,Owner\n1,Shop,Ann\n1.1,Pay,Bob\n1.1.1,Hub,Cy\n2,Desk,Eve\n",
        "Level,Service,Owner\n1,Shop,Ann\n2,Pay,Bob\n3,Hub,Cy\n1,Desk,Eve\n",
    ],
)
def test_that_an_outline_is_not_read_is_said(tmp_path: Path, sheet: str) -> None:
    proposed, found = one(tmp_path, sheet)
    assert len(records(found)) == 4
    assert [said for said in proposed.told if "what stands within what is not read" in said]


@pytest.mark.parametrize(
    "sheet",
    [
        "Version,Service\n1.0,Shop\n1.1,Pay\n",
        "Level,Service\n3,Shop\n1,Pay\n",
        "ID,Service\n1,Shop\n2, Pay\n",
    ],
)
def test_other_numbers_are_no_outline(tmp_path: Path, sheet: str) -> None:
    proposed, _ = one(tmp_path, sheet)
    assert proposed.told == ()


def test_a_process_with_a_list_of_applications_is_a_level(tmp_path: Path) -> None:
    _, found = one(
        tmp_path, 'Process,Owner,RTO (h),Applications\nOrder,Ann,4,"CRM, Shop"\nBill,Bob,8,"SAP, CRM"\n'
    )
    assert pairs(found) == {("Order", "CRM"), ("Order", "Shop"), ("Bill", "SAP"), ("Bill", "CRM")}
    assert {(r["id"], r["rto"]) for r in records(found) if r.get("rto")} == {("Order", "4h"), ("Bill", "8h")}


def test_ids_and_names_of_one_rank_are_one_level(tmp_path: Path) -> None:
    _, found = one(tmp_path, "App ID,Application,Database,Server\nA1,Shop,DB1,s1\nA2,CRM,DB1,s2\n")
    assert pairs(found) == {("A1", "DB1"), ("A2", "DB1"), ("A1", "s1"), ("A2", "s2")}


def test_lists_beside_each_other_stand_for_themselves(tmp_path: Path) -> None:
    _, found = one(
        tmp_path, 'Application,Owner,Servers,Databases\nShop,Ann,"s1, s2",D1\nCRM,Bob,s2,"D1, D2"\n'
    )
    assert pairs(found) == {
        ("Shop", "s1"), ("Shop", "s2"), ("Shop", "D1"), ("CRM", "s2"), ("CRM", "D1"), ("CRM", "D2"),
    }  # fmt: skip


def test_columns_called_by_letters_say_who_answers(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Service,A,R,C,I\nMail,Ann,Bob,Cy; Dan,\nVPN,Ann,Eve,,Dan\n")
    assert {(r["role"], r["service"], r["responsibility"]) for r in records(found, "responsibility")} == {
        ("Ann", "Mail", "A"), ("Bob", "Mail", "R"), ("Cy", "Mail", "C"), ("Dan", "Mail", "C"),
        ("Ann", "VPN", "A"), ("Eve", "VPN", "R"), ("Dan", "VPN", "I"),
    }  # fmt: skip


def test_rows_with_a_blank_one_below_each_are_no_legend(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Service,Owner,Depends on\nShop,Ann,DB\n,,\nCRM,Bob,DB\n,,\nDB,Cy,\n")
    assert pairs(found) == {("Shop", "DB"), ("CRM", "DB")}


def test_partners_are_no_part_of_an_id(tmp_path: Path) -> None:
    sheet = (
        "Application,Partner application,Protocol\nCRM,ERP,REST\nCRM,DWH,SFTP\nERP,DWH,SFTP\nShop,CRM,REST\n"
    )
    proposed, found = one(tmp_path, sheet)
    assert pairs(found) == {("CRM", "ERP"), ("CRM", "DWH"), ("ERP", "DWH"), ("Shop", "CRM")}
    assert any("which depends on which is not said" in said for said in proposed.in_words)


def test_what_is_said_several_times_of_one_service_is_left_out(tmp_path: Path) -> None:
    proposed, found = one(
        tmp_path, "Capability,Application,Fit\nOrder,SAP,good\nOrder,Shop,poor\nBill,SAP,good\n"
    )
    assert {(r["id"], r["Fit"]) for r in records(found)} == {("SAP", "good"), ("Shop", "poor")}
    (left,) = (left for left in proposed.left_out if left.column == "Capability")
    assert left.why == 'it says several things of one Application: "SAP" has "Order" and "Bill"'


def test_marks_beside_other_columns_may_be_services(tmp_path: Path) -> None:
    proposed, _ = one(tmp_path, "Application,Owner,Oracle,Kafka,GDPR\nShop,Ann,x,x,x\nCRM,Bob,x,,x\n")
    assert [left.column for left in proposed.left_out] == ["Oracle, Kafka"]


def test_applications_run_on_the_servers_of_their_rows(tmp_path: Path) -> None:
    sheet = "Application,Owner,Server 1,Server 2\nShop,Ann,srv1,srv2\nCRM,Bob,srv2,\n"
    _, found = one(tmp_path, sheet)
    assert {*ids(found)} == {"Shop", "CRM", "srv1", "srv2"}
    assert pairs(found) == {("Shop", "srv1"), ("Shop", "srv2"), ("CRM", "srv2")}
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("Ann", "Shop"),
        ("Bob", "CRM"),
    }


def test_a_product_is_not_the_name_of_an_application(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Product,Owner\nCart,Shop,Ann\nLedger,Books,Bob\n")
    assert {(r["id"], r["name"], r["Product"]) for r in records(found)} == {
        ("Cart", "Cart", "Shop"), ("Ledger", "Ledger", "Books"),
    }  # fmt: skip


def test_levels_may_be_numbered_as_well(tmp_path: Path) -> None:
    sheet = "No,Product,Service,Component\n1,Shop,,\n1.1,,Pay,\n1.1.1,,,Hub\n1.1.2,,,DB\n1.2,,Search,\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "Pay"), ("Pay", "Hub"), ("Pay", "DB"), ("Shop", "Search")}


def test_a_row_of_units_is_of_the_header(tmp_path: Path) -> None:
    sheet = "Service,Availability,RTO,Cost,Depends on\n,%,h,EUR,\nShop,99.9,4,1000,DB\nDB,99.5,8,500,\n"
    _, found = one(tmp_path, sheet)
    assert {(r["id"], r["availability"], r["rto"], r["cost"]) for r in records(found)} == {
        ("Shop", "99.9", "4h", "1000"), ("DB", "99.5", "8h", "500"),
    }  # fmt: skip


def test_who_creates_or_reads_the_data_of_an_application_depends_on_it(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Process,SAP,CRM,Shop\nOrder,R,CRUD,C\nBill,CRUD,R,\n")
    assert pairs(found) == {
        ("Order", "SAP"),
        ("Order", "CRM"),
        ("Order", "Shop"),
        ("Bill", "SAP"),
        ("Bill", "CRM"),
    }


def test_the_totals_of_a_matrix_are_no_services(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,AD,Oracle,Mail,Total\nShop,x,x,,2\nCRM,x,,x,2\nTotal,2,1,1,4\n")
    assert {*ids(found)} == {"Shop", "CRM", "AD", "Oracle", "Mail"}
    assert pairs(found) == {("Shop", "AD"), ("Shop", "Oracle"), ("CRM", "AD"), ("CRM", "Mail")}


def test_what_runs_on_a_server_is_not_its_name(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Name,Class,Application\nsrv1,Server,CRM\nsrv2,Server,CRM\ndb1,Database,ERP\n")
    assert {(r["id"], r["name"]) for r in records(found)} == {
        ("srv1", "srv1"),
        ("srv2", "srv2"),
        ("db1", "db1"),
    }


GRID = "Application,SAP,DWH,Mail\nShop,{},{},\nCRM,{},,{}\nWeb,{},{},\n"
RELATED = {("Shop", "SAP"), ("Shop", "DWH"), ("CRM", "SAP"), ("CRM", "Mail"), ("Web", "SAP"), ("Web", "DWH")}


@pytest.mark.parametrize(
    "marks",
    [
        "H M L H M L",
        "High Medium Low High Medium Low",
        "V D I V D I",
        "API File API SFTP REST batch",
        "C R U D R U",
    ],
)
def test_codes_of_a_matrix_are_no_services_and_kept(tmp_path: Path, marks: str) -> None:
    proposed, found = one(tmp_path, GRID.format(*marks.split()))
    assert {*ids(found)} == {"Shop", "CRM", "Web", "SAP", "DWH", "Mail"}
    assert pairs(found) == RELATED
    assert {r["note"] for r in records(found, "dependency")} == {*marks.split()}
    assert any('"SAP", "DWH", "Mail" are taken for services' in said for said in proposed.told)


def test_words_of_a_matrix_for_how_strong_are_its_strengths(tmp_path: Path) -> None:
    _, found = one(tmp_path, GRID.format("critical", "optional", "optional", "strong", "hard", "weak"))
    strengths = {(r["service"], r["depends_on"]): r["strength"] for r in records(found, "dependency")}
    assert strengths == {
        ("Shop", "SAP"): "hard", ("Shop", "DWH"): "soft", ("CRM", "SAP"): "soft", ("CRM", "Mail"): "hard",
        ("Web", "SAP"): "hard", ("Web", "DWH"): "soft",
    }  # fmt: skip


def test_what_somebody_thinks_of_each_row_is_no_matrix(tmp_path: Path) -> None:
    sheet = "Application,Confidentiality,Integrity,Impact\nShop,H,M,L\nCRM,L,H,M\nWeb,M,L,H\n"
    proposed, found = one(tmp_path, sheet)
    assert ({*ids(found)}, "dependency" in found.tables) == ({"Shop", "CRM", "Web"}, False)
    assert [left.column for left in proposed.left_out] == ["Confidentiality, Integrity"]


@pytest.mark.parametrize(
    "header",
    ["Service,Jan,Feb,Mar", "Dienst,Januar,Februar,März", "Service,2023,2024,2025", "Service,Q1,Q2,Q3",
     "Service,Team Blue,Team Red,Team Green", "Anwendung / Abteilung,Einkauf,Vertrieb,IT",
     "Service / Site,Berlin,Paris,Rom", "Service / Country,DE,FR,IT"],
)  # fmt: skip
def test_marks_below_months_teams_and_sites_are_no_dependencies(tmp_path: Path, header: str) -> None:
    proposed, found = one(tmp_path, f"{header}\nMail,x,x,\nShop,x,,x\nCRM,,x,x\n")
    assert ({*ids(found)}, "dependency" in found.tables) == ({"Mail", "Shop", "CRM"}, False)
    assert ["no services" in left.why for left in proposed.left_out] == [True]


def test_columns_that_only_marks_make_services_are_told(tmp_path: Path) -> None:
    proposed, _ = one(tmp_path, "Service,Berlin,Paris,Rom\nMail,x,x,\nShop,x,,x\nCRM,,x,x\n")
    assert [said for said in proposed.told if '"Berlin", "Paris", "Rom" are taken for services' in said]


def test_marked_columns_beside_those_that_are_rows_are_told(tmp_path: Path) -> None:
    rows = "Shop,x,,x,x\nDesk,x,x,,x\nERP,x,x,,\nCRM,,x,x,\n"
    proposed, found = one(tmp_path, f"Service,AD,SAN,ERP,CRM\n{rows}")
    assert pairs(found) == {("Shop", "ERP"), ("Shop", "CRM"), ("Desk", "CRM"), ("CRM", "ERP")}
    assert [left.column for left in proposed.left_out] == ["AD, SAN"]


def test_users_of_providers_are_services(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Provider / User,Shop,ERP\nAD,x,x\nSAN,,x\n")
    assert pairs(found) == {("Shop", "AD"), ("ERP", "AD"), ("ERP", "SAN")}


def test_a_name_over_both_rows_of_a_header(tmp_path: Path) -> None:
    sheet = "Service,Contact,,Needs,\n,Name,Mail,Hard,Soft\nShop,Ann,a@x.de,ERP,CRM\nERP,Bob,b@x.de,DB,\n"
    sheet += "CRM,Cy,c@x.de,,DB\nDB,Di,d@x.de,,\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "ERP"), ("Shop", "CRM"), ("ERP", "DB"), ("CRM", "DB")}
    assert {*ids(found)} == {"Shop", "ERP", "CRM", "DB"}


def test_days_are_nobody(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Service,Mo,Di,Mi\nMail,8-18,8-18,8-15\nVPN,8-18,8-18,8-15\n")
    assert "responsibility" not in found.tables


def test_servers_of_databases_are_what_applications_run_on(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Application,Server 1,Server 2,DB-Server\nShop,s1,s2,d1\nERP,s3,,d1\n")
    assert pairs(found) == {("Shop", "s1"), ("Shop", "s2"), ("Shop", "d1"), ("ERP", "s3"), ("ERP", "d1")}
