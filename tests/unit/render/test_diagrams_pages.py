"""A diagram on its page: where dependencies lead, how large it is, what is collapsed until it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graphmodel.diagrams.spec import LAYOUTS, Cluster, Diagram, Edge, Node, Setup
from graphmodel.render.diagrams.formats import DIAGRAMS, draw
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import LIGHT
from graphmodel.workbench import Workbench
from tests.conftest import ROOT, folder
from tests.diagrams import drawn, text

pytestmark = pytest.mark.graphviz

MANY = 300
DIAGRAM = Diagram(
    "Title",
    "",
    tuple(
        Node(f"s{i}", f"Service {i}", "service" if i else "product", cluster=f"c{i % 3}") for i in range(12)
    ),
    tuple(Edge(f"s{i}", f"s{i + 1}") for i in range(11)),
    tuple(Cluster(f"c{k}", f"Cluster {k}", tuple(f"s{i}" for i in range(k, 12, 3))) for k in range(3)),
)


def of(diagram: Diagram, **setup: object) -> Diagram:
    return replace(diagram, setup=Setup(**setup))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("direction", "first", "second"),
    [("down", "s0", "s1"), ("up", "s1", "s0"), ("right", "s0", "s1"), ("left", "s1", "s0")],
)
def test_dependencies_lead_where_they_are_asked_to(direction: str, first: str, second: str) -> None:
    chain = Diagram("", "", DIAGRAM.nodes[:2], (Edge("s0", "s1"),), ())
    nodes = lay(
        of(replace(chain, nodes=tuple(replace(n, cluster="") for n in chain.nodes)), direction=direction),
        LIGHT,
    )
    one, other = nodes.layout.nodes[first], nodes.layout.nodes[second]
    assert one.bottom < other.y if direction in {"down", "up"} else one.right < other.x
    words = {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}
    assert f"flowchart {words[direction]}" in text("mermaid", of(DIAGRAM, direction=direction))
    assert f"direction: {direction}\n" in text("d2", of(DIAGRAM, direction=direction))
    assert f'rankdir="{words[direction]}"' in text("dot", of(DIAGRAM, direction=direction))


def test_what_failed_stands_below_products_of_its_type() -> None:
    nodes = (
        Node("s0", "Product", "product", cluster="c1"),
        Node("s1", "Failed", "service", cluster="c1", emphasis="strong"),
        Node("s2", "Between", "service", cluster="c2"),
    )
    for frames in (
        (Cluster("c1", "One", ("s0", "s1")), Cluster("c2", "Two", ("s2",))),
        (Cluster("c1", "One", ("s0", "s1"), parent="o"), Cluster("c2", "Two", ("s2",), parent="o")),
    ):
        outer = (Cluster("o", "Outer", ()),) if frames[0].parent else ()
        made = Diagram("", "", nodes, (Edge("s0", "s2"), Edge("s2", "s1")), frames, outer=outer)
        places = lay(made, LIGHT).layout.nodes
        assert places["s0"].bottom < places["s2"].y < places["s2"].bottom < places["s1"].y


def size(diagram: Diagram) -> tuple[float, float]:
    """Width and height of the SVG in points."""
    root = ElementTree.fromstring(drawn("svg", diagram))
    return float(root.attrib["width"].removesuffix("pt")), float(root.attrib["height"].removesuffix("pt"))


def test_a_scale_makes_it_larger() -> None:
    (width, height), (twice, high) = size(DIAGRAM), size(of(DIAGRAM, scale=2.0))
    assert twice == pytest.approx(2 * width, abs=2)
    assert high == pytest.approx(2 * height, abs=2)


@pytest.mark.parametrize(
    ("page", "landscape", "width", "height"),
    [("a4", True, 842, 595), ("a4", False, 595, 842), ("letter", False, 612, 792), ("a3", True, 1191, 842)],
)
def test_a_pdf_fits_its_page(page: str, landscape: bool, width: int, height: int) -> None:
    wide = replace(DIAGRAM, nodes=tuple(replace(n, label=n.label + " and more" * 8) for n in DIAGRAM.nodes))
    (box,) = set(
        re.findall(rb"/MediaBox \[ ?([\d. ]+)\]", drawn("pdf", of(wide, page=page, landscape=landscape)))
    )
    _, _, across, down = (float(number) for number in box.split())
    assert across <= width + 1
    assert down <= height + 1


def test_a_page_that_can_be_read_is_not_collapsed_and_one_that_cannot_is() -> None:
    def make(most: int) -> Diagram:
        return replace(
            DIAGRAM,
            nodes=tuple(
                Node(f"s{i}", f"A service that has a long name {i}", "service")
                for i in range(min(most, MANY))
            ),
            edges=(),
            clusters=(),
        )

    made, _ = draw(make, DIAGRAMS["svg"], LIGHT, None)
    assert lay(made, LIGHT).text >= 6
    one_more = lay(make(len(made.nodes) + len(made.nodes) // 8), LIGHT)
    assert one_more.text < 6
    assert len(draw(make, DIAGRAMS["svg"], LIGHT, MANY).diagram.nodes) == MANY
    assert lay(draw(make, DIAGRAMS["svg"], LIGHT, MANY).diagram, LIGHT).text < 6


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_university_by_default_and_whole(layout: str) -> None:
    with Workbench.open(ROOT / "examples" / "university") as bench:
        report = bench.run("diagram")
        default, whole = (
            lay(bench.draw(report, "svg", max_nodes=most, setup=Setup(layout)).diagram, LIGHT)
            for most in (None, 1000)
        )
    for made in (default, whole):
        found = made.measures()
        assert (found.through, found.covered) == (0, 0)
        assert found.crossings < 300
        assert 0.5 <= found.aspect <= 2
    assert default.text >= 6
    assert sum(node.kind != "cluster" for node in default.nodes) >= 45
    assert whole.text >= 4


@pytest.mark.parametrize("shape", ["fan", "chain", "alone"])
@pytest.mark.parametrize(("cluster", "layout"), [("type", "bands"), ("none", "bands"), ("type", "layered")])
def test_any_estate_has_the_form_of_a_page(tmp_path: Path, shape: str, cluster: str, layout: str) -> None:
    count = {"fan": 201, "chain": 60, "alone": 60}[shape]
    pairs = {"fan": [(i, 0) for i in range(1, 201)], "chain": [(i, i + 1) for i in range(59)], "alone": []}[
        shape
    ]
    files = {
        "services.csv": "id,name\n" + "".join(f"s{i},Service {i}\n" for i in range(count)),
        "dependencies.csv": "service,depends_on\n" + "".join(f"s{a},s{b}\n" for a, b in pairs),
    }
    with Workbench.open(folder(tmp_path, files)) as bench:
        report = bench.run("diagram")
        for most in (None, 1000):
            setup = Setup(layout)
            made = bench.draw(report, "svg", cluster=cluster, max_nodes=most, setup=setup).diagram
            found = lay(made, LIGHT).measures()
            assert 0.5 <= found.aspect <= 2
            assert (found.through, found.covered) == (0, 0)
            assert most or found.text >= 6
