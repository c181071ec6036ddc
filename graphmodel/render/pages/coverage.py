"""What the coverage rules find: how much of what, what is worst, and what to fix first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.counts_by_type import counts_by_type
from graphmodel.analyses.score import by_category
from graphmodel.answers import coverage
from graphmodel.answers.chart import Bars
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import count
from graphmodel.render.pages.page import BarsPart, Section, Sentences, TablePart
from graphmodel.rules.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.render.pages.inquiry import Inquiry
    from graphmodel.rules.rule import Finding, Rule

_SHOWN: Final = 10
"""Gaps that are shown."""
_EACH: Final = (3, 6, _SHOWN)
"""Of each rule so many of these, or more where that leaves room."""
_BARS: Final = 8
"""Types, and revisions, that a chart has a bar for."""
_RULES: Final = 24
"""Rules that are shown."""
_CHECKED: Final = 20_000
"""Services that there is time to check again, in all revisions together."""


class ToFix(NamedTuple):
    """One gap of a rule, the most harmful one."""

    finding: Finding
    service: int
    """The number of the service that it is about; -1 where it is about none."""
    more: int
    """How many other gaps of that rule there are."""


class CountedGaps:
    """The gaps, counted as they come by."""

    def __init__(self, inquiry: Inquiry, worst: Sequence[int]) -> None:
        """``worst``: the services whose failures do most harm, the worst first."""
        self._inquiry = inquiry
        self.gaps = inquiry.ask("gaps")
        harm = self._harm(worst)
        self._rules: list[tuple[Rule, str, int]] = []
        self._first: list[Sequence[Finding]] = []
        self._to_fix: list[tuple[tuple[int, int], ToFix]] = []
        rules = {rule.code: rule for rule in self.gaps.rules}
        self._found = Findings.of(self.gaps.findings)
        for code, found in self._found.by_rule().items():
            self._add(rules[code], found, harm)

    def number(self, severity: str) -> int:
        """How many gaps are as bad as that."""
        return sum(number for _, bad, number in self._rules if bad == severity)

    def common(self) -> tuple[str, int]:
        """Which rule finds most gaps that are more than worth knowing, by its title, and how many; or nothing, 0."""
        most = max(self._rules, key=lambda one: one[2] * (one[1] != "info"), default=None)
        return (most[0].title, most[2]) if most and most[1] != "info" else ("", 0)

    def first_to_fix(self, most: int) -> list[ToFix]:
        """One gap of each rule, those first that are most severe, then about what does most harm; no mere info."""
        return [gap for _, gap in sorted(self._to_fix, key=lambda one: (one[0], one[1].finding.code))[:most]]

    def section(self) -> Section:
        """The gaps by rule, the worst of them, by type, and over revisions."""
        by_rule = [(severity, rule.code, rule.title, number) for rule, severity, number in self._rules]
        total = sum(number for _, _, number in self._rules)
        shown = f"{_SHOWN} of {count(total, 'gap')}, the worst first" if total > _SHOWN else "All gaps"
        each = [(f.severity, f.code, f.message, self._inquiry.place(f.origin)) for f in self._worst()]
        table = self._inquiry.table
        found = (
            TablePart(
                table(("severity", "rule", "what it finds", "gaps"), by_rule),
                "Gaps by rule",
                _RULES,
                "graphmodel gaps",
            ),
            TablePart(table(("severity", "rule", "gap", "where"), each), shown),
        )
        nothing = (Sentences(("They find nothing.",)),)
        return Section(
            "Gaps",
            "What the coverage rules find, with the row that each comes from.",
            (*(found if total else nothing), *self._scores(), *self._trend()),
            "graphmodel gaps",
        )

    def _worst(self) -> list[Finding]:
        """By severity, few of each rule where there are many rules."""
        shown: list[Finding] = []
        for most in _EACH:
            shown = [gap for found in self._first for gap in found[:most]][:_SHOWN]
            if len(shown) == _SHOWN:
                break
        return shown

    def _scores(self) -> Iterator[BarsPart]:
        """How much holds of each type."""
        index = self._inquiry.index
        roots = {index.category_id[at] for at in np.unique(index.type[index.type >= 0]).tolist()}
        rows = [row for row in by_category(self._inquiry.world, self._found) if row.id in roots]
        if rows:
            said = [
                f"{row.score:.1f} %{f', {row.level}' * bool(row.level)}; {row.failed:,} of "
                f"{count(row.checks, 'check')} failed"
                for row in rows
            ]
            yield BarsPart(coverage.scores(rows, _BARS), "How much holds, type by type", _BARS, said)

    def _trend(self) -> Iterator[BarsPart | Sentences]:
        """What was found at each of the last revisions, where there are several."""
        index = self._inquiry.index
        revision, past = index.revision.number, min(_BARS, _CHECKED // max(index.n, 1))
        if revision < 2:
            return
        if past < 2:
            yield Sentences(
                ("How the gaps came about over revisions takes long here: graphmodel score --trend.",)
            )
            return
        rows = [*self._inquiry.ask("score", trend=True, last=past)]
        said = [
            f"{row.score:.1f} % of {count(row.checks, 'check')} hold" if row.checks else "" for row in rows
        ]
        labels = tuple(f"{row.revision} of {row.at[:10] or 'an import'}" for row in rows)
        bars = Bars(labels, tuple(row.failed for row in rows), "checks that did not hold")
        yield BarsPart(bars, "What the rules found, revision by revision", past, said)

    def _harm(self, worst: Sequence[int]) -> NDArray[np.int64]:
        """int64[n + 1]: ascending by rank among the worst failures, then by products resting on it; no service last."""
        index, products = self._inquiry.index, self._inquiry.products
        underpinned = counts_by_type(index, products).service
        rank = np.full(index.n + 1, len(worst))
        rank[[*worst]] = np.arange(len(worst))
        harm: NDArray[np.int64] = rank * (len(products) + 1) - np.append(underpinned, 0)
        return harm

    def _add(self, rule: Rule, found: Findings, harm: NDArray[np.int64]) -> None:
        """Count what one rule found, in the order of gaps."""
        severity = found[0].severity
        self._rules.append((rule, severity, len(found)))
        self._first.append(found[:_SHOWN])
        if severity == "info":
            return
        services = found.services(self._inquiry.index)
        at = int(np.argmin(harm[services]))
        order = (-SEVERITIES.index(severity), int(harm[services[at]]))
        self._to_fix.append((order, ToFix(found[at], int(services[at]), len(found) - 1)))
