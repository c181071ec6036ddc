"""The records of a catalogue in one order, whatever store they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.catalogue import Catalogue

if TYPE_CHECKING:
    from graphmodel.model.table import Table


def ordered(catalogue: Catalogue) -> Catalogue:
    """The same with every table by identity, part by part, by code point."""
    return Catalogue({name: _sorted(table) for name, table in catalogue.tables.items()})


def _sorted(table: Table) -> Table:
    keys = list(table.keys())
    return table.take(sorted(range(len(keys)), key=keys.__getitem__))
