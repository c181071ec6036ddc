"""The cheapest way out against all that could be done, tried one by one on lists of requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from math import floor, inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import cheapest as algorithm
from graphmodel.algorithms.cheapest import Cheapest
from graphmodel.analyses import improve
from graphmodel.analyses.details import available, offers, restored, targets
from graphmodel.answers.report import Report
from graphmodel.model import durations
from graphmodel.model.errors import UsageError
from graphmodel.session import Session
from tests.conftest import catalogue

PROVIDER, SPARE, BETTER = "another provider", "one more in the group", "better own availability"
TIME = "better own time"
Key = tuple[str, str, str]
"""Change, subject, group."""


@dataclass(frozen=True)
class Need:
    consumer: str
    members: tuple[str, ...]
    k: int
    hard: bool
    group: str


@dataclass(frozen=True)
class Estate:
    own: dict[str, float]
    """Own availability, percent."""
    cost: dict[str, str]
    needs: tuple[Need, ...]
    products: tuple[str, ...] = ("p0",)
    hours: dict[str, float] = field(default_factory=dict)
    """Own time."""

    def down(self, failed: frozenset[str]) -> set[str]:
        found = set(failed)
        while more := {
            n.consumer
            for n in self.needs
            if n.hard and n.consumer not in found and sum(m not in found for m in n.members) < n.k
        }:
            found |= more
        return found

    def below(self) -> set[str]:
        found = set(self.products)
        while more := {m for n in self.needs if n.hard and n.consumer in found for m in n.members} - found:
            found |= more
        return found

    def available(self, top: str) -> float:
        failing = [v for v in self.own if self.own[v] < 100]
        up = 0.0
        for world in product((False, True), repeat=len(failing)):
            likely = 1.0
            for v, failed in zip(failing, world, strict=True):
                likely *= 1 - self.own[v] / 100 if failed else self.own[v] / 100
            if likely:
                failed = frozenset(v for v, f in zip(failing, world, strict=True) if f)
                up += likely * (top not in self.down(failed))
        return round(100 * up, 10)

    def able(self) -> list[str]:
        return [v for v in self.own if self.own[v] != 100]

    def back(self, failed: str) -> dict[str, float]:
        """Hours until each is back: rounds of the definition, from never."""
        down = self.down(frozenset([failed]))
        hours = {v: inf if v in down else 0.0 for v in self.own}
        while True:
            then = dict(hours)
            for v in down:
                waits = [
                    sorted(hours[m] for m in n.members)[n.k - 1]
                    for n in self.needs
                    if n.hard and n.consumer == v
                ]
                then[v] = (self.hours.get(v, 0) if v == failed else 0) + max(waits, default=0)
            if then == hours:
                return hours
            hours = then

    def longest(self) -> float:
        return max((self.back(v)[p] for v in self.able() for p in self.products), default=0)

    def single(self) -> list[str]:
        return [
            v for v in self.able() if any(p != v and p in self.down(frozenset([v])) for p in self.products)
        ]

    def files(self) -> dict[str, str]:
        rows = "".join(
            f"{n.consumer},{m},{'hard' if n.hard else 'soft'},{n.group},{n.k if n.group else ''}\n"
            for n in self.needs
            for m in n.members
        )
        head = "id,cost,own_availability,own_rto\n"
        listed = {True: head, False: head}
        for v, own in self.own.items():
            listed[v in self.products] += f"{v},{self.cost.get(v, '')},{own!r},{self.hours.get(v, 0):g}h\n"
        return {
            "products.csv": listed[True],
            "services.csv": listed[False],
            "dependencies.csv": "service,depends_on,strength,group,needs\n" + rows,
        }

    def session(self) -> Session:
        return Session.of_catalogue(catalogue(self.files()))


def price(estate: Estate, v: str) -> float:
    return float(estate.cost.get(v) or 1)


def considered(estate: Estate, target: str) -> dict[Key, tuple[int, float]]:
    """Every change → how often it may be done, and what it costs each time."""
    found: dict[Key, tuple[int, float]] = {}
    availability = target[0].isdigit()
    below = estate.below()
    for n in estate.needs:
        if n.hard and n.consumer in below:
            if len(n.members) == 1:
                found[PROVIDER, n.members[0], ""] = (
                    available.TIMES if availability else 1,
                    price(estate, n.members[0]),
                )
            else:
                cheapest = min(price(estate, m) for m in n.members)
                found[SPARE, n.consumer, n.group] = (min(n.k, offers.SPARES), cheapest)
    if availability:
        for v in below:
            if 0 < estate.own[v] < 100:
                found[BETTER, v, ""] = (available.NINES, price(estate, v))
    if target.startswith("rto="):
        for v in below:
            if estate.own[v] != 100 and estate.hours.get(v, 0) > hours(target):
                found[TIME, v, ""] = (1, price(estate, v))
    return found


def hours(target: str) -> float:
    return float(target.removeprefix("rto=").removesuffix("h"))


def changed(estate: Estate, done: Counter[Key], *, alike: bool, target: str = "") -> Estate:
    """The estate with these changes."""
    own, times_back, needs, copies = dict(estate.own), dict(estate.hours), list(estate.needs), []
    today = cache(estate.available)
    for (change, v, _), times in done.items():
        if change == BETTER:
            own[v] = 100 - (100 - own[v]) / 10**times
        if change == TIME:
            times_back[v] = hours(target)
    for (change, v, group), times in done.items():
        for step in range(times if change in {PROVIDER, SPARE} else 0):
            name = f"new-{change[:3]}-{v}-{group}-{step}"
            joined = [
                at
                for at, n in enumerate(estate.needs)
                if n.hard
                and (len(n.members) == 1 and n.members[0] == v if change == PROVIDER else n.group == group)
            ]
            beside = v
            if change == SPARE:
                members = sorted(estate.needs[joined[0]].members)
                beside = min(members, key=lambda m: price(estate, m))
            own[name] = estate.own[beside] if alike else today(beside)
            copies += [(name, beside)] if alike else []
            for at in joined:
                needs[at] = replace(
                    needs[at],
                    members=(*needs[at].members, name),
                    group=needs[at].group or f"x-{needs[at].members[0]}",
                )
    made = tuple(replace(n, consumer=name) for name, beside in copies for n in needs if n.consumer == beside)
    return replace(estate, own=own, hours=times_back, needs=(*needs, *made))


def reached(estate: Estate, target: str) -> bool:
    if target == "no-spof":
        return not estate.single()
    if target.startswith("rto="):
        return estate.longest() <= hours(target)
    return all(estate.available(p) >= float(target) for p in estate.products)


def least(estate: Estate, target: str, *, alike: bool) -> float | None:
    """The cost of the cheapest set, by trying all of them, from the cheapest on."""
    each = considered(estate, target)
    tried = []
    for times in product(*(range(most + 1) for most, _ in each.values())):
        done = Counter({key: n for key, n in zip(each, times, strict=True) if n})
        tried.append((sum(each[key][1] * n for key, n in done.items()), done))
    tried.sort(key=lambda one: one[0])
    if not reached(
        changed(estate, max((d for _, d in tried), key=lambda d: d.total()), alike=alike, target=target),
        target,
    ):
        return None
    return next(
        cost for cost, done in tried if reached(changed(estate, done, alike=alike, target=target), target)
    )


def asked(estate: Estate, **question: Any) -> Report[Any]:
    report = estate.session().run("improve", **question)
    assert [row.step for row in report] == list(range(1, len(report) + 1))
    return report


def held(estate: Estate, target: str, *, alike: bool) -> None:
    """The answer costs the least there is, and made in the files it is what it says."""
    report = asked(estate, target=target, alike=alike)
    cost = least(estate, target, alike=alike)
    if cost is None:
        assert "cannot be reached" in report.title
        assert not report
        return
    assert sum(row.cost for row in report) == pytest.approx(cost)
    assert "the best that was found" not in report.title
    done: Counter[Key] = Counter()
    for row in report:
        done[row.change, row.subject, row.group] += 1
        made = changed(estate, done, alike=alike, target=target)
        if target == "no-spof":
            assert row.reaches == len(made.single())
        elif target.startswith("rto="):
            longest = made.longest()
            assert row.reaches == ("never" if longest == inf else durations.text(round(3600 * longest)))
        else:
            assert row.reaches == pytest.approx(min(map(made.available, made.products)), abs=2e-9)
    session = changed(estate, done, alike=alike, target=target).session()
    if target == "no-spof":
        down = {p for row in session.run("spof", top=0) for p in row.products_down}
        assert down.isdisjoint(estate.products)
    elif target.startswith("rto="):
        for v in changed(estate, done, alike=alike, target=target).able():
            for row in session.run("recovery", services=v):
                assert row.id not in estate.products or durations.seconds(row.restore) <= 3600 * hours(target)
    else:
        of = {row.id: row.modelled for row in session.run("availability", select=estate.products)}
        assert min(of.values()) >= float(target) - 1e-9


@st.composite
def estates(draw: st.DrawFn, most: int = 5) -> Estate:
    ids = ["p0", "p1", *(f"s{i}" for i in range(draw(st.integers(1, most - 2))))]
    own = {v: draw(st.sampled_from((100.0, 99.0, 90.0, 95.5))) for v in ids}
    cost = {v: draw(st.sampled_from(("", "", "2", "5", "0", "7.5"))) for v in ids}
    needs = []
    for number in range(draw(st.integers(1, 6))):
        consumer = draw(st.sampled_from(["p0", *ids]))
        grouped = draw(st.integers(0, 2)) == 0
        members = draw(
            st.lists(st.sampled_from(ids[1:]), min_size=1, max_size=3 if grouped else 1, unique=True)
        )
        key = (consumer, *members)
        if not grouped and any(not n.group and (n.consumer, *n.members) == key for n in needs):
            continue
        k = draw(st.integers(1, len(members)))
        hard = draw(st.integers(0, 5)) > 0
        needs.append(Need(consumer, tuple(members), k, hard, f"g{number}" if grouped else ""))
    back = {v: float(draw(st.sampled_from((0, 1, 2, 8)))) for v in ids}
    return Estate(own, cost, tuple(needs), draw(st.sampled_from((("p0",), ("p0", "p1")))), back)


@settings(max_examples=40)
@given(estates(), st.booleans())
def test_no_single_point_of_failure_costs_the_least(estate: Estate, alike: bool) -> None:
    held(estate, "no-spof", alike=alike)


@settings(max_examples=30)
@given(estates(most=7), st.booleans(), st.sampled_from(("no-spof", "rto=0h", "rto=1h", "rto=4h")))
def test_looking_at_the_nearest_failures_only_costs_no_more(estate: Estate, alike: bool, target: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(targets, "PROVED", 0)
        patch.setattr(restored, "PROVED", 0)
        held(estate, target, alike=alike)


@settings(max_examples=40)
@given(estates(), st.booleans(), st.sampled_from((0, 1, 4)))
def test_being_back_in_time_costs_the_least(estate: Estate, alike: bool, most: int) -> None:
    held(estate, f"rto={most}h", alike=alike)


@contextmanager
def few_changes() -> Iterator[None]:
    """Few enough to try all of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TIMES", "NINES"):
            patch.setattr(available, name, 1)
        patch.setattr(offers, "SPARES", 1)
        yield


