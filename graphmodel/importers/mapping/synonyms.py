"""What foreign files call things: one list of words (``synonyms.csv``: word, language, field) for headers and values.

A field is one of a record's (``name``), what a column is for (``providers``: names of other services that this one
depends on; ``consumer`` and ``provider``: the ends of a list of relations; ``A``: who is accountable), or a value
of a field (``lifecycle=live``). ``nothing`` are words for an empty cell, ``yes`` and ``no`` for one of two, ``total``
begins a row of totals, ``aside`` a note below a table, ``about`` the name of a sheet that is none; ``pair`` are names
of columns of keys and values; ``at_most`` and ``at_least`` stand before a limit; ``depends``, ``underpins`` and
``unrelated`` say which way a relation goes; a ``particle`` in a name says nothing, and a ``thing`` is what stands in a
column, or which of several, and not what it is for: ``from_ci`` is ``from``, ``Quellsystem`` is ``quell``. A
``qualifier`` says how a level is meant: ``Criticality rating`` and ``Geschäftskritikalität`` are the criticality. What
is called by an ``other`` word is for none of the fields: a cost centre is no cost. Within a ``scope`` names are
unique. On a ``host`` applications run. In a list of relations with a word for ``flow``, and none for ``traffic`` on a
network, the end that ``sends`` is the provider. What is of a ``level`` depends on what is of a higher one. A ``flag``
says what something is; months and the like are a ``period``, and what else may be ``across`` a matrix is no service.
An ``end`` says of two services which one depends, whatever their relation is called, and a ``partner`` is the other
one; ``way`` is which way something goes between them, and of what kind it is, an ``interface`` says; what it is
itself is a ``connection``. A ``supporting`` application is on a level below others. Of a ``depth`` are rows that
stand within others. Behind who answers, ``person`` is how they are named, and ``team`` how many they are: ``Owner
email``, ``Managed by group``. What ``points`` goes from one of two ends to the other: ``Impact direction``. ``people``
are departments and the like, which are no services. What is ``generic`` may be of any level.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import dropwhile
from typing import Final

from graphmodel.importers.mapping.headers import Name, folded_words, split_words

FIELDS: Final = (
    "id", "name", "description", "category", "criticality", "lifecycle", "supplier", "availability", "support_hours",
    "rto", "rpo", "response", "resolution", "cost", "reviewed", "mapped", "aliases", "tags",
    "providers", "consumers", "consumer", "provider", "relation", "A", "R", "C", "I", "role", "responsibility",
    "strength", "group", "needs", "note",
)  # fmt: skip
"""What columns are for."""

_STRENGTHS: Final = (3, 2, 1)
"""The whole name is a known word; it is without the words for any thing; its last words are."""

SURE: Final = _STRENGTHS[0]

_IT: Final = {("it",), ("ict",), ("ikt",), ("ti",), ("tic",)}
"""What may stand before a word for a level."""

_OF: Final = frozenset({"de", "du", "des", "d", "del"})
"""What stands behind the noun that a French or Spanish name is about."""

_NAMES: Final = frozenset({"name", "nom", "nombre"})
"""Things that are the name of others, too: ``Name of system``."""

_COMPOUND: Final = 6
"""A thing of at least so many letters may be the end of a longer word."""

_QUALIFIED: Final = frozenset({
    "category", "criticality", "lifecycle", "availability", "rto", "rpo", "cost", "description", "supplier", "reviewed",
})  # fmt: skip
"""Fields whose name may have qualifiers before it and behind it."""
_LEVEL: Final = re.compile(r"(?:l|lvl|tier|n)?\d")
"""The number of a level before what is on it."""
_NUMBER: Final = 2
"""Characters of a number behind what it numbers, with the blank."""
_PART: Final = 4
"""A qualifier of at least so many letters may be a part of a longer word."""
_ANSWER: Final = frozenset("RACI")
_APART: Final = ("supplier", "cost", "category", "availability", "support_hours", "reviewed")
"""What those are of who do not answer for services: ``Vendor contact``."""
_RELATED: Final = {"providers": "depends", "consumers": "underpins"}
"""A column may be called as the relation is, in several words: ``Called by``."""


def rows() -> Iterator[dict[str, str]]:
    """The rows of the list of words."""
    import csv
    import pkgutil  # importlib.resources takes longer to load than to read this

    text = (pkgutil.get_data("graphmodel.importers.mapping", "synonyms.csv") or b"").decode("utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Field → folded word → the word as it is listed."""
    found: dict[str, dict[str, str]] = {}
    for row in rows():
        folded = folded_as(row["field"], row["word"])
        found.setdefault(row["field"], {}).setdefault(folded, row["word"])
    for field in {*FIELDS} & {*found}:
        for word in [*found[field]]:
            found[field].setdefault(_without(found["particle"], word.split()), found[field][word])
    return found


