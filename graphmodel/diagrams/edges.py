"""The lines of a diagram: dependencies between its nodes, those between the same two as one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import cycles
from graphmodel.algorithms.scc import strong_components
from graphmodel.diagrams.collapse import Dependencies
from graphmodel.diagrams.labels import tallied
from graphmodel.diagrams.spec import Edge
from graphmodel.index.csr import links as linked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graphmodel.diagrams.collapse import Collapsed
    from graphmodel.diagrams.spec import Spec
    from graphmodel.index.index import Index


class Styles(NamedTuple):
    """How each dependency is drawn, aligned with ``Dependencies``."""

    soft: NDArray[np.bool_]
    cycle: NDArray[np.bool_]
    highlight: NDArray[np.bool_]
    faint: NDArray[np.bool_]
    mark: NDArray[np.intp]
    """intp[m]: a position in ``words``."""
    words: tuple[str, ...]


class _Lines(NamedTuple):
    """Lines between nodes by number, before those between the same two are put together."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    link: NDArray[np.intp]
    """The dependency that each stands for."""
    weight: NDArray[np.int64]


def styles(index: Index, spec: Spec, found: Dependencies) -> Styles:
    """How each dependency of a drawing is drawn."""
    cycle = _circular(index, spec, found)
    highlight = _values(index, found, dict.fromkeys(spec.highlight, 1)) > 0
    words = ("", *sorted(set(spec.edge_marks.values())))
    number = {word: i for i, word in enumerate(words)}
    mark = _values(index, found, {ends: number[word] for ends, word in spec.edge_marks.items()})
    told = highlight | (mark > 0) | (cycle if not spec.highlight else False)
    faint = np.zeros_like(told) if spec.states is None else ~told
    return Styles(~index.hard[found.requirement], cycle, highlight, faint, mark, words)


def _circular(index: Index, spec: Spec, found: Dependencies) -> NDArray[np.bool_]:
    """bool[m]: the dependencies to mark as part of a cycle."""
    if spec.closing is not None:
        return _values(index, found, dict.fromkeys(spec.closing, 1)) > 0
    component = (
        cycles.components(index)
        if spec.only is None
        else strong_components(linked(index.n, found.consumer, found.provider))
    )
    circular: NDArray[np.bool_] = component[found.consumer] == component[found.provider]
    return circular


def among(index: Index, found: Dependencies, only: frozenset[tuple[int, int]] | None) -> Dependencies:
    """Those of the dependencies that are to be drawn; None for all."""
    if only is None:
        return found
    kept = _values(index, found, dict.fromkeys(only, 1)) > 0
    return Dependencies(found.consumer[kept], found.provider[kept], found.requirement[kept])


def _values(index: Index, found: Dependencies, values: Mapping[tuple[int, int], int]) -> NDArray[np.intp]:
    """The value of each dependency by its ends; 0 where there is none."""
    if not values:
        return np.zeros(len(found.consumer), np.intp)
    ends = sorted(values)
    known = np.array([consumer * index.n + provider for consumer, provider in ends], np.int64)
    asked = found.consumer.astype(np.int64) * index.n + found.provider
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[at] == asked, np.array([values[pair] for pair in ends], np.intp)[at], 0)


def edges(
    index: Index,
    spec: Spec,
    found: Dependencies,
    drawn: Styles,
    plan: Collapsed,
    left_out: NDArray[np.bool_],
) -> tuple[tuple[Edge, ...], int]:
    """The edges in the order of their ends, and how many dependencies lie inside collapsed clusters.

    ``left_out``: bool[m], the dependencies that others imply.
    """
    lines, inside = _lines(index, spec, found, plan)
    if not len(lines.source):
        return (), inside
    order = np.lexsort((lines.target, lines.source))
    lines = _Lines(*(column[order] for column in lines))
    first = np.flatnonzero(np.append(True, (np.diff(lines.source) != 0) | (np.diff(lines.target) != 0)))
    soft = np.logical_and.reduceat(drawn.soft[lines.link], first).tolist()
    cycle = np.logical_or.reduceat(drawn.cycle[lines.link], first).tolist()
    highlight = np.logical_or.reduceat(drawn.highlight[lines.link], first).tolist()
    faint = np.logical_and.reduceat(drawn.faint[lines.link], first).tolist()
    implied = np.logical_and.reduceat(left_out[lines.link], first).tolist()
    weight = np.add.reduceat(lines.weight, first).tolist()
    source, target = lines.source[first].tolist(), lines.target[first].tolist()
    last = [*first[1:].tolist(), len(lines.link)]
    clusters = len(plan.clustering.all)
    made = []
    for i, start in enumerate(first.tolist()):
        said = ""
        if len(drawn.words) > 1:
            # From a consumer to its requirement one mark speaks for the dependencies of all members.
            several = last[i] - start
            marks = np.bincount(drawn.mark[lines.link[start : last[i]]], minlength=len(drawn.words)).tolist()
            if not weight[i] and max(marks) == several:
                several = 1
            said = tallied(Counter(dict(zip(drawn.words, marks, strict=True))), several)
        made.append(
            Edge(
                _key(index, clusters, source[i]),
                _key(index, clusters, target[i]),
                soft=soft[i],
                cycle=cycle[i],
                highlight=highlight[i],
                faint=faint[i],
                mark=said,
                weight=weight[i],
                implied=implied[i],
            )
        )
    return tuple(made), inside


def _lines(index: Index, spec: Spec, found: Dependencies, plan: Collapsed) -> tuple[_Lines, int]:
    """Services are numbered as in the index, after them the clusters, then the requirements."""
    place = np.arange(index.n, dtype=np.int64)
    collapsed = ~plan.single
    place[spec.services[collapsed]] = index.n + plan.clustering.of[collapsed]
    split = np.zeros(len(index.needs), np.bool_)
    split[plan.requirements] = True
    own = split[found.requirement]
    joint = index.n + len(plan.clustering.all) + found.requirement.astype(np.int64)
    source, target = np.where(own, joint, place[found.consumer]), place[found.provider]
    hidden = (source == target) & (source >= index.n)
    shown, above = np.flatnonzero(~hidden), np.flatnonzero(own)
    return _Lines(
        np.concatenate((source[shown], place[found.consumer[above]])),
        np.concatenate((target[shown], joint[above])),
        np.concatenate((shown, above)),
        np.concatenate((np.ones(len(shown), np.int64), np.zeros(len(above), np.int64))),
    ), int(np.count_nonzero(hidden))


def _key(index: Index, clusters: int, number: int) -> str:
    if number < index.n:
        return f"s{number}"
    number -= index.n
    return f"c{number}" if number < clusters else f"r{number - clusters}"
