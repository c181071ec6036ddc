"""The metamodel is the one source: what is added to it alone is taken along everywhere, and nothing of it is lost.

A copy of the package gets a field with a default level, a kind of node, a relationship between services, one from a
service to the new kind, and a field that is a relationship; ``extended_metamodel.py`` takes a catalogue through it.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.model.metamodel import IN_KEYS, KINDS, TABLES, VALUE_TYPES, Field, Kind, by_name
from graphmodel.model.values import TYPES
from graphmodel.stores.embedded import schema
from tests.conftest import ROOT, folder, package_copy, run_cli
from tests.neo4j.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

CHILD = Path(__file__).with_name("extended_metamodel.py")
ODD = Path(__file__).with_name("odd_metamodel.py")

ADDED = {
    "a field with a default level": (
        '    Field("resolution"',
        '    Field("uptime", "percent", "measured, percent", level=True),\n',
    ),
    "a kind of node": (
        "KINDS: Final",
        """\
LOCATION: Final = Kind(
    "location", "locations", "Location",
    (
        Field("id", "id", "identity", required=True),
        Field("name", "text", "what people call it"),
        Field("floors", "number", "how many"),
    ),
)
""",
    ),
    "a relationship between services": (
        "KINDS: Final",
        """\
DATA_FLOW: Final = Kind(
    "data_flow", "data_flows", "DATA_FLOW", key=("service", "receiver"),
    fields=(
        Field("service", "id", "who sends", required=True, refers_to="service"),
        Field("receiver", "id", "who receives", required=True, refers_to="service"),
        Field("format", "text", "in what form"),
    ),
)
""",
    ),
    "a relationship to the new kind": (
        "KINDS: Final",
        """\
PLACEMENT: Final = Kind(
    "placement", "placements", "LOCATED_AT", key=("service", "location"),
    fields=(
        Field("service", "id", "what", required=True, refers_to="service"),
        Field("location", "id", "where", required=True, refers_to="location"),
        Field("room", "text", "behind which door"),
    ),
)
""",
    ),
    "a field that is a relationship": (
        '        Field("contact"',
        '        Field("seat", "id", "where it sits", refers_to="location", relationship="SITS_IN"),\n',
    ),
    "a field that lists services": (
        '        Field("team"',
        '        Field("knows", "ids", "which services it knows", refers_to="service"),\n',
    ),
    "a kind that is called as SQL speaks, without a name but with more that it must have": (
        "KINDS: Final",
        """\
ORDER: Final = Kind(
    "order", "indices", "Order",
    (
        Field("id", "id", "identity", required=True),
        Field("select", "text", "what for", required=True),
        Field("within", "id", "its category", refers_to="category", relationship="WITHIN"),
        Field("main", "id", "its service", refers_to="service", relationship="MAIN"),
    ),
)
""",
    ),
    "a relationship of three fields": (
        "KINDS: Final",
        """\
GROUP: Final = Kind(
    "group", "groups", "GROUPS", key=("order", "service", "check"),
    fields=(
        Field("order", "id", "what", required=True, refers_to="order"),
        Field("service", "id", "of what", required=True, refers_to="service"),
        Field("check", "text", "why", required=True),
    ),
)
""",
    ),
    "a relationship between roles": (
        "KINDS: Final",
        """\
LINE: Final = Kind(
    "line", "lines", "REPORTS_TO", key=("role", "boss"),
    fields=(
        Field("role", "id", "who", required=True, refers_to="role"),
        Field("boss", "id", "to whom", required=True, refers_to="role"),
    ),
)
""",
    ),
    "a level of hours": (
        '    Field("resolution"',
        '    Field("staffed", "hours", "when somebody is there", level=True),\n',
    ),
    "their entries": ("SERVICE, CATEGORY, ROLE, DEPENDENCY, RESPONSIBILITY, OBSERVATION", ""),
}
"""What is added → before which line of the metamodel, and the lines."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a copy of the package whose metamodel is edited, and nothing else."""
    target = tmp_path_factory.mktemp("copy")
    file = package_copy(target) / "model" / "metamodel.py"
    text = file.read_text(encoding="utf-8")
    for before, lines in ADDED.values():
        assert text.count(before) == 1, before
        if lines:
            text = text.replace(before, lines + before)
        else:
            text = text.replace(before, f"{before}, ORDER, GROUP, LINE, LOCATION, DATA_FLOW, PLACEMENT")
    file.write_text(text, encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue file of the package as it is."""
    path = tmp_path_factory.mktemp("old")
    services = "id,name,category,uptime,colour\ndb,Database,data,99.50%,red\nmail,Mail,data,unknown,\n"
    files = folder(path / "catalogue", {"services.csv": services, "categories.csv": "id,uptime\ndata,90\n"})
    assert run_cli("-c", path / "old.db", "import", files).code == 0
    return path / "old.db"


def run(copied: Path, old: Path, *arguments: str | Path, **environment: str) -> None:
    """Run the child's tests with the copy."""
    env = os.environ | {
        "PYTHONPATH": str(copied),
        "GRAPHMODEL_COPY": str(copied),
        "GRAPHMODEL_OLD": str(old),
        **environment,
    }
    argv = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o",
        f"pythonpath={copied} {ROOT}", *map(str, arguments),
    ]  # fmt: skip
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-2_000:]
    assert " passed" in done.stdout


