"""Every node and edge of a picture is in the file, of every format: counted by reading it back."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings

from graphmodel.diagrams.spec import Picture
from graphmodel.render.diagrams.formats import PICTURES
from graphmodel.render.diagrams.graphviz import places
from graphmodel.render.theme import LIGHT
from tests.pictures import drawn, ends, labels, pictures, text

pytestmark = pytest.mark.graphviz

SVG = "{http://www.w3.org/2000/svg}"
_STRING = r'"(?:[^"\\]|\\.)*"'
MERMAID = re.compile(
    r'---|title: "[^"]*"|flowchart TB|  subgraph c\d+\["[^"]*"\]|  end'
    r'| {2,4}(?P<node>s\d+)(?:\["[^"]*"\]|\("[^"]*"\)|\(\["[^"]*"\]\)|\[\["[^"]*"\]\])'
    r'|  (?P<consumer>s\d+) (?:-->|==>|-\.->)(?:\|"[^"]*"\|)? (?P<provider>s\d+)'
    r'|  about\["[^"]*"\]|  style about [\w#:,-]+|  click s\d+ href "(?:https?://|mailto:)[^"<>\s]+"'
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


@given(pictures())
def test_texts(picture: Picture) -> None:
    expected = (set(labels(picture)), ends(picture))
    assert read(MERMAID, text("mermaid", picture)) == expected
    assert read(PLANTUML, text("plantuml", picture)) == expected
    assert read(D2, text("d2", picture)) == expected
    import pygraphviz

    graph = pygraphviz.AGraph(string=text("dot", picture))
    assert ({str(n) for n in graph.nodes()}, sorted((str(a), str(b)) for a, b in graph.edges())) == expected


@settings(max_examples=25)
@given(pictures())
def test_svg(picture: Picture) -> None:
    root = ElementTree.fromstring(drawn("svg", picture))
    groups = list(root.iter(f"{SVG}g"))
    assert {g.get("data-key") for g in groups if g.get("class") == "node"} == set(labels(picture))
    found = [g.get("data-key", "").split("->") for g in groups if g.get("class") == "edge"]
    assert sorted((a, b) for a, b in found) == ends(picture)
    clusters = {g.get("data-key") for g in groups if g.get("class") == "cluster"} - {None}
    assert clusters == {f"cluster_{cluster.key}" for cluster in picture.clusters}


@settings(max_examples=15)
@given(pictures())
def test_xml(picture: Picture) -> None:
    graph = nx.read_graphml(io.BytesIO(drawn("graphml", picture)), force_multigraph=True)
    assert (set(graph), sorted((a, b) for a, b, _ in graph.edges)) == (set(labels(picture)), ends(picture))
    root = ElementTree.fromstring(drawn("drawio", picture))
    cells = [cell for cell in root.iter("mxCell") if cell.get("edge")]
    assert sorted((c.get("source"), c.get("target")) for c in cells) == ends(picture)
    boxes = {cell.get("id") for cell in root.iter("mxCell") if cell.get("vertex")}
    assert boxes >= set(labels(picture))


@settings(max_examples=15)
@given(pictures())
def test_nothing_stands_upon_another(picture: Picture) -> None:
    found = list(places(picture, LIGHT).nodes.values())
    assert len(found) == len(picture.nodes)
    for i, a in enumerate(found):
        for b in found[:i]:
            assert (
                abs(a.x - b.x) >= (a.width + b.width) / 2 - 1
                or abs(a.y - b.y) >= (a.height + b.height) / 2 - 1
            )


def test_images_are_images() -> None:
    picture = Picture("Title", "revision 1", (), (), ())
    assert drawn("png", picture).startswith(b"\x89PNG")
    assert drawn("pdf", picture).startswith(b"%PDF")
    assert {name for name, renderer in PICTURES.items() if not renderer.text} == {"png", "pdf"}
