"""How the cells of a chart look: shades of one hue that grow darker with the number, and what stands out of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphmodel.render.theme import Look

if TYPE_CHECKING:
    from graphmodel.render.theme import Theme

_SHARES: Final = (0.12, 0.3, 0.5, 1.0)
"""How much of the highlight there is in each step of the scale."""


def tone(name: str, theme: Theme) -> Look:
    """How a cell of that tone (``analyses.chart.Cell``) looks, or ``empty`` where there is none.

    >>> from graphmodel.render.theme import LIGHT
    >>> tone("shade-4", LIGHT).fill == LIGHT.highlight, tone("error", LIGHT).fill == LIGHT.states["error"].fill
    (True, True)
    """
    if name.startswith("shade-"):
        share = _SHARES[int(name.removeprefix("shade-")) - 1]
        return Look(_blend(theme.paper, theme.highlight, share), theme.frame)
    if name == "hole":
        return replace(theme.states["error"], sign="", pen=1.5)
    if name == "empty":
        return Look(theme.paper, theme.frame, pen=0.5)
    if name == "plain":
        return Look(theme.shade, theme.frame)
    return replace(theme.states[name], line=theme.frame, pen=1)


def ink(fill: str, theme: Theme) -> str:
    """The colour of text that can be read on that fill: the theme's ink or its paper.

    >>> from graphmodel.render.theme import LIGHT
    >>> ink("#ffffff", LIGHT) == LIGHT.ink, ink("#0072b2", LIGHT) == LIGHT.paper
    (True, True)
    """
    return max(theme.ink, theme.paper, key=lambda color: contrast(color, fill))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"); text needs 4.5.

    >>> contrast("#000000", "#ffffff"), contrast("#777777", "#777777")
    (21.0, 1.0)
    """
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _blend(one: str, other: str, share: float) -> str:
    mixed = (a + (b - a) * share for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{round(255 * c):02x}" for c in mixed)


def _channels(color: str) -> list[float]:
    return [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
