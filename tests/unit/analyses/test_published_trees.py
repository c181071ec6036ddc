"""Published fault trees written as catalogues: a gate is a group, a basic event is a service that can fail.

Numbers of minimal cut sets and probabilities are those of the sources named beside each tree; every gate has
own_availability 100, so that only basic events fail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pytest

from graphmodel.session import Session
from tests.conftest import catalogue


@dataclass(frozen=True)
class Tree:
    """A line of ``gates``: name, ``and``, ``or`` or how many inputs have to fail, inputs. The first is the top."""

    name: str
    gates: str
    sets: int
    """Minimal cut sets as published."""
    probability: float
    """Of the top event, as published …"""
    within: float
    """… and to which precision."""
    chance: float = 0.01
    """Of a basic event that ``chances`` does not name."""
    chances: dict[str, float] = field(default_factory=dict)
    orders: tuple[int, ...] = ()
    """Published: how many sets there are of each order."""

    def __str__(self) -> str:
        return self.name

    def parsed(self) -> dict[str, tuple[str, list[str]]]:
        found = {}
        for line in self.gates.strip().splitlines():
            name, how, *inputs = line.split()
            found[name] = (how, inputs)
        return found

    @property
    def top(self) -> str:
        return next(iter(self.parsed()))

    def events(self) -> list[str]:
        gates = self.parsed()
        return sorted({i for _, inputs in gates.values() for i in inputs if i not in gates})

    def files(self) -> dict[str, str]:
        gates, rows = self.parsed(), []
        for name, (how, inputs) in gates.items():
            failing = {"and": len(inputs), "or": 1}.get(how) or int(how)
            rows += [f"{name},{i},gate,{len(inputs) - failing + 1}\n" for i in inputs]
        own = [f"{e},{100 - 100 * self.chances.get(e, self.chance):.10g}\n" for e in self.events()]
        return {
            "products.csv": f"id,own_availability\n{self.top},100\n",
            "services.csv": "id,own_availability\n"
            + "".join(f"{name},100\n" for name in gates if name != self.top)
            + "".join(own),
            "dependencies.csv": "service,depends_on,group,needs\n" + "".join(rows),
        }

    def session(self) -> Session:
        return Session.of_catalogue(catalogue(self.files()))

    def down(self, failed: dict[str, np.ndarray]) -> np.ndarray:
        """Does the top event happen? ``failed``: of each basic event, bool[trials]."""
        gates, known = self.parsed(), dict(failed)
        while self.top not in known:
            for name, (how, inputs) in gates.items():
                if name not in known and all(i in known for i in inputs):
                    number = np.sum([known[i] for i in inputs], axis=0)
                    known[name] = number >= ({"and": len(inputs), "or": 1}.get(how) or int(how))
        return known[self.top]


CHINESE = Tree(
    # Of the Aralia benchmarks: 392 sets and 1.17058e-3 in the table of github.com/openpra-org/generic-openpsa-models;
    # by order in the tests of SCRAM (github.com/rakhimov/scram, bench_chinese_tree_tests.cc). Repeated events.
    "chinese",
    """
r1 and g1 g2
g1 or e1 e2 e3 g3
g2 and g4 g5
g3 and g6 g7
g4 or e4 e5 e6 e7 g8
g5 or e8 g9
g6 or e9 e10 e11 g10
g7 or e12 e13
g8 and g11 g12
g9 and g13 g14
g10 and g15 g16
g11 or e14 e15 e16 g17
g12 and g18 g19
g13 or e1 e2 e3 g20
g14 or e4 e5 e6 e7 g21
g15 or e17 e18
g16 or e19 e20 e21
g17 and g22 g23
g18 or e22 e23
g19 or e24 e25
g20 and g24 g25
g21 and g26 g27
g22 or e17 e18 e21
g23 or e19 e20
g24 or e14 e15 e16 g28
g25 and g29 g30
g26 or e9 e10 e11 g31
g27 or e12 e13
g28 and g32 g33
g29 or e22 e23
g30 or e24 e25
g31 and g34 g35
g32 or e17 e18 e21
g33 or e19 e20
g34 or e19 e20 e21
g35 or e17 e18
""",
    392,
    1.17058e-3,
    5e-9,
    orders=(0, 12, 0, 24, 188, 168),
)
BAOBAB = Tree(
    # Of the Aralia benchmarks, same table: 4,805 sets and 7.13018e-4; by order 6 and 121 in SCRAM's tests. Votes.
    "baobab2",
    """
