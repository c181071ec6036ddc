"""Findings as columns are those that the rules yield one by one, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings

from graphmodel.index.build import index as build
from graphmodel.model.catalogue import merge
from graphmodel.model.problems import SEVERITIES
from graphmodel.rules import RULES
from graphmodel.rules.findings import Findings, every_part
from graphmodel.rules.gaps import Gaps, Listed
from graphmodel.rules.settings import DEFAULT
from tests.conftest import REVISION
from tests.ruled import findings
from tests.unit.rules.world import World, worlds

if TYPE_CHECKING:
    from graphmodel.index.index import Index

OURS = [RULES[code] for code in RULES.own]


def indexed(world: World) -> Index:
    return build(merge({"test": world.tables()}), REVISION)


@settings(max_examples=15)
@given(world=worlds())
def test_columns_say_what_the_rules_say_one_by_one(world: World) -> None:
    index = indexed(world)
    every = [finding for rule in OURS for finding in findings(rule, index)]
    every.sort(key=lambda f: (-SEVERITIES.index(f.severity), f.code, f.subject, f.identity))
    columns = Findings(every_part(OURS, index, DEFAULT))
    assert [*columns] == every == [columns[at] for at in range(len(columns))]
    assert columns[1:-1] == every[1:-1]
    assert [*columns[::-2]] == every[::-2]
    assert sum(columns.counts().values()) == len(columns) == len(every)
    assert columns.sources()[0] == {finding.origin.source for finding in every}
    at = [index.service_id.find(f.subject) if f.about == "service" else -1 for f in every]
    assert columns.services(index).tolist() == at
    chosen = np.arange(0, index.n, 2, dtype=np.int32)
    kept = [f for f, v in zip(every, at, strict=True) if v in chosen]
    assert columns.of_services(index, chosen) == kept


@settings(max_examples=15)
@given(world=worlds())
def test_many_at_once_are_the_same_as_one_by_one(world: World) -> None:
    index = indexed(world)
    for rule in OURS:
        if isinstance(found := rule.find(index, DEFAULT), Gaps):
            everyone = np.arange(len(found))
            listed = Listed([*found], rule.about)
            assert found.columns(everyone)[:3] == listed.columns(everyone)[:3]
            assert found.order().tolist() == listed.order().tolist()
