"""Lists of interfaces: two systems in each row, and perhaps a column that says which way something goes between them.

Which way data go, or who calls, is not who depends on whom: where nothing else says that, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from graphmodel.importers.mapping.headers import ends_and_between
from graphmodel.importers.mapping.keys import Key, is_otherwise
from graphmodel.importers.mapping.profile import Profile, known_share
from graphmodel.importers.mapping.proposal import short
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, level, means, says
from graphmodel.importers.mapping.toml import text, texts

_ARROW: Final = re.compile(r"\W*[<>←→↔⇄⇆⇐⇒⇔➔➜][\W_]*")
_TWINS: Final = ({"a", "b"}, {"left", "right"}, {"links", "rechts"}, {"x", "y"}, {"i", "ii"})
_NUMBERS: Final = {"1", "2"}
_SHOWN: Final = 3
"""Rows of which it is asked."""


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


def is_clear(one: Profile, two: Profile) -> bool:
    """Do the names of the ends say who depends, whichever way something goes?"""
    return any(
        means(a.name, field) == SURE and not means(a.name, "sends") and not means(b.name, "sends")
        for a, b in ((one, two), (two, one))
        for field in ("consumer", "provider")
    )


def question(found: Sample, one: Profile, two: Profile, way: Profile) -> list[str]:
    """Who depends on whom, in three rows, and how to say it."""
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
    return [
        asked,
        "[[file.table]]",
        'kind = "dependency"',
        f"direction = {{ {given} }}",
        f"columns = {{ service = {text(one.header)}, depends_on = {text(two.header)} }}",
    ]


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
