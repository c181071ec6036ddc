"""PlantUML's component diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption, footer, heading, legend
from graphmodel.render.theme import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram, Edge, Node
    from graphmodel.render.theme import Theme

_ELEMENTS: Final = {
    "product": "rectangle",
    "service": "component",
    "placeholder": "component",
    "requirement": "usecase",
    "cluster": "folder",
}
_PLAIN: Final = frozenset(" ,.()?:–…·")


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as PlantUML text."""
    out.write("".join(f"{text}\n" for text in _lines(diagram, theme)).encode())


def escape(text: str) -> str:
    r"""A text anywhere: what is not a letter or harmless becomes a number, so that no markup or function is left.

    >>> escape('**b** "x"'), escape("<b>~ !include")
    ('<U+002A><U+002A>b<U+002A><U+002A> <U+0022>x<U+0022>', '<U+003C>b<U+003E><U+007E> <U+0021>include')
    >>> escape(r"%date() \n")
    '<U+0025>date() <U+005C>n'
    >>> escape(r"C:\table")  # a word joiner, which cannot be seen, or it were a tabulator
    'C:<U+005C><U+2060>table'
    >>> escape("Sign-in, Zürich")
    'Sign<U+002D>in, Zürich'
    """
    text = visible(text).replace("\\t", "\\\u2060t")
    return "".join(
        c if c in _PLAIN or c.isalnum() or not (c.isascii() or c == "\u2060") else f"<U+{ord(c):04X}>"
        for c in text
    )


def _lines(diagram: Diagram, theme: Theme) -> Iterator[str]:
    yield "@startuml"
    # It knows no others.
    yield f"{'left to right' if diagram.setup.direction in {'right', 'left'} else 'top to bottom'} direction"
    yield "skinparam componentStyle rectangle"
    yield f"skinparam backgroundColor {theme.paper}"
    yield f"skinparam defaultFontColor {theme.ink}"
    yield f"skinparam arrowColor {theme.edge}"
    yield f"skinparam packageBorderColor {theme.frame}"
    if lines := heading(diagram).lines:
        yield f"title {_broken(lines)}"
    clusters, alone = diagram.grouped()
    for cluster, members in clusters:
        yield f'package "{escape(cluster.label)}" as {cluster.key} {theme.shade} {{'
        yield from (f"  {_node(node, theme)}" for node in members)
        yield "}"
    yield from (_node(node, theme) for node in alone)
    yield from (f"url of {node.key} is [[{link}]]" for node in diagram.nodes if (link := _link(node.link)))
    yield from (_edge(edge, theme) for edge in diagram.drawn)
    if about := [*legend(diagram), *footer(diagram)]:
        yield "legend bottom left"
        yield from (f"  {escape(text)}" for text in about)
        yield "end legend"
    yield "@enduml"


def _node(node: Node, theme: Theme) -> str:
    look = theme.look(node)
    style = [look.fill, f"line:{look.line[1:]}", f"text:{look.ink[1:]}"]
    if look.dashed or node.kind == "placeholder":
        style.append("line.dashed")
    elif look.pen > 1 or look.double:
        style.append("line.bold")
    return f'{_ELEMENTS[node.kind]} "{_broken(caption(node).lines)}" as {node.key} {";".join(style)}'


def _edge(edge: Edge, theme: Theme) -> str:
    color = line(edge, theme)
    style = [color] if color != theme.edge else []
    if color not in {theme.edge, theme.soft}:
        style.append("bold")
    if edge.soft:
        style.append("dashed")
    arrow = f"-[{','.join(style)}]->" if style else "-->"
    return f"{edge.consumer} {arrow} {edge.provider}" + (f" : {escape(edge.label)}" if edge.label else "")


def _broken(lines: Iterable[str]) -> str:
    return r"\n".join(escape(text) for text in lines)


def _link(link: str) -> str:
    """Without the brackets that would end it and what the preprocessor would read."""
    return "".join(f"%{ord(c):02X}" if c in "[]{}$!<>\\" else c for c in address(link))
