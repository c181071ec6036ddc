"""What a diagram says of a group of alternatives is what all its members make of it, drawn or not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.analyses.details import specs
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import CLUSTERS, Diagram
from graphmodel.index.index import Index
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask


def requirements(made: Diagram) -> dict[tuple[str, str], str]:
    """(consumer, group) → state of each small node; a consumer that is collapsed has none."""
    nodes = {node.key: node for node in made.nodes}
    return {
        (nodes[edge.consumer].id, nodes[edge.provider].id): nodes[edge.provider].state
        for edge in made.edges
        if nodes[edge.provider].kind == "requirement"
    }


@st.composite
def failures(draw: st.DrawFn) -> tuple[Index, tuple[str, ...], str, str]:
    """A catalogue, what fails in it, how, and whom one asks about."""
    found = draw(indexes(most=6).filter(lambda found: found.n > 1))
    ids = st.sampled_from(list(found.service_id))
    failed = tuple(sorted(draw(st.sets(ids, min_size=1, max_size=2))))
    return found, failed, draw(st.sampled_from(("down", "degraded"))), draw(ids)


@given(failures(), st.sampled_from(("all", "why", "of")), st.sampled_from(CLUSTERS), st.integers(2, 20))
def test_a_group_is_coloured_by_all_its_members(
    case: tuple[Index, tuple[str, ...], str, str], shown: str, by: str, most: int
) -> None:
    found, failed, state, target = case
    question: dict[str, Any] = {"services": failed, "state": state}
    if shown == "of":
        failed, state = (target,), "down"
        report = ask(found, "underpinning", of=target, select=tuple(found.service_id))
    else:
        report = ask(found, "impact", **question, **({"why": target} if shown == "why" else {}))
    states = oracles.rounds(found.catalogue(), failed, state)[-1]
    wanted = {
        (r.consumer, r.group): oracles.STATES[oracles.given(r, states)]
        for r in oracles.requirements(found.catalogue())
        if r.group
    }
    made = diagram(found, specs.spec(report), cluster=by, max_nodes=most)
    for key, drawn in requirements(made).items():
        assert drawn == wanted[key]


BOTH_DOWN = index(
    {
        "services.csv": "id\nc\nx\nz\n",
        "dependencies.csv": "service,depends_on,group,needs\nc,x,,\nc,x,g,1\nc,z,g,1\nz,x,,\n",
    }
)


def test_a_proof_counts_the_member_that_it_does_not_show() -> None:
    made = diagram(BOTH_DOWN, specs.spec(ask(BOTH_DOWN, "impact", services=("x",), why="c")))
    assert "z" not in {node.id for node in made.nodes}
    assert requirements(made) == {("c", "g"): "down"}


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("paths", {"consumer": "c", "provider": "x"}),
        ("cycles", {}),
        ("gaps", {}),
        ("diagram", {"select": ("c", "x")}),
    ],
)
def test_what_is_not_about_failures_says_nothing_of_a_group(name: str, question: dict[str, Any]) -> None:
    made = diagram(BOTH_DOWN, specs.spec(ask(BOTH_DOWN, name, **question)))
    assert set(requirements(made).values()) <= {""}
