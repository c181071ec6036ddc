"""How a diagram looks: colours that all readers can tell apart, and for each a sign, a word and a border too.

Lightness carries the order of states: on light paper what is up is lightest and what is down darkest, on dark paper the
other way round, so that the worst stands out from the page. Any two states of one scale (of failures, gaps or changes)
differ by at least 15 in fill and in border (CIEDE2000): for most readers, for those without green or red cones
(Machado, Oliveira, Fernandes 2009, severity 1), and in greyscale. A test computes it. A state is never told by colour
alone: its sign and word are in the label, and its border differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Edge, LegendEntry, Node


@dataclass(frozen=True)
class Look:
    """How one kind or state of a thing is drawn. Colours as ``#rrggbb``."""

    fill: str
    line: str
    sign: str = ""
    """Stands before the word of a state."""
    pen: float = 1.0
    """The border's width in points."""
    double: bool = False
    """Is the border drawn twice?"""
    dashed: bool = False
    ink: str = "#1a1a1a"
    """The text in it."""


@dataclass(frozen=True)
class Theme:
    """The colours of a diagram."""

    name: str
    paper: str
    ink: str
    faint: str
    """Text that matters less: the subtitle, what a service promises."""
    edge: str
    soft: str
    """Lines of what the answer is not about."""
    cycle: str
    """Dependencies within a cycle."""
    highlight: str
    frame: str
    """The line around a cluster …"""
    shade: str
    """… and what fills it."""
    kinds: dict[str, Look]
    """Of ``product``, ``service``, ``placeholder``, ``requirement`` and ``cluster``, where no state is told."""
    states: dict[str, Look]

    def look(self, node: Node) -> Look:
        """How a node is drawn: what failed itself as such, what the answer is not about softly, others by their state.

        >>> from graphmodel.diagrams.spec import Node
        >>> failed = Node("s1", "Database", "service", state="down", emphasis="strong")
        >>> LIGHT.look(failed).fill == LIGHT.states["failed"].fill, LIGHT.look(failed).sign
        (True, '✗')
        >>> LIGHT.look(Node("s2", "Mail", "service", emphasis="faint")).line == LIGHT.soft
        True
        """
        own = self.states.get(node.state) or self.kinds[node.kind]
        if node.emphasis == "strong":
            return replace(self.states["failed"], sign=own.sign)
        return own if node.state in self.states else self.emphasised(own, node.emphasis)

    def emphasised(self, look: Look, emphasis: str) -> Look:
        """The look of a thing without a state that is ``faint`` or a member of a ``cycle``."""
        if emphasis == "faint":
            return replace(look, fill=self.paper, line=self.soft, pen=1, ink=self.faint)
        return replace(look, line=self.cycle, pen=2) if emphasis == "cycle" else look


def line(edge: Edge, theme: Theme) -> str:
    """The colour of a dependency: what the reader asked to see, what the answer is not about, cycles, what changed.

    A change that an end says is not told again.

    >>> from graphmodel.diagrams.spec import Edge
    >>> line(Edge("s1", "s2", cycle=True), LIGHT) == LIGHT.cycle, line(Edge("s1", "s2"), LIGHT) == LIGHT.edge
    (True, True)
    """
    look = None if edge.unsaid else theme.states.get(edge.change)
    return (
        theme.highlight
        if edge.highlight
        else theme.soft
        if edge.faint
        else theme.cycle
        if edge.cycle
        else look.line
        if look
        else theme.edge
    )


def word(state: str) -> str:
    """A state as a reader sees it.

    >>> word("at-risk")
    'at risk'
    """
    return state.replace("-", " ")


def sample_look(sample: LegendEntry, theme: Theme) -> Look:
    """How a line of the legend is drawn; its sign stands for it where there is only text.

    >>> from graphmodel.diagrams.spec import LegendEntry
    >>> sample_look(LegendEntry("edge", "soft", "soft: degraded without it"), LIGHT).sign
    '⇢'
    """
    if sample.of in {"node", "shape"}:
        own = replace(theme.kinds[sample.name], sign=_NODE_SIGNS[sample.name])
        return own if sample.of == "node" else replace(own, fill=theme.paper, line=theme.edge)
    if sample.of == "state":
        return theme.emphasised(theme.states.get(sample.name) or theme.kinds["service"], sample.name)
    if sample.of == "mark":
        return Look(theme.paper, theme.ink, sample.name)
    if look := theme.states.get(sample.name):
        return replace(look, sign="→")
    plain = theme.soft if sample.faint else theme.edge
    color = {"cycle": theme.cycle, "highlight": theme.highlight}.get(sample.name, plain)
    return Look(
        theme.paper, color, f"{sample.weight:,}×" if sample.weight else _EDGE_SIGNS.get(sample.name, "→")
    )


