"""How a diagram looks: colours that colour-blind readers can tell apart, and for each a sign, a word and a border too.

The hues are those of Okabe and Ito, *Color Universal Design* (2008), as tints behind dark text and shades behind light
text. A state is never told by colour alone: its sign and word are in the label, and its border differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Edge, LegendEntry


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


@dataclass(frozen=True)
class Theme:
    """The colours of a diagram."""

    name: str
    paper: str
    ink: str
    faint: str
    """Text that matters less: the subtitle, what a service promises."""
    edge: str
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

    def look(self, kind: str, state: str) -> Look:
        """How a thing of that kind and state is drawn.

        >>> LIGHT.look("service", "down").sign, LIGHT.look("service", "").sign
        ('✗', '')
        """
        return self.states.get(state) or self.kinds[kind]


def line(edge: Edge, theme: Theme) -> str:
    """The colour of a dependency: what the reader asked to see, then cycles, then what changed.

    >>> from graphmodel.diagrams.spec import Edge
    >>> line(Edge("s1", "s2", cycle=True), LIGHT) == LIGHT.cycle, line(Edge("s1", "s2"), LIGHT) == LIGHT.edge
    (True, True)
    """
    look = theme.states.get(edge.mark)
    return (
        theme.highlight
        if edge.highlight
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
    if sample.of == "node":
        return replace(theme.kinds[sample.name], sign=_NODE_SIGNS[sample.name])
    if sample.of == "state":
        return theme.look("service", sample.name)
    if sample.of == "mark":
        return Look(theme.paper, theme.ink, sample.name)
    if look := theme.states.get(sample.name):
        return replace(look, sign="→")
    color = {"cycle": theme.cycle, "highlight": theme.highlight}.get(sample.name, theme.edge)
    return Look(theme.paper, color, _EDGE_SIGNS.get(sample.name, "→"))


_NODE_SIGNS: Final = {"product": "■", "service": "▢", "placeholder": "┄", "requirement": "○", "cluster": "▤"}
_EDGE_SIGNS: Final = {"hard": "→", "soft": "⇢", "cycle": "↻", "highlight": "➔", "weight": "5×"}

FONT: Final = "DejaVu Sans"
"""Every matplotlib brings it, so that a diagram has the same measures on every machine; it has Arabic and Greek."""

LIGHT: Final = Theme(
    name="light",
    paper="#ffffff",
    ink="#1a1a1a",
    faint="#595959",
    edge="#5c6670",
    cycle="#b34700",
    highlight="#0072b2",
    frame="#b8c0c8",
    shade="#f5f7f9",
    kinds={
        "product": Look("#d3e7f5", "#0072b2", pen=2),
        "service": Look("#ffffff", "#5c6670"),
        "placeholder": Look("#ffffff", "#5c6670", dashed=True),
        "requirement": Look("#ffffff", "#5c6670"),
        "cluster": Look("#e9edf1", "#5c6670", pen=1.5),
    },
    states={
        "up": Look("#d2efe5", "#009e73", "✓"),
        "at-risk": Look("#faf5bf", "#857b00", "△", pen=1.5),
        "degraded": Look("#fce3b0", "#a36f00", "▼", pen=2.5),
        "down": Look("#f9cfb5", "#b34700", "✗", pen=1.5, double=True),
        "info": Look("#d6ecfa", "#2b7cab", "○"),
        "warning": Look("#fce3b0", "#a36f00", "△", pen=2.5),
        "error": Look("#f9cfb5", "#b34700", "✗", pen=1.5, double=True),
        "added": Look("#d2efe5", "#009e73", "+", pen=2.5),
        "changed": Look("#faf5bf", "#857b00", "≠", pen=1.5, double=True),
        "removed": Look("#f9cfb5", "#b34700", "−", pen=1.5, dashed=True),
    },
)

DARK: Final = Theme(
    name="dark",
    paper="#14181d",
    ink="#f2f4f6",
    faint="#b4bcc4",
    edge="#a3adb7",
    cycle="#ff9a57",
    highlight="#66c2ff",
    frame="#4a545e",
    shade="#1d232a",
    kinds={
        "product": Look("#0b3f5f", "#56b4e9", pen=2),
        "service": Look("#232a32", "#a3adb7"),
        "placeholder": Look("#14181d", "#a3adb7", dashed=True),
        "requirement": Look("#14181d", "#a3adb7"),
        "cluster": Look("#323b45", "#a3adb7", pen=1.5),
    },
    states={
        "up": Look("#0a4535", "#2fc79b", "✓"),
        "at-risk": Look("#4b4700", "#f0e442", "△", pen=1.5),
        "degraded": Look("#5a3e00", "#f0b22e", "▼", pen=2.5),
        "down": Look("#6b2a00", "#ff9a57", "✗", pen=1.5, double=True),
        "info": Look("#10405f", "#56b4e9", "○"),
        "warning": Look("#5a3e00", "#f0b22e", "△", pen=2.5),
        "error": Look("#6b2a00", "#ff9a57", "✗", pen=1.5, double=True),
        "added": Look("#0a4535", "#2fc79b", "+", pen=2.5),
        "changed": Look("#4b4700", "#f0e442", "≠", pen=1.5, double=True),
        "removed": Look("#6b2a00", "#ff9a57", "−", pen=1.5, dashed=True),
    },
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK)}
