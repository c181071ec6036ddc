"""``cypher``, ``query`` and ``schema`` where no server is needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graphmodel.cypher import queries, schema
from tests.conftest import ROOT, run_cli

if TYPE_CHECKING:
    from pathlib import Path

BIKE = ROOT / "examples" / "exercise-bike"


def test_list_names_every_query() -> None:
    done = run_cli("cypher", "list", "--format", "json")
    rows = json.loads(done.out)["rows"]
    assert [row["name"] for row in rows] == sorted(queries())
    assert rows[[row["name"] for row in rows].index("path")]["parameters"] == ["consumer", "provider"]


def test_show_prints_the_file() -> None:
    assert run_cli("cypher", "show", "impact").out == queries()["impact"].text
    assert run_cli("schema", "show").out == schema()


@pytest.mark.parametrize(
    "command",
    [
        ("query", "MATCH (s) RETURN s"),
        ("cypher", "run", "roles"),
        ("schema", "apply"),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_catalogue_that_is_not_in_neo4j_is_told_to_be_none(
    kind: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    place = BIKE
    if kind == "file":
        place = tmp_path / "estate.db"
        assert run_cli("-c", place, "import", BIKE, "--quiet").code == 0
    done = run_cli("-c", place, *command)
    assert (done.code, done.out) == (2, "")
    assert "not kept in Neo4j" in done.err
    assert "neo4j://" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "undrpinning"), "did you mean 'underpinning'"),
        (("show", "nonsense"), "cypher list"),
        (("run", "path", "-p", "consumer=a"), "needs a parameter 'provider'"),
        (("run", "path", "-p", "conumer=a"), "did you mean 'consumer'"),
        (("run", "roles", "-p", "x=a"), "it takes none"),
        (("run", "path", "-p", "consumer"), "NAME=TEXT"),
        (("run", "path", "-p", "=a"), "NAME=TEXT"),
        (("run", "path", "-p", "consumer:={"), "not JSON"),
    ],
)
def test_what_is_wrong_is_told_before_a_server_is_asked(arguments: tuple[str, ...], said: str) -> None:
    done = run_cli("-c", BIKE, "cypher", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
