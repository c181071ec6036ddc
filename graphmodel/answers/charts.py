"""What the charts of matrices and rankings show: from the rows alone, or with the types of what they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import (
    ACROSS,
    RANKED,
    Bars,
    Cell,
    Chart,
    Grid,
    besides,
    greatest,
    labels,
    labels_of,
    occurring,
    row_labels,
    shade,
)
from graphmodel.answers.summary import DOWN, FIRST, Bands, fitted, picked
from graphmodel.model.words import listed
from graphmodel.rules.rows import expectations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graphmodel.answers.report import Column
    from graphmodel.index.index import Index

    Rows = Sequence[tuple[Any, ...]]


_DUTIES: Final = {
    "A": ("shade-4", "accountable: answers for it"),
    "R": ("shade-3", "responsible: does the work"),
    "C": ("shade-1", "consulted: is asked"),
    "I": ("plain", "informed: is told"),
}
_HOLE: Final = Cell("0", "hole")
_NONE: Final = Cell("0", "empty")
_STATES: Final = {
    "down": ("down", "the product is down when this service alone fails"),
    "degraded": ("degraded", "the product works, but not as it should"),
    "at-risk": ("at risk", "the product works, and what stands in for the service must not fail, too"),
}
_SIZES: Final = (1, 2, 5, 10)
"""Where the bands of a number begin."""


def types(index: Index, columns: Sequence[Column], rows: Rows, most: int = DOWN, first: int = FIRST) -> Chart:
    """Products by types: how many services of each type underpin each product; none where it is expected is a hole.

    ``most``: with more products it is a summary, with the ``first`` worst.
    """
    kinds = [index.category_id[t] for t in (index.category_parent < 0).nonzero()[0].tolist()]
    expected = expectations(index)
    peak = max((n for row in rows for n in row[2:]), default=0)
    counted: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        wanted = expected.get(int(index.category[index.service_id.find(row[0])]), ())
        # Behind the types stand the services that are of none.
        for x, (n, kind) in enumerate(zip(row[2:], (*kinds, ""), strict=False)):
            counted[y, x] = Cell(f"{n:,}", shade(n, peak)) if n else _HOLE if kind in wanted else _NONE
    shown = sorted({x for (_, x), cell in counted.items() if cell != _NONE})
    names = labels(
        [c.name for c in columns[2:]], [c.title * (x < len(kinds)) for x, c in enumerate(columns[2:])]
    )
    missing = Counter(y for (y, _), cell in counted.items() if cell == _HOLE)
    grid = Grid(
        row_labels(rows, 0, 1),
        tuple(names[x] for x in shown),
        {(y, at): counted[y, x] for y in range(len(rows)) for at, x in enumerate(shown)},
        (
            (
                Cell("9", "shade-3"),
                "so many services of this type underpin the product; the stronger the colour, the more",
            ),
            *[(_HOLE, "a hole: the product's category expects this type, and none underpins it")]
            * bool(missing),
        ),
        _empty([name for x, name in enumerate(names) if x not in shown]),
    )
    order = sorted(range(len(rows)), key=lambda y: (-missing[y], sum(rows[y][2:]), y))
    which = (
        "with the most holes, then the fewest services" if missing else "that the fewest services underpin"
    )
    return fitted(grid, "product", order, which, *_numbers(), most=most, first=first)


def _numbers() -> tuple[Bands, Bands]:
    """Numbers of services by their size, and whether there are any."""
    none = ((_HOLE, "none, though expected"), (_NONE, "none"))
    sizes = [f"{low}" if high == low + 1 else f"{low} to {high - 1}" for low, high in pairwise(_SIZES)]
    sizes.append(f"{_SIZES[-1]} or more")

    def band(cell: Cell | None) -> int:
        if cell is None or cell.tone in {"hole", "empty"}:
            return int(cell is None or cell.tone == "empty")
        number = int(cell.text.replace(",", ""))
        return 1 + sum(low <= number for low in _SIZES)

    fine = tuple((Cell(text, f"shade-{at}"), text) for at, text in enumerate(sizes, 1))
    some = (Cell("1+", "shade-2"), "one or more")
    return Bands((*none, *fine), band), Bands((*none, some), lambda cell: min(band(cell), 2))


def services(index: Index, columns: Sequence[Column], rows: Rows) -> Chart:
    """Products by services, type by type: how far each service is from each product, and whether it is required."""
    across_all = [*zip(*(row[2:] for row in rows), strict=True)] or [()] * len(columns[2:])
    uses = [len(column) - column.count("") for column in across_all]
    required = [sum(text.endswith("!") for text in column) for column in across_all]
    ids, titles = [c.name for c in columns[2:]], [c.title for c in columns[2:]]
    kind = [int(index.type[index.service_id.find(own)]) for own in ids]
    chosen = greatest([required[x] * (len(rows) + 1) + uses[x] for x in range(len(ids))], ACROSS)
    across = sorted(chosen, key=lambda x: (kind[x] < 0, kind[x], -required[x], -uses[x], x))
    cells = {
        (y, x): Cell(text, "shade-4" if text.endswith("!") else "shade-1")
        for y, row in enumerate(rows)
        for x, column in enumerate(across)
        if (text := row[2 + column])
    }
    names = labels(ids, titles)
    grid = Grid(
        row_labels(rows, 0, 1),
        tuple(names[x] for x in across),
        cells,
        occurring(
            (
                (Cell("2", "shade-1"), "the service underpins the product, over so many dependencies"),
                (Cell("2!", "shade-4"), "required: the product goes down when this service alone is down"),
            ),
            cells,
        ),
        besides(len(names), len(across), "services", "that most of these products require"),
        tuple(type_name(index, kind[x]) for x in across),
    )
    needs = [sum(text.endswith("!") for text in row[2:]) for row in rows]
    order = sorted(range(len(rows)), key=lambda y: (-needs[y], y))
    bands = Bands(
        (
            (Cell("!", "shade-4"), "required"),
            (Cell("·", "shade-1"), "underpins, not required"),
            (Cell("", "empty"), "does not underpin"),
        ),
        lambda cell: 2 if cell is None else int(not cell.text.endswith("!")),
    )
    return fitted(grid, "product", order, "that require most services", bands)


def failures(_index: Index, columns: Sequence[Column], rows: Rows, most: int = DOWN) -> Chart:
    """Products by single failures: what becomes of each product when each service alone fails.

    ``most``: with more products it is a summary.
    """
    cells = {
        (y, x): Cell(_STATES[state][0], state)
        for y, row in enumerate(rows)
        for x, state in enumerate(row[2:])
        if state
    }
    hit = [[row[2:].count(state) for state in _STATES] for row in rows]
    order = sorted(range(len(rows)), key=lambda y: (*(-n for n in hit[y]), y))
    states = {state: Cell(name, state) for state, (name, _) in _STATES.items()}
    seen = {cell.tone for cell in cells.values()}
    grid = Grid(
        row_labels(rows, 0, 1),
        labels([c.name for c in columns[2:]], [c.title for c in columns[2:]]),
        cells,
        tuple((cell, _STATES[state][1]) for state, cell in states.items() if state in seen),
    )
    bands = Bands(
        (*((cell, cell.text) for cell in states.values()), (Cell("", "empty"), "up")),
        lambda cell: len(_STATES) if cell is None else [*_STATES].index(cell.tone),
    )
    return fitted(
        picked(grid, order), "product", range(len(rows)), "that these failures hit hardest", bands, most=most
    )


def raci(rows: Rows) -> Chart:
    """Services by roles: R, A, C, I."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    roles: dict[str, str] = {}
    names: dict[str, str] = {}
    for role, name, service, service_name, letter, _ in rows:
        held[service][role].add(letter)
        roles[role], names[service] = name, service_name
    down = sorted(held)
    holders = [*roles]
    counts = Counter(role for service in down for role in held[service])
    across = [holders[at] for at in greatest([counts[role] for role in holders], ACROSS)]
    cells = {
        (y, x): _duty(held[service][role])
        for y, service in enumerate(down)
        for x, role in enumerate(across)
        if role in held[service]
    }
    samples = tuple((Cell(letter, tone), meaning) for letter, (tone, meaning) in _DUTIES.items())
    grid = Grid(
        labels_of(names, down),
        labels_of(roles, across),
        cells,
        tuple(sample for sample in samples if any(sample[0].text in cell.text for cell in cells.values())),
        besides(len(holders), len(across), "roles", "that have to do with most services"),
    )
    order = sorted(range(len(down)), key=lambda y: (-len(held[down[y]]), y))
    letters = [*_DUTIES]
    bands = Bands(
        (
            *((cell, meaning.partition(":")[0]) for cell, meaning in samples),
            (Cell("", "empty"), "has no part in it"),
        ),
        lambda cell: len(letters) if cell is None else letters.index(cell.text[0]),
    )
    return fitted(grid, "service", order, "with which most roles have to do", bands)