def _without(particles: Collection[str], words: Iterable[str]) -> str:
    """A name without them, unless it is nothing else."""
    return " ".join(word for word in words if word not in particles) or " ".join(words)


def folded_as(field: str, word: str) -> str:
    """A word as those for that field are compared."""
    return word.casefold() if field == "nothing" else folded_words(word)


@lru_cache(1 << 15)
def means(name: Name, field: str) -> int:
    """How surely a column of that name is for the field: 3 surely … 1 perhaps, 0 not."""
    known = _words().get(field, {})
    own = field.replace("_", " ")
    for strength, phrase in zip(_STRENGTHS, _phrases(name), strict=True):
        if strength < SURE and called(name, "other"):
            return 0
        if field in _ANSWER and strength < SURE:
            phrase = _persons(name, whole=strength > 1)
            if strength > 1 and any(words in _words()["other"] for words in phrase):
                return 0
            phrase = tuple(words for words in phrase if strength > 1 or not _is_of_others(name, words))
        if phrase and any(p == own or p in known for p in phrase):
            return strength
        if strength == 1 and field == "id" and _ends_as_id(name.plain[-1:]):
            return strength
        if (strength == 2 and _is_named(name, field)) or (strength == 1 and _begins_as(name, field)):
            return strength
    return 0


@lru_cache(1 << 15)
def called(name: Name, meaning: str) -> bool:
    """Is a column of that name, as a whole or by its last words, called by a word of that meaning?"""
    whole, bare, last = _phrases(name)
    phrases = (*whole, *bare, *(words for words in last if " " in words))
    return any(phrase in _words()[meaning] for phrase in phrases)


def _is_named(name: Name, field: str) -> bool:
    """Is it the field's name but for what says of what it is, or how it is meant?"""
    if field in _QUALIFIED:
        unit = bool(name.unit and name.plain[-1:] == (name.unit.said,))
        return not _unqualified(name.plain[: len(name.plain) - unit]).isdisjoint(_bare_words(field))
    if (
        field in {"id", "name"} and len(name.plain) > 1 and not any(map(_purpose, name.plain))
    ):  # Number of system
        known, words = _words(), set(name.plain)
        ids = known["id"].keys() & words - _NAMES
        return (
            bool(ids) and not words & _NAMES
            if field == "id"
            else bool(known["name"].keys() & words) and not ids
        )
    if field in _RELATED and len(name.words) > 1:
        return " ".join(name.words) in _words()[_RELATED[field]]
    return False


@lru_cache(1 << 15)
def _persons(name: Name, *, whole: bool) -> tuple[str, ...]:
    """What a name says of who answers without how they are named; or, not as a ``whole``, its last words."""
    given = _phrases(name)
    bare = " ".join(word if (word,) in _IT else _purpose(word) for word in name.plain)
    said = {tuple(map(_person, phrase.split())) for phrase in (*given[0], bare, " ".join(name.plain))} - {()}
    for words in [*said]:
        said.add(tuple(word for word in words if not _are_persons([word])))
        said |= {words[:end] for end in range(1, len(words)) if _are_persons(words[end:])}
    if whole:
        return tuple(map(" ".join, said))
    return (*given[2], *(" ".join(words[at:]) for words in said for at in range(1, len(words))))


def person_of(name: Name) -> tuple[str, ...]:
    """Who answers, without how they are named: the same of ``Owner`` and ``Owner email``."""
    said = (*_words()["person"], *_words()["particle"])
    words = tuple(map(_person, name.plain))
    return tuple(word for word in words if word not in said) or words[:1]


def _are_persons(words: Iterable[str]) -> bool:
    return all(word in _words()["person"] or word in _words()["team"] for word in words)


def _person(word: str) -> str:
    """The word of one who answers for that of several: ``owners``, ``Verantwortliche``; else the word."""
    known, bare = _answering(), word.removesuffix("s")
    return next((one for one in (word, bare, f"{word}r", f"{bare}r") if one in known), word)


@cache
def _answering() -> frozenset[str]:
    """The words for who answers."""
    return frozenset(
        word for field in (*_ANSWER, "person", "team") for said in _words()[field] for word in said.split()
    )


