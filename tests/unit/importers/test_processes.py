"""Lists of processes and of what they need: a row for each, or several of one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.importers.helpers import one, pairs, records


@pytest.mark.parametrize(
    "header",
    [
        "Geschäftsprozess,Verantwortlich,Ressource,Ressourcenart,RTO,RPO",
        "Process,Process owner,Resource,Resource type,RTO,RPO",
        "Proceso,Responsable,Recurso,Tipo de recurso,RTO,RPO",
        "Processus,Responsable,Ressource,Type,RTO,RPO",
    ],
)
def test_a_process_with_several_rows_depends_on_their_resources(tmp_path: Path, header: str) -> None:
    rows = "Order,Ann,SAP,App,4 h,1 h\nOrder,Ann,S1,Server,4 h,1 h\nPay,Bob,HR,App,8 h,2 h\nPay,Bob,S1,Server,8 h,2 h\n"
    _, found = one(tmp_path, f"{header}\n{rows}")
    assert pairs(found) == {("Order", "SAP"), ("Order", "S1"), ("Pay", "HR"), ("Pay", "S1")}
    said = {r["id"]: (r.get("rto"), r.get("rpo")) for r in records(found)}
    assert (said["Order"], said["Pay"], said["SAP"]) == (("4 h", "1 h"), ("8 h", "2 h"), (None, None))
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("Ann", "Order"),
        ("Bob", "Pay"),
    }


@pytest.mark.parametrize(
    "header",
    [
        "Process,Process owner,Supporting application,RTO",
        "Business process,Owner,Application,RTO",
        "Processus,Responsable,Application utilisée,RTO",
        "Prozess,Verantwortlich,Unterstützende Anwendung,RTO",
        "Proceso,Responsable,Aplicación requerida,RTO",
    ],
)
def test_a_process_of_one_row_depends_on_its_application(tmp_path: Path, header: str) -> None:
    _, found = one(tmp_path, f"{header}\nOrder,Ann,SAP,4 h\nPay,Bob,HR,1 d\nBuy,Cy,Ariba,8 h\n")
    assert pairs(found) == {("Order", "SAP"), ("Pay", "HR"), ("Buy", "Ariba")}
    kinds = {r["id"]: (r["kind"], r.get("rto")) for r in records(found)}
    assert (kinds["Order"], kinds["SAP"]) == (("product", "4 h"), ("service", None))
    answering = {(r["role"], r["service"]) for r in records(found, "responsibility")}
    assert answering == {("Ann", "Order"), ("Bob", "Pay"), ("Cy", "Buy")}


def test_what_may_be_said_of_either_level_is_told(tmp_path: Path) -> None:
    proposed, _ = one(tmp_path, "Process,Application,RTO\nOrder,SAP,4 h\nOrder,Web,4 h\nPay,HR,1 d\n")
    assert any("RTO is read as what is said of Application, and each Process has" in t for t in proposed.told)


def test_what_a_row_for_each_service_requires_is_of_no_level(tmp_path: Path) -> None:
    rows = "S1,Shop,type:app|code:S2\nS2,CRM,type:app|code:S3\nS3,ERP,\n"
    _, found = one(tmp_path, f"App ID,Title,Required systems\n{rows}")
    assert {one["id"] for one in records(found)} == {"S1", "S2", "S3"}


def test_what_tells_the_rows_apart_may_be_what_supports(tmp_path: Path) -> None:
    rows = "Pay run,HR Lead,SAP HCM\nPay run,HR Lead,Bank Gateway\nInvoicing,CFO,SAP FI\n"
    _, found = one(tmp_path, f"Process,Process owner,Supporting application\n{rows}")
    assert pairs(found) == {("Pay run", "SAP HCM"), ("Pay run", "Bank Gateway"), ("Invoicing", "SAP FI")}
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("HR Lead", "Pay run"),
        ("CFO", "Invoicing"),
    }
