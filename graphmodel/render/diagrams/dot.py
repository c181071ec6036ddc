"""Graphviz's language. Labels are HTML-like, so that a name needs one way of escaping and notes can be smaller."""

from __future__ import annotations

from html import escape as escape_markup
from math import hypot, log10
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption, footer, heading
from graphmodel.render.diagrams.lines import balanced
from graphmodel.render.layout.shapes import Rectangle
from graphmodel.render.theme import FONT, line, sample_look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Cluster, Diagram, Edge, LegendEntry, Node
    from graphmodel.render.layout.shapes import Arrangement, Ends, Point
    from graphmodel.render.theme import Look, Theme

_SHAPES: Final = {
    "product": "box",
    "service": "box",
    "placeholder": "box",
    "requirement": "ellipse",
    "cluster": "box",
}
RANKDIR: Final = {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}
_SMALL: Final = 9
FOOTERS: Final = {2: 75, 3: 110, 5: 190}
"""How wide a footer may be: columns of the legend → cells of a line."""
_COLUMNS: Final = 3
"""Where nothing else is said."""
_SAMPLES: Final = dict.fromkeys(("service", "placeholder", "cluster"), "A") | {
    "product": "<b>A</b>",
    "requirement": "k of n",
}
"""What stands in those samples of the legend; in others the sign of the state."""
HEADING: Final = "heading"
"""What the title is called where texts are measured."""
ARROW: Final = 7.0
"""Points that an arrow's head takes."""


class Box(NamedTuple):
    """Where a node stands: its centre and its size, in points, from the bottom left."""

    x: float
    y: float
    width: float
    height: float


class Placement(NamedTuple):
    """Where everything stands."""

    nodes: Mapping[str, Box]
    frames: Mapping[str, str]
    """Name of a subgraph, or empty for the whole → its place as DOT attributes."""
    edges: Mapping[Ends, str]
    """Where edges lead and their labels stand, as DOT attributes."""
    columns: int
    """Of the legend."""


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as DOT text, for Graphviz's ``dot``."""
    out.write(dot(diagram, theme).encode())


def dot(diagram: Diagram, theme: Theme, places: Placement | None = None) -> str:
    """The diagram as DOT text; with places, everything has its own."""
    return _text(_lines(diagram, theme, places))


def boxes(diagram: Diagram, theme: Theme) -> str:
    """DOT text in which only the sizes matter: every node, and a node for each text that stands elsewhere."""
    made = ["digraph graphmodel {", _defaults(theme)]
    made += [_node(node, theme, Box(0, 0, 0, 0)) for node in diagram.nodes]
    texts = {HEADING: _heading(diagram, theme)}
    texts |= {footed(columns): _footer(diagram, theme, columns) for columns in FOOTERS}
    texts |= {framed(cluster): _frame_label(cluster) for cluster in (*diagram.outer, *diagram.clusters)}
    small = labels(diagram)
    texts |= {name: f"<{escape(label)}>" for label, name in small.items()}
    for name, label in texts.items():
        size = f', fontsize="{_SMALL}"' * (name in small.values())
        made.append(
            f'  "{name}" [shape="plaintext", margin="0", width="0", height="0", pos="0,0", label={label}{size}]'
        )
    return _text((*made, "}"))


def footed(columns: int) -> str:
    """What a footer with so many columns is called where texts are measured."""
    return f"footer {columns}"


def framed(cluster: Cluster) -> str:
    """What a frame's heading is called where texts are measured."""
    return f"frame {cluster.key}"


def labels(diagram: Diagram) -> dict[str, str]:
    """What each label of an edge is called where texts are measured."""
    found = dict.fromkeys(edge.label for edge in diagram.drawn if edge.label)
    return {label: f"label {number}" for number, label in enumerate(found)}


def sheet(diagram: Diagram, theme: Theme, layout: Arrangement, columns: int, scale: float = 1.0) -> str:
    """The diagram as DOT text with every place given, for the engine ``nop2``, which only draws it at that scale."""
    high = layout.height

    def point(at: Point) -> str:
        return f"{at[0]:.2f},{high - at[1]:.2f}"

    def text(box: Rectangle) -> str:
        middle = point((box.middle, box.y + box.height / 2))
        return f', lp="{middle}", lwidth="{box.width / 72:.4f}", lheight="{box.height / 72:.4f}"'

    def frame(box: Rectangle) -> str:
        return f', bb="{point((box.x, box.bottom))},{point((box.right, box.y))}"'

    whole = f', bb="0,0,{layout.width:.2f},{high:.2f}"'
    if scale != 1:
        whole += f', size="{scale * layout.width / 72:.4f},{scale * high / 72:.4f}!"'
    # What Graphviz draws is as large as this frame: its own is less the margin above the title.
    page = frame(Rectangle(0, 0, layout.width, high))
    frames = {"": whole + text(layout.title), "cluster_all": page + text(layout.footer)}
    for key, box in layout.frames.items():
        frames[f"cluster_{key}"] = frame(box) + text(layout.headings[key])
    edges = {}
    for ends, points in layout.routes.items():
        way = " ".join(map(point, _shortened(points)))
        edges[ends] = f'pos="e,{point(points[-1])} {way}"'
        if ends in layout.labels:
            edges[ends] += text(layout.labels[ends])
    nodes = {
        key: Box(box.middle, high - box.y - box.height / 2, box.width, box.height)
        for key, box in layout.nodes.items()
    }
    return dot(diagram, theme, Placement(nodes, frames, edges, columns))


