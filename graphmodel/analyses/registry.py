"""The register of analyses: each is imported when it is first asked for, so that ``--help`` pays for none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.answers.question import Analysis
from graphmodel.model.register import Register

if TYPE_CHECKING:
    from collections.abc import Mapping


class Analyses(Register[Analysis]):
    """Analyses by name, in the order given."""

    def __init__(self, summaries: Mapping[str, str]) -> None:
        """``summaries``: name of the analysis, which is its module's too → one line, the analysis' own summary."""
        own = {name: f"graphmodel.analyses.{name}:ANALYSIS" for name in summaries}
        super().__init__("graphmodel.analyses", Analysis, own, lambda analysis: analysis.name)
        self._summaries = dict(summaries)

    @property
    def summaries(self) -> dict[str, str]:
        """What each answers, by name, without importing any of our own."""
        return self._summaries | {name: self[name].summary for name in self.brought}
