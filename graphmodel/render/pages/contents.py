"""What is in the report page: which questions are asked of a catalogue, and which of the answers are shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.states import NAMES
from graphmodel.analyses import ALL
from graphmodel.analyses.details import specs
from graphmodel.answers.report import Column, Report
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.labels import revision_label
from graphmodel.index.index import LETTERS
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import several
from graphmodel.render.pages.page import Figure, Number, Section, TablePart
from graphmodel.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphmodel.answers.world import World
    from graphmodel.diagrams.spec import Diagram

TOP: Final = 5
"""How many of the services that underpin most are shown with all that their failure does."""
_COMPARED: Final = 40
"""How many more are looked at, where many underpin equally many."""
_PAPER: Final = 40
"""Nodes of a diagram that is to be read on paper, without zooming …"""
_WALL: Final = 150
"""… and of the last one, which shows as much as can be."""


class Contents:
    """The sections of the report of one catalogue."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._index = index = world.index
        alike = Counter(iter(index.service_name))
        self._label = {
            own: own if not name else name if alike[name] == 1 else f"{name} ({own})"
            for own, name in zip(index.service_id, index.service_name, strict=True)
        }

    def sections(self) -> tuple[Section, ...]:
        """All of them, in the order of the page."""
        gaps = self._ask("gaps")
        return (
            self._summary(gaps),
            self._products(),
            self._most(),
            self._gaps(gaps),
            self._roles(),
            self._diagrams(),
        )

    def subtitle(self) -> str:
        """The catalogue's revision, with its date."""
        return revision_label(self._world.revision)

    def _ask(self, analysis: str, **question: object) -> Report:
        found = ALL[analysis]
        return found.ask(self._world, found.question(**question))

    def _drawn(self, report: Report, most: int) -> Diagram:
        spec = specs.spec(report)
        return diagram(spec.index or self._index, spec, max_nodes=most)

    def _summary(self, gaps: Report) -> Section:
        stats = self._ask("stats")
        rows = list(stats.rows)
        number = dict(rows)
        severities = Counter(finding.severity for finding in gaps.findings)
        numbers = (
            *(
                Number(number[name], several(number[name], thing), tone)
                for name, thing, tone in (
                    ("products", "product", ""),
                    ("services that are no product", "other service", ""),
                    ("dependencies", "dependency", ""),
                    ("roles", "role", ""),
                    ("cycles", "cycle", "warning"),
                )
            ),
            *(Number(severities[s], f"gaps: {s}", s) for s in reversed(SEVERITIES)),
        )
        return Section(
            "Summary",
            "What the catalogue holds, and how much of it is not covered.",
            (numbers, TablePart(replace(stats, rows=rows), flowing=True)),
            "graphmodel stats",
        )

    def _products(self) -> Section:
        found = self._ask("underpinning", matrix="types")
        # The product, its name, then the types.
        columns = (Column("product"), *(Column(c.title or c.name, c.help) for c in found.columns[2:]))
        # Nothing that is unclassified is no hole.
        last = -1 if (self._index.type < 0).any() else len(columns)
        rows = (
            (self._label[row[0]], *row[2:][:last], *(n or None for n in row[2:][last:])) for row in found.rows
        )
        table = TablePart(
            replace(found, columns=columns, rows=rows), "Services that underpin each product", shaded=True
        )
        about = (
            "How many services of each type underpin each product, directly or through others. "
            "A framed 0 is a hole: either the product does without, or the catalogue does not know."
        )
        return Section(
            "Products and what underpins them", about, (table,), "graphmodel underpinning --matrix types"
        )

    def _most(self) -> Section:
        top, about = self._top()
        impacts = {service: self._ask("impact", services=(service,)) for service in top}
        # Products come first, and what else is affected, perhaps a hundred thousand, is not shown.
        affected: dict[str, list[Any]] = {
            service: list(takewhile(_is_product, report.rows)) for service, report in impacts.items()
        }
        worst = NAMES[:0:-1]
        made: list[tuple[Any, ...]] = []
        parts: list[TablePart | Figure] = []
        for service, report in impacts.items():
            counted = Counter(row.state for row in affected[service])
            made.append((self._label[service], service, sum(counted.values()), *(counted[s] for s in worst)))
            title = f"If {self._label[service]} fails"
            parts.append(Figure(self._drawn(report, _PAPER), title))
            parts.append(TablePart(self._affected(affected[service], service), f"{title}: products"))
        ranked = self._made(("service", "id", "products", *worst), made)
        parts.insert(0, TablePart(ranked, "Products affected when this service fails"))
        return Section("What underpins most", about, parts, "graphmodel underpinning --counts --by service")

    def _top(self) -> tuple[list[str], str]:
        """The services that underpin most products, and a sentence that says how they were found."""
        found: Iterable[Any] = self._ask("underpinning", counts=True, by="service").rows
        rows = [row for row in islice(found, TOP + _COMPARED) if row.products]
        least = rows[:TOP][-1].products if rows else 0
        even = [row for row in rows if row.products >= least]
        ranked = sorted(even, key=lambda row: (-row.products, *self._harm(row.id)))
        about = "The services that underpin most products, and what happens when one of them fails"
        if len(even) > TOP:
            about += "; of those that underpin equally many, the ones whose failure does most to products"
        if len(even) == TOP + _COMPARED:
            about += f", of the first {len(even)} by id"
        return [row.id for row in ranked[:TOP]], f"{about}."

    def _harm(self, service: str) -> tuple[int, ...]:
        """Sorts first what takes most products down, then what degrades most."""
        state = states.fail(self._index, [self._index.service_id.find(service)]).state
        counts = np.bincount(state[self._index.product], minlength=len(NAMES))
        return (*(-counts[:0:-1]).tolist(), self._index.service_id.find(service))

    def _affected(self, found: list[Any], service: str) -> Report:
        rows = [
            (self._label[row.id], row.state, row.distance, tuple(self._label[i] for i in row.because))
            for row in found
            if row.id != service
        ]
        return self._made(("product", "state", "steps", "because of"), rows)

    def _gaps(self, found: Report) -> Section:
        counts = Counter(finding.code for finding in found.findings)
        rules = sorted(counts, key=lambda code: (-SEVERITIES.index(RULES[code].severity), code))
        by_rule = [(RULES[code].severity, code, RULES[code].title, counts[code]) for code in rules]
        each = [(f.severity, f.code, f.message, f.hint, f.origin.place) for f in found.findings]
        parts = (
            TablePart(self._made(("severity", "rule", "what it finds", "gaps"), by_rule), "Gaps by rule"),
            TablePart(
                self._made(("severity", "rule", "gap", "what to do", "where"), each),
                "All gaps, the worst first",
            ),
        )
        return Section(
            "Gaps",
            "What the coverage rules find, with the row that each comes from.",
            parts,
            "graphmodel gaps",
        )

    def _roles(self) -> Section:
        held: dict[str, dict[str, list[str]]] = defaultdict(lambda: {letter: [] for letter in LETTERS})
        rows: Iterable[Any] = self._ask("roles").rows
        for row in rows:
            held[row.service][row.responsibility].append(row.name or row.role)
        order = ("A", "R", "C", "I")
        table = [(self._label[s], *(tuple(held[s][letter]) for letter in order)) for s in self._by_kind(held)]
        columns = ("service", "accountable", "responsible", "consulted", "informed")
        about = "Who answers for a service, who does the work, who is asked and who is told; products first."
        return Section(
            "Roles", about, (TablePart(self._made(columns, table), "Who holds what"),), "graphmodel roles"
        )

    def _by_kind(self, services: Iterable[str]) -> Iterator[str]:
        """These services in the order of the index, products first."""
        index = self._index
        numbers = sorted(map(index.service_id.find, services), key=lambda v: (not index.product[v], v))
        return (index.service_id[v] for v in numbers)

    def _diagrams(self) -> Section:
        types = int((self._index.category_parent < 0).sum()) + 1
        whole = self._ask("diagram")
        parts = (
            Figure(self._drawn(whole, types), "Type by type"),
            Figure(self._drawn(self._ask("gaps"), _PAPER), "Where the gaps are"),
            Figure(self._drawn(whole, _WALL), "Everything"),
        )
        about = "Products stand on top, what underpins them below; an arrow reads “depends on”."
        return Section("Diagrams", about, parts, "graphmodel diagram -o everything.html")

    def _made(self, names: Iterable[str], rows: list[tuple[Any, ...]]) -> Report:
        return Report(tuple(map(Column, names)), rows, analysis="report", revision=self._world.revision)


def _is_product(row: Any) -> bool:
    return bool(row.kind == "product")
