"""Every dependency is an arrow, implied, a letter, or counted as inside: recounted from what is drawn."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from graphmodel.analyses.details import specs
from graphmodel.diagrams.badges import badged, sentences
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.foot import footed, strip
from graphmodel.diagrams.spec import FOOT, Cluster, Diagram, Edge, Node, Setup
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import LIGHT
from graphmodel.workbench import Workbench
from tests.conftest import folder
from tests.diagrams import drawn

SVG = "{http://www.w3.org/2000/svg}"
NEEDS = re.compile(r"↓ ([^·]*)")
OTHERS = re.compile(r"and ([\d,]+)× of \d+ others")
LETTER = re.compile(r"(?:([\d,]+)×)?([A-Z]+)")


def star(consumers: int, more: int, **fields: bool) -> tuple[list[Node], tuple[Edge, ...]]:
    """A hub with so many consumers, and so many pairs beside it."""
    nodes = [Node(f"s{i}", f"Service {i}", "service") for i in range(1 + consumers + more)]
    edges = [Edge(f"s{i}", "s0", **fields) for i in range(1, consumers + 1)]
    edges += [Edge(f"s{i}", f"s{1 + i % consumers}") for i in range(consumers + 1, consumers + more + 1)]
    edges += [
        Edge(f"s{i}", f"s{1 + (i + 1) % consumers}") for i in range(consumers + 1, consumers + more + 1)
    ]
    return nodes, tuple(edges)


def test_many_consumers_get_a_letter_and_few_keep_their_arrows() -> None:
    nodes, edges = star(20, 20)
    made, lines = badged(nodes, edges, ())
    assert (made[0].badge, made[0].consumers) == ("A", 20)
    assert [node.needs for node in made[1:21]] == [("A",)] * 20
    assert {edge.badge for edge in lines if edge.provider == "s0"} == {True}
    assert not any(edge.badge for edge in lines if edge.provider != "s0")
    assert badged(nodes[:21], edges[:20], ()) == (nodes[:21], edges[:20])


@pytest.mark.parametrize("why", ["highlight", "cycle", "implied"])
def test_what_stands_out_keeps_its_arrow(why: str) -> None:
    nodes, edges = star(20, 20, **{why: True})
    assert not any(edge.badge for edge in badged(nodes, edges, ())[1])


def test_what_the_question_is_about_keeps_its_arrows() -> None:
    nodes, edges = star(20, 20)
    assert not any(edge.badge for edge in badged(nodes, edges, {"s0"})[1])


def estate(seed: int) -> dict[str, str]:
    """Services in layers, some of which many need; soft ones, alternatives and cycles among the dependencies."""
    chance = random.Random(seed)
    count = chance.randint(45, 70)
    services = "".join(
        f"s{i:02d},{chance.choice(('', 'platform', 'network', 'data'))}\n" for i in range(2, count)
    )
    rows: dict[tuple[int, int], str] = {}
    for consumer in range(count):
        providers = {
            count - 1 - int((count - consumer) * chance.random() ** 3) for _ in range(chance.randint(1, 9))
        }
        # One in twenty closes a cycle.
        providers |= {consumer // 2} if chance.random() < 0.05 else set()
        apart = sorted(providers - {consumer})
        grouped = len(apart) > 2 and chance.random() < 0.4
        for at, provider in enumerate(apart):
            how = "hard,g,1" if grouped and at < 2 else f"{chance.choice(('hard', 'hard', 'soft'))},,"
            rows[consumer, provider] = f"s{consumer:02d},s{provider:02d},{how}\n"
    return {
        "categories.csv": "id\nplatform\nnetwork\ndata\n",
        "services.csv": "id,category\n" + services,
        "products.csv": "id\ns00\ns01\n",
        "dependencies.csv": "service,depends_on,strength,group,needs\n" + "".join(rows.values()),
    }


@pytest.mark.graphviz
@pytest.mark.parametrize("seed", range(6))
def test_every_dependency_is_an_arrow_or_implied_or_a_letter_or_inside(seed: int, tmp_path: Path) -> None:
    with Workbench.open(folder(tmp_path, estate(seed))) as bench:
        found = bench.session().index
    for most in (150, found.n // 2, 3):
        made = diagram(found, specs.services(range(found.n)), max_nodes=most)
        arrows, letters = recounted(made)
        implied = sum(edge.weight for edge in made.edges if edge.implied)
        assert arrows + letters + implied + made.inside == len(found.member)
        assert most < 150 or letters
        assert followed(made)
    whole = diagram(found, specs.services(range(found.n)), all_dependencies=True)
    assert recounted(whole) == (len(found.member), 0)


def followed(made: Diagram) -> bool:
    """Does a way of arrows and letters lead from end to end of whatever is implied?"""
    shown = nx.DiGraph([(edge.consumer, edge.provider) for edge in made.edges if not edge.implied])
    return all(nx.has_path(shown, edge.consumer, edge.provider) for edge in made.edges if edge.implied)


def recounted(made: Diagram) -> tuple[int, int]:
    """How many dependencies arrows and letters stand for, as the SVG shows them."""
    root = ElementTree.fromstring(drawn("svg", made))
    groups = list(root.iter(f"{SVG}g"))
    weight = {f"{edge.consumer}->{edge.provider}": edge.weight for edge in made.edges}
    arrows = sum(weight[g.get("data-key", "")] for g in groups if g.get("class") == "edge")
    letters, above, others = Counter[str](), Counter[str](), 0
    for group in groups:
        if group.get("class") != "node":
            continue
        texts = " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
        node = next(node for node in made.nodes if node.key == group.get("data-key"))
        if node.needs:
            for several, letter in LETTER.findall(NEEDS.findall(texts)[-1]):
                letters[letter] += int(several.replace(",", "") or 1)
            others += sum(int(several.replace(",", "")) for several in OTHERS.findall(texts))
        if node.badge:
            (number,) = re.findall(rf"\b{node.badge} · ([\d,]+) ↑", texts)
            above[node.badge] += int(number.replace(",", ""))
    assert letters <= above
    assert letters.total() + others == above.total()
    return arrows, above.total()


def foundation(apart: int) -> tuple[list[Node], tuple[Edge, ...]]:
    """Products on services, all on the network, which stands on power; and so many that need only each other."""
    nodes = [Node(f"p{i}", f"Product {i}", "product", cluster="c0") for i in range(20)]
    nodes += [Node(f"s{i}", f"Service {i}", "service", cluster="c1") for i in range(20)]
    nodes += [Node("n", "Network", "service", cluster="c2"), Node("r", "feeds: 1 of 2", "requirement")]
    nodes += [Node(key, key, "service", cluster="c2") for key in ("east", "west")]
    nodes += [Node(f"a{i}", f"Apart {i}", "service") for i in range(apart)]
    edges = [Edge(f"p{i}", f"s{j % 20}") for i in range(20) for j in (i, i + 1)]
    edges += [Edge(f"s{i}", "n") for i in range(20)]
    edges += [Edge("n", "r", weight=0), Edge("r", "east"), Edge("r", "west")]
    edges += [Edge(f"a{i}", f"a{i + 1}") for i in range(apart - 1)]
    return nodes, tuple(edges)


def at_foot(nodes: list[Node], edges: tuple[Edge, ...]) -> list[str]:
    return [node.key for node in footed(*badged(nodes, edges, ())) if node.cluster == FOOT]


def test_what_nearly_everything_needs_stands_at_the_foot_with_all_that_it_needs() -> None:
    nodes, edges = foundation(0)
    assert at_foot(nodes, edges) == ["n", "r", "east", "west"]
    made, _ = badged(nodes, edges, ())
    assert [cluster.label for cluster in strip(footed(made, edges))] == ["what nearly everything needs"]
    assert strip(made) == ()


@pytest.mark.parametrize(("apart", "kept"), [(20, True), (23, False)])
def test_what_fewer_than_two_of_three_need_stays_where_it_is(apart: int, kept: bool) -> None:
    # 40 above, and itself, of the others all but the last need something.
    assert bool(at_foot(*foundation(apart))) is (2 * (40 + apart - 1) <= 3 * 40) is kept


def test_what_needs_a_product_and_what_is_no_hub_stay_where_they_are() -> None:
    nodes, edges = foundation(0)
    assert not at_foot(nodes, (*edges, Edge("east", "p0")))
    # Without so many arrows nothing has a letter.
    few = [node for node in nodes if node.key[1:] not in {str(i) for i in range(6, 20)}]
    keys = {node.key for node in few}
    assert not at_foot(few, tuple(e for e in edges if {e.consumer, e.provider} <= keys))


def test_what_failed_is_never_in_the_frame_at_the_foot() -> None:
    nodes, edges = foundation(0)
    nodes = [replace(node, emphasis="strong") if node.key == "east" else node for node in nodes]
    assert at_foot(nodes, edges) == ["n", "r", "west"]


@pytest.mark.graphviz
@pytest.mark.parametrize("layout", ["bands", "layered"])
def test_the_frame_at_the_foot_is_the_lowest_and_its_letters_tell_who_needs_them(layout: str) -> None:
    nodes, edges = foundation(0)
    nodes, lines = badged(nodes, edges, ())
    nodes = footed(nodes, lines)
    frames = {
        key: Cluster(key, key, tuple(node.key for node in nodes if node.cluster == key))
        for key in ("c0", "c1")
    }
    made = Diagram(
        "",
        "",
        tuple(nodes),
        lines,
        (*frames.values(), *strip(nodes)),
        collapsed=sentences(nodes),
        setup=Setup(layout),
    )
    page = lay(made, LIGHT).layout
    foot = page.frames[FOOT]
    assert (foot.y, foot.width) >= (max(box.bottom for key, box in page.nodes.items() if key[0] in "ps"), 0)
    assert all(
        foot.y < page.nodes[key].y and page.nodes[key].bottom < foot.bottom
        for key in ("n", "r", "east", "west")
    )
    assert sentences(nodes) == (
        "letters stand for 20 arrows to what many need: A in the frame of what nearly everything needs",
    )
    title = next(
        group.findtext(f"{SVG}title")
        for group in ElementTree.fromstring(drawn("svg", made)).iter(f"{SVG}g")
        if group.get("data-key") == "n"
    )
    consumers = ", ".join(f"Service {i}" for i in range(20))
    assert title == f"Network (service, A · 20 ↑): needed by {consumers}"