def within_reach(estate: Estate, alike: bool, data: st.DataObject) -> str:
    """The availability that some of the changes just reach; nothing where that is none."""
    each = considered(estate, "99")
    some = data.draw(st.sets(st.sampled_from(sorted(each)), max_size=3) if each else st.just(set()))
    made = changed(estate, Counter(dict.fromkeys(some, 1)), alike=alike)
    percent = min(map(made.available, made.products))
    return f"{floor(percent * 1e8) / 1e8:.8f}" if percent > 1e-6 else ""


@settings(max_examples=25)
@given(estates(most=4), st.booleans(), st.data())
def test_an_availability_costs_the_least(estate: Estate, alike: bool, data: st.DataObject) -> None:
    with few_changes():
        if target := within_reach(estate, alike, data):
            held(estate, target, alike=alike)


@settings(max_examples=10)
@given(st.lists(st.sampled_from((99.0, 95.0, 90.0)), min_size=1, max_size=2), st.data())
def test_several_times(own: list[float], data: st.DataObject) -> None:
    """One product over one or two services: a second provider, a third nine."""
    services = {f"s{i}": percent for i, percent in enumerate(own)}
    needs = tuple(Need("p0", (v,), 1, True, "") for v in services)
    cost = {v: data.draw(st.sampled_from(("1", "3", "10"))) for v in services}
    estate = Estate({"p0": 100.0, **services}, cost, needs)
    each = considered(estate, "99")
    done = Counter({key: data.draw(st.integers(0, most)) for key, (most, _) in each.items()})
    made = changed(estate, done, alike=False)
    held(estate, f"{floor(made.available('p0') * 1e8) / 1e8:.8f}", alike=False)


