"""What stands above a diagram of an answer: the answer as a sentence, and in one line what a reader takes away."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.recovery import NEVER, UNKNOWN
from graphmodel.analyses.details.selection import Names
from graphmodel.model.durations import text
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import count, listed, ring, several, short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.cycles import Cycle
    from graphmodel.algorithms.recovery import Recovery
    from graphmodel.algorithms.states import States
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding

_NAMED: Final = 3
"""How many services a sentence names."""
_NAME: Final = 40
"""Characters of a name in a headline."""


class Headline(NamedTuple):
    """What stands above a diagram."""

    title: str
    subtitle: str = ""


def impact(outcome: States, failed: Sequence[int]) -> Headline:
    """What became of the products when these failed; where there are no products, of the services.

    Those that failed themselves are not counted.
    """
    index = outcome.index
    hit = np.array(outcome.state)
    hit[list(failed)] = states.UP
    others = np.ones(index.n, np.bool_)
    others[list(failed)] = False
    asked = np.flatnonzero(others & index.product)
    what = "product"
    if not len(asked):
        asked, what = np.flatnonzero(others), "other service"
    degraded = all(outcome.state[v] == states.DEGRADED for v in failed)
    verb = (
        several(len(failed), "is degraded", "are degraded")
        if degraded
        else several(len(failed), "fails", "fail")
    )
    title = f"If {named(index, failed)} {verb}: {_became(hit[asked], what)}"
    return Headline(title, _took(index, hit, asked, what))


def _became(state: NDArray[np.uint8], what: str) -> str:
    """``14 of 15 products go down or are degraded``."""
    counts = Counter(state.tolist())
    down, degraded, risk = (counts[s] for s in (states.DOWN, states.DEGRADED, states.AT_RISK))
    if number := down + degraded or risk:
        verbs = {
            "go": (down, several(number, "goes down", "go down")),
            "are": (degraded, several(number, "is degraded", "are degraded")),
        }
        said = " or ".join(verb for n, verb in verbs.values() if n) or several(
            number, "is at risk", "are at risk"
        )
        return (
            f"{number:,} of {count(len(state), what)} {said}" if len(state) > 1 else f"the only {what} {said}"
        )
    return f"no {what} is affected"


def _took(index: Index, hit: NDArray[np.uint8], asked: Integers, what: str) -> str:
    """``Down: Mail, Wiki and 3 more. At risk: 2. 31 other services are affected.``"""
    said: list[str] = []
    for state, word in ((states.DOWN, "Down"), (states.DEGRADED, "Degraded"), (states.AT_RISK, "At risk")):
        those = asked[hit[asked] == state]
        if len(those):
            said.append(f"{word}: {named(index, those.tolist(), 1 if said else 2)}.")
    rest = np.count_nonzero(hit) - np.count_nonzero(hit[asked])
    if rest:
        said.append(f"Also {count(int(rest), 'other service')}.")
    return " ".join(said) or f"Every {what} keeps working."


def recovery(found: Recovery, failed: Sequence[int]) -> Headline:
    """When all that is down when these fail is back; below it the product that is back last."""
    index, back = found.index, np.flatnonzero(found.wave > 0)
    least = "at least " * bool((found.restore != found.latest)[back].any())
    down, stuck = int(found.down.sum()), int(np.count_nonzero(found.wave == NEVER))
    title = f"If {named(index, failed)} {several(len(failed), 'fails', 'fail')}: "
    title += count(down, "service is down", "services are down")
    longest = int(found.restore[back].max(initial=0))
    silent = not longest and (index.levels["own_rto"].value[failed] == UNKNOWN).any()
    if len(back) and silent:
        title += f"; nothing states how long until {several(len(back), 'one is', f'{len(back):,} are')} back"
    elif len(back):
        which = several(down, "back", "all back") if not stuck else "the others back"
        title += f", {which} after {least}{text(longest)}"
    if stuck:
        title += f"; {count(stuck, 'is', 'are')} never back"
    products = back[index.product[back]]
    if silent or not len(products):
        return Headline(title)
    last = products[found.restore[products] == found.restore[products].max()].tolist()
    after = text(int(found.restore[last[0]]))
    return Headline(title, f"Last of the products: {named(index, last)}, after {least}{after}.")


def proof(outcome: States, service: int) -> Headline:
    """Why that service is in its state."""
    index = outcome.index
    failed = np.flatnonzero(outcome.distance == 0).tolist()
    state = states.NAMES[outcome.state[service]].replace("-", " ")
    if service in failed:
        because = "it is what fails"
    elif outcome.state[service] == states.UP:
        because = f"although {named(index, failed)} {several(len(failed), 'fails', 'fail')}"
    else:
        because = f"{named(index, failed)} {several(len(failed), 'fails', 'fail')}"
    distance = int(outcome.distance[service])
    far = f"The shortest way to what fails has {count(distance, 'dependency')}." if distance > 0 else ""
    return Headline(f"Why {named(index, [service])} is {state}: {because}", far)


def underpinning(index: Index, consumers: Sequence[int], below: int, needed: int) -> Headline:
    """``below`` services underpin them, ``needed`` of which take one of them down alone."""
    what = named(index, consumers) if len(consumers) <= _NAMED else count(len(consumers), "product")
    alone = count(needed, "of them takes", "of them take") if needed else "none of them takes"
    return Headline(
        f"What underpins {what}",
        f"{count(below, 'service')}; {alone} a product down alone." if len(consumers) else "",
    )


def paths(index: Index, found: Sequence[Sequence[int]], ends: tuple[int, int], *, more: bool) -> Headline:
    """How many ways there are, at least where there may be ``more``, and the shortest."""
    consumer, provider = (named(index, [v]) for v in ends)
    if not found:
        return Headline(f"{consumer} does not depend on {provider}")
    title = f"{consumer} depends on {provider} in {count(len(found), 'way')}{' or more' * more}"
    names = [named(index, [v]) for v in found[0]]
    return Headline(title, f"The shortest: {listed(names, 2 * _NAMED, ' → ')}")


def cycles(index: Index, found: Sequence[Cycle], closing: int) -> Headline:
    """How many cycles, how many dependencies close them, and a shortest way round the largest."""
    if not found:
        return Headline("No services depend on each other in a cycle")
    members = sum(len(cycle.members) for cycle in found)
    largest = max(found, key=lambda cycle: len(cycle.members))
    who = count(members, "service depends", "services depend")
    title = f"{count(len(found), 'cycle')}: {who} on {several(members, 'itself', 'each other')}"
    way = ring([named(index, [v]) for v in map(int, largest.shortest)], _NAMED + 1)
    size = count(len(largest.members), "service")
    ends = f"Without {count(closing, 'dependency')} there would be none."
    return Headline(
        title, f"{ends} A shortest way round{f' in the largest, of {size}' * (len(found) > 1)}: {way}"
    )


def cutsets(
    index: Index, products: Sequence[int], alone: Sequence[int], joint: Sequence[int], sets: int, order: int
) -> Headline:
    """In how many ways the products go down, what does so alone, and what only with others."""
    failed = f"failures of up to {count(order, 'service')}" if order > 1 else "single failures"
    if not sets:
        return Headline(f"No {failed} take {named(index, products)} down")
    title = f"{named(index, products)} can go down in {count(sets, 'way')}, by {failed}"
    below = [f"Alone: {named(index, alone)}." if alone else "Nothing alone."]
    below += [f"Together with another: {named(index, joint)}."] if joint and order == 2 else []
    below += [f"Together with others: {named(index, joint)}."] if joint and order > 2 else []
    return Headline(title, " ".join(below))


def gaps(
    number: int, found: Iterable[Finding], titles: dict[str, str], common: Collection[str] = ()
) -> Headline:
    """How many of so many services have a gap, how bad, and which comes most often.

    ``common``: the codes of what most of them have, which the diagram says here alone.
    """
    findings = list(found)
    hit = len({finding.subject for finding in findings})
    if not findings:
        return Headline(f"No gaps in {count(number, 'service')}")
    severities = Counter(finding.severity for finding in findings)
    counts = [
        count(severities[s], s, "info" if s == "info" else "") for s in reversed(SEVERITIES) if severities[s]
    ]
    times = Counter(finding.code for finding in findings).most_common()
    most = [f"{titles[c]} ({c}, {count(n, 'time')})" for c, n in times if c in common]
    rarer = [f"{titles[c]} ({c}, {count(n, 'time')})" for c, n in times if c not in common][:1]
    below = (
        f"Most have, so it is not coloured: {listed(most)}. Beside it: {listed(rarer or ['nothing'])}"
        if common
        else f"Most often: {rarer[0]}"
    )
    return Headline(
        f"{hit:,} of {count(number, 'service has', 'services have')} a gap: {', '.join(counts)}",
        below,
    )


def around(index: Index, service: int) -> Headline:
    """What stands next to it."""
    return Headline(f"{named(index, [service])}, what it needs and what needs it")


def within(index: Index, category: int, services: int) -> Headline:
    """How many services a category has."""
    name = index.category_name[category] or index.category_id[category]
    return Headline(f"{short(name, _NAME)}: {count(services, 'service')}")


def matching(number: int, words: str) -> Headline:
    """How many services hold these words."""
    return Headline(f"{count(number, 'service')} with {short(words, _NAME)!r} in id, name or description")


def held(number: int, of: int) -> Headline:
    """For how many of so many services somebody has a responsibility."""
    has = several(number, "has", "have")
    return Headline(f"{number:,} of {count(of, 'service')} {has} somebody responsible")


def related(index: Index, kind: str, number: int, services: int) -> Headline:
    """How many services have to do with a node of another kind."""
    record = index.records(kind).record(number)
    name = short(record.get("name") or record["id"], _NAME)
    return Headline(f"{name} ({kind.replace('_', ' ')}): {count(services, 'service')}")


def selection(index: Index, services: NDArray[np.int32], *, everything: bool) -> Headline:
    """What is drawn, in words: of a selection the services from which all others follow, or the first of them."""
    from graphmodel.algorithms.reach import distances

    products = int(np.count_nonzero(index.product[services]))
    size = count(len(services), "service")
    if products:
        size += f", {products:,} of them {several(products, 'a product', 'products')}"
    if everything:
        return Headline("Services and what underpins them", size)
    shown = np.zeros(index.n + 1, np.bool_)
    shown[services] = True
    member = index.member
    owner = index.consumer[np.repeat(np.arange(len(index.needs)), np.diff(index.member_at))]
    within = shown[owner] & shown[member] & (owner != member)
    parts = []
    for ends, up, said in ((member, False, "what underpins"), (owner, True, "what depends on")):
        first = shown[:-1].copy()
        first[ends[within]] = False
        those = np.flatnonzero(first).tolist()
        if not 0 < len(those) <= _NAMED or len(those) == len(services):
            continue
        reached = distances(index, those, up=up) >= 0
        what = f"{said} {several(len(those), 'it', 'them')}"
        if np.array_equal(reached, shown[:-1]):
            return Headline(f"{named(index, those)} and {what}", size)
        if reached[services].all():
            parts.append(f"{named(index, those)} and part of {what}")
    return Headline(parts[0] if parts else named(index, services.tolist()) or "No services", size)


def named(index: Index, services: Sequence[int], most: int = _NAMED) -> str:
    """``A, B and C``, or ``A, B, C and 4 more``."""
    names = Names(index)
    first = [short(names.label(v), _NAME) for v in islice(services, most)]
    if len(set(first)) < len(first):
        first = [f"{name} ({names.id[v]})" for name, v in zip(first, services, strict=False)]
    if len(services) > most:
        return listed([*first, *[""] * (len(services) - most)], most)
    *others, last = ["", *first]
    return f"{', '.join(others[1:])} and {last}" if others[1:] else last
