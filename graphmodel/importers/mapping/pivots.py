"""Proposing what rows of keys and values say: as a sheet with a column for each key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import Key, references
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import Source, SuggestedFile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.services import propose
from graphmodel.importers.mapping.toml import text

_SURE = 6


def of_attributes(
    found: Sample, columns: tuple[Profile, Profile, Profile], keys: Sequence[Key], known: Collection[str]
) -> SuggestedFile:
    """The tables of a sheet whose ``columns`` are id, key and value; ``keys``: of the files that define services."""
    of, key, value = columns
    sheet = _pivoted(found, *columns)
    own = Key(sheet, sheet.columns[0], _SURE)
    named = ", ".join(
        f"{name} = {text(c.header)}" for name, c in (("id", of), ("key", key), ("value", value))
    )
    file = SuggestedFile(sheet, pivot=f"{{ {named} }}")
    propose(file, own, [own], references(sheet, [own, *keys]), None, known)
    for table in file.tables:
        table.ids = ()
        table.columns.pop("kind", None)
        table.values.pop("kind", None)
        if "id" in table.columns:
            why = "completes the service that it names"
            table.columns["id"] = Source(table.columns["id"].toml, why, sheet.columns[0])
    return file


def _pivoted(found: Sample, of: Profile, key: Profile, value: Profile) -> Sample:
    rows: dict[str, dict[str, str]] = {}
    for name, said, cell in zip(of.cells, key.cells, value.cells, strict=True):
        if name and said:
            rows.setdefault(name, {}).setdefault(said, cell)
    names = dict.fromkeys(name for row in rows.values() for name in row)
    columns = [Profile(0, of.header, of.name, tuple(rows))]
    for at, name in enumerate(names, 1):
        cells = tuple(row.get(name, "") for row in rows.values())
        columns.append(Profile(at, name, Name.of(name), cells))
    return replace(found, columns=tuple(columns), rows=len(rows))
