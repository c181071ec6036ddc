"""What a diagram of a report shows: the drawings that need more than a line, and one for any report without its own."""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.recovery import NEVER
from graphmodel.analyses.details import headlines
from graphmodel.diagrams.collapse import links
from graphmodel.diagrams.spec import Spec
from graphmodel.index.csr import dependencies, sources
from graphmodel.index.ends import leading, numbers
from graphmodel.model.durations import text
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import RELATIONSHIPS
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.cycles import Cycle
    from graphmodel.algorithms.recovery import Recovery
    from graphmodel.algorithms.states import States
    from graphmodel.analyses.details.headlines import Headline
    from graphmodel.answers.report import Report
    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding

TRACED = 1_000
"""Of more consumers nobody follows in a diagram what each of them requires, which takes milliseconds each."""
SEVERITIES = ("", "info", "warning", "error")
_MANY = 10
"""Of fewer services every finding is drawn at each."""
_APART = 50
"""Of more services with gaps only those with errors stand apart from what is collapsed."""


def spec(report: Report) -> Spec:
    """What a diagram of the report shows; of one without a drawing, which is read for it, the services in its rows.

    It is drawn from the catalogue that the report was asked of, as it was then. Raises UsageError for a report that
    is not about services.
    """
    if report.spec:
        found = report.spec()
    elif report.world:
        found = services(_named(report.world.index, report.rows))
    else:
        raise UsageError(f"the answer of {report.analysis} has no diagram", "its rows are not about services")
    own = report.world.index if report.world else None
    if own is not None and report.world and report.world.proposal:
        words = report.world.proposal.words
        found = dataclasses.replace(
            _with_gone(own, found),
            title=found.title or report.title or report.analysis,
            subtitle=f"{found.subtitle} – {words}" if found.subtitle else words,
        )
    return dataclasses.replace(
        found, title=found.title or report.title or report.analysis, index=found.index or own
    )


def _with_gone(index: Index, drawn: Spec) -> Spec:
    """With what is gone and what is drawn needs; states have it already."""
    if drawn.states is not None or not index.gone.any():
        return drawn
    shown = np.zeros(index.n, np.bool_)
    shown[drawn.services] = True
    consumer, provider = dependencies(index)
    needed = provider[shown[consumer] & index.gone[provider]]
    return dataclasses.replace(drawn, services=np.union1d(drawn.services, needed).astype(np.int32))


def services(numbers: Iterable[int]) -> Spec:
    """These services, as they are."""
    return Spec(np.array(sorted(set(numbers)), np.int32))


def matching(numbers: Sequence[int], words: str) -> Spec:
    """The services that hold these words."""
    return _under(services(numbers), headlines.matching(len(set(numbers)), words))


def held(numbers: Sequence[int], of: int) -> Spec:
    """Those of so many services for which somebody has a responsibility."""
    return _under(services(numbers), headlines.held(len(set(numbers)), of))


def impact(outcome: States, shown: Iterable[int] | None = None) -> Spec:
    """The states of these services (all that are not up), what failed, and all that carried the failure."""
    affected = np.flatnonzero(outcome.state != states.UP)
    numbers = affected if shown is None else np.array(sorted(set(shown)), np.intp)
    failed = np.flatnonzero(outcome.distance == 0).tolist()
    consumer, provider = outcome.carriers(numbers)
    drawn = Spec(
        numbers.astype(np.int32),
        states=outcome.state[numbers],
        everywhere=outcome.state,
        marks=dict.fromkeys(failed, "failed"),
        meanings={"failed": "what fails", "highlight": "carries the failure"},
        highlight=frozenset(zip(consumer.tolist(), provider.tolist(), strict=True)),
        focus=frozenset(failed),
        strong=frozenset(failed),
    )
    return _under(drawn, headlines.impact(outcome, failed))


def proof(outcome: States, service: int, shown: Iterable[int]) -> Spec:
    """The services by which that one's state is proved."""
    return _under(impact(outcome, shown), headlines.proof(outcome, service))


def recovery(
    found: Recovery, failed: Sequence[int], critical: NDArray[np.bool_], late: NDArray[np.bool_]
) -> Spec:
    """What is down, wave by wave, what failed, what decides when products are back, and what breaks its promise."""
    chain = found.chain
    consumer = sources(chain)
    decides = critical[consumer]
    marks = dict.fromkeys(np.flatnonzero(late).tolist(), "late")
    for v in failed:
        marks[v] = f"failed {marks.get(v, '')}".strip()
    band, bands = _waves(found)
    drawn = Spec(
        np.flatnonzero(found.down).astype(np.int32),
        marks=marks,
        meanings={
            "failed": "what fails",
            "late": "back later than its rto promises",
            "highlight": "decides when a product is back",
        },
        highlight=frozenset(zip(consumer[decides].tolist(), chain.values[decides].tolist(), strict=True)),
        focus=frozenset(failed),
        strong=frozenset(failed),
        band=band,
        bands=bands,
        ordered=True,
    )
    return _under(drawn, headlines.recovery(found, failed))


