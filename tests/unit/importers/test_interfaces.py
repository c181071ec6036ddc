"""Lists of interfaces: which way something goes is not who depends on whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import read
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, ids, one, pairs, records

ROWS = "Shop,SAP,{}\nCRM,SAP,{}\nSAP,DWH,{}\nShop,Mail,{}\n"
SYSTEMS = {"Shop", "CRM", "SAP", "DWH", "Mail"}


@pytest.mark.parametrize(
    "ways",
    [
        "outbound inbound outbound both", "→ ← → ↔", "-> <- -> <->", "push pull push push", "A→B B→A A→B A→B",
        "eingehend ausgehend bidirektional ausgehend", "entrada salida entrada ambos",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "header", ["System A,System B,Direction", "App 1,App 2,Flow", "Application,Partner,Direction"]
)
def test_which_way_something_goes_is_asked(tmp_path: Path, header: str, ways: str) -> None:
    proposed, found = one(tmp_path, f"{header}\n{ROWS.format(*ways.split())}")
    assert ({*ids(found)}, "dependency" in found.tables) == (SYSTEMS, False)
    first = ways.split(maxsplit=1)[0]
    assert any(f'no dependency is read: "Shop" and "SAP": "{first}"; ' in said for said in proposed.told)


def test_the_answer_is_a_table_that_is_proposed(tmp_path: Path) -> None:
    rows = ROWS.format("outbound", "inbound", "outbound", "inbound")
    proposed, _ = one(tmp_path, f"Interface ID,System A,System B,Direction\n{_numbered(rows)}")
    lines = proposed.toml.splitlines()
    at = lines.index("# [[file.table]]")
    answer = "\n".join(line.removeprefix("# ") for line in lines[at : at + 4])
    answer = answer.replace('first = ["outbound", "inbound"]', 'first = ["outbound"]')
    answer = answer.replace("provider_first = []", 'provider_first = ["inbound"]')
    (tmp_path / "m.toml").write_text(f"{proposed.toml}\n{answer}\n", encoding="utf-8")
    found = read([tmp_path / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert pairs(found) == {("Shop", "SAP"), ("SAP", "CRM"), ("SAP", "DWH"), ("Mail", "Shop")}


def _numbered(rows: str) -> str:
    return "".join(f"I{at},{row}\n" for at, row in enumerate(rows.splitlines()))


def test_beside_a_list_of_services_it_is_asked_too(tmp_path: Path) -> None:
    apps, flows = tmp_path / "apps.csv", tmp_path / "flows.csv"
    apps.write_text("Application,Owner\nShop,Ann\nCRM,Bob\nSAP,Cy\nDWH,Di\nMail,Ed\n", encoding="utf-8")
    flows.write_text(f"System A,System B,Direction\n{ROWS.format('in', 'out', 'in', 'in')}", encoding="utf-8")
    proposed = suggest([apps, flows])
    assert any("flows.csv: Direction says which way" in said for said in proposed.told)
    assert '# kind = "dependency"' in proposed.toml


@pytest.mark.parametrize(
    "ways",
    ["A depends on B,B depends on A,A uses B,B calls A", "consumer,provider,consumer,provider"],
)
def test_words_that_say_who_depends_are_read(tmp_path: Path, ways: str) -> None:
    _, found = one(tmp_path, f"System A,System B,Direction\n{ROWS.format(*ways.split(','))}")
    assert pairs(found) == {("Shop", "SAP"), ("SAP", "CRM"), ("SAP", "DWH"), ("Mail", "Shop")}


def test_twins_alone_are_ends_and_told(tmp_path: Path) -> None:
    proposed, found = one(tmp_path, "System A,System B\nShop,SAP\nCRM,SAP\nWeb,DWH\n")
    assert pairs(found) == {("Shop", "SAP"), ("CRM", "SAP"), ("Web", "DWH")}
    assert "which depends on which is not said" in proposed.toml


def test_names_that_say_who_depends_need_no_way(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Consumer,Provider,Direction\nShop,SAP,in\nCRM,SAP,out\n")
    assert pairs(found) == {("Shop", "SAP"), ("CRM", "SAP")}
    assert len(records(found)) == 3


@pytest.mark.parametrize(
    "header", ["Interface,Data provider,Data consumer,Medium", "Rule,Dst app,Src app,Port"]
)
def test_ends_whose_names_differ_in_one_word(tmp_path: Path, header: str) -> None:
    _, found = one(tmp_path, f"{header}\nI1,CRM,Shop,API\nI2,Shop,ERP,Queue\nI3,ERP,DWH,File\n")
    assert pairs(found) == {("Shop", "CRM"), ("ERP", "Shop"), ("DWH", "ERP")}


@pytest.mark.parametrize(
    "header",
    ["Dependent service,Depends upon,H/S,Impact if lost", "Supported service,Supporting service,OLA,Text"],
)
def test_ends_beside_columns_that_happen_to_be_unique(tmp_path: Path, header: str) -> None:
    _, found = one(tmp_path, f"{header}\nShop,ERP,H,no orders\nShop,CRM,S,no hints\nERP,DB,H,stop\n")
    assert pairs(found) == {("Shop", "ERP"), ("Shop", "CRM"), ("ERP", "DB")}
    assert {*ids(found)} == {"Shop", "ERP", "CRM", "DB"}


def test_a_list_of_relations_beside_a_table_as_long(tmp_path: Path) -> None:
    sheet = "Service,Owner,,Consumer,Provider\nShop,Ann,,Shop,ERP\nERP,Bob,,Shop,DB\nDB,Cy,,ERP,DB\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {("Shop", "ERP"), ("Shop", "DB"), ("ERP", "DB")}


def test_applications_of_a_process_in_numbered_columns(tmp_path: Path) -> None:
    sheet = "Business process,Application 1,Application 2\nBuy,SAP,Coupa\nPay,HR,\nSell,CRM,Mail\n"
    _, found = one(tmp_path, sheet)
    assert pairs(found) == {
        ("Buy", "SAP"),
        ("Buy", "Coupa"),
        ("Pay", "HR"),
        ("Sell", "CRM"),
        ("Sell", "Mail"),
    }


def test_a_matrix_beside_ids_and_names(tmp_path: Path) -> None:
    _, found = one(tmp_path, "ID,Application,AD,SAN\nA1,Shop,x,\nA2,ERP,x,x\nA3,CRM,,x\n")
    assert pairs(found) == {("A1", "AD"), ("A2", "AD"), ("A2", "SAN"), ("A3", "SAN")}


def test_kinds_of_interfaces_are_no_level(tmp_path: Path) -> None:
    sheet = "Anwendung;Schnittstellenpartner;Richtung;Verfahren\nShop;ERP;ausgehend;REST\nShop;CRM;eingehend;Datei\n"
    proposed, found = one(tmp_path, sheet)
    assert ({*ids(found)}, "dependency" in found.tables) == ({"Shop", "ERP", "CRM"}, False)
    assert any("Richtung says which way" in said for said in proposed.told)


KEYED = """\
Interface ID;Source System;Target System;Data object;Frequency;Criticality;Owner
IF-1;SAP;DWH;Orders;daily;high;Ann
IF-2;CRM;SAP;Customers;hourly;low;Bob
IF-3;SAP;Shop;Stock;daily;high;Ann
"""


def test_criticality_and_owner_of_an_interface_are_no_services(tmp_path: Path) -> None:
    proposed, found = one(tmp_path, KEYED)
    assert {*ids(found)} == {"SAP", "DWH", "CRM", "Shop"}
    assert pairs(found) == {("DWH", "SAP"), ("SAP", "CRM"), ("Shop", "SAP")}
    assert "responsibility" not in found.tables
    assert {"Criticality", "Owner"} <= {one.column for one in proposed.left_out}


@pytest.mark.parametrize(
    "header",
    [
        "Schnittstelle,Von,Nach,Protokoll,Kritikalität,Verantwortlich,Status",
        "Connection,System 1,System 2,Protocol,Criticality,Owner,Lifecycle",
        "Interfaz,Sistema origen,Sistema destino,Protocolo,Criticidad,Responsable,Estado",
        "Liaison,Application A,Application B,Protocole,Criticité,Responsable,Statut",
        "Interface,Caller side,Other side,Protocol,Criticality,Owner,Status",
    ],
)
def test_of_interfaces_that_do_not_say_who_depends_it_is_asked(tmp_path: Path, header: str) -> None:
    rows = "S1,SAP,DWH,IDoc,high,Ann,live\nS2,CRM,SAP,REST,low,Bob,live\nS3,SAP,Shop,REST,high,Ann,live\n"
    proposed, found = one(tmp_path, f"{header}\n{rows}")
    assert ({*ids(found)}, {*found.tables}) == ({"SAP", "DWH", "CRM", "Shop"}, {"service"})
    said = 'no dependency is read: "SAP" and "DWH"; "CRM" and "SAP"; "SAP" and "Shop". Add the table below'
    assert any(said in told for told in proposed.told)


def test_services_that_say_from_where_and_to_where_are_no_interfaces(tmp_path: Path) -> None:
    rows = "Shop,CRM,DWH,high,Ann\nCRM,,Shop,low,Bob\nDWH,Shop,,high,Ann\n"
    _, found = one(tmp_path, f"Application,Source System,Target System,Criticality,Owner\n{rows}")
    assert {*ids(found)} == {"Shop", "CRM", "DWH"}


def test_senders_that_all_differ_name_no_rows(tmp_path: Path) -> None:
    text = "Nr;Bezeichnung;Sendendes System;Empfangendes System;Kritikalität;Verantwortlich\n"
    _, found = one(
        tmp_path, text + "1;Orders;Shop;ERP;hoch;Ann\n2;Stock;ERP;WMS;hoch;Bob\n3;Notes;WMS;Shop;hoch;Bob\n"
    )
    assert pairs(found) == {("ERP", "Shop"), ("WMS", "ERP"), ("Shop", "WMS")}
    assert [*records(found)[0]] == ["id", "kind"]


def test_the_answer_beside_other_files_is_an_entry_of_its_own(tmp_path: Path) -> None:
    apps, links = tmp_path / "apps.csv", tmp_path / "links.csv"
    apps.write_text("Application,Criticality\nShop,1\nCRM,2\nSAP,1\n", encoding="utf-8")
    links.write_text("Interface;System 1;System 2;Owner\nI1;Shop;CRM;Ann\nI2;CRM;SAP;Bob\n", encoding="utf-8")
    lines = suggest([apps, links]).toml.splitlines()
    answer = [line.removeprefix("# ") for line in lines[lines.index("# [[file]]") :]]
    (tmp_path / "m.toml").write_text("\n".join([*lines, *answer, ""]), encoding="utf-8")
    found = read([apps, links], mapping=tmp_path / "m.toml")
    assert (errors(found), pairs(found)) == ([], {("Shop", "CRM"), ("CRM", "SAP")})


def test_numbers_are_no_ends_of_interfaces(tmp_path: Path) -> None:
    header = "Nummer,System,Kritikalität,Kategorie,Anzahl Nutzer,Anzahl Server"
    _, found = one(tmp_path, f"{header}\nN1,Shop,1,A,2280,9\nN2,CRM,2,B,9,4\nN3,ERP,1,B,541,5\n")
    assert {one["name"] for one in records(found)} == {"Shop", "CRM", "ERP"}
    assert "dependency" not in found.tables
