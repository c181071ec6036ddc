"""GM028: a dependency against the order of the types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import dependencies, links, sources
from graphmodel.model.words import label
from graphmodel.rules.rows import expectations, judged, named, of_dependencies, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Hard dependencies that lead up the order of types, by consumer, then provider; from the dependency's row."""
    order, roots = _upwards(index)
    if not order.any():
        return
    hard = np.repeat(index.hard, np.diff(index.member_at))
    consumer, provider = (ends[hard] for ends in dependencies(index))
    place = np.full(len(index.category_id) + 1, len(roots))
    place[roots] = np.arange(len(roots))
    wrong = order[place[index.type[consumer]], place[index.type[provider]]]
    wrong &= judged(index)[consumer] & judged(index)[provider]
    once = links(index.n, consumer[wrong], provider[wrong])
    found = [*zip(sources(once).tolist(), once.values.tolist(), strict=True)]
    for (c, p), origin in zip(found, of_dependencies(index, found), strict=True):
        types = [label(index.category_id[t], index.category_name[t]) for t in index.type[[c, p]].tolist()]
        message = f"{named(index, c)} needs {named(index, p)}, but {types[1]} expects {types[0]} below it"
        yield service(index, c, message, origin, index.service_id[p], (p,))


def _upwards(index: Index) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """bool[t + 1, t + 1]: may a service of one type (or of none, the last) not need one of the other; and the types.

    It may not where the other type expects its type below itself, at however many steps, and not the other way round.
    A type that expects nothing has no order.
    """
    root = index.category_tree.root
    roots = np.flatnonzero(index.category_parent < 0)
    place = {int(r): at for at, r in enumerate(roots)}
    number = {name: at for at, name in enumerate(index.category_id)}
    below = np.zeros((len(roots) + 1, len(roots) + 1), np.bool_)
    for c, expected in expectations(index).items():
        for name in expected:
            below[place[int(root[c])], place[int(root[number[name]])]] = True
    while not np.array_equal(further := below | (below @ below), below):
        below = further
    ordered = below.any(axis=1, keepdims=True)
    return below.T & ~below & ordered, roots


RULE = Rule(
    code="GM028",
    title="Dependency against the order of types",
    severity="warning",
    why="What each type expects below it puts the types in an order: applications rest on platforms, these on "
    "networks. A network that cannot work without an application cannot be started before it, and goes down "
    "with it. Only hard dependencies count, and no type that expects nothing. " + LEFT_OUT,
    hint="check the direction of the dependency and the categories of both, or make it soft",
    bad={
        "categories.csv": "id,name,expects\napplication,Application,platform\nplatform,Platform,network\n"
        "network,Network,security\nsecurity,Security,\n",
        "services.csv": "id,name,category\npayroll,Payroll,application\nlan,Office network,network\n",
        "dependencies.csv": "service,depends_on\nlan,payroll\n",
    },
    good={
        "categories.csv": "id,name,expects\napplication,Application,platform\nplatform,Platform,network\n"
        "network,Network,security\nsecurity,Security,\n",
        "services.csv": "id,name,category\npayroll,Payroll,application\nlan,Office network,network\n",
        "dependencies.csv": "service,depends_on\npayroll,lan\n",
    },
    find=find,
    needs=(expectations, judged),
)