def _waves(found: Recovery) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """What is back at the same time, of each service by number, in words: ``Waves 2 to 4, back after 4h``.

    At least, where that could be more for one of it. What is never back is the last, what is not down nowhere.
    """
    back = np.flatnonzero(found.wave > 0)
    times, number = np.unique(found.restore[back], return_inverse=True)
    band = np.where(found.wave == NEVER, len(times), -1)
    band[back] = number
    names = []
    for at, time in enumerate(times.tolist()):
        inside = back[number == at]
        first, last = int(found.wave[inside].min()), int(found.wave[inside].max())
        waves = f"Wave {first}" if first == last else f"Waves {first} to {last}"
        least = "at least " * bool((found.latest[inside] != time).any())
        names.append(f"{waves}, back after {least}{text(time)}")
    return band, (*names, "Never back")


def cutsets(
    index: Index,
    products: Sequence[int],
    alone: Collection[int],
    joint: Collection[int],
    sets: int,
    order: int,
) -> Spec:
    """The ways from the products to what takes them down, alone or with others; so many sets up to that order."""
    from graphmodel.algorithms.reach import distances

    members = [*alone, *joint]
    between = distances(index, [*products], up=False) >= 0
    between &= distances(index, members, up=True) >= 0
    between[[*products, *members]] = True
    drawn = Spec(
        np.flatnonzero(between).astype(np.int32),
        marks=dict.fromkeys(joint, "joint") | dict.fromkeys(alone, "failed"),
        meanings={"failed": "takes a product down alone", "joint": "takes one down with others"},
        focus=frozenset([*products, *members]),
        strong=frozenset(alone),
    )
    return _under(drawn, headlines.cutsets(index, products, sorted(alone), sorted(joint), sets, order))


def selection(index: Index, chosen: NDArray[np.int32], *, everything: bool) -> Spec:
    """These services, as they are, under what they are in words."""
    return _under(Spec(chosen), headlines.selection(index, chosen, everything=everything))


def underpinning(index: Index, consumers: NDArray[np.int32]) -> Spec:
    """The consumers (if they are few, their required services marked) and what underpins them."""
    from graphmodel.algorithms.reach import distances
    from graphmodel.algorithms.required import required

    below = distances(index, consumers.tolist(), up=False) >= 0
    needed = np.zeros(index.n, np.bool_)
    for _, down in required(index, consumers.tolist() if len(consumers) <= TRACED else []):
        needed[down] = True
    drawn = Spec(
        np.flatnonzero(below).astype(np.int32),
        marks=dict.fromkeys(np.flatnonzero(needed).tolist(), "required"),
        meanings={"required": "required: down alone, it takes a product down"},
        focus=frozenset(consumers.tolist()),
    )
    under = np.setdiff1d(drawn.services, consumers)
    return _under(
        drawn,
        headlines.underpinning(index, consumers.tolist(), len(under), int(np.count_nonzero(needed[under]))),
    )


def underpinned(index: Index, service: int, consumers: NDArray[np.int32]) -> Spec:
    """The ways from those of the consumers that a service underpins down to it, and what it takes down alone."""
    from graphmodel.algorithms.reach import distances

    above = distances(index, [service], up=True) >= 0
    reached = consumers[above[consumers]].tolist()
    between = above & (distances(index, reached, up=False) >= 0)
    between[service] = True
    shown = np.flatnonzero(between)
    return impact(states.fail(index, [service]), shown.tolist())


def paths(index: Index, found: Sequence[Sequence[int]], ends: tuple[int, int], *, more: bool) -> Spec:
    """These ways and nothing else, the first of them highlighted."""
    drawn = dataclasses.replace(
        services([v for path in found for v in path] + list(ends)),
        highlight=frozenset(pair for path in found[:1] for pair in pairwise(path)),
        only=frozenset(pair for path in found for pair in pairwise(path)),
        meanings={"highlight": "the shortest way"},
        focus=frozenset(ends),
    )
    return _under(drawn, headlines.paths(index, found, ends, more=more))


