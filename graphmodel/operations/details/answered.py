"""What a change does to the answers: asked of both catalogues, and of the new one without single changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.availability import Model
from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.reach import distances
from graphmodel.algorithms.recovery import NEVER, recover
from graphmodel.algorithms.spof import alone, taken_down_by
from graphmodel.analyses.details.failing import own_time, percent, unavailability, weight
from graphmodel.analyses.details.selection import Names
from graphmodel.index import build
from graphmodel.index.stated import able
from graphmodel.model import durations
from graphmodel.model.catalogue import completed
from graphmodel.model.table import concat
from graphmodel.operations.details.answer_rows import AnswerRow
from graphmodel.planning.difference import compared
from graphmodel.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Tables
    from graphmodel.planning.plan import KindPlan

NODES: Final = 200_000
"""Of a larger diagram the availability is known between two ends only."""
CUT_SET: Final = "cut set"
QUESTIONS: Final = ("spof", CUT_SET, "availability", "restore", "promise", "finding")
VERDICTS: Final = ("worse", "changed", "better")
PROMISES: Final = {"kept": 0.0, "unknown": 1.0, "broken": 2.0}
MEASURED: Final = ("availability", "restore")
"""A product that comes or goes has no other answer to these that would be better or worse."""


class AnswerGiven(NamedTuple):
    """One answer."""

    text: str
    bad: float
    """The larger, the worse; 0 is as it should be."""
    name: str = ""
    of: frozenset[str] = frozenset()
    """The products that a single point of failure, or a pair, takes down."""
    members: tuple[str, ...] = ()
    """Of a pair: the services."""


Answers = dict[tuple[str, str], AnswerGiven]
"""(question, subject) → the answer; what is as it should be is mostly absent."""


@dataclass(frozen=True)
class ChangedRecord:
    """One record that comes, goes or changes; rows are those of the tables before and after, or -1."""

    kind: str
    before: int
    after: int
    name: str


def differences(old: Session, new: Session, end: float) -> tuple[list[AnswerRow], int]:
    """The answers that differ, the worst first; and how many changes were not tried when ``end`` came."""
    kinds, held, incoming = compared(old.index.catalogue(), new.index.catalogue())
    units = list(_units(kinds, held, incoming))
    touched = _touched(units, held, incoming)
    before, after = answers(old, touched), answers(new, touched)
    _leave_out_what_one_does(before, after)
    found = [row for key in {**before, **after} if (row := _row(key, before.get(key), after.get(key)))]
    found.sort(key=lambda row: _rank(row, before, after))
    because: dict[tuple[str, str], list[str]] = {}
    left = len(units)
    for unit in units if found else []:
        if monotonic() >= end:
            break
        then = answers(_without(new, unit, held, incoming), touched)
        left -= 1
        for row in found:
            key = row.question, row.subject
            if _text(then.get(key)) == row.before:
                because.setdefault(key, []).append(unit.name)
    rows = [row._replace(because=tuple(because.get((row.question, row.subject), ()))) for row in found]
    return rows, left if found else 0


def _leave_out_what_one_does(before: Answers, after: Answers) -> None:
    """A pair comes or goes with a smaller set: that one of its services takes the product down alone says it all."""
    for here, there in ((before, after), (after, before)):
        for key in [key for key in here if key[0] == CUT_SET and key not in there]:
            alone = (there.get(("spof", member)) for member in here[key].members)
            if any(one and here[key].of <= one.of for one in alone):
                del here[key]


def _text(given: AnswerGiven | None) -> str:
    return given.text if given else ""


def _row(key: tuple[str, str], before: AnswerGiven | None, after: AnswerGiven | None) -> AnswerRow | None:
    if _text(before) == _text(after):
        return None
    was, now = (one.bad if one else 0.0 for one in (before, after))
    if not was and not now:
        return None
    verdict = "worse" if now > was else "better"
    if was == now or (key[0] in MEASURED and not (before and after)):
        verdict = "changed"
    name = (after or before or AnswerGiven("", 0)).name
    return AnswerRow(*key, _text(before), _text(after), verdict, (), name)


def _rank(row: AnswerRow, before: Answers, after: Answers) -> tuple[int, int, float, str]:
    key = row.question, row.subject
    was, now = (one.bad if (one := of.get(key)) else 0.0 for of in (before, after))
    step = 0.0 if was == now else abs(now - was)
    return VERDICTS.index(row.verdict), QUESTIONS.index(row.question), -step, row.subject


def answers(session: Session, touched: frozenset[str] | None) -> Answers:
    """All answers that a change of these services (None: of anything) may make others."""
    index = session.index
    products = _products(index, touched)
    found = _single(index) | _pairs(index, products)
    found |= _available(index, products) | _restored(index, products)
    for row in session.run("promises"):
        found["promise", f"{row.id}: {row.level}"] = AnswerGiven(row.verdict, PROMISES[row.verdict], row.name)
    for finding in session.run("gaps").findings:
        found["finding", finding.identity] = AnswerGiven(finding.message, 1.0, finding.name)
    return found


def _products(index: Index, touched: frozenset[str] | None) -> NDArray[np.int32]:
    """The products with one of these at or below them."""
    products = np.flatnonzero(index.product & ~index.gone).astype(np.int32)
    if touched is None:
        return products
    starts = [v for name in touched if (v := index.service_id.find(name)) >= 0]
    return products[distances(index, starts, up=True)[products] >= 0]


def _single(index: Index) -> Answers:
    products = np.flatnonzero(index.product).astype(np.int32)
    names, weights = Names(index), weight(index)[products]
    found = alone(index, products, weights)
    services = np.flatnonzero(able(index) & (found.down > 0)).astype(np.int32)
    made: Answers = {}
    for v, down in zip(services.tolist(), taken_down_by(index, services, products), strict=True):
        ids = names.id.of(down.tolist())
        text = "takes down " + ", ".join(ids)
        made["spof", names.id[v]] = AnswerGiven(text, float(found.weight[v]), names.name[v], frozenset(ids))
    return made


def _pairs(index: Index, products: NDArray[np.int32]) -> Answers:
    names, failing = Names(index), able(index)
    made: Answers = {}
    for v in products.tolist():
        sets = cut_sets(index, v, 2, failing)
        for row in sets.sets[1].tolist() if sets.order > 1 else []:
            for pair in product(*(sets.classes[at] for at in row)):
                top, members = names.id[v], tuple(sorted(names.id.of(pair)))
                key = CUT_SET, f"{top}: {' + '.join(members)}"
                made[key] = AnswerGiven("takes it down", 1.0, names.name[v], frozenset([top]), members)
    return made


def _available(index: Index, products: NDArray[np.int32]) -> Answers:
    names, model = Names(index), Model(index, unavailability(index), NODES)
    made: Answers = {}
    for v in products.tolist():
        likely = model.likely(v)
        low, high = map(percent, likely[:2])
        text = f"{low:.10g} %" if low == high else f"{low:.10g} to {high:.10g} %"
        made["availability", names.id[v]] = AnswerGiven(text, -low, names.name[v])
    return made


def _restored(index: Index, products: NDArray[np.int32]) -> Answers:
    """How long each product is down at most, whichever service fails alone, itself included."""
    names, own, longest = Names(index), own_time(index), np.zeros(index.n)
    every = np.flatnonzero(index.product).astype(np.int32)
    felt = alone(index, every, np.ones(len(every), np.int64)).down > 0
    felt[products] = True
    for service in np.flatnonzero(felt & able(index)).tolist() if len(products) else []:
        times = recover(index, [service], own).restore[products]
        longest[products] = np.maximum(longest[products], np.where(times == NEVER, np.inf, times))
    return {
        ("restore", names.id[v]): AnswerGiven(
            "never" if np.isinf(longest[v]) else durations.text(int(longest[v])),
            float(longest[v]),
            names.name[v],
        )
        for v in products.tolist()
    }


def _units(kinds: dict[str, KindPlan], held: Tables, incoming: Tables) -> Iterator[ChangedRecord]:
    for name, plan in kinds.items():
        for row in plan.added:
            yield ChangedRecord(name, -1, row, _named(name, incoming, row))
        for change in plan.changed:
            yield ChangedRecord(name, change.held, change.incoming, _named(name, incoming, change.incoming))
        for row in plan.withdrawn:
            yield ChangedRecord(name, row, -1, _named(name, held, row))


def _named(kind: str, tables: Tables, row: int) -> str:
    """What the changed row is called: as in a diff."""
    table = tables[kind]
    parts = [table.texts(name)[row] for name in table.kind.key]
    if table.kind.is_node:
        return f"{kind} {parts[0]}"
    more = f" ({', '.join(filter(None, parts[2:]))})" if any(parts[2:]) else ""
    return f"{kind} {parts[0]} -> {parts[1]}{more}"


def _touched(units: list[ChangedRecord], held: Tables, incoming: Tables) -> frozenset[str] | None:
    """The services that these changes are about; None where that may be any."""
    found: set[str] = set()
    for unit in units:
        if unit.kind not in ("service", "dependency", "responsibility", "role"):
            return None
        for tables, row in ((held, unit.before), (incoming, unit.after)):
            if row >= 0:
                table = tables[unit.kind]
                found |= {table.texts(field.name)[row] for field in table.kind.service_fields}
    return frozenset(found)


def _without(new: Session, unit: ChangedRecord, held: Tables, incoming: Tables) -> Session:
    """The new catalogue, that one record as it was before."""
    table, was = incoming[unit.kind], held[unit.kind]
    kept = table.take([row for row in range(len(table)) if row != unit.after])
    if unit.before >= 0:
        kept = concat(table.kind, [kept, was.take([unit.before])])
    gone = new.index.taken
    if unit.kind == "service" and unit.before >= 0:
        gone = gone - {was.texts("id")[unit.before]}
    catalogue = completed({**incoming, unit.kind: kept})
    return replace(new, index=build.index(catalogue, new.revision, gone))
