"""Sheets as people keep them: what is proposed for them reads them, however the same table is written down."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from graphmodel.importers import Incoming, read
from graphmodel.importers.checking.references import resolve
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, records

Rows = list[list[str]]


def rows(text: str) -> Rows:
    return [
        [cell.strip().replace("/n/", "\n") for cell in line.split("¦")] for line in text.strip().splitlines()
    ]


SHEETS = {
    "German, titles and totals, lists with a slash": (
        """
        Applikationsliste ¦ ¦ ¦ ¦
        Stand: 01.10.2024 ¦ ¦ ¦ ¦
        Nr. ¦ Anwendung ¦ Verantwortlich ¦ Abhängig von ¦ Verfügbarkeit [%]
        0001 ¦ Webshop ¦ Müller, Anna ¦ Datenbank / SSO ¦ 99,5
        0002 ¦ Datenbank ¦ IT Betrieb ¦ n/a ¦ 99,9
        0003 ¦ SSO ¦ IT Betrieb ¦ Datenbank ¦ 99,9
        Summe ¦ ¦ ¦ ¦ 299,3
        """,
        {("Webshop", "Datenbank"), ("Webshop", "SSO"), ("SSO", "Datenbank")},
        {"Webshop"},
    ),
    "French, ids of which nobody speaks": (
        """
        Identifiant ¦ Nom de l'application ¦ Responsable ¦ Dépend de ¦ Criticité ¦ DMIA (h)
        A-01 ¦ Boutique en ligne ¦ Ventes ¦ Base de données, Annuaire ¦ Haute ¦ 4
        A-02 ¦ Base de données ¦ Exploitation ¦ ¦ Critique ¦ 2
        A-03 ¦ Annuaire ¦ Exploitation ¦ Base de données ¦ Haute ¦ 8
        """,
        {("Boutique en ligne", "Base de données"), ("Boutique en ligne", "Annuaire"), ("Annuaire", "Base de données")},
        {"Boutique en ligne"},
    ),
    "Spanish, numbered columns": (
        """
        Código ¦ Nombre ¦ Propietario ¦ Depende de 1 ¦ Depende de 2 ¦ Estado
        S1 ¦ Tienda ¦ Ventas ¦ S2 ¦ S3 ¦ En producción
        S2 ¦ Base de datos ¦ TI ¦ ¦ ¦ En producción
        S3 ¦ Correo ¦ TI ¦ S2 ¦ N/D ¦ Retirado
        """,
        {("S1", "S2"), ("S1", "S3"), ("S3", "S2")},
        {"S1"},
    ),
    "English, prefixes and a unit": (
        """
        serv_id ¦ serv_name ¦ serv_owner ¦ serv_tier ¦ serv_depends_on ¦ serv_rto_hours
        10 ¦ Portal ¦ Ann ¦ Gold ¦ 20|30 ¦ 4
        20 ¦ Auth ¦ Bob ¦ Gold ¦ 30 ¦ 2
        30 ¦ Postgres ¦ Bob ¦ Silver ¦ ¦ 1
        """,
        {("10", "20"), ("10", "30"), ("20", "30")},
        {"10"},
    ),
    "headings over headings": (
        """
        ¦ ¦ Recovery ¦ Recovery ¦ Contacts ¦ Contacts
        Service ¦ Depends on ¦ RTO (h) ¦ RPO (h) ¦ Owner ¦ Support group
        Web ¦ DB ¦ 4 ¦ 1 ¦ Ann ¦ Web ops
        DB ¦ ¦ 2 ¦ 3 ¦ Bob ¦ DB ops
        """,
        {("Web", "DB")},
        {"Web"},
    ),
    "line breaks in cells, percent as fractions": (
        """
        id ¦ name ¦ availability ¦ uses
        shop ¦ Shop ¦ 0.995 ¦ db/n/mail
        db ¦ DB ¦ 0.999 ¦
        mail ¦ Mail ¦ 0.99 ¦ db
        """,
        {("shop", "db"), ("shop", "mail"), ("mail", "db")},
        {"shop"},
    ),
    "a footnote, a column that nothing names": (
        """
        System ¦ Business criticality (1-4) ¦ Interfaces ¦ Comments
        CRM ¦ 1 ¦ ERP; Mail ¦
        ERP ¦ 1 ¦ Mail ¦ x
        Mail ¦ 2 ¦ ¦
        Note: interfaces as of the last audit by the architecture team ¦ ¦ ¦
        """,
        {("CRM", "ERP"), ("CRM", "Mail"), ("ERP", "Mail")},
        {"CRM"},
    ),
    "neighbours on both sides, mail addresses": (
        """
        Application ¦ Product owner ¦ Upstream systems ¦ Downstream systems
        Billing ¦ anna@x.ch ¦ CRM ¦ Ledger
        CRM ¦ jon@x.ch ¦ ¦ Billing
        Ledger ¦ li@x.ch ¦ Billing ¦
        """,
        {("Billing", "CRM"), ("Ledger", "Billing")},
        {"Ledger"},
    ),
    "a matrix": (
        """
        Service ¦ Shop ¦ DB ¦ Mail
        Shop ¦ ¦ x ¦ x
        DB ¦ ¦ ¦
        Mail ¦ ¦ x ¦
        """,
        {("Shop", "DB"), ("Shop", "Mail"), ("Mail", "DB")},
        {"Shop"},
    ),
    "French, words for nothing": (
        """
        Nom ¦ Dépendances ¦ Propriétaire
        Guichet ¦ Annuaire, SGBD ¦ Dupont
        Annuaire ¦ n.d. ¦ Martin
        SGBD ¦ non renseigné ¦ Martin
        """,
        {("Guichet", "Annuaire"), ("Guichet", "SGBD")},
        {"Guichet"},
    ),
    "a matrix of 0 and 1 below a title, an empty column": (
        """
        Abhängigkeitsmatrix ¦ ¦ ¦
        Dienst ¦ Anmeldung ¦ Lager ¦ Post
        Web ¦ 1 ¦ 1 ¦ 0
        Anmeldung ¦ 0 ¦ 1 ¦ 0
        Lager ¦ 0 ¦ 0 ¦ 0
        Post ¦ 0 ¦ 0 ¦ 0
        """,
        {("Web", "Anmeldung"), ("Web", "Lager"), ("Anmeldung", "Lager")},
        {"Web"},
    ),
    "German, ends that are compounds": (
        """
        Quellsystem ¦ Zielsystem ¦ Beschreibung
        Kasse ¦ Lager ¦ Bestand abfragen
        Lager ¦ DB ¦ liest
        """,
        {("Kasse", "Lager"), ("Lager", "DB")},
        {"Kasse"},
    ),
    "French, ends of relations with a level": (
        """
        Consommateur ¦ Fournisseur ¦ Criticité
        Portail ¦ API ¦ forte
        API ¦ Base ¦ faible
        """,
        {("Portail", "API"), ("API", "Base")},
        {"Portail"},
    ),
    "Spanish, ends of relations": (
        """
        Sistema origen ¦ Sistema destino ¦ Protocolo
        Tienda ¦ Pago ¦ REST
        Pago ¦ Banco ¦ SFTP
        """,
        {("Tienda", "Pago"), ("Pago", "Banco")},
        {"Tienda"},
    ),
    "names below headings that stand over several columns": (
        """
        System ¦ Dependencies ¦ ¦
        Name ¦ first ¦ second ¦ third
        Shop ¦ DB ¦ Net ¦
        DB ¦ ¦ ¦
        Net ¦ ¦ ¦
        """,
        {("Shop", "DB"), ("Shop", "Net")},
        {"Shop"},
    ),
    "how many there are names nobody": (
        """
        Service ¦ Dependencies ¦ Needs
        Shop ¦ 1 ¦ DB
        DB ¦ 0 ¦
        """,
        {("Shop", "DB")},
        {"Shop"},
    ),
    "columns of yes and no": (
        """
        Application ¦ Cloud ¦ PCI ¦ GDPR ¦ Depends on
        Web ¦ yes ¦ no ¦ yes ¦ Auth
        Auth ¦ no ¦ no ¦ yes ¦
        """,
        {("Web", "Auth")},
        {"Web"},
    ),
    "a column of yes and no that tells products": (
        """
        Name ¦ Is product ¦ Depends on
        Web ¦ yes ¦ DB
        DB ¦ yes ¦ OS
        OS ¦ no ¦
        """,
        {("Web", "DB"), ("DB", "OS")},
        {"Web", "DB"},
    ),
    "a list beside how many it has": (
        """
        Application ¦ # Dependencies ¦ Dependency list ¦ Incidents 2024
        Web ¦ 1 ¦ Auth ¦ 12
        Auth ¦ 0 ¦ ¦ 3
        """,
        {("Web", "Auth")},
        {"Web"},
    ),
    "French, components used": (
        """
        Code ¦ Libellé ¦ Composants utilisés ¦ MOA
        S-01 ¦ Paie ¦ S-02 / S-03 ¦ DRH
        S-02 ¦ Annuaire ¦ ¦ DSI
        S-03 ¦ Base RH ¦ ¦ DSI
        """,
        {("S-01", "S-02"), ("S-01", "S-03")},
        {"S-01"},
    ),
    "ends that only the type between them tells": (
        """
        CI 1 ¦ Relation ¦ CI 2
        DB ¦ used by ¦ Web
        App ¦ runs on ¦ VM
        """,
        {("Web", "DB"), ("App", "VM")},
        {"Web", "App"},
    ),
    "errors of formulas": (
        """
        Service ¦ Consists of ¦ Owner ¦ Cost
        Web ¦ DB ¦ #N/A ¦ #REF!
        DB ¦ #WERT! ¦ Bob ¦ 12
        """,
        {("Web", "DB")},
        {"Web"},
    ),
    "French, types of relations": (
        """
        Élément 1 ¦ Relation ¦ Élément 2
        Caisse ¦ utilise ¦ Stock
        Stock ¦ est hébergé sur ¦ VM
        SSO ¦ est utilisé par ¦ Caisse
        """,
        {("Caisse", "Stock"), ("Stock", "VM"), ("Caisse", "SSO")},
        {"Caisse"},
    ),
    "a row for each dependency, with the owner": (
        """
        Application ¦ Owner ¦ Depends on
        Shop ¦ Ann ¦ DB
        Shop ¦ Ann ¦ SSO
        CRM ¦ Bob ¦ DB
        DB ¦ Bob ¦
        SSO ¦ Bob ¦
        """,
        {("Shop", "DB"), ("Shop", "SSO"), ("CRM", "DB")},
        {"Shop", "CRM"},
    ),
    "bullets": (
        """
        Application ¦ Dependencies
        Shop ¦ - DB/n/- Mail - EU
        DB ¦
        Mail - EU ¦
        """,
        {("Shop", "DB"), ("Shop", "Mail - EU")},
        {"Shop"},
    ),
    "numbered lines": (
        """
        Application ¦ Dependencies
        Shop ¦ 1. DB/n/2. SSO
        DB ¦
        SSO ¦
        """,
        {("Shop", "DB"), ("Shop", "SSO")},
        {"Shop"},
    ),
}  # fmt: skip
"""Sheet → its cells, who depends on whom, and the products."""


def delimited(sign: str, encoding: str = "utf-8") -> Callable[[Path, Rows], Path]:
    def write(folder: Path, cells: Rows) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=sign, lineterminator="\r\n").writerows(cells)
        (path := folder / "sheet.csv").write_bytes(text.getvalue().encode(encoding))
        return path

    return write


def workbook(folder: Path, cells: Rows) -> Path:
    path = folder / "sheet.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Any")
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)
    return path


FORMS = {
    "comma": delimited(","),
    "semicolon": delimited(";"),
    "tab": delimited("\t"),
    "BOM": delimited(";", "utf-8-sig"),
    "UTF-16": delimited("\t", "utf-16"),
    "cp1252": delimited(";", "cp1252"),
    "workbook": workbook,
}


def proposed(folder: Path, path: Path) -> Incoming:
    (folder / "m.toml").write_text(suggest([path]).toml, encoding="utf-8")
    return resolve(read([path], mapping=folder / "m.toml"), {}, (), create_missing=False)


def judged(found: Incoming) -> tuple[set[tuple[str, ...]], set[str]]:
    services, dependencies = found.tables["service"], found.tables["dependency"]
    kinds = zip(services.texts("id"), services.texts("kind"), strict=True)
    return (
        set(zip(dependencies.texts("service"), dependencies.texts("depends_on"), strict=True)),
        {name for name, kind in kinds if kind == "product"},
    )


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("sheet", list(SHEETS))
def test_what_is_proposed_answers(tmp_path: Path, sheet: str, form: str) -> None:
    text, pairs, products = SHEETS[sheet]
    found = proposed(tmp_path, FORMS[form](tmp_path, rows(text)))
    assert errors(found) == []
    assert judged(found) == (pairs, products)


@pytest.mark.parametrize("sheet", [name for name in SHEETS if "title" not in name and "head" not in name])
def test_the_order_of_rows_and_columns_says_nothing(tmp_path: Path, sheet: str) -> None:
    text, pairs, products = SHEETS[sheet]
    head, *body = rows(text)
    notes = [row for row in body if len(row[0]) > 40]
    body = [row for row in body if row not in notes]
    for n, order in enumerate([[head, *body[::-1], *notes], [row[::-1] for row in (head, *body)]]):
        (folder := tmp_path / str(n)).mkdir()
        found = proposed(folder, FORMS["semicolon"](folder, order))
        assert errors(found) == []
        assert judged(found) == (pairs, products)


@pytest.mark.parametrize(
    ("levels", "meant"),
    [
        (["Tier 1", "Tier 3", "Tier 1"], ["1", "3", "1"]),
        (["Tier 0", "Tier 1", "tier 2"], ["1", "2", "3"]),
        (["1 - Kritisch", "2 - Hoch", "4 - Gering"], ["1", "2", "4"]),
        (["1 - low", "5 - critical", "3 - medium"], ["4", "1", "3"]),
        (["Klasse 5", "Klasse 1", "Klasse 2"], ["5", "1", "2"]),
        (["1 (purple)", "2 (pink)", "3 (plum)"], ["1", "2", "3"]),
    ],
)
def test_levels_go_by_their_words_else_by_their_numbers(
    tmp_path: Path, levels: list[str], meant: list[str]
) -> None:
    names = ["a", "b", "c"]
    lines = [f"{name},{level}" for name, level in zip(names, levels, strict=True)]
    (file := tmp_path / "x.csv").write_text("\n".join(["Service,Criti-\ncality".replace("\n", " "), *lines]))
    found = proposed(tmp_path, file)
    services = found.tables["service"]
    assert dict(zip(services.texts("id"), services.texts("criticality"), strict=True)) == dict(
        zip(names, meant, strict=True)
    )


@pytest.mark.parametrize(
    ("header", "cells", "cost"),
    [
        ("Annual cost;SLA", ["€ 1,200;99.5", "€ 300;99"], "1200"),
        ("Annual cost;SLA", ["1,200;99,5", "300;99,25"], "1.2"),  # the comma is of decimals
        ("Kosten in Mio. €;SLA", ["1,2;99", "0,3;99"], "1200000"),
        ("Kosten in Tsd. EUR;SLA", ["12;99", "3;99"], "12000"),
    ],
)
def test_numbers_are_read_by_the_signs_of_their_columns(
    tmp_path: Path, header: str, cells: list[str], cost: str
) -> None:
    (file := tmp_path / "x.csv").write_text(f"Service;{header}\na;{cells[0]}\nb;{cells[1]}\n")
    assert proposed(tmp_path, file).tables["service"].texts("cost")[0] == cost


def test_responsibilities_in_words(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("Service\nWeb\n")
    (tmp_path / "r.csv").write_text("Service,Role,Responsibility\nWeb,Ops,Responsible\nWeb,CIO,Accountable\n")
    files = [tmp_path / "s.csv", tmp_path / "r.csv"]
    (tmp_path / "m.toml").write_text(suggest(files).toml)
    table = read(files, mapping=tmp_path / "m.toml").tables["responsibility"]
    assert {*zip(table.texts("role"), table.texts("responsibility"), strict=True)} == {
        ("Ops", "R"),
        ("CIO", "A"),
    }


def test_lists_of_another_sheet_are_found_though_no_two_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "apps.csv").write_text('Application,Servers\nShop,"srv1, srv2"\nCRM,srv1\n')
    (tmp_path / "hosts.csv").write_text("Hostname,OS\nsrv1,Debian\nsrv2,Debian\n")
    proposal = suggest([tmp_path / "apps.csv", tmp_path / "hosts.csv"])
    assert '"Shop" depends on "srv2"' in proposal.in_words
    assert '"CRM" depends on "srv1"' in proposal.in_words


@pytest.mark.parametrize("form", list(FORMS))
def test_roles_below_a_heading_over_all_of_them(tmp_path: Path, form: str) -> None:
    text = """
        RACI der IT-Services ¦ ¦ ¦
        ¦ ¦ ¦
        Service ¦ Rollen ¦ ¦
        ¦ CIO ¦ Ops ¦ Dev
        Web ¦ A ¦ R ¦ C
        Auth ¦ A ¦ R ¦
        """
    table = proposed(tmp_path, FORMS[form](tmp_path, rows(text))).tables["responsibility"]
    held = {*zip(*map(table.texts, ("role", "service", "responsibility")), strict=True)}
    assert held == {
        ("CIO", "Web", "A"), ("Ops", "Web", "R"), ("Dev", "Web", "C"), ("CIO", "Auth", "A"), ("Ops", "Auth", "R"),
    }  # fmt: skip


def test_another_table_below_is_not_read_as_this_one(tmp_path: Path) -> None:
    (file := tmp_path / "x.csv").write_text(
        "Application,Depends on,Owner\nShop,DB,Ann\nDB,,Bob\n,,\nCode,Meaning,\nL,Live,\nR,Retired,\n"
    )
    found = proposed(tmp_path, file)
    assert judged(found) == ({("Shop", "DB")}, {"Shop"})
    assert "another table, from row 5 on" in suggest([file]).toml


def test_suggest_takes_a_last_row_of_numbers_for_a_total(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "Nr;Fachanwendung;Schutzbedarf;Jahreskosten CHF\n1;Portal;hoch;1'250'000\n2;Register;hoch;480'000\n"
        "3;Datenbank;hoch;\n;;;1'730'000\n",
        encoding="utf-8",
    )
    (tmp_path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    made = read([file], mapping=tmp_path / "m.toml")
    assert [(row["id"], row.get("cost", "")) for row in records(made)] == [
        ("1", "1250000"),
        ("2", "480000"),
        ("3", ""),
    ]
    assert [account.skipped for account in made.accounts] == [1]


@pytest.mark.parametrize(
    ("cells", "levels"),
    [
        (["1 - Mission critical", "2 - Business critical", "3 - Important"], ["1", "2", "3"]),
        (["1 - Low", "2 - Medium", "3 - High"], ["4", "3", "2"]),
        (["2 - High", "4 - Low", "3 - Medium"], ["2", "4", "3"]),
    ],
)
def test_numbers_of_levels_count_where_their_words_do_not_tell_them_apart(
    tmp_path: Path, cells: list[str], levels: list[str]
) -> None:
    file = tmp_path / "a.csv"
    rows = "".join(f"s{n},{cell}\n" for n, cell in enumerate(cells))
    file.write_text(f"Service,Criticality\n{rows}", encoding="utf-8")
    (tmp_path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    assert [row["criticality"] for row in records(read([file], mapping=tmp_path / "m.toml"))] == levels


@pytest.mark.parametrize(
    ("header", "cost"),
    [
        ("Kosten p.a. (T€)", "2000"),
        ("Jahreskosten CHF", "2"),
        ("Annual costs kEUR", "2000"),
        ("Coût par an (k€)", "2000"),
    ],
)
def test_what_a_column_of_costs_counts(tmp_path: Path, header: str, cost: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"Service,{header}\nMail,2\nWeb,3\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    assert records(read([file], mapping=tmp_path / "m.toml"))[0]["cost"] == cost
