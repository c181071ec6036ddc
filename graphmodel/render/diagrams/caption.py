"""What is in a node, wrapped into lines: the same words in every diagram format, which each escapes."""

from __future__ import annotations

import re
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from graphmodel.model.visible import visible
from graphmodel.model.words import count
from graphmodel.render.diagrams.lines import balanced, cells, wrap
from graphmodel.render.theme import LIGHT, sample_look, word

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram, Node

WIDTH: Final = 22
"""Of a node's lines, in cells; longer names get wider nodes, so that they do not become towers."""
_WIDEST: Final = 60
_TITLE: Final = 80
_SMALLER: Final = 110
"""Cells of a line of the title, and of what is written smaller."""
_TOGETHER: Final = re.compile(r"(?<=\d) (?=\w|↑)|(?<=[✗△▼○↓≠+−✓]) ")
"""The blanks within one thing that is said of a node."""
_SAFE: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


class Caption(NamedTuple):
    """The lines of a node; no line is empty."""

    name: tuple[str, ...]
    notes: tuple[str, ...]
    """State, mark, count and level."""

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them."""
        return self.name + self.notes


def caption(node: Node) -> Caption:
    r"""What is in a node.

    >>> from graphmodel.diagrams.spec import Node
    >>> caption(Node("s1", "Identity and access\nmanagement", "service", state="at-risk", mark="GM005"))
    Caption(name=('Identity and', 'access\\nmanagement'), notes=('△ at risk · GM005',))
    >>> caption(Node("c1", "Network", "cluster", count=1200)).lines
    ('Network', '1,200 services')
    """
    sign = LIGHT.look(node).sign
    size = count(node.count, "service") if node.kind == "cluster" else ""
    told = node.mark == node.state or (node.kind == "cluster" and node.mark)
    state = f"{sign} {node.mark if told else word(node.state)}".strip()
    first = " · ".join(part for part in (size, state, "" if told else node.mark) if part)
    badge = f"{node.badge} · {node.consumers:,} ↑" if node.badge else ""
    needs = f"↓ {' '.join(node.needs)}" if node.needs else ""
    last = " · ".join(part for part in (badge, needs) if part)
    notes = [line for text in (first, node.level, last) if text for line in _noted(visible(text))]
    name = visible(node.label)
    if node.kind == "requirement" and needs:
        # It hangs below a box: one line keeps the row low.
        return Caption((f"{name} {needs}",), tuple(notes[:-1]))
    return Caption(tuple(balanced(name, min(_WIDEST, max(WIDTH, 3 * isqrt(cells(name)))))), tuple(notes))


def _noted(text: str) -> list[str]:
    """In lines; a number stays with what it counts, and a sign with what it stands for.

    >>> _noted("14 services · ✗ 2 error, 2 GM011"), _noted("C · 1,212 ↑ · ↓ 22×A 2×B D E I")
    (['14 services · ✗ 2 error,', '2 GM011'], ['C · 1,212 ↑ · ↓ 22×A 2×B D', 'E I'])
    """
    held = _TOGETHER.sub("\N{NO-BREAK SPACE}", text)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap(held, WIDTH + 4)]


class Above(NamedTuple):
    """The lines above a diagram."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    """What to take away."""
    revision: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them."""
        return self.title + self.subtitle + self.revision


def heading(diagram: Diagram) -> Above:
    """The title, what to take away and the catalogue's revision, wrapped."""
    said = ((diagram.title, _TITLE), (diagram.subtitle, _SMALLER), (diagram.revision, _SMALLER))
    return Above(*(tuple(wrap(visible(text), width)) if text else () for text, width in said))


def legend(diagram: Diagram) -> tuple[str, ...]:
    """The legend in words, where a format draws no samples."""
    signs = ((sample_look(sample, LIGHT).sign, sample.text) for sample in diagram.legend)
    return tuple(visible(f"{sign} {text}".strip()) for sign, text in signs)


def footer(diagram: Diagram, width: int = _SMALLER) -> tuple[str, ...]:
    """What was collapsed, in lines of so many cells."""
    return tuple(line for text in diagram.collapsed for line in wrap(visible(text), width))


def description(diagram: Diagram) -> str:
    """What those hear who cannot see the diagram, after its title: what to take away, how large it is, its legend."""
    size = f"{count(len(diagram.nodes), 'node')}, {count(len(diagram.drawn), 'arrow')}"
    said = (diagram.subtitle, size, diagram.revision, "; ".join((*legend(diagram), *diagram.collapsed)))
    return " ".join(f"{text.removesuffix('.')}." for text in said if text)


def spoken(node: Node) -> str:
    """A node in one line, for those who hear it.

    >>> from graphmodel.diagrams.spec import Node
    >>> spoken(Node("s1", "Checkout", "product", state="down"))
    'Checkout (product, ✗ down)'
    """
    made = caption(node)
    return f"{visible(node.label)} ({', '.join((node.kind, *made.notes))})"


def address(link: str) -> str:
    r"""That address if it may be followed from a diagram (http, https, mailto), else nothing; quotes encoded.

    >>> address("https://wiki/?a=1&b=\"2\""), address("javascript:alert(1)"), address(" https://x")
    ('https://wiki/?a=1&b=%222%22', '', '')
    """
    return quote(link, safe="!#$&'()*+,/:;=?@[]%~") if _SAFE.fullmatch(link) else ""
