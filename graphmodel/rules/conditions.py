"""What a policy can ask of a service: each condition finds the services of which it does not hold, and says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.cycles import components
from graphmodel.algorithms.reach import distances
from graphmodel.algorithms.spof import taken_down_by
from graphmodel.algorithms.states import DOWN, fail
from graphmodel.index.csr import providers
from graphmodel.index.duties import holding
from graphmodel.index.index import LETTERS
from graphmodel.index.levels import NAMES, NOBODY
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import listed
from graphmodel.rules.rows import links, named
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

    Services = NDArray[np.int32]
    _Taken = tuple[int, tuple[int, ...]]

_FAILURES: Final = re.compile(
    r"\s*(?:any\s+(?P<number>[1-9]\d?)\s+of|all\s+of)\s+(?P<select>\S.*)", re.DOTALL
)


class Breach(NamedTuple):
    """A service of which a condition does not hold."""

    service: int
    message: str
    others: tuple[int, ...] = ()
    """The services that the message names, too."""


class PolicyCondition(NamedTuple):
    """One thing that a policy can ask."""

    help: str
    broken: Callable[[Index, Services, str], Iterator[Breach]]
    """Given the catalogue, the services asked about and what is asked. Raises UsageError for what is not there."""
    check: Callable[[str], None] | None = None
    """Raises UsageError for a value that can mean nothing, before any catalogue is there."""


def broken(index: Index, services: Services, name: str, value: str) -> Iterator[Breach]:
    """Of these services those of which that condition does not hold, in their order."""
    return CONDITIONS[name].broken(index, services, value)


def check(name: str, value: object) -> None:
    """Raises UsageError for a condition that there is not, or a value that it does not take."""
    if name not in CONDITIONS:
        raise UsageError(
            f"there is no condition {name!r}",
            did_you_mean(name, CONDITIONS, f"there are {', '.join(CONDITIONS)}"),
        )
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{name} is {value!r}, and must be a text", f"it is {CONDITIONS[name].help}")
    if (checked := CONDITIONS[name].check) is not None:
        checked(value)


def _below(index: Index, wanted: Services) -> NDArray[np.bool_]:
    """bool[n]: rests on one of these, other than itself, over any number of dependencies."""
    fits = distances(index, wanted.tolist(), up=True) >= 0
    consumer, provider = links(index)
    found = np.zeros(index.n, np.bool_)
    found[consumer[fits[provider]]] = True
    # One that is wanted itself and on a cycle is reached from itself: what else is below it has to be looked at.
    component = components(index)
    size = np.bincount(component)
    for v in wanted[size[component[wanted]] > 1].tolist():
        reached = distances(index, [v], up=False)
        found[v] = bool((reached[wanted] > 0).any())
    return found


def _not_underpinned(index: Index, services: Services, value: str) -> Iterator[Breach]:
    rests = _below(index, selector.select(index, value))
    for v in services[~rests[services]].tolist():
        yield Breach(v, f"nothing that {_quoted(value)} selects underpins {named(index, v)}")


def _depending(index: Index, services: Services, value: str) -> Iterator[Breach]:
    wanted = selector.select(index, value)
    fits = np.zeros(index.n, np.bool_)
    fits[wanted] = True
    away = distances(index, wanted.tolist(), up=True)
    for v in services[_below(index, wanted)[services]].tolist():
        culprit = _nearest(index, v, wanted) if fits[v] else _walked(providers(index), v, away)
        yield Breach(
            v,
            f"{named(index, v)} depends on {named(index, culprit)}, which {_quoted(value)} selects",
            (culprit,),
        )


def _nearest(index: Index, v: int, wanted: Services) -> int:
    """The nearest of these below v, other than v; of several the first."""
    away = distances(index, [v], up=False)[wanted]
    return int(wanted[np.argmin(np.where(away > 0, away, index.n + 1))])


def _walked(down: Links, v: int, away: NDArray[np.int32]) -> int:
    """Where a shortest way ends that leads from v to where nothing is left to go; ``away``: what is, -1 for no way."""
    while away[v]:
        members = down.values[down.at[v] : down.at[v + 1]]
        v = int(members[away[members] == away[v] - 1].min())
    return v


def _unheld(index: Index, services: Services, value: str) -> Iterator[Breach]:
    letter = value.strip().upper()
    held = np.zeros(index.n, np.bool_)
    held[index.held_service[holding(index, letter)]] = True
    for v in services[~held[services]].tolist():
        yield Breach(v, f"no role has the responsibility {letter} for {named(index, v)}")


def _check_letter(value: str) -> None:
    if value.strip().upper() not in LETTERS:
        raise UsageError(f"role is {value!r}", f"it is a responsibility: one of {', '.join(LETTERS)}")


def _lacking(index: Index, services: Services, value: str) -> Iterator[Breach]:
    name = SERVICE.current(value.strip())
    if name in NAMES:
        stated = index.levels[name].origin != NOBODY
    else:
        records = index.records("service")
        known = {*SERVICE.names, *records.columns}
        if name not in known:
            raise UsageError(f"services have no column {name!r}", did_you_mean(name, known))
        stated = records.column(name).where(bool)
    for v in services[~stated[services]].tolist():
        yield Breach(v, f"{named(index, v)} states no {name}")


def _failing(index: Index, services: Services, value: str) -> Iterator[Breach]:
    fits = _FAILURES.fullmatch(value)
    if fits is None:
        _check_failures(value)
        return
    wanted = selector.select(index, fits["select"])
    number = int(fits["number"] or 0)
    if number == 1:
        found = _taken_down_by_one(index, services, wanted)
    elif number:
        found = _taken_down_by_some(index, services, wanted, number)
    else:
        found = _taken_down_by_all(index, services, wanted)
    every = f"all that {_quoted(fits['select'])} selects"
    for v, culprits in found:
        by = listed([named(index, c) for c in culprits]) if culprits else every
        yield Breach(
            v, f"{named(index, v)} is down when {by} {'fails' if len(culprits) == 1 else 'fail'}", culprits
        )


def _check_failures(value: str) -> None:
    if _FAILURES.fullmatch(value) is None:
        raise UsageError(
            f"survives is {value!r}", 'write "any 1 of SELECT", "any 2 of SELECT", … or "all of SELECT"'
        )


def _taken_down_by_one(index: Index, services: Services, wanted: Services) -> Iterator[_Taken]:
    first = np.full(index.n, -1, np.int32)
    for v, those in zip(wanted[::-1].tolist(), taken_down_by(index, wanted, services)[::-1], strict=True):
        first[those] = v
    for v in services[first[services] >= 0].tolist():
        yield v, (int(first[v]),)


def _taken_down_by_some(index: Index, services: Services, wanted: Services, number: int) -> Iterator[_Taken]:
    able = np.zeros(index.n, np.bool_)
    able[wanted] = True
    for v in services.tolist():
        found = cut_sets(index, v, number, able)
        for sets in found.sets:
            if len(sets):
                yield v, tuple(sorted(found.classes[c][0] for c in sets[0].tolist()))
                break
        else:
            if found.order < number:
                raise UsageError(
                    f"it cannot be tried what {number} failures of {len(wanted):,} services do together",
                    "ask for fewer failures, or of fewer services",
                )


def _taken_down_by_all(index: Index, services: Services, wanted: Services) -> Iterator[_Taken]:
    """A service that is among those that fail has to survive the others."""
    down = fail(index, wanted.tolist()).state == DOWN
    itself = np.isin(services, wanted)
    for v, own in zip(services.tolist(), itself.tolist(), strict=True):
        if fail(index, [w for w in wanted.tolist() if w != v]).state[v] == DOWN if own else down[v]:
            yield v, ()


def _quoted(value: str) -> str:
    return f"'{value.strip()}'"


CONDITIONS: Final[Mapping[str, PolicyCondition]] = {
    "underpinned_by": PolicyCondition(
        "SELECT: one of these services, at least, underpins it", _not_underpinned
    ),
    "not_depend_on": PolicyCondition(
        "SELECT: it rests on none of these services, however far below", _depending
    ),
    "role": PolicyCondition("R, A, C or I: some role has that responsibility for it", _unheld, _check_letter),
    "has": PolicyCondition(
        "the name of a column: the service, or for a level its category, states it", _lacking
    ),
    "survives": PolicyCondition(
        '"any K of SELECT" or "all of SELECT": it is not down, whichever of these services fail together',
        _failing,
        _check_failures,
    ),
}
"""What a policy can ask, by the key that asks it."""
