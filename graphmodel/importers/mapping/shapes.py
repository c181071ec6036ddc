"""What kind of sheet each file is, and the tables that follow from it: decided for all files together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from graphmodel.importers.mapping import products
from graphmodel.importers.mapping.abbreviated import Abbreviated, without_remark
from graphmodel.importers.mapping.beside import divided, together
from graphmodel.importers.mapping.composite import referring
from graphmodel.importers.mapping.edges import of_assigned, of_edges, pairs_of
from graphmodel.importers.mapping.guess import roles
from graphmodel.importers.mapping.kept import tell_kept
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.matrices import (
    Matrix,
    beside,
    loose_marks,
    marked,
    matrix,
    of_matrix,
    of_no_services,
    taken,
)
from graphmodel.importers.mapping.nearest import Nearest
from graphmodel.importers.mapping.nests import nested_pairs
from graphmodel.importers.mapping.outlines import lists_of_names, outlined
from graphmodel.importers.mapping.pivots import of_attributes
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.proposal import SuggestedFile, SuggestedTable, constant, short, source
from graphmodel.importers.mapping.references import Reference, identity, of_the_same, references
from graphmodel.importers.mapping.relations import Edges
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.services import attributes, propose, related_pairs, responsibility
from graphmodel.importers.mapping.sheets import Sheets
from graphmodel.importers.mapping.strangers import is_guessed, people, strangers
from graphmodel.importers.mapping.synonyms import ours
from graphmodel.importers.names import folded, halves, same_name
from graphmodel.model.metamodel import ROLE, SERVICE, Kind
from graphmodel.model.words import listed


def proposed(samples: Sequence[Sample]) -> list[SuggestedFile]:
    """What each file is proposed to be read as."""
    sheets = Sheets([part for found in samples for part in divided(found)])
    crowds = {one: by for one, own in sheets.services.items() if (by := people(one, own))}
    refused = sheets.turned | _of_people(sheets, crowds)
    world, strange = _known(sheets, crowds)
    for found, file in list(sheets.files.items()):
        if found in sheets.prose:
            file.leave_out("", "what it says about the other sheets is no table of services")
        elif why := refused.get(found):
            file.leave_out("", why)
        elif found in strange:
            _as_stranger(file, strange[found])
        elif found in sheets.unclear:
            _tell_other(file, found.header[0])
        else:
            _propose(world, found, file)
    tell_kept([*sheets.files.values()], world.nearest, [*world.identity.values()])
    depend = {world.same(one) for one, _ in world.pairs if one}
    underpin = {world.same(two) for _, two in world.pairs if two}
    for part, signs in ((part, one.signs) for one in sheets.levels.values() for part in one.parts):
        for table in sheets.files[part].tables:
            _divide(table, signs)
            table.distinct = True
    for file in sheets.files.values():
        for table in file.tables:
            if table.ids:
                products.tell(file, table, depend, underpin, world.same)
    files = list(together([*sheets.files.values()], [*sheets.levels.values()]))
    for file in files:
        _tell(file)
    return files


def _of_people(sheets: Sheets, crowds: Mapping[Sample, str]) -> dict[Sample, str]:
    """Sheets of people where no other is of services, which are no longer among these, and why."""
    if len(crowds) < len(sheets.services):
        return {}
    sheets.services = {}
    return {
        one: f"its rows look like people ({by}), and nothing says that they are services: a sheet of services has a "
        "column that names them (Service); if these are services, call the column of their names so"
        for one, by in crowds.items()
    }


def _known(sheets: Sheets, crowds: Collection[Sample]) -> tuple[_World, dict[Sample, Key | None]]:
    """What identifies services; and the sheets that are likely none of services, which are no longer among them."""
    world = _World(sheets)
    of_levels = {part for one in sheets.levels.values() for part in one.parts}
    others = {found: own for found, own in sheets.services.items() if found not in of_levels}
    if strange := strangers(others, sheets.files, world.referring, crowds):
        sheets.services = {found: own for found, own in sheets.services.items() if found not in strange}
        world = _World(sheets)
    return world, strange


def _divide(table: SuggestedTable, signs: Mapping[str, str]) -> None:
    """Names of services are the items of columns of lists."""
    for name in ("id", "service", "depends_on", "name"):
        made = table.columns.get(name)
        if made and made.column and made.column.header in signs:
            table.columns[name] = source(made.column, made.why, signs[made.column.header])
            if name == "name":
                del table.columns[name]


def _tell(file: SuggestedFile) -> None:
    """What is done with rows that are not plain."""
    found = file.found
    if found.notes:
        which = listed([short(note) for note in found.notes])
        file.leave_out("", f"rows taken for notes or headings: {which}; what is a service, remove from skip")
    if found.lone and file.tables:
        which = listed([short(cell) for cell in found.lone], 5)
        file.told.append(
            f"{found.place}: rows of one cell are read as all others: {which}; a heading, add to skip"
        )
    if found.fill:
        file.told.append(f"{found.place}: a blank cell of {listed(found.fill)} is read as the one above it")
    if file.tables:
        file.told += outlined(found)
    for table in file.tables:
        own = table.columns.get("id")
        if table.ids and own and own.column and not own.split:
            file.told += lists_of_names(found, own.column)


def _tell_other(file: SuggestedFile, line: int) -> None:
    """A table below another is not read."""
    how = f"a [[file]] with header = {line} reads it"
    file.leave_out("", f"what looks like another table, from row {line} on: {how}")


def _as_stranger(file: SuggestedFile, answering: Key | None) -> None:
    """A sheet of those who answer for services, or of nobody knows what."""
    if answering is None:
        how = "if they are services, call the column of their names Service name"
        file.leave_out(
            file.found.columns[0].header,
            f"nothing says that its rows are services, as those of other sheets are: {how}",
        )
        return
    why = "likely: other sheets name them as who answers"
    table = SuggestedTable("role", {"id": source(answering.column, why)})
    attributes(file, table, ROLE, [answering.column])
    file.tables.append(table)


def _propose(world: _World, found: Sample, file: SuggestedFile) -> None:
    sheets = world.sheets
    if kind := sheets.own.get(found):
        _as_own(file, kind)
    elif columns := sheets.assigned.get(found):
        of_assigned(file, *columns)
    elif relations := sheets.edges.get(found):
        of_edges(
            file,
            relations,
            define=not (
                world.services or sheets.attributes or any(k is SERVICE for k in sheets.own.values())
            ),
        )
        _relate(world, relations, file.tables)
    elif columns := sheets.attributes.get(found):
        sheets.files[found], related = of_attributes(found, columns, world.keys, world.known)
        world.pairs += related
    elif main := world.identity.get(found):
        own = world.services[found]
        crossed = _crossed(world, found, file)
        main = _of_rows(main, own, crossed)
        if crossed and crossed.roles_down:
            file.tables += of_matrix(crossed, crossed.label, world.known)
            return
        propose(file, main, own, world.referring, crossed, world.known)
        if is_guessed(main, world.referring) and not crossed:
            file.told.append(
                f"{found.place}: {main.column.header} is taken for services: a guess, since nothing says so"
            )
        if found in sheets.products:
            file.tables[0].columns.setdefault(
                "kind", constant("product", f"{main.column.header}: by its name")
            )
        if world.lists_again(main):
            _as_of_others(file, main)
        world.pairs += nested_pairs(file, main.column)
        for reference in world.references[found]:
            _tell_meant(file, main, reference, world.abbreviated)
            if not crossed or reference.column not in crossed.columns:
                world.pairs += related_pairs(main.column, reference)
        world.pairs += marked(crossed, main.column) if crossed else ()
    else:
        file.leave_out("", "holds no column that could name services")


def _crossed(world: _World, found: Sample, file: SuggestedFile) -> Matrix | None:
    """The matrix of a sheet, and what is said of it."""
    crossed = matrix(found, world.keys)
    kept, why = "as dependencies, kept as they are", ""
    refer = {one.column.header for one in world.references[found]}
    names = beside(crossed) if crossed else [name for name in loose_marks(found) if name not in refer]
    if crossed and (what := of_no_services(crossed, world.known)):
        names = [c.header for c in crossed.columns]
        crossed, why = None, f"by their names they are no services ({what})"
    elif crossed and (said := taken(crossed, world.known)):
        file.told.append(said)
    if not why and len(names) > (not crossed):
        why = "they hold the same few marks: if they are services that the rows need, unpivot reads them"
    if why:
        file.leave_out(listed(names), f"{kept}: {why}")
    return crossed


def _of_rows(main: Key, own: Sequence[Key], crossed: Matrix | None) -> Key:
    """What tells the rows apart: in a matrix none of its columns."""
    if not crossed or main.column not in crossed.columns:
        return main
    return next((key for key in own if key.column is crossed.label), Key(main.found, crossed.label, 1))


def _relate(world: _World, relations: Edges, tables: Sequence[SuggestedTable]) -> None:
    """Note which services the dependencies of a list of relations are between."""
    for table in tables:
        if table.kind == "dependency":
            one, two = table.columns["service"].column, table.columns["depends_on"].column
            assert one
            assert two
            world.pairs += pairs_of(relations, one, two, next(iter(table.where.values()), []))
            for name, column in (("service", one), ("depends_on", two)):
                _translate(table, name, world.abbreviated.within([column], ""))


def _tell_meant(file: SuggestedFile, main: Key, reference: Reference, abbreviated: Abbreviated) -> None:
    """Translate what a column of references calls by a part of its name."""
    for table in file.tables:
        if table.kind == "dependency" and reference.column in table.reads:
            end = "depends_on" if table.columns["service"].column is main.column else "service"
            _translate(table, end, abbreviated.within(table.reads, reference.separator, reference.whole))


def _translate(table: SuggestedTable, field: str, meant: Mapping[str, str]) -> None:
    if meant:
        table.values.setdefault(field, {}).update(meant)
        item, name = next(iter(meant.items()))
        table.comments.append(f"(likely: {short(item)} is {short(name)}; see the values below)")
        remarks = {item: without_remark(item)[1] for item in meant}
        if strong := [item for item, remark in remarks.items() if remark and ours("strength", remark)]:
            which = listed([*map(short, strong)], 3)
            table.comments.append(f"(how strong is not read from {which}: a column of its own says it)")


class _World:
    """What identifies services in all files, and what they are called."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.services = sheets.services
        self.pairs: list[tuple[str, str]] = []
        """(consumer, provider), as the files name them."""
        self.keys = [key for own in self.services.values() for key in own]
        self.known = {name for key in self.keys for name in key.known}
        self.nearest = nearest = Nearest(self.keys)
        self.references = {
            found: referring(joined, self.keys)
            if (joined := sheets.composites.get(found))
            else references(found, nearest)
            for found in self.services
        }
        self.ends = [self._end(e.found, c) for e in sheets.edges.values() for c in (e.consumer, e.provider)]
        self.ends += [self._end(found, service) for found, (_, service, _) in sheets.assigned.items()]
        refer = [r for found in self.references.values() for r in found] + self.ends
        same = of_the_same(self.keys)
        self.identity = {found: identity(own, refer, same) for found, own in self.services.items() if own}
        self.referring = refer
        self.abbreviated = Abbreviated(
            name
            for found, own in self.services.items()
            for key in own
            if not key.column.parts and (key.sure > 1 or key is self.identity.get(found))
            for name in key.column.values
        )
        self._same: dict[str, str] = {}
        self.one = {
            same_name(other): same_name(main)
            for found, key in self.identity.items()
            for own in self.services[found]
            if own is key or (own.sure > 1 and own.column not in {r.column for r in self.references[found]})
            for other, main in zip(own.column.cells, key.column.cells, strict=True)
        }

        for found, key in self.identity.items():
            for name, main in _names_of(found, key):
                self.one.setdefault(name, main)

    def names(self, main: Key, other: Key) -> bool:
        """Are all services of a key those of another, be it by id and name beside each other?"""
        return all(
            any(
                {one, two} <= self.known and not other.known.isdisjoint((one, two))
                for one, two in halves(name)
            )
            for name in main.known - other.known
        )

    def _end(self, found: Sample, column: Profile) -> Reference:
        items = column.items("")
        share, key = max(
            ((known_share(items, k.known), k) for k in self.keys),
            key=lambda pair: pair[0],
            default=(0.0, None),
        )
        return Reference(found, column, key if share else None, "", share, upwards=False, sure=2)

    def lists_again(self, main: Key) -> bool:
        """Are all services of a sheet also in another, or in one before it where that has no more?"""
        before = [*self.sheets.files][: [*self.sheets.files].index(main.found)]
        return any(
            self.names(main, key) and (key.found in before or not self.names(key, main))
            for key in self.keys
            if key.found is not main.found
        )

    def same(self, name: str) -> str:
        """The one name of a service that may be called otherwise."""
        if name not in self._same:
            self._same[name] = self._called(same_name(name))
        return self._same[name]

    def _called(self, name: str) -> str:
        if name in self.one:
            return self.one[name]
        if whole := self.abbreviated.of(name):
            return self.one.get(same_name(whole), same_name(whole))
        pairs = ((self.one.get(one), self.one.get(two)) for one, two in halves(name))
        return next((one for one, two in pairs if one and one == two), name)


