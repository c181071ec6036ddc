"""How deep the dependencies go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.cycles import components
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import links, providers, sources

if TYPE_CHECKING:
    from graphmodel.index.index import Index


def depth(index: Index) -> int:
    """The number of dependencies on the longest chain, where services on a cycle together count as one."""
    component = components(index)
    consumer, provider = component[sources(providers(index))], component[index.member]
    other = consumer != provider
    count = int(component.max(initial=-1)) + 1
    return int(topological_levels(links(count, consumer[other], provider[other])).max(initial=0))
