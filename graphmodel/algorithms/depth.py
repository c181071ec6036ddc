"""How deep the dependencies go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import providers, sources

if TYPE_CHECKING:
    from graphmodel.index.index import Index


def depth(index: Index) -> int:
    """The number of dependencies on the longest chain, where services on a cycle together count as one."""
    towards = providers(index)
    between = condensed(towards).between(sources(towards), towards.values)
    return int(topological_levels(between).max(initial=0))
