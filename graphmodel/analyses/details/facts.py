"""What is known of one service, category or role: the rows of ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from graphmodel.algorithms import reach
from graphmodel.algorithms.promises import BROKEN, VERDICTS, judge
from graphmodel.algorithms.promises import LEVELS as LEVELS_PROMISED
from graphmodel.analyses.details.selection import Names, kind
from graphmodel.index.ends import leading, numbers
from graphmodel.index.index import GIVEN, LETTERS
from graphmodel.index.levels import NAMES as LEVELS
from graphmodel.index.levels import OWN
from graphmodel.model.metamodel import RELATIONSHIPS
from graphmodel.model.rows import documented
from graphmodel.rules.promised import Wording, requirement
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.index.levels import Effective
    from graphmodel.index.records import Records
    from graphmodel.index.strings import Strings


@documented(
    section="record, level, promise, needs, needed by, role, underpinning, sub-category, service",
    field="which value, strength or responsibility",
    value="the value, or the id of the other end",
    name="the name, where the value is an id",
    note="where it comes from, and what else is said of it",
)
class FactRow(NamedTuple):
    """One thing known of a node."""

    section: str
    field: str
    value: str | int
    name: str = ""
    note: str = ""


def service(index: Index, v: int, settings: Settings = DEFAULT) -> Iterator[FactRow]:
    """What is known of a service or product."""
    services, names = index.records("service"), Names(index)
    category, root = int(index.category[v]), int(index.type[v])
    yield from _record(index, services, v)
    if root != category:
        yield FactRow("record", "type", names.category_id[root], names.category_name[root])
    yield from _levels(index, index.levels.of(v))
    yield from _promises(index, v, settings)
    yield from _needs(index, v, names)
    yield from _needed_by(index, v, names)
    responsibilities = index.records("responsibility")
    for at in np.flatnonzero(index.held_service == v).tolist():
        role, letter = int(index.held_role[at]), LETTERS[index.held_letter[at]]
        yield FactRow(
            "role", letter, names.role_id[role], names.role_name[role], _remarks(responsibilities, at)
        )
    yield from _related(index, "service", v)
    below = reach.distances(index, [v], up=False) > 0
    above = reach.distances(index, [v], up=True) > 0
    yield FactRow("underpinning", "services that underpin it", int(below.sum()))
    yield FactRow("underpinning", "services that it underpins", int(above.sum()))
    yield FactRow("underpinning", "products among them", int((above & index.product).sum()))


def category(index: Index, c: int) -> Iterator[FactRow]:
    """What is known of a category."""
    categories, names = index.records("category"), Names(index)
    yield from _record(index, categories, c)
    yield from _levels(index, index.levels.of_category(c), c)
    for sub in np.flatnonzero(index.category_parent == c).tolist():
        yield FactRow("sub-category", "id", names.category_id[sub], names.category_name[sub])
    for v in np.flatnonzero(index.category == c).tolist():
        yield FactRow("service", kind(index, v), names.id[v], names.name[v])
    yield from _related(index, "category", c)


def role(index: Index, r: int) -> Iterator[FactRow]:
    """What is known of a role."""
    responsibilities, names = index.records("responsibility"), Names(index)
    yield from _record(index, index.records("role"), r)
    for at in np.flatnonzero(index.held_role == r).tolist():
        v, letter = int(index.held_service[at]), LETTERS[index.held_letter[at]]
        yield FactRow("service", letter, names.id[v], names.name[v], _remarks(responsibilities, at))
    yield from _related(index, "role", r)


def node(kind: str, index: Index, number: int) -> Iterator[FactRow]:
    """What is known of a node of any other kind."""
    yield from _record(index, index.records(kind), number)
    yield from _related(index, kind, number)


def _record(index: Index, records: Records, row: int) -> Iterator[FactRow]:
    """The values of the record, service levels aside; where it was read stands beside its id."""
    origin = records.origin(row)
    place = origin.place or "only named, or shipped with graphmodel"
    for name, value in records.record(row).items():
        if name not in LEVELS:
            field = records.kind.field(name)
            called = _name(index, field.refers_to, value) if field and field.type == "id" else ""
            yield FactRow("record", name, value, called, place if name == "id" else "")


def _name(index: Index, kind: str, id: str) -> str:
    """What the node of that id is called."""
    if not kind:
        return ""
    there = index.records(kind)
    at = cast("Strings", there.column("id")).find(id)
    return there.column("name")[at] if at >= 0 else ""


def _related(index: Index, kind: str, number: int) -> Iterator[FactRow]:
    """The relationships that mean nothing more to the index than that they are there, and fields that lead here."""
    for name, relationship in RELATIONSHIPS.items():
        if name in GIVEN:
            continue
        records, word = index.records(name), name.replace("_", " ")
        for own, other, way in zip(relationship.ends, relationship.ends[::-1], ("to", "from"), strict=True):
            if own.refers_to != kind:
                continue
            for row in np.flatnonzero(numbers(index, name, own.name) == number).tolist():
                said = {n: text for n, text in records.record(row).items() if n not in (own.name, other.name)}
                end = records.column(other.name)[row]
                note = _joined(*(f"{n}: {text}" for n, text in said.items()))
                yield FactRow(f"{word} {way}", other.refers_to, end, _name(index, other.refers_to, end), note)
    for name, field in leading(kind):
        records = index.records(name)
        for row in np.flatnonzero(numbers(index, name, field.name) == number).tolist():
            start = records.column("id")[row]
            yield FactRow(name, field.name, start, _name(index, name, start))


def _levels(index: Index, levels: dict[str, Effective], own: int = OWN) -> Iterator[FactRow]:
    """The levels and where they come from; ``own`` is the category that is shown."""
    for name, (text, at) in levels.items():
        default = at != OWN and index.levels.default(at)
        if at == OWN or (at == own and not default):
            yield FactRow("level", name, text, "", "its own")
        else:
            note = f"{'default of type' if default else 'of category'} {index.category_id[at]}"
            yield FactRow("level", name, text, index.category_name[at], note)


def _promises(index: Index, v: int, settings: Settings) -> Iterator[FactRow]:
    """The verdict on each promise; of a broken one by how much and by what, of an unknown one what is missing."""
    names = Names(index)
    for level in LEVELS_PROMISED:
        found = judge(index, level, np.array([v]), settings.timezone, settings.day.year)
        for at in range(len(found.services)):
            wording = Wording(index, found, settings)
            verdict, note = int(found.verdict[at]), ""
            if verdict == BROKEN:
                group, members = requirement(index, found, at)
                least = _joined(group, names.labels(members))
                note = f"{wording.supported(at)} can be promised, {wording.short(at)} too much; least allows: {least}"
            elif lacking := wording.lacking(at):
                note = f"{lacking} of {names.called(int(found.missing[0]))} is missing"
            yield FactRow("promise", level, VERDICTS[verdict], "", note)


def _needs(index: Index, v: int, names: Names) -> Iterator[FactRow]:
    """Each member of each requirement."""
    dependencies = index.records("dependency")
    for r in range(int(index.requirement_at[v]), int(index.requirement_at[v + 1])):
        for at in range(int(index.member_at[r]), int(index.member_at[r + 1])):
            p, note = int(index.member[at]), _joined(_group(index, r), _remarks(dependencies, at))
            yield FactRow("needs", _strength(index, r), names.id[p], names.name[p], note)


def _needed_by(index: Index, v: int, names: Names) -> Iterator[FactRow]:
    for r in index.used[index.used_at[v] : index.used_at[v + 1]].tolist():
        c = int(index.consumer[r])
        yield FactRow("needed by", _strength(index, r), names.id[c], names.name[c], _group(index, r))


def _strength(index: Index, r: int) -> str:
    return "hard" if index.hard[r] else "soft"


def _group(index: Index, r: int) -> str:
    group, members = index.group[r], int(index.member_at[r + 1] - index.member_at[r])
    return f"{index.needs[r]} of {members} in group {group}" if group else ""


def _remarks(relationships: Records, row: int) -> str:
    """What a relationship says besides: its note or duty, and its free attributes."""
    said = [relationships.column(name)[row] for name in ("note", "duty")]
    free = ((name, relationships.column(name)[row]) for name in relationships.free())
    return _joined(*said, *(f"{name}: {text}" for name, text in free if text))


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))