def cycles(index: Index, found: Sequence[Cycle]) -> Spec:
    """All members, what joins them and nothing else.

    Few dependencies without which there would be no cycle are marked as such, the rest of a shortest cycle in each is
    highlighted.
    """
    from graphmodel.algorithms.feedback import closing

    cycles = [(*map(int, cycle.shortest), int(cycle.shortest[0])) for cycle in found]
    drawn = services(v for cycle in found for v in map(int, cycle.members))
    number = np.full(index.n, -1)
    for at, cycle in enumerate(found):
        number[list(map(int, cycle.members))] = at
    every = links(index, drawn.services)
    inside = number[every.consumer] == number[every.provider]
    consumer, provider = every.consumer[inside], every.provider[inside]
    ends = closing(
        len(drawn.services),
        np.searchsorted(drawn.services, consumer),
        np.searchsorted(drawn.services, provider),
    )
    pairs = list(zip(consumer.tolist(), provider.tolist(), strict=True))
    closes = frozenset(pair for pair, closing in zip(pairs, ends.tolist(), strict=True) if closing)
    drawn = dataclasses.replace(
        drawn,
        highlight=frozenset(pair for cycle in cycles for pair in pairwise(cycle)) - closes,
        only=frozenset(pairs),
        closing=closes,
        cluster="none",
        band=number if len(found) > 1 else None,
        bands=tuple(f"Cycle of {headlines.named(index, cycle[:1])}" for cycle in cycles),
        meanings={
            "highlight": "of a shortest cycle",
            "cycle": "closes cycles: without these there is none",
        },
    )
    return _under(drawn, headlines.cycles(index, found, len(closes)))


def gaps(index: Index, shown: NDArray[np.int32], found: Iterable[Finding], titles: dict[str, str]) -> Spec:
    """These services, each coloured by its worst finding (about a service) and marked with the codes of all.

    A finding that most services have would colour all of them: it is said once, above the diagram.
    """
    found = list(found)
    common = _common(len(shown), found)
    worst = np.zeros(index.n, np.uint8)
    codes: dict[int, set[str]] = {}
    for finding in found:
        if finding.code not in common:
            v = index.service_id.find(finding.subject)
            worst[v] = max(worst[v], SEVERITIES.index(finding.severity))
            codes.setdefault(v, set()).add(finding.code)
    drawn = Spec(
        shown,
        states=worst[shown],
        scale=SEVERITIES,
        marks={v: " ".join(sorted(codes)) for v, codes in codes.items()},
        meanings=titles | {"faint": f"no gap but {listed(common)}" if common else "no gap"},
        focus=frozenset(
            np.flatnonzero(worst if len(codes) <= _APART else worst == len(SEVERITIES) - 1).tolist()
        ),
    )
    return _under(drawn, headlines.gaps(len(shown), found, titles, common))


def _common(number: int, found: Iterable[Finding]) -> list[str]:
    """The codes of the findings that more than half of so many services have, where those are not few."""
    have = Counter(code for code, _ in {(finding.code, finding.subject) for finding in found})
    return sorted(code for code, services in have.items() if number >= _MANY and 2 * services > number)


def around(index: Index, service: int) -> Spec:
    """A service, what it needs and what needs it."""
    from graphmodel.algorithms.reach import distances

    near = distances(index, [service], up=False, limit=1) >= 0
    near |= distances(index, [service], up=True, limit=1) >= 0
    drawn = dataclasses.replace(services(np.flatnonzero(near).tolist()), focus=frozenset([service]))
    return _under(drawn, headlines.around(index, service))


def within(index: Index, category: int) -> Spec:
    """The services of a category and of those below it."""
    chosen = np.zeros(len(index.category_parent), np.bool_)
    chosen[category] = True
    found = np.append(index.category_tree.within(chosen), False)[index.category]
    drawn = services(np.flatnonzero(found).tolist())
    return _under(drawn, headlines.within(index, category, len(drawn.services)))


def related(kind: str, index: Index, number: int) -> Spec:
    """The services that have a relationship with a node of that kind, or a field that leads to it."""
    found: set[int] = set()
    for name, relationship in RELATIONSHIPS.items():
        start, end = (numbers(index, name, field.name) for field in relationship.ends)
        kinds = [field.refers_to for field in relationship.ends]
        if kinds == ["service", kind]:
            found.update(start[end == number].tolist())
        if kinds == [kind, "service"]:
            found.update(end[start == number].tolist())
    for name, field in leading(kind):
        if name == "service":
            found.update(np.flatnonzero(numbers(index, name, field.name) == number).tolist())
    drawn = services(found - {-1})
    return _under(drawn, headlines.related(index, kind, number, len(drawn.services)))


def _under(drawn: Spec, headline: Headline) -> Spec:
    return dataclasses.replace(drawn, title=headline.title, subtitle=headline.subtitle)


def _named(index: Index, rows: Iterable[tuple[object, ...]]) -> Iterator[int]:
    """The services in the columns that hold nothing but ids of services."""
    for column in zip(*rows, strict=True):
        texts = {text for cell in column for text in (cell if isinstance(cell, (tuple, list)) else (cell,))}
        numbers = [
            index.service_id.find(text) if isinstance(text, str) else -1 for text in texts - {"", None}
        ]
        if min(numbers, default=-1) >= 0:
            yield from numbers
