"""Sheets that hold something else than services, beside those that do: people, sites, lists of choices."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import split_words
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.profile import JUDGED, Profile, known_share
from graphmodel.importers.mapping.references import Reference
from graphmodel.importers.mapping.relations import says_of_services
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import level, means
from graphmodel.importers.names import unrepeated

_ANSWERING = ("A", "R", "C", "I", "role")
"""What columns of those who answer for services are for."""
_NAMED = ("name", "role")
_LONGEST = 4
"""Words of a name."""
_PHONE = re.compile(r"(?=(?:\D*\d){6})[+(]?[\d\s()/.-]{7,}")
_RELATED = ("providers", "consumers", "provider", "consumer", "relation")


def strangers(
    services: Mapping[Sample, Sequence[Key]],
    samples: Iterable[Sample],
    referring: Sequence[Reference],
    crowds: Collection[Sample],
) -> dict[Sample, Key | None]:
    """Those of the sheets that are likely none of services, each with the column of those who answer for them, if any.

    Others are surely of services, and say nothing of the rows of these but who answers. ``crowds``: sheets of people.
    """
    samples = list(samples)
    referred = {r.key.found for r in referring if r.key and r.key.found is not r.found}
    related = {r.found for r in referring if r.key and r.key.found is not r.found and _is_called_so(r.column)}
    reads = {r.column for r in referring}
    made: dict[Sample, Key | None] = {}
    for found, own in services.items():
        others = [key for one, keys in services.items() if one is not found for key in keys if key.sure > 1]
        if not own or found in referred | related or not others:
            continue
        if any(key.known & other.known for key in own for other in others):
            continue
        columns = [
            c for one in samples if one is not found for c in one.columns if c.wordy and c not in reads
        ]
        crowd = found in crowds
        named = [key for key in own for c in columns if _holds(key, c)]
        answering = next(
            (key for key in own for c in columns if _answers(c) and _holds(key, c, any_of=crowd)), None
        )
        unsure = max(key.sure for key in own) < 2
        if named or crowd or (unsure and (_explains(found, samples) or not _is_like_services(found, own))):
            made[found] = answering
    return made


def people(found: Sample, own: Sequence[Key]) -> str:
    """By which columns the rows are people: of plain names, each beside a mail address of it, or beside a phone number.

    Empty where they are not, or where the sheet says what is said of services only.
    """
    key = next(iter(own), None)
    if key is None or level(key.column.name)[0] or says_of_services(found):
        return ""
    able = [c for c in found.columns if c is key.column or max(means(c.name, f) for f in _NAMED) > 1]
    names = [c for c in able if c.wordy and c.unique]
    for column in found.columns:
        if not any(means(column.name, field) for field in (*_ANSWERING, *_RELATED)):
            for named in names:
                if _are_of_people(named, column):
                    return f"{named.header}, {column.header}"
    return ""


def _are_of_people(names: Profile, column: Profile) -> bool:
    """Is a mail address made of each name, or a phone number beside each name of a few words without numbers?"""
    if column.share("mail") > TRUSTED:
        rows = zip(names.cells, column.cells, strict=True)
        return sum(_is_made_of(name, mail) for name, mail in rows) > TRUSTED * column.filled
    numbers = [value for value in column.some.first(JUDGED) if _PHONE.fullmatch(value)]
    words = all(1 < len(name.split()) <= _LONGEST and not any(map(str.isdigit, name)) for name in names.some)
    return words and len(numbers) > TRUSTED * len(column.some.first(JUDGED))


def _is_made_of(name: str, mail: str) -> bool:
    """``Anna Berg`` and ``a.berg@…``."""
    words, local = split_words(name), "".join(split_words(mail.partition("@")[0]))
    return 1 < len(words) <= _LONGEST and any(len(word) > 2 and word in local for word in words)


def is_guessed(key: Key, referring: Iterable[Reference]) -> bool:
    """Does nothing but its being unique say that a column names services?"""
    called = level(key.column.name)[0] or max(means(key.column.name, one) for one in ("id", "name"))
    return key.sure < 2 and not called and not any(one.key is key for one in referring)


def _is_called_so(column: Profile) -> bool:
    """Does the name of a column say that the rows depend on what it names, or the other way?"""
    return max(means(column.name, field) for field in _RELATED) > 1


def _holds(key: Key, column: Profile, *, any_of: bool = False) -> bool:
    """Does the column of another sheet name nothing but what stands in this one, or ``any_of`` it?"""
    return known_share(column.items(column.separator()), key.known) > (0 if any_of else TRUSTED)


def _answers(column: Profile) -> bool:
    return max(means(column.name, field) for field in _ANSWERING) > 1


def _explains(found: Sample, samples: Sequence[Sample]) -> bool:
    """Does each row say what one of the values of a column of that name in another sheet means?"""
    return any(
        column.unique
        and unrepeated(column.header) == unrepeated(other.header)
        and other.filled > len(other.values)
        and known_share(other.items(""), column.items("")) == 1
        for column in found.columns
        for one in samples
        if one is not found
        for other in one.columns
    )


def _is_like_services(found: Sample, own: Sequence[Key]) -> bool:
    """Is a column called after a level, or does the sheet say what is said of services only?"""
    return any(level(key.column.name)[0] for key in own) or says_of_services(found)
