"""What a list of relations, or of responsibilities, becomes in a proposal."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graphmodel.importers.mapping.duties import letter
from graphmodel.importers.mapping.evidence import MEASURED, Evidence, evidence, measured
from graphmodel.importers.mapping.guess import OF_DEPENDENCIES, says_strength, values
from graphmodel.importers.mapping.interfaces import question
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import (
    Source,
    SuggestedFile,
    SuggestedTable,
    in_words,
    short,
    source,
)
from graphmodel.importers.mapping.relations import Edges
from graphmodel.importers.mapping.synonyms import SURE
from graphmodel.importers.mapping.toml import text, texts


def of_edges(file: SuggestedFile, edges: Edges, *, define: bool) -> None:
    """Add the dependencies, one table for each way that relations go.

    ``define``: no other file says what services there are.
    """
    if define:
        defining = _named(edges.consumer, edges.provider)
        table = defining[0]
        table.ids = tuple(dict.fromkeys(edges.consumer.values + edges.provider.values))
        if edges.type and edges.unrelated:  # what only stands within another is no service by that
            related = [*edges.forwards, *edges.unknown, *edges.backwards]
            for one in defining:
                one.where[edges.type.header] = related
            ends = zip(edges.type.cells, edges.consumer.cells, edges.provider.cells, strict=True)
            named = {end for said, *pair in ends if said in related for end in pair}
            table.ids = tuple(name for name in table.ids if name in named)
        file.tables += defining
    if edges.asked:
        asked, *missing = question(file.found, edges.consumer, edges.provider, edges.type)
        file.told.append(asked)
        file.comments += missing
        _leave_out_others(file, {edges.consumer, edges.provider, edges.type})
        return
    parts = {*edges.consumer.parts, *edges.provider.parts}
    used = {edges.consumer, edges.provider, *(c for c in file.found.columns if c.header in parts)}
    ways = [(edges.consumer, edges.provider, [*edges.forwards, *edges.unknown])]
    if edges.type:
        used.add(edges.type)
        ways.append((edges.provider, edges.consumer, list(edges.backwards)))
        _tell_types(file, edges)
    said = evidence(c for c in file.found.columns if c not in used)
    if said:
        used.add(said.column)
        seen = ", ".join(map(short, said.observed + said.both))
        file.comments.append(f"{said.column.header} {seen}: seen at work, which drift compares")
    for consumer, provider, types in ways:
        if types or not edges.type:
            table = _dependencies(edges, consumer, provider, types, said)
            _attributes(file, table, used)
            file.tables.append(table)
            if said:
                file.tables.append(_observations(file, table, said))
    _leave_out_others(file, used)


def _leave_out_others(file: SuggestedFile, used: Collection[Profile | None]) -> None:
    for column in file.found.columns:
        if column not in {*used, *file.columns()}:
            file.leave_out(column.header, _why_not(column))


def _dependencies(
    edges: Edges, consumer: Profile, provider: Profile, types: list[str], said: Evidence | None
) -> SuggestedTable:
    """The relations that go one way."""
    table = SuggestedTable(
        "dependency", {"service": source(consumer, edges.why), "depends_on": source(provider)}
    )
    table.comments = in_words(pairs_of(edges, consumer, provider, types, said))
    if edges.type and edges.unknown and consumer is edges.consumer:
        guessed = f"{edges.type.header} {', '.join(map(short, edges.unknown))}"
        table.comments.append(f"({guessed}: not known, taken for the same way)")
    if not edges.type and table.comments:
        table.comments.append(f"({edges.why}; swap both if that is not meant)")
    if edges.type:
        table.where[edges.type.header] = types
    if said and said.observed:
        table.but[said.column.header] = [*said.observed]
    return table


def _observations(file: SuggestedFile, relations: SuggestedTable, said: Evidence) -> SuggestedTable:
    """Those of the same that were observed; how often and when last."""
    columns = {name: relations.columns[name] for name in ("service", "depends_on")}
    columns |= {name: source(c) for name in MEASURED for c in file.found.called(name, SURE)[:1] if c.values}
    where = {**relations.where, said.column.header: [*said.observed, *said.both]}
    return SuggestedTable("observation", columns, where=where)


def _named(consumer: Profile, provider: Profile) -> list[SuggestedTable]:
    """The services that the ends name, the table that has all of them first; several where an end is two columns."""
    why = "no other file says what services there are"
    if not consumer.parts:
        columns = texts([consumer.header, provider.header])
        table = SuggestedTable("service", {"id": Source(text("either end"), why)})
        table.unpivot = f'{{ columns = {columns}, name = "which end", value = "either end" }}'
        tables = [table]
    else:
        tables = [
            SuggestedTable("service", {"id": source(end, why), "name": Source(text(end.parts[0]))})
            for end in (consumer, provider)
        ]
    for table in tables:
        table.distinct = True
    return tables


def pairs_of(
    edges: Edges,
    consumer: Profile,
    provider: Profile,
    types: list[str],
    said: Evidence | None = None,
) -> Iterator[tuple[str, str]]:
    """(consumer, provider) of the rows of those types that somebody states."""
    kinds = edges.type.cells if edges.type else ()
    for row, (one, two) in enumerate(zip(consumer.cells, provider.cells, strict=True)):
        if said and said.column.cells[row] in said.observed:
            continue
        if not edges.type or kinds[row] in types:
            yield one, two


def _tell_types(file: SuggestedFile, edges: Edges) -> None:
    assert edges.type
    for said, types in (
        ("the first end depends on the second", edges.forwards),
        ("the second end depends on the first", edges.backwards),
    ):
        if types:
            file.comments.append(f"{edges.type.header} {', '.join(map(short, types))}: {said}")
    if edges.unrelated:
        names = ", ".join(map(short, edges.unrelated))
        file.leave_out("", f"rows of {edges.type.header} {names}: they say nothing of dependence")


def _attributes(file: SuggestedFile, table: SuggestedTable, used: set[Profile]) -> None:
    strengths = [column for column in file.found.columns if says_strength(column)]
    for name in OF_DEPENDENCIES:
        for column in (*file.found.called(name), *(strengths if name == "strength" else ())):
            if column in used or not column.values or name in table.columns:
                continue
            translated = values(name, column)
            if name == "strength" and not any(translated.values()) and translated:
                continue
            table.columns[name] = source(column)
            used.add(column)
            if translated:
                table.values[name] = translated


def _why_not(column: Profile) -> str:
    """Why a column of a list of relations is not read."""
    if not column.values:
        return "holds nothing"
    if name := measured(column):
        return f'{name} of what was seen at work? With evidence = "observed" all rows are observations'
    return "a relation has no such field"


def of_assigned(file: SuggestedFile, role: Profile, service: Profile, said: Profile) -> None:
    """Add the responsibilities."""
    split = next((s for s in "/,;|+&" if any(s in v for v in said.values)), "") if said.lettered else ""
    columns = {
        "role": source(role, "likely: by its name", role.separator() if role.separator() != "," else ""),
        "service": source(service, "likely: by its name"),
        "responsibility": source(said, "sure: its cells are R, A, C and I", split),
    }
    table = SuggestedTable("responsibility", columns)
    if not said.lettered:
        table.values["responsibility"] = {value: letter(value) for value in sorted(said.values)}
    file.tables.append(table)
    for column in file.found.columns:
        if column not in file.columns():
            file.leave_out(
                column.header, "a responsibility has no such field" if column.values else "holds nothing"
            )