_NODE_SIGNS: Final = {"product": "■", "service": "▢", "placeholder": "┄", "requirement": "○", "cluster": "▤"}
_EDGE_SIGNS: Final = {"hard": "→", "soft": "⇢", "cycle": "➜", "highlight": "➔"}

FONT: Final = "DejaVu Sans"
"""Every matplotlib brings it, so that a diagram has the same measures on every machine; it has Arabic and Greek."""

_WHITE: Final = "#ffffff"

LIGHT: Final = Theme(
    name="light",
    paper="#ffffff",
    ink="#1a1a1a",
    faint="#595959",
    edge="#5c6670",
    soft="#b8c0c8",
    cycle="#b34700",
    highlight="#0072b2",
    frame="#87919b",
    shade="#f1f4f6",
    kinds={
        "product": Look("#d3e7f5", "#0072b2", pen=2),
        "service": Look("#ffffff", "#5c6670"),
        "placeholder": Look("#ffffff", "#5c6670", dashed=True),
        "requirement": Look("#ffffff", "#5c6670"),
        "cluster": Look("#e1e7ec", "#5c6670", pen=1.5),
    },
    states={
        "up": Look("#f3fdf9", "#60a27c", "✓"),
        "at-risk": Look("#d6b43d", "#7f6914", "△", pen=1.5),
        "degraded": Look("#b77433", "#5f3301", "▼", pen=2.5),
        "down": Look("#903d23", "#140300", "✗", pen=1.5, double=True, ink=_WHITE),
        "failed": Look("#281714", "#fed4aa", "failed", pen=3, ink=_WHITE),
        "info": Look("#6fc0f5", "#08749a", "○"),
        "warning": Look("#be710d", "#603002", "△", pen=2.5),
        "error": Look("#8c3921", "#140300", "✗", pen=1.5, double=True, ink=_WHITE),
        "added": Look("#64cb98", "#167a58", "+", pen=2.5),
        "changed": Look("#a07f26", "#513802", "≠", pen=1.5, double=True),
        "removed": Look("#90301e", "#140300", "−", pen=1.5, dashed=True, ink=_WHITE),
    },
)

_PALE: Final = "#f2f4f6"
_NIGHT: Final = "#14181d"

DARK: Final = Theme(
    name="dark",
    paper=_NIGHT,
    ink=_PALE,
    faint="#b4bcc4",
    edge="#a3adb7",
    soft="#4a545e",
    cycle="#ff9a57",
    highlight="#66c2ff",
    frame="#6c7782",
    shade="#1d232a",
    kinds={
        "product": Look("#0b3f5f", "#56b4e9", pen=2, ink=_PALE),
        "service": Look("#232a32", "#a3adb7", ink=_PALE),
        "placeholder": Look("#14181d", "#a3adb7", dashed=True, ink=_PALE),
        "requirement": Look("#14181d", "#a3adb7", ink=_PALE),
        "cluster": Look("#323b45", "#a3adb7", pen=1.5, ink=_PALE),
    },
    states={
        "up": Look("#142b21", "#326f58", "✓", ink=_PALE),
        "at-risk": Look("#635925", "#a38816", "△", pen=1.5, ink=_PALE),
        "degraded": Look("#ac7a1b", "#dfb845", "▼", pen=2.5, ink=_NIGHT),
        "down": Look("#ff9e79", "#ffffff", "✗", pen=1.5, double=True, ink=_NIGHT),
        "failed": Look("#fefcfb", "#1a1210", "failed", pen=3, ink=_NIGHT),
        "info": Look("#085a79", "#0a8abb", "○", ink=_PALE),
        "warning": Look("#ac7d30", "#e0af27", "△", pen=2.5, ink=_NIGHT),
        "error": Look("#ffb696", "#ffffff", "✗", pen=1.5, double=True, ink=_NIGHT),
        "added": Look("#075f45", "#2f9166", "+", pen=2.5, ink=_PALE),
        "changed": Look("#a6801b", "#e9ab2d", "≠", pen=1.5, double=True, ink=_NIGHT),
        "removed": Look("#ffb5a1", "#ffffff", "−", pen=1.5, dashed=True, ink=_NIGHT),
    },
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK)}
