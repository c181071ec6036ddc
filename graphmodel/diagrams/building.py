"""From numbers to a diagram: requirements as nodes of their own, and collapsing until it is readable.

Every service and every dependency of the drawing is drawn, or counted in the node or edge that stands for several; a
dependency between services that are drawn as one is counted in ``Diagram.inside``, one that others imply is an edge
that says so. Nothing is left out silently.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms import states
from graphmodel.diagrams.badges import FOLLOWED, badged, sentences
from graphmodel.diagrams.collapse import OWN, collapse, links
from graphmodel.diagrams.edges import Styles, among, edges, styles
from graphmodel.diagrams.foot import footed, strip
from graphmodel.diagrams.implied import implied
from graphmodel.diagrams.labels import counted, revision_label
from graphmodel.diagrams.legend import legend
from graphmodel.diagrams.nesting import nested
from graphmodel.diagrams.outside import apart, with_outside
from graphmodel.diagrams.particulars import Particulars
from graphmodel.diagrams.spec import READABLE, Cluster, Diagram, Node
from graphmodel.index.ends import numbers
from graphmodel.model.metamodel import RELATIONSHIPS
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.diagrams.collapse import Collapsed, Dependencies
    from graphmodel.diagrams.spec import Edge, Spec
    from graphmodel.index.index import Index

_EDGES: Final = 3
"""More edges than three for each node that is allowed (three for each of ``READABLE`` at least) are a hairball."""
_UNKNOWN: Final = 255
DETAILED: Final = 10_000
"""Of more services a page holds no more than names and dependencies: it would take minutes to write and to open."""
_UNTOLD: Final = (
    f"of more than {DETAILED:,} services the page holds names and dependencies, not what else is known"
)
_NAMED: Final = 5
"""How many collapsed clusters a sentence names."""


def diagram(
    index: Index,
    spec: Spec,
    *,
    cluster: str | None = None,
    max_nodes: int = READABLE,
    max_edges: int | None = None,
    details: bool = False,
    all_dependencies: bool = False,
    folds: bool = False,
    marked: bool = False,
) -> Diagram:
    """The diagram of a drawing, collapsed by ``cluster`` until it has no more nodes and edges.

    Without one it is collapsed as the drawing says, and where that says nothing, by type.
    ``details``: with levels, links and details of services, which on a large estate takes seconds to read.
    ``all_dependencies``: also those that others imply are drawn. ``folds``: nothing is collapsed, for a format that
    does so itself; what failure passes through between the services is in ``Diagram.outside``. ``marked``: of a format
    that draws what others imply, too.
    """
    index = spec.index or index
    by = cluster or (spec.cluster if spec.band is None else OWN)
    if folds:
        return _unfolded(index, spec, by, max_nodes, details=details, whole=all_dependencies)
    found = among(index, links(index, spec.services), spec.only)
    drawn = styles(index, spec, found)
    readable = _EDGES * max(max_nodes, READABLE)
    most_edges = readable if max_edges is None else min(readable, max_edges)
    most = max(max_nodes, 1)
    while True:
        plan = collapse(index, spec, found, by, most)
        whole = all_dependencies or _asked(spec, found)
        made = _made(
            index, spec, found, drawn, plan, details=details, whole=whole, letters=not whole, marked=marked
        )
        if len(made.drawn) <= most_edges or most == 1:
            return made
        most = max(1, min(most, len(made.nodes)) * 3 // 4)


def _unfolded(
    index: Index, spec: Spec, cluster: str, max_nodes: int, *, details: bool, whole: bool
) -> Diagram:
    """All of it, each service a node."""
    full = with_outside(index, spec)
    found = links(index, full.services)
    plan = collapse(index, full, found, cluster, int(np.iinfo(np.int64).max))
    told = details and len(full.services) <= DETAILED
    whole = whole or _asked(spec, among(index, found, spec.only))
    drawn = styles(index, full, found)
    made = apart(_made(index, full, found, drawn, plan, details=told, whole=whole, letters=False), full)
    # How many others imply is counted where it is folded.
    sentences = (*_left_out(index, spec), *([_UNTOLD] if details and not told else []))
    return replace(
        made,
        legend=legend(spec, made.nodes, made.drawn),
        collapsed=sentences,
        unfolded=max_nodes,
    )


def _made(
    index: Index,
    spec: Spec,
    found: Dependencies,
    drawn: Styles,
    plan: Collapsed,
    *,
    details: bool,
    whole: bool,
    letters: bool,
    marked: bool = False,
) -> Diagram:
    nodes = [
        *_services(index, spec, plan, _circular(index, spec, found, drawn), details=details),
        *_collapsed(spec, plan),
        *_requirements(index, spec, plan, found),
    ]
    left_out = np.zeros(len(found.consumer), np.bool_) if whole else implied(index, spec, found, drawn, plan)
    lines, inside = edges(index, spec, found, drawn, plan, left_out)
    lines = _unsaid(nodes, lines)
    if letters:
        nodes, lines = badged(nodes, lines, {f"s{v}" for v in spec.focus})
        nodes = nodes if marked or plan.by == OWN else footed(nodes, lines)
    frames = {key: c for c in range(len(plan.clustering.all)) if (key := plan.frame(c))}
    clusters = tuple(
        Cluster(key, plan.clustering.all[c].label, tuple(node.key for node in nodes if node.cluster == key))
        for key, c in frames.items()
    )
    clusters = tuple(cluster for cluster in clusters if cluster.members)
    outer: tuple[Cluster, ...] = ()
    if plan.by == "category":
        clusters, outer = nested(
            index, clusters, {key: plan.clustering.all[c].id for key, c in frames.items()}
        )
    clusters += strip(nodes)
    return Diagram(
        spec.title,
        spec.subtitle,
        tuple(nodes),
        lines,
        clusters,
        legend(spec, nodes, [edge for edge in lines if not (edge.implied or edge.badge)]),
        (
            *_sentences(nodes, inside, plan.by),
            *sentences(nodes),
            *_implied(lines, "marked as such" if marked else "not drawn"),
            *_left_out(index, spec),
        ),
        inside,
        revision_label(index.revision),
        outer=outer,
        ordered=plan.by == OWN and spec.ordered,
    )


def _asked(spec: Spec, found: Dependencies) -> bool:
    """Is each of these dependencies what the reader wants to see? Of many in cycles those are that close them."""
    return spec.only is not None and (spec.closing is None or len(found.consumer) <= FOLLOWED)


def _unsaid(nodes: list[Node], lines: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """The same, where a change that an end says is not said again."""
    state = {node.key: node.state for node in nodes}
    return tuple(
        replace(edge, unsaid=True)
        if edge.change and edge.change in {state[edge.consumer], state[edge.provider]}
        else edge
        for edge in lines
    )


def _circular(index: Index, spec: Spec, found: Dependencies, drawn: Styles) -> NDArray[np.bool_]:
    """bool[n]: the services at the ends of dependencies of a cycle, where not all are."""
    result = np.zeros(index.n, np.bool_)
    if spec.closing is not None:
        return result
    result[found.consumer[drawn.cycle]] = True
    result[found.provider[drawn.cycle]] = True
    return result


def _services(
    index: Index, spec: Spec, plan: Collapsed, circular: NDArray[np.bool_], *, details: bool
) -> Iterator[Node]:
    """Those that are drawn one by one."""
    places = np.flatnonzero(plan.single).tolist()
    particulars = Particulars(index) if details and places else None
    numbers = spec.services[places].tolist()
    alike = Counter(index.service_name[v] for v in numbers)
    for at, v in zip(places, numbers, strict=True):
        name, own = index.service_name[v], index.service_id[v]
        cluster = int(plan.clustering.of[at])
        yield Node(
            f"s{v}",
            own if not name else name if alike[name] == 1 else f"{name} ({own})",
            "placeholder" if index.placeholder[v] else "product" if index.product[v] else "service",
            id=own,
            cluster=plan.frame(cluster),
            state="" if spec.states is None else spec.scale[int(spec.states[at])],
            mark=spec.marks.get(v, "gone" if index.gone[v] else ""),
            gone=bool(index.gone[v]),
            level=particulars.level(v) if particulars else "",
            link=particulars.link(v) if particulars else "",
            details=particulars.details(v) if particulars else (),
            emphasis="strong"
            if v in spec.strong
            else "faint"
            if spec.states is not None and not spec.states[at] and v not in spec.marks
            else "cycle"
            if circular[v]
            else "",
            facets=particulars.facets(v) if particulars else (),
        )


def _collapsed(spec: Spec, plan: Collapsed) -> Iterator[Node]:
    """The clusters that are drawn as one."""
    for c in np.flatnonzero(plan.folded).tolist():
        inside = (plan.clustering.of == c) & ~plan.single
        cluster, count = plan.clustering.all[c], int(np.count_nonzero(inside))
        state, words = "", Counter[str]()
        if spec.states is not None:
            counts = np.bincount(spec.states[inside], minlength=len(spec.scale)).tolist()
            occurs = [name for name, number in zip(spec.scale, counts, strict=True) if number]
            state = spec.mixed if spec.mixed and len(occurs) > 1 else occurs[-1]
            words.update(dict(zip(spec.scale[:0:-1], counts[:0:-1], strict=True)))
        if spec.marks:
            marks = Counter(spec.marks.get(v, "") for v in spec.services[inside].tolist())
            for mark, number in sorted(marks.items()):
                words.update(dict.fromkeys(mark.split(), number))
        yield Node(
            f"c{c}",
            f"others of {cluster.label}" if c == plan.parted else cluster.label,
            "cluster",
            id=cluster.id,
            cluster=plan.frame(c),
            state=state,
            mark=counted(words, count),
            count=count,
        )


def _requirements(index: Index, spec: Spec, plan: Collapsed, found: Dependencies) -> Iterator[Node]:
    """The alternatives, each requirement a small node of its own."""
    sizes = np.diff(index.member_at)
    given = _given(index, spec)
    drawn = np.bincount(found.requirement, minlength=len(index.needs))
    shown = np.zeros(index.n, np.bool_)
    shown[spec.services] = True
    at = np.searchsorted(spec.services, index.consumer[plan.requirements]).tolist()
    for r, consumer in zip(plan.requirements.tolist(), at, strict=True):
        cluster = int(plan.clustering.of[consumer])
        members = index.members(r)
        up = 0
        if spec.everywhere is not None and spec.scale == states.NAMES:
            up = int(np.count_nonzero((spec.everywhere[members] == states.UP) & ~shown[members]))
        hidden = int(sizes[r] - drawn[r])
        yield Node(
            f"r{r}",
            f"{index.group[r]}: {index.needs[r]} of {sizes[r]}",
            "requirement",
            id=index.group[r],
            mark=", ".join(
                f"+{number:,} {what}" for number, what in ((up, "up"), (hidden - up, "not drawn")) if number
            ),
            emphasis="faint"
            if spec.states is not None and not spec.states[consumer] and (given is None or given[r] < 0)
            else "",
            quorum=(int(index.needs[r]), int(sizes[r])),
            cluster=plan.frame(cluster),
            state="" if given is None or given[r] < 0 else states.NAMES[int(given[r])],
            count=0,
        )


def _given(index: Index, spec: Spec) -> NDArray[np.int64] | None:
    """int64[r]: the state that each requirement gives, by all its members; -1 where that of a member is not known.

    None where it is not about states.
    """
    if spec.states is None or spec.scale != states.NAMES:
        return None
    state = spec.everywhere
    if state is None:
        state = np.full(index.n, _UNKNOWN, np.uint8)
        state[spec.services] = spec.states
    member = state[index.member]
    at = index.member_at[:-1]
    bad = [
        np.add.reduceat((member >= s).astype(np.int64), at) if len(at) else at
        for s in (states.AT_RISK, states.DEGRADED, states.DOWN, _UNKNOWN)
    ]
    given: NDArray[np.int64] = states.verdict(
        index.hard, np.diff(index.member_at) - index.needs, *bad[: states.DOWN]
    )
    return np.where(bad[-1] > 0, -1, given)


def _sentences(nodes: list[Node], inside: int, by: str) -> tuple[str, ...]:
    """What was collapsed, in words, and how to see it."""
    made = sorted((node for node in nodes if node.kind == "cluster"), key=lambda node: -node.count)
    if not made:
        return ()
    named = [f"{node.label} ({node.count:,})" for node in made[:_NAMED]]
    if len(made) > _NAMED:
        rest = made[_NAMED:]
        named.append(f"{len(rest)} more ({sum(node.count for node in rest):,})")
    services = sum(node.count for node in made)
    verb = count(services, "service is", "services are")
    first = f"to stay readable, {verb} drawn as {len(made):,}: {', '.join(named)}"
    verb = count(inside, "dependency inside them is", "dependencies inside them are")
    own = next((node.id for node in made if node.id), "")
    select = f"{by.replace('type', 'category')}:{own}"
    one = f"diagram {select} draws what is in one of them; " if own else ""
    more = f"{one}with --page a3 or --max-nodes N there are more nodes"
    return (first, *([f"{verb} not drawn"] if inside else []), more)


def _implied(lines: Iterable[Edge], how: str) -> tuple[str, ...]:
    """How many dependencies others imply, and how those are drawn."""
    number = sum(edge.weight for edge in lines if edge.implied)
    if not number:
        return ()
    return (
        f"{count(number, 'dependency that others imply is', 'dependencies that others imply are')} {how}",
    )


def _left_out(index: Index, spec: Spec) -> Iterator[str]:
    """The relationships between services of the diagram that are no dependencies, which it does not draw."""
    shown = np.zeros(index.n + 1, np.bool_)
    shown[spec.services] = True
    for name, kind in RELATIONSHIPS.items():
        ends = [end for end in kind.ends if end.refers_to == "service"]
        if name != "dependency" and len(ends) == 2:
            between = np.logical_and.reduce([shown[numbers(index, name, end.name)] for end in ends])
            if number := int(np.count_nonzero(between)):
                what = [
                    f"{word.replace('_', ' ')} {verb}" for word, verb in ((name, "is"), (kind.plural, "are"))
                ]
                yield f"{count(number, *what)} not drawn"
