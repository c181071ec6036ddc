"""What rows belong to that complete records which other rows define: found by id, alias or name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graphmodel.importers.names import same_name
from graphmodel.model.aliases import aliases
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.table import Table


@dataclass(frozen=True)
class Elements:
    """The records of one kind, as rows may name them."""

    known: dict[str, str]
    """Id, alias, or the compared name of only one → id."""
    rejected: frozenset[str]
    """Ids of rows that are rejected: what belongs to them falls with them."""

    def one(self, cell: str) -> str:
        """The id of the record that a cell names, or empty; also of a rejected one."""
        said = unicodedata.normalize("NFC", cell.strip())
        if said in self.rejected:
            return said
        return self.known.get(said) or self.known.get(same_name(said), "")


def elements(good: Iterable[Table], doubtful: Iterable[Table]) -> Elements:
    """What the rows of a kind define."""
    tables = list(good)
    ids = {name for table in tables for name in table.texts("id")}
    of_names: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for name, owner in zip(table.texts("name"), table.texts("id"), strict=True):
            if name:
                of_names[same_name(name)].add(owner)
    known = {name: next(iter(owners)) for name, owners in of_names.items() if len(owners) == 1}
    known |= aliases([table for table in tables if table.kind is SERVICE])
    known |= {name: name for name in ids}
    rejected = {name for table in doubtful for name in table.texts("id")} - ids - {""}
    return Elements(known, frozenset(rejected))
