from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from graphmodel.model.beside import beside

HERE = os.getpid()
copied = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="processes are copied on Linux, on two cores",
)


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@copied
def test_it_is_computed_in_another_process() -> None:
    before = children()
    with beside(lambda: (os.getpid(), np.arange(100_000)), worth=True) as result:
        pid, array = result()
    assert pid != HERE
    assert array.tolist() == list(range(100_000))
    assert children() == before


def test_what_is_not_worth_it_is_computed_here() -> None:
    with beside(os.getpid, worth=False) as result:
        assert result() == HERE


@copied
@pytest.mark.parametrize("fault", ["raises", "dies", "cannot be pickled"])
def test_where_the_copy_fails_it_is_computed_here(fault: str) -> None:
    def compute() -> object:
        if os.getpid() == HERE:
            return "here"
        if fault == "dies":
            os.kill(os.getpid(), 9)
        if fault == "raises":
            raise ValueError
        return lambda: None

    with beside(compute, worth=True) as result:
        assert result() == "here"


@copied
def test_a_copy_that_nobody_waits_for_is_ended() -> None:
    before = children()
    with pytest.raises(KeyError), beside(lambda: [0] * 50_000_000, worth=True):
        raise KeyError
    assert children() == before
