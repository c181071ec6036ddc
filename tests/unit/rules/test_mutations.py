"""A catalogue in which nothing is found, and what is found when exactly one thing in it is broken.

A finding is the same whatever the order of rows and sources, and the names of files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.build import index
from graphmodel.model.catalogue import merge
from graphmodel.model.table import from_records
from graphmodel.rules import RULES
from graphmodel.rules.settings import Settings
from tests.conftest import REVISION
from tests.ruled import findings
from tests.unit.rules.world import TODAY, World, worlds

Files = dict[str, list[dict[str, str]]]
SETTINGS = Settings({"GM022": {"services": 50}}, today=TODAY)  # one person answers for all of it
SERVICES = """\
id,kind,name,category,criticality,lifecycle,supplier,own_availability,reviewed,starts,ends,availability,rto,support_hours
shop,product,Shop,application,1,live,,,2025-01-01,,,90,9h,Mon 09:00-17:00
kiosk,product,Kiosk,application,2,live,,,2025-01-01,,,90,9h,Mon 09:00-17:00
desk,product,Service counter,application,3,live,,,2025-01-01,,,90,9h,Mon 09:00-17:00
host-a,service,Server north,platform,1,live,Acme,,2025-01-01,,,99,1h,24x7
host-b,service,Server south,platform,1,live,Bolt,,2025-01-01,,,99,1h,24x7
host-c,service,Batch farm,platform,2,live,Bolt,,2025-01-01,,,99,1h,24x7
host-d,service,Archive,platform,2,live,Acme,,2025-01-01,,,99,1h,24x7
line-a,service,Fibre,network,1,live,Acme,,2025-01-01,,,99,1h,24x7
line-b,service,Radio link,network,1,live,Bolt,,2025-01-01,,,99,1h,24x7
"""
CATEGORIES = """\
id,name,expects,expected_attributes
application,Application,platform;network,name;criticality
platform,Platform,network,name
network,Network,,name
"""
DEPENDENCIES = """\
service,depends_on,strength,group,needs
shop,host-a,hard,hosts,1
shop,host-b,hard,hosts,1
shop,line-a,soft,,
kiosk,host-a,hard,hosts,1
kiosk,host-c,hard,hosts,1
kiosk,host-d,hard,hosts,1
desk,host-c,hard,hosts,1
desk,host-a,hard,hosts,1
host-a,line-a,hard,,
host-b,line-b,hard,,
host-c,line-b,hard,,
host-d,line-b,hard,,
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def clean() -> Files:
    made: Files = {
        "service": rows(SERVICES),
        "category": rows(CATEGORIES),
        "role": [
            {"id": "owner", "name": "Owner", "holder": "Ada", "team": "Ops", "contact": "ada@acme.example"}
        ],
        "dependency": rows(DEPENDENCIES),
        "responsibility": [],
    }
    made["responsibility"] = [
        {"role": "owner", "service": s["id"], "responsibility": "A"} for s in made["service"]
    ]
    return made


def found(files: Mapping[str, list[dict[str, str]]]) -> set[str]:
    """The codes of what is found."""
    tables = {kind: from_records(kind, records, f"{kind}.csv") for kind, records in files.items()}
    at = index(merge({"test": tables}), REVISION)
    return {f.code for code in RULES.own for f in findings(RULES[code], at, SETTINGS)}


def put(kind: str, row: int, /, **values: str) -> Callable[[Files], None]:
    return lambda files: files[kind][row].update(values)


def add(kind: str, /, **values: str) -> Callable[[Files], None]:
    return lambda files: files[kind].append(values)


def drop(kind: str, row: int) -> Callable[[Files], None]:
    return lambda files: files[kind].pop(row) and None  # type: ignore[func-returns-value]


def new(kind: str, category: str) -> list[Callable[[Files], None]]:
    """A service, or product, with nothing that is missing."""
    values = {"name": "New", "category": category, "criticality": "3", "reviewed": "2025-01-01"}
    return [
        add("service", id="new", kind=kind, **values),
        add("responsibility", role="owner", service="new", responsibility="A"),
    ]


