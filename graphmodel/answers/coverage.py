"""What the charts of coverage show: what is seen and not seen, who carries how much, scores, and what rules find."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import (
    RANKED,
    Bars,
    Cell,
    Grid,
    Panels,
    besides,
    labels_of,
    occurring,
    row_labels,
)
from graphmodel.answers.charts import type_name
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.index.index import Index

    Rows = Sequence[tuple[Any, ...]]


_DRIFTS: Final = (
    ("", "plain", "both", "dependencies that are declared and were observed"),
    ("never observed", "hole", "never observed", "declared, and never observed"),
    ("never declared", "shade-3", "never declared", "observed, and never declared"),
)
"""What a row of drift says, how it looks, what it is called, and what that means."""
_BEHIND: Final = ("role", "supplier", "setting")
"""What findings are about that is of no type."""


def vision(rows: Rows, most: int = RANKED) -> Bars:
    """Products by how many services below them are open or dark, of all that are below them; so many at most."""
    shown = rows[:most]
    return Bars(
        row_labels(shown, 0, 7),
        tuple(row[3] + row[4] for row in shown),
        "open and dark services below it",
        besides(len(rows), len(shown), "products", "of which least is seen"),
        tuple(row[2] + row[3] + row[4] for row in shown),
        "services that underpin it",
    )


def drift(agreed: Mapping[int, int], index: Index, rows: Rows) -> Grid:
    """Consumers by how many of their dependencies are only declared, only observed, or both; those that differ most.

    ``agreed``: consumer → how many are both.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names = {row[0]: row[6] for row in rows}
    for row in rows:
        counts[row[0]][row[2]] += 1
    order = sorted(counts, key=lambda own: (-counts[own].total(), own))
    shown = order[:RANKED]
    for own in shown:
        counts[own][""] = agreed.get(index.service_id.find(own), 0)
    cells = {
        (y, x): Cell(f"{counts[own][kind]:,}", tone)
        for y, own in enumerate(shown)
        for x, (kind, tone, *_) in enumerate(_DRIFTS)
        if counts[own][kind]
    }
    return Grid(
        labels_of(names, shown),
        tuple(heading for _, _, heading, _ in _DRIFTS) if shown else (),
        cells,
        occurring(((Cell("9", tone), meaning) for _, tone, _, meaning in _DRIFTS), cells),
        besides(len(order), len(shown), "services", "with the most differences"),
    )


def load(rows: Rows) -> Bars:
    """Who is accountable for most services."""
    shown = rows[:RANKED]
    return Bars(
        row_labels(shown, 0, 1),
        tuple(row[3] for row in shown),
        "services that they are accountable for",
        besides(len(rows), len(shown), "of them", "that carry most"),
        tuple(row[2] for row in shown),
        "all that they are responsible for",
    )


def scores(rows: Rows, most: int = RANKED) -> Bars:
    """The lowest scores, so many at most, and of what each is a part."""
    known = [row for row in rows if row[2] is not None]
    shown = known[:most]
    return Bars(
        row_labels(shown, 0, 1),
        tuple(round(row[2], 1) for row in shown),
        "percent of the checks that hold",
        besides(len(known), len(shown), "of them", "with the lowest scores"),
        tuple(100 for _ in shown),
        "all checks",
    )


def trend(rows: Rows) -> Panels:
    """The score of each revision, the latest first, and how many checks did not hold."""
    known = [row for row in rows if row[2] is not None][:RANKED]
    which = tuple(f"{number} ({at[:10]})" for number, at, *_ in known)
    score = Bars(
        which,
        tuple(round(row[2], 1) for row in known),
        "percent of the checks that hold",
        wholes=tuple(100 for _ in known),
        whole="all checks",
    )
    failed = Bars(
        which,
        tuple(row[5] for row in known),
        "checks that do not hold",
        wholes=tuple(row[4] for row in known),
        whole="all checks",
    )
    parts = (("The score of each revision", score), ("What was found at each", failed))
    return Panels(parts, count(len(known), "revision"))


def findings(index: Index, titles: Mapping[str, str], rows: Rows) -> Grid:
    """Rules by the types of what they found something at; ``titles``: by the code of each rule."""
    counts: Counter[tuple[str, int]] = Counter()
    severity = {row[0]: row[1] for row in rows}
    for code, _, subject, *_, about in rows:
        counts[code, _type(index, about, subject)] += 1
    codes = list(dict.fromkeys(row[0] for row in rows))
    kinds = sorted({kind for _, kind in counts})
    cells = {
        (y, x): Cell(f"{counts[code, kind]:,}", severity[code])
        for y, code in enumerate(codes)
        for x, kind in enumerate(kinds)
        if counts[code, kind]
    }
    totals = Counter(row[0] for row in rows)
    cells |= {(y, len(kinds)): Cell(f"{totals[code]:,}", "plain") for y, code in enumerate(codes)}
    severities = dict.fromkeys(severity[code] for code in codes)
    return Grid(
        tuple(f"{code} {titles[code]}" for code in codes),
        (*(_type_name(index, kind) for kind in kinds), "all") if codes else (),
        cells,
        tuple((Cell("9", severity), severity) for severity in severities),
    )


def _type(index: Index, about: str, subject: str) -> int:
    """The root category of what a finding is about; behind the categories: none, role, supplier."""
    last = len(index.category_parent)
    if about in _BEHIND:
        return last + 1 + _BEHIND.index(about)
    if about == "service":
        kind = int(index.type[index.service_id.find(subject)])
        return last if kind < 0 else kind
    return int(index.category_tree.root[index.category_id.find(subject)])


def _type_name(index: Index, kind: int) -> str:
    """What a type is called, also those behind the categories."""
    behind = kind - len(index.category_parent)
    return (
        type_name(index, kind)
        if behind < 0
        else ("unclassified", *(f"{about}s" for about in _BEHIND))[behind]
    )
