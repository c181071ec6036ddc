"""What cells of items with attributes become in a proposal: dependencies, or who answers for the row's service."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graphmodel.importers.mapping.duties import letter, says_duties
from graphmodel.importers.mapping.guess import OF_DEPENDENCIES, TRUSTED, says_strength, values
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.nesting import Nesting
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.proposal import Source, SuggestedFile, SuggestedTable, in_words, source
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import means
from graphmodel.importers.mapping.toml import text
from graphmodel.importers.names import folded, halves
from graphmodel.model.words import listed


def of_nested(found: Sample, identity: Profile, known: Collection[str]) -> list[SuggestedTable]:
    """The tables that columns of such cells make; ``known``: names of services, as references are compared."""
    tables = []
    for column in found.columns:
        if column is not identity and (said := column.nesting):
            parts = _attributes(column, said)
            table = _dependencies(column, parts, identity, frozenset(known)) or _answering(parts, identity)
            if table:
                key = next(part for part in parts if part.header == said.names[0]).header
                signs = {"items": said.items, "attributes": said.attributes, "pair": said.pair}
                joined = ", ".join(f"{name} = {text(sign)}" for name, sign in signs.items())
                table.nested = f"{{ column = {text(column.header)}, {joined}, key = {text(key)} }}"
                table.reads = (column,)
                used = {one.toml for one in table.columns.values()}
                if rest := [part.header for part in parts if text(part.header) not in used]:
                    table.comments.append(f"(of {column.header} is not read: {listed(rest)})")
                _name(found, column, table)
                tables.append(table)
    return tables


def nested_pairs(file: SuggestedFile, identity: Profile) -> Iterator[tuple[str, str]]:
    """(consumer, provider) of the dependencies that such tables of a file say."""
    for table in file.tables:
        if table.nested and table.kind == "dependency":
            (column,) = table.reads
            upwards = table.columns["depends_on"].column is identity
            end = table.columns["service" if upwards else "depends_on"].column
            assert end
            yield from _pairs(column, end, identity, upwards=upwards)


def _attributes(column: Profile, said: Nesting) -> list[Profile]:
    """Each attribute as a column of the values that it has."""
    items = [item for cell in column.some for item in said.read(cell, said.names[0])]
    return [
        Profile(-1, name, Name.of(name), [item.get(folded(name), "") for item in items])
        for name in said.names
    ]


def _dependencies(
    column: Profile, parts: list[Profile], identity: Profile, known: frozenset[str]
) -> SuggestedTable | None:
    """The items as services, where an attribute names them."""
    end = max(parts, key=lambda part: _share(part, known))
    share = _share(end, known)
    if share < TRUSTED:
        return None
    upwards = means(column.name, "consumers") > means(column.name, "providers")
    one = Source(text(end.header), f"likely: {share:.0%} of what {end.header} says are services", end)
    ends = {"service": one, "depends_on": source(identity)} if upwards else {
        "service": source(identity), "depends_on": one
    }  # fmt: skip
    table = SuggestedTable("dependency", ends)
    table.comments = in_words(_pairs(column, end, identity, upwards=upwards))
    for part in parts:
        called = (f for f in OF_DEPENDENCIES if means(part.name, f) > 1)
        field = "strength" if says_strength(part) else next(called, "")
        told = values(field, part) if field else {}
        if part is end or not field or field in table.columns or (told and not all(told.values())):
            continue
        table.columns[field] = Source(text(part.header))
        if told:
            table.values[field] = told
    return table


def _share(part: Profile, known: frozenset[str]) -> float:
    """Of its values, those that name services, be it by id and name together."""
    items = part.items("")
    labels = sum(1 for item in items - known if any(known.issuperset(pair) for pair in halves(item)))
    return known_share(items, known) + labels / max(1, len(items))


def _answering(parts: list[Profile], identity: Profile) -> SuggestedTable | None:
    """The items as people, where an attribute says for what they answer."""
    said = next(filter(says_duties, parts), None)
    role = next((p for p in parts if p is not said and p.wordy), None)
    if said is None or role is None:
        return None
    columns = {
        "role": Source(text(role.header)),
        "service": source(identity),
        "responsibility": Source(text(said.header), "sure: what it says are responsibilities"),
    }
    table = SuggestedTable("responsibility", columns)
    if not said.lettered:
        table.values["responsibility"] = {value: letter(value) for value in sorted(said.values)}
    return table


def _pairs(column: Profile, end: Profile, identity: Profile, *, upwards: bool) -> Iterator[tuple[str, str]]:
    said = column.nesting
    assert said
    for name, cell in zip(identity.cells, column.cells, strict=True):
        for item in said.read(cell, said.names[0]) if cell else ():
            if other := item.get(folded(end.header), ""):
                yield (other, name) if upwards else (name, other)


def _name(found: Sample, column: Profile, table: SuggestedTable) -> None:
    """Say of which column the attributes are that are called like another."""
    headers = {folded(other.header) for other in found.columns}
    for field, one in table.columns.items():
        attribute = one.toml.strip('"')
        own = one.column is None or (one.column.at < 0 and not one.column.parts)
        if own and folded(attribute) in headers:
            table.columns[field] = Source(text(f"{column.header}:{attribute}"), one.why, one.column)
