"""Files that are relations as a whole: lists of edges, lists of responsibilities, keys with values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Final

from graphmodel.importers.lists import JSON, LOOKUP
from graphmodel.importers.mapping import interfaces
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name, ends_and_between, folded_words, split_words
from graphmodel.importers.mapping.keys import Key, is_otherwise
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.references import is_called
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, means, says
from graphmodel.importers.mapping.ways import INVERSE, tells_ways, way

_SPARE: Final = 1
"""A list of relations has at most so many columns that are surely fields of a service."""
OF_SERVICES: Final = (
    "name", "description", "criticality", "lifecycle", "supplier", "availability", "rto", "rpo", "cost", "A",
)  # fmt: skip
"""What only a sheet of services says."""


_FLOWS: Final = "by their names: {} depends on {}, from which something flows"
_GUESSED: Final = "a guess: "
_UNSAID: Final = "which depends on which is not said"
_ENDS: Final = 2
_FEW_ENDS: Final = 9
"""Pairs of columns that may be the ends of interfaces."""
_VALUE: Final = (folded_words("value"),)


def says_of_services(found: Sample, besides: Sequence[Profile] = ()) -> bool:
    """Does a sheet say what is said of services only, in a column that is none of these?"""
    fields = [field for field in OF_SERVICES if field not in {"name", "description"}]
    return any(c not in besides and c.some for field in fields for c in found.called(field))


@dataclass(frozen=True, eq=False)
class Edges:
    """A list of relations: who depends on whom."""

    found: Sample
    consumer: Profile
    provider: Profile
    why: str
    type: Profile | None = None
    """The column that says which way the relation of a row goes."""
    forwards: tuple[str, ...] = ()
    """Its values by which the consumer depends on the provider."""
    backwards: tuple[str, ...] = ()
    unrelated: tuple[str, ...] = ()
    """Its values that say nothing of dependence."""
    unknown: tuple[str, ...] = ()
    asked: bool = False
    """Nothing says which end depends; the type says perhaps which way something goes."""


def edges(found: Sample, others: Sequence[Key]) -> Edges | None:
    """The two ends of each row, where the file is a list of relations; ``others``: keys of other files."""
    ends = _named_ends(found, others)
    ways = interfaces.directions(found)
    if (
        ways
        and not _meant(ways)
        and not (ends and interfaces.is_clear(*ends[:2]))
        and (between := interfaces.ends(found, ways, others))
    ):
        return Edges(found, *between, _UNSAID, ways, asked=True)
    if not ends and (between := interfaces.twins(found, numbered=False) or interfaces.between(found, others)):
        ends = _as_called(*between)
    ends = ends or _ends_by_values(found, others) or ends_of_types(found, others)
    if not ends:
        return None
    consumer, provider, why = ends
    pointing = [column for column in found.columns if _meant(column)]
    for column in [*pointing, *found.called("relation"), *found.columns]:
        if column not in {consumer, provider} and (made := _typed(found, consumer, provider, why, column)):
            return made
    made = Edges(found, consumer, provider, why)
    return replace(made, why=_UNSAID, asked=True) if _is_unsaid(found, made, others) else made


def _is_unsaid(found: Sample, made: Edges, others: Sequence[Key]) -> bool:
    """Do the ends of a list of interfaces say nothing of who depends, or only where something begins?"""
    ends = made.consumer, made.provider
    if not interfaces.are_rows(found, ends, others):
        return False
    if any(means(end.name, "sends") for end in ends):
        return interfaces.are_called_so(found, ends) and not _is_of("flow", found) | _is_of("traffic", found)
    return made.why.startswith(_GUESSED)


def _named_ends(found: Sample, others: Sequence[Key]) -> tuple[Profile, Profile, str] | None:
    senders, receivers = found.called("sender"), found.called("receiver")
    if _names_rows(found, {*senders, *receivers}):
        return None
    if len(senders) == len(receivers) == 1 and not any(map(_is_list, senders + receivers)):
        return receivers[0], senders[0], _FLOWS.format(receivers[0].header, senders[0].header)
    (consumers, providers), spare = _called_ends(found), _SPARE
    if not (consumers and providers):  # services repeated for each of the others, and nothing else of them
        named = found.called("name", 3) + found.called("id", 3)
        repeated = [c for c in named if not c.unique or (providers and _is_elsewhere(c, found, others))]
        if repeated and not (consumers or providers):  # what each is used by
            consumers = [c for c in found.called("consumers", SURE) if not c.separator()]
        consumers, providers, spare = consumers or repeated, providers or repeated, 0
    fields = [called for field in OF_SERVICES if (called := set(found.called(field, 3)))]
    few = spare > 0 and len(consumers) * len(providers) <= _FEW_ENDS
    if not few and sum(len(called) > _ENDS for called in fields) > spare:
        return None
    for consumer in consumers:
        for provider in providers:
            ends = {consumer, provider}
            if len(ends) < _ENDS or not consumer.values or not provider.values:
                continue
            besides = sum(1 for called in fields if not called <= ends)
            if besides <= spare or (few and interfaces.are_rows(found, (consumer, provider), others)):
                if _is_list(provider) or _is_list(consumer):
                    return None
                if means(consumer.name, "sends") > 1 and _is_of_flows(found):
                    return provider, consumer, _FLOWS.format(provider.header, consumer.header)
                why = f"by their names: {consumer.header} depends on {provider.header}"
                return consumer, provider, why
    return None


def _called_ends(found: Sample) -> tuple[list[Profile], list[Profile]]:
    """The columns called as what depends, and as what on."""
    consumers, providers = (
        [c for c in found.called(end) if c.share("date") <= TRUSTED] for end in ("consumer", "provider")
    )
    if consumers and providers:
        return _alike(consumers, providers) or consumers, _alike(providers, consumers)
    if opposed := _opposed(found):
        return [opposed[0]], [opposed[1]]
    named = found.called("name", SURE) + found.called("id", SURE)
    if consumers and not providers and not named:  # Dependent service, Depends upon
        providers = [c for c in found.called("providers", SURE) if not c.separator() and c not in consumers]
    return (
        consumers or (_beginning(found, "consumer") if providers else []),
        providers or (_beginning(found, "provider") if consumers else []),
    )


def _opposed(found: Sample) -> tuple[Profile, Profile] | None:
    """Two columns whose names differ in one word: of who depends, and of what on: ``Data consumer, Data provider``."""
    for one, two in permutations(found.columns, 2):
        pairs = [*zip(one.name.plain, two.name.plain, strict=False)]
        differ = [pair for pair in pairs if pair[0] != pair[1]]
        if len(one.name.plain) == len(two.name.plain) > 1 == len(differ):
            ends = zip(("consumer", "provider"), differ[0], strict=True)
            if all(means(Name((word,), (word,)), end) == SURE for end, word in ends):
                return one, two
    return None


def _alike(ends: Sequence[Profile], others: Sequence[Profile]) -> list[Profile]:
    """Those that name something as one of the others does, by words or numbers: ``Target`` may be what is promised."""
    forms = {_counted(other) for other in others}
    return [end for end in ends if None in {_counted(end), *forms} or _counted(end) in forms]


def _counted(end: Profile) -> bool | None:
    """Are most of its values numbers? None where it has none."""
    return end.share("number") > TRUSTED if end.values else None


def _beginning(found: Sample, end: str) -> list[Profile]:
    """The columns of words that begin as the one end is called: ``source_cloud_RoleName`` beside ``target``."""
    firsts = ((column, column.name.words[:1]) for column in found.columns if column.wordy)
    return [
        column
        for column, first in firsts
        if means(Name(first, first), end) == SURE
        and not (is_otherwise(column) or means(column.name, "A") or means(column.name, "R"))  # Providing team
    ]


def _is_of_flows(found: Sample) -> bool:
    """Are these data that flow from one end to the other?

    Flows that were measured on a network begin where somebody calls.
    """
    return _is_of("flow", found) and not _is_of("traffic", found)


def _is_of(meaning: str, found: Sample) -> bool:
    """Does the name of the sheet, of its file or of a column speak of that?"""
    names = (found.sheet, found.path.stem, *(column.header for column in found.columns))
    words = {word for name in names for word in split_words(name)}
    return any(says(meaning, word) for word in words.union(names))


def _is_elsewhere(column: Profile, found: Sample, others: Sequence[Key]) -> bool:
    """Are these the ids or names of another file, which says more of them?"""
    return any(
        known_share(column.items(""), key.known) == 1 and len(key.found.columns) >= len(found.columns) - 1
        for key in others
    )


def _names_rows(found: Sample, sent: Collection[Profile]) -> bool:
    """Does a column name the rows that others refer to: is this a sheet of services?"""
    ends = [c for end in ("consumer", "provider", "sender", "receiver") for c in found.called(end)]
    named = found.called("name", 3) + found.called("id", 3)
    not_ids = {*named, *found.called("consumer", 1), *found.called("provider", 1)}
    for column in [*named, *(c for c in found.columns if c.wordy and c not in not_ids)]:
        if column in sent:
            continue
        known = column.items("")
        others = (end for end in ends if end is not column)
        if column.unique and any(
            known_share(end.items(end.separator(known)), known) > TRUSTED for end in others
        ):
            return True
    return False


def _is_list(column: Profile) -> bool:
    return bool(column.separator() in {";", "|", "\n", JSON, LOOKUP})


def _ends_by_values(found: Sample, others: Sequence[Key]) -> tuple[Profile, Profile, str] | None:
    """Two columns of values of one set, of which neither identifies the rows, or which are all that there is."""
    wordy = [c for c in found.columns if _may_name(c, others) and c.filled > TRUSTED * found.rows]
    of_services = found.called("name", SURE) and found.called("A", SURE)  # a row for each thing a service has
    identified = any(c.unique for c in wordy)
    if len(found.columns) > 6 or of_services or (identified and len(found.columns) > 2):
        return None
    for at, one in enumerate(wordy):
        for two in wordy[at + 1 :]:
            left, right = one.items(""), two.items("")
            of_keys = any(
                known_share(left, k.known) > TRUSTED and known_share(right, k.known) > TRUSTED for k in others
            )
            of_each_other = (
                not identified and max(known_share(left, right), known_share(right, left)) >= TRUSTED
            )
            if min(len(left), len(right)) > 1 and (of_keys or of_each_other):
                return _as_called(one, two)
    return None


def _may_name(column: Profile, others: Sequence[Key]) -> bool:
    """Are its values words, or else ids that another file has?"""
    return column.wordy or any(known_share(column.items(""), key.known) > TRUSTED for key in others)


def _as_called(one: Profile, two: Profile) -> tuple[Profile, Profile, str]:
    """Two ends, of which perhaps one is called so; the first depends on the second where none is."""
    forwards, backwards = (
        (is_called(a, "consumer") or is_called(b, "provider")) for a, b in ((one, two), (two, one))
    )
    if backwards > forwards:
        return two, one, f"by their names: {two.header} depends on {one.header}"
    if forwards > backwards:
        return one, two, f"by their names: {one.header} depends on {two.header}"
    return (
        one,
        two,
        f"{_GUESSED}{one.header} and {two.header} name services; which depends on which is not said",
    )


def ends_of_types(found: Sample, others: Sequence[Key]) -> tuple[Profile, Profile, str] | None:
    """The two columns of words beside one that says nothing but which way the relation of a row goes."""
    types = [c for c in found.columns if c.few and tells_ways(c)]
    ends = [c for c in found.columns if c not in types and _may_name(c, others) and c.filled == found.rows]
    if types and (alike := _numbered(ends)):
        return (
            *alike,
            f"likely: {types[0].header} says how {alike[0].header} and {alike[1].header} are related",
        )
    if len(ends) > _ENDS:  # each perhaps with the site within which its names are unique
        ends = [c for c in ends if not means(c.name, "scope")]
    named = sum(1 for c in ends if c.unique and means(c.name, "name") == SURE)
    if not types or len(ends) != 2 or named == 1:
        return None
    one, two = ends  # read as a sentence
    return one, two, f"likely: {types[0].header} says how {one.header} and {two.header} are related"


def _numbered(ends: Sequence[Profile]) -> tuple[Profile, Profile] | None:
    """Two columns that only their numbers tell apart, in their order: of names or ids, where there are others, too."""
    pairs = [
        tuple(sorted(pair, key=lambda end: end.name.words))
        for pair in combinations(ends, 2)
        if pair[0].name.unnumbered == pair[1].name.unnumbered
    ]
    named = [max(means(one.name, "name"), means(one.name, "id")) for one, _ in pairs]
    return next(
        ((one, two) for (one, two), sure in zip(pairs, named, strict=True) if sure == max(named)), None
    )


def _typed(found: Sample, consumer: Profile, provider: Profile, why: str, column: Profile) -> Edges | None:
    if not column.few:
        return None
    said_by = {v: _way(v, consumer, provider, _meant(column)) for v in column.values}
    forwards, backwards, unrelated, unknown = (
        [v for v, said in said_by.items() if said == meant]
        for meant in ("depends", "underpins", "unrelated", "")
    )
    if any(says("end", word) for end in (consumer, provider) for word in end.name.words):
        forwards, backwards = forwards + backwards, []  # DB, serves, Shop: who is which is said
    if len(unknown) > TRUSTED * len(column.values) or not (forwards or backwards):
        return None
    rows = zip(column.cells, consumer.cells, provider.cells, strict=True)
    ways = [said for said, one, two in rows if one and two]
    if untold := ways.count(""):
        if untold > TRUSTED * len(ways):
            return None
        unknown.append("")
    return Edges(
        found, consumer, provider, why, column, tuple(forwards), tuple(backwards), tuple(unrelated), tuple(unknown)
    )  # fmt: skip


def _meant(column: Profile) -> str:
    """What it says of two ends that it points from the first to the last: ``Impact direction``; else empty."""
    if not any(says("points", word) for word in column.name.words):
        return ""
    return next((said for word in column.name.words if (said := way(word)) in INVERSE), "")


def _way(value: str, one: Profile, two: Profile, meant: str) -> str:
    """The same where the value may name the ends: ``A depends on B`` of ``System A`` and ``System B``.

    ``meant``: what it says of the ends where there is nothing between them.
    """
    first, between, last = ends_and_between(value)
    words = [end.name.words for end in (one, two)]
    named = [{" ".join(own), own[-1], *({*own} - {*other})} for own, other in (words, words[::-1]) if own]
    said = way(between) if between and not says("way", between) else meant
    if len(named) == _ENDS and said:
        if first in named[0] and last in named[1]:
            return said
        if first in named[1] and last in named[0]:
            return INVERSE.get(said, "")
    if says("end", value):
        return "depends" if means(Name.of(value), "consumer") else "underpins"
    return way(value)


def attribute_columns(found: Sample, others: Sequence[Key]) -> tuple[Profile, Profile, Profile] | None:
    """The columns of id, key and value, where the rows are keys and values: one for each attribute of a service."""
    if len(found.columns) != 3:
        return None
    if not others and (columns := _called_attributes(found)):
        return columns
    of = [c for c in found.columns if any(known_share(c.items(""), k.known) > 0 for k in others)]
    of = [c for c in of if not {"key", "property", "attribute", "value"} & set(c.name.words)]
    named = _of_keys(found)
    rest = [c for c in found.columns if c not in {*of, *named}]
    return (of[0], named[0], rest[0]) if len(of) == len(named) == len(rest) == 1 else None


def _called_attributes(found: Sample) -> tuple[Profile, Profile, Profile] | None:
    """The same where only the names of the columns tell it."""
    keys = _of_keys(found)
    values = [c for c in found.columns if c.name.words[-1:] == _VALUE]
    rest = [c for c in found.columns if c not in {*keys, *values}]
    return (rest[0], keys[0], values[0]) if len(keys) == len(values) == len(rest) == 1 else None


def _of_keys(found: Sample) -> list[Profile]:
    """The columns that are called as those of keys are, and repeat them."""
    return [c for c in found.columns if {"key", "property", "attribute"} & set(c.name.words) and not c.unique]
