"""What a diagram can say of one service beside its name: its levels, where it links to, and all that is recorded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.index.index import LETTERS
from graphmodel.index.levels import NAMES, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index

_LINKS: Final = ("url", "link", "website", "homepage")
"""The free attributes that may hold an address."""
_SAFE: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


class Particulars:
    """Of the services of one catalogue."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._services = index.records("service")

    def level(self, v: int) -> str:
        """The effective availability and support hours: ``99.9 %, 24x7``."""
        availability, hours = (self._index.levels[name].of(v) for name in ("availability", "support_hours"))
        said = (f"{availability.text} %" if availability else "", hours.text if hours else "")
        return ", ".join(filter(None, said))

    def link(self, v: int) -> str:
        """The first of its attributes that is a http, https or mailto address."""
        record = self._services.record(v)
        return next((t for name in _LINKS if _SAFE.fullmatch(t := record.get(name, ""))), "")

    def facets(self, v: int) -> tuple[tuple[str, str], ...]:
        """What it may be filtered by: type, lifecycle, and the roles that hold a responsibility."""
        index = self._index
        root = int(index.type[v])
        kind = "unclassified" if root < 0 else index.category_name[root] or index.category_id[root]
        lifecycle = self._services.record(v).get("lifecycle", "")
        return (
            ("type", kind),
            ("lifecycle", lifecycle or "not stated"),
            *(("role", name) for _, name in self._held(v)),
        )

    def details(self, v: int) -> tuple[tuple[str, str], ...]:
        """Its record, its effective levels and where they come from, and who is responsible."""
        index = self._index
        found = [(k, t) for k, t in self._services.record(v).items() if t and k not in NAMES]
        for name, level in index.levels.of(v).items():
            origin = "" if level.origin == OWN else f" (from {index.category_id[level.origin]})"
            found.append((name.replace("_", " "), level.text + origin))
        return (*found, *self._held(v))

    def _held(self, v: int) -> Iterator[tuple[str, str]]:
        """(letter, role): who is responsible."""
        index = self._index
        for at in range(*np.searchsorted(index.held_service, (v, v + 1)).tolist()):
            role = int(index.held_role[at])
            yield LETTERS[index.held_letter[at]], index.role_name[role] or index.role_id[role]
