"""Two catalogues as one drawing: what is there now, and what is gone since."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.diagrams.spec import Spec
from graphmodel.index.build import index as build
from graphmodel.model.catalogue import merge
from graphmodel.model.metamodel import KINDS, RELATIONSHIPS
from graphmodel.model.table import Table
from graphmodel.model.words import count
from graphmodel.planning.difference import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import KindPlan

CHANGES: Final = ("", "changed", "added", "removed")


def changes(before: Catalogue, after: Catalogue, revision: Revision, what: str = "What changed") -> Spec:
    """The services that changed, came or went, and those whose dependencies or other relationships did.

    What stands on is as it is in ``after``. ``revision`` is what the diagram tells as the catalogue's, ``what`` how its
    title begins.
    """
    plans, old, new = compared(before, after)
    gone = {name: old[name].take(list(plan.withdrawn)) for name, plan in plans.items()}
    gone["dependency"] = _apart(gone["dependency"], new["dependency"])
    gone["service"] = _without_aliases(gone["service"])
    index = build(merge({"after": new, "before": gone}), revision)
    states = np.zeros(index.n, np.uint8)
    for change, service, _ in _ends(plans["service"], new["service"], gone["service"], ("id", "id")):
        # One that goes on as an alias of another is not gone.
        if (v := index.service_id.find(service)) >= 0:
            states[v] = CHANGES.index(change)
    dependencies = list(
        _ends(plans["dependency"], new["dependency"], gone["dependency"], ("service", "depends_on"))
    )
    edges = {(index.find(one), index.find(other)): change for change, one, other in dependencies}
    marks: dict[int, list[str]] = {}
    for name, said in _MARKS.items():
        for field in KINDS[name].service_fields:
            for _, service, _ in _ends(plans[name], new[name], gone[name], (field.name, field.name)):
                words = marks.setdefault(index.find(service), [])
                words += [said] if said not in words else []
    shown = sorted({*np.flatnonzero(states).tolist(), *(v for ends in edges for v in ends), *marks})
    services = np.array(shown, np.int32)
    counted = [
        _counted("service", [CHANGES[state] for state in states.tolist()]),
        _counted("dependency", [change for change, _, _ in dependencies]),
    ]
    first, *rest = [text for text in counted if text] or ["no service, no dependency"]
    return Spec(
        services,
        title=f"{what}: {first}",
        subtitle="".join(rest),
        states=states[services],
        scale=CHANGES,
        mixed="changed",
        marks={v: " ".join(words) for v, words in sorted(marks.items())},
        edge_marks=edges,
        focus=_rarer(states),
        meanings={"faint": "unchanged"}
        | {said: _MEANINGS.get(said, f"{KINDS[name].plural} changed") for name, said in _MARKS.items()},
        index=index,
    )


def _rarer(states: NDArray[np.uint8]) -> frozenset[int]:
    """What changed in another way than most that did: where much is drawn as one, it is what a reader looks for."""
    counts = np.bincount(states, minlength=len(CHANGES))
    counts[0] = 0
    return frozenset(np.flatnonzero((states > 0) & (states != counts.argmax())).tolist())


def _counted(thing: str, changed: Sequence[str]) -> str:
    """``2 services added, 1 changed``, or empty."""
    number = Counter(changed)
    words = [word for word in ("added", "changed", "removed") if number[word]]
    first = [f"{count(number[word], thing)} {word}" for word in words[:1]]
    return ", ".join([*first, *(f"{number[word]:,} {word}" for word in words[1:])])


_MARKS: Final = {name: name for name in RELATIONSHIPS if name != "dependency"} | {"responsibility": "roles"}
"""Kind of relationship that is not drawn → how a service is marked whose relationships of that kind changed."""

_MEANINGS: Final = {"roles": "who is responsible changed"}


def _ends(plan: KindPlan, new: Table, gone: Table, ends: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(change, service, other service) of every record that changed. What came weighs more than what went."""
    rows = {"changed": [c.incoming for c in plan.changed], "added": plan.added}
    for change, table, numbers in (
        ("removed", gone, range(len(gone))),
        ("changed", new, rows["changed"]),
        ("added", new, rows["added"]),
    ):
        first, second = (table.texts(name) for name in ends)
        yield from ((change, first[row], second[row]) for row in numbers)


def _apart(gone: Table, new: Table) -> Table:
    """What is gone of a group that stands on is drawn apart, so that ``k of n`` tells what is."""
    standing = set(zip(new.texts("service"), new.texts("group"), strict=True))
    groups: list[str | None] = [
        f"{group} (before)" if group and (service, group) in standing else group
        for service, group in zip(gone.texts("service"), gone.texts("group"), strict=True)
    ]
    return Table(gone.kind, gone.columns | {"group": groups}, gone.files, gone.lines, gone.sources)


def _without_aliases(gone: Table) -> Table:
    """An alias of what is gone may be another service's now; nothing names it any more, as ends are ids."""
    columns = {name: column for name, column in gone.columns.items() if name != "aliases"}
    return Table(gone.kind, columns, gone.files, gone.lines, gone.sources)
