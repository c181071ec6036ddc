"""Sheets as people keep them: what is proposed for them loads, and says what they say."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import Suggestion, suggest
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import errors, records, write


def kinds(proposed: Suggestion) -> dict[str, list[tuple[str, ...]]]:
    """What each kind of record would be."""
    return {p.kind: list(p.rows) for p in proposed.preview}


def column(proposed: Suggestion, kind: str, *names: str) -> list[tuple[str, ...]]:
    """These fields of the first records of a kind."""
    (found,) = [p for p in proposed.preview if p.kind == kind]
    return [tuple(row[found.columns.index(n)] for n in names) for row in found.rows]


def one(path: Path, sheet: str, name: str = "sheet.csv", preset: str | None = None) -> Suggestion:
    """What is proposed for a sheet; it loads, and reads every row without an error."""
    file = write(path, {name: sheet}) / name
    proposed = suggest([file], preset)
    assert [p for p in proposed.problems if p.severity == "error"] == []
    (path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    assert errors(read([file], mapping=path / "m.toml")) == []
    return proposed


INVENTORY = """\
App-ID;Application Name;Business Owner;RTO (h);SLA (%);Criticality (1-4);Annual Cost (EUR);Interfaces (upstream);\
Interfaces (downstream);Authentication;Comments
A1;Shop;Müller, Anna;4;99,5 %;1;1.200,00 €;CRM, Payroll;;AD;
A2;CRM;Jon;8;99,9 %;2;120.000,50 €;Payroll;A1;AD;
A3;Payroll;Jon;8;99 %;3;;;;AD;
A4;AD;Jon;1;99,9 %;1;5;;;;
"""


def test_names_that_others_refer_to_are_the_ids(tmp_path: Path) -> None:
    proposed = one(tmp_path, INVENTORY)
    fields = ("id", "aliases", "rto", "availability", "criticality", "cost", "kind")
    assert column(proposed, "service", *fields) == [
        ("Shop", "A1", "4h", "99.5", "1", "1200", "product"),
        ("CRM", "A2", "8h", "99.9", "2", "120000.5", "service"),
        ("Payroll", "A3", "8h", "99", "3", "", "service"),
        ("AD", "A4", "1h", "99.9", "1", "5", "service"),
    ]
    own = {("Shop", "CRM"), ("Shop", "Payroll"), ("CRM", "Payroll")}
    found_by_values = {("Shop", "AD"), ("CRM", "AD"), ("Payroll", "AD")}
    assert {*column(proposed, "dependency", "service", "depends_on")} == own | found_by_values
    assert kinds(proposed)["responsibility"][0] == ("Müller, Anna", "Shop", "A")
    assert [left.column for left in proposed.left_out] == ["Comments"]
    assert '"Shop" depends on "CRM"' in proposed.in_words


FACT_SHEETS = """\
id;displayName;type;businessCriticality;lifecycle:phase;relApplicationToITComponent;subscriptions:Responsible
8f1;Web Shop;Application;missionCritical;active;"SSO; Payment";"Anna <anna@x.ch>; Jon <jon@x.ch>"
8f3;SSO;ITComponent;businessCritical;phaseOut;Payment;Team
8f7;Payment;ITComponent;administrativeService;plan;;
"""


def test_the_type_tells_products_from_services(tmp_path: Path) -> None:
    proposed = one(tmp_path, FACT_SHEETS, preset="none")
    assert column(proposed, "service", "id", "kind", "aliases", "criticality", "lifecycle") == [
        ("Web Shop", "product", "8f1", "1", "live"),
        ("SSO", "service", "8f3", "2", "retiring"),
        ("Payment", "service", "8f7", "4", "planned"),
    ]
    assert kinds(proposed)["dependency"] == [("Web Shop", "SSO"), ("Web Shop", "Payment"), ("SSO", "Payment")]
    assert [row[0] for row in kinds(proposed)["responsibility"]] == [
        "Anna <anna@x.ch>", "Jon <jon@x.ch>", "Team"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "end",
    [
        "",
        ",,,\n",
        ",,,\n,,,\n",
        "Total,,,2\n",
        "Gesamt:,,,2\n",
        ",,,\n* figures of last year, subject to change,,,\n".replace("year, ", "year "),
    ],
)
def test_what_stands_below_a_table_changes_nothing(tmp_path: Path, end: str) -> None:
    sheet = (
        f"App-ID,Application Name,Business Owner,Status\nAPP1,Web shop,Anna,Live\nAPP2,CRM,Jon,Live\n{end}"
    )
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id", "name", "kind", "lifecycle") == [
        ("APP1", "Web shop", "product", "live"),
        ("APP2", "CRM", "product", "live"),
    ]
    assert kinds(proposed)["responsibility"] == [("Anna", "APP1", "A"), ("Jon", "APP2", "A")]


@pytest.mark.parametrize(
    "titles", ["", "IT services;;;\nas of 1 October;;;\n;;;\n", "Report\n\nprinted, by me\n"]
)
def test_what_stands_above_a_table_changes_nothing(tmp_path: Path, titles: str) -> None:
    sheet = (
        f"{titles}Service;Category;Cost;Depends on\nshop;Web;1200;db\ndb;Platform;300;\n;;;\nTotal;;1500;\n"
    )
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id", "kind", "category", "cost") == [
        ("shop", "product", "Web", "1200"),
        ("db", "service", "Platform", "300"),
    ]
    assert kinds(proposed)["dependency"] == [("shop", "db")]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("caller,callee,why", "a,b,x\na,c,x\nd,c,x"),
        ("client,server,connection_type", "a,b,sql\na,c,amqp\nd,c,sql"),
        ("Upstream,Downstream", "b,a\nc,a\nc,d"),
        ("parent.name,child.name,type.name", "a,b,Depends on::Used by\na,c,Runs on::Runs\nd,c,Uses::Used by"),
        ("Source,Target,Type", "a,b,uses\nc,a,Serving\nc,d,serves"),
        ("consumer;provider", "a;b\na;c\nd;c"),
        ("Quelle;Ziel", "a;b\na;c\nd;c"),
        ("Appelant,Appelé", "a,b\na,c\nd,c"),
        ("Origen,Destino", "a,b\na,c\nd,c"),
        ("Vorsystem;Nachsystem;Inhalt", "b;a;x\nc;a;x\nc;d;x"),
        ("source,target,flow bytes,port", "a,b,10,443\na,c,5,443\nd,c,7,22"),
        ("Source,Target,Data flow", "b,a,x\nc,a,x\nc,d,x"),
        ("Flux;Application source;Application cible", "1;b;a\n2;c;a\n3;c;d"),
        ("Quellsystem;Zielsystem;Datenfluss", "b;a;x\nc;a;x\nc;d;x"),
        ("serv_consumer,serv_provider,serv_note", "a,b,\na,c,\nd,c,"),
        ("sourceApplication|targetApplication", "a|b\na|c\nd|c"),
    ],
)
def test_ends_of_relations(tmp_path: Path, header: str, rows: str) -> None:
    proposed = one(tmp_path, f"{header}\n{rows}\n")
    assert {*column(proposed, "dependency", "service", "depends_on")} == {("a", "b"), ("a", "c"), ("d", "c")}
    services = {*column(proposed, "service", "id", "kind")}
    assert services == {("a", "product"), ("d", "product"), ("b", "service"), ("c", "service")}
    assert '"a" depends on "b"' in proposed.in_words


BACKSTAGE = """\
kind,metadata.name,metadata.namespace,spec.type,spec.lifecycle,spec.owner,spec.dependsOn
Component,checkout,default,website,production,team-a,"cart, orders"
Component,cart,default,service,experimental,team-b,orders
Resource,orders,default,database,production,team-b,
"""


@pytest.mark.parametrize("line", range(3))
def test_a_row_whose_cells_stand_again_below_is_no_header(tmp_path: Path, line: int) -> None:
    header, *rows = BACKSTAGE.splitlines()
    turned = [*rows[line:], *rows[:line]]
    proposed = one(tmp_path, "\n".join([header, *turned]) + "\n")
    assert {*column(proposed, "service", "id", "lifecycle")} == {
        ("checkout", "live"), ("cart", "planned"), ("orders", "live"),
    }  # fmt: skip
    assert {*kinds(proposed)["dependency"]} == {
        ("checkout", "cart"),
        ("checkout", "orders"),
        ("cart", "orders"),
    }


def test_a_column_of_kinds_is_known_by_its_values(tmp_path: Path) -> None:
    rows = "GRH;RH;Application métier\nPAY;Paie;Application métier\nBDD;Oracle;Service technique\n"
    proposed = one(tmp_path, f"Code;Libellé;Nature\n{rows}", "applications.csv")
    assert column(proposed, "service", "id", "kind") == [
        ("GRH", "product"),
        ("PAY", "product"),
        ("BDD", "service"),
    ]


@pytest.mark.parametrize(
    ("header", "letter"),
    [
        ("Verfahrensverantwortliche/r", "A"), ("Verantwortliche(r)", "R"), ("Eigentümer:in", "A"),
        ("VERANTWORTLICHE/R", "R"), ("Verantwortliche Rolle", "R"), ("Accountable Executive", "A"),
        ("Eigentümer*innen", "A"), ("Propietario/a", "A"), ("AnsprechpartnerIn", "R"), ("MOA", "A"), ("MOE", "R"),
    ],
)  # fmt: skip
def test_words_for_women_and_men_are_one(tmp_path: Path, header: str, letter: str) -> None:
    proposed = one(tmp_path, f"Service;{header}\nx;Anna\ny;Jon\n")
    assert kinds(proposed)["responsibility"] == [("Anna", "x", letter), ("Jon", "y", letter)]


def test_tables_below_each_other_in_a_sheet_are_read_apart(tmp_path: Path) -> None:
    """Also a third one; what marks mean, below them all, is none."""
    rows = [
        ["Services of 2025"], ["Name", "Owner", "Status"], ["Shop", "Ann", "Live"], ["Bus", "Bob", "Live"], [],
        ["Connections"], ["From", "To", "Protocol"], ["Shop", "Bus", "HTTPS"], ["Bus", "Node", "SQL"], [],
        ["Servers"], ["Name", "Supplier", "Cost"], ["Node", "ACME", 5], ["Spare", "ACME", 7], [],
        ["Code", "Meaning"], ["L", "Live"], ["R", "Retired"],
    ]  # fmt: skip
    file = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Estate")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    proposed = suggest([file])
    assert [*column(proposed, "service", "id", "kind")] == [
        ("Shop", "product"), ("Bus", "service"), ("Node", "service"), ("Spare", "service"),
    ]  # fmt: skip
    assert kinds(proposed)["dependency"] == [("Shop", "Bus"), ("Bus", "Node")]
    assert [one.why.partition(",")[0] for one in proposed.left_out if not one.column] == [
        "what looks like another table"
    ]
    assert "header = 16 reads it" in proposed.toml
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    assert errors(read([file], mapping=tmp_path / "m.toml")) == []


def test_what_only_happens_to_be_unique_is_no_id_because_another_sheet_has_it(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in {
            "Anwendungen": [["Kürzel", "Bezeichnung", "Gerät", "läuft auf"], ["A1", "Personal", "Windows", "S1"],
                            ["A2", "E-Mail", "Linux", "S2"]],
            "IT-Systeme": [["Kürzel", "Bezeichnung", "Gerät"], ["S1", "Server P", "Windows"],
                           ["S2", "Server M", "Linux"], ["S3", "Server X", "Linux"]],
        }.items():  # fmt: skip
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    proposed = suggest([file])
    assert kinds(proposed)["dependency"] == [("A1", "S1"), ("A2", "S2")]
    assert {one for (one,) in column(proposed, "service", "id")} == {"A1", "A2", "S1", "S2", "S3"}


def test_servers_with_what_they_host(tmp_path: Path) -> None:
    servers = 'Hostname,OS,Application(s) hosted\nweb1,Linux,"Shop, Blog"\ndb1,Linux,Orders\n'
    write(tmp_path, {"servers.csv": servers, "apps.csv": "Application,Uses\nShop,Orders\nBlog,\nOrders,\n"})
    proposed = suggest([tmp_path / "servers.csv", tmp_path / "apps.csv"])
    assert {*kinds(proposed)["dependency"]} == {
        ("Shop", "web1"), ("Blog", "web1"), ("Orders", "db1"), ("Shop", "Orders"),
    }  # fmt: skip


def test_lists_of_what_nobody_defines_are_lists(tmp_path: Path) -> None:
    proposed = one(tmp_path, 'Service,Used by\nOrders,"Shop, Mobile"\nStock,Orders\n')
    assert {*kinds(proposed)["dependency"]} == {("Shop", "Orders"), ("Mobile", "Orders"), ("Orders", "Stock")}
    assert proposed.undefined == ("Mobile", "Shop")


def test_people_beside_their_roles_and_applications(tmp_path: Path) -> None:
    rows = "Shop,Business Owner,Ann\nShop,Support,Team 1\nDB,Business Owner,Bob\nDB,Support,Team 2\n"
    proposed = one(tmp_path, f"Application,Role,Name\n{rows}")
    assert kinds(proposed) == {
        "responsibility": [
            ("Ann", "Shop", "A"),
            ("Team 1", "Shop", "R"),
            ("Bob", "DB", "A"),
            ("Team 2", "DB", "R"),
        ]
    }


def test_a_sheet_called_as_our_own_may_be_another(tmp_path: Path) -> None:
    for titles, own in (([["Service catalogue FY25"], []], False), ([], True)):
        file = tmp_path / f"{own}.xlsx"
        with xlsxwriter.Workbook(file) as book:
            page = book.add_worksheet("Services")
            for at, row in enumerate([*titles, ["id", "name", "cost"], ["a", "A", 1], ["b", "B", 2]]):
                page.write_row(at, 0, row)
        assert suggest([file]).own is own


def test_types_of_relations_that_say_nothing_of_dependence_are_told(tmp_path: Path) -> None:
    proposed = one(tmp_path, "source,target,type\na,b,Depends on\nr,a,Located in\n")
    assert kinds(proposed)["dependency"] == [("a", "b")]
    assert any("Located in" in left.why for left in proposed.left_out)


def test_a_service_sheet_is_no_list_of_relations(tmp_path: Path) -> None:
    sheet = (
        "Service ID;Service name;Owner;Availability;Depends on\nS1;Web shop;Sales IT;99,5;S2, S3\n"
        "S2;Database;Platform;99,9;\nS3;Container;Platform;99,9;S2\n"
    )
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id", "name", "availability", "kind") == [
        ("S1", "Web shop", "99.5", "product"),
        ("S2", "Database", "99.9", "service"),
        ("S3", "Container", "99.9", "service"),
    ]
    assert kinds(proposed)["dependency"] == [("S1", "S2"), ("S1", "S3"), ("S3", "S2")]
    assert kinds(proposed)["responsibility"][0] == ("Sales IT", "S1", "A")


@pytest.mark.parametrize(
    "sheet",
    [
        "Service;Depends on 1;Depends on 2\na;b;c\nb;c;\n",
        "Name,Dependency 1,Dependency 2\na,b,c\nb,c,\n",
        "Name,Depends on,Depends on\na,b,c\nb,c,\n",
        ",b,c\na,x,x\nb,,x\n",
        "Service,a,b,c\na,,X,1\nb,,,X\nc,,,\n",
        "Dienst|Nutzt\na|b, c\nb|c\n",
        "Application Name,Depends On\na,b\na,c\nb,c\n",
    ],
)
def test_dependencies_in_several_columns_and_matrices(tmp_path: Path, sheet: str) -> None:
    proposed = one(tmp_path, sheet)
    assert kinds(proposed)["dependency"] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert ("a", "product") in column(proposed, "service", "id", "kind")


def test_a_matrix_of_roles(tmp_path: Path) -> None:
    proposed = one(tmp_path, "Activity,Platform Team,Internal Audit\nMonitoring,A/R,n/a\nEscalation,R,I\n")
    assert {*kinds(proposed)["responsibility"]} == {
        ("Platform Team", "Monitoring", "A"),
        ("Platform Team", "Monitoring", "R"),
        ("Platform Team", "Escalation", "R"),
        ("Internal Audit", "Escalation", "I"),
    }


def test_a_matrix_with_a_row_for_each_role(tmp_path: Path) -> None:
    proposed = one(tmp_path, "Role;Shop;CRM\nOps;A;R/I\nDev;;A\n")
    assert {*kinds(proposed)["responsibility"]} == {
        ("Ops", "Shop", "A"),
        ("Ops", "CRM", "R"),
        ("Ops", "CRM", "I"),
        ("Dev", "CRM", "A"),
    }
    assert column(proposed, "service", "id") == [("Shop",), ("CRM",)]


def test_a_sheet_that_names_its_neighbours_on_both_sides(tmp_path: Path) -> None:
    proposed = one(tmp_path, "name,upstream,downstream\na,,b\nb,a,c\nc,b,\n")
    assert {*column(proposed, "dependency", "service", "depends_on")} == {("b", "a"), ("c", "b")}
    assert {*column(proposed, "service", "id", "kind")} == {
        ("a", "service"),
        ("b", "service"),
        ("c", "product"),
    }


def test_a_list_of_responsibilities(tmp_path: Path) -> None:
    proposed = one(tmp_path, "Role,Service,RACI\nOps,shop,A\nOps,db,R\nDev,shop,R/C\n")
    assert kinds(proposed) == {
        "responsibility": [
            ("Ops", "shop", "A"),
            ("Ops", "db", "R"),
            ("Dev", "shop", "R"),
            ("Dev", "shop", "C"),
        ]
    }
    assert proposed.undefined == ("db", "shop")


@pytest.mark.parametrize(
    ("header", "criticality", "status"),
    [
        ("Name;Criticality;Status;Description;Owner", "High", "In production"),
        ("Bezeichnung;Kritikalität;Lebenszyklus;Beschreibung;Eigentümer", "Hoch", "Produktiv"),
        ("Bezeichnung;Kritikalitaet;Status;Beschreibung;Eigentuemer", "hoch", "in Betrieb"),
        ("Nom;Criticité;Statut;Résumé;Propriétaire", "Élevée", "En production"),
        ("Nombre;Criticidad;Estado;Descripción;Propietario", "Alta", "En producción"),
    ],
)
def test_fields_in_four_languages(tmp_path: Path, header: str, criticality: str, status: str) -> None:
    proposed = one(
        tmp_path, f"{header}\nshop;{criticality};{status};sells;Ann\ndb;{criticality};{status};keeps;Bob\n"
    )
    assert column(proposed, "service", "id", "criticality", "lifecycle", "description") == [
        ("shop", "2", "live", "sells"),
        ("db", "2", "live", "keeps"),
    ]
    assert kinds(proposed)["responsibility"] == [("Ann", "shop", "A"), ("Bob", "db", "A")]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = [
        ("Service ID", "Name", "Type", "Uses", "Owner"),
        ("s1", "Shop", "Application", "s2, s3", "Ann"),
        ("s2", "Database", "Platform", "s3", "Ann"),
        ("s3", "Network", "Platform", "", "Bob"),
    ]
    found = []
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (3, 0, 4, 1, 2)):
        sheet = "\n".join(";".join(row[at] for at in order) for row in rows)
        proposed = one(tmp_path, f"{sheet}\n")
        services = column(proposed, "service", "id", "name", "kind")
        found.append((services, kinds(proposed)["dependency"], kinds(proposed)["responsibility"]))
    assert found[0] == found[1] == found[2]
    assert found[0][0][0] == ("s1", "Shop", "product")


def test_relations_in_another_file_are_found_by_their_values(tmp_path: Path) -> None:
    files = {
        "apps.csv": "sys_id,name,u_owner\n01,Shop,Ann\n02,CRM,Bob\n03,Net,Bob\n",
        "rel.csv": "one,two\nShop,CRM\nShop,Net\nCRM,Net\nShop,CRM\n",
    }
    folder = write(tmp_path, files)
    proposed = suggest([folder / name for name in files])
    assert column(proposed, "service", "id", "aliases") == [("Shop", "01"), ("CRM", "02"), ("Net", "03")]
    assert kinds(proposed)["dependency"] == [("Shop", "CRM"), ("Shop", "Net"), ("CRM", "Net")]
    assert "which depends on which is not said" in proposed.toml


def test_keys_and_values_are_columns_of_what_they_belong_to(tmp_path: Path) -> None:
    files = {
        "elements.csv": "ID,Name\n1,Shop\n2,CRM\n",
        "properties.csv": "ID,Key,Value\n1,Owner,Ann\n1,RTO (h),4\n2,Owner,Eve\n9,Owner,Eva\n2,Site,zrh\n",
    }
    folder = write(tmp_path, files)
    proposed = suggest([folder / name for name in files])
    assert proposed.files == (folder / "elements.csv", folder / "properties.csv")
    (tmp_path / "m.toml").write_text(proposed.toml)
    found = read([folder / name for name in files], mapping=tmp_path / "m.toml")
    kept = {r["id"]: (r.get("rto"), r.get("Site")) for r in records(found)}
    assert kept == {"1": ("4h", None), "2": (None, "zrh")}
    assert list(found.tables["responsibility"].keys()) == [("Ann", "1", "A"), ("Eve", "2", "A")]


def test_free_columns_of_the_catalogues_own_files_are_kept(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name,provider,holding,Owner\na,Shop,ACME,x,Ann\nb,Payment gateway,,,\n",
        "dependencies.csv": "service,depends_on,Since\na,Payment gateway,2020\n",
    }
    folder = write(tmp_path, files)
    proposed = suggest([folder / name for name in files])
    assert column(proposed, "service", "id", "supplier", "holding") == [("a", "ACME", "x"), ("b", "", "")]
    assert column(proposed, "dependency", "service", "Since") == [("a", "2020")]
    assert kinds(proposed)["responsibility"] == [("Ann", "a", "A")]
    assert (proposed.left_out, proposed.undefined) == ((), ())


def test_what_a_file_says_cannot_leave_a_comment(tmp_path: Path) -> None:
    sheet = 'Name,Uses,"Odd\n[[file]]",\u200bid\n"a""] #",b,1,\nb,,2,\n'
    proposed = one(tmp_path, sheet)
    (file,) = tomllib.loads(proposed.toml)["file"]
    assert file["name"] == "sheet.csv"
    assert ("b", "service") in column(proposed, "service", "id", "kind")


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["Name", "id", "Depends on", "Owner", "x", "R", "1", "99%", "n/a", "Total", "a;b", "#1"]
)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
@example([[";", ";"], ["", ""]])
@example([["", ";"], ["", "0"]])
@example([["", "NAME", "", "NAME"], ["", ":", "", "0"], ["", "", "0", "0"]])
@example([["Name", '"\t'], ["Name", "\n"]])
@example([["\n", "0"], ["0"]])
@example([[";"], ["\n0", ";"]])
@example([["", "\x1b", "*", ""], ["", "", "", "0"], ["", "", "0", "0"]])
@example([["", "", "", "Depends on"], ["", "", "0", "#1"]])
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_a_file_holds_what_is_proposed_loads(tmp_path: Path, rows: list[list[str]]) -> None:
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        proposed = suggest([tmp_path / "x.csv"])
    except UsageError as error:
        if "proposal" in error.message:
            raise
        return
    assert tomllib.loads(proposed.toml)["file"][0]["table"]
    whole = {p.code for p in proposed.problems if not p.record}  # not of a row whose quotes are wrong
    assert not whole & {"E104", "E107", "E110", "E111", "E112"}


def test_words_for_nothing_are_no_lists_and_no_people(tmp_path: Path) -> None:
    sheet = (
        "Identifiant;Nom de l'application;Responsable;Dépend de\n"
        "APP1;Paie;Élodie;APP2 / APP3\nAPP2;Base RH;—;n/a\nAPP3;Accès;Jean;néant\n"
    )
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "id", "name") == [
        ("APP1", "Paie"),
        ("APP2", "Base RH"),
        ("APP3", "Accès"),
    ]
    assert column(proposed, "dependency", "service", "depends_on") == [("APP1", "APP2"), ("APP1", "APP3")]
    assert column(proposed, "responsibility", "role", "service") == [("Élodie", "APP1"), ("Jean", "APP3")]
    assert '"APP1" depends on "APP2"' in proposed.toml
    assert '"n"' not in proposed.toml


@pytest.mark.parametrize(("last", "kept"), [("", "aliases"), ("NULL", "aliases"), ("K1", "their id")])
def test_ids_that_cannot_be_the_ids_are_kept(tmp_path: Path, last: str, kept: str) -> None:
    proposed = one(tmp_path, f"id,name,cost\nK1,A,1\nK2,B,2\nK3,C,3\n{last},D,4\n")
    names = [("A", "K1"), ("B", "K2"), ("C", "K3"), ("D", last.replace("NULL", ""))]
    assert column(proposed, "service", "id", kept) == names
    assert proposed.left_out == ()


def test_references_to_ids_that_some_rows_lack_are_found(tmp_path: Path) -> None:
    proposed = one(tmp_path, "ci_id,ci_name,depends_on\nC1,Shop,C2\nC2,DB,NULL\nNULL,Ghost,C2\n")
    assert proposed.undefined == ()
    assert column(proposed, "service", "id", "aliases") == [("Shop", "C1"), ("DB", "C2"), ("Ghost", "")]


def test_a_matrix_of_roles_called_as_columns_of_people_are(tmp_path: Path) -> None:
    header = "Service;Service Owner;Application Support;Infrastructure Team;CISO"
    proposed = one(tmp_path, f"{header}\nMail;A;R;C;I\nVPN;A;;R;C/I\n")
    assert {*kinds(proposed)["responsibility"]} == {
        ("Service Owner", "Mail", "A"), ("Application Support", "Mail", "R"), ("Infrastructure Team", "Mail", "C"),
        ("CISO", "Mail", "I"), ("Service Owner", "VPN", "A"), ("Infrastructure Team", "VPN", "R"),
        ("CISO", "VPN", "C"), ("CISO", "VPN", "I"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [["Ann\nBob", "Cy; Bob", "Ann"], ["Ann; Bob", "Cy\nBob", "Ann"], ["Ann / Bob", "Bob / Cy", "Bob"],
     ["Ann, Bob", "Cy, Bob", "Bob"], ["Ann & Bob", "Cy & Bob", "Bob"]],
)  # fmt: skip
def test_several_people_in_a_cell(tmp_path: Path, cells: list[str]) -> None:
    rows = "".join(f'{name},"{cell}"\n' for name, cell in zip(("x", "y", "z"), cells, strict=True))
    proposed = one(tmp_path, f"Service,Owner\n{rows}")
    found = {(role, service) for role, service, _ in kinds(proposed)["responsibility"]}
    assert found >= {("Ann", "x"), ("Bob", "x"), ("Cy", "y"), ("Bob", "y")}
    assert {role for role, _ in found} == {"Ann", "Bob", "Cy"}


def test_a_name_with_a_comma_is_one_person(tmp_path: Path) -> None:
    proposed = one(tmp_path, 'Service,Owner\nx,"Müller, Anna"\ny,"Huber, Jon"\n')
    assert [role for role, *_ in kinds(proposed)["responsibility"]] == ["Müller, Anna", "Huber, Jon"]


def test_a_sheet_about_the_others_holds_no_services(tmp_path: Path) -> None:
    file = tmp_path / "estate.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in {
            "Readme": [["This workbook lists our applications"], ["Author: EA team"]],
            "Dienste": [["Nr", "Dienst"], ["D1", "Portal"], ["D2", "Datenbank"], ["D3", "Alt"]],
            "Abhängigkeiten": [["Dienst", "benötigt"], ["D1", "D2"], ["D3", "D2"]],
            "Auswertung": [["Dienst", "Anzahl"], ["alle", "3"]],
        }.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    proposed = suggest([file])
    assert column(proposed, "service", "id", "name") == [("D1", "Portal"), ("D2", "Datenbank"), ("D3", "Alt")]
    assert kinds(proposed)["dependency"] == [("D1", "D2"), ("D3", "D2")]
    assert [p for p in proposed.problems if p.severity == "error"] == []


def test_keys_and_values_of_what_nobody_else_lists_define_it(tmp_path: Path) -> None:
    rows = "Shop,Owner,Ann\nDB,Owner,Bob\nShop,RTO,4h\nShop,Depends on,DB\nShop,Depends on,SSO\nSSO,RTO,2h\n"
    proposed = one(tmp_path, f"Element,Property,Value\n{rows}")
    assert {*column(proposed, "service", "id", "kind", "rto")} == {
        ("Shop", "product", "4h"), ("DB", "service", ""), ("SSO", "service", "2h"),
    }  # fmt: skip
    assert kinds(proposed)["dependency"] == [("Shop", "DB"), ("Shop", "SSO")]
    assert kinds(proposed)["responsibility"] == [("Ann", "Shop", "A"), ("Bob", "DB", "A")]


@pytest.mark.parametrize("name", ["deep.json", "deployment.yaml", "deployment.yml", "export.xml"])
def test_documents_that_no_reader_knows_are_no_tables(tmp_path: Path, name: str) -> None:
    text = "[[[1, 2], [3, 4]]]\n" if name.endswith("json") else "<a>\n<b>1, 2</b>\n</a>\n"
    file = (
        write(tmp_path, {name: text if "yaml" not in name else "kind: Deployment\nspec: {a: 1, b: 2}\n"})
        / name
    )
    with pytest.raises(UsageError, match="no reader knows this"):
        suggest([file])


def test_a_wrong_letter_in_a_matrix_of_roles_is_an_error_in_its_place(tmp_path: Path) -> None:
    sheet = "Service,Ann,Bob,Audit\nPayroll,A,R,n/a\nHR,A/R,C,I\nSSO,,A,C\nMail,Q,,A\n"
    proposed = suggest([write(tmp_path, {"raci.csv": sheet}) / "raci.csv"])
    assert ("Ann", "Payroll", "A") in column(proposed, "responsibility", "role", "service", "responsibility")
    assert [(p.code, p.line, p.value) for p in proposed.problems if p.severity == "error"] == [
        ("E208", 5, "Q")
    ]


@pytest.mark.parametrize(
    "corner", ["Service / Role", "Service \\ Rolle", "Application vs. Team", "Service ↓ Role →"]
)
def test_the_corner_of_a_matrix_says_first_what_its_rows_are(tmp_path: Path, corner: str) -> None:
    proposed = one(tmp_path, f"{corner},CIO,Platform team\nMail,A,R\nPayroll,A,C\n")
    assert column(proposed, "service", "id") == [("Mail",), ("Payroll",)]
    assert ("CIO", "Mail", "A") in column(proposed, "responsibility", "role", "service", "responsibility")


@pytest.mark.parametrize("corner", ["Role / Service", "Team", "Role"])
def test_rows_of_a_matrix_may_be_roles(tmp_path: Path, corner: str) -> None:
    proposed = one(tmp_path, f"{corner},Mail,Payroll\nCIO,A,A\nPlatform team,R,C\n")
    assert ("CIO", "Mail", "A") in column(proposed, "responsibility", "role", "service", "responsibility")


def test_a_prefix_of_all_columns_says_nothing_of_the_ends_of_relations(tmp_path: Path) -> None:
    files = {
        "applications.csv": "appl_id,appl_name,appl_tier\n100,PACS,1\n101,RIS,1\n102,EHR,2\n",
        "interfaces.csv": "if_id,if_source_appl,if_target_appl,if_protocol\n1,101,100,DICOM\n2,102,101,HL7\n",
    }
    proposed = suggest([write(tmp_path, files) / name for name in files])
    assert column(proposed, "dependency", "service", "depends_on") == [("101", "100"), ("102", "101")]
    assert column(proposed, "service", "id") == [("100",), ("101",), ("102",)]


@pytest.mark.parametrize("says", ["5 = highest", "1 = low, 5 = critical", "1: niedrig - 5: hoch"])
def test_a_scale_whose_highest_number_is_most_critical_is_turned(tmp_path: Path, says: str) -> None:
    proposed = one(tmp_path, f"Application;Criticality ({says})\nTrading;5\nMail;3\nWiki;1\n")
    assert column(proposed, "service", "id", "criticality") == [
        ("Trading", "1"),
        ("Mail", "3"),
        ("Wiki", "5"),
    ]


@pytest.mark.parametrize("says", ["1 = highest", "1 = critical, 4 = low", "1-5"])
def test_other_scales_are_not(tmp_path: Path, says: str) -> None:
    proposed = one(tmp_path, f"Application;Criticality ({says})\nTrading;1\nWiki;4\n")
    assert column(proposed, "service", "id", "criticality") == [("Trading", "1"), ("Wiki", "4")]


@pytest.mark.parametrize(
    ("header", "a", "r"),
    [("Service,CIO,Ops", "Accountable", "Responsible"), ("Servicio,CIO,Ops", "Aprobador", "Responsable")],
)
def test_responsibilities_in_words_are_no_header(tmp_path: Path, header: str, a: str, r: str) -> None:
    proposed = one(tmp_path, f"{header}\nMail,{a},{r}\nChat,{r},{a}\nWiki,{a},{r}\n")
    assert set(column(proposed, "responsibility", "role", "service", "responsibility")) == {
        ("CIO", "Mail", "A"), ("Ops", "Mail", "R"), ("CIO", "Chat", "R"), ("Ops", "Chat", "A"),
        ("CIO", "Wiki", "A"), ("Ops", "Wiki", "R"),
    }  # fmt: skip


@pytest.mark.parametrize("who", ["Stakeholder", "Wer"])
def test_a_list_of_who_is_what(tmp_path: Path, who: str) -> None:
    sheet = (
        f"Service,{who},Responsibility\nMail,Ann,Accountable\nMail,Ops,Responsible\nChat,Ops,Accountable\n"
    )
    proposed = suggest([write(tmp_path, {"x.csv": sheet}) / "x.csv"])
    assert column(proposed, "responsibility", "role", "service", "responsibility") == [
        ("Ann", "Mail", "A"), ("Ops", "Mail", "R"), ("Ops", "Chat", "A"),
    ]  # fmt: skip


def test_fields_as_rows_are_no_header_either(tmp_path: Path) -> None:
    sheet = "Item,Payroll,Till,Web shop\nOwner,Ann,Bo,Bo\nRTO,2d,1h,4h\nDepends on,,Web shop,\n"
    with pytest.raises(UsageError, match="its first column names fields"):
        suggest([write(tmp_path, {"x.csv": sheet}) / "x.csv"])


@pytest.mark.parametrize("type_", ["serves", "supports", "is used by"])
def test_ends_that_are_called_so_go_before_what_a_relation_is_called(tmp_path: Path, type_: str) -> None:
    proposed = one(tmp_path, f"Provider,Consumer,Relation\nDB,Shop,{type_}\nNet,DB,{type_}\n")
    assert column(proposed, "dependency", "service", "depends_on") == [("Shop", "DB"), ("DB", "Net")]


def test_teams_and_what_is_promised_are_no_ends_of_relations(tmp_path: Path) -> None:
    sheet = (
        "OLA ID,Service,Providing team,Consuming service,Target\nO1,Database,DBA team,Shop,99.5\n"
        "O2,Network,Network team,Database,99.9\nO3,Network,Network team,Shop,99\n"
    )
    proposed = one(tmp_path, sheet)
    assert set(column(proposed, "dependency", "service", "depends_on")) == {
        ("Shop", "Database"), ("Database", "Network"), ("Shop", "Network"),
    }  # fmt: skip


@pytest.mark.parametrize("one", ["Dep1", "Dependency 1", "Depends on (1)"])
def test_what_has_the_number_of_a_dependency_says_how_strong_it_is(tmp_path: Path, one: str) -> None:
    two = one.replace("1", "2")
    sheet = f"App;{one};{one} type;{two};{two} type\nShop;DB;hard;Mail;soft\nMail;DB;hard;;\nDB;;;;\n"
    proposed = suggest([write(tmp_path, {"x.csv": sheet}) / "x.csv"])
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    made = resolve(read([tmp_path / "x.csv"], mapping=tmp_path / "m.toml"), {}, (), create_missing=False)
    assert {(r["service"], r["depends_on"], r["strength"]) for r in records(made, "dependency")} == {
        ("Shop", "DB", "hard"), ("Shop", "Mail", "soft"), ("Mail", "DB", "hard"),
    }  # fmt: skip


def test_types_of_relations_that_nobody_knows_are_told(tmp_path: Path) -> None:
    proposed = one(tmp_path, "from,to,type\nA,B,runs on\nB,C,is used by\nC,A,contains\nA,D,foo\n")
    assert '(type "foo": not known, taken for the same way)' in proposed.in_words
    assert [(o.column, o.why) for o in proposed.left_out] == [
        ("", 'rows of type "contains": they say nothing of dependence')
    ]


def test_values_that_nobody_knows_are_kept_and_asked_for(tmp_path: Path) -> None:
    sheet = "ID;Name;Status\na;Shop;In Betrieb\nb;DB;Wackelig\nc;Mail;Wackelig\nd;HR;Gedacht\n"
    proposed = one(tmp_path, sheet)
    assert column(proposed, "service", "lifecycle", "their Status") == [
        ("live", "In Betrieb"), ("", "Wackelig"), ("", "Wackelig"), ("", "Gedacht"),
    ]  # fmt: skip
    (left,) = proposed.left_out
    assert left.column == "Status"
    assert left.why.startswith("'Gedacht', 'Wackelig' (3 rows) is no lifecycle that is known")


def test_what_is_all_understood_is_kept_once(tmp_path: Path) -> None:
    proposed = one(tmp_path, "ID;Name;Status\na;Shop;In Betrieb\nb;DB;live\n")
    assert "their Status" not in proposed.toml
    assert proposed.left_out == ()


@pytest.mark.parametrize(
    ("rows", "pairs"),
    [
        ("Shop,o,o,\nCRM,,o,\nMail,,,\nDB,,,\n", {("Shop", "CRM"), ("Shop", "DB"), ("CRM", "DB")}),
        ("Shop,o,x,\nCRM,,(x),o\nMail,,x,\nDB,,,\n",
         {("Shop", "CRM"), ("Shop", "DB"), ("CRM", "DB"), ("CRM", "Mail"), ("Mail", "DB")}),
        ("Shop,*,no,\nCRM,,*,0\nMail,,*,\nDB,,,\n", {("Shop", "CRM"), ("CRM", "DB"), ("Mail", "DB")}),
        ("Shop,3,1,0\nCRM,0,2,0\nMail,,,\nDB,,,\n", {("Shop", "CRM"), ("Shop", "DB"), ("CRM", "DB")}),
        ("Shop,S,F,\nCRM,,F,\nMail,,,\nDB,,,\n", {("Shop", "CRM"), ("Shop", "DB"), ("CRM", "DB")}),
    ],
)  # fmt: skip
def test_a_matrix_of_services_is_one_whatever_its_marks_are(
    tmp_path: Path, rows: str, pairs: set[tuple[str, str]]
) -> None:
    proposed = one(tmp_path, f"App,CRM,DB,Mail\n{rows}")
    assert set(column(proposed, "dependency", "service", "depends_on")) == pairs


def test_a_mark_of_which_nobody_is_sure_is_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    proposed = one(tmp_path, "App,CRM,DB\nShop,x,?\nCRM,-,x\nDB,TBC,\n")
    (problem,) = proposed.problems
    assert (problem.code, problem.place, problem.value) == ("W112", "sheet.csv:2:DB", "?")
    assert "'?' (1), 'TBC' (1)" in problem.message
    assert column(proposed, "dependency", "service", "depends_on") == [("Shop", "CRM"), ("CRM", "DB")]


def test_lookups_of_sharepoint_are_names_and_numbers_in_turn(tmp_path: Path) -> None:
    sheet = (
        "Title,Owner,Depends On,Business Criticality\nHR Portal,Anna;#12,Payroll;#3;#SSO;#5,High\n"
        "Payroll,Jon;#7;#Anna;#12,SSO;#5,Low\nSSO,,,Low\n"
    )
    proposed = one(tmp_path, sheet)
    assert set(column(proposed, "dependency", "service", "depends_on")) == {
        ("HR Portal", "Payroll"), ("HR Portal", "SSO"), ("Payroll", "SSO"),
    }  # fmt: skip
    assert set(column(proposed, "responsibility", "role", "service")) == {
        ("Anna", "HR Portal"), ("Jon", "Payroll"), ("Anna", "Payroll"),
    }  # fmt: skip


@pytest.mark.parametrize("header", ["RTO (Std.)", "RTO [Stunden]", "RTO in h", "RTO (hrs.)", "RTO (in Std.)"])
def test_a_unit_may_be_an_abbreviation(tmp_path: Path, header: str) -> None:
    proposed = one(tmp_path, f"ID;Name;{header}\na;A;4\nb;B;8\n")
    assert column(proposed, "service", "rto") == [("4h",), ("8h",)]


@pytest.mark.parametrize("label", ["{n} ({i})", "{i} - {n}", "{n} [{i}]", "{i}: {n}", "{i} {n}"])
def test_references_by_id_and_name_together(tmp_path: Path, label: str) -> None:
    said = {i: label.format(i=i, n=n) for i, n in (("S-02", "Annuaire"), ("S-03", "Base de données"))}
    sheet = (
        f"Nr;Anwendung;Verwandt\nS-01;Portal;{said['S-02']}, {said['S-03']}\n"
        f"S-02;Annuaire;{said['S-03']}\nS-03;Base de données;\n"
    )
    proposed = one(tmp_path, sheet)
    assert proposed.undefined == ()
    assert column(proposed, "service", "id", "kind") == [
        ("S-01", "product"), ("S-02", "service"), ("S-03", "service"),
    ]  # fmt: skip
    found = resolve(read([tmp_path / "sheet.csv"], mapping=tmp_path / "m.toml"), {}, (), create_missing=False)
    assert [(r["service"], r["depends_on"]) for r in records(found, "dependency")] == [
        ("S-01", "S-02"), ("S-01", "S-03"), ("S-02", "S-03"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "seen", "stated", "both"),
    [
        ("Evidence", "observed", "declared", "both"),
        ("Herkunft", "gemessen", "dokumentiert", "beides"),
        ("Detected by", "Auto-discovered", "Manual", "Declared and observed"),
        ("Observed?", "yes", "no", ""),
    ],
)
def test_a_column_that_tells_observed_from_declared(
    tmp_path: Path, header: str, seen: str, stated: str, both: str
) -> None:
    rows = [("a", "b", seen, "17", "2025-03-01"), ("a", "c", stated, "", ""), ("c", "b", both, "", "")]
    sheet = "\n".join(["Source,Target," + header + ",Calls,Last seen", *map(",".join, rows)]) + "\n"
    found = kinds(one(tmp_path, sheet))
    assert found["dependency"] == [("a", "c"), ("c", "b")]
    again = [("c", "b", "", "")] if both else []
    assert found["observation"] == [("a", "b", "17", "2025-03-01"), *again]


def test_a_list_that_says_of_all_rows_that_they_were_seen_is_one_of_dependencies(tmp_path: Path) -> None:
    proposed = one(tmp_path, "Source,Target,Evidence,Calls\na,b,observed,3\nb,c,observed,4\n")
    assert kinds(proposed)["dependency"] == [("a", "b"), ("b", "c")]
    assert 'Calls: count of what was seen at work? With evidence = "observed"' in proposed.toml
