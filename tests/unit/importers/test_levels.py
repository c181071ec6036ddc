"""Sheets whose columns are levels: the services of each, and that the upper ones depend on the lower."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from graphmodel.importers import Incoming, read
from graphmodel.importers.accounting import final_accounts
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, one, pairs, records

Pairs = set[tuple[str, str]]


def products(found: Incoming) -> set[str]:
    return {r["id"] for r in records(found) if r.get("kind") == "product"}


def of(found: Incoming, field: str) -> Pairs:
    return {(r["id"], r[field]) for r in records(found) if r.get(field)}


TREE = {("Shop", "Checkout"), ("Checkout", "Gateway"), ("Checkout", "DB"), ("Shop", "Search"), ("Search", "Index"),
        ("Desk", "Tickets"), ("Tickets", "DB")}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("header", ["Product,Service,Component", "Business Service,Application,Server"])
@pytest.mark.parametrize(
    "body",
    [
        "Shop,Checkout,Gateway\n,,DB\n,Search,Index\nDesk,Tickets,DB\n",
        "Shop,Checkout,Gateway\nShop,Checkout,DB\nShop,Search,Index\nDesk,Tickets,DB\n",
        "Shop,,\n,Checkout,\n,,Gateway\n,,DB\n,Search,\n,,Index\nDesk,,\n,Tickets,\n,,DB\n",
    ],
    ids=["outline", "repeated", "stair"],
)
def test_each_level_depends_on_the_next(tmp_path: Path, header: str, body: str, form: str) -> None:
    proposed, found = one(tmp_path, f"{header}\n{body}", form)
    assert pairs(found) == TREE
    assert products(found) == {"Shop", "Desk"}
    assert '"Shop" depends on "Checkout"' in proposed.in_words
    assert sum("read as levels" in said for said in proposed.told) == 1


@pytest.mark.parametrize(
    "header",
    ["Produkt,Dienst,Komponente", "Service métier,Application,Serveur", "Proceso,Aplicación,Servidor"],
)
def test_levels_in_other_languages(tmp_path: Path, header: str) -> None:
    _, found = one(tmp_path, f"{header}\nA,B,C\n,,D\n,E,C\nF,G,D\n")
    assert pairs(found) == {
        ("A", "B"),
        ("B", "C"),
        ("B", "D"),
        ("A", "E"),
        ("E", "C"),
        ("F", "G"),
        ("G", "D"),
    }
    assert products(found) == {"A", "F"}


def test_the_lowest_level_may_come_first(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Server,Application,Business Process\ns1,SAP,Pay\ns2,SAP,Pay\ns2,CRM,Care\n")
    assert pairs(found) == {("SAP", "s1"), ("SAP", "s2"), ("CRM", "s2"), ("Pay", "SAP"), ("Care", "CRM")}


def test_a_column_is_said_of_the_level_of_which_it_says_one_thing(tmp_path: Path) -> None:
    sheet = (
        "Business Service,Criticality,ICT Asset,Provider,Owner\nPay,1,Hub,Acme,Ann\nPay,1,Swift,SWIFT,Ann\n"
        "Lend,2,Desk,Acme,Bob\nLend,2,Score,Data,Bob\nTrade,2,Desk,Acme,Cat\n"
    )
    proposed, found = one(tmp_path, sheet)
    assert pairs(found) == {
        ("Pay", "Hub"),
        ("Pay", "Swift"),
        ("Lend", "Desk"),
        ("Lend", "Score"),
        ("Trade", "Desk"),
    }
    assert of(found, "criticality") == {("Pay", "1"), ("Lend", "2"), ("Trade", "2")}
    assert of(found, "supplier") == {("Hub", "Acme"), ("Swift", "SWIFT"), ("Desk", "Acme"), ("Score", "Data")}
    owners = {(r["role"], r["service"]) for r in records(found, "responsibility")}
    assert owners == {("Ann", "Pay"), ("Bob", "Lend"), ("Cat", "Trade")}
    assert any(said.endswith('is one service: "Desk"') for said in proposed.told)


def test_in_a_stair_each_row_says_something_of_its_own(tmp_path: Path) -> None:
    sheet = (
        "Product,Service,Component,Owner\nShop,,,Ann\n,Pay,,Bob\n,,Hub,Cy\n,,DB,Cy\nDesk,,,Ann\n,Help,,Eve\n"
    )
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "Pay"), ("Pay", "Hub"), ("Pay", "DB"), ("Desk", "Help")}
    owners = {(r["role"], r["service"]) for r in records(found, "responsibility")}
    assert owners == {
        ("Ann", "Shop"),
        ("Bob", "Pay"),
        ("Cy", "Hub"),
        ("Cy", "DB"),
        ("Ann", "Desk"),
        ("Eve", "Help"),
    }


def test_a_level_may_be_left_out_and_the_last_be_lists(tmp_path: Path) -> None:
    sheet = "Product,Service,Components\nShop,Pay,Hub; DB\nShop,,CDN\nDesk,Help,DB\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {
        ("Shop", "Pay"),
        ("Pay", "Hub"),
        ("Pay", "DB"),
        ("Shop", "CDN"),
        ("Desk", "Help"),
        ("Help", "DB"),
    }
    assert {r["id"] for r in records(found)} == {"Shop", "Desk", "Pay", "Help", "Hub", "DB", "CDN"}


def test_levels_with_ids_and_names(tmp_path: Path) -> None:
    sheet = "Service ID,Service Name,Component ID,Component Name\nS1,Shop,C1,Cart\nS1,Shop,C2,Mail\nS2,Pay,C2,Mail\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("S1", "C1"), ("S1", "C2"), ("S2", "C2")}
    assert of(found, "name") == {("S1", "Shop"), ("S2", "Pay"), ("C1", "Cart"), ("C2", "Mail")}


def test_what_a_relation_says_is_kept(tmp_path: Path) -> None:
    _, found = one(
        tmp_path, "Application,Component,Strength\nShop,Cart,hard\nShop,Mail,soft\nDesk,Mail,hard\n"
    )
    said = {(r["service"], r["depends_on"], r["strength"]) for r in records(found, "dependency")}
    assert said == {("Shop", "Cart", "hard"), ("Shop", "Mail", "soft"), ("Desk", "Mail", "hard")}


@pytest.mark.parametrize(
    "sheet",
    [
        "App ID,Application,Product,Platform\nA1,Cart,Shop,AWS\nA2,Mail,Shop,AWS\nA3,Book,Desk,AWS\n",
        "Application,Product,Platform\nCart,Shop,AWS\nMail,Shop,AWS\nBook,Desk,AWS\n",
        "Region,Site,Application\nEU,Bonn,Cart\nEU,Bonn,Mail\nEU,Rome,Book\n",
        "Department,Application\nHR,Cart\nHR,Mail\nIT,Book\n",
    ],
)
def test_what_only_sorts_services_is_no_level(tmp_path: Path, sheet: str) -> None:
    _, found = one(tmp_path, sheet)
    assert len(records(found)) == 3
    assert "dependency" not in found.tables


def test_levels_complete_the_services_of_another_sheet(tmp_path: Path) -> None:
    (tmp_path / "apps.csv").write_text("ID,Name,Owner\nA1,Hub,Ann\nA2,Desk,Bob\n", encoding="utf-8")
    (tmp_path / "map.csv").write_text(
        "Business Service,Application\nPay,Hub\nPay,Desk\nLend,Desk\n", encoding="utf-8"
    )
    files = [tmp_path / "apps.csv", tmp_path / "map.csv"]
    (tmp_path / "m.toml").write_text(suggest(files).toml, encoding="utf-8")
    found = read(files, mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert {r["id"] for r in records(found)} == {"Hub", "Desk", "Pay", "Lend"}
    assert pairs(found) == {("Pay", "Hub"), ("Pay", "Desk"), ("Lend", "Desk")}


def test_a_sheet_for_each_level(tmp_path: Path) -> None:
    sheets = {
        "products.csv": "Product,Owner\nShop,Ann\nDesk,Bob\n",
        "services2.csv": "Service,Product,SLA (%)\nPay,Shop,99.9\nSearch,Shop,99\nHelp,Desk,98\n",
        "components.csv": "Component,Service,Vendor\nHub,Pay,Adyen\nIndex,Search,Elastic\nDB,Help,Oracle\n",
    }
    for name, text in sheets.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / name for name in sheets]
    proposed = suggest(files)
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    found = read(files, mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert pairs(found) == {
        ("Shop", "Pay"), ("Shop", "Search"), ("Desk", "Help"), ("Pay", "Hub"), ("Search", "Index"), ("Help", "DB"),
    }  # fmt: skip
    assert of(found, "supplier") == {("Hub", "Adyen"), ("Index", "Elastic"), ("DB", "Oracle")}
    assert not any("outline" in said for said in proposed.told)


def test_levels_beside_another_table(tmp_path: Path) -> None:
    sheet = "Product,Service,Component,,Component,Vendor\nShop,Pay,Hub,,Hub,Adyen\n,,DB,,DB,Oracle\nDesk,Help,DB,,,\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "Pay"), ("Pay", "Hub"), ("Pay", "DB"), ("Desk", "Help"), ("Help", "DB")}
    assert of(found, "supplier") == {("Hub", "Adyen"), ("DB", "Oracle")}


@pytest.mark.parametrize(
    "sheet",
    [
        "Service,Application,Database,Server\nPay,Hub,d1,s1\nPay,Hub,d1,s2\nLend,Desk,d2,s2\n",
        "Service,Application,Server,Database\nPay,Hub,s1,d1\nPay,Hub,s2,d1\nLend,Desk,s2,d2\n",
        "Server,Service,Application,Database\ns1,Pay,Hub,d1\ns2,Pay,Hub,d1\ns2,Lend,Desk,d2\n",
    ],
)
def test_databases_run_on_servers_in_any_order(tmp_path: Path, sheet: str) -> None:
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {
        ("Pay", "Hub"), ("Lend", "Desk"), ("Hub", "d1"), ("Desk", "d2"), ("d1", "s1"), ("d1", "s2"), ("d2", "s2"),
    }  # fmt: skip


def test_only_the_uppermost_level_may_be_written_once(tmp_path: Path) -> None:
    sheet = 'Business Service,IT Service,Systems\nPay,SEPA,"Core, Hub"\n,Cards,"Core, HSM"\nLend,Score,DWH\n'
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    proposed = suggest([tmp_path / "sheet.csv"])
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    found = read([tmp_path / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert pairs(found) == {
        ("Pay", "SEPA"), ("Pay", "Cards"), ("Lend", "Score"), ("SEPA", "Core"), ("SEPA", "Hub"), ("Cards", "Core"),
        ("Cards", "HSM"), ("Score", "DWH"),
    }  # fmt: skip


def test_services_repeated_for_each_consumer_are_providers(tmp_path: Path) -> None:
    sheet = "OLA,Service,Team,Consuming service\nO1,Net,N,Mail\nO2,Disk,I,Mail\nO3,Net,N,VPN\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Mail", "Net"), ("Mail", "Disk"), ("VPN", "Net")}


def test_a_row_that_says_the_same_again_is_merged(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Product,Service\nShop,Pay\nShop,Pay\nDesk,Help\nShop,Find\n")
    (account,) = final_accounts(found)
    assert (account.rows, account.merged, account.followed) == (4, 1, 0)


def test_what_is_said_of_virtual_machines_is_not_said_of_their_hosts(tmp_path: Path) -> None:
    rows = [
        "web1,on,esx1,Shop,RHEL",
        "db1,on,esx1,Shop,RHEL",
        "mail1,off,esx2,Relay,Windows",
        "dns1,on,esx2,Relay,Windows",
    ]
    _, found = one(tmp_path, "\n".join(["VM,Powerstate,Host,Annotation,OS", *rows]) + "\n")
    assert pairs(found) == {("web1", "esx1"), ("db1", "esx1"), ("mail1", "esx2"), ("dns1", "esx2")}
    assert of(found, "Annotation") == {
        ("web1", "Shop"),
        ("db1", "Shop"),
        ("mail1", "Relay"),
        ("dns1", "Relay"),
    }
    assert of(found, "OS") == {("web1", "RHEL"), ("db1", "RHEL"), ("mail1", "Windows"), ("dns1", "Windows")}


def test_numbers_of_levels_before_their_names_say_nothing(tmp_path: Path) -> None:
    rows = ["Work,Mail,Exchange,VMware", "Money,Ledger,SAP,HANA", "Money,Payroll,SAP,HANA"]
    _, found = one(tmp_path, "\n".join(["L1 Domain,L2 Service,L3 Application,L4 Platform", *rows]) + "\n")
    assert pairs(found) == {
        ("Mail", "Exchange"), ("Exchange", "VMware"), ("Ledger", "SAP"), ("Payroll", "SAP"), ("SAP", "HANA"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "header", ["Level 1,Level 2,Level 3", "Ebene 1,Ebene 2,Ebene 3", "Service,Sub-service,Sub-sub-service"]
)
@pytest.mark.parametrize(
    "body",
    [
        "Shop,Cart,Gateway\nShop,Cart,DB\nDesk,Tickets,DB\n",
        "Shop,,\n,Cart,\n,,Gateway\n,,DB\nDesk,,\n,Tickets,\n,,DB\n",
    ],
)  # fmt: skip
def test_levels_that_only_a_number_tells_apart(tmp_path: Path, header: str, body: str) -> None:
    proposed, found = one(tmp_path, f"{header}\n{body}")
    assert pairs(found) == {
        ("Shop", "Cart"), ("Cart", "Gateway"), ("Cart", "DB"), ("Desk", "Tickets"), ("Tickets", "DB"),
    }  # fmt: skip
    assert any("columns read as levels" in said for said in proposed.told)


def test_where_rows_are_of_the_level_that_comes_first_all_else_is_said_of_it(tmp_path: Path) -> None:
    """What stands above it and below it in other columns, in any order, are its processes, servers and databases."""
    sheet = """\
        Application;Server;Database;Business process;Owner mail;Go-live
        Shop;srv-web-1, srv-web-2;pg-shop;Sell online;ann@x.org;2021-03-01
        ERP;srv-erp;ora-erp;Procure to pay;bob@x.org;2015-07-15
        BI;srv-bi;ora-erp;Report;;2019-11-30
        Archive;srv-erp;;Procure to pay;;
        """
    _, found = one(tmp_path, dedent(sheet))
    assert errors(found) == []
    assert pairs(found) == {
        ("Sell online", "Shop"), ("Procure to pay", "ERP"), ("Report", "BI"), ("Procure to pay", "Archive"),
        ("Shop", "pg-shop"), ("ERP", "ora-erp"), ("BI", "ora-erp"), ("Archive", "srv-erp"),
        ("Shop", "srv-web-1"), ("Shop", "srv-web-2"), ("ERP", "srv-erp"), ("BI", "srv-bi"),
    }  # fmt: skip
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("ann@x.org", "Shop"),
        ("bob@x.org", "ERP"),
    }
    assert of(found, "Go-live") == {("Shop", "2021-03-01"), ("ERP", "2015-07-15"), ("BI", "2019-11-30")}


def test_what_is_said_of_two_levels_alike_is_of_the_one_before_it(tmp_path: Path) -> None:
    sheet = """\
        Application;Owner;Server;OS;Database
        Shop;ann;srv1;Linux;pg
        ERP;bob;srv2;AIX;ora
        BI;cy;srv2;AIX;ora
        CRM;bob;srv1;Linux;pg
        """
    made, found = one(tmp_path, dedent(sheet))
    assert of(found, "OS") == {("srv1", "Linux"), ("srv2", "AIX")}
    assert "OS is read as what is said of Server" in " ".join(made.told)
