"""GM004: no service is in a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.words import called
from graphmodel.rules.rows import ASIDE, retired
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Categories of the catalogue itself in which, sub-categories included, nothing stands, by id.

    Shipped types that the catalogue did not bring, and categories that are only named, have no row to fix: the
    matrix of products by types shows the first, and the second are named by a category that is found.
    """
    there = ~retired(index)
    filled, once = _filled(index, there), _filled(index, np.ones(index.n, np.bool_))
    rows = index.records("category")
    for c, full in enumerate(filled):
        if not full and rows.lines[c]:
            own, name = index.category_id[c], index.category_name[c]
            message = f"no service is in category {called(own, name)}{ASIDE * once[c]}"
            yield Gap(own, name, message, rows.origin(c))


def _filled(index: Index, there: NDArray[np.bool_]) -> list[bool]:
    """Which categories hold some of these services."""
    named = index.category[there]
    own = np.zeros(len(index.category_parent), np.bool_)
    own[named[named >= 0]] = True
    filled: list[bool] = index.category_tree.above(own).tolist()
    return filled


RULE = Rule(
    code="GM004",
    title="Empty category",
    severity="info",
    why="An empty category is a hole in what is offered or in what is catalogued, or a category that nobody needs. "
    + LEFT_OUT,
    hint="catalogue the services that belong there, or remove the category",
    bad={
        "categories.csv": "id,name,parent\nnetwork,Network,\nwifi,Wi-Fi,network\nremote,Remote access,network\n",
        "services.csv": "id,name,category\ncampus-wifi,Campus Wi-Fi,wifi\n",
    },
    good={
        "categories.csv": "id,name,parent\nnetwork,Network,\nwifi,Wi-Fi,network\nremote,Remote access,network\n",
        "services.csv": "id,name,category\ncampus-wifi,Campus Wi-Fi,wifi\nvpn,VPN,remote\n",
    },
    find=find,
    needs=(retired,),
    about="category",
)
