"""Categories form a forest: none is its own ancestor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from graphmodel.importers.checking.outcome import Outcome
from graphmodel.importers.reading.found import because
from graphmodel.model.catalogue import Tables

SHOWN: Final = 10
"""So many categories of a circle are named."""


def circles(tables: Tables, held: Sequence[Tables], outcome: Outcome) -> None:
    """Reject the categories that are their own ancestors, with what other sources hold taken into account.

    A circle is one problem, at the first of its rows.
    """
    table = tables.get("category")
    if not table:
        return
    parent: dict[str, str] = {}
    for other in [*(t["category"] for t in held if "category" in t), table]:
        parent |= {i: p for i, p in zip(other.texts("id"), other.texts("parent"), strict=True) if p}
    rows = {name: row for row, name in enumerate(table.texts("id"))}
    for circle in found(parent):
        here = sorted(rows[name] for name in circle if name in rows)
        if not here:
            continue
        message = f"the category is its own ancestor: {_shown(circle)}"
        hint = "one of them is a root and has no parent"
        value = parent[table.texts("id")[here[0]]]
        problem = outcome.problem("E310", table, here[0], message, "parent", value, hint)
        outcome.problems.append(problem)
        why = because(problem)
        for row in here:
            outcome.drop(table, row, why)


def _shown(circle: Sequence[str]) -> str:
    """The circle from its smallest name back to it; the middle of a long one is counted."""
    if len(circle) > SHOWN:
        left_out = f"… ({len(circle) - SHOWN:,} more) …"
        circle = [*circle[: SHOWN - 2], left_out, *circle[-2:]]
    return " → ".join([*circle, circle[0]])


def found(parent: Mapping[str, str]) -> list[list[str]]:
    """The circles of a map to one successor, each from its smallest name on, sorted.

    >>> found({"c": "a", "a": "b", "b": "a"})
    [['a', 'b']]
    """
    seen: dict[str, str] = {}
    circles: list[list[str]] = []
    for start in sorted(parent):
        at = start
        while at in parent and at not in seen:
            seen[at] = start
            at = parent[at]
        if seen.get(at) == start and at in parent:
            circle = [at]
            while parent[circle[-1]] != at:
                circle.append(parent[circle[-1]])
            least = circle.index(min(circle))
            circles.append(circle[least:] + circle[:least])
    return sorted(circles)
