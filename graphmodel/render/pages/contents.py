"""What is in the report: which questions are asked of a catalogue, and how much of the answers a page has room for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from graphmodel.analyses import ALL
from graphmodel.analyses.details import matrix, specs
from graphmodel.analyses.details.failing import weight
from graphmodel.answers import charts
from graphmodel.answers.chart import Cell, Grid, Panels, shade
from graphmodel.answers.report import Column, Report
from graphmodel.answers.summary import picked
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.labels import revision_label
from graphmodel.index.csr import dependencies
from graphmodel.index.index import LETTERS
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import count, short
from graphmodel.render.pages.front import NAME, Front
from graphmodel.render.pages.page import Figure, GridPart, Section, Sentences, TablePart, html
from graphmodel.render.pages.resilience import Resilience
from graphmodel.render.pages.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphmodel.answers.chart import Chart
    from graphmodel.answers.world import World

_FRONT: Final = 15
"""Products on page one; of more, those that are alike share a row …"""
_PATTERNS: Final = 8
"""… of so many."""
_ROWS: Final = 12
"""Rows of each part of a summary."""
_PAPER: Final = 40
"""Nodes of a diagram that is to be read on paper, without zooming …"""
_WALL: Final = 150
"""… and of the last one, which shows as much as can be."""
_DRAWN: Final = 5_000
"""Services of a catalogue of which a diagram says more than a table of its types."""
_TYPES: Final = 12
"""Types across such a table."""


class Pages(NamedTuple):
    """The report of one catalogue."""

    html: str
    appendices: dict[str, Report]
    """What the page has no room for, by the name of its file: rows for spreadsheets."""


def pages(world: World, title: str) -> Pages:
    """Make it."""
    contents = Contents(world)
    return Pages(html(title, contents.subtitle(), contents.sections()), contents.appendices())


class Contents:
    """The sections of the report of one catalogue: ten pages of paper at most."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._index = world.index
        self._front = Front(world)
        self._gaps = self._ask("gaps")
        failures = self._front.failures.service.tolist()
        self._resilience = Resilience(world, failures[0] if failures else None)
        self._broken = self._ask("promises", select=("kind:product",), verdict="broken")
        self._vision = self._ask("vision")

    def sections(self) -> tuple[Section, ...]:
        """All of them, in the order of the page."""
        found = (
            self._first(),
            self._failures(),
            self._resilience.section(),
            self._products(),
            self._promises(),
            self._missing(),
            self._roles(),
            self._terms(),
            self._diagrams(),
        )
        return tuple(section for section in found if section)

    def subtitle(self) -> str:
        """The catalogue's revision, with its date; what is proposed of it."""
        label, proposal = revision_label(self._world.revision), self._world.proposal
        return proposal.title(label) if proposal else label

    def appendices(self) -> dict[str, Report]:
        """All rows, by the name of their file."""
        rows = (
            self._worst(),
            self._matrix(),
            self._ask("underpinning", matrix="types"),
            self._ask("underpinning", counts=True),
            self._ask("underpinning", counts=True, by="service"),
            self._resilience.availability,
            self._resilience.together,
            self._resilience.recovery,
            self._broken,
            self._vision,
            self._gaps,
            self._ask("roles"),
        )
        empty = self._made((), [])
        return {
            name: empty if report is None else report for name, report in zip(APPENDICES, rows, strict=True)
        }

    def _ask(self, analysis: str, **question: object) -> Report:
        found = ALL[analysis]
        return found.ask(self._world, found.question(**question))

    def _matrix(self) -> Report:
        """Products by the worst single failures."""
        front = self._front
        columns, rows = matrix.of_failures(self._index, front.products, front.failures)
        return replace(self._made((), []), columns=columns, rows=rows)

    def _figure(self, report: Report, most: int, title: str) -> Figure:
        spec = specs.spec(report)
        return Figure(diagram(spec.index or self._index, spec, max_nodes=most), title)

    def _first(self) -> Section:
        front = self._front
        findings = self._gaps.findings
        parts: list[Sentences | GridPart | TablePart] = [Sentences(sentences(front.facts(findings)))]
        if len(front.failures.service):
            found = self._matrix()
            chart = charts.failures(self._index, found.columns, [*found.rows], _FRONT)
            parts.append(GridPart(_one(chart), "Products by the worst single failures", _FRONT))
        actions = [(n, *action) for n, action in enumerate(front.actions(findings), 1)]
        columns = ("#", "what to do", "why", "accountable", "where")
        if self._index.n:
            parts.append(TablePart(self._made(columns, actions), "What to do first"))
        return Section("", "", parts)

    def _worst(self) -> Report:
        index, front = self._index, self._front
        services = front.failures.service.tolist()
        records = index.records("service")
        numbers = np.array(services, np.intp)
        rows = [
            (at, name, own, _called(index, kind), criticality, *harm, owner, front.place(place))
            for at, (name, own, kind, criticality, harm, owner, place) in enumerate(
                zip(
                    front.called(services),
                    index.service_id.of_rows(numbers),
                    index.type[services].tolist(),
                    records.column("criticality").of_rows(numbers),
                    front.harm,
                    front.owners(services),
                    records.origins(numbers),
                    strict=True,
                ),
                1,
            )
        ]
        names = (
            "#",
            "service",
            "id",
            "type",
            "criticality",
            "down",
            "degraded",
            "at risk",
            "accountable",
            "where",
        )
        report = self._made(names, rows)
        columns = tuple(replace(column, wide=column.name == "id") for column in report.columns)
        return replace(report, columns=columns)

    def _failures(self) -> Section | None:
        services = self._front.failures.service.tolist()
        if not services:
            return None
        parts: list[TablePart | Figure] = [
            TablePart(self._worst(), "Products affected when this service alone fails")
        ]
        if self._index.n <= _DRAWN:
            report = self._ask("impact", services=(self._index.service_id[services[0]],))
            parts.append(self._figure(report, _PAPER, f"If {self._front.called(services[:1])[0]} fails"))
        about = (
            f"The {len(services)} services that do most harm to products when they fail alone: ranked by the products "
            "that go down, then by those that are degraded, then by those at risk. A service does not count for itself."
        )
        if len(set(weight(self._index)[self._front.products].tolist())) > 1:
            about += " A product of criticality 1 counts five times as much as one of criticality 5."
        return Section("The worst single failures", about, parts, "graphmodel underpinning --matrix failures")

    def _products(self) -> Section | None:
        if not len(self._front.products):
            return None
        found = self._ask("underpinning", matrix="types")
        parts = _summed(
            charts.types(self._index, found.columns, [*found.rows]),
            "Services that underpin each product",
            _ROWS,
        )
        about = (
            "How many services of each type underpin each product, directly or through others. A framed 0 is a hole: "
            "the product's category expects that type."
        )
        return Section(
            "Products and what underpins them",
            about,
            [*parts, *self._unseen()],
            "graphmodel underpinning --matrix types",
        )

    def _promises(self) -> Section | None:
        if not self._broken:
            return None
        rows = [
            (short(row.name or row.id, NAME), row.level, row.promised, row.supported, row.short, row.cause)
            for row in islice(self._broken, _ROWS)
        ]
        columns = ("product", "level", "promised", "can be promised", "too much", "what allows least")
        whole = count(len(self._broken), "broken promise")
        title = (
            f"{_ROWS} of {whole}, the most critical products first"
            if len(self._broken) > _ROWS
            else "Broken promises"
        )
        about = (
            "Products whose service levels cannot be kept, because what they need promises less. Providers are taken "
            "to fail independently of each other."
        )
        parts = (TablePart(self._made(columns, rows), title),)
        return Section("Promises", about, parts, "graphmodel promises --verdict broken")

    def _unseen(self) -> tuple[TablePart, ...]:
        """The services to ask about first; none where everything is mapped."""
        asked: Any = self._vision.more["ask"]  # as vision --ask has them, which would look through all again
        rows = [
            (
                at,
                short(row["name"] or row["service"], NAME),
                row["vision"],
                row["products"],
                row["ruled_out"],
                row["accountable"],
            )
            for at, row in enumerate(asked, 1)
        ]
        if not rows:
            return ()
        columns = ("#", "service", "it is", "products resting on it", "ruled out by then", "accountable")
        title = f"What the catalogue cannot see ({self._vision.title}): whom to ask first"
        return (TablePart(self._made(columns, rows), title),)

    def _missing(self) -> Section:
        findings = self._gaps.findings
        counts = Counter(finding.code for finding in findings)
        rules_of = {rule.code: rule for rule in self._gaps.rules}
        rules = sorted(counts, key=lambda code: (-SEVERITIES.index(rules_of[code].severity), code))
        by_rule = [(rules_of[code].severity, code, rules_of[code].title, counts[code]) for code in rules]
        each = [(f.severity, f.code, f.message, self._front.place(f.origin)) for f in findings[:_ROWS]]
        whole = count(len(findings), "gap")
        shown = f"The worst {_ROWS} of {whole}" if len(findings) > _ROWS else "All gaps"
        parts = (
            TablePart(self._made(("severity", "rule", "what it finds", "gaps"), by_rule), "Gaps by rule", 40),
            TablePart(self._made(("severity", "rule", "gap", "where"), each), shown),
        )
        about = "What the coverage rules find, with the row that each comes from."
        nothing = (Sentences(("They find nothing.",)),)
        return Section("Gaps", about, parts if findings else nothing, "graphmodel gaps")

    def _roles(self) -> Section | None:
        index = self._index
        if not len(index.role_id):
            return None
        held = np.zeros((len(index.role_id), len(LETTERS)), np.int64)
        np.add.at(held, (index.held_role, index.held_letter), 1)
        by_letter = held[:, [LETTERS.index(letter) for letter in "ARCI"]]
        order = np.lexsort((*-by_letter.T[::-1],))[:_ROWS].tolist()
        holders = index.records("role").column("holder").of_rows(np.array(order, np.intp))
        rows = [
            (
                short(index.role_name[role] or index.role_id[role], NAME),
                short(holder, NAME),
                *by_letter[role].tolist(),
            )
            for role, holder in zip(order, holders, strict=True)
        ]
        columns = ("role", "held by", "accountable", "responsible", "consulted", "informed")
        title = (
            f"The {len(rows)} roles with most to answer for"
            if len(held) > len(rows)
            else "Services of each role"
        )
        about = "For how many services each role answers, does the work, is asked and is told."
        return Section("Roles", about, (TablePart(self._made(columns, rows), title),), "graphmodel roles")

    def _diagrams(self) -> Section | None:
        index = self._index
        if not len(index.member):
            return None
        if index.n > _DRAWN:
            about = f"{count(index.n, 'service')} are too many for a diagram on paper: these are their types."
            grid = _types(self._world)
            part = GridPart(
                grid, "How many dependencies lead from each type (left) to each type (top)", _TYPES
            )
            return Section("Type by type", about, (part,), "graphmodel diagram SERVICE+ -o part.html")
        whole = self._ask("diagram")
        types = int((index.category_parent < 0).sum()) + 1
        parts = [self._figure(whole, types, "Type by type"), self._figure(whole, _WALL, "Everything")]
        about = "Products stand on top, what underpins them below; an arrow reads “depends on”."
        return Section("Diagrams", about, parts, "graphmodel diagram -o everything.html")

    def _terms(self) -> Section:
        texts = (
            "A service underpins a product when the product depends on it, directly or through others.",
            (
                "Down: the product does not work. Degraded: it works, but not as it should. At risk: it works, and "
                "what stands in for the failed service must not fail, too."
            ),
            "A single failure is one service that is down while nothing else has a fault of its own.",
            "Accountable is the role that answers for a service. A gap is what the coverage rules miss.",
            "Files beside this page, where it was written into a directory: " + ", ".join(APPENDICES) + ".",
        )
        return Section("What the words mean", "", (Sentences(texts),), flows=True)

    def _made(self, names: Iterable[str], rows: list[tuple[Any, ...]]) -> Report:
        return Report(tuple(map(Column, names)), rows, analysis="report", revision=self._world.revision)


