"""Every node and edge of a diagram is in the file, of every format: counted by reading it back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.diagrams.spec import LAYOUTS, Diagram, Setup
from graphmodel.render.diagrams.formats import DIAGRAMS
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import LIGHT
from tests.diagrams import diagrams, drawn, ends, labels, text

pytestmark = pytest.mark.graphviz

SVG = "{http://www.w3.org/2000/svg}"
_STRING = r'"(?:[^"\\]|\\.)*"'
MERMAID = re.compile(
    r'---|title: "[^"]*"|flowchart TB|  subgraph diagram\[" "\]|  direction TB|  style diagram fill:none,stroke:none'
    r'|  subgraph c\d+\["[^"]*"\]|  end'
    r'| {2,4}(?P<node>s\d+)(?:\["[^"]*"\]|\("[^"]*"\)|\(\["[^"]*"\]\)|\[\["[^"]*"\]\])'
    r'|  (?P<consumer>s\d+) (?:-->|==>|-\.->)(?:\|"[^"]*"\|)? (?P<provider>s\d+)'
    r'|  about\["[^"]*"\]|  style (?:about|c\d+) [\w#:,-]+|  click s\d+ href "(?:https?://|mailto:)[^"<>\s]+"'
    r"|  classDef [\w-]+ [\w#:,. -]+|  class [\w,]+ [\w-]+|  linkStyle \d+ stroke:#\w+"
)
_PLANTUML = r"(?:[^\W_]|[ ,.()?:–…·]|<U\+[0-9A-F]{4,6}>|\\n|[^\x00-\x7f])*"
PLANTUML = re.compile(
    rf"@startuml|@enduml|top to bottom direction|skinparam \w+ [\w#]+|title {_PLANTUML}"
    rf'|package "{_PLANTUML}" as c\d+ #\w+ \{{|\}}|legend bottom left|  {_PLANTUML}|end legend'
    rf'| *(?:rectangle|component|usecase|folder) "{_PLANTUML}" as (?P<node>s\d+) [\w#:;.]+'
    r"|url of s\d+ is \[\[(?:https?://|mailto:)[^\s\[\]<>\"]+\]\]"
    rf"|(?P<consumer>s\d+) -(?:\[[#\w,]+\]-|-)> (?P<provider>s\d+)(?: : {_PLANTUML})?"
)
D2 = re.compile(
    rf"direction: down|style.fill: {_STRING}|(?:title|about): {_STRING} \{{.*\}}|c\d+: {_STRING} \{{|\}}|  style: .*"
    rf" *|  *(?P<node>s\d+)x?: {_STRING} \{{.*\}}|(?P<node2>s\d+): {_STRING} \{{.*\}}"
    rf"|(?:c\d+\.)?(?P<consumer>s\d+) -> (?:c\d+\.)?(?P<provider>s\d+): (?:{_STRING} )?\{{.*\}}"
)


def read(grammar: re.Pattern[str], written: str) -> tuple[set[str], list[tuple[str, str]]]:
    """The nodes and edges of a text in which every line must be one that the grammar knows."""
    nodes, edges = set(), []
    for line in written.removesuffix("\n").split("\n"):
        found = grammar.fullmatch(line)
        assert found, line
        parts = found.groupdict()
        nodes |= {parts[name] for name in ("node", "node2") if parts.get(name)}
        if parts["consumer"]:
            edges.append((parts["consumer"], parts["provider"]))
    return nodes, sorted(edges)


@given(diagrams())
def test_texts(diagram: Diagram) -> None:
    expected = (set(labels(diagram)), ends(diagram))
    assert read(MERMAID, text("mermaid", diagram)) == expected
    assert read(PLANTUML, text("plantuml", diagram)) == expected
    assert read(D2, text("d2", diagram)) == expected
    import pygraphviz

    graph = pygraphviz.AGraph(string=text("dot", diagram))
    assert ({str(n) for n in graph.nodes()}, sorted((str(a), str(b)) for a, b in graph.edges())) == expected


@settings(max_examples=25)
@given(diagrams())
def test_svg(diagram: Diagram) -> None:
    root = ElementTree.fromstring(drawn("svg", diagram))
    groups = list(root.iter(f"{SVG}g"))
    assert {g.get("data-key") for g in groups if g.get("class") == "node"} == set(labels(diagram))
    found = [g.get("data-key", "").split("->") for g in groups if g.get("class") == "edge"]
    assert sorted((a, b) for a, b in found) == ends(diagram)
    clusters = {g.get("data-key") for g in groups if g.get("class") == "cluster"} - {None}
    assert clusters == {f"cluster_{cluster.key}" for cluster in diagram.clusters}


@settings(max_examples=15)
@given(diagrams())
def test_xml(diagram: Diagram) -> None:
    graph = nx.read_graphml(io.BytesIO(drawn("graphml", diagram)), force_multigraph=True)
    whole = ends(diagram, implied=True)
    assert (set(graph), sorted((a, b) for a, b, _ in graph.edges)) == (set(labels(diagram)), whole)
    marked = [(a, b) for a, b, said in graph.edges(data="implied") if not said]
    assert sorted(marked) == ends(diagram)
    root = ElementTree.fromstring(drawn("drawio", diagram))
    cells = [cell for cell in root.iter("mxCell") if cell.get("edge")]
    assert sorted((c.get("source"), c.get("target")) for c in cells) == whole
    faint = [(c.get("source"), c.get("target")) for c in cells if "opacity" not in c.get("style", "")]
    assert sorted(faint) == ends(diagram)
    boxes = {cell.get("id") for cell in root.iter("mxCell") if cell.get("vertex")}
    assert boxes >= set(labels(diagram))


@settings(max_examples=15)
@given(diagrams(), st.sampled_from(LAYOUTS))
def test_nothing_stands_upon_another(diagram: Diagram, layout: str) -> None:
    found = list(lay(replace(diagram, setup=Setup(layout)), LIGHT).layout.nodes.values())
    assert len(found) == len(diagram.nodes)
    for i, a in enumerate(found):
        for b in found[:i]:
            assert a.right <= b.x + 1 or b.right <= a.x + 1 or a.bottom <= b.y + 1 or b.bottom <= a.y + 1


def test_images_are_images() -> None:
    diagram = Diagram("Title", "revision 1", (), (), ())
    assert drawn("png", diagram).startswith(b"\x89PNG")
    assert drawn("pdf", diagram).startswith(b"%PDF")
    assert {name for name, renderer in DIAGRAMS.items() if not renderer.text} == {"png", "pdf"}
