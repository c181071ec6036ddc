"""A page with an interactive diagram: pan, zoom, search, and what underpins what. It needs no network and no server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams import inline
from graphmodel.render.markup import asset, data, escape, page
from graphmodel.render.theme import word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram, Node
    from graphmodel.render.theme import Theme

_TOOLS: Final = """<div class="tools" role="toolbar" aria-label="Search and zoom">
<input id="search" type="search" placeholder="Search" aria-label="Search names and ids" autocomplete="off">
<output id="found" for="search"></output>
<button id="farther" type="button" aria-label="Zoom out" title="Zoom out (-)">−</button>
<button id="closer" type="button" aria-label="Zoom in" title="Zoom in (+)">+</button>
<button id="all" type="button" title="Show all (0)">Show all</button>
<button id="clear" type="button" title="Forget what was chosen and searched (Escape)">Clear</button>
</div>
"""
_PANEL: Final = """<aside id="panel" aria-label="Details" aria-live="polite">
<h2>Choose a service</h2>
<p>Click it, or press <kbd>Tab</kbd> until it is framed and then <kbd>Enter</kbd>. It shows what underpins it
(<b>↓</b>, framed by a line), what it underpins (<b>↑</b>, framed by dashes), and what is known of it.</p>
<h3>Keys</h3>
<p><kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom and show all, <kbd>←</kbd> <kbd>↑</kbd> <kbd>→</kbd> <kbd>↓</kbd> move,
<kbd>/</kbd> search, there <kbd>Enter</kbd> goes to the next that was found, <kbd>Esc</kbd> clears.</p>
</aside>
"""
_STAGE: Final = (
    '<div id="stage" tabindex="0" role="group" '
    'aria-label="The diagram; plus and minus zoom, 0 shows all, arrows move, Tab goes to its services">'
)


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """See ``WriteDiagram``."""
    style = asset("base.css") + inline.style(theme) + asset("diagram.css")
    out.write(page(diagram.title, _body(diagram), style=style, script=asset("diagram.js")).encode())


def _body(diagram: Diagram) -> Iterator[str]:
    yield f"<header>\n<div>\n<h1>{escape(diagram.title)}</h1>\n"
    yield f'<p class="takeaway">{escape(diagram.subtitle)}</p>\n' if diagram.subtitle else ""
    yield f'<p class="revision">{escape(diagram.revision)}</p>\n</div>\n{_TOOLS}</header>\n'
    yield _STAGE + inline.drawn(diagram, links=False) + "</div>\n" + _PANEL
    yield "<footer>\n" + inline.legend(diagram)
    yield from (f"<p>{escape(sentence)}</p>\n" for sentence in diagram.collapsed)
    yield "</footer>\n"
    yield f'<script id="data" type="application/json">{data(_data(diagram))}</script>\n'


def _data(diagram: Diagram) -> dict[str, object]:
    """What the script knows; it shows it as text."""
    clusters = {cluster.key: cluster.label for cluster in diagram.clusters}
    return {
        "nodes": [
            {
                "key": node.key,
                "label": visible(node.label),
                "id": visible(node.id),
                "kind": node.kind,
                "count": node.count,
                "link": node.link,
                "search": visible(f"{node.label} {node.id}").lower(),
                "facts": [(name, visible(value)) for name, value in _facts(node, clusters) if value],
            }
            for node in diagram.nodes
        ],
        "edges": [(edge.consumer, edge.provider, edge.soft) for edge in diagram.edges],
    }


def _facts(node: Node, clusters: dict[str, str]) -> Iterator[tuple[str, str]]:
    kinds = {"requirement": "alternatives", "cluster": "services drawn as one"}
    yield ("group" if node.kind == "requirement" else "id"), node.id
    yield "kind", kinds.get(node.kind, node.kind)
    yield "state", word(node.state)
    yield "mark", node.mark
    yield "services", f"{node.count:,}" if node.kind == "cluster" else ""
    yield "is in", clusters.get(node.cluster, "")
    yield "promises", node.level
    said = {"id", "name", "kind"}
    yield from ((visible(name), value) for name, value in node.details if name not in said)
