"""An importing process killed at any instant leaves the previous revision or the new one, whole.

50 of the 100 kills come at random instants after the transaction has begun, 50 at named steps.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.embedded.writer import STEPS
from tests.contract.test_stores import assert_index, records
from tests.functional import import_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")


class Writer:
    """The process that forks the children."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.functional.import_child"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._line() == ["ready"]
        self.span = 0.0
        """Seconds from the beginning of the latest write that was not killed to its end."""

    def _line(self) -> list[str]:
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def write(
        self, path: Path | str, number: int | str, *, step: str = "-", after: float | None = None
    ) -> tuple[int, set[str]]:
        """Ask for a write; killed at ``step``, or ``after`` seconds from its beginning. Exit code and steps reached."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path} {number} {step}\n")
        reached: set[str] = set()
        began = time.monotonic()
        while True:
            name, value = self._line()
            if name == "begin":
                began = time.monotonic()
            if name == "ended":
                if value == "0":
                    self.span = time.monotonic() - began
                return int(value), reached
            reached.add(name)
            if name == "begin" and after is not None:
                time.sleep(after)
                with suppress(ProcessLookupError):  # it was quicker
                    os.kill(int(value), signal.SIGKILL)

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    made = Writer()
    yield made
    made.close()


def assert_whole(path: Path, state: Tables | None) -> None:
    """The file holds exactly that, in its rows and in its snapshot, and nothing in it is torn."""
    store = EmbeddedStore(str(path), create=True)
    expected = merge({"test": state} if state else {})
    assert records(store.catalogue()) == records(expected)
    assert_index(store.index(), expected)
    if state:
        assert [c.name for c in store.doctor() if not c.ok and c.name != "lock"] == []


@pytest.mark.slow
def test_a_hundred_kills(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    chance = random.Random(20240229)
    states: list[Tables | None] = [None, import_child.version(0)]
    assert writer.write(path, 0) == (0, set(STEPS))
    kills = {"random": 0, "step": 0}
    for number in range(1, 1000):
        how = "step" if kills["step"] <= kills["random"] else "random"
        undo = number % 5 == 0 and len(states) > 2
        asked: int | str = "undo" if undo else number
        if how == "step":
            code, reached = writer.write(
                path, asked, step=STEPS[kills["step"] % len(STEPS)] if not undo else "inserted"
            )
        else:
            code, reached = writer.write(path, asked, after=chance.uniform(0, writer.span))
        kills[how] += code == -signal.SIGKILL
        assert code in (0, -signal.SIGKILL)
        after = states[:-1] if undo else [*states, import_child.version(number)]
        revisions = EmbeddedStore(str(path)).history()
        undone = {r.undoes for r in revisions}
        live = sum(1 for r in revisions if not r.undoes and r.number not in undone)
        assert live + 1 in (len(states), len(after))
        if code == 0 or "committed" in reached:
            assert live + 1 == len(after)
        if live + 1 == len(after):
            states = after
        assert_whole(path, states[-1])
        if sum(kills.values()) >= 100:
            break
    assert kills == {"random": 50, "step": 50}


@pytest.mark.parametrize("step", STEPS)
def test_killed_while_the_file_is_made(writer: Writer, tmp_path: Path, step: str) -> None:
    path = tmp_path / "catalogue.db"
    code, _ = writer.write(path, 1, step=step)
    assert code == -signal.SIGKILL
    assert_whole(path, import_child.version(1) if step == "committed" else None)
    assert writer.write(path, 2)[0] == 0
    assert_whole(path, import_child.version(2))
