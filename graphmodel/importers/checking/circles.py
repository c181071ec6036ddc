"""Categories form a forest: none is its own ancestor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphmodel.importers.checking.outcome import Outcome
from graphmodel.model.catalogue import Tables


def circles(tables: Tables, held: Sequence[Tables], outcome: Outcome) -> None:
    """Reject the categories that are their own ancestors, with what other sources hold taken into account."""
    table = tables.get("category")
    if not table:
        return
    parent: dict[str, str] = {}
    for other in [*(t["category"] for t in held if "category" in t), table]:
        parent |= {i: p for i, p in zip(other.texts("id"), other.texts("parent"), strict=True) if p}
    rows = {name: row for row, name in enumerate(table.texts("id"))}
    for circle in found(parent):
        shown = " → ".join([*circle, circle[0]])
        for name in circle:
            if name in rows:
                row, message = rows[name], f"the category is its own ancestor: {shown}"
                problem = outcome.problem(
                    "E310",
                    table,
                    row,
                    message,
                    "parent",
                    parent[name],
                    "one of them is a root and has no parent",
                )
                outcome.reject(table, row, problem)


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
