"""What is in the report: which questions are asked of a catalogue, and how much of the answers a page has room for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.diagrams.labels import revision_label
from graphmodel.render.pages import duties, failures, overview, products
from graphmodel.render.pages.coverage import CountedGaps
from graphmodel.render.pages.front import Front
from graphmodel.render.pages.inquiry import Inquiry
from graphmodel.render.pages.page import Section, Sentences, html
from graphmodel.render.pages.resilience import Resilience

if TYPE_CHECKING:
    from graphmodel.answers.report import Report
    from graphmodel.answers.world import World


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
        self._inquiry = inquiry = Inquiry(world)
        self._front = Front(inquiry)
        self._coverage = CountedGaps(inquiry, self._front.services)
        self._resilience = Resilience(inquiry, self._front.services)
        self._struck = failures.struck(inquiry, self._front)
        types = inquiry.ask("underpinning", matrix="types")
        self._types = replace(types, rows=[*types.rows])  # which are counted once for the page and the file
        self._broken = inquiry.ask("promises", select=("kind:product",), verdict="broken")
        vision = inquiry.ask("vision")
        self._vision = replace(vision, rows=[*vision])

    def sections(self) -> tuple[Section, ...]:
        """All of them, in the order of the page."""
        inquiry, front = self._inquiry, self._front
        found = (
            (
                failures.section(inquiry, front, self._struck),
                "the worst single failures, as none reaches a product",
            ),
            (self._resilience.section(), "resilience, as no service is a product"),
            (products.underpinned(inquiry, self._types), "what underpins products, as there are none"),
            (products.promises(inquiry, self._broken), "levels and promises, as no product promises any"),
            (
                products.seen(inquiry, self._vision),
                "what cannot be seen, as there is no product of which that is so",
            ),
            (self._coverage.section(), ""),
            (duties.section(inquiry, front.services), "roles, as there are none"),
        )
        shown = [section for section, _ in found if section]
        left_out = [why for section, why in found if not section]
        if inquiry.index.revision.number < 2:
            left_out.append("what the rules found over revisions, as there is only one")
        last = (_terms(left_out), overview.section(inquiry, self._struck))
        unseen = {row.product for row in self._vision.rows if row.vision != "mapped" or row.open or row.dark}
        return (front.section(self._coverage, unseen), *shown, *filter(None, last))

    def subtitle(self) -> str:
        """The catalogue's revision, with its date; what is proposed of it."""
        world = self._inquiry.world
        label = revision_label(world.revision)
        return world.proposal.title(label) if world.proposal else label

    def appendices(self) -> dict[str, Report]:
        """All rows, by the name of their file."""
        ask = self._inquiry.ask
        rows = (
            failures.worst(self._inquiry, self._front),
            self._front.matrix(),
            self._types,
            ask("underpinning", counts=True),
            ask("underpinning", counts=True, by="service"),
            *self._resilience.beside(),
            self._resilience.recovery,
            self._broken,
            self._vision,
            self._coverage.gaps,
            ask("roles"),
        )
        empty = self._inquiry.table((), [])
        return {
            name: empty if report is None else report for name, report in zip(APPENDICES, rows, strict=True)
        }


APPENDICES: Final = tuple(
    f"report-{name}.csv"
    for name in (
        *("worst-failures", "products-by-failures", "products-by-types", "products", "services"),
        *("availability", "cut-sets", "recovery", "broken-promises", "vision", "gaps", "roles"),
    )
)
"""The names of the files beside the page; no catalogue's file has one of them."""


def _terms(left_out: list[str]) -> Section:
    """What the words mean, what is beside the page, and what it does not show."""
    texts = [
        "A service underpins a product when the product depends on it, directly or through others.",
        (
            "Down: the product does not work. Degraded: it works, but not as it should. At risk: it works, and "
            "what stands in for the failed service must not fail, too."
        ),
        "A single failure is one service that is down while nothing else has a fault of its own.",
        "Accountable is the role that answers for a service. A gap is what the coverage rules miss.",
        (
            "In a diagram products stand on top, what underpins them below; an arrow reads “depends on”. "
            "graphmodel diagram -o everything.html makes one to look into."
        ),
        "Files beside this page, where it was written into a directory: " + ", ".join(APPENDICES) + ".",
    ]
    if left_out:
        texts.append(f"Left out: {'; '.join(left_out)}.")
    return Section("What the words mean", "", (Sentences(texts),))
