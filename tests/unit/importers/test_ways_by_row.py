"""Columns that say of each row which of two services depends on the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import write
from tests.unit.importers.test_suggested_sheets import column, one


def depend(path: Path, sheet: str) -> set[tuple[str, ...]]:
    """(consumer, provider) as what is proposed for a sheet reads them."""
    return set(column(one(path, sheet), "dependency", "service", "depends_on"))


def test_types_of_relations_beside_a_reference(tmp_path: Path) -> None:
    sheet = """\
CI Name,CI Type,Owner,Related CI,Relationship
HR Portal,Application,Ann,HR DB,Depends on
HR DB,Database,Ann,Oracle Host,Runs on
Mail,Application,Bob,HR Portal,Used by
Oracle Host,Server,Bob,,
"""
    assert depend(tmp_path, sheet) == {
        ("HR Portal", "HR DB"),
        ("HR DB", "Oracle Host"),
        ("HR Portal", "Mail"),
    }


def test_what_is_related_is_by_its_type(tmp_path: Path) -> None:
    sheet = (
        "Name,Owner,Relationship Type,Related To\nPortal,Ann,Depends on,DB\nDB,Bob,Used by,Mail\nMail,Bob,,\n"
    )
    assert depend(tmp_path, sheet) == {("Portal", "DB"), ("Mail", "DB")}


def test_what_no_row_defines_is_read_by_its_type_and_asked_for(tmp_path: Path) -> None:
    sheet = "CI Name,Relationship type,Related CI,Owner team\nShop,Runs on,srv1,Web\nMail,Used by,Shop,Msg\n"
    proposed = suggest([write(tmp_path, {"s.csv": sheet}) / "s.csv"])
    assert proposed.in_words == ('"Shop" depends on "srv1"', '"Shop" depends on "Mail"')
    assert proposed.undefined == ("srv1",)


def test_what_is_blocked_depends_and_what_a_column_names_may_be_called_so(tmp_path: Path) -> None:
    blocked = "Name,Owner,Depends On,Blocks\nAPI,Ann,Postgres,\nPostgres,Bob,,API\n"
    assert depend(tmp_path, blocked) == {("API", "Postgres")}
    monitors = "Monitor,Service,Depends on monitor,SLA %\nM1,Shop front,M2,99.9\nM2,Shop DB,,99.95\n"
    assert depend(tmp_path, monitors) == {("M1", "M2")}


@pytest.mark.parametrize("header", ["Depends on you", "Depends on these"])
def test_what_depends_on_the_row_is_no_provider(tmp_path: Path, header: str) -> None:
    sheet = f'Name,Owner,Depends on,{header}\nCRM,Ann,"DB,LDAP",\nDB,Bob,,CRM\nLDAP,Cy,,"CRM,Mail"\nMail,Cy,LDAP,\n'
    assert depend(tmp_path, sheet) == {("CRM", "DB"), ("CRM", "LDAP"), ("Mail", "LDAP")}


def test_lists_of_consumers_of_what_has_one_provider_are_lists(tmp_path: Path) -> None:
    sheet = (
        "API,Provider application,Consumer applications\nCustomers,CRM,Portal|App\nOrders,OMS,Portal|App\n"
    )
    proposed = suggest([write(tmp_path, {"s.csv": sheet}) / "s.csv"])
    assert "Portal|App" not in str(proposed.preview)
    assert '"Portal" depends on "Customers"' in proposed.in_words


def test_types_of_numbered_relations(tmp_path: Path) -> None:
    sheet = """\
Anwendung;Beziehung 1;Zugehöriges System 1;Beziehung 2;Zugehöriges System 2
Shop;nutzt;CRM;genutzt von;Portal
CRM;nutzt;DWH;genutzt von;Portal
Portal;;;;
DWH;genutzt von;Shop;;
"""
    own = {("Shop", "CRM"), ("Portal", "Shop"), ("CRM", "DWH"), ("Portal", "CRM"), ("Shop", "DWH")}
    assert depend(tmp_path, sheet) == own


def test_types_that_nobody_knows_and_such_that_say_nothing_are_told(tmp_path: Path) -> None:
    sheet = """\
Name,Relation type,Related application
Shop,uses,CRM
CRM,supports,Portal
Portal,flies over,Shop
DWH,Member of,CRM
Mail,uses,DWH
"""
    own = {("Shop", "CRM"), ("Portal", "CRM"), ("Portal", "Shop"), ("Mail", "DWH")}
    assert depend(tmp_path, sheet) == own
    proposed = suggest([write(tmp_path, {"s.csv": sheet}) / "s.csv"])
    assert any("flies over" in said for said in proposed.in_words)
    assert any("Member of" in left.why for left in proposed.left_out)


@pytest.mark.parametrize(
    ("header", "there", "back"),
    [
        ("ImpactDirection", "SourceDestination", "DestinationSource"),
        ("Impact direction", "Source-Destination", "Destination-Source"),
        ("Direction of impact", "Source to Destination", "Destination to Source"),
    ],
)
def test_impact_goes_from_what_others_depend_on(tmp_path: Path, header: str, there: str, back: str) -> None:
    sheet = f"Source.Name,Name,Destination.Name,{header}\nDB,Dependency,Shop,{there}\nShop,Dependency,Mail,{back}\n"
    assert depend(tmp_path, sheet) == {("Shop", "DB"), ("Shop", "Mail")}


def test_who_receives_depends_on_who_sends_in_a_sheet_of_services_too(tmp_path: Path) -> None:
    sheet = """\
Name,Owner,Vendor,Criticality,Sending Application,Receiving Application
Sage,Ann,Sage,1,,Cognos
Cognos,Ann,IBM,2,Sage,
Chrono,Bob,Kelio,3,,Sage
"""
    assert depend(tmp_path, sheet) == {("Cognos", "Sage"), ("Sage", "Chrono")}
