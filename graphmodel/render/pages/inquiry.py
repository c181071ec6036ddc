"""What the sections of the report ask of a catalogue, and what they call what they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.analyses import ALL
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.failing import Accountable, weight
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.chart import labels
from graphmodel.answers.report import Column, Report
from graphmodel.diagrams.building import diagram
from graphmodel.model.words import count, listed, short, short_apart
from graphmodel.render.pages.page import Figure
from graphmodel.render.pages.readable import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.diagrams.spec import Diagram
    from graphmodel.model.origin import Origin

NAME: Final = 60
"""Characters of a name on the page; the files beside it have all of it."""
LINE: Final = 36
"""Characters of a name at the head of a row of a matrix, or in a narrow column: about a line."""
FRONT: Final = 15
"""Products down a matrix; of more there is a summary."""
COLUMN: Final = 40
"""Nodes of a diagram on a page with others, at most …"""
WALL: Final = 150
"""… and on one of its own."""
LARGE: Final = 5_000
"""Services of a catalogue for more of which the report has no time: pairs of failures, availability, diagrams."""


class Inquiry:
    """One catalogue, and what all sections know of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.index = index = world.index
        self.large = index.n > LARGE
        self.products: NDArray[np.int32] = np.flatnonzero(index.product).astype(np.int32)
        there = self.products[~index.gone[self.products]]
        self.critical: list[int] = there[np.lexsort((there, -weight(index)[there]))].tolist()
        """The products that are there, the most critical first."""
        self._names = Names(index)
        self._several = len(index.records("service").sources() - {""}) > 1

    def ask(self, analysis: str, **question: object) -> Report:
        """The answer to one question."""
        found = ALL[analysis]
        return found.ask(self.world, found.question(**question))

    def table(self, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> Report:
        """Rows of the report's own, under these heads."""
        return Report(tuple(map(Column, names)), rows, analysis="report", revision=self.world.revision)

    def figure(self, report: Report, title: str, *, turned: bool = False) -> Figure:
        """The diagram of an answer that can be read on paper; ``turned``: on a page of its own if it needs one."""
        spec = specs.spec(report)

        def make(most: int) -> Diagram:
            return diagram(spec.index or self.index, spec, max_nodes=most)

        made = readable(make, "column", COLUMN)
        if turned and any(node.kind == "cluster" for node in made.nodes):
            return Figure(readable(make, "turned", WALL), title, large=True)
        return Figure(made, title)

    def exactly(self, services: Iterable[int]) -> tuple[str, ...]:
        """Selectors of these services and of nothing else."""
        ids = (self._names.id[v].replace('"', '""') for v in services)
        return tuple(f'id:"{own}"' for own in ids)

    def of_critical(self, first: Sequence[int]) -> str:
        """What to call these, the first of ``critical``."""
        if len(first) == len(self.critical):
            return "Products"
        alike = len({*weight(self.index)[self.critical].tolist()}) == 1
        return (
            f"{len(first)} of {count(len(self.critical), 'product')}"
            if alike
            else f"The {count(len(first), 'most critical product')}"
        )

    def called(self, services: Sequence[int], most: int = NAME) -> tuple[str, ...]:
        """What a reader calls these services, told apart from each other, and not too long for the page."""
        ids, names = self._names.id.of(services), self._names.name.of(services)
        return tuple(short_apart(labels(ids, names), most))

    def category(self, number: int) -> str:
        """What a reader calls a category; nothing for -1, which is none."""
        index = self.index
        return (index.category_name[number] or index.category_id[number]) if number >= 0 else ""

    def types(self, services: Sequence[int]) -> list[str]:
        """The type of each of these services; empty where it has none."""
        return [self.category(number) for number in self.index.type[np.array(services, np.intp)].tolist()]

    def place(self, origin: Origin) -> str:
        """Where a row stands; the source is named where there are several."""
        return origin.place if self._several else str(origin) * bool(origin.file)

    def owners(self, services: Sequence[int]) -> list[str]:
        """Who is accountable for each of them; empty where nobody is, and for -1, which is no service."""
        accountable = Accountable(self.index)
        found = []
        for v in services:
            names = [self._names.role_name[role] or self._names.role_id[role] for role in accountable[v]]
            found.append(listed([short(name, NAME) for name in names], 2))
        return found
