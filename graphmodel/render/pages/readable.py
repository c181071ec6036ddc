"""A diagram within the report: of as much as can be read on paper, where the page has room for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphmodel.diagrams.spec import Setup
from graphmodel.render.diagrams.formats import finest
from graphmodel.render.diagrams.inline import AROUND, bare
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.diagrams.spec import Diagram


def readable(make: Callable[[int], Diagram], page: str, most: int) -> Diagram:
    """What ``make`` makes of the most nodes, at most so many, of which names can be read on that page."""
    wholes: dict[int, Diagram] = {}

    def bared(number: int) -> Diagram:
        wholes[number] = whole = make(number)
        return bare(replace(whole, setup=Setup(page=page)))

    found = finest(bared, lay, LIGHT, lay(bared(most), LIGHT))
    whole = next(w for w in wholes.values() if len(w.nodes) == len(found.nodes))
    return replace(found, **{name: getattr(whole, name) for name in AROUND})