CHAIN = Estate(
    {"p0": 100.0, "a": 99.0, "b": 99.0, "c": 90.0},
    {"a": "10", "b": "4", "c": "3"},
    (Need("p0", ("a",), 1, True, ""), Need("a", ("c",), 1, True, ""), Need("p0", ("b", "c"), 1, True, "g")),
)
"""p0 needs a, which needs c; and one of b and c."""


def priced(tmp_path: Path, text: str) -> Path:
    (tmp_path / "prices.toml").write_text(text, encoding="utf-8")
    return tmp_path / "prices.toml"


def test_another_supplier_does_for_what_lies_below() -> None:
    """A second a stands on its own, so c is no single point of failure either: 10. As a copy it needs c: 3 more."""
    (row,) = asked(CHAIN, target="no-spof")
    assert (row.step, row.change, row.subject, row.cost, row.reaches, row.beside) == (
        1,
        PROVIDER,
        "a",
        10,
        0,
        "a",
    )
    rows = [(row.subject, row.cost, row.reaches) for row in asked(CHAIN, target="no-spof", alike=True)]
    assert rows == [("a", 10, 1), ("c", 3, 0)]


def test_what_prices_say(tmp_path: Path) -> None:
    """99 % of 90 % at first. A tenth of what c fails gives 98.01, and then a tenth of what a does 98.901."""
    assert sum(row.cost for row in asked(CHAIN, target="98.9")) == 3 + 3
    text = '[[price]]\nservices = "kind:service"\nall = false\n[[price]]\nservices = "a c"\nown_availability = 7\n'
    file = priced(tmp_path, text)
    rows = [(row.change, row.subject, row.cost) for row in asked(CHAIN, target="98.9", prices=file)]
    assert sum(cost for *_, cost in rows) == 14
    assert {change for change, *_ in rows} == {BETTER}
    report = asked(CHAIN, target="no-spof", prices=file)
    assert report.title == "no-spof cannot be reached by any of 0 changes"
    assert report.notes == ("with all of them: 2 single points of failure are left",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("price = 3", 1, "price is no list of tables"),
        ("[[prices]]\n", 1, "there is no key 'prices'"),
        ("[[price]]\nprovider = 3\n", 1, "services is None, and no selector"),
        ('[[price]]\nservices = "nobody"\n', 2, "there is no service 'nobody'"),
        ('[[price]]\nservices = "a,c"\n', 2, "'a,c' selects no service"),
        ('[[price]]\nservices = "a"\nprovder = 3\n', 3, "there is no key 'provder'"),
        ('\n[[price]]\nservices = "a"\nall = true\n', 4, "all is True, and no price"),
        ('[[price]]\nservices = "a"\nprovider = -1\n', 3, "provider is -1, and no price"),
        ('[[price]]\nservices = "a"\nprovider = "2"\n', 3, "provider is '2', and no price"),
        ('[[price]]\nservices = "a"\nprovider = nan\n', 3, "provider is nan, and no price"),
    ],
)
def test_what_prices_may_not_say(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = priced(tmp_path, text)
    with pytest.raises(UsageError) as error:
        asked(CHAIN, target="no-spof", prices=file)
    assert error.value.message == f"{file}:{line}: {said}"
    assert error.value.hint


def test_files_that_are_no_prices(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not TOML"):
        asked(CHAIN, target="no-spof", prices=priced(tmp_path, "[[price"))
    with pytest.raises(UsageError, match="No such file"):
        asked(CHAIN, target="no-spof", prices=tmp_path / "none.toml")


@pytest.mark.parametrize("target", ["", "no_spof", "0", "101", "nan", "-3", "99,9", "rto"])
def test_targets_that_there_are_not(target: str) -> None:
    with pytest.raises(UsageError, match="there is no target"):
        asked(CHAIN, target=target)


@pytest.mark.parametrize("target", ["rto=", "rto=4", "rto=P1M", "rto=soon"])
def test_times_that_are_none(target: str) -> None:
    with pytest.raises(UsageError) as error:
        asked(CHAIN, target=target)
    assert "rto=4h" in error.value.hint


def test_a_target_that_is_reached() -> None:
    assert asked(CHAIN, target="89%").title == "89% is reached as it is"
    with pytest.raises(UsageError, match="nothing is selected"):
        asked(CHAIN, target="89", select="zzz*")


def test_without_time_the_best_found_is_proved_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two ways the greedy one may be dearer; it reaches the target all the same."""
    monkeypatch.setattr(algorithm, "MOMENT", 0)
    for target in ("no-spof", "98.9"):
        report = asked(CHAIN, target=target, within=0)
        assert not report.title.endswith("the cheapest way")
        assert report.notes[0].startswith("no way costs less than ")
        done = Counter((row.change, row.subject, row.group) for row in report)
        assert reached(changed(CHAIN, done, alike=False), target)


def test_a_diagram_that_is_too_large() -> None:
    """What is proven to be enough is so, and costs what no way undercuts at least."""
    report = asked(CHAIN, target="98.9", nodes=3)
    done = Counter((row.change, row.subject, row.group) for row in report)
    assert reached(changed(CHAIN, done, alike=False), "98.9")
    assert (
        "the diagram with all that may change is too large: the products are at least so available"
        in report.notes
    )
    cost = least(CHAIN, "98.9", alike=False)
    assert cost is not None
    assert sum(row.cost for row in report) >= cost


@settings(max_examples=25)
@given(estates(most=4), st.booleans(), st.data())
def test_bounds_are_enough_and_claim_no_more(estate: Estate, alike: bool, data: st.DataObject) -> None:
    """Where no diagram has room an answer still reaches the target, and its lower bound is one."""
    with few_changes():
        target = within_reach(estate, alike, data)
        if not target:
            return
        try:
            report = asked(estate, target=target, alike=alike, nodes=1)
        except UsageError:
            return
        cost, spent = least(estate, target, alike=alike), sum(row.cost for row in report)
        if "cannot be reached" in report.title:
            assert cost is None
            return
        done = Counter((row.change, row.subject, row.group) for row in report)
        assert reached(changed(estate, done, alike=alike), f"{float(target) - 1e-9:.9f}")
        assert cost is not None
        assert spent >= cost - 1e-9
        if report.title.endswith("the cheapest way"):
            assert spent == pytest.approx(cost)
        for note in report.notes:
            if note.startswith("no way costs less than "):
                assert float(note.split()[5].rstrip(";").replace(",", "")) <= cost + 1e-9


def test_what_states_no_availability_is_named() -> None:
    estate = replace(CHAIN, needs=CHAIN.needs[:1])
    files = estate.files()
    files["services.csv"] = files["services.csv"].replace("a,10,99.0", "a,10,")
    report = Session.of_catalogue(catalogue(files)).run("improve", target="90")
    assert "cannot be reached" in report.title
    assert "no availability is stated of what counts as always down: a" in report.notes


def test_what_is_gone_in_a_proposal_is_stood_in_for() -> None:
    """Without a the product is down whatever fails; another provider in its place costs 1, as nobody states a cost."""
    world = CHAIN.session().proposed(without=("a",))
    (row,) = world.run("improve", target="no-spof")
    assert (row.change, row.subject, row.cost, row.reaches) == (PROVIDER, "a", 1, 0)
    assert "cannot be reached" in world.run("improve", target="90").title


def test_all_changes_are_no_answer_that_was_found() -> None:
    """Where the time was not enough to leave any out the title says so."""
    question = improve.ImproveQuestion(target="no-spof")
    goal: Any = SimpleNamespace(offers=SimpleNamespace(cost=np.ones(2)))
    titles = {
        chosen: improve._title(question, goal, Cheapest(np.array(chosen), 0.0, proven=False))
        for chosen in ((True, True), (True, False))
    }
    assert titles[True, True].endswith("all that may be changed, as the time was not enough to find less")
    assert titles[True, False] == "1 change for 1 reaches no-spof: the best that was found"
