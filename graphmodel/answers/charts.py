"""What the charts of the reports show: from the rows alone, or with the types of what they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import Bars, Cell, Grid, greatest, labels, shade
from graphmodel.model.words import several
from graphmodel.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphmodel.answers.report import Column
    from graphmodel.index.index import Index

    Rows = Sequence[tuple[Any, ...]]

DOWN: Final = 100
"""Rows of a grid …"""
ACROSS: Final = 50
"""… columns …"""
RANKED: Final = 30
"""… and bars that a reader takes in; what there is besides is said in words."""

_DUTIES: Final = {
    "A": ("shade-4", "accountable: answers for it"),
    "R": ("shade-3", "responsible: does the work"),
    "C": ("shade-1", "consulted: is asked"),
    "I": ("plain", "informed: is told"),
}


def types(index: Index, columns: Sequence[Column], rows: Rows) -> Grid:
    """Products by types: how many services of each type underpin each product; none is a hole."""
    # Nothing that is unclassified is no hole.
    holes = [True] * len(columns[2:])
    if (index.type < 0).any():
        holes[-1] = False
    shown = greatest([_holes(row, holes) for row in rows], DOWN)
    counts = {
        (y, x): value
        for y, at in enumerate(shown)
        for x, value in enumerate(rows[at][2:])
        if value or holes[x]
    }
    peak = max(counts.values(), default=0)
    cells = {at: Cell(f"{n:,}", shade(n, peak)) if n else Cell("0", "hole") for at, n in counts.items()}
    products = _named(rows, 0, 1)
    return Grid(
        tuple(products[at] for at in shown),
        labels(
            [c.name for c in columns[2:]],
            [c.title * hole for c, hole in zip(columns[2:], holes, strict=True)],
        ),
        cells,
        (
            (
                Cell("9", "shade-3"),
                "so many services of this type underpin the product; the stronger the colour, the more",
            ),
            (Cell("0", "hole"), "none does: the product does without, or the catalogue does not know"),
        ),
        _left_out(len(rows), len(shown), "products", "with the most holes"),
    )


def services(_index: Index, columns: Sequence[Column], rows: Rows) -> Grid:
    """Products by services: how far each service is from each product, and whether it is required."""
    underpinned = [sum(map(bool, row[2:])) for row in rows]
    shown = greatest(underpinned, DOWN)
    uses = [sum(bool(rows[at][x]) for at in shown) for x in range(2, len(columns))]
    across = greatest(uses, ACROSS)
    cells = {
        (y, x): Cell(text, "shade-4" if text.endswith("!") else "shade-1")
        for y, at in enumerate(shown)
        for x, column in enumerate(across)
        if (text := rows[at][2 + column])
    }
    products = _named(rows, 0, 1)
    names = labels([c.name for c in columns[2:]], [c.title for c in columns[2:]])
    return Grid(
        tuple(products[at] for at in shown),
        tuple(names[x] for x in across),
        cells,
        (
            (Cell("2", "shade-1"), "the service underpins the product, over so many dependencies"),
            (Cell("2!", "shade-4"), "required: the product goes down when this service alone is down"),
        ),
        _left_out(len(rows), len(shown), "products", "that most services underpin")
        + _left_out(len(names), len(across), "services", "that underpin most of these products"),
    )


def raci(rows: Rows) -> Grid:
    """Services by roles: R, A, C, I."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    roles: dict[str, str] = {}
    names: dict[str, str] = {}
    for role, name, service, service_name, letter, _ in rows:
        held[service][role].add(letter)
        roles[role], names[service] = name, service_name
    order = sorted(held)
    down = [order[at] for at in greatest([len(held[service]) for service in order], DOWN)]
    holders = [*roles]
    counts = Counter(role for service in down for role in held[service])
    across = [holders[at] for at in greatest([counts[role] for role in holders], ACROSS)]
    cells = {
        (y, x): _duty(held[service][role])
        for y, service in enumerate(down)
        for x, role in enumerate(across)
        if role in held[service]
    }
    return Grid(
        _picked(names, down),
        _picked(roles, across),
        cells,
        tuple((Cell(letter, tone), meaning) for letter, (tone, meaning) in _DUTIES.items()),
        _left_out(len(order), len(down), "services", "with which most roles have to do")
        + _left_out(len(holders), len(across), "roles", "that have to do with most of these services"),
    )


