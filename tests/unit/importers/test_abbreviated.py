"""References that are a part of a name are proposed with what they mean; what is in relations of no dependence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.mapping.abbreviated import Abbreviated
from graphmodel.importers.suggestion import suggest
from graphmodel.model.suggest import KnownNames
from tests.unit.importers.helpers import errors, records, resolving, write

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.importers import Incoming


def proposed(path: Path, files: dict[str, str]) -> Incoming:
    folder = write(path / "files", files)
    given = [folder / name for name in files]
    (path / "m.toml").write_text(suggest(given).toml, encoding="utf-8")
    return resolve(read(given, mapping=path / "m.toml"), {}, (), create_missing=False)


def edges(incoming: Incoming) -> list[tuple[str, str]]:
    return [(row["service"], row["depends_on"]) for row in records(incoming, "dependency")]


def test_a_code_before_a_name_means_it(tmp_path: Path) -> None:
    text = "Application,Unit,Interfaces to\nA-100 CRM,Sales,A-200; A-300\nA-200 ERP,Finance,A-300\nA-300 Database,IT,\n"
    made = proposed(tmp_path, {"apps.csv": text})
    assert errors(made) == []
    assert edges(made) == [
        ("A-100 CRM", "A-200 ERP"),
        ("A-100 CRM", "A-300 Database"),
        ("A-200 ERP", "A-300 Database"),
    ]
    assert {row["id"]: row["kind"] for row in records(made)} == {
        "A-100 CRM": "product",
        "A-200 ERP": "service",
        "A-300 Database": "service",
    }


def test_references_with_their_kind_mean_the_name_and_a_system_is_no_name(tmp_path: Path) -> None:
    text = (
        "kind,name,owner,dependsOn,system\n"
        'Component,web,a,"component:cart,resource:default/db",shop\n'
        "Component,cart,b,resource:db,shop\nResource,db,c,,shop\n"
    )
    made = proposed(tmp_path, {"components.csv": text})
    assert errors(made) == []
    assert edges(made) == [("web", "cart"), ("web", "db"), ("cart", "db")]
    assert [row["name"] for row in records(made)] == ["web", "cart", "db"]


def test_ends_of_a_list_of_relations_that_are_codes_mean_the_names_of_another_file(tmp_path: Path) -> None:
    files = {
        "apps.csv": "Application,Unit\nA-100 CRM,Sales\nA-200 ERP,Finance\nA-300 Database,IT\n",
        "flows.csv": "Consumer,Provider\nA-100,A-200\nA-200,A-300\n",
    }
    made = proposed(tmp_path, files)
    assert errors(made) == []
    assert edges(made) == [("A-100 CRM", "A-200 ERP"), ("A-200 ERP", "A-300 Database")]


def test_what_begins_several_names_means_none() -> None:
    names = Abbreviated(["A-100 CRM", "A-100 CRM test", "B-1 Shop", "Mail server", "DWH (Teradata)", "x"])
    assert [names.of(item) for item in ("A-100", "b-1", "dwh", "x", "component:x", "component:y")] == [
        "", "B-1 Shop", "DWH (Teradata)", "", "x", "",
    ]  # fmt: skip
    assert names.of("mail") == ""  # perhaps another service
    assert names.codes() == ["b-1"]


def test_a_word_of_a_name_may_be_another_service(tmp_path: Path) -> None:
    text = "Component,Owner,Used in services\nShop DB,Ann,Shop\nSMTP relay,Bob,Shop DB\n"
    proposed = suggest([write(tmp_path, {"estate.csv": text}) / "estate.csv"])
    assert proposed.in_words == ('"Shop" depends on "Shop DB"', '"Shop DB" depends on "SMTP relay"')
    assert proposed.undefined == ("Shop",)


def test_a_word_before_names_is_no_reference_to_them(tmp_path: Path) -> None:
    text = "Application,Sort\nMail server,Mail\nWeb shop,Web\nFile store,File\n"
    assert "dependency" not in proposed(tmp_path, {"apps.csv": text}).tables


def test_what_is_only_contained_becomes_no_service(tmp_path: Path) -> None:
    text = (
        "Parent,Type,Child\nPayroll,Depends on::Used by,HR DB\nHR DB,Runs on::Runs,srv01\n"
        "Rack 7,Contains::Contained by,srv01\nBuilding A,Contains::Contained by,Rack 7\n"
    )
    made = proposed(tmp_path, {"relations.csv": text})
    assert [row["id"] for row in records(made)] == ["Payroll", "HR DB", "srv01"]
    (account,) = made.accounts
    assert (account.rows, account.unwanted) == (4, 2)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("component:cart", "cart"), ("A-100", "A-100 CRM"), ("CRM", "A-100 CRM"), ("B-2", ""), ("Shop", "")],
)
def test_a_hint_names_what_has_the_word_as_a_part(word: str, meant: str) -> None:
    known = KnownNames(["cart", "A-100 CRM", "Web Shop", "Old Shop"])
    assert known.nearest(word) == meant


def test_status_is_no_slip_and_a_slip_is_one(tmp_path: Path) -> None:
    found = resolving(tmp_path, {"services.csv": "id,name,status,descripton\na,A,up,text\n"})
    assert [p.column for p in found.problems if p.code == "W102"] == ["descripton"]