def _shortened(points: Sequence[Point]) -> list[Point]:
    """A way less the room of its arrow's head."""
    (x, y), (a, b) = points[-2], points[-1]
    far = max(hypot(a - x, b - y), 0.01)
    across, down = ARROW * (a - x) / far, ARROW * (b - y) / far
    return [*points[:-2], (x - across, y - down), (a - across, b - down)]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def escape(text: str) -> str:
    r"""A text within an HTML-like label; a backslash that is not doubled would name the node, written as a number too.

    >>> escape(r'<b>"a" & b</b> \N \G &lt; {x|y}')
    '&lt;b&gt;"a" &amp; b&lt;/b&gt; &#92;&#92;N &#92;&#92;G &amp;lt; {x|y}'
    >>> escape("]]>\n\x00\u202e--"), escape(" ")
    (']]&gt;&#92;&#92;n&#92;&#92;x00&#92;&#92;u202e--', '&#160;')
    """
    if not text.strip():
        return "&#160;" * max(len(text), 1)
    return escape_markup(visible(text), quote=False).replace("\\", "&#92;&#92;")


def _lines(diagram: Diagram, theme: Theme, places: Placement | None) -> Iterator[str]:
    found = places or Placement({}, {}, {}, _COLUMNS)
    yield "digraph graphmodel {"
    yield (
        f'  graph [charset="UTF-8", rankdir="{RANKDIR[diagram.setup.direction]}", newrank="true", '
        f'bgcolor="{theme.paper}", pad="{0 if places else 0.3}", '
        f'nodesep="0.25", ranksep="0.55", labelloc="t", labeljust="l", fontname="{FONT}", fontsize="14", '
        f'fontcolor="{theme.ink}", outputorder="edgesfirst", splines="true", label={_heading(diagram, theme)}'
        f"{found.frames.get('', '')}]"
    )
    yield _defaults(theme)
    yield (
        f'  edge [color="{theme.edge}", fontname="{FONT}", fontsize="{_SMALL}", fontcolor="{theme.ink}", '
        'arrowsize="0.7"]'
    )
    frame = found.frames.get("cluster_all", "")
    yield '  subgraph "cluster_all" {'
    about = _footer(diagram, theme, found.columns)
    yield f'    graph [pencolor="none", bgcolor="transparent", labelloc="b", labeljust="l", label={about}{frame}]'
    # Frames within frames are for a page that has places for them.
    for cluster in (*(diagram.outer if places else ()), *diagram.clusters):
        yield f'    subgraph "cluster_{cluster.key}" {{'
        yield (
            f'      graph [style="filled,rounded", pencolor="{theme.frame}", fillcolor="{theme.shade}", labelloc="t", '
            f'labeljust="l", fontsize="11", fontcolor="{theme.faint}", margin="10", '
            f"label={_frame_label(cluster)}{found.frames.get(f'cluster_{cluster.key}', '')}]"
        )
        yield from (f'      "{key}"' for key in cluster.members)
        yield "    }"
    yield from (_node(node, theme, found.nodes.get(node.key)) for node in diagram.nodes)
    yield from (
        _edge(edge, theme, found.edges.get((edge.consumer, edge.provider), "")) for edge in diagram.drawn
    )
    yield "  }"
    yield "}"


def _defaults(theme: Theme) -> str:
    return (
        f'  node [shape="box", style="filled", fontname="{FONT}", fontsize="11", fontcolor="{theme.ink}", '
        'margin="0.12,0.07", height="0.35", width="0.4"]'
    )


def _frame_label(cluster: Cluster) -> str:
    return f"<{_broken(balanced(visible(cluster.label), 40))}>"