r1 3 g1 g2 g3 g4 g5
g1 or g6 e1
g2 or g7 e2
g3 or g8 e3
g4 or g9 e4
g5 or g10 e5
g6 and g11 g12
g7 and g13 g12
g8 and g14 g12
g9 and g15 g12
g10 and g16 g12
g11 or g17 e6
g12 or g18 e11
g13 or g17 e7
g14 or g17 e8
g15 or g17 e9
g16 or g17 e10
g17 2 g19 g20 g21
g18 2 g22 g23 g24
g19 or g25 e12
g20 or g26 e13
g21 or g27 e14
g22 or g25 e15
g23 or g26 e16
g24 or g27 e17
g25 or g28 e18
g26 or g29 e19
g27 or g30 e20
g28 2 g31 g32 g33
g29 2 g34 g35 g36
g30 2 g37 g38 g39
g31 or e21 e22
g32 or e25 e26
g33 or e29 e30
g34 or e23 e22
g35 or e27 e26
g36 or e31 e30
g37 or e24 e22
g38 or e28 e26
g39 or e32 e30
""",
    4_805,
    7.13018e-4,
    5e-10,
    orders=(0, 6, 121),
)
ISP = Tree(
    # Of the Aralia benchmarks, same table: 1,776 sets and 5.43174e-2. 89 events, some of them in several branches.
    "isp9606",
    """
r1 or g1 g2 g3 g4 g5
g1 and g28 g29
g2 and g21 g19
g3 or g8 g9 g10 g11 g12 g13
g4 or g39 g40 e84
g5 and e9 e10 e1 e5 e11
g6 or e1 e2 e3 e4 e5 g7
g7 or e6 e7 e8
g8 and e58 e59
g9 and e48 e49
g10 and e50 e51
g11 and e52 e53
g12 and e54 e55
g13 and e56 e57
g14 or e12 g15 e13 e14 e15
g15 or e37 e38 e39 e40 e41
g16 and g17 g18
g17 or e42 g27 e43 e44
g18 or g14 e78 e79 e80
g19 or e16 g20 e17 e18 e19
g20 or e30 e31 e32 g26
g21 or g22 e24 g25
g22 or e20 e21 e22 g23 e23 g24
g23 or e28 e29
g24 or e63 e64 e65 e66 e67
g25 and e25 e26 e27
g26 or e72 e73 e74 e75 e76
g27 or e33 e34 e35 e36 e7
g28 or g16 g30
g29 or g6 e87 e88 e11 e89
g30 or g31 g32
g31 and g33 g34 e45
g32 and e46 e47
g33 or g35 e60
g34 or g37 e77
g35 or e61 g36 e62
g36 or e63 e64 e65 e66 e67
g37 or e68 e69 g38 e70 e71
g38 or e72 e73 e74 e75 e76
g39 or e81 e82 e83
g40 and e85 e86
""",
    1_776,
    5.43174e-2,
    5e-8,
)
THEATRE = Tree(
    # OpenFTA's example of a theatre's power; SCRAM's tests have 2 sets and 0.00207. A standby.
    "theatre",
    """
theatre and mains_fail generator
generator or gen_fail relay_fail
""",
    2,
    0.00207,
    1e-12,
    chances={"mains_fail": 0.03, "gen_fail": 0.02, "relay_fail": 0.05},
    orders=(0, 2),
)
TRAINS = Tree(
    # Two trains of pump and valve; SCRAM's tests have 4 sets and 0.7225. Likely events: no approximation holds here.
    "two trains",
    """
top and one two
one or valve1 pump1
two or valve2 pump2
""",
    4,
    0.7225,
    1e-12,
    chances={"valve1": 0.5, "valve2": 0.5, "pump1": 0.7, "pump2": 0.7},
    orders=(0, 4),
)
LIFT = Tree(
    # OpenFTA's example of a lift's door; SCRAM's tests have these 12 sets, all of order 1, and 1.19999e-5. Much that no
    # minimal set needs.
    "lift",
    """
