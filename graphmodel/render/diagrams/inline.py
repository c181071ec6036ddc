"""A diagram as SVG within an HTML page: its colours are variables of the page's style, so that it follows the reader's.

It is drawn with a stand-in for each colour, and the stand-ins become variables.
"""

from __future__ import annotations

from dataclasses import fields, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from graphmodel.render.diagrams import svg
from graphmodel.render.diagrams.caption import address
from graphmodel.render.markup import escape
from graphmodel.render.theme import DARK, LIGHT, Look, Theme, sample_look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.diagrams.spec import Diagram

AROUND: Final = ("title", "subtitle", "revision", "legend", "collapsed")
"""What of a diagram is the page's own."""
_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
_UNSEEN: Final = {f"{_SVG}title", f"{_SVG}desc"}
_KEPT: Final = frozenset(
    {
        "class",
        "cx",
        "cy",
        "d",
        "fill",
        "font-size",
        "font-weight",
        "height",
        "points",
        "r",
        "rx",
        "ry",
        "stroke",
    }
    | {"stroke-dasharray", "stroke-width", "text-anchor", "transform", "viewBox", "width", "x", "y"}
)


def colors(theme: Theme) -> dict[str, str]:
    """Every colour of a theme by the name of its variable.

    >>> colors(LIGHT)["paper"], colors(DARK)["down-line"]
    ('#ffffff', '#ffffff')
    """
    found = {f.name: value for f in fields(theme) if str(value := getattr(theme, f.name)).startswith("#")}
    for looks in (theme.kinds, theme.states):
        for name, look in looks.items():
            found |= {f"{name}-fill": look.fill, f"{name}-line": look.line, f"{name}-ink": look.ink}
    return found


def style(theme: Theme) -> str:
    """The variables' values and the samples of the legend: on paper light, else as the reader's system says.

    The dark theme, which nobody gets who did not ask for it, is dark on every screen.
    """
    screen = "screen" if theme.name == "dark" else "screen and (prefers-color-scheme: dark)"
    rules = [f":root {{ {_declared(LIGHT)} }}", f"@media {screen} {{ :root {{ {_declared(DARK)} }} }}"]
    rules += [f".node-{name} {{ {_sampled(name, look)} }}" for name, look in LIGHT.kinds.items()]
    rules += [f".state-{name} {{ {_sampled(name, look)} }}" for name, look in LIGHT.states.items()]
    rules += [f".shape-{name} {{ {_sampled(name, look)} }}" for name, look in LIGHT.kinds.items()]
    rules += [f".edge-{name} {{ color: var(--{name}); }}" for name in ("cycle", "highlight")]
    return "\n".join(rules)


def drawn(diagram: Diagram, *, links: bool = True) -> str:
    """The nodes and edges; heading, legend and footer are the page's own.

    Nodes are ``g`` with ``data-key``, edges with ``data-ends`` (their keys, consumer first), both with what a reader
    who cannot see them hears.
    """
    out = BytesIO()
    svg.write(bare(diagram), out, _STAND_INS)
    root = ElementTree.fromstring(out.getvalue())  # noqa: S314 - our own
    return "".join(_written(root, links=links))


def bare(diagram: Diagram) -> Diagram:
    """Without what the page says around it."""
    return replace(diagram, **{name: type(getattr(diagram, name))() for name in AROUND})


def legend(diagram: Diagram) -> str:
    """What signs, borders and lines mean, as an HTML list."""
    items = []
    for sample in diagram.legend:
        sign = escape(sample_look(sample, LIGHT).sign)
        kind = escape(f"of-{sample.of} {sample.of}-{sample.name}")
        items.append(
            f'<li><span class="sample {kind}" aria-hidden="true">{sign}</span> {escape(sample.text)}</li>'
        )
    return f'<ul class="legend">{"".join(items)}</ul>\n' if items else ""


def _declared(theme: Theme) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colors(theme).items())


def _sampled(name: str, look: Look) -> str:
    line = "double" if look.double else "dashed" if look.dashed or name == "placeholder" else "solid"
    width = 3 if look.double else max(1, round(look.pen))
    return f"background: var(--{name}-fill); color: var(--{name}-ink); border: {width}px {line} var(--{name}-line);"


def _numbered() -> Theme:
    """A theme in which each colour is the number of its variable."""
    numbers = {name: f"#fe{i:04x}" for i, name in enumerate(colors(LIGHT))}

    def looks(of: dict[str, Look]) -> dict[str, Look]:
        return {
            n: replace(o, fill=numbers[f"{n}-fill"], line=numbers[f"{n}-line"], ink=numbers[f"{n}-ink"])
            for n, o in of.items()
        }

    own: Any = {name: number for name, number in numbers.items() if hasattr(LIGHT, name)}
    return replace(LIGHT, **own, kinds=looks(LIGHT.kinds), states=looks(LIGHT.states))


_STAND_INS: Final = _numbered()
_VARIABLES: Final = {number: f"var(--{name})" for name, number in colors(_STAND_INS).items()}


def _written(element: ElementTree.Element, *, links: bool) -> Iterator[str]:
    """An element as HTML has it: without ids, titles and styles."""
    tag = element.tag.removeprefix(_SVG)
    given = {name: _VARIABLES.get(value, value) for name, value in element.attrib.items() if name in _KEPT}
    if tag == "svg":
        given |= {"role": "group", "aria-label": "diagram"}
    if tag == "a":
        href = address(element.get(f"{_XLINK}href", ""))
        if links and href:
            given |= {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
        else:
            tag, given = "g", {}
    given |= _named(element)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    yield f"<{tag}{attributes}>"
    if element.text and tag == "text":
        yield escape(element.text)
    for child in element:
        if child.tag not in _UNSEEN:
            yield from _written(child, links=links)
    yield f"</{tag}>"


def _named(group: ElementTree.Element) -> dict[str, str]:
    """What tells which node or edge it is."""
    key, kind = group.get("data-key", ""), group.get("class", "")
    if kind not in {"node", "edge"} or not key:
        return {}
    name = {"data-key": key} if kind == "node" else {"data-ends": key.replace("->", " ")}
    return name | {"role": "img", "aria-label": group.findtext(f"{_SVG}title", "")}
