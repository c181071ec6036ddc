"""Which file has the last word where two give one field of one record different values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Final

from graphmodel.importers.places import ReadSheets
from graphmodel.model.origin import origin

EVERY_FIELD: Final = "*"


@dataclass(frozen=True)
class Precedence:
    """The order of files, or of sheets, for each field."""

    of: Mapping[str, Sequence[str]]
    """Field → patterns, the first has the last word; ``EVERY_FIELD``: all fields that are not named."""
    sheets: ReadSheets
    _ranks: dict[tuple[str, str], int] = field(default_factory=dict)

    def rank(self, column: str, shared: str) -> int:
        """The rank of where a row was read (``Table.files``): 0 is the first; the last is what nobody names."""
        key = (column if column in self.of else EVERY_FIELD, shared)
        if key not in self._ranks:
            self._ranks[key] = self._rank(self.of.get(key[0], ()), shared)
        return self._ranks[key]

    def _rank(self, patterns: Sequence[str], shared: str) -> int:
        path = PurePath(origin(shared, 1).file)
        sheet = self.sheets[shared].name if shared in self.sheets else ""
        names = [name.casefold() for name in (str(path), path.name, path.stem, sheet) if name]
        fitting = (
            at for at, said in enumerate(patterns) if any(fnmatchcase(n, said.casefold()) for n in names)
        )
        return next(fitting, len(patterns))
