"""How services come back after a failure: when at the earliest, in which order, and what cannot be started at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.recovery import NEVER, UNKNOWN, recover
from graphmodel.analyses.details import headlines, specs
from graphmodel.analyses.details.failing import Accountable, own_time
from graphmodel.analyses.details.selection import Names, kind, numbers
from graphmodel.answers import resilience
from graphmodel.answers.question import Analysis, Topic, argument
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.csr import distinct, positions
from graphmodel.model.durations import text
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed, ring, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.recovery import Recovery
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class RecoveryQuestion:
    """In which order, and when at the earliest, is everything back after these have failed together?

    A service that is down is back once its hard requirements hold again and its own parts work. Those take time only
    where it failed itself: its own_rto; where that is absent, the rto of a service without hard requirements, and no
    time for the others. All that can be restored at the same time is.
    """

    services: tuple[str, ...] = argument(
        "the services that fail together: ids, aliases, names, or selectors (provider:acme, site:bonn)",
        "SELECT",
    )


@documented(
    id="the service",
    kind="product or service",
    wave="1 is back first; of one time what rests on others comes after them; empty where no order brings it back",
    restore="how long until it is back, at the earliest; empty where no order brings it back",
    own="how long its own parts take, where it failed itself; empty where that is not known",
    waits_for="what must be back first, of alternatives those that are back in time",
    critical="yes: it decides when a product is back (where none is down, when the last service is)",
    promised="the recovery time that is promised, its own or its category's",
    verdict="of the promise: kept, broken, or unknown",
    at_least="yes: an own time that is not known counts as zero, and could make restore longer",
    name="its name",
    waits_for_names="the names of waits_for",
    failed="yes: it failed itself",
    cycle="of a service of a cycle that cannot be started cold: the smallest id of the cycle",
    accountable="the role that is accountable for it",
)
class RecoveryRow(NamedTuple):
    """How one service comes back."""

    id: str
    kind: str
    wave: int | None
    restore: str
    own: str
    waits_for: tuple[str, ...]
    critical: str
    promised: str
    verdict: str
    at_least: str
    name: str
    waits_for_names: tuple[str, ...]
    failed: str
    cycle: str
    accountable: str


COLUMNS = columns(
    RecoveryRow,
    wide=("waits_for_names", "failed", "cycle", "accountable"),
    spare=("kind", "own", "at_least", "name"),
)
NAMED = 5
"""How many services or cycles a sentence names."""
EVER = np.iinfo(np.int64).max
YES = np.array(["no", "yes"], object)


def run(world: World, question: RecoveryQuestion) -> Answer:
    """Answer the question: by wave, products first, then by id; what is never back comes last."""
    index = world.index
    failed = numbers(index, question.services)
    own = own_time(index)
    found = recover(index, failed, own)
    down = np.flatnonzero(found.down)
    late = found.wave[down] == NEVER
    order = down[np.lexsort((down, ~index.product[down], found.wave[down], late))]
    critical, itself = found.critical(_decided(index, found)), np.zeros(index.n, np.bool_)
    itself[failed] = True
    verdicts = _verdicts(found, index.levels["rto"].value)
    return Answer(
        COLUMNS,
        Rows(partial(_rows, index, found, order, own, critical, itself, verdicts)),
        title=headlines.recovery(found, failed).title,
        notes=(*_unknown(index, own, failed), *_no_time(index, failed), *_cold(index, found)),
        more={"cold_cycles": [list(Names(index).id.of(cycle.members)) for cycle in found.cold]},
        spec=lambda: specs.recovery(found, failed, critical, verdicts == "broken"),
        chart=resilience.recovery,
    )


def _decided(index: Index, found: Recovery) -> NDArray[np.intp]:
    """The products that come back; where none is down, the services that are back last."""
    back = np.flatnonzero(found.wave > 0)
    products = back[index.product[back]]
    if len(products) or (found.down & index.product).any():
        return products
    last: NDArray[np.intp] = back[found.restore[back] == found.restore[back].max(initial=0)]
    return last


def _unknown(index: Index, own: NDArray[np.int64], failed: list[int]) -> tuple[str, ...]:
    unknown = [v for v in failed if own[v] == UNKNOWN]
    if not unknown:
        return ()
    whose = count(len(unknown), "failed service takes", "failed services take")
    named = listed([Names(index).called(v) for v in unknown], NAMED)
    return (
        f"how long {whose} of {several(len(unknown), 'its', 'their')} own is not known and counts as zero: {named}",
    )


def _no_time(index: Index, failed: list[int]) -> tuple[str, ...]:
    """Those that failed themselves, and yet take no time by the rule for what is absent."""
    stated = index.levels["own_rto"].value != UNKNOWN
    silent = [
        v
        for v in failed
        if not stated[v] and index.hard[positions(index.requirement_at, np.array([v]))].any()
    ]
    if not silent:
        return ()
    who = count(len(silent), "failed service needs", "failed services need")
    takes = several(len(silent), "states no own_rto, so it takes", "state no own_rto, so they take")
    named = listed([Names(index).called(v) for v in silent], NAMED)
    return (f"{who} others and {takes} no time of {several(len(silent), 'its', 'their')} own: {named}",)


def _cold(index: Index, found: Recovery) -> tuple[str, ...]:
    if not found.cold:
        return ()
    names = Names(index)
    rings = [ring([names.label(v) for v in cycle.shortest], NAMED) for cycle in found.cold]
    number = count(len(rings), "cycle cannot be started cold", "cycles cannot be started cold")
    return (f"{number}, each service waits for the next: {listed(rings, NAMED, '; ')}",)


def _rows(
    index: Index,
    found: Recovery,
    order: NDArray[np.intp],
    own: NDArray[np.int64],
    critical: NDArray[np.bool_],
    failed: NDArray[np.bool_],
    verdicts: NDArray[np.object_],
) -> Iterator[RecoveryRow]:
    names, waits = Names(index), found.waits
    names.id.read(order)
    names.name.read(order)
    members = waits.values.tolist()
    cycle = {v: names.id[group.members[0]] for group in found.cold for v in group.members}
    time = np.where(failed[order], own[order], 0)
    written = {length: text(length) for length in distinct(np.append(time, found.restore[order])).tolist()}
    written[NEVER] = ""  # as UNKNOWN is
    values = (
        order,
        found.wave[order],
        found.restore[order],
        time,
        waits.at[order],
        waits.at[order + 1],
        YES[critical[order].astype(int)],
        index.levels["rto"].texts[order],
        verdicts[order],
        YES[(found.restore != found.latest)[order].astype(int)],
        YES[failed[order].astype(int)],
    )
    rows = zip(*(column.tolist() for column in values), Accountable(index).of(order), strict=True)
    for v, wave, back, spent, first, last, decides, promised, verdict, least, itself, roles in rows:
        waited = members[first:last]
        yield RecoveryRow(
            names.id[v],
            kind(index, v),
            wave if wave != NEVER else None,
            written[back],
            written[spent],
            names.id.of(waited),
            decides,
            promised,
            verdict,
            least,
            names.name[v],
            names.name.of(waited),
            itself,
            cycle.get(v, ""),
            ", ".join(names.role_id.of(roles)),
        )


def _verdicts(found: Recovery, promised: NDArray[np.int64]) -> NDArray[np.object_]:
    """object[n]: unknown exactly where some value of what is not known, also of a promise, would change the verdict."""
    least, most = (np.where(time == NEVER, EVER, time) for time in (found.restore, found.latest))
    lowest, highest = np.where(promised < 0, 0, promised), np.where(promised < 0, EVER - 1, promised)
    return np.where(most <= lowest, "kept", np.where(least > highest, "broken", "unknown")).astype(object)


MEANS = (
    "The earliest time at which each service is back. R(s) = own(s) + the largest, over the hard requirements of "
    "s, of the k-th smallest R of the members; 0 where s is not down. own(s) counts where s failed itself: its "
    "own_rto; where that is absent, the rto of a service without hard requirements, and zero for the rest. It is "
    "the best case: all that can be done at the same time is, nobody waits for people or parts, the failure is "
    "noticed at once, and no data has to be put back. A critical chain is what attains the largest and the k-th "
    "smallest: only there is time to be won. Services that wait for each other have no R: cycles that cannot be "
    "started cold. The least solution by D. E. Knuth, A generalization of Dijkstra's algorithm, Information "
    "Processing Letters 6, 1977."
)


ANALYSIS = Analysis(
    name="recovery",
    summary="How services come back after a failure: the earliest restore, in waves.",
    question=RecoveryQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike recovery cloud-hosting",
        "graphmodel -c examples/exercise-bike recovery category:network --chart recovery.svg",
    ),
    run=run,
    topics=(Topic("recovery", RecoveryRow, MEANS),),
    charts=("recovery",),
)
