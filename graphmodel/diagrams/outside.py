"""What lies between the services of a diagram and is not one of them: a page that tells what fails has to know it.

Failure comes back to the selection only on ways that begin and end in it; whatever else there is stays as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.reach import distances

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram, Edge, Spec
    from graphmodel.index.index import Index


def with_outside(index: Index, spec: Spec) -> Spec:
    """The same with the services that lie on ways from one of its services to another."""
    chosen = spec.services.tolist()
    between = (distances(index, chosen, up=True) >= 0) & (distances(index, chosen, up=False) >= 0)
    between[spec.services] = True
    services = np.flatnonzero(between).astype(np.int32)
    states = spec.states
    if states is not None:
        everywhere = spec.everywhere if spec.everywhere is not None else np.zeros(index.n, np.uint8)
        everywhere = everywhere.copy()
        everywhere[spec.services] = states
        states = everywhere[services]
    outside = frozenset(services.tolist()) - frozenset(chosen)
    return replace(spec, services=services, states=states, outside=outside)


def apart(made: Diagram, spec: Spec) -> Diagram:
    """The diagram with what is outside beside it, and the dependencies that are not to be drawn."""
    services = {f"s{v}" for v in spec.outside}
    consumer = {edge.provider: edge.consumer for edge in made.edges if not edge.weight}
    others = services | {joint for joint, own in consumer.items() if own in services}
    wanted = None if spec.only is None else {(f"s{v}", f"s{w}") for v, w in spec.only}

    def passing(edge: Edge) -> bool:
        ends = (consumer.get(edge.consumer, edge.consumer), edge.provider)
        aside = wanted is not None and edge.weight > 0 and ends not in wanted
        return aside or not others.isdisjoint((edge.consumer, edge.provider))

    clusters = (
        replace(cluster, members=tuple(key for key in cluster.members if key not in others))
        for cluster in made.clusters
    )
    return replace(
        made,
        nodes=tuple(node for node in made.nodes if node.key not in others),
        edges=tuple(edge for edge in made.edges if not passing(edge)),
        clusters=tuple(cluster for cluster in clusters if cluster.members),
        outside=tuple(node for node in made.nodes if node.key in others),
        passing=tuple(edge for edge in made.edges if passing(edge)),
    )
