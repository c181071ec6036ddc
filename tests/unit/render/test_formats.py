"""How many nodes a page is made of, where nothing says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from graphmodel.diagrams.spec import Diagram, Node
from graphmodel.render.diagrams.formats import DiagramFormat, draw
from graphmodel.render.theme import LIGHT


@dataclass(frozen=True)
class Page(Diagram):
    """A page with names of that size."""

    fits: float = 0.0


def chosen(sizes: dict[int, float]) -> tuple[int, int]:
    """Of pages with so many nodes and names of so many points, how many nodes the one drawn has, and the tries."""
    tried = []

    def make(most: int) -> Diagram:
        number = max((n for n in sizes if n <= most), default=min(sizes))
        return Diagram("", "", tuple(Node(f"s{i}", "", "service") for i in range(number)), (), ())

    def lay(diagram: Diagram, _theme: object) -> Any:
        if isinstance(diagram, Page):
            return diagram
        tried.append(len(diagram.nodes))
        return Page("", "", diagram.nodes, (), (), fits=sizes[len(diagram.nodes)])

    page = DiagramFormat("page", (".page",), lambda _diagram, _out, _theme: None, lay=lay)
    return len(draw(make, page, LIGHT, None).diagram.nodes), len(tried)


@pytest.mark.parametrize(
    ("sizes", "nodes"),
    [
        # Fewer nodes are not always larger: of others clusters are drawn as one.
        ({300: 2.97, 67: 5.05, 62: 6.51, 30: 6.32}, 62),
        ({94: 4.28, 44: 4.18, 36: 6.05, 20: 4.92, 13: 6.2}, 36),
        ({120: 6.1, 90: 7.0}, 120),
        ({300: 3.0, 60: 5.0, 1: 11.0}, 1),
        ({n: 6 * (70 / n) ** 0.5 for n in range(1, 301)}, 70),
    ],
)
def test_of_pages_that_can_be_read_one_of_many_nodes_is_drawn(sizes: dict[int, float], nodes: int) -> None:
    found, tries = chosen(sizes)
    assert max(1, nodes - 3) <= found <= nodes
    assert tries <= 14
