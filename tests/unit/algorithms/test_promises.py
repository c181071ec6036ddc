"""Verdicts on promises against their definition: every way to be up or down, every value of what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import joint, promises
from graphmodel.algorithms.joint import shared
from graphmodel.algorithms.points import FREE
from graphmodel.index.index import Index
from tests.conftest import index
from tests.oracles import HOLDS, NEEDED_LEVELS, Levels, Needed, fillings, lost, promise

PROVIDERS = ("a", "b", "c", "d")
ENDLESS = 100 * 86400
"""A recovery time that is longer than any other."""


@dataclass(frozen=True)
class Case:
    """A consumer with its requirements, and what each service states."""

    requirements: tuple[Needed, ...]
    stated: dict[str, Levels]

    def index(self) -> Index:
        levels = ("availability", "own_availability", "rto", "rpo", "support_hours")
        rows = [
            f"{s}," + ",".join(self.stated.get(s, {}).get(name, "") for name in levels)
            for s in ("x", "soft", *PROVIDERS)
        ]
        links = ["x,soft,,,soft"]
        for n, (k, members) in enumerate(self.requirements):
            links += [f"x,{m},g{n},{k},hard" for m in members if len(members) > 1 or n % 2]
            links += [f"x,{m},,,hard" for m in members if not (len(members) > 1 or n % 2)]
        return index(
            {
                "services.csv": "\n".join([f"id,{','.join(levels)}", *rows, ""]),
                "dependencies.csv": "\n".join(
                    ["service,depends_on,group,needs,strength", *dict.fromkeys(links), ""]
                ),
            }
        )


HOURS = ["24x7", "Mon-Fri 08:00-18:00", "Mon-Fri 00:00-12:00", "Mon-Sun 12:00-24:00", "Sat 10:00-12:00"]
VALUES = {
    "availability": ["0", "50", "99", "100"],
    "rto": ["0s", "1800s", "3600s", "7200s", f"{ENDLESS}s"],
    "rpo": ["0s", "3600s", f"{ENDLESS}s"],
    "support_hours": [*HOURS, "Sun 03:00-04:00"],
}
STATED = {
    "availability": ["99", "99.9", "90", "100", "99.5", "50"],
    "rto": ["0s", "3600s", "3600s", "7200s", "10800s"],
    "rpo": ["0s", "3600s", "7200s"],
    "support_hours": HOURS,
}


@st.composite
def cases(draw: st.DrawFn, level: str) -> Case:
    requirements = []
    for _ in range(draw(st.integers(0, 3))):
        members = tuple(sorted(draw(st.sets(st.sampled_from(PROVIDERS), min_size=1, max_size=4))))
        requirements.append((draw(st.integers(1, len(members))), members))
    missing = draw(st.sampled_from([0, 1, 1, 2]))
    stated: dict[str, Levels] = {
        s: {name: draw(st.sampled_from(STATED[name])) for name in NEEDED_LEVELS[level]} for s in PROVIDERS
    }
    for _ in range(missing):
        stated[draw(st.sampled_from(PROVIDERS))][draw(st.sampled_from(NEEDED_LEVELS[level]))] = ""
    own = {level: draw(st.sampled_from(STATED[level]))}
    if level == "availability":
        own["availability"] = draw(
            st.sampled_from(["99", "98.01", "0", "89.1", "99.99", "50", "94.0", "100"])
        )
        own |= draw(st.sampled_from([{}, {}, {"own_availability": "99.5"}, {"own_availability": "98"}]))
    stated["x"] = {**own}
    # Several single requirements on one provider are one row of the file.
    return Case(tuple(dict.fromkeys(requirements)), stated)


def naive(case: Case, level: str) -> str:
    return promise(level, case.stated["x"], case.requirements, case.stated, VALUES)


@pytest.mark.parametrize("level", promises.LEVELS)
@settings(max_examples=120)
@given(data=st.data())
def test_the_verdict_is_unknown_exactly_when_a_value_of_what_is_missing_would_change_it(
    level: str, data: st.DataObject
) -> None:
    case = data.draw(cases(level))
    made = case.index()
    judged = promises.judge(made, level)
    (at,) = np.flatnonzero(judged.services == made.find("x")).tolist()
    verdict = promises.VERDICTS[judged.verdict[at]]
    assert verdict == naive(case, level)
    waiting = judged.missing[judged.missing_at[at] : judged.missing_at[at + 1]].tolist()
    assert (verdict == "unknown") == bool(waiting)
    lacking = {made.find(s) for s in PROVIDERS if "" in case.stated[s].values()}
    assert lacking >= set(waiting)
    assert len(set(waiting)) == len(waiting)
    alone = promises.judge(made, level, np.array([made.find("x")]))
    assert (alone.verdict.tolist(), alone.missing.tolist()) == ([judged.verdict[at]], waiting)
    assert alone.best.tolist() == [judged.best[at]]


def first_matters(case: Case, level: str, first: str) -> bool:
    """Is there a value of everything else with which the first service's level decides?"""
    by_rest: dict[str, set[bool]] = {}
    for filled in fillings(level, case.requirements, case.stated, VALUES):
        rest = repr({s: levels for s, levels in filled.items() if s != first})
        by_rest.setdefault(rest, set()).add(HOLDS[level](case.stated["x"], case.requirements, filled))
    return any(len(found) > 1 for found in by_rest.values())


