"""Names that attack, drawn in every format and opened by the program that reads it: inert, and shown verbatim."""

from __future__ import annotations

import io
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graphmodel.diagrams.spec import Cluster, Diagram, Edge, LegendEntry, Node
from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption
from tests import browser as browsers
from tests import consumers
from tests.diagrams import bare, drawn, ends, labels, named, text
from tests.hostile import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.graphviz

SVG = "{http://www.w3.org/2000/svg}"
DIAGRAM = named(DRAWN)
LABELS = labels(DIAGRAM)
LINKS = sorted(found for node in DIAGRAM.nodes if (found := address(node.link)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


def test_the_corpus_is_large_and_every_name_is_in_a_label() -> None:
    assert len(set(DRAWN)) == len(DRAWN) >= 150
    for node in DIAGRAM.nodes:
        assert bare("".join(caption(node).name)) == bare(visible(node.label))


def test_graphviz_reads_dot() -> None:
    import pygraphviz

    graph = pygraphviz.AGraph(string=text("dot", DIAGRAM))
    shown = {}
    for node in graph.nodes():
        label = ElementTree.fromstring(f"<label>{node.attr['label']}</label>")
        shown[str(node)] = bare("".join(label.itertext()).replace("\\\\", "\\"))
    assert shown == LABELS
    assert sorted((str(a), str(b)) for a, b in graph.edges()) == ends(DIAGRAM)
    assert sorted(node.attr["URL"] for node in graph.nodes() if node.attr["URL"]) == LINKS


def test_graphviz_draws_pdf_and_png() -> None:
    from pypdf import PdfReader

    found = PdfReader(io.BytesIO(drawn("pdf", DIAGRAM)))
    assert found.metadata
    assert found.metadata.title == visible(DIAGRAM.title)
    tree: Any = found.root_object["/StructTreeRoot"]
    kids = [kid.get_object() for kid in tree["/K"][0].get_object()["/K"]]
    (text,) = (kid["/Alt"] for kid in kids if kid["/S"] == "/Figure")
    assert all(visible(name) in text for name in (DIAGRAM.subtitle, DIAGRAM.legend[0].text))
    read_out = " ".join(kid.get("/ActualText", "") for kid in kids)
    assert all(visible(node.label) in read_out for node in DIAGRAM.nodes)
    assert drawn("png", DIAGRAM).startswith(b"\x89PNG")


def test_svg_has_no_script_and_no_style() -> None:
    root = ElementTree.fromstring(drawn("svg", DIAGRAM))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "title", "desc", "polygon", "path", "ellipse", "polyline", "text", "a"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    linked = [a.get("{http://www.w3.org/1999/xlink}href", "") for a in root.iter(f"{SVG}a")]
    assert sorted(linked) == LINKS


def test_chromium_shows_svg(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "diagram.svg"
    file.write_bytes(drawn("svg", DIAGRAM))
    with browsers.opened(browser, file) as page:
        shown = page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll('g.node')].map(g => [g.dataset.key,
                [...g.querySelectorAll('text')].map(t => t.textContent).join('')]))"""
        )
        assert {key: bare(label) for key, label in shown.items()} == LABELS


@pytest.fixture(scope="module")
def mermaid(browser: Browser) -> Iterator[Page]:
    script = consumers.installed("mermaid") / "dist" / "mermaid.min.js"
    page = browser.new_page()
    page.set_content("<!DOCTYPE html><body></body>")
    page.add_script_tag(path=script)
    page.evaluate("mermaid.initialize({ startOnLoad: false })")
    yield page
    page.close()


def test_mermaid_shows_mermaid(mermaid: Page) -> None:
    said: list[str] = []
    mermaid.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    mermaid.on("console", lambda message: said.append(message.text))
    mermaid.on("request", lambda request: said.append(request.url))
    written = text("mermaid", DIAGRAM)
    assert len(written) < 50_000
    found = mermaid.evaluate(
        """async (text) => {
            document.body.innerHTML = (await mermaid.render('drawn', text)).svg;
            const all = (selector) => [...document.body.querySelectorAll(selector)];
            return {
                nodes: all('g.node').map(g => [g.id, (g.querySelector('.label') || g).textContent]),
                edges: all('.edgePaths path').length,
                labels: [...new Set(all('.edgeLabels .edgeLabel').map(e => e.textContent))],
                clusters: [...new Set(all('.cluster-label').map(e => e.textContent))],
                title: all('.flowchartTitleText').map(e => e.textContent),
                links: all('a').map(a => a.getAttribute('href') || a.getAttribute('xlink:href')),
                foreign: all('script, iframe, img, object, i, b, font, table, math').length,
            };
        }""",
        written,
    )
    shown = {key.rsplit("-", 2)[1]: bare(label) for key, label in found["nodes"]}
    assert {"about"} == set(shown) - set(LABELS)
    assert {key: shown.get(key) for key in LABELS} == LABELS
    assert found["edges"] == len(DIAGRAM.edges)
    marks = {bare(visible(edge.label)) for edge in DIAGRAM.edges}
    # A mark on nothing is shown on a dotted circle.
    assert {bare(label).removeprefix("\u25cc") for label in found["labels"]} == marks
    assert sorted(bare(label) for label in found["clusters"]) == [
        "",
        bare(visible(DIAGRAM.clusters[0].label)),
    ]
    assert [bare(title) for title in found["title"]] == [bare(visible(DIAGRAM.title))]
    assert found["foreign"] == 0
    assert {link.partition(":")[0] for link in found["links"]} <= {"http", "https", "mailto"}
    assert said == []


def test_the_legend_of_mermaid_stands_clear_of_lines_and_frames(mermaid: Page) -> None:
    nodes = tuple(Node(f"s{i}", f"Service {i}", "service", cluster=f"c{i % 2}") for i in range(8))
    edges = tuple(Edge(f"s{i}", f"s{j}") for i in range(8) for j in range(i + 1, 8, 2))
    clusters = tuple(
        Cluster(f"c{c}", "C", tuple(n.key for n in nodes if n.cluster == f"c{c}")) for c in range(2)
    )
    legend = (LegendEntry("edge", "hard", "needs: goes down without it"),)
    boxes = mermaid.evaluate(
        """async (text) => {
            document.body.innerHTML = (await mermaid.render('drawn', text)).svg;
            const box = (e) => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
            const about = [...document.querySelectorAll('g.node')].find(g => g.id.includes('-about-'));
            return [box(about), ...[...document.querySelectorAll('.edgePaths path, .cluster rect')].map(box)];
        }""",
        text("mermaid", Diagram("Title", "takeaway", nodes, edges, clusters, legend)),
    )
    (left, top, right, bottom), *others = boxes
    assert len(others) == len(edges) + 3
    assert not [b for b in others if b[0] < right and left < b[2] and b[1] < bottom and top < b[3]]


def test_d2_compiles_d2(tmp_path: Path) -> None:
    consumers.installed("@terrastruct/d2")
    file = tmp_path / "diagram.d2"
    file.write_bytes(drawn("d2", DIAGRAM))
    found = consumers.node("compile_d2.mjs", file)
    shown = {key.removeprefix("c0."): bare(label) for key, label in found["shapes"]}
    assert set(shown) - set(LABELS) == {"c0", "title", "about"}
    assert {key: shown[key] for key in LABELS} == LABELS
    assert shown["c0"] == bare(visible(DIAGRAM.clusters[0].label))
    joined = ((a.removeprefix("c0."), b.removeprefix("c0.")) for a, b, _ in found["connections"])
    assert sorted(joined) == ends(DIAGRAM)


def test_networkx_reads_graphml() -> None:
    graph = nx.read_graphml(io.BytesIO(drawn("graphml", DIAGRAM)))
    assert {key: bare(data["label"]) for key, data in graph.nodes(data=True)} == LABELS
    assert {key: data["name"] for key, data in graph.nodes(data=True)} == {
        node.key: visible(node.label) for node in DIAGRAM.nodes
    }
    assert sorted(graph.edges) == ends(DIAGRAM)


def test_xml_reads_drawio() -> None:
    root = ElementTree.fromstring(drawn("drawio", DIAGRAM))
    shown = {cell.get("id"): bare(cell.get("value", "")) for cell in root.iter("mxCell")}
    shown |= {cell.get("id"): bare(cell.get("label", "")) for cell in root.iter("UserObject")}
    assert {key: shown[key] for key in LABELS} == LABELS
    styles = [cell.get("style", "") for cell in root.iter("mxCell") if cell.get("style")]
    assert all("html=0" in style for style in styles)
    assert sorted(found.get("link", "") for found in root.iter("UserObject")) == LINKS


def test_plantuml_draws_plantuml(tmp_path: Path) -> None:
    # Smetana is Graphviz within PlantUML, so that it needs no program of the system.
    written = text("plantuml", DIAGRAM).replace("@startuml\n", "@startuml\n!pragma layout smetana\n", 1)
    file = tmp_path / "diagram.puml"
    file.write_text(written, encoding="utf-8")
    subprocess.run(
        [
            "java",
            "-Djava.awt.headless=true",
            "-jar",
            consumers.plantuml(),
            "-tsvg",
            "-charset",
            "UTF-8",
            file,
        ],
        capture_output=True,
        check=True,
    )
    root = ElementTree.parse(tmp_path / "diagram.svg").getroot()
    shown = {
        group.get("id", "").removeprefix("elem_"): bare(
            "".join("".join(part.itertext()) for part in group.iter(f"{SVG}text"))
        )
        for group in root.iter(f"{SVG}g")
        if group.get("id", "").startswith("elem_s")
    }
    assert shown == LABELS
    assert not list(root.iter(f"{SVG}script"))


def test_links_are_of_three_kinds() -> None:
    assert LINKS
    for name in ("dot", "svg", "mermaid", "plantuml", "d2", "drawio", "graphml"):
        found = unescape(text(name, DIAGRAM)).lower()
        assert 'href="javascript' not in found
        assert 'link="javascript' not in found
