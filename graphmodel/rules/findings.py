"""The findings of many rules, as columns: hundreds of thousands in little memory, made when they are read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat, starmap
from typing import TYPE_CHECKING, NamedTuple, overload

import numpy as np

from graphmodel.index.shared import ahead
from graphmodel.model.origin import Origin
from graphmodel.model.problems import SEVERITIES
from graphmodel.rules.gaps import BATCH, Gaps, Listed
from graphmodel.rules.rows import alone, resting
from graphmodel.rules.rule import Finding, identities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.model.problems import Severity
    from graphmodel.rules.gaps import Columns, Gapped
    from graphmodel.rules.rule import Rule
    from graphmodel.rules.settings import Settings


HEAVY = (alone, resting)
"""What takes so long that it is worked out beside all else, where a catalogue is large."""


@dataclass(frozen=True)
class FindingBatch:
    """Some findings of one rule, as columns."""

    rule: Rule
    severity: Severity
    gaps: Columns
    identity: list[str]
    about: list[str]

    def __iter__(self) -> Iterator[Finding]:
        """One by one."""
        gaps = self.gaps
        return map(
            Finding,
            repeat(self.rule.code),
            repeat(self.severity),
            gaps.subject,
            gaps.name,
            self.identity,
            gaps.message,
            repeat(self.rule.hint),
            starmap(Origin, zip(*gaps.places, strict=True)),
            gaps.others,
            gaps.other_names,
            self.about,
        )


class RulePart(NamedTuple):
    """Findings of one rule."""

    rule: Rule
    severity: Severity
    gaps: Gapped
    at: NDArray[np.intp]
    """intp[…]: which of the gaps they are, by subject, then identity."""

    def kept(self, those: NDArray[np.bool_]) -> RulePart:
        """Those of them; bool[…], aligned with ``at``."""
        return self._replace(at=self.at[those])

    def as_found(self) -> RulePart:
        """The same in the order in which the rule finds them."""
        return self._replace(at=np.sort(self.at))

    def batches(self) -> Iterator[FindingBatch]:
        """All of them, so many at a time."""
        for first in range(0, len(self.at), BATCH):
            gaps = self.gaps.columns(self.at[first : first + BATCH])
            about = [said or self.rule.about for said in gaps.about]
            yield FindingBatch(
                self.rule, self.severity, gaps, identities(self.rule.code, gaps.subject, gaps.detail), about
            )


class Findings(Sequence[Finding]):
    """Findings of several rules: the worst first, then by code, subject and identity; each is made when it is read."""

    def __init__(self, parts: Iterable[RulePart] = ()) -> None:
        """``parts``: one for each rule, in any order."""
        some = (part for part in parts if len(part.at))
        self.parts = tuple(sorted(some, key=lambda p: (-SEVERITIES.index(p.severity), p.rule.code)))

    @classmethod
    def of(cls, found: Sequence[Finding]) -> Findings:
        """The same, if it is what an analysis gave. Raises TypeError for others."""
        if not isinstance(found, cls):
            raise TypeError("these findings are no columns")
        return found

    def __len__(self) -> int:
        return sum(len(part.at) for part in self.parts)

    def __iter__(self) -> Iterator[Finding]:
        for batch in self.batches():
            yield from batch

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | Sequence[Finding]:
        those = range(len(self))[at]
        if isinstance(those, int):
            ends = [*accumulate(len(part.at) for part in self.parts)]
            which = bisect_right(ends, those)
            part = self.parts[which]
            place = those - ends[which] + len(part.at)
            return next(iter(Findings([part._replace(at=part.at[place : place + 1])])))
        if those.step != 1:
            return [self[i] for i in those]
        parts, begin = [], 0
        for part in self.parts:
            parts.append(part._replace(at=part.at[max(0, those.start - begin) : max(0, those.stop - begin)]))
            begin += len(part.at)
        return Findings(parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """How many there are; none is made for it."""
        return f"<{len(self):,} findings of {len(self.parts)} rules>"

    def batches(self) -> Iterator[FindingBatch]:
        """All of them as columns, so many at a time."""
        for part in self.parts:
            yield from part.batches()

    def by_rule(self) -> dict[str, Findings]:
        """Code → its findings."""
        return {part.rule.code: Findings([part]) for part in self.parts}

    def counts(self) -> Counter[tuple[Severity, str]]:
        """How many there are of each severity and code; none is made for it."""
        return Counter({(part.severity, part.rule.code): len(part.at) for part in self.parts})

    def at_least(self, severities: Sequence[str]) -> Findings:
        """Those of these severities."""
        return Findings(part for part in self.parts if part.severity in severities)

    def sources(self) -> tuple[set[str], bool]:
        """The sources of the rows that they come from; and has any a place in a document without lines?"""
        found = [part.gaps.sources(part.at) for part in self.parts]
        return set().union(*(sources for sources, _ in found)), any(paths for _, paths in found)

    def services(self, index: Index) -> NDArray[np.intp]:
        """intp[…]: the service that each is about; -1 where it is about something else."""
        return np.concatenate(
            [np.zeros(0, np.intp), *(part.gaps.services(index, part.at) for part in self.parts)]
        )

    def of_services(self, index: Index, services: NDArray[np.int32]) -> Findings:
        """Those about these services."""
        wanted = np.zeros(index.n + 1, np.bool_)  # none of them comes last
        wanted[services] = True
        return Findings(part.kept(wanted[part.gaps.services(index, part.at)]) for part in self.parts)


def every_part(rules: Sequence[Rule], index: Index, settings: Settings) -> list[RulePart]:
    """What each of these rules finds, in their order."""
    heavy = [need for need in HEAVY if any(need in rule.needs for rule in rules)]
    later = {rule.code for rule in rules if any(need in heavy for need in rule.needs)}
    with ahead(heavy, index) as ready:
        parts = {rule.code: _part(rule, index, settings) for rule in rules if rule.code not in later}
        ready()
    parts |= {rule.code: _part(rule, index, settings) for rule in rules if rule.code in later}
    return [parts[rule.code] for rule in rules]


def _part(rule: Rule, index: Index, settings: Settings) -> RulePart:
    gaps = rule.find(index, settings)
    those = gaps if isinstance(gaps, Gaps) else Listed([*gaps], rule.about)
    return RulePart(rule, rule.severity_in(settings), those, those.order())
