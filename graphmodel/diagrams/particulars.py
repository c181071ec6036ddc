"""What a diagram can say of one service beside its name: its levels, where it links to, and all that is recorded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.index.index import LETTERS
from graphmodel.model import levels

if TYPE_CHECKING:
    from graphmodel.index.index import Index

_LINKS: Final = ("url", "link", "website", "homepage")
"""The free attributes that may hold an address."""
_SAFE: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


class Particulars:
    """Of the services of one catalogue."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._services = index.records("service")
        self._levels = levels.Levels(self._services, index.records("category"))

    def level(self, v: int) -> str:
        """The effective availability and support hours: ``99.9 %, 24x7``."""
        found = self._levels.of(v)
        availability = f"{found['availability'].value} %" if "availability" in found else ""
        hours = found["support_hours"].value if "support_hours" in found else ""
        return ", ".join(filter(None, (availability, hours)))

    def link(self, v: int) -> str:
        """The first of its attributes that is a http, https or mailto address."""
        record = self._services.record(v)
        return next((t for name in _LINKS if _SAFE.fullmatch(t := record.get(name, ""))), "")

    def details(self, v: int) -> tuple[tuple[str, str], ...]:
        """Its record, its effective levels and where they come from, and who is responsible."""
        index = self._index
        found = [(k, t) for k, t in self._services.record(v).items() if t and k not in levels.NAMES]
        for name, level in self._levels.of(v).items():
            origin = "" if level.source == "own" else f" (from {level.id})"
            found.append((name.replace("_", " "), level.value + origin))
        for at in range(*np.searchsorted(index.held_service, (v, v + 1)).tolist()):
            role = int(index.held_role[at])
            found.append((LETTERS[index.held_letter[at]], index.role_name[role] or index.role_id[role]))
        return tuple(found)