APPENDICES: Final = tuple(
    f"report-{name}.csv"
    for name in (
        *("worst-failures", "products-by-failures", "products-by-types", "products", "services"),
        *("availability", "cut-sets", "recovery", "broken-promises", "vision", "gaps", "roles"),
    )
)
"""The names of the files beside the page; no catalogue's file has one of them."""


def _one(chart: Chart) -> Grid:
    """One matrix: of a summary how many products are in each state, then those that are alike."""
    if isinstance(chart, Grid):
        return chart
    assert isinstance(chart, Panels)
    grids = [grid for _, grid in chart.parts[:2] if isinstance(grid, Grid)]
    counted, *more = grids
    rest = picked(more[0], range(min(_PATTERNS, len(more[0].down)))) if more else picked(counted, [])
    cells = dict(counted.cells) | {(y + len(counted.down), x): cell for (y, x), cell in rest.cells.items()}
    down = (*(f"products {name}" for name in counted.down), *rest.down)
    legend = next(grid.legend for _, grid in chart.parts[::-1] if isinstance(grid, Grid))
    return replace(rest, down=down, cells=cells, legend=legend)


def _summed(chart: Chart, title: str, rows: int) -> list[GridPart]:
    """The chart as tables; of each part of a summary so many rows."""
    if isinstance(chart, Panels):
        return [GridPart(grid, heading, rows) for heading, grid in chart.parts if isinstance(grid, Grid)]
    return [GridPart(chart, title)] if isinstance(chart, Grid) else []


def _types(world: World) -> Grid:
    """Types by types: the number of dependencies from one to the other."""
    index = world.index
    last = len(index.category_parent)
    kind = np.where(index.type < 0, last, index.type)
    used = np.bincount(kind, minlength=last + 1)
    shown = np.argsort(-used, kind="stable")[:_TYPES]
    shown = np.sort(shown[used[shown] > 0]).tolist()
    consumer, provider = dependencies(index)
    there = ~index.gone[provider]
    ends = kind[consumer[there]], kind[provider[there]]
    counts = np.zeros((last + 1, last + 1), np.int64)
    np.add.at(counts, ends, 1)
    peak = int(counts.max())
    cells = {
        (y, x): Cell(f"{counts[a, b]:,}", shade(int(counts[a, b]), peak))
        for y, a in enumerate(shown)
        for x, b in enumerate(shown)
        if counts[a, b]
    }
    names = tuple(_called(index, t) if t < last else "unclassified" for t in shown)
    return Grid(names, names, cells)


def _called(index: Any, category: int) -> str:
    """The name of a type; of none: nothing."""
    return (index.category_name[category] or index.category_id[category]) if category >= 0 else ""