def _is_of_others(name: Name, last: str) -> bool:
    """Are the words before the last ones those for something else: ``Vendor contact``, ``Cost centre owner``?"""
    words = " ".join(map(_person, name.plain))
    before = tuple(words[: words.find(last)].split()) if last in words else ()
    rest = Name(before, before)
    provides = says("end", " ".join(before)) and name.plain[-1] in _words()["team"]  # Provider team
    if not before or provides:
        return False
    supplies = means(Name(before[:1], before[:1]), "supplier") == SURE  # Vendor support team
    return supplies or called(rest, "other") or any(means(rest, field) == SURE for field in _APART)


def _begins_as(name: Name, field: str) -> bool:
    """Does it begin with what a relation is called, in several words: ``Depends on monitor``?"""
    begin = (" ".join(name.plain[:at]) for at in range(2, len(name.plain)))
    return field in _RELATED and any(words in _words()[_RELATED[field]] for words in begin)


def _ends_as_id(words: tuple[str, ...]) -> bool:
    """Is the last word made of one for ids: ``Verfahrensnummer``?"""
    return any(word.endswith(known) for word in words for known in _ends() if known in _words()["id"])


@cache
def _bare_words(field: str) -> frozenset[str]:
    """What the field is called, also without things."""
    return frozenset(
        said for word in _words()[field] for said in (word, _left(word.split(), "thing", "particle")) if said
    )


def _left(words: Iterable[str], *meanings: str) -> str:
    """The words that have none of these meanings."""
    return " ".join(word for word in words if not any(word in _words()[meaning] for meaning in meanings))


@lru_cache(1 << 14)
def _unqualified(words: tuple[str, ...]) -> frozenset[str]:
    """What is left of a name without things, and qualifiers; of one word also without those that it is made of."""
    word = _left(words, "thing", "particle", "qualifier")
    found = {word, _left(words, "thing", "particle")}
    if word and " " not in word:
        for part in (*_words()["thing"], *_words()["qualifier"]):
            if len(part) >= _PART and word.endswith(part):
                found |= {rest := word.removesuffix(part), rest.removesuffix("s")}
            if len(part) >= _PART and word.startswith(part):
                found |= {rest := word.removeprefix(part), rest.removeprefix("s")}
    return frozenset(found)


@lru_cache(1 << 14)
def is_known(header: str) -> bool:
    """Is a column of that name at least likely one for some field, by ``means``?"""
    return any(phrase in _known() for phrases in _phrases(Name.of(header))[:2] for phrase in phrases)


@cache
def _known() -> frozenset[str]:
    """What fields are called."""
    return frozenset(field.replace("_", " ") for field in FIELDS).union(
        *(_words().get(f, ()) for f in (*FIELDS, "pair"))
    )


@lru_cache(1 << 15)
def _phrases(name: Name) -> tuple[tuple[str, ...], ...]:
    # Depends on 1, Depends on 2 …
    whole = [_unnumbered(" ".join(words)) for words in (name.words, name.plain)]
    prefixed = len(name.words) > 1 and name.words[0] == name.prefix
    own = [name.words, name.plain, *([name.words[1:]] if prefixed else [])]  # serv_source_app
    if prefixed:
        whole += [" ".join(name.words[1:])]
    whole += [_without(_words()["particle"], phrase.split()) for phrase in whole]
    bare = [" ".join(filter(None, map(_purpose, words))) for words in own]
    if name.unit and name.words[-1:] == (name.unit.said,):  # RTO hours, serv_rto_hours
        bare += [" ".join(w) for at in range(1 + prefixed) if any(map(_purpose, w := name.words[at:-1]))]
    if not any(bare) and len(name.words) > 1 and _names(name.words[-1]):  # Asset name, Object ID
        bare = [name.words[-1]]
    if len(name.words) > 2 and name.words[0] in _words()["thing"]:  # app_display_name
        bare.append(" ".join(dropwhile(_words()["thing"].__contains__, name.words)))
    last = [" ".join(name.plain[at:]) for at in range(1, len(name.plain))]
    # Responsable du service
    if head := next((at for at, word in enumerate(name.plain) if at and word in _OF), 0):
        last += [" ".join(name.plain[at:head]) for at in range(head)]
    return tuple(whole), tuple(filter(None, bare)), tuple(last)


def _names(word: str) -> bool:
    return word in _NAMES or word in _words()["id"]


def _unnumbered(phrase: str) -> str:
    """Without the number of one of several; of a word for a thing a longer one makes a code: ``CI0002041``."""
    bare = phrase.rstrip(" 0123456789")
    return phrase if bare in _words()["thing"] and len(phrase) > len(bare) + _NUMBER else bare


