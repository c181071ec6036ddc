"""Mermaid's flowchart, which GitHub, GitLab and many wikis draw from a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import category

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption, footer, heading, legend
from graphmodel.render.theme import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram, Edge, Node
    from graphmodel.render.theme import Theme

_SHAPES: Final = {
    "product": ("[", "]"),
    "service": ("(", ")"),
    "placeholder": ("(", ")"),
    "requirement": ("([", "])"),
    "cluster": ("[[", "]]"),
}
_DIRECTIONS: Final = {"down": "TB", "up": "BT", "right": "LR", "left": "RL"}
_PLAIN: Final = frozenset(" ,/()'?!–…·")
_JOINER: Final = "\u2060"
"""A word joiner: cannot be seen, and takes no room."""
_ALIVE: Final = re.compile(r"\\(?=[nN])|\$(?=\$)|\bfa[bklrs]?(?=:)")
"""What Mermaid still obeys when it has read the numbers: line ends, formulas, icons. A joiner after it stops that."""
_LIST: Final = re.compile(r"\s*(\d+[.)]|-)(\s|$)")


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as Mermaid text."""
    out.write("".join(f"{text}\n" for text in _lines(diagram, theme)).encode())


def escape(text: str) -> str:
    r"""A text within a quoted label: what is not a letter or harmless becomes a number.

    >>> escape('"end" %%{init}%% <b>&lt;</b>')
    '#34;end#34; #37;#37;#123;init#125;#37;#37; #60;b#62;#38;lt#59;#60;/b#62;'
    >>> escape("a#quot;b `**x**`"), escape("fa:fa-car $$x"), escape("Sign-in 2.0"), escape("1. first")
    ('a#35;quot#59;b #96;#42;#42;x#42;#42;#96;', 'fa#8288;#58;fa-car #36;#8288;#36;x', 'Sign-in 2.0', '1#46; first')
    """
    text = _ALIVE.sub(f"\\g<0>{_JOINER}", visible(text))
    start = match.end(1) if (match := _LIST.match(text)) else 0
    return "".join(
        c if _harmless(c) or (c in "-." and at >= start) else f"#{ord(c)};" for at, c in enumerate(text)
    )


def _harmless(character: str) -> bool:
    return character in _PLAIN or character.isalnum() or not (character.isascii() or character == _JOINER)


def _lines(diagram: Diagram, theme: Theme) -> Iterator[str]:
    if diagram.title:
        yield "---"
        yield f"title: {_yaml(diagram.title)}"
        yield "---"
    yield f"flowchart {_DIRECTIONS[diagram.setup.direction]}"
    if diagram.nodes:
        yield from _framed(diagram)
    said = heading(diagram)
    if about := [*said.subtitle, *said.revision, *legend(diagram), *footer(diagram)]:
        yield f'  about["{_broken(about)}"]'
        yield f"  style about fill:{theme.paper},stroke:{theme.frame},color:{theme.faint},text-align:left"
    yield from (f'  click {node.key} href "{link}"' for node in diagram.nodes if (link := _link(node.link)))
    yield from _styles(diagram, theme)


def _framed(diagram: Diagram) -> Iterator[str]:
    """All in a frame that cannot be seen: what stands beside it, as the legend does, no line crosses."""
    yield '  subgraph diagram[" "]'
    yield f"  direction {_DIRECTIONS[diagram.setup.direction]}"
    clusters, alone = diagram.grouped()
    for cluster, members in clusters:
        yield f'  subgraph {cluster.key}["{escape(cluster.label)}"]'
        yield from (f"    {_node(node)}" for node in members)
        yield "  end"
    yield from (f"  {_node(node)}" for node in alone)
    yield from (f"  {_edge(edge)}" for edge in diagram.drawn)
    yield "  end"
    yield "  style diagram fill:none,stroke:none"


def _node(node: Node) -> str:
    before, after = _SHAPES[node.kind]
    return f'{node.key}{before}"{_broken(caption(node).lines)}"{after}'


def _edge(edge: Edge) -> str:
    arrow = "-.->" if edge.soft else "==>" if edge.cycle or edge.highlight else "-->"
    label = f'|"{escape(_wide(edge.label))}"|' if edge.label else ""
    return f"{edge.consumer} {arrow}{label} {edge.provider}"


def _wide(label: str) -> str:
    """With a dotted circle below marks that stand on nothing: Mermaid cannot place a label without width."""
    return "\u25cc" + label if all(category(c)[0] == "M" for c in label) else label


def _styles(diagram: Diagram, theme: Theme) -> Iterator[str]:
    """A class for each kind and state that occurs, and the lines that are not drawn as most."""
    classes: dict[str, list[Node]] = {}
    for node in diagram.nodes:
        name = "-".join(filter(None, (node.kind, node.state, node.emphasis)))
        classes.setdefault(name, []).append(node)
    for name, nodes in sorted(classes.items()):
        look = theme.look(nodes[0])
        width = look.pen + 2 * look.double
        dashed = ",stroke-dasharray:5 3" if look.dashed or nodes[0].kind == "placeholder" else ""
        style = f"fill:{look.fill},stroke:{look.line},stroke-width:{width:g}px,color:{look.ink}{dashed}"
        yield f"  classDef {name} {style}"
        yield f"  class {','.join(node.key for node in nodes)} {name}"
    for cluster in diagram.clusters:
        yield f"  style {cluster.key} fill:{theme.shade},stroke:{theme.frame},color:{theme.faint}"
    for at, edge in enumerate(diagram.drawn):
        if (color := line(edge, theme)) != theme.edge:
            yield f"  linkStyle {at} stroke:{color}"


def _broken(lines: Iterable[str]) -> str:
    return "<br/>".join(escape(text) for text in lines)


def _yaml(text: str) -> str:
    r"""A string of YAML in which nothing is left that Mermaid looks for in the whole text.

    >>> print(_yaml('a "b" %%{init}%% é'))
    "a \u0022b\u0022 \u0025\u0025\u007binit\u007d\u0025\u0025 é"
    """
    return '"' + "".join(c if _harmless(c) else f"\\u{ord(c):04x}" for c in visible(text)) + '"'


def _link(link: str) -> str:
    """Without the semicolon that would end an entity; quotes and brackets are encoded already."""
    return address(link).replace(";", "%3B")
