"""Page one: what a manager has to know in sentences, products by the worst single failures, and what to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.counts import weighed_counts
from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN, UP
from graphmodel.analyses.details.failing import Accountable
from graphmodel.analyses.details.failures import worst_failures
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.chart import labels
from graphmodel.index.csr import providers
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import count, listed, short, short_apart
from graphmodel.render.pages.sentences import Facts
from graphmodel.rules import every

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.model.origin import Origin
    from graphmodel.rules.rule import Finding

NAME: Final = 60
"""Characters of a name on the page; the files beside it have all of it."""
_ALONE: Final = 3
"""Single points of failure among what to do first …"""
_MISSING: Final = 4
"""… and gaps, one of each rule."""


class Action(NamedTuple):
    """One thing to do."""

    what: str
    """What to do …"""
    why: str
    """… and why."""
    owner: str
    """Who is accountable for the service that it is about; empty where it is about none."""
    place: str
    """The row that it comes from."""


class Front:
    """What page one says of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._index = index = world.index
        self._names = Names(index)
        self._several = len(index.records("service").sources() - {""}) > 1
        self.products: NDArray[np.int32] = np.flatnonzero(index.product).astype(np.int32)
        self.failures = worst_failures(index, self.products)
        harm = [self.failures.counts(state).tolist() for state in (DOWN, DEGRADED, AT_RISK)]
        self.harm: list[tuple[int, int, int]] = [*zip(*harm, strict=True)]
        """Of each failure: how many other products are down, degraded, at risk."""

    def called(self, services: Sequence[int]) -> tuple[str, ...]:
        """What a reader calls these services, told apart from each other, and not too long for the page."""
        ids, names = self._names.id.of(services), self._names.name.of(services)
        return tuple(short_apart(labels(ids, names), NAME))

    def place(self, origin: Origin) -> str:
        """Where a row stands; the source is named where there are several."""
        return origin.place if self._several else str(origin) * bool(origin.file)

    def facts(self, findings: Sequence[Finding]) -> Facts:
        """What the sentences say; ``findings`` are those of all rules."""
        index, failures = self._index, self.failures
        hit = failures.other & (failures.state != UP)
        severe = Counter(f.severity for f in findings)
        common = Counter(f.code for f in findings if f.severity != "info").most_common(1)
        names = self.called(failures.service.tolist())
        return Facts(
            products=len(self.products),
            services=index.n - len(self.products),
            dependencies=len(index.member),
            failures=tuple((name, *harm) for name, harm in zip(names, self.harm, strict=True)),
            worst_is_product=bool(len(names) and index.product[failures.service[0]]),
            down=int((failures.other & (failures.state == DOWN)).any(axis=0).sum()),
            hit=int(hit.any(axis=0).sum()),
            safe=self.called(self.products[~hit.any(axis=0)].tolist()),
            errors=severe["error"],
            warnings=severe["warning"],
            common=(every(self._world.settings)[common[0][0]].title, common[0][1]) if common else ("", 0),
            owned=len(set(Accountable(index).service.tolist())),
        )

    def owners(self, services: Sequence[int]) -> list[str]:
        """Who is accountable for each of them; empty where nobody is, and for -1, which is no service."""
        accountable = Accountable(self._index)
        found = []
        for v in services:
            names = [self._names.role_name[role] or self._names.role_id[role] for role in accountable[v]]
            found.append(listed([short(name, NAME) for name in names], 2))
        return found

    def actions(self, findings: Sequence[Finding]) -> list[Action]:
        """What to do first: single points of failure, the worst first, then gaps.

        Of each rule one gap: about the worst single failure among its subjects, else about the service that underpins
        most products. The rules come by severity, then in the same order of these gaps; what is only worth knowing
        (info) is left out.
        """
        return [*self._alone(), *self._missing(findings)]

    def _alone(self) -> list[Action]:
        worst = [
            (service, down)
            for service, (down, _, _) in zip(self.failures.service.tolist(), self.harm, strict=True)
            if down
        ][:_ALONE]
        services = [service for service, _ in worst]
        places = self._index.records("service").origins(np.array(services, np.intp))
        return [
            Action(
                f"Find an alternative for {name}, or plan for its failure",
                f"Alone it takes {count(down, 'product')} down",
                owner or "nobody",
                self.place(place),
            )
            for (_, down), name, owner, place in zip(
                worst, self.called(services), self.owners(services), places, strict=True
            )
        ]

    def _missing(self, findings: Sequence[Finding]) -> list[Action]:
        index = self._index
        underpinned = weighed_counts(providers(index), self.products, np.ones(len(self.products), np.int64))
        worst = {service: at for at, service in enumerate(self.failures.service.tolist())}
        best: dict[str, tuple[tuple[int, ...], Finding, int]] = {}
        number = Counter(f.code for f in findings)
        for f in findings:
            if f.severity == "info":
                continue
            v = index.service_id.find(f.subject) if f.about == "service" else -1
            order = (
                -SEVERITIES.index(f.severity),
                worst.get(v, len(worst)),
                -int(underpinned[v]) if v >= 0 else 0,
            )
            if f.code not in best or order < best[f.code][0]:
                best[f.code] = order, f, v
        chosen = sorted(best.values(), key=lambda found: (found[0], found[1].code))[:_MISSING]
        owners = self.owners([v for _, _, v in chosen])
        return [
            Action(
                _sentence(f.hint),
                _sentence(f.message) + _more(number[f.code] - 1),
                owner or "nobody" * (v >= 0),
                self.place(f.origin),
            )
            for (_, f, v), owner in zip(chosen, owners, strict=True)
        ]


def _more(number: int) -> str:
    return f" (and {count(number, 'more such gap')})" if number else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{short(text[1:], 160)}"
