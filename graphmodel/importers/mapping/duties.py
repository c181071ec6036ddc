"""Who answers for services: words for R, A, C and I, and lists of roles, services and such letters."""

from __future__ import annotations

from typing import Final

from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, is_known, says

_OF_DUTIES: Final = 3
"""Columns of a list of responsibilities that says nothing else: whose, of what, and which."""
_PLAIN: Final = (("name",), ("nom",), ("nombre",))
"""What a column of names of people, too, may be called."""


def letter(value: str) -> str:
    """R, A, C or I, where the value is a word for it; else empty."""
    return next((one for one in "RACI" if says(one, value)), "")


def says_duties(column: Profile) -> bool:
    """Does it say who is responsible how, by R, A, C and I or by words for these?"""
    return column.lettered or (column.few and all(map(letter, column.some)))


def assigned(found: Sample) -> tuple[Profile, Profile, Profile] | None:
    """The columns of role, service and letter in a list of responsibilities."""
    letters = [c for c in found.columns if says_duties(c)]
    named = [c for c in found.called("responsibility") if c in letters] or [
        c for c in letters if len(c.values) > 1
    ]
    roles = [c for f in ("role", "R", "A") for c in found.called(f) if c not in {*named[:1], *letters}]
    if not roles and len(found.called("name")) > 1:  # beside the name of the service
        roles = [c for c in found.called("name", SURE) if c.name.words in _PLAIN]
    if named and not roles and len(found.columns) == _OF_DUTIES:
        roles = [c for c in found.columns if c not in letters and not is_known(c.header)]
    if not named or not roles or any(c.unique for c in found.called("id")):
        return None
    services = [
        c for f in ("name", "id", "consumer") for c in found.called(f) if c not in {named[0], roles[0]}
    ]
    return (roles[0], services[0], named[0]) if services else None