def _purpose(word: str) -> str:
    """A word without the thing that it is, or ends with; empty where it is nothing else."""
    if word in _words()["thing"] or word in _words()["particle"]:
        return ""
    if not word.endswith(_ends()):
        return _of_thing(word)
    return word.removesuffix(max((thing for thing in _ends() if word.endswith(thing)), key=len))


@lru_cache(1 << 14)
def _of_thing(word: str) -> str:
    """What a word for something that a thing has says of it: ``Servicekürzel``, ``Systemname``; else the word."""
    rests = (word.removeprefix(thing) for thing in _ends() if word.startswith(thing))
    return next((rest for one in rests for rest in (one, one.removeprefix("s")) if rest in _known()), word)


@cache
def _ends() -> tuple[str, ...]:
    """The things that may be the end of a longer word."""
    return tuple(thing for thing in _words()["thing"] if len(thing) >= _COMPOUND)


def otherwise(name: Name, fields: Collection[str]) -> int:
    """How surely a column of that name is for any other field than these."""
    return max(means(name, field) for field in FIELDS if field not in fields)


def ours(field: str, value: str) -> str:
    """Our value of that field that a foreign one stands for, or empty; ``2 - High`` is ``High``.

    >>> ours("criticality", "2 - High"), ours("lifecycle", "in production"), ours("lifecycle", "purple")
    ('2', 'live', '')
    """
    first, *rest = split_words(value) or [""]
    phrases = {" ".join([first, *rest]), " ".join(rest if first.isdigit() else [first, *rest])}
    start = f"{field}="
    known = (f for f, listed in _words().items() if f.startswith(start) and not phrases.isdisjoint(listed))
    return next(known, "").removeprefix(start)


@cache
def level(name: Name) -> tuple[str, int]:
    """What a column of a level is called, and its rank: 1 uppermost, nothing depends on it; ``"", 0``: of none.

    >>> level(Name.of("Business Service ID")), level(Name.of("Databases")), level(Name.of("Owner"))
    (('business service', 1), ('database', 5), ('', 0))
    """
    if name.number and says("depth", " ".join(name.unnumbered)):
        return " ".join(name.words), int(name.number[:2])
    words = name.plain[len(name.plain) > 1 and bool(_LEVEL.fullmatch(name.plain[0])) :]  # L2 Service
    words = words[words[:1] in _IT and len(words) > 1 :]
    if len(words) > 1 and words[-1:] in _IT and not ours("level", " ".join(words)):  # Recurso TI
        words = words[:-1]
    if len(words) > 1 and max(means(Name(words[-1:], words[-1:]), one) for one in ("id", "name")) == SURE:
        words = words[:-1] if not ours("level", words[-1]) else words
    for said in (" ".join(words), " ".join(words).removesuffix("s")):
        if rank := ours("level", said):
            return said, int(rank)
    if bare := supporting(words):  # is on the next level
        said, above = level(Name(bare, bare))
        return (" ".join(words), above + 1) if above else ("", 0)
    return "", 0


def supporting(words: tuple[str, ...]) -> tuple[str, ...]:
    """What others depend on, where a name says so: ``application`` of ``Supporting application``; else empty."""
    first, last = words[:1], words[-1:]
    if len(words) > 1 and says("supporting", "".join(first)):
        return words[1:]
    return words[:-1] if len(words) > 1 and says("supporting", "".join(last)) else ()


def shortest(word: str, words: Iterable[str]) -> str:
    """The shortest of the words for levels that means the same: ``app`` of ``application``.

    >>> shortest("application", ["app", "application", "component"]), shortest("it service", ["it"])
    ('app', 'it service')
    """
    return min((one for one in words if word.startswith(one) and " " not in word), key=len, default=word)


def says(meaning: str, value: str) -> bool:
    """Is the value one of the words of that meaning (``nothing``, ``total``, ``depends`` …)?"""
    return folded_as(meaning, value.strip()) in _words()[meaning]


def begins(meaning: str, value: str) -> bool:
    """Does the value begin with one of the words of that meaning, and end there, or go on with a colon or a number?"""
    words = folded_words(value).split()
    known = _words()[meaning]
    at = next((n for n in range(min(4, len(words)), 0, -1) if " ".join(words[:n]) in known), 0)
    return bool(at) and (at == len(words) or ":" in value or any(map(str.isdigit, value)))


def nothing(values: Iterable[str]) -> set[str]:
    """Those of these trimmed values that are words for an empty cell."""
    words = _words()["nothing"]
    longest = max(map(len, words))
    return {value for value in values if len(value) <= longest and value.casefold() in words}
