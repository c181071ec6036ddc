"""Names that are words for an empty cell: TBC, n/a."""

from __future__ import annotations

from graphmodel.importers.mapping.synonyms import says


def instead(name: str) -> str:
    """What to do about a name that may stand for none; empty where it stands for something."""
    if not says("nothing", name):
        return ""
    return f'if {name} means that there is none, leave the cell empty; in a mapping: empty = ["{name}"]'
