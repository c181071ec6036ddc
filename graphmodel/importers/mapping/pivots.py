"""Proposing what rows of keys and values say: as a sheet with a column for each key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.nearest import Nearest
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import Source, SuggestedFile
from graphmodel.importers.mapping.references import references
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.services import propose, related_pairs
from graphmodel.importers.mapping.toml import text

_SURE = 6


def of_attributes(
    found: Sample, columns: tuple[Profile, Profile, Profile], keys: Sequence[Key], known: Collection[str]
) -> tuple[SuggestedFile, list[tuple[str, str]]]:
    """The tables of a sheet whose ``columns`` are id, key and value, and (consumer, provider) of its dependencies.

    ``keys``: of the files that define services; where there is none, this one does.
    """
    of, key, value = columns
    sheet = _pivoted(found, *columns)
    own = Key(sheet, sheet.columns[0], _SURE)
    named = ", ".join(
        f"{name} = {text(c.header)}" for name, c in (("id", of), ("key", key), ("value", value))
    )
    file = SuggestedFile(sheet, pivot=f"{{ {named}{', define = true' * (not keys)} }}")
    referring = references(sheet, Nearest([own, *keys]))
    propose(file, own, [own], referring, None, known)
    related = [pair for one in referring for pair in related_pairs(own.column, one)]
    for table in file.tables if keys else ():
        table.ids = ()
        table.columns.pop("kind", None)
        table.values.pop("kind", None)
        if "id" in table.columns:
            why = "completes the service that it names"
            table.columns["id"] = Source(table.columns["id"].toml, why, sheet.columns[0])
    return file, related


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
