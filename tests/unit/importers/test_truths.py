"""An oracle: sheets of random catalogues, written as people keep them, say the same when they are read as proposed.

``python -m benchmarks.truths`` runs many more, and counts what is right by where the dependencies stand.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.truths.case import case
from tests.truths.faults import SILENT
from tests.truths.judging import judge, run

SEEDS = range(5_000, 5_040)
"""None of those by which words were found that suggest did not know."""


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_wrong_in_silence(seed: int, tmp_path: Path) -> None:
    _, faults = run(seed, tmp_path)
    assert [fault for fault in faults if fault.harm == SILENT] == []


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """The same sheets beside a catalogue in which every dependency goes the other way, and one service less is."""
    made = case(5_000, tmp_path)
    assert judge(made) == []
    turned = replace(made.truth, depends=[(b, a) for a, b in made.truth.depends])
    assert {fault.what for fault in judge(replace(made, truth=turned))} == {"reversed"}
    fewer = replace(made.truth, services=made.truth.services[:-1], depends=[])
    assert "invented service" in {fault.what for fault in judge(replace(made, truth=fewer))}


def test_a_seed_makes_the_same_sheets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = case(7, tmp_path / "a"), case(7, tmp_path / "b")
    assert one.truth == two.truth
    assert [f.name for f in one.files] == [f.name for f in two.files]