def test_what_is_added_is_taken_along_everywhere(copied: Path, old: Path) -> None:
    run(copied, old, CHILD, "-k", "not neo4j")


def test_odd_kinds_are_taken_along_everywhere(copied: Path, old: Path) -> None:
    run(copied, old, ODD)


def test_what_is_added_is_taken_along_by_neo4j(
    copied: Path, old: Path, neo4j: str, neo4j_server: Server
) -> None:
    own = {"NEO4J_USERNAME": neo4j_server.user, "NEO4J_PASSWORD": neo4j_server.password}
    run(copied, old, CHILD, "-k", "neo4j", GRAPHMODEL_TEST_NEO4J=neo4j, **own)


def test_each_costs_less_than_ten_lines() -> None:
    assert all(lines.count("\n") < 10 for _, lines in ADDED.values())


def test_a_field_cannot_have_the_name_of_what_stores_keep() -> None:
    with pytest.raises(ValueError, match="cannot have a field 'since'"):
        Kind("x", "xs", "X", (Field("id", "id", "identity"), Field("since", "date", "from when")))


def test_a_kind_cannot_have_the_name_of_a_table_of_the_file() -> None:
    with pytest.raises(ValueError, match="no kind can be called 'place'"):
        Kind("place", "places", "Place", (Field("id", "id", "identity"),))
    with closing(sqlite3.connect(":memory:")) as con:
        schema.migrate(con, 0)
        made = {name for kind, name, *_ in con.execute(schema.MASTER) if kind == "table"}
    assert made - KINDS.keys() == TABLES


def test_a_relationship_has_two_ends() -> None:
    fields = (Field("service", "id", "who", refers_to="service"), Field("what", "text", "what"))
    with pytest.raises(ValueError, match="begins with its two ends"):
        Kind("x", "xs", "X", fields, key=("service", "what"))


def test_labels_and_types_are_distinct() -> None:
    named = [kind.label for kind in KINDS.values()]
    named += [field.relationship for kind in KINDS.values() for field in kind.relationships]
    assert len(set(named)) == len(named)


def test_a_field_has_a_type_that_there_is() -> None:
    assert {*VALUE_TYPES} == TYPES.keys()
    with pytest.raises(ValueError, match="of no type 'weight': there are id, "):
        Field("mass", "weight", "how heavy")


def test_a_key_holds_no_type_of_which_one_value_has_two_texts() -> None:
    assert {*IN_KEYS} == {name for name, typed in TYPES.items() if not typed.several}
    fields = (
        Field("role", "id", "who", refers_to="role"),
        Field("service", "id", "what", refers_to="service"),
        Field("within", "duration", "how soon"),
    )
    with pytest.raises(ValueError, match="'within' cannot be in the key of x"):
        Kind("x", "xs", "X", fields, key=("role", "service", "within"))


def test_a_level_is_one_of_services_and_of_categories() -> None:
    alone = Kind("service", "services", "Service", (ID, Field("mttr", "duration", "to repair", level=True)))
    with pytest.raises(
        ValueError, match=r"service\.mttr is a level that no category gives: write it in LEVELS"
    ):
        by_name(alone, Kind("category", "categories", "Category", (ID,)))


ID = Field("id", "id", "identity", required=True)


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ([Kind("x", "roles", "X", (ID,))], "the plural 'roles'"),
        ([Kind("x", "xs", "Role", (ID,))], "the type 'Role'"),
        ([Kind("x", "xs", "X", (ID,), files=("services",))], "the file 'services'"),
        ([Kind("role", "xs", "X", (ID,))], "the name 'role'"),
        ([Kind("x", "xs", "X", (ID, Field("y", "id", "", refers_to="nothing")))], "x.y refers to 'nothing'"),
        ([Kind("x", "xs", "X", (ID, Field("y", "id", "", refers_to="dependency")))], "no kind of node"),
        (
            [Kind("x", "xs", "X", (ID, Field("y", "id", "", refers_to="role", relationship="PART_OF")))],
            "the type 'PART_OF'",
        ),
    ],
)
def test_no_two_kinds_can_be_taken_for_one(kinds: list[Kind], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        by_name(*KINDS.values(), *kinds)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Field("my-x", "text", ""), "no field can be called 'my-x'"),
        (lambda: Field("Cost", "text", ""), "no field can be called 'Cost'"),
        (lambda: Field("x", "ids", "", refers_to="role", relationship="X"), "needs the type id"),
        (lambda: Field("x", "id", "", relationship="X"), "a kind that it refers to"),
        (lambda: Kind("x", "xs", "X", (ID, Field("y", "text", "", formerly=("id",)))), "two fields 'id'"),
    ],
)
def test_a_field_that_would_be_lost_is_an_error(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