def _names_of(found: Sample, key: Key) -> Iterator[tuple[str, str]]:
    """Of services that two columns identify: the names that only one has, and what identifies it."""
    named = next((column for column in found.columns if key.column.parts[:1] == (column.header,)), None)
    times = Counter(map(same_name, named.cells)) if named else {}
    for name, main in zip(named.cells if named else (), key.column.cells, strict=False):
        if times[same_name(name)] == 1:
            yield same_name(name), same_name(main)


def _as_of_others(file: SuggestedFile, main: Key) -> None:
    """Of services that another file lists too this one says no name; and nothing, where it has but their ids."""
    for table in [table for table in file.tables if table.ids]:
        if (name := table.columns.get("name")) and name.column is main.column:
            del table.columns["name"]
        if not (table.columns.keys() - {"id", "kind"}) and not table.attributes and len(file.tables) > 1:
            file.tables.remove(table)


def _as_own(file: SuggestedFile, kind: Kind) -> None:
    """A catalogue's own file; its free columns are kept, and those that say who is responsible are read as that."""
    found = file.found
    columns = {kind.current(folded(column.header)): column for column in found.columns}
    named = {field.name: columns[field.name] for field in kind.fields if field.name in columns}
    said = "product" if found.sheet_name.casefold() == "products" else kind.name
    table = SuggestedTable(said, {name: source(column) for name, column in named.items()})
    used = [*named.values()]
    answering = roles(found, used) if kind is SERVICE else []
    attributes(file, table, kind, [*used, *(guess.column for guess in answering)])
    file.tables += [table, *(responsibility(guess, named["id"]) for guess in answering)]
    file.own = True
