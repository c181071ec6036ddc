"""Which cells refer to services: found by values, across all files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice
from typing import Final

from graphmodel.importers.lists import Signs, likely_items
from graphmodel.importers.mapping.abbreviated import without_kind
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import Key, is_otherwise
from graphmodel.importers.mapping.nearest import Nearest
from graphmodel.importers.mapping.profile import COMPARED, Profile, is_form, known_share
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, called, level, means, ours, says, supporting
from graphmodel.importers.mapping.ways import beside, values_of
from graphmodel.importers.names import same_name

_PEOPLE: Final = 0.3
"""Of the items of a column so many are people where all are likely such."""


@dataclass(frozen=True, eq=False)
class Reference:
    """A column whose cells name services."""

    found: Sample
    column: Profile
    key: Key | None
    """The column that has them, if any."""
    separator: Signs
    share: float
    """So many of the items are known there."""
    upwards: bool
    """The cells name what depends on the row's service, not what it depends on."""
    sure: int
    """As ``synonyms.means``, 0: by values alone."""
    whole: tuple[str, ...] = ()
    """Items that hold a sign and are no two."""
    defines: bool = False
    """What the cells name is in no other column: the applications of a sheet of servers."""
    types: Profile | None = None
    """The column that says of each row which of the two depends, where the name of this one does not."""
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Only the rows with these values are meant."""

    @property
    def rows(self) -> Collection[int] | None:
        """Their numbers, where only some are meant."""
        if not self.types or not self.where:
            return None
        said = frozenset(self.where[self.types.header])
        return frozenset(at for at, value in enumerate(self.types.cells) if value in said)

    @property
    def why(self) -> str:
        """In words."""
        if self.types:
            return f"sure: {self.types.header} says how they are related"
        known = f"{self.share:.0%} of its items are in {self.key.column.header}" if self.key else ""
        if self.sure:
            return "; ".join(filter(None, (f"{'sure' if self.sure > 1 else 'likely'}: by its name", known)))
        return f"likely: {known}"


def references(found: Sample, nearest: Nearest) -> list[Reference]:
    """The columns that name services, by what they are called or by their values."""
    mine = [key for key in nearest.keys if key.found is found]
    own = {key.column for at, key in enumerate(mine) if not at or key.sure > 1}
    hosts = any(key.sure > 1 and says("host", key.column.header) for key in mine)
    made = list[Reference]()
    for column in found.columns:
        runs = hosts and _runs(column) and column not in {key.column for key in mine if key.sure > 4}
        below = any(key.sure > 1 and _is_below(column, key, found) for key in mine)
        carries = below or (
            not hosts and any(key.sure > 1 for key in mine) and column not in own and _carries(column)
        )
        down = SURE if carries else max(means(column.name, "providers"), means(column.name, "sender") > 1)
        up = SURE if runs else max(means(column.name, "consumers"), means(column.name, "receiver") > 1)
        if not column.some or column.nesting or (column in own and not max(down, up) > 1):
            continue
        best, separator, share, whole = nearest.of(column)
        sure = max(down, up)
        # Numbers say how many there are.
        named = sure == SURE and column.share("number") <= TRUSTED
        able = column.wordy and column not in own
        if share < TRUSTED and not (named or (able and (sure > 1 or _is_typed(column, found)))):
            continue
        if up and not share and of_people(column, found):
            continue
        # Another of the same name.
        again = any(one.column.name.unnumbered == column.name.unnumbered for one in made)
        few = column.filled < 2 < found.rows and not again
        apart = is_otherwise(column) and not _is_related(column, found)
        if not sure and (apart or not column.wordy or few or repeats(column, best, separator)):
            continue
        if not sure and best and best in mine and best.sure < 2 and any(key.sure > 1 for key in mine):
            continue  # what nothing calls so refers to what nothing calls an id
        if not sure and is_called(column, "consumer"):
            up = sure = 1
        if best is None or (sure == SURE and not separator and _is_listed(column, best)):
            separator, whole = column.separator(), ()
        made.append(
            Reference(
                found,
                column,
                best,
                separator,
                share,
                up > down,
                sure,
                whole,
                (runs or carries) and best is None,
            )
        )
    others = [c for c in found.columns if c not in {one.column for one in made}]
    typed = [
        one if one.sure or one.defines else replace(one, types=beside(one.column, others)) for one in made
    ]
    return _from_both_ends(typed)


def _is_related(column: Profile, found: Sample) -> bool:
    """Does a column say how what it names is related, which its own name does not: ``Related to``?"""
    return called(column.name, "unrelated") and _has_type(column, found)


def _is_typed(column: Profile, found: Sample) -> bool:
    """Is it called as a service is, and does a column say how what it names is related: ``Related CI``?"""
    return means(column.name, "name") > 0 and _has_type(column, found)


def _has_type(column: Profile, found: Sample) -> bool:
    return bool(beside(column, [c for c in found.columns if abs(c.at - column.at) == 1]))


def directed(reference: Reference) -> list[Reference]:
    """The same for each way that its relations go, if a column says these; nothing for what says none."""
    types = reference.types
    if not types:
        return [reference]
    same, turned, apart = (
        values_of(types, reference.column, *said)
        for said in (("depends", ""), ("underpins",), ("unrelated",))
    )
    made = [
        replace(reference, upwards=upwards, where={types.header: values})
        for upwards, values in ((False, same), (True, turned))
        if values
    ]
    return made if len(made) > 1 or apart else [replace(one, where={}) for one in made]


def of_people(column: Profile, found: Sample) -> bool:
    """Are some of its items people or departments: who answers for services, too, or is called as such are?"""
    items = column.items(column.separator())
    answering = [
        c for c in found.columns if c is not column and max(means(c.name, one) for one in "RACI") > 1
    ]
    owners = {item for c in answering for item in c.items(c.separator())}
    known = [item for item in items if item in owners or says("people", item) or is_form("mail", item)]
    return len(known) > _PEOPLE * len(items)


def _from_both_ends(made: Sequence[Reference]) -> list[Reference]:
    """The same, where two columns say the same relations from their two ends: one goes the other way than the other.

    The surer one has the last word, then the first.
    """
    turned = dict[Reference, Reference]()
    for one, two in combinations(sorted(made, key=lambda reference: -reference.sure), 2):
        first = turned.get(one, one)
        if (
            (not two.sure or two.sure == 1 < one.sure)
            and not two.types
            and two not in turned
            and first.upwards == two.upwards
            and _are_inverse(one, two)
        ):
            turned[two] = replace(two, upwards=not first.upwards)
    return [turned.get(reference, reference) for reference in made]


def _are_inverse(one: Reference, two: Reference) -> bool:
    if one.key is None or one.key is not two.key or one.key.found is not one.found:
        return False
    there, back = _pairs(one), {(b, a) for a, b in _pairs(two)}
    both = min(len(there), len(back))
    return both > 1 and len(there & back) > TRUSTED * both > len(there & _pairs(two))


def _pairs(reference: Reference) -> set[tuple[str, str]]:
    """(the row's service, one that the cell names), as names are compared."""
    assert reference.key
    rows = zip(reference.key.column.cells, reference.column.cells, strict=True)
    return {
        (same_name(own), same_name(item))
        for own, cell in islice(rows, COMPARED)
        for item in (likely_items(cell, reference.separator) if reference.separator else [cell])
        if item.strip()
    }


def is_called(end: Profile, field: str) -> bool:
    """Is one of two ends called so? ``Source`` and the like say only where an arrow begins."""
    return means(end.name, field) > 1 and not means(end.name, "sends")


def _runs(column: Profile) -> bool:
    """Is a column called after what runs on a server?"""
    return means(column.name, "name") == SURE and any(
        ours("kind", word) == "product" for word in column.name.words
    )


def _carries(column: Profile) -> bool:
    """Is a column called after what applications run on, one of several perhaps: ``Server 1``?"""
    called = " ".join(column.name.unnumbered)
    return column.wordy and (says("host", called) or says("host", called.removesuffix("s")))


def _is_below(column: Profile, key: Key, found: Sample) -> bool:
    """Is it what the services of a key depend on by their levels: ``Process, Application``, ``Service, Server 1``?"""
    bare = column.name.unnumbered
    ranks = level(key.column.name)[1], level(Name(bare, bare))[1]
    called = ranks[0] == 1 or found.is_one_of_several(column) or supporting(column.name.plain)
    return bool(called) and column.wordy and 0 < ranks[0] < ranks[1]


def _is_listed(column: Profile, key: Key) -> bool:
    """Do its cells separate items by a sign that no name of a service has?"""
    sign = column.separator()
    return bool(sign) and not any(sign in name for name in key.known)


def repeats(column: Profile, key: Key | None, separator: Signs) -> bool:
    """Does the column only repeat the key of its own row, perhaps with more: ``prod/web`` of ``web``?"""
    if key is None or len(key.column.cells) != len(column.cells):
        return False
    rows = zip(column.cells, key.column.cells, strict=True)
    alike = known = 0
    for cell, own in islice(rows, COMPARED):
        items = likely_items(cell, separator) if separator else [cell]
        named = {without_kind(same_name(item)) for item in items} & key.known
        known += bool(named)
        alike += bool(named) and named <= {same_name(own)}
    return alike > TRUSTED * known


def identity(own: Sequence[Key], referring: Sequence[Reference], same: Mapping[Key, Sequence[Key]]) -> Key:
    """The key that other sheets tell the same services by, then that references use most; else the likeliest."""
    uses = {key: sum(r.column.filled for r in referring if r.key in {key, *same[key]}) for key in own}
    sheets = {key: len({other.found for other in same[key]}) for key in own}
    ids = any(key.is_id for key in own)  # beside which a number of the row tells nothing
    return max(own, key=lambda key: (key.whole, sheets[key], uses[key], not (ids and key.counts), key.sure))


def of_the_same(keys: Sequence[Key]) -> Mapping[Key, Sequence[Key]]:
    """Key → those of other sheets that name the same services, by what they are called and by their values."""
    found: dict[Key, list[Key]] = {key: [] for key in keys}
    named = [key for key in keys if key.sure >= SURE and key.column.wordy]
    for one, two in combinations(named, 2):
        few, many = sorted((one.known, two.known), key=len)
        if one.found is not two.found and known_share(few, many) >= TRUSTED:
            found[one].append(two)
            found[two].append(one)
    return found