MATRICES: Final[dict[str, Callable[[Index, Sequence[Column], Rows], Chart]]] = {
    "types": types,
    "services": services,
    "failures": failures,
}


def ranking(
    rows: Rows, required: Sequence[tuple[str, int]], measures: tuple[str, str], things: str, which: str
) -> Bars:
    """Rows (id, kind, number, name), ranked by what is required.

    ``required``: ids, each with how many require it or are required by it, the greatest first, one more than are shown.
    ``measures``: what these numbers are, and what the numbers of the rows are.
    """
    by_id = {row[0]: row for row in rows}
    shown = [by_id[own] for own, _ in required[:RANKED]]
    left_out = besides(len(rows), len(shown), things, which)
    if left_out:
        left_out = (f"{left_out[0]}; the others: {required[RANKED][1]:,} at most",)
    return Bars(
        row_labels(shown, 0, 3),
        tuple(number for _, number in required[:RANKED]),
        measures[0],
        left_out,
        tuple(row[2] for row in shown),
        measures[1],
    )


def _duty(letters: set[str]) -> Cell:
    """Several duties of one role as one cell, which looks like the first of them."""
    held = [letter for letter in _DUTIES if letter in letters]
    return Cell(" ".join(held), _DUTIES[held[0]][0])


def _empty(names: Sequence[str]) -> tuple[str, ...]:
    """Columns that are not shown, as nothing is in them."""
    return (f"nothing of these types underpins any of them: {listed(names)}",) if names else ()


def type_name(index: Index, kind: int) -> str:
    """What a type, a root category, is called; -1 is none."""
    return "unclassified" if kind < 0 else index.category_name[kind] or index.category_id[kind]