MATRICES: Final[dict[str, Callable[[Index, Sequence[Column], Rows], Grid]]] = {
    "types": types,
    "services": services,
}


def ranking(measure: str, things: str, rows: Rows) -> Bars:
    """Rows (id, kind, number, name), the greatest number first."""
    shown = rows[:RANKED]
    left_out = _left_out(len(rows), len(shown), things, "with the most")
    if left_out:
        left_out = (f"{left_out[0]}; the others have {rows[RANKED][2]:,} at most",)
    return Bars(_named(rows, 0, 3)[:RANKED], tuple(row[2] for row in shown), measure, left_out)


def findings(index: Index, rows: Rows) -> Grid:
    """Rules by the types of what they found something at."""
    counts: Counter[tuple[str, int]] = Counter()
    for code, _, subject, *_ in rows:
        counts[code, _type(index, RULES[code].about, subject)] += 1
    codes = list(dict.fromkeys(row[0] for row in rows))
    kinds = sorted({kind for _, kind in counts})
    cells = {
        (y, x): Cell(f"{counts[code, kind]:,}", RULES[code].severity)
        for y, code in enumerate(codes)
        for x, kind in enumerate(kinds)
        if counts[code, kind]
    }
    totals = Counter(row[0] for row in rows)
    cells |= {(y, len(kinds)): Cell(f"{totals[code]:,}", "plain") for y, code in enumerate(codes)}
    severities = dict.fromkeys(RULES[code].severity for code in codes)
    return Grid(
        tuple(f"{code} {RULES[code].title}" for code in codes),
        (*(_type_name(index, kind) for kind in kinds), "all") if codes else (),
        cells,
        tuple((Cell("9", severity), severity) for severity in severities),
    )


def _type(index: Index, about: str, subject: str) -> int:
    """The root category of what a finding is about; behind the categories: none, and that it is a role."""
    last = len(index.category_parent)
    if about == "role":
        return last + 1
    if about == "service":
        kind = int(index.type[index.service_id.find(subject)])
        return last if kind < 0 else kind
    return int(index.category_tree.root[index.category_id.find(subject)])


def _type_name(index: Index, kind: int) -> str:
    behind = kind - len(index.category_parent)
    if behind >= 0:
        return ("unclassified", "roles")[behind]
    return index.category_name[kind] or index.category_id[kind]


def _holes(row: tuple[object, ...], holes: Iterable[bool]) -> int:
    return sum(hole and not value for hole, value in zip(holes, row[2:], strict=True))


def _duty(letters: set[str]) -> Cell:
    """Several duties of one role as one cell, which looks like the first of them."""
    held = [letter for letter in _DUTIES if letter in letters]
    return Cell(" ".join(held), _DUTIES[held[0]][0])


def _named(rows: Rows, own: int, name: int) -> tuple[str, ...]:
    return labels([row[own] for row in rows], [row[name] for row in rows])


def _picked(names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, ...]:
    known = dict(zip(names, labels([*names], [*names.values()]), strict=True))
    return tuple(known[own] for own in ids)


def _left_out(of: int, shown: int, things: str, which: str) -> tuple[str, ...]:
    """What a chart does not show.

    >>> _left_out(240, 60, "products", "with the most holes"), _left_out(60, 60, "products", "")
    (('of 240 products, the 60 with the most holes are shown',), ())
    """
    if shown >= of:
        return ()
    number = "one" if shown == 1 else f"{shown:,}"
    return (f"of {of:,} {things}, the {number} {which} {several(shown, 'is', 'are')} shown",)
