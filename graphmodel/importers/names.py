"""Names of columns and sheets: how they are compared, and which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphmodel.model.suggest import closest

_GAP = re.compile(r"[\s_-]+")


def folded(name: str) -> str:
    """A column's name as it is compared: case, and whether words are joined by space, hyphen or _, do not matter.

    >>> folded(" Depends-On ")
    'depends_on'
    """
    return _GAP.sub("_", name.strip().casefold())


def near(name: str, among: Iterable[str]) -> str:
    """The one name among these that ``name`` is most likely meant for, or empty.

    >>> near("nmae", ["id", "name"]), near("availabilty", ["availability"]), near("host", ["cost"])
    ('name', 'availability', '')
    """
    return closest(folded(name), among, 0.8)
