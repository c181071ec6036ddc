"""D2's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption, footer, heading, legend
from graphmodel.render.theme import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram, Edge, Node
    from graphmodel.render.theme import Theme


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as D2 text."""
    out.write("".join(f"{text}\n" for text in _lines(diagram, theme)).encode())


def escape(text: str) -> str:
    r"""A text within double quotes; ``${x}`` would be a variable.

    >>> print(escape('say "x" \\n ${y} |md {z} # ; a -> b'))
    say \"x\" \\n \${y} |md {z} # ; a -> b
    """
    return "".join(f"\\{c}" if c in '"\\$' else c for c in visible(text))


def _lines(diagram: Diagram, theme: Theme) -> Iterator[str]:
    yield f"direction: {diagram.setup.direction}"
    yield f'style.fill: "{theme.paper}"'
    if lines := heading(diagram).lines:
        style = f'style.font-size: 24; style.font-color: "{theme.ink}"'
        yield f"title: {_broken(lines)} {{shape: text; near: top-center; {style}}}"
    clusters, alone = diagram.grouped()
    path = {key: f"{cluster.key}.{key}" for cluster in diagram.clusters for key in cluster.members}
    for cluster, members in clusters:
        yield f'{cluster.key}: "{escape(cluster.label)}" {{'
        yield f'  style: {{fill: "{theme.shade}"; stroke: "{theme.frame}"; font-color: "{theme.faint}"}}'
        yield from (f"  {_node(node, theme)}" for node in members)
        yield "}"
    yield from (_node(node, theme) for node in alone)
    for edge in diagram.drawn:
        yield _edge(edge, path, theme)
    if about := [*legend(diagram), *footer(diagram)]:
        yield f'about: {_broken(about)} {{shape: text; near: bottom-center; style.font-color: "{theme.faint}"}}'


def _node(node: Node, theme: Theme) -> str:
    look = theme.look(node)
    style = [f'fill: "{look.fill}"', f'stroke: "{look.line}"', f'font-color: "{look.ink}"']
    style.append(f"stroke-width: {round(look.pen)}")
    if look.dashed or node.kind == "placeholder":
        style.append("stroke-dash: 4")
    if look.double and node.kind != "requirement":
        style.append("double-border: true")
    if node.kind in {"service", "placeholder"}:
        style.append("border-radius: 8")
    if node.kind == "cluster":
        style.append("multiple: true")
    more = "shape: oval; " if node.kind == "requirement" else ""
    if link := address(node.link):
        more += f'link: "{escape(link)}"; '
    return f"{node.key}: {_broken(caption(node).lines)} {{{more}style: {{{'; '.join(style)}}}}}"


def _edge(edge: Edge, path: dict[str, str], theme: Theme) -> str:
    color = line(edge, theme)
    style = [f'stroke: "{color}"'] + (["stroke-dash: 5"] if edge.soft else [])
    if color not in {theme.edge, theme.soft}:
        style.append("stroke-width: 4")
    label = f'"{escape(edge.label)}" ' if edge.label else ""
    ends = " -> ".join(path.get(key, key) for key in (edge.consumer, edge.provider))
    return f"{ends}: {label}{{style: {{{'; '.join(style)}}}}}"


def _broken(lines: Iterable[str]) -> str:
    text = r"\n".join(escape(text) for text in lines)
    return f'"{text}"'
