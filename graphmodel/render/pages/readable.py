"""A diagram within the report: of as much as can be read on paper, where the page has room for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.spec import Setup
from graphmodel.render.diagrams.inline import AROUND, bare
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.layout.page import SMALLEST
from graphmodel.render.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.diagrams.spec import Diagram

_HOPE: Final = 1.8
"""So many times the nodes are tried first that the size of the text lets expect …"""
_STEP: Final = 0.88
"""… and then each time so many times as many: what fits does not only hang on how many there are."""


def readable(make: Callable[[int], Diagram], page: str, most: int) -> Diagram:
    """What ``make`` makes of the most nodes, at most so many, of which names can be read on that page."""
    whole = make(most)
    found = lay(bare(replace(whole, setup=Setup(page=page))), LIGHT)
    number = _HOPE * len(found.nodes) * (found.fits / SMALLEST) ** 2
    while found.fits < SMALLEST and len(found.nodes) > 1:
        number = max(1, min(number, len(found.nodes) - 1))
        whole = make(int(number))
        found = lay(bare(replace(whole, setup=Setup(page=page))), LIGHT)
        number *= _STEP
    return replace(found, **{name: getattr(whole, name) for name in AROUND})
