"""Every dependency is an arrow, implied, a letter, or counted as inside: recounted from what is drawn."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from graphmodel.analyses.details import specs
from graphmodel.diagrams.badges import badged
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import Diagram, Edge, Node
from graphmodel.workbench import Workbench
from tests.conftest import folder
from tests.diagrams import drawn

SVG = "{http://www.w3.org/2000/svg}"
NEEDS = re.compile(r"↓ ([^·]*)")
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
    letters, above = Counter[str](), Counter[str]()
    for group in groups:
        if group.get("class") != "node":
            continue
        texts = " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
        node = next(node for node in made.nodes if node.key == group.get("data-key"))
        if node.needs:
            for several, letter in LETTER.findall(NEEDS.findall(texts)[-1]):
                letters[letter] += int(several.replace(",", "") or 1)
        if node.badge:
            (number,) = re.findall(rf"\b{node.badge} · ([\d,]+) ↑", texts)
            above[node.badge] += int(number.replace(",", ""))
    assert letters == above
    return arrows, letters.total()