def _node(node: Node, theme: Theme, box: Box | None) -> str:
    look = theme.look(node)
    made = caption(node)
    bold = node.kind in {"product", "cluster"}
    parts = [f"<b>{escape(line)}</b>" if bold else escape(line) for line in made.name]
    if made.notes:
        parts.append(f'<font point-size="{_SMALL}">{_broken(made.notes)}</font>')
    label = "<br/>".join(parts)
    if len(made.name) > 1 and (bold or made.notes):
        # Lines of two sizes, or in bold, stand so near to each other that they touch.
        rows = "".join(f"<tr><td>{part}</td></tr>" for part in parts)
        label = f'<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{rows}</table>'
    more = f', fontcolor="{look.ink}"' if look.ink != theme.ink else ""
    if node.kind == "requirement":
        more += f', fontsize="{_SMALL}", margin="0.02,0.02", height="0.2", width="0.2"'
    if box:
        more += f', pos="{box.x:.2f},{box.y:.2f}"'
    if link := address(node.link):
        more += f', URL="{link}"'
    looks = _looks(node.kind, look)
    return f'    "{node.key}" [{looks}{more}, label=<{label}>]'


def _looks(kind: str, look: Look) -> str:
    style = ["filled"]
    if kind in {"service", "placeholder", "cluster"}:
        style.append("rounded")
    if look.dashed or kind == "placeholder":
        style.append("dashed")
    return (
        f'shape="{_SHAPES[kind]}", style="{",".join(style)}", fillcolor="{look.fill}", color="{look.line}", '
        f'penwidth="{look.pen:g}"' + (', peripheries="2"' if look.double and kind != "cluster" else "")
    )


def _edge(edge: Edge, theme: Theme, place: str) -> str:
    """From consumer to provider."""
    color = line(edge, theme)
    plain = color in {theme.edge, theme.soft}
    pen = 1 + log10(max(edge.weight, 1)) + (not plain) + edge.highlight
    given = [f'color="{color}"'] if color != theme.edge else []
    if place:
        given.append(place.removeprefix(", "))
    if pen != 1:
        given.append(f'penwidth="{pen:.2g}"')
    if edge.soft:
        given.append('style="dashed"')
    if edge.label:
        given.append(f"label=<{escape(edge.label)}>")
    return f'    "{edge.consumer}" -> "{edge.provider}"' + (f" [{', '.join(given)}]" if given else "")


def _heading(diagram: Diagram, theme: Theme) -> str:
    title, subtitle, revision = heading(diagram)
    rows = [f'<b><font point-size="16">{escape(line)}</font></b>' for line in title]
    rows += [f'<font point-size="12">{escape(line)}</font>' for line in subtitle]
    rows += [f'<font point-size="10" color="{theme.faint}">{escape(line)}</font>' for line in revision]
    return _table(f'<td align="left">{row}</td>' for row in rows)


def _footer(diagram: Diagram, theme: Theme, columns: int) -> str:
    """The legend and what was collapsed."""
    samples = [_sample(sample, theme) for sample in diagram.legend]
    rows = ["".join(samples[at : at + columns]) for at in range(0, len(samples), columns)]
    span = f'colspan="{2 * min(columns, max(len(samples), 1))}"'
    rows += [
        f'<td align="left" {span}><font point-size="10">{escape(line)}</font></td>'
        for line in footer(diagram, FOOTERS[columns])
    ]
    return _table(rows)


def _sample(sample: LegendEntry, theme: Theme) -> str:
    """Two cells: the thing drawn small, and what it means."""
    look = sample_look(sample, theme)
    text = f'<td align="left"><font point-size="{_SMALL}">{escape(sample.text)}   </font></td>'
    if sample.of in {"edge", "mark"}:
        return f'<td><font point-size="12" color="{look.line}">{escape(look.sign)}</font></td>{text}'
    sign = _SAMPLES.get(sample.name) or escape(look.sign)
    style = ["rounded"] if sample.name != "product" else []
    style += ["dashed"] if look.dashed or sample.name == "placeholder" else []
    given = f' style="{",".join(style)}"' if style else ""
    cell = f'<td width="22"><font point-size="{_SMALL}" color="{look.ink}">{sign}</font></td>'
    for fill in (look.fill, theme.paper)[: 1 + look.double]:
        cell = (
            f'<td><table border="{round(look.pen)}" cellborder="0" cellspacing="0" cellpadding="1" '
            f'color="{look.line}" bgcolor="{fill}"{given}><tr>{cell}</tr></table></td>'
        )
    return cell + text


def _table(rows: Iterable[str]) -> str:
    made = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<<table border="0" cellborder="0" cellspacing="3" cellpadding="1">{made}</table>>' if made else '""'
    )


def _broken(lines: Iterable[str]) -> str:
    return "<br/>".join(escape(line) for line in lines)
