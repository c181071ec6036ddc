"""An importing process killed at any instant: never does half an import pass for a whole one."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import StoreError
from graphmodel.stores.neo4j import Neo4jStore
from graphmodel.stores.neo4j.writer import STEPS
from tests.contract.test_stores import assert_index, records
from tests.functional import import_child
from tests.functional.test_kill import Writer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")

OPEN = STEPS[STEPS.index("opened") : STEPS.index("committed")]
"""Killed there, an import is left open."""


@pytest.fixture
def writer(neo4j: str) -> Iterator[Writer]:
    made = Writer()
    yield made
    made.close()


def assert_whole(url: str, state: Tables) -> None:
    """The database holds exactly that, in its records, in its graph and in the index."""
    store = Neo4jStore(url)
    assert records(store.catalogue()) == records(merge({"test": state}))
    assert_index(store.index(), merge({"test": state}))
    assert [check for check in store.doctor() if not check.ok] == []
    store.close()


def assert_refused(url: str) -> None:
    """Whoever asks is told, and is told what to do."""
    store = Neo4jStore(url)
    for ask in (store.revision, store.catalogue, store.index):
        with pytest.raises(
            StoreError, match=r"import of source 'test' is open.* and was not finished"
        ) as told:
            ask()
        assert "run that import again" in told.value.hint
        assert "doctor --repair" in told.value.hint
    assert [check.name for check in store.doctor() if not check.ok] == ["import"]
    store.close()


def test_killed_at_each_step_and_run_again(neo4j: str, writer: Writer) -> None:
    assert writer.write(neo4j, 0)[0] == 0
    for number, step in enumerate(STEPS, 1):
        assert writer.write(neo4j, number, step=step)[0] == -signal.SIGKILL
        if step in OPEN:
            assert_refused(neo4j)
        else:
            assert_whole(neo4j, import_child.version(number if step == "committed" else number - 1))
        assert writer.write(neo4j, number)[0] == 0
        assert_whole(neo4j, import_child.version(number))
        assert len(Neo4jStore(neo4j).history()) == number + 1


def test_killed_at_each_step_and_repaired(neo4j: str, writer: Writer) -> None:
    """``doctor`` completes an import that has all its records, and takes any other back."""
    assert writer.write(neo4j, 0)[0] == 0
    held = 0
    for number, step in enumerate(OPEN, 1):
        assert writer.write(neo4j, number, step=step)[0] == -signal.SIGKILL
        assert [check for check in Neo4jStore(neo4j).doctor(repair=True) if not check.ok] == []
        held = number if step in OPEN[OPEN.index("ready") :] else held
        assert_whole(neo4j, import_child.version(held))


def test_another_import_takes_a_left_one_back(neo4j: str, writer: Writer) -> None:
    assert writer.write(neo4j, 0)[0] == 0
    assert writer.write(neo4j, 1, step="graph")[0] == -signal.SIGKILL
    assert writer.write(neo4j, 2)[0] == 0
    assert_whole(neo4j, import_child.version(2))


def test_killed_in_the_very_first_import(neo4j: str, writer: Writer) -> None:
    assert writer.write(neo4j, 1, step="graph")[0] == -signal.SIGKILL
    assert_refused(neo4j)
    assert writer.write(neo4j, 1)[0] == 0
    assert_whole(neo4j, import_child.version(1))


def test_killed_at_random_instants(neo4j: str, writer: Writer) -> None:
    chance = random.Random(20240229)
    assert writer.write(neo4j, 0)[0] == 0
    states, kills = [import_child.version(0)], 0
    for number in range(1, 60):
        undo = number % 4 == 0 and len(states) > 1
        code, _ = writer.write(neo4j, "undo" if undo else number, after=chance.uniform(0, writer.span))
        kills += code == -signal.SIGKILL
        after = states[:-1] if undo else [*states, import_child.version(number)]
        store = Neo4jStore(neo4j)
        store.doctor(repair=True)
        history = store.history()
        undone = {revision.undoes for revision in history}
        live = sum(1 for revision in history if not revision.undoes and revision.number not in undone)
        assert live in (len(states), len(after))
        assert live == len(after) or code
        states = after if live == len(after) else states
        assert_whole(neo4j, states[-1])
        if kills == 6:
            return
    pytest.fail(f"only {kills} were killed")
