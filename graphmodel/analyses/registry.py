"""The register of analyses: each is imported when it is first asked for, so that ``--help`` pays for none of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.analyses.analysis import Analysis


class Registry(Mapping[str, "Analysis"]):
    """Analyses by name, in the order given; ``summaries`` tells what each answers without importing any."""

    def __init__(self, summaries: Mapping[str, str]) -> None:
        """``summaries``: name of the analysis, which is its module's too → one line, the analysis' own summary."""
        self.summaries = dict(summaries)

    def __getitem__(self, name: str) -> Analysis:
        if name not in self.summaries:
            raise KeyError(name)
        found: Analysis = import_module(f"graphmodel.analyses.{name}").ANALYSIS
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)