BREAKS: dict[str, list[Callable[[Files], None]]] = {
    "GM001": [drop("responsibility", 0)],
    "GM002": [
        add("role", id="other", name="Other", holder="Bo", contact="x"),
        add("responsibility", role="other", service="shop", responsibility="A"),
    ],
    "GM003": [put("service", 2, category="")],
    "GM005": [*new("service", "network")],
    "GM006": [*new("product", "network")],
    "GM007": [
        *new("product", "application"),
        add("dependency", service="new", depends_on="line-a", strength="soft"),
    ],
    "GM008": [add("dependency", service="line-a", depends_on="host-a", strength="soft")],
    "GM009": [put("dependency", 6, needs="2"), put("dependency", 7, needs="2")],
    "GM011": [put("service", 6, lifecycle="planned")],
    "GM013": [put("service", 2, availability="99.999")],
    "GM014": [put("service", 2, rto="1m")],
    "GM015": [put("service", 7, support_hours="Mon 09:00-17:00")],
    "GM016": [put("service", 8, rto="")],
    "GM004": [add("category", id="empty", name="Empty")],
    "GM010": [add("role", id="idle", name="Idle", holder="Bo", contact="x")],
    "GM012": [add("dependency", service="shop", depends_on="unknown", strength="soft")],
    "GM017": [put("service", 7, criticality="2")],
    "GM018": [put("dependency", 2, strength="hard")],
    "GM019": [put("dependency", 10, depends_on="line-a")],
    "GM020": [put("service", 5, supplier="Acme")],
    "GM021": [put("service", 8, supplier="Acme")],
    "GM025": [put("service", 0, reviewed="2020-01-01")],
    "GM027": [put("service", 0, lifecycle="planned", starts="2024-01-01")],
    "GM026": [put("service", 7, ends="2025-08-01")],
    "GM028": [
        *new("service", "platform"),
        add("dependency", service="shop", depends_on="new", strength="soft"),
        add("dependency", service="new", depends_on="desk", strength="hard"),
    ],
    "GM029": [put("service", 2, criticality="")],
    "GM030": [put("service", 8, name="FIBRE")],
    "GM031": [
        *new("product", "application"),
        *(
            add("dependency", service="new", depends_on=host, strength="hard", group="hosts", needs="1")
            for host in ("host-a", "host-c")
        ),
    ],
    "GM023": [
        put("category", 1, expected_roles="owner;second"),
        add("role", id="second", holder="Bo", contact="x"),
        *(
            add("responsibility", role="second", service=s, responsibility="R")
            for s in ("host-a", "host-b", "host-c")
        ),
    ],
    "GM024": [put("role", 0, contact="")],
    "GM037": [put("dependency", 8, strength="soft"), put("dependency", 10, strength="soft")],
    "GM038": [put("service", 7, supplier="ACME"), put("service", 3, supplier="Acme")],
}
"""Code → the changes that break what the rule asks for."""


def test_nothing_is_found_in_the_clean_catalogue() -> None:
    assert found(clean()) == set()


@pytest.mark.parametrize("code", BREAKS)
def test_one_thing_broken_is_one_code(code: str) -> None:
    files = clean()
    for change in BREAKS[code]:
        change(files)
    assert found(files) == {code}


@given(world=worlds(), seed=st.integers(0, 2**32))
def test_findings_keep_their_identity_when_rows_move_files_are_renamed_and_sources_change_order(
    world: World, seed: int
) -> None:
    random, parts = Random(seed), world.tables()
    first = index(merge({"test": parts}), REVISION)
    moved = {}
    for kind, table in parts.items():
        records = [{c: table.columns[c][at] for c in table.columns} for at in range(len(table.lines))]
        random.shuffle(records)
        moved[kind] = from_records(kind, records, "elsewhere/renamed.csv")
    second = index(merge({"other": moved, "copy": deepcopy(parts)}), REVISION)
    for code in RULES.own:
        told = [sorted(f.identity for f in findings(RULES[code], at, SETTINGS)) for at in (first, second)]
        assert told[0] == told[1], code


def test_the_day_is_that_of_the_tests() -> None:
    assert Settings().day == TODAY == date(2025, 6, 1)