lift or start_open opens_in_motion refuses or1
start_open or lmd1 dpd1 and1 slow
and1 and dm1 dpd1
slow or ps1 hindered
hindered or dod1 d1
opens_in_motion or dms2 and2 and3
and2 and uncommanded detector
uncommanded or w1 cp1 dms2
detector and lmd1 lmd1b
and3 and cp1 detector
refuses or cp1 lmd2 lpd1 motor
motor or dm1 ps1
or1 or dod1 dod2 dms1
""",
    12,
    1.19999e-5,
    1e-10,
    chance=1e-6,
    orders=(12, 0),
)
MOTORS = Tree(
    # OpenFTA's three motors, their house events true (so that e3 holds); SCRAM's tests have these 12 sets and
    # 0.0211538, of three terms of the sum over all sets.
    "three motors",
    """
e2 or k5 e4
e4 and e1tr e6
e1tr or k1 e2tr
e6 or t2 k5
e2tr or e3tr e4tr
e4tr or s1 t1inc
e3tr and e5tr e6tr e7tr
e5tr or kt1inc t2inc
e6tr or kt2inc t3inc
e7tr or kt3inc t4inc
""",
    12,
    0.0211538,
    1e-5,
    chance=0.02,
    orders=(1, 3, 0, 8),
)
BRIDGE = Tree(
    # The bridge: M. Rausand, A. Høyland, System Reliability Theory, 2004, chapter 3: minimal paths 14, 25, 135, 234
    # (written here), minimal cut sets 12, 45, 135, 234. Each up nine times of ten: 2p² + 2p³ - 5p⁴ + 2p⁵ = 0.97848.
    "bridge",
    """
top and p14 p25 p135 p234
p14 or x1 x4
p25 or x2 x5
p135 or x1 x3 x5
p234 or x2 x3 x4
""",
    4,
    1 - 0.97848,
    1e-12,
    chance=0.1,
    orders=(0, 2, 2),
)
TANK = Tree(
    # The pressure tank: W. E. Vesely et al., Fault Tree Handbook (NUREG-0492), 1981, chapters VIII and XI: sets T, K2,
    # S K1, S R and S S1; to the first order 5e-6 + 3e-5 + 1e-4 (1e-4 + 3e-5 + 3e-5).
    "pressure tank",
    """
e1 or t e2
e2 or k2 e3
e3 and s e4
e4 or s1 k1 r
""",
    5,
    3.5016e-5,
    2e-10,
    chances={"t": 5e-6, "k2": 3e-5, "s": 1e-4, "s1": 3e-5, "k1": 3e-5, "r": 1e-4},
    orders=(2, 3),
)
VOTES = Tree(
    # A vote of votes: 2 of 3 trains, each of 2 of 3 sensors and a pump. By counting: a train falls with its pump or two
    # sensors, q = 1 - (1 - p)(1 - 3p² + 2p³) = 0.1252; the top with two trains, 3q² - 2q³. Sets: 3 pairs, 4 x 4.
    "votes of votes",
    """
top 2 a b c
a or pa va
b or pb vb
c or pc vc
va 2 a1 a2 a3
vb 2 b1 b2 b3
vc 2 c1 c2 c3
""",
    48,
    3 * 0.1252**2 - 2 * 0.1252**3,
    1e-12,
    chance=0.1,
    orders=(0, 3, 18, 27),
)
COMMON_CAUSE = Tree(
    # Three trains of which two are needed, with a common cause of all and shared coolers: by cases of what is shared.
    # Coolers up: 3p² - 2p³; cooler x down (trains 1, 2 fall): the top fails; so P = 1 - (1-c)(1-x)(1 - 3p² + 2p³).
    "common cause",
    """
