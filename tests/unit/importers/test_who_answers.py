"""Columns of who answers for services, however these are named: in the plural, by mail, as teams."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.importers.test_suggested_sheets import column, kinds, one


def answer(path: Path, headers: str, first: str, second: str) -> set[tuple[str, str]]:
    """(R or A, who) of the services of a sheet with these columns."""
    found = one(path, f"Application;{headers}\nShop;{first}\nMail;{second}\n")
    return {(letter, who) for letter, who in column(found, "responsibility", "responsibility", "role")}


@pytest.mark.parametrize("letter", ["A"])
@pytest.mark.parametrize(
    "header",
    ["Owners", "owner-teams", "owner_alias", "Owner squad", "business_owner.email", "application.business_owner.email",
     "Owned By E-Mail", "Verantw. Gruppe", "Fachverantwortliche", "Serviceeigner", "Équipe propriétaire",
     "Correo del propietario"],
)  # fmt: skip
def test_who_is_accountable(tmp_path: Path, header: str, letter: str) -> None:
    assert answer(tmp_path, header, "Ann Lee", "Bob Ray") == {(letter, "Ann Lee"), (letter, "Bob Ray")}


@pytest.mark.parametrize(
    "header",
    ["Managed By Group", "Support team lead", "Supported By Group", "Technical contacts", "Recovery Team Lead",
     "Verantwortliches Team", "Kontakte", "Responsables técnicos", "Groupe responsable", "Provider team"],
)  # fmt: skip
def test_who_is_responsible(tmp_path: Path, header: str) -> None:
    test_who_is_accountable(tmp_path, header, "R")


@pytest.mark.parametrize(
    "header",
    ["Cost centre owner", "Vendor contact", "Vendor support team", "Supplier contact email",
     "Previous owner", "Former owners", "Risk owner",
     "Owner since", "Contract owner", "Team size", "User group"],
)  # fmt: skip
def test_who_answers_for_something_else(tmp_path: Path, header: str) -> None:
    found = one(tmp_path, f"Application;{header}\nShop;Ann Lee\nMail;Bob Ray\n")
    assert "responsibility" not in kinds(found)


@pytest.mark.parametrize("headers", ["IT owner;Business owner", "u_it_owner.email;u_business_owner.email"])
def test_of_two_owners_each_answers_as_called(tmp_path: Path, headers: str) -> None:
    found = answer(tmp_path, headers, "Ann Lee;Eve Fox", "Bob Ray;Eve Fox")
    assert found == {("R", "Ann Lee"), ("R", "Bob Ray"), ("A", "Eve Fox")}


@pytest.mark.parametrize(
    "headers", ["Owner;Owner email", "Owner email;Owner name", "Owner;Owner ID", "Owner;Owner department"]
)
def test_who_answers_is_named_once(tmp_path: Path, headers: str) -> None:
    named = ("Ann Lee", "ann@example.org") if headers.startswith("Owner;") else ("ann@example.org", "Ann Lee")
    assert answer(tmp_path, headers, ";".join(named), ";".join(named)) == {("A", "Ann Lee")}


def test_a_person_is_accountable_before_a_team(tmp_path: Path) -> None:
    found = answer(tmp_path, "Owner group;Service owner e-mail", "Web;ann@example.org", "DBA;ann@example.org")
    assert found == {("A", "ann@example.org"), ("R", "Web"), ("R", "DBA")}


@pytest.mark.parametrize(
    "cells", [("3", "12"), ("yes", "no"), ("Gold", "Silver"), ("24x7", "Mon-Fri 08:00-18:00")]
)
@pytest.mark.parametrize("header", ["Teams", "Support"])
def test_numbers_levels_and_hours_are_nobody(tmp_path: Path, header: str, cells: tuple[str, str]) -> None:
    found = one(tmp_path, f"Application;{header}\nShop;{cells[0]}\nMail;{cells[1]}\n")
    assert "responsibility" not in kinds(found)


def test_a_mail_address_of_who_is_named_in_spanish(tmp_path: Path) -> None:
    found = answer(tmp_path, "Correo del dueño;Dueño", "ann@example.org;Ann", "bob@example.org;Bob")
    assert found == {("A", "Ann"), ("A", "Bob")}


def test_a_name_of_what_is_of_another_kind_is_none(tmp_path: Path) -> None:
    found = one(tmp_path, "Name,Requires,IT component\nCRM,ERP,Oracle\nERP,,\n")
    assert column(found, "service", "id", "name") == [("CRM", "CRM"), ("ERP", "ERP")]


def test_units_in_brackets_below_the_header(tmp_path: Path) -> None:
    found = one(tmp_path, "App;RTO;Cost\n;[h];[k€/a]\nShop;4;12\nMail;8;3\n")
    rows = column(found, "service", "id", "rto", "cost")
    assert rows == [("Shop", "4h", "12000"), ("Mail", "8h", "3000")]


def test_owners_and_their_teams_both_answer(tmp_path: Path) -> None:
    found = answer(tmp_path, "Owner;Owner team", "Ann Lee;Web", "Bob Ray;Web")
    assert found == {("A", "Ann Lee"), ("A", "Bob Ray"), ("R", "Web")}


def test_compounds_of_a_thing_and_what_it_has(tmp_path: Path) -> None:
    found = one(tmp_path, "Servicekürzel;Servicebezeichnung;Abhängig von\nSV1;Mail;SV2\nSV2;LAN;\n")
    assert column(found, "service", "id", "name") == [("SV1", "Mail"), ("SV2", "LAN")]
