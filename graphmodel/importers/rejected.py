"""Records that are left out, and why."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import groupby
from typing import Final, NamedTuple, overload

from graphmodel.model.problems import FOLLOWING

REASONS: Final = 10_000
"""So many different reasons are kept for rejected rows, beyond them the code alone; so many identities are shared."""


_BETWEEN: Final = re.compile("; (?=[EW][0-9]{3} )")


class Rejected(NamedTuple):
    """One record that is left out."""

    kind: str
    key: tuple[str, ...]
    """Its identity (the fields ``Kind.key``), or empty where it cannot be told."""
    file: str
    line: int
    record: int
    because: str


def together(reasons: Iterable[str]) -> str:
    """All reasons as one, each once, the causes before what only follows from another row.

    >>> together(["E305 id: its row is rejected; E208 cost: is no number", "E305 id: its row is rejected"])
    'E208 cost: is no number; E305 id: its row is rejected'
    """
    single = {one for reason in reasons for one in _BETWEEN.split(reason)}
    return "; ".join(sorted(single, key=lambda one: (one[:4] in FOLLOWING, one)))


class Reasons(NamedTuple):
    """Why the rows of one file were rejected: a few bytes for each of them."""

    lines: array[int]
    """Ascending; a line is repeated for each of its reasons."""
    which: array[int]
    """The position of each reason in ``told``."""
    told: Sequence[str]

    def at(self, line: int) -> str:
        """Why the row in that line was rejected; empty where it was not."""
        start = bisect_left(self.lines, line)
        stop = bisect_right(self.lines, line, start)
        return together(self.told[i] for i in self.which[start:stop])


class Rejects(Sequence[Rejected]):
    """Records that are left out; a file of bad rows only takes a few bytes for each."""

    def __init__(self, rejected: Iterable[Rejected] = ()) -> None:
        self._told: list[tuple[str, str, str]] = []
        """Kind, file and reason, each once."""
        self._reasons: dict[tuple[str, str, str], int] = {}
        self._reason, self._line, self._record = array("I"), array("I"), array("I")
        self._keys: list[tuple[str, ...]] = []
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for one in rejected:
            self.append(one)

    def copy(self) -> Rejects:
        """The same, to be added to."""
        made = Rejects()
        vars(made).update({name: copy(value) for name, value in vars(self).items()})
        return made

    def append(self, one: Rejected) -> None:
        """One more."""
        reason = one.kind, one.file, one.because
        if reason not in self._reasons and len(self._reasons) >= REASONS:
            reason = one.kind, one.file, one.because.partition(" ")[0]
        if reason not in self._reasons:
            self._reasons[reason] = len(self._told)
            self._told.append(reason)
        if len(self._shared) < REASONS:
            self._shared.setdefault(one.key, one.key)
        self._keys.append(self._shared.get(one.key, one.key))
        self._reason.append(self._reasons[reason])
        self._line.append(one.line)
        self._record.append(one.record)

    def __len__(self) -> int:
        return len(self._line)

    @overload
    def __getitem__(self, at: int) -> Rejected: ...
    @overload
    def __getitem__(self, at: slice) -> list[Rejected]: ...
    def __getitem__(self, at: int | slice) -> Rejected | list[Rejected]:
        if isinstance(at, slice):
            return [self._one(row) for row in range(len(self))[at]]
        return self._one(range(len(self))[at])

    def __iter__(self) -> Iterator[Rejected]:
        return map(self._one, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it grows

    def _one(self, at: int) -> Rejected:
        kind, file, because = self._told[self._reason[at]]
        return Rejected(kind, self._keys[at], file, self._line[at], self._record[at], because)

    @property
    def rows(self) -> int:
        """How many rows of files these are: a row of which several records are left out counts once."""
        return sum(1 for of_file in self.reasons().values() for _ in groupby(of_file.lines)) if self else 0

    def keyed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(kind, identity) of those whose identity can be told."""
        return ((self._told[at][0], key) for at, key in zip(self._reason, self._keys, strict=True) if key)

    def reasons(self) -> dict[str, Reasons]:
        """File → why the rows in its lines were rejected."""
        import numpy as np

        of, line = np.frombuffer(self._reason, np.uintc), np.frombuffer(self._line, np.uintc)
        files = np.array([file for _, file, _ in self._told], object)
        told = [because for _, _, because in self._told]
        found = {}
        for name in sorted(set(files)):
            rows = np.flatnonzero((files == name)[of])
            rows = rows[np.argsort(line[rows], kind="stable")]
            found[name] = Reasons(array("I", line[rows].tobytes()), array("I", of[rows].tobytes()), told)
        return found

    def ordered(self) -> Rejects:
        """The same by file, line, kind and identity, one entry per record, with everything that is wrong with it."""
        if not self:
            return self
        import numpy as np

        of, line = np.frombuffer(self._reason, np.uintc), np.frombuffer(self._line, np.uintc)
        places = sorted({(file, kind) for kind, file, _ in self._told})
        files = sorted({file for file, _ in places})
        file = np.array([files.index(file) for _, file, _ in self._told], np.uint32)[of]
        place = np.array([places.index((file, kind)) for kind, file, _ in self._told], np.uint32)[of]
        later = (file[1:] > file[:-1]) | ((file[1:] == file[:-1]) & (line[1:] > line[:-1]))
        if later.all():
            return self
        order = np.lexsort((place, line, file))
        place, line = place[order], line[order]
        starts = np.flatnonzero(np.append(True, (place[1:] != place[:-1]) | (line[1:] != line[:-1])))
        made = Rejects()
        for group in np.split(order, starts[1:]) if len(starts) < len(self) else order[:, None]:
            for one in _merged([self[at] for at in group.tolist()]):
                made.append(one)
        return made


def _merged(rejected: list[Rejected]) -> list[Rejected]:
    """Of one place: one entry per record."""
    if len(rejected) == 1:
        return rejected
    whys: dict[Rejected, set[str]] = {}
    for one in rejected:
        whys.setdefault(one._replace(because=""), set()).add(one.because)
    return sorted(one._replace(because=together(why)) for one, why in whys.items())
