"""Relations whose ends are two columns each: proposed with both, and only where names do not tell services apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, records

if TYPE_CHECKING:
    from pathlib import Path

INVENTORY = "System,Environment,RTO (h)\nWeb,prod,4\nWeb,test,48\nDB,prod,2\nDB,test,24\nSAN,prod,1\n"


def edges_of(path: Path, **files: str) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """(dependencies, ids of services, codes of problems) of what is proposed for these files."""
    given = [path / f"{name}.csv" for name in files]
    for file, text in zip(given, files.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    (path / "m.toml").write_text(suggest(given).toml, encoding="utf-8")
    made = resolve(read(given, mapping=path / "m.toml"), {}, (), create_missing=False)
    assert errors(made) == []
    pairs = [(row["service"], row["depends_on"]) for row in records(made, "dependency")]
    return (
        sorted((str(one), str(two)) for one, two in pairs),
        sorted(str(row["id"]) for row in records(made, "service")),
        [p.code for p in made.problems],
    )


BOTH = [("DB@prod", "SAN@prod"), ("Web@prod", "DB@prod"), ("Web@test", "DB@test")]


@pytest.mark.parametrize(
    "text",
    [
        "From system,From env,To system,To env\nWeb,prod,DB,prod\nWeb,test,DB,test\nDB,prod,SAN,prod\n",
        "To env,To system,From env,From system\nprod,DB,prod,Web\ntest,DB,test,Web\nprod,SAN,prod,DB\n",
        "Quellsystem;Quellstandort;Zielsystem;Zielstandort\nWeb;prod;DB;prod\nWeb;test;DB;test\nDB;prod;SAN;prod\n",
        "Source,Target,Source site,Target site\nWeb,DB,prod,prod\nWeb,DB,test,test\nDB,SAN,prod,prod\n",
    ],
)
def test_both_ends_and_the_ids_are_two_columns(tmp_path: Path, text: str) -> None:
    pairs, ids, codes = edges_of(tmp_path, rel=text)
    assert pairs == BOTH
    assert ids == ["DB@prod", "DB@test", "SAN@prod", "Web@prod", "Web@test"]
    assert codes == []


@pytest.mark.parametrize(
    "text",
    [
        "From system,From zone,To system,To zone\nWeb,prod,DB,prod\nWeb,test,DB,test\nDB,prod,SAN,prod\n",
        "Environment,Source,Target\nprod,Web,DB\ntest,Web,DB\nprod,DB,SAN\n",
    ],
)
def test_an_inventory_says_what_the_ends_are_joined_with(tmp_path: Path, text: str) -> None:
    pairs, ids, codes = edges_of(tmp_path, rel=text, inv=INVENTORY)
    assert pairs == BOTH
    assert len(ids) == 5
    assert "E304" not in codes


def test_names_that_tell_services_apart_stay_as_they_are(tmp_path: Path) -> None:
    text = "From system,From site,To system,To site\nWeb,A,DB,B\nDB,B,SAN,B\n"
    assert edges_of(tmp_path, rel=text)[0] == [("DB", "SAN"), ("Web", "DB")]
    twice = text + "Web,B,SAN,B\n"
    inventory = "Name,Kind\nWeb,x\nDB,y\nSAN,z\n"
    assert edges_of(tmp_path, rel=twice, inv=inventory)[0] == [("DB", "SAN"), ("Web", "DB"), ("Web", "SAN")]


def test_what_a_service_depends_on_has_a_site_of_its_own(tmp_path: Path) -> None:
    text = (
        "Application,Site,RTO (h),Requires,Dependency site\nBilling,Paris,4,LDAP,Paris\nBilling,Lyon,8,LDAP,Paris\n"
        "CRM,Lyon,8,Billing,Paris\nCRM,Paris,4,Billing,Lyon\nLDAP,Paris,1,,\n"
    )
    assert edges_of(tmp_path, inv=text)[0] == [
        ("Billing@Lyon", "LDAP@Paris"),
        ("Billing@Paris", "LDAP@Paris"),
        ("CRM@Lyon", "Billing@Paris"),
        ("CRM@Paris", "Billing@Lyon"),
    ]


def test_tables_in_which_many_rows_name_one_service_repeat_nothing(tmp_path: Path) -> None:
    ends = "From system,From env,To system,To env\nWeb,prod,DB,prod\nWeb,test,DB,test\nDB,prod,SAN,prod\n"
    assert edges_of(tmp_path, rel=ends)[2] == []
    assert "W301" in edges_of(tmp_path, rel=ends + "DB,prod,SAN,prod\n")[2]
