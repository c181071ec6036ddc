"""Proposing what a sheet with a service in each row says: services, what they depend on, and who answers for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from graphmodel.importers.importer import IGNORED
from graphmodel.importers.lists import Signs, every, likely_items
from graphmodel.importers.mapping.guess import LETTERS, TRUSTED, Guess, fields, roles
from graphmodel.importers.mapping.guess import kind as kind_of
from graphmodel.importers.mapping.keys import OTHERWISE, Key
from graphmodel.importers.mapping.matrices import Matrix, of_matrix
from graphmodel.importers.mapping.nests import of_nested
from graphmodel.importers.mapping.numbered import beside_numbers, said_of_dependencies, say
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import (
    SuggestedFile,
    SuggestedTable,
    constant,
    guessed,
    in_words,
    several,
    short,
    source,
)
from graphmodel.importers.mapping.references import Reference, directed
from graphmodel.importers.mapping.synonyms import level, means, nothing, ours, says
from graphmodel.importers.mapping.toml import text
from graphmodel.importers.mapping.ways import values_of
from graphmodel.importers.names import folded, near, same_name
from graphmodel.model.metamodel import SERVICE, Field, Kind
from graphmodel.model.words import count, listed

_BRIEF: Final = 4
"""Names have no more words than that, on average."""
_PROSE: Final = re.compile(r"[.;:!?](\s|$)")

_TOLD: Final = 4
"""So long is a word in the name of a column that tells how strong its dependencies are; a ``no`` is a number."""
_ID: Final = {0: "a guess: rows of the same one are merged", 1: "a guess: no cell of it is repeated"}


def propose(
    file: SuggestedFile,
    identity: Key,
    own: Sequence[Key],
    referring: Sequence[Reference],
    matrix: Matrix | None,
    known: Collection[str],
) -> None:
    """Add the tables of a sheet of services; their kind is left for ``products`` where no column says it."""
    found = file.found
    nests = of_nested(found, identity.column, known)
    in_matrix = set(matrix.columns) if matrix else set()
    related = [
        r
        for r in referring
        if r.found is found and r.column is not identity.column and r.column not in in_matrix
    ]
    named = {r.column.parts[0] for r in related if r.column.parts}
    named_within = [column for column in found.columns if column.header in named]
    nested = {column for nest in nests for column in nest.reads}
    numbered = beside_numbers(found, related)
    of_numbers = {column for columns in numbered.values() for column in columns}
    typed = {r.types for r in related if r.types}
    used = {identity.column, *typed, *in_matrix, *nested, *(r.column for r in related), *named_within}
    table = SuggestedTable("service", {"id": source(identity.column, _why(identity, referring))})
    table.ids = identity.column.values
    other = next((k for k in own if k is not identity and k.column not in used and k.is_id), None)
    if other:
        table.columns["aliases"] = source(other.column, "sure: another id of the same service")
        used.add(other.column)
    if told := kind_of(found, in_matrix):
        table.columns["kind"] = guessed(told)
        table.values["kind"] = told.values
        if means(told.column.name, "category") < 2 or means(
            told.column.name, "relation"
        ):  # a type is no category
            used.add(told.column)
    answering = roles(found, used)
    used |= {guess.column for guess in answering}
    used |= _several(file, identity.column, used)
    sorts = {told.column} if told else set()
    within = {column for column in found.columns if column.header in identity.column.parts[1:]} | of_numbers
    for guess in (*fields(found, used | within | sorts), *fields(found, used | within)):
        if guess.column in used or guess.field in table.columns or not _is_own(guess, identity.column):
            continue
        unit = guess.column.name.unit
        kept = SERVICE.field(guess.field)
        more: dict[str, str | int] = {}
        if unit and kept and kept.type == "duration" and unit.duration:
            more["unit"] = unit.duration
        if unit and kept and kept.type == "number" and unit.factor > 1:
            more["factor"] = unit.factor
        table.columns[guess.field] = guessed(guess, **more)
        used.add(guess.column)
        if guess.values:
            table.values[guess.field] = guess.values
            _keep_unknown(file, table, guess)
    if "name" not in table.columns:
        _name(table, identity)
    order = {name: at for at, name in enumerate(SERVICE.names)}
    table.columns = dict(sorted(table.columns.items(), key=lambda pair: order.get(pair[0], len(order))))
    said = {r: made for r, columns in numbered.items() if (made := said_of_dependencies(columns))}
    used = used.union(*(made.values() for made in said.values()))
    attributes(file, table, SERVICE, used)
    file.tables.append(table)
    file.tables += _defined_by(table, [r for r in related if r.defines])
    _tell_unrelated(file, related)
    file.tables += [*_dependencies(identity.column, related, said), *nests]
    if matrix:
        file.tables += of_matrix(matrix, identity.column, known)
    file.tables += [responsibility(guess, identity.column) for guess in answering]


def _name(table: SuggestedTable, identity: Key) -> None:
    """What no column is called the name: the id where it is one; beside codes what describes each in a few words."""
    described = table.columns["description"].column if "description" in table.columns else None
    if identity.sure in {3, 4}:
        table.columns["name"] = source(identity.column, "the id is a name")
    elif described and described.unique and _is_brief(described) and all(map(_coded, identity.column.some)):
        del table.columns["description"]
        table.columns["name"] = source(
            described, "likely: nothing else is a name, and this is as short as one"
        )


def _is_brief(column: Profile) -> bool:
    """Are its cells as short as names?"""
    words = [len(cell.split()) for cell in column.some]
    return column.wordy and sum(words) <= _BRIEF * len(words) and not any(map(_PROSE.search, column.some))


def _coded(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _keep_unknown(file: SuggestedFile, table: SuggestedTable, guess: Guess) -> None:
    """Values of which nobody knows what they mean are read as empty: say so, and keep the column as it is."""
    unknown = [value for value, ours in guess.values.items() if not ours]
    if not unknown:
        return
    column, kept = guess.column, f"their {guess.column.header}"
    rows = sum(cell in unknown for cell in column.cells)
    table.columns[kept] = source(column, "as it is, since not all of it is understood")
    of = f"{listed([repr(value) for value in unknown], 5)} ({count(rows, 'row')})"
    file.leave_out(
        column.header, f"{of} is no {guess.field} that is known: say which it is; kept in {kept!r}"
    )


def _why(identity: Key, referring: Sequence[Reference]) -> str:
    if identity.column.parts:
        name, scope = identity.column.parts
        return f"likely: {name} is not unique, but it is within {scope}"
    refer = sorted({r.column.header for r in referring if r.key is identity} - {identity.column.header})
    if refer:
        return f"sure: {listed(refer, 3)} refer{'s' * (len(refer) == 1)} to it"
    return _ID.get(identity.sure, "sure: called like an id or name, and no cell of it is repeated")


def _is_own(guess: Guess, identity: Profile) -> bool:
    """Does what is taken for names or aliases tell the services apart?"""
    if guess.field == "name":
        own, other = level(identity.name)[1], level(guess.column.name)[1]
        if means(identity.name, "name") > max(means(guess.column.name, "name"), means(identity.name, "id")):
            return False  # Name, IT component
        of_another = own and other and own != other and means(identity.name, "id") < 2
        return not of_another and not _sorts(guess.column, identity)
    return guess.field != "aliases" or _aliases(guess, identity)


def _sorts(column: Profile, identity: Profile) -> bool:
    """Beside ids that are names: do the names of a column repeat, so that these are of what the rows belong to?"""
    repeated = len(column.values) < column.filled and not identity.parts
    plain = means(identity.name, "name") > 2 and not level(identity.name)[1]  # just Name
    coded = not plain and any(value[-1:].isdigit() for value in identity.values)
    return repeated and not coded and (means(identity.name, "name") > 1 or not means(identity.name, "id"))


def _aliases(guess: Guess, identity: Profile) -> bool:
    """Is every item of a column another id of one service?"""
    owners: dict[str, str] = {}
    return all(
        owners.setdefault(item, own) == own
        for own, cell in zip(identity.cells, guess.column.cells, strict=True)
        for item in map(str.strip, likely_items(cell, guess.split))
        if item
    )


def _several(file: SuggestedFile, identity: Profile, used: Collection[Profile]) -> set[Profile]:
    """The columns besides these that say several things of one service, and may: left out. A field may not."""
    found = set[Profile]()
    columns = file.found.columns if not (identity.unique or identity.parts) else ()
    for column in [c for c in columns if c not in used and c.some and not _is_single(c)]:
        said: dict[str, str] = {}
        for name, cell in zip(identity.cells, column.cells, strict=True):
            if name and cell and said.setdefault(same_name(name), cell) != cell:
                one = f"{short(name)} has {short(said[same_name(name)])} and {short(cell)}"
                file.leave_out(column.header, f"it says several things of one {identity.header}: {one}")
                found.add(column)
                break
    return found


def _is_single(column: Profile) -> bool:
    return any(means(column.name, field) > 1 for field in OTHERWISE if field not in {"category", "tags"})


def attributes(file: SuggestedFile, table: SuggestedTable, kind: Kind, used: Collection[Profile]) -> None:
    """What is left is kept as it is, unless it holds nothing."""
    taken = {IGNORED, *(folded(name) for name in table.columns)}
    others: set[str] = set()
    for column in file.found.columns:
        if column in used:
            continue
        if field := next(
            (f for f in kind.fields if _lacks_unit(column, f) and f.name not in table.columns), None
        ):
            how = (
                f'if they are hours, {field.name} = {{ column = {text(column.header)}, unit = "h" }} reads it'
            )
            file.leave_out(column.header, f"as {field.name}, kept as it is: its numbers say no unit; {how}")
        if not column.some:
            if column.header[:1] != "#" or column.cells.count("") < len(column.cells):
                file.leave_out(column.header, "holds nothing")
        elif column.header.startswith("#"):
            file.leave_out(column.header, "has no name, or one that a mapping cannot keep")
        elif kind.field(kind.current(folded(column.header))) and folded(column.header) not in others:
            others.add(folded(column.header))
            table.columns[f"their {column.header}"] = source(
                column, "called like a field, and not fit to be it"
            )
        elif folded(column.header) in taken:
            file.leave_out(column.header, "another column has this name")
        elif "#" in column.header:
            free = column.header.replace("#", " ")
            table.columns["their " * bool(near(free, kind.names)) + free] = source(column)
        else:
            taken.add(folded(column.header))
            table.attributes.append(column.header)


def _lacks_unit(column: Profile, field: Field) -> bool:
    return (
        field.type == "duration" and means(column.name, field.name) > 1 and column.share("number") > TRUSTED
    )


def _defined_by(table: SuggestedTable, related: Sequence[Reference]) -> Iterator[SuggestedTable]:
    """The services that only these name; ``table``: of those in whose rows they stand."""
    for reference in related:
        if reference.upwards:
            table.columns["kind"] = constant("service", f"{reference.column.header} runs on it")
        yield _defined(reference)


def _defined(reference: Reference) -> SuggestedTable:
    """The services that only a column of references names."""
    column, separator = reference.column, reference.separator or ";"
    named = {"id": source(column, "no other column says which there are", separator)}
    table = SuggestedTable("service", named, distinct=True)
    cells = (likely_items(cell, separator) for cell in column.values)
    table.ids = tuple(dict.fromkeys(item.strip() for items in cells for item in items if item.strip()))
    return table


def _dependencies(
    identity: Profile, related: Sequence[Reference], said: Mapping[Profile, Mapping[str, Profile]]
) -> Iterator[SuggestedTable]:
    """One table for each column, and for columns that differ in a number only.

    ``said``: a column of references → fields of its dependencies that other columns say.
    """
    groups: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[Reference]] = {}
    for reference in [one for whole in related for one in directed(whole)]:
        own = reference.column in said
        words = tuple(word for word in reference.column.name.words if own or not word.isdigit())
        groups.setdefault((reference.upwards, words, (*reference.where,)), []).append(reference)
    for (upwards, *_), same in groups.items():
        columns = [reference.column for reference in same]
        # Of a column that is called so, later exports may have several items in a cell.
        signs = dict.fromkeys(sign for r in same for sign in every(r.separator) if sign)
        separator: Signs = tuple(signs) if len(signs) > 1 else next(iter(signs), ";" if same[0].sure else "")
        whole = tuple(dict.fromkeys(item for r in same for item in r.whole))
        other = several(columns, same[0].why, separator)
        one = source(identity)
        named = pairs(identity, columns, separator, whole, same[0].rows)
        sentences = in_words((b, a) for a, b in named) if upwards else in_words(named)
        if types := same[0].types:
            sentences += _said_by(types, same[0])
        elif not same[0].sure:
            sentences.append("(the row's service is taken for the one that depends: swap both if not)")
        if any(says("ambiguous", word) for word in columns[0].name.words):
            way = "depends on the row's service" if upwards else "the row's service depends on"
            sentences.append(f"({columns[0].header} is taken for what {way}: swap both if not)")
        ends = {"service": other, "depends_on": one} if upwards else {"service": one, "depends_on": other}
        long = [word for word in columns[0].name.words if len(word) >= _TOLD]
        if any(ours("strength", word) == "soft" for word in long):
            ends["strength"] = constant("soft", f"by the name of {columns[0].header}")
        table = SuggestedTable("dependency", ends, reads=tuple(columns), comments=sentences)
        table.where = {header: [*values] for header, values in same[0].where.items()}
        if whole:
            table.values["service" if upwards else "depends_on"] = dict(zip(whole, whole, strict=True))
            sentences.append(
                f"(taken for one name each, see the values below: {listed([*map(short, whole)])})"
            )
        say(table, said.get(columns[0], {}))
        yield table


def _said_by(types: Profile, reference: Reference) -> list[str]:
    """What of the values of a column is not known to say which way relations go."""
    unknown = () if reference.upwards else values_of(types, reference.column, "")
    said = [short(value) for value in unknown if value]
    return [f"({types.header} {listed(said)}: not known, taken for the same way)"] if said else []


def _tell_unrelated(file: SuggestedFile, related: Sequence[Reference]) -> None:
    for reference in related:
        types = reference.types
        if types and (apart := values_of(types, reference.column, "unrelated")):
            which = f"{types.header} {listed([*map(short, apart)])}"
            file.leave_out(reference.column.header, f"rows of {which}: they say nothing of dependence")


def related_pairs(identity: Profile, reference: Reference) -> Iterator[tuple[str, str]]:
    """(consumer, provider) of what a column of references says."""
    for one in directed(reference):
        made = pairs(identity, [one.column], one.separator, one.whole, one.rows)
        yield from ((b, a) for a, b in made) if one.upwards else made


def pairs(
    identity: Profile,
    columns: Sequence[Profile],
    separator: Signs,
    whole: Collection[str] = (),
    rows: Collection[int] | None = None,
) -> Iterator[tuple[str, str]]:
    """(the row's service, an item of these columns), row by row, or only of these ``rows``.

    ``whole``: items that hold a sign.
    """
    kept = frozenset(map(str.casefold, whole))
    says_nothing = nothing(cell for column in columns for cell in column.cells) | {""}
    for at, name in enumerate(identity.cells):
        for column in columns if rows is None or at in rows else ():
            if (cell := column.cells[at]) in says_nothing:
                continue
            for item in likely_items(cell, separator, kept) if separator else ():
                if item.strip() and not says("nothing", item):
                    yield name, item.strip()
            if not separator:
                yield name, cell


def responsibility(guess: Guess, identity: Profile) -> SuggestedTable:
    """Who is in that column answers for the row's service."""
    return SuggestedTable(
        "responsibility",
        {
            "role": source(guess.column, guess.why, guess.split),
            "service": source(identity),
            "responsibility": constant(guess.field, LETTERS[guess.field]),
        },
    )
