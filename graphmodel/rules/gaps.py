"""The gaps of one rule, as columns: a few that were found one by one, or many of which what is said is made when read.

A rule that may find a hundred thousand gives ``Gaps``; any other yields one ``Gap`` after the other.
"""

from __future__ import annotations

from itertools import pairwise, starmap
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from graphmodel.index.csr import gather
from graphmodel.index.records import OriginColumns
from graphmodel.model.origin import Origin
from graphmodel.rules.rule import Gap, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index
    from graphmodel.index.names import ServiceNames

BATCH = 4096
"""Gaps of which all is said at once."""


class Columns(NamedTuple):
    """Some gaps: the fields of ``Gap``, each as a column; the origin as the columns of ``OriginColumns``."""

    subject: list[str]
    name: list[str]
    message: list[str]
    places: OriginColumns
    detail: list[str]
    others: list[tuple[str, ...]]
    other_names: list[tuple[str, ...]]
    about: list[str]


class Gapped(Protocol):
    """The gaps that one rule finds, numbered as it finds them."""

    def __len__(self) -> int:
        """How many."""

    def columns(self, at: NDArray[np.intp]) -> Columns:
        """Those of these numbers."""

    def order(self) -> NDArray[np.intp]:
        """intp[…]: their numbers, by subject, then identity."""

    def sources(self, at: NDArray[np.intp]) -> tuple[set[str], bool]:
        """The sources of the rows that these come from; and has any a path?"""

    def subjects(self, at: NDArray[np.intp]) -> Mapping[str, Integers | Sequence[str]]:
        """What these are about: service, category, … → their numbers, or ids."""

    def services(self, index: Index, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """intp[…]: the service that each of these is about; -1 where it is about something else."""


class Gaps:
    """Gaps about services, from rows of records; what is said of them is made when it is read."""

    def __init__(
        self,
        index: Index,
        service: Integers,
        message: Callable[[NDArray[np.intp]], Iterable[str]],
        *,
        detail: Sequence[str] = (),
        others: Links | None = None,
        rows: Integers | None = None,
        kind: str = "service",
    ) -> None:
        """``service``: the number of each one's subject. ``message``: positions (intp[k]) → what is said of each.

        ``detail``: as ``Gap`` has it, for each; none where a service has one gap at most. ``others``: the services that
        a message speaks of, too. ``rows``: the records of that kind that they come from; those of the services.
        """
        self.service = np.asarray(service)
        self.detail = detail
        self._index, self._message, self._others = index, message, others
        self._rows, self._kind = (self.service if rows is None else rows), kind

    def __len__(self) -> int:
        return len(self.service)

    def __iter__(self) -> Iterator[Gap]:
        """One by one, as they are found."""
        everyone = np.arange(len(self))
        for first in range(0, len(self), BATCH):
            one = self.columns(everyone[first : first + BATCH])
            origins = starmap(Origin, zip(*one.places, strict=True))
            yield from map(Gap, *one[:3], origins, *one[4:])

    def columns(self, at: NDArray[np.intp]) -> Columns:
        """See ``Gapped``."""
        known, v = self._index.names, self.service[at].tolist()
        ids, own = ([texts[s] for s in v] for texts in known[:2])
        detail = [self.detail[i] for i in at.tolist()] if self.detail else [""] * len(at)
        places = self._index.records(self._kind).places(self._rows[at])
        others, other_names = self._named(known, at)
        about = [""] * len(at)
        return Columns(ids, own, [*self._message(at)], places, detail, others, other_names, about)

    def _named(
        self, known: ServiceNames, at: NDArray[np.intp]
    ) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        if self._others is None:
            return [()] * len(at), [()] * len(at)
        those = gather(*self._others, at).tolist()
        ends = np.append(0, np.cumsum(np.diff(self._others.at)[at])).tolist()
        flat = ([texts[s] for s in those] for texts in known[:2])
        ids, own = ([tuple(texts[a:b]) for a, b in pairwise(ends)] for texts in flat)
        return ids, own

    def order(self) -> NDArray[np.intp]:
        """See ``Gapped``."""
        if not self.detail:
            return np.argsort(self.service, kind="stable")
        keys = [*zip(self.service.tolist(), map(plain, self.detail), strict=True)]
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.intp)

    def sources(self, at: NDArray[np.intp]) -> tuple[set[str], bool]:
        """See ``Gapped``."""
        return self._index.records(self._kind).sources_of(self._rows[at])

    def subjects(self, at: NDArray[np.intp]) -> Mapping[str, Integers]:
        """See ``Gapped``."""
        return {"service": self.service[at]}

    def services(self, _index: Index, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """See ``Gapped``."""
        return self.service[at].astype(np.intp)


class Listed:
    """Gaps that were found one by one. ``about``: what they are about, where they do not say it."""

    def __init__(self, gaps: Sequence[Gap], about: str) -> None:
        self._gaps = gaps
        self._about = about

    def __len__(self) -> int:
        return len(self._gaps)

    def columns(self, at: NDArray[np.intp]) -> Columns:
        """See ``Gapped``."""
        those = [self._gaps[i] for i in at.tolist()]
        origins = [gap.origin for gap in those]
        return Columns(
            [gap.subject for gap in those],
            [gap.name for gap in those],
            [gap.message for gap in those],
            OriginColumns(
                [origin.file for origin in origins],
                [origin.line for origin in origins],
                [origin.source for origin in origins],
                [origin.path for origin in origins],
            ),
            [gap.detail for gap in those],
            [gap.others for gap in those],
            [gap.other_names for gap in those],
            [gap.about for gap in those],
        )

    def order(self) -> NDArray[np.intp]:
        """See ``Gapped``."""
        keys = [(gap.subject, plain(gap.detail)) for gap in self._gaps]
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.intp)

    def sources(self, at: NDArray[np.intp]) -> tuple[set[str], bool]:
        """See ``Gapped``."""
        origins = [self._gaps[i].origin for i in at.tolist()]
        return {origin.source for origin in origins}, any(origin.path for origin in origins)

    def subjects(self, at: NDArray[np.intp]) -> Mapping[str, Sequence[str]]:
        """See ``Gapped``."""
        found: dict[str, list[str]] = {}
        for i in at.tolist():
            gap = self._gaps[i]
            found.setdefault(gap.about or self._about, []).append(gap.subject)
        return found

    def services(self, index: Index, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """See ``Gapped``."""
        those = [self._gaps[i] for i in at.tolist()]
        return np.array(
            [
                index.service_id.find(gap.subject) if (gap.about or self._about) == "service" else -1
                for gap in those
            ],
            np.intp,
        )
