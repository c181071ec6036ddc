"""Columns that are kept as they are although they may name services are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, ids, one, pairs, records, write


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ("yes,yes,no;no,yes,yes;yes,no,no", "yes and no"),
        ("120,45,12;300,5,0;10,20,80", "numbers"),
        ("80 %,20 %,;,70 %,30 %;100 %,,", "percentages"),
    ],
)
@pytest.mark.parametrize("header", ["Process,SAP,CRM,Mail", "Anwendung,SAP,CRM,Mail"])
def test_a_matrix_that_is_not_read_is_told(tmp_path: Path, header: str, cells: str, what: str) -> None:
    rows = [f"{name},{row}" for name, row in zip(("Order", "Sell", "Pay"), cells.split(";"), strict=True)]
    proposed, found = one(tmp_path, "\n".join([header, *rows, ""]))
    assert "dependency" not in found.tables
    assert any(f"columns of {what} are kept" in said and "SAP, CRM, Mail" in said for said in proposed.told)


def test_what_is_told_of_a_matrix_reads_it(tmp_path: Path) -> None:
    proposed, _ = one(tmp_path, "Process,SAP,CRM\nOrder,yes,no\nSell,no,yes\n")
    lines = proposed.toml.splitlines()
    answer = [line.removeprefix("# ") for line in lines[lines.index("# [[file.table]]") :]]
    answer = answer[: answer.index('columns = { service = "Process", depends_on = "provider" }') + 1]
    (tmp_path / "m.toml").write_text("\n".join([*lines, *answer, ""]), encoding="utf-8")
    found = read([tmp_path / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert pairs(found) == {("Order", "SAP"), ("Sell", "CRM")}
    assert {*ids(found)} == {"Order", "Sell", "SAP", "CRM"}


def test_marks_that_are_ranks_and_words_are_read(tmp_path: Path) -> None:
    text = "Service,SAP,CRM,Mail\nOrder,1 - top,2 - fair,\nSell,,1 - top,3 - nice\nPay,2 - fair,,3 - nice\n"
    _, found = one(tmp_path, text)
    assert {("Order", "SAP"), ("Sell", "Mail"), ("Pay", "Mail")} <= pairs(found)


def test_a_column_of_names_of_services_is_told(tmp_path: Path) -> None:
    proposed, found = one(tmp_path, "Application,Failover to,Depends on\nPay,Ledger,DB\nLedger,,DB\nDB,,\n")
    assert pairs(found) == {("Pay", "DB"), ("Ledger", "DB")}
    assert any("Failover to names services (100% of its items)" in said for said in proposed.told)
    assert '# columns = { service = "Application", depends_on = "Failover to" }' in proposed.toml


@pytest.mark.parametrize(
    "header", ["Main application used", "Systemlandschaft Server", "Base de datos principal"]
)
def test_what_is_called_as_services_are_is_told_where_nothing_depends(tmp_path: Path, header: str) -> None:
    proposed, found = one(tmp_path, f"Name,Owner,{header}\nOrder,Ann,SAP\nSell,Bob,CRM\nPay,Cy,HR\n")
    assert "dependency" not in found.tables
    assert any(f"{header} may name what the rows depend on" in said for said in proposed.told)


def test_columns_of_one_service_are_no_matrix(tmp_path: Path) -> None:
    proposed, _ = one(
        tmp_path, "Application,Version,Virtual,Backup\nPay,1,yes,no\nLedger,2,no,no\nDB,3,no,yes\n"
    )
    assert not any("no dependency is read" in said for said in proposed.told)


def test_what_is_noted_behind_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    text = 'Service,Depends on\nWeb,"DB (soft), CRM [2], Mail*"\nCRM,DB (optional)\nDB,\nMail,DB\n'
    proposed, found = one(tmp_path, text)
    assert (errors(found), proposed.undefined) == ([], ())
    assert pairs(found) == {("Web", "DB"), ("Web", "CRM"), ("Web", "Mail"), ("CRM", "DB"), ("Mail", "DB")}
    assert any(
        "how strong is not read from" in said and "DB (optional)" in said for said in proposed.in_words
    )


def test_what_tells_services_apart_is_no_note(tmp_path: Path) -> None:
    proposed, found = one(tmp_path, "Service,Depends on\nWeb,DB (US)\nCRM,DB (EU)\nDB,\nDB (EU),DB (soft)\n")
    assert ("CRM", "DB (EU)") in pairs(found)
    assert ("DB (EU)", "DB") in pairs(found)
    assert proposed.undefined == ("DB (US)",)


def test_strength_beside_the_only_column_of_references_is_theirs(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Service,Depends on,Strength\nWeb,DB,weich\nCRM,DB,hard\nDB,,\n")
    strong = {(one["service"], one["strength"]) for one in records(found, "dependency")}
    assert strong == {("Web", "soft"), ("CRM", "hard")}


def test_numbers_that_a_column_of_references_holds_are_ids(tmp_path: Path) -> None:
    rows = '190,Shop,"318;574"\n318,Mail,574\n574,DB,\n601,HR,190\n'
    _, found = one(tmp_path, f"APM NUMBER,SYSTEM NAME,UNDERLYING SERVICES\n{rows}")
    assert {("190", "318"), ("318", "574"), ("601", "190")} <= pairs(found)


def test_an_asset_id_and_a_name_are_of_the_same(tmp_path: Path) -> None:
    sheet, relations = tmp_path / "sheet.csv", tmp_path / "relations.csv"
    sheet.write_text("Asset ID,Application Name,Tier\nA1,Shop,1\nA2,Mail,2\nA3,DB,2\n", encoding="utf-8")
    relations.write_text("Application Name,Service desk\nShop,A\nMail,R\nDB,A\n", encoding="utf-8")
    proposed = suggest([sheet, relations])
    assert not any("levels" in said for said in proposed.told)
    services = next(one for one in proposed.preview if one.kind == "service")
    assert len(services.rows) == 3


def test_a_list_is_no_end_of_a_relation(tmp_path: Path) -> None:
    text = "System,Supplier,Version,Dependent on\nShop,SAP,1,Mail;DB\nMail,IBM,2,DB\nDB,SAP,3,\n"
    _, found = one(tmp_path, text)
    assert pairs(found) == {("Shop", "Mail"), ("Shop", "DB"), ("Mail", "DB")}
    assert {*ids(found)} == {"Shop", "Mail", "DB"}


def test_attributes_of_items_name_services_by_name_and_id(tmp_path: Path) -> None:
    rows = 'A1,Shop,"name=Mail (A2), note=x; name=DB (A3), note=y"\nA2,Mail,"name=DB (A3), note=z"\n'
    _, found = one(tmp_path, f"App Code,System,Dependencies\n{rows}A3,DB,\n")
    resolved = resolve(found, {}, (), create_missing=False)
    assert pairs(resolved) == {("A1", "A2"), ("A1", "A3"), ("A2", "A3")}


def test_what_is_called_as_references_and_names_none_is_told(tmp_path: Path) -> None:
    text = 'App Code,System,Dependencies\nA1,Shop,"n=x:1, k=2; n=y:1, k=3"\nA2,Mail,"n=z:1, k=3"\nA3,DB,\n'
    proposed, found = one(tmp_path, text)
    told = [
        *proposed.told,
        *(f"{left.column}: {left.why}" for left in proposed.left_out),
        *proposed.undefined,
    ]
    assert "dependency" in found.tables or any("Dependencies" in said for said in told)


def test_a_camel_case_name_may_have_accents(tmp_path: Path) -> None:
    text = "réfApplication,nom,remplacéPar\nA1,Boutique,Courrier\nA2,Courrier,\nA3,Paie,Courrier\n"
    _, found = one(tmp_path, text)
    assert "dependency" not in found.tables


def test_sites_beside_both_ends_are_no_part_of_a_composite(tmp_path: Path) -> None:
    files = {
        "apps.csv": "Name,Stage,Criticality\nShop,PROD,1\nShop,TEST,3\nDB,PROD,1\nDB,TEST,3\n",
        "links.csv": "CI,Relationship type,CI environment,Related CI,Related CI environment\n"
        "Shop,Reads from,TEST,DB,TEST\nShop,Hosted on,PROD,DB,PROD\n",
    }
    proposed = suggest([write(tmp_path, files) / name for name in files])
    assert proposed.in_words[:2] == ('"Shop@TEST" depends on "DB@TEST"', '"Shop@PROD" depends on "DB@PROD"')


def test_several_names_in_a_cell_that_names_services_are_told(tmp_path: Path) -> None:
    text = 'Domain,Capability,Applications\nSales,Leads,"CRM, DMS"\nFinance,Ledger,ERP\nHR,Pay,"HCM, ERP"\n'
    proposed, _ = one(tmp_path, text)
    assert any('a cell of Applications holds several names ("HCM, ERP")' in said for said in proposed.told)
    proposed, _ = one(tmp_path, 'Name,Criticality\n"Payroll, HR",1\n"Ledger, Finance",2\n')
    assert not any("several names" in said for said in proposed.told)


def test_durations_without_a_unit_are_told_and_read_as_told(tmp_path: Path) -> None:
    proposed, found = one(tmp_path, "Service,RTO,Users\nPay,4,10\nShop,24,20\n")
    assert [r.get("rto") for r in records(found)] == [None, None]
    (told,) = (left for left in proposed.left_out if left.column == "RTO")
    how = told.why.partition("hours, ")[2].removesuffix(" reads it")
    text = proposed.toml.replace('\n"their RTO"', f'\n{how}\n"their RTO"')
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    found = read([tmp_path / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert [r["rto"] for r in records(found)] == ["4h", "24h"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Source app,Target app,{}", "Shop,DB,yes\nShop,Mail,no\nCRM,DB,yes\n"),
        ("App,Depends on 1,{} 1,Depends on 2,{} 2", "Shop,DB,yes,Mail,no\nDB,,,,\nMail,,,,\n"),
        ("App,Uses,{}", "Shop,DB,yes\nCRM,DB,no\nDB,,\n"),
    ],
)
def test_yes_and_no_are_a_strength_only_where_they_are_called_so(
    tmp_path: Path, header: str, rows: str
) -> None:
    strengths = {}
    for name in ("Encrypted", "Mandatory"):
        _, found = one(tmp_path, header.replace("{}", name) + "\n" + rows)
        strengths[name] = {r.get("strength") for r in records(found, "dependency")}
    assert strengths == {"Encrypted": {None}, "Mandatory": {"hard", "soft"}}
