"""People are no services: in columns of what uses a service, and in a sheet of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import one, pairs


@pytest.mark.parametrize(
    "users", ["Ann Roe;Bob;Cy Lim", "Sales;HR, Finance;all users", "ann@x.org;bob@x.org;cy@x.org"]
)
@pytest.mark.parametrize("header", ["Used By", "Consumers"])
def test_people_and_departments_that_use_a_service_are_none(tmp_path: Path, header: str, users: str) -> None:
    first, second, third = users.split(";")
    rows = f'Web,Ann Roe,"{first}",DB\nCRM,Bob,"{second}",DB\nDB,Cy Lim,"{third}",\n'
    proposed, found = one(tmp_path, f"Service,Owner,{header},Depends on\n{rows}")
    assert pairs(found) == {("Web", "DB"), ("CRM", "DB")}
    assert proposed.undefined == ()
    assert [(left.column, "people" in left.why) for left in proposed.left_out] == [(header, True)]


def test_services_that_use_one_are_services(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Service,Owner,Used By\nWeb,Ann,\nCRM,Bob,Web\nDB,Cy,CRM\n")
    assert pairs(found) == {("Web", "CRM"), ("CRM", "DB")}


@pytest.mark.parametrize(
    "text",
    [
        "Name,Email,Phone,Department\nAnn Roe,ann.roe@x.org,+49 89 1234,Sales\nBob Lim,b.lim@x.org,+49 89 1235,IT\n",
        "Name,Telefon,Abteilung\nAnn Roe,089/123456,Vertrieb\nBob Lim,089/123457,IT\n",
        "Employee,Email,Department\nAnn Roe,ann.roe@x.org,Sales\nBob Lim,b.lim@x.org,IT\n",
        "Nombre,Correo,Sede\nAna Gil,ana.gil@x.org,Lima\nLuis Paz,lpaz@x.org,Quito\n",
    ],
)
def test_a_sheet_of_people_is_refused_and_why(tmp_path: Path, text: str) -> None:
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"rows look like people .*call the column of their names so"):
        suggest([tmp_path / "sheet.csv"])


def test_services_with_a_mail_address_or_a_number_are_services(tmp_path: Path) -> None:
    _, found = one(tmp_path, "Name,Email,Criticality\nCore Bank,core@x.org,1\nPay Hub,pay@x.org,2\n")
    assert len(found.tables["service"]) == 2
    _, found = one(tmp_path, "Service,Email\nCore Bank,core@x.org\nPay Hub,pay@x.org\n")
    assert len(found.tables["service"]) == 2


def test_people_beside_services_are_none(tmp_path: Path) -> None:
    apps, crowd = tmp_path / "apps.csv", tmp_path / "crowd.csv"
    apps.write_text("App ID,Application,Owner\nA1,Shop,Ann Roe\nA2,CRM,Cy\nA3,ERP,Di\n", encoding="utf-8")
    crowd.write_text("Name,Email\nAnn Roe,ann.roe@x.org\nBob Lim,b.lim@x.org\n", encoding="utf-8")
    proposed = suggest([apps, crowd])
    services = next(one for one in proposed.preview if one.kind == "service")
    assert [row[0] for row in services.rows] == ["A1", "A2", "A3"]