@pytest.mark.parametrize("level", ["availability", "rto"])
@settings(max_examples=80)
@given(data=st.data())
def test_the_level_to_state_first_would_change_the_verdict(level: str, data: st.DataObject) -> None:
    case = data.draw(cases(level))
    made = case.index()
    judged = promises.judge(made, level, np.array([made.find("x")]))
    if len(judged.missing):
        assert first_matters(case, level, made.service_id[int(judged.missing[0])])


@settings(max_examples=150)
@given(data=st.data())
def test_what_can_be_promised_at_best_and_at_worst(data: st.DataObject) -> None:
    """The smallest rpo that could be promised: by every value of what is missing."""
    case = data.draw(cases("rpo"))
    made = case.index()
    judged = promises.judge(made, "rpo", np.array([made.find("x")]))
    points = [
        max((lost(one, filled) for one in case.requirements), default=0)
        for filled in fillings("rpo", case.requirements, case.stated, VALUES)
    ]
    worst = FREE if max(points) == ENDLESS else max(points)
    assert (judged.best.tolist(), judged.worst.tolist()) == ([min(points)], [worst])


CHANCES = st.sampled_from([0.0, 0.25, 0.5, 0.9, 0.99, 1.0])


@st.composite
def entangled(draw: st.DrawFn) -> tuple[list[int], list[list[int]], dict[int, float]]:
    groups = draw(
        st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=6).map(sorted), min_size=1, max_size=5)
    )
    needs = [draw(st.integers(1, len(members))) for members in groups]
    return needs, groups, {m: draw(CHANCES) for m in range(8)}


@settings(max_examples=150)
@given(entangled())
def test_requirements_that_share_members_count_each_once(
    case: tuple[list[int], list[list[int]], dict[int, float]],
) -> None:
    needs, groups, chance = case
    likely = 0.0
    for up in product((0, 1), repeat=8):
        if all(sum(up[m] for m in members) >= k for k, members in zip(needs, groups, strict=True)):
            likely += float(np.prod([chance[m] if on else 1 - chance[m] for m, on in enumerate(up)]))
    low, high = shared(needs, groups, chance)
    assert low == high == pytest.approx(likely, abs=1e-12)


@settings(max_examples=80)
@given(entangled())
def test_what_is_too_entangled_has_bounds(case: tuple[list[int], list[list[int]], dict[int, float]]) -> None:
    needs, groups, chance = case
    exact, _ = shared(needs, groups, chance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joint, "MOST", 1)
        low, high = shared(needs, groups, chance)
    assert low <= exact + 1e-12
    assert exact <= high + 1e-12


def test_a_provider_in_two_requirements_counts_once() -> None:
    """By hand: b is needed anyway, so one of b and c holds whenever b does; 0.99 · 0.98, not · 0.9998 again."""
    made = index(
        {
            "services.csv": "id,availability\nx,97.02\na,99\nb,98\nc,99\n",
            "dependencies.csv": "service,depends_on,group\nx,a,\nx,b,\nx,b,g\nx,c,g\n",
        }
    )
    judged = promises.judge(made, "availability", np.array([made.find("x")]))
    assert judged.best.tolist() == [pytest.approx(97.02)]
    assert judged.verdict.tolist() == [promises.KEPT]


def test_a_large_group_is_added_up_exactly() -> None:
    """2,000 alternatives, half of which are needed: as binomial coefficients say."""
    from scipy.stats import binom

    chance = np.full((1, 2_000), 0.51)
    assert joint.at_least(1_000, chance)[0] == pytest.approx(binom.sf(999, 2_000, 0.51), abs=1e-12)
    assert joint.at_least(1_500, chance)[0] == pytest.approx(binom.sf(1_499, 2_000, 0.51), abs=1e-12)


def test_a_provider_that_is_gone_is_down_for_good() -> None:
    made = index(
        {
            "services.csv": "id,availability,rto,rpo,support_hours\nx,90,1d,1d,24x7\ny,90,1d,1d,24x7\na,99,1h,1h,24x7\n"
            "b,99,1h,1h,24x7\n",
            "dependencies.csv": "service,depends_on,group\nx,a,\ny,a,g\ny,b,g\n",
        }
    )
    gone = Index(made.arrays, made.catalogue, made.revision, ["a"])
    for level in promises.LEVELS:
        assert promises.judge(made, level).verdict.tolist() == [promises.KEPT] * 4
        judged = promises.judge(gone, level)
        assert [gone.service_id[v] for v in judged.services.tolist()] == ["b", "x", "y"]
        assert judged.verdict.tolist() == [promises.KEPT, promises.BROKEN, promises.KEPT]
