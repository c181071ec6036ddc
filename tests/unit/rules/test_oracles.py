"""Each rule against its definition, read off the records of random catalogues by the plainest loops."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from graphmodel.index.build import index
from graphmodel.model.catalogue import merge
from graphmodel.rules import RULES
from graphmodel.rules.settings import Settings
from tests.conftest import REVISION
from tests.ruled import findings
from tests.unit.rules import naive, naive_dates, naive_failures, naive_likeness, naive_promises, naive_vision
from tests.unit.rules.world import TODAY, World, worlds

PARTS = naive, naive_promises, naive_failures, naive_dates, naive_likeness, naive_vision
ORACLES = {code: oracle for part in PARTS for code, oracle in part.ORACLES.items()}
SETTINGS = Settings(today=TODAY)
OF_SETTINGS = ("GM039", "GM040")
"""What is wrong with settings is tested with them."""
OF_ROLES = ("GM022", "GM023", "GM024", "GM036")
"""These have their oracles in test_duties.py."""


def test_every_rule_has_an_oracle() -> None:
    assert {*ORACLES, *OF_SETTINGS, *OF_ROLES} == set(RULES)


@pytest.mark.parametrize("code", ORACLES)
@given(world=worlds())
def test_a_rule_finds_what_its_definition_says(code: str, world: World) -> None:
    found = list(findings(RULES[code], index(merge({"test": world.tables()}), REVISION), SETTINGS))
    assert [f.identity for f in found] == ORACLES[code](world)
    assert len({f.identity for f in found}) == len(found)
    assert all(f.origin.file and f.origin.line for f in found)


@given(world=worlds())
def test_the_finding_of_a_cycle_names_a_dependency_that_closes_it(world: World) -> None:
    for f in findings(RULES["GM008"], index(merge({"test": world.tables()}), REVISION)):
        row = world.dependencies[f.origin.line - 2]
        assert row["depends_on"] == f.subject
        assert row["service"] == f.subject or row["service"] in world.below(f.subject)
        around = [*f.others, f.others[0]]
        links = {(d["service"], d["depends_on"]) for d in world.dependencies}
        assert set(pairwise(around)) <= links
        assert (around[0], around[-2], around[-1]) == (f.subject, row["service"], f.subject)
