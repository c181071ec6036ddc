"""The files of ``cypher/`` as people and ``queries()`` read them; ``tests/neo4j`` runs them."""

from __future__ import annotations

import re
import shlex

import pytest

from graphmodel.cli.root import ROOT as GRAPHMODEL
from graphmodel.cypher import Query, queries, schema
from graphmodel.rules import RULES
from tests.conftest import ROOT

QUERIES = queries()
CANNOT = {
    "GM013", "GM014", "GM015", "GM016", "GM018", "GM019", "GM021", "GM022", "GM025", "GM026", "GM027", "GM028",
    "GM029", "GM030", "GM035", "GM037", "GM038", "GM039", "GM040",
}  # fmt: skip
"""Rules that Cypher cannot say: probabilities of several at once, schedules, durations in any spelling, what comes back
of alternatives, which is worked out step by step until nothing changes; words without their spelling; and what settings
say."""


def test_every_file_is_a_query_but_the_schema_and_the_loading() -> None:
    files = {path.stem for path in (ROOT / "cypher").glob("*.cypher")}
    assert set(QUERIES) == files - {"schema", "loading"}


def test_every_rule_has_one_that_can() -> None:
    for code, rule in RULES.items():
        if code in CANNOT:
            assert code.lower() not in QUERIES
            continue
        query = QUERIES[code.lower()]
        assert query.summary.startswith(f"{code}: ")
        assert f"'{rule.severity}' AS severity" in query.text


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_file_says_what_it_answers_and_with_which_parameters(query: Query) -> None:
    assert query.summary
    assert not query.summary.startswith(("//", "MATCH"))
    code = re.sub(r"//.*", "", query.text)
    assert set(re.findall(r"\$(\w+)", code)) == set(query.parameters)
    assert ";" not in code
    assert "ORDER BY" in code
    assert all(len(line) <= 120 for line in query.text.splitlines())


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_file_names_a_command_that_there_is(query: Query) -> None:
    program, name, *arguments = shlex.split(query.like)
    assert program == "graphmodel"
    command = GRAPHMODEL.get_command(GRAPHMODEL.make_context("graphmodel", [name]), name)
    assert command is not None
    command.make_context(name, arguments)


def test_schema_is_the_file() -> None:
    assert schema() == (ROOT / "cypher" / "schema.cypher").read_text(encoding="utf-8")