top or cause trains
trains 2 t1 t2 t3
t1 or e1 x
t2 or e2 x
t3 or e3
""",
    5,
    1 - 0.99 * 0.95 * (1 - 3 * 0.1**2 + 2 * 0.1**3),
    1e-12,
    chances={"cause": 0.01, "x": 0.05, "e1": 0.1, "e2": 0.1, "e3": 0.1},
    orders=(2, 3),
)
LAYERS = Tree(
    # Two of everything, five deep, each needs one of the two below: a layer falls with both of its services, and all
    # above it: 1 - (1 - p²)^5.
    "layers",
    "top and a1 b1\n"
    + "".join(f"{s}{i} or {s.upper()}{i} n{i + 1}\n" for i in range(1, 5) for s in "ab")
    + "".join(f"n{i} and a{i} b{i}\n" for i in range(2, 6))
    + "a5 or A5\nb5 or B5\n",
    5,
    1 - (1 - 0.1**2) ** 5,
    1e-12,
    chance=0.1,
    orders=(0, 5),
)
TREES = (TANK, VOTES, COMMON_CAUSE, LAYERS, CHINESE, BAOBAB, ISP, THEATRE, TRAINS, LIFT, MOTORS, BRIDGE)


def cut_sets(session: Session, tree: Tree) -> list[tuple[str, ...]]:
    highest = 6 if tree.sets > 12 else 4
    rows = session.run("cutsets", products=tree.top, order=highest, most=0)
    assert not rows.notes
    return [row.members for row in rows]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_the_published_cut_sets_and_probability(tree: Tree) -> None:
    session = tree.session()
    sets = cut_sets(session, tree)
    assert len(sets) == len(set(sets)) == tree.sets
    orders = Counter(map(len, sets))
    assert tuple(orders[at] for at in range(1, len(tree.orders) + 1)) == tree.orders
    (row,) = session.run("availability", select=tree.top)
    assert row.exact == "yes"
    assert 1 - row.modelled / 100 == pytest.approx(tree.probability, abs=tree.within)


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_every_cut_set_replayed(tree: Tree) -> None:
    """Failing together its members take the top down, and without any one of them they do not."""
    session = tree.session()

    def down(failed: tuple[str, ...]) -> bool:
        found = session.run("impact", services=failed) if failed else []
        return any(row.id == tree.top and row.state == "down" for row in found)

    sets = cut_sets(session, tree)
    for members in sets[:: max(1, len(sets) // 60)]:
        assert down(members)
        assert not any(map(down, combinations(members, len(members) - 1)))
    failed = {e: np.array([e in members for members in sets]) for e in tree.events()}
    assert tree.down(failed).all()


@pytest.mark.parametrize("tree", [CHINESE, BAOBAB, BRIDGE], ids=str)
def test_monte_carlo(tree: Tree) -> None:
    """A hundred thousand worlds with likely failures; five standard deviations are allowed."""
    likely = Tree(tree.name, tree.gates, 0, 0, 0, chance=0.15)
    random, trials = np.random.Generator(np.random.PCG64(14)), 100_000
    happened = likely.down({e: random.random(trials) < 0.15 for e in likely.events()}).mean()
    (row,) = likely.session().run("availability", select=likely.top)
    unavailable = 1 - row.modelled / 100
    assert happened == pytest.approx(unavailable, abs=5 * (unavailable * (1 - unavailable) / trials) ** 0.5)


@pytest.mark.parametrize("tree", [THEATRE, TRAINS, BRIDGE, CHINESE], ids=str)
def test_importances_are_what_they_are_defined_as(tree: Tree) -> None:
    """Birnbaum: with the event sure, less with it impossible, each asked of a catalogue of its own."""
    found = {row.service: row.birnbaum for row in tree.session().run("availability", importance=tree.top)}
    for event in tree.events()[:6]:
        ends = []
        for chance in (1.0, 0.0):
            changed = Tree(
                tree.name, tree.gates, 0, 0, 0, chance=tree.chance, chances={**tree.chances, event: chance}
            )
            (row,) = changed.session().run("availability", select=tree.top)
            ends.append(1 - row.modelled / 100)
        assert found[event] == pytest.approx(ends[0] - ends[1], abs=1e-11)


@pytest.mark.parametrize("tree", [THEATRE, TRAINS, BRIDGE], ids=str)
def test_improvements_are_asked_again(tree: Tree) -> None:
    """Only with its last step does an answer reach what was asked for."""
    (row,) = tree.session().run("availability", select=tree.top)
    target = f"{row.modelled + (100 - row.modelled) / 2:.6f}"
    report = tree.session().run("improve", select=tree.top, target=target)
    steps = list(report)
    assert steps
    assert steps[-1].reaches >= float(target)
    assert all(step.reaches < float(target) for step in steps[:-1])
