"""Lists of interfaces: two systems in each row, and perhaps a column that says which way something goes between them.

Which way data go, or who calls, is not who depends on whom: where nothing else says that, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final

from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name, ends_and_between
from graphmodel.importers.mapping.keys import Key, is_otherwise
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.proposal import short, to_add
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, level, means, says
from graphmodel.importers.mapping.toml import text, texts

_ARROW: Final = re.compile(r"\W*[<>←→↔⇄⇆⇐⇒⇔➔➜][\W_]*")
_TWINS: Final = ({"a", "b"}, {"left", "right"}, {"links", "rechts"}, {"x", "y"}, {"i", "ii"})
_NUMBERS: Final = {"1", "2"}
_SHOWN: Final = 3
"""Rows of which it is asked."""
_MOST: Final = 40
"""A sheet of more columns is no list of interfaces."""


def directions(found: Sample) -> Profile | None:
    """The column whose values say which way something goes: ``inbound``, ``both``, ``→``, ``A to B``."""
    return next((c for c in found.columns if c.few and all(map(_is_way, c.some))), None)


def _is_way(value: str) -> bool:
    if _ARROW.fullmatch(value) or says("way", value):
        return True
    first, between, last = ends_and_between(value)
    twins = any({first, last} == pair for pair in (*_TWINS, _NUMBERS))
    return twins and (not between or says("way", between))


def twins(found: Sample, *, numbered: bool) -> tuple[Profile, Profile] | None:
    """Two columns of systems whose names differ in one letter: ``System A, System B``; or also ``numbered`` ones."""
    pairs = (*_TWINS, _NUMBERS) if numbered else _TWINS
    for one, two in combinations(found.columns, 2):
        if len(one.name.plain) != len(two.name.plain):
            continue
        differ = [{*words} for words in zip(one.name.plain, two.name.plain, strict=True) if len({*words}) > 1]
        if len(differ) == 1 and differ[0] in pairs and _is_end(one) and _is_end(two):
            return one, two
    return None


def ends(found: Sample, way: Profile, others: Sequence[Key]) -> tuple[Profile, Profile] | None:
    """The two columns of systems beside one that says which way something goes."""
    if alike := twins(found, numbered=True):
        return alike
    able = [c for c in found.columns if c is not way and _is_end(c) and not is_otherwise(c)]
    able = [c for c in able if c.filled == found.rows]
    partners = [c for c in able if any(map(_is_partner, (c.header, *c.name.words)))]
    named = [c for c in able if c not in partners and _names_system(c)]
    if partners and named:
        return named[0], partners[0]
    among = [key.known for key in others] + [c.items("") for c in able]
    pairs = [
        (one, two)
        for one, two in combinations(able, 2)
        if (_names_system(one) or _names_system(two))
        and any(known_share(one.items(""), k) > 0 and known_share(two.items(""), k) > 0 for k in among)
    ]
    return pairs[0] if len(pairs) == 1 else None


def _is_partner(word: str) -> bool:
    return says("partner", word) or word.endswith("partner")


def _is_end(column: Profile) -> bool:
    return column.wordy and not column.flagged and not is_of_interfaces(column)


def _names_system(column: Profile) -> bool:
    """Is it called as a system is, or as what something comes from or goes to?"""
    called = any(means(column.name, field) > 1 for field in ("name", "consumer", "provider"))
    return called or level(column.name)[1] > 0


def are_rows(found: Sample, ends: Sequence[Profile], others: Sequence[Key] = ()) -> bool:
    """Are the rows what is between two ends, and no services: does something tell them apart that nothing refers to?

    Either that is called so (``Interface ID``, ``Flow``), or it is no level, and the ends name things of one set.
    """
    keys = _keys(found, ends) if len(found.columns) <= _MOST else ()
    called = _called(keys)
    if not keys or (called and not _is_connection(called)):
        return False
    known = {name for key in others for name in key.known}
    one, two = (end.items("") for end in ends)
    if not all(
        end.wordy or known_share(items, known) > TRUSTED for end, items in zip(ends, (one, two), strict=True)
    ):
        return False
    if called:
        return True
    if any(not (one | two | known).isdisjoint(key.items(key.separator())) for key in keys):
        return False
    return _are_of_one(one, two, known)


def are_called_so(found: Sample, ends: Sequence[Profile]) -> bool:
    """Are the rows called as what is between two ends?"""
    called = _called(_keys(found, ends))
    return bool(called and _is_connection(called))


def _keys(found: Sample, ends: Sequence[Profile]) -> list[Profile]:
    """The columns before the ends that tell the rows apart."""
    first = min(end.at for end in ends)
    return [c for c in found.columns if c.unique and c not in ends and c.at < first and not c.share("date")]


def _called(keys: Sequence[Profile]) -> Profile | None:
    """The first of them that is called as a level, or as what is between two ends."""
    return next((key for key in keys if level(key.name)[1] or _is_connection(key)), None)


def between(found: Sample, others: Sequence[Key]) -> tuple[Profile, Profile] | None:
    """Two columns that name things of one set, where the rows are called as what is between them."""
    if len(found.columns) > _MOST or not any(c.unique and _is_connection(c) for c in found.columns):
        return None
    able = [c for c in found.columns if _is_end(c) and c.filled == found.rows and not is_otherwise(c)]
    able = [c for c in able if not c.lettered]
    known = {name for key in others for name in key.known}
    alike = [
        pair
        for pair in combinations([c for c in able if not _is_connection(c)], 2)
        if _are_of_one(pair[0].items(""), pair[1].items(""), known) and are_called_so(found, pair)
    ]
    return max(alike, key=lambda pair: sum(map(_names_system, pair)), default=None)


def _are_of_one(one: AbstractSet[str], two: AbstractSet[str], known: AbstractSet[str]) -> bool:
    """Do two columns share values, or are most of both known?"""
    return not one.isdisjoint(two) or min(known_share(one, known), known_share(two, known)) > TRUSTED


def _is_connection(column: Profile) -> bool:
    """Is it called as what is between two systems, be it by an id or a name: ``Interface ID``, ``Flow``?"""
    words = [w for w in column.name.plain if not max(means(Name((w,), (w,)), f) for f in ("id", "name"))]
    return any(says(meaning, " ".join(words)) for meaning in ("connection", "flow"))


def is_clear(one: Profile, two: Profile) -> bool:
    """Do the names of the ends say who depends, whichever way something goes?"""
    return any(
        means(a.name, field) == SURE and not means(a.name, "sends") and not means(b.name, "sends")
        for a, b in ((one, two), (two, one))
        for field in ("consumer", "provider")
    )


def question(found: Sample, one: Profile, two: Profile, way: Profile | None) -> list[str]:
    """Who depends on whom, in three rows, and how to say it."""
    columns = f"columns = {{ service = {text(one.header)}, depends_on = {text(two.header)} }}"
    if way is None:
        pairs = [pair for pair in dict.fromkeys(zip(one.cells, two.cells, strict=True)) if all(pair)][:_SHOWN]
        shown = "; ".join(f"{short(a)} and {short(b)}" for a, b in pairs)
        asked = (
            f"{found.place}: {one.header} and {two.header} say what is connected, and not which depends on which, so "
            f"no dependency is read: {shown}. Add the table below if {one.header} depends on {two.header}, "
            "else swap them"
        )
        return [asked, *to_add("dependency", columns)]
    rows = dict.fromkeys(zip(one.cells, two.cells, way.cells, strict=True))
    first = [row for row in rows if all(row)][:_SHOWN]
    shown = "; ".join(f"{short(a)} and {short(b)}: {short(said)}" for a, b, said in first)
    asked = (
        f"{found.place}: {way.header} says which way something goes, and not who depends on whom, so no dependency "
        f"is read: {shown}. Add the table below with the values by which {one.header} depends on {two.header} under "
        "consumer_first, the others under provider_first, or ignore"
    )
    given = (
        f"column = {text(way.header)}, consumer_first = {texts(way.values)}, provider_first = [], ignore = []"
    )
    return [asked, *to_add("dependency", f"direction = {{ {given} }}", columns)]


def directed(found: Sample, others: Sequence[Key] = ()) -> bool:
    """Does a column say which way something goes between two others?"""
    way = directions(found)
    return bool(way and ends(found, way, others))


def is_of_interfaces(column: Profile) -> bool:
    """Does it hold nothing but kinds of interfaces?"""
    return column.few and all(says("interface", value) for value in column.some)


def are_listed(found: Sample, others: Sequence[Key]) -> bool:
    """Are the rows interfaces?"""
    return bool(twins(found, numbered=False)) or directed(found, others)
