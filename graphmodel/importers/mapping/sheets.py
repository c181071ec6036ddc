"""What each sheet is: the catalogue's own, prose, levels, a list of relations, of responsibilities, or of services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graphmodel.importers.mapping.asides import MARK
from graphmodel.importers.mapping.composite import composite
from graphmodel.importers.mapping.duties import assigned
from graphmodel.importers.mapping.interfaces import are_listed, directed
from graphmodel.importers.mapping.keys import Key, keys, of_others
from graphmodel.importers.mapping.levels import levels
from graphmodel.importers.mapping.outlines import turned
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import SuggestedFile
from graphmodel.importers.mapping.relations import (
    Edges,
    attribute_columns,
    edges,
    ends_of_types,
    says_of_services,
)
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.scopes import are_of, scoped
from graphmodel.importers.mapping.synonyms import SURE, begins, is_known, level, means
from graphmodel.importers.names import folded
from graphmodel.model.metamodel import FILES, SERVICE, Kind


class Sheets:
    """All sheets, each where it belongs: what it is depends on what the others are."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.own = {found: kind for found in samples if (kind := _own(found))}
        self.prose = [found for found in samples if len(samples) > 1 and _is_prose(found)]
        foreign = [found for found in samples if found not in self.own and found not in self.prose]
        self.turned = {found: why for found in foreign if (why := turned(found))}
        foreign = [found for found in foreign if found not in self.turned]
        self.levels = {
            found: cut
            for found in foreign
            if not found.below
            and not directed(found)
            and (cut := levels(found, _levels_of(_others(foreign, found))))
        }
        parts = [part for s in samples for part in (self.levels[s].parts if s in self.levels else [s])]
        self.files = {found: SuggestedFile(found) for found in parts}
        foreign = [found for found in foreign if found not in self.levels]
        self.assigned = {found: columns for found in foreign if (columns := assigned(found))}
        rest = [found for found in foreign if found not in self.assigned]
        of_levels = {one.found: one for cut in self.levels.values() for one in cut.levels}
        every = {found: keys(found) for found in rest} | {
            found: [*one.keys] for found, one in of_levels.items()
        }
        of_all = _keys(every, every)
        every = {found: own or of_others(found, of_all) for found, own in every.items()}
        self.composites = {
            found: joined
            for found in rest
            if not ends_of_types(found, of_all)
            and not are_listed(found, of_all)
            and (joined := composite(found))
        }
        every |= {found: [made.key] for found, made in self.composites.items()}
        self.edges = self._relations(rest, every)
        rest = [found for found in rest if found not in self.edges]
        self.attributes = {
            found: columns
            for found in rest
            if (columns := attribute_columns(found, _keys(every, _others(rest, found))))
        }
        rest = [found for found in rest if found not in self.attributes]
        self.unclear = [found for found in rest if found.below and not _is_of_services(found)]
        rest = [*(found for found in rest if found not in self.unclear), *of_levels]
        self.services = {found: every[found] for found in rest if every[found]}
        self.products = [found for found, one in of_levels.items() if one.product]
        if not (self.services or self.edges or self.own or self.assigned):
            self.services = {found: _any(found) for found in rest}

    def _relations(self, rest: Sequence[Sample], every: Mapping[Sample, list[Key]]) -> dict[Sample, Edges]:
        """The lists of relations; ``every`` key of the files, to which those are added that only their ends use."""
        named = {
            found: said
            for found in rest
            if found not in self.composites and (said := edges(found, _keys(every, _others(rest, found))))
        }
        of_services = [found for found in rest if found not in named]
        by_name = {found: one.key for found in of_services if (one := composite(found, by_name=True))}
        known = [key for found in of_services for key in (*every[found], *filter(None, [by_name.get(found)]))]
        made = {found: scoped(said, known) for found, said in named.items()}
        made |= {said.found: said for one in self.levels.values() for said in one.edges}
        for found, key in by_name.items():
            if found not in self.composites and any(are_of(said, key) for said in made.values()):
                every[found].append(key)
        return made


def _others(samples: Sequence[Sample], found: Sample) -> list[Sample]:
    return [one for one in samples if one is not found]


def _keys(every: Mapping[Sample, Sequence[Key]], samples: Iterable[Sample]) -> list[Key]:
    return [key for found in samples for key in every[found]]


def _levels_of(samples: Iterable[Sample]) -> set[str]:
    """What the levels are called that these sheets have a row for each of."""
    return {level(c.name)[0] for found in samples for c in found.columns if c.unique} - {""}


def _is_prose(found: Sample) -> bool:
    """Is this a sheet that says something about others: a cover, a readme, a legend, lists of choices?"""
    about = begins("about", found.sheet) if found.sheet else False
    named = [c for c in found.columns if not c.header.startswith("#")]
    text = len(named) == 1 and not is_known(named[0].header) and found.sheet
    return bool((about and not _is_of_services(found)) or text)


def _is_of_services(found: Sample) -> bool:
    """Does a table say of what it names something that only services have?"""
    named = [c for c in (*found.called("id"), *found.called("name")) if c.wordy]
    # What marks mean is said in such a form, too.
    return says_of_services(found, named) and any(len(value) > MARK for c in named for value in c.some)


def _own(found: Sample) -> Kind | None:
    """The kind of a file that has the catalogue's own name and columns."""
    kind = FILES.get(found.sheet_name.casefold())
    if found.header or found.of or not kind:
        return None
    known = {kind.current(folded(column.header)) for column in found.columns}
    if kind is SERVICE and any(_refers(column) for column in found.columns):
        return None  # of a catalogue's own no dependency would come
    return kind if all(field.name in known for field in kind.fields if field.required) else None


def _refers(column: Profile) -> bool:
    """Is it called as one that names other services, and not as a free attribute is?"""
    called = max(means(column.name, field) for field in ("providers", "consumers"))
    return called == SURE and ":" not in column.header and bool(column.some)


def _any(found: Sample) -> list[Key]:
    """Where nothing tells services apart: the column that comes nearest."""
    able = [column for column in found.columns if column.values and column.filled == found.rows]
    if not found.rows:
        able = found.called("id", 1) or found.called("name", 1) or list(found.columns[:1])
    best = max(able, key=lambda c: (c.wordy, len(c.values)), default=None)
    return [Key(found, best, 0)] if best else []
