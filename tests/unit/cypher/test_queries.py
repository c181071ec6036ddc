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
_RULES = (
    (ROOT / "docs" / "neo4j.md").read_text("utf-8").partition("## Rules in Cypher")[2].partition("## ")[0]
)
CANNOT = {code for line in _RULES.splitlines() if line[:4] == "| GM" for code in re.findall(r"GM\d{3}", line)}
"""Rules that Cypher cannot say: those that the page lists with the reason."""


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
