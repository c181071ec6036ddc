"""Columns that are kept as they are although they may name services: each is told, with how to read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final

from graphmodel.importers.lists import Signs
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import Key, is_otherwise
from graphmodel.importers.mapping.matrices import is_named, of_one_form
from graphmodel.importers.mapping.nearest import Nearest
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import SuggestedFile, SuggestedTable, short, source, to_add
from graphmodel.importers.mapping.references import of_people, repeats
from graphmodel.importers.mapping.synonyms import called, level, means, says
from graphmodel.importers.mapping.toml import pattern, texts
from graphmodel.model.words import listed

_SHOWN: Final = 20
_SHARE: Final = 0.3
"""Of the items of a column that names services, at least so many are names of some."""


def tell_kept(files: Sequence[SuggestedFile], nearest: Nearest, identity: Collection[Key]) -> None:
    """Say which columns are kept as they are and name services: by their values, or else by their own names.

    Where there are dependencies, a column that is only called after what services depend on may be anything.
    """
    related = any(table.kind == "dependency" for file in files for table in file.tables)
    known = {name for key in nearest.keys if key.sure > 1 or key in identity for name in key.known}
    for file in files:
        read = {column for table in file.tables for column in table.reads}
        for table in file.tables:
            if not table.attributes or "id" not in table.columns:
                continue
            free = {*table.attributes}
            kept = [c for c in file.found.columns if c.header in free and c not in read]
            named = [c for c in kept if is_named(c.header, known)]
            if len(named) > 1:
                _tell_crossed(file, table, named, "called as services are")
            elif what := of_one_form(kept):
                _tell_crossed(file, table, kept, f"of {what}")
            else:
                for column in kept:
                    _tell_kept(file, table, column, nearest, identity, related=related)


def _tell_kept(
    file: SuggestedFile,
    table: SuggestedTable,
    column: Profile,
    nearest: Nearest,
    identity: Collection[Key],
    *,
    related: bool,
) -> None:
    key, sign, share, _ = nearest.of(column)
    if key and column.wordy and share >= _SHARE and not repeats(column, key, sign):
        if key.sure < 2 and key not in identity:
            return
        if called(column.name, "unrelated"):
            why = "as dependencies, kept as it is: by its name it says nothing of dependence"
            file.leave_out(column.header, why)
        else:
            _tell(file, table, column, sign, f"names services ({share:.0%} of its items)")
    elif means(column.name, "consumers") > 1 and of_people(column, file.found):
        file.leave_out(column.header, "as dependencies, kept as it is: it names people or departments")
    elif max(means(column.name, field) for field in ("providers", "consumers")) > 1 and not column.share(
        "number"
    ):
        file.leave_out(
            column.header, f"as dependencies, kept as it is: {short(column.values[0])} names no service"
        )
    elif not related and column.wordy and not column.flagged and _may_name(column):
        _tell(file, table, column, column.separator(), "may name what the rows depend on")


def _tell_crossed(file: SuggestedFile, table: SuggestedTable, columns: Sequence[Profile], what: str) -> None:
    """Columns that may be those of a matrix."""
    headers = [c.header for c in columns]
    marks = list(dict.fromkeys(value for c in columns for value in c.some.first(_SHOWN)))
    where = [v for v in marks if says("yes", v)] if any(says("yes", v) for v in marks) else marks
    file.told.append(
        f"{file.found.place}: columns {what} are kept as attributes, and no dependency is read from them: "
        f"{listed(headers, 5)} ({listed([*map(short, marks)], 3)}); if a row depends on what such a column is called, "
        "add the tables below"
    )
    ends = f'service = {table.columns["id"].toml}, depends_on = "provider"'
    only = f'name = "provider", value = "mark", where = {texts(map(pattern, where))}'
    unpivot = f"unpivot = {{ columns = {texts(headers)}, {only} }}"
    file.comments += to_add("service", "distinct = true", unpivot, 'columns = { id = "provider" }')
    file.comments += to_add("dependency", unpivot, f"columns = {{ {ends} }}")


def _may_name(column: Profile) -> bool:
    """Is it called after what services depend on?"""
    words = column.name.plain
    names = [Name(words[a:b], words[a:b]) for a, b in combinations(range(len(words) + 1), 2)]
    own = means(column.name, "id") > 1 or (means(column.name, "name") > 1 and not level(column.name)[1])
    other = own or is_otherwise(column) or means(column.name, "role") > 1
    return not other and any(level(name)[1] or says("host", " ".join(name.plain)) for name in names)


def _tell(file: SuggestedFile, table: SuggestedTable, column: Profile, sign: Signs, what: str) -> None:
    file.told.append(
        f"{file.found.place}: {column.header} {what}, and is kept as an attribute: if the rows depend on these, "
        "add the table below"
    )
    ends = f"service = {table.columns['id'].toml}, depends_on = {source(column, split=sign).toml}"
    file.comments += to_add("dependency", f"columns = {{ {ends} }}")
