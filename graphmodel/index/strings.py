"""Many strings as arrays: read from a snapshot at once, decoded one by one.

``Strings`` is one block of bytes with offsets; ``Coded`` has each distinct text once, and its number for each place.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers

    Texts = list[str]


class Strings:
    """A sequence of strings. ``block``: uint8[bytes], UTF-8; ``at``: int64[n + 1], where each begins and ends."""

    __slots__ = ("_bytes", "at", "block")

    def __init__(self, block: NDArray[np.uint8], at: NDArray[np.int64]) -> None:
        self.block = block
        self.at = at
        self._bytes: bytes | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strings:
        """The block of these strings."""
        joined = "".join(texts)
        lengths = map(len, texts) if joined.isascii() else (len(t.encode()) for t in texts)
        at = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(np.fromiter(lengths, np.int64, len(texts)), out=at[1:])
        return cls(np.frombuffer(joined.encode(), np.uint8), at)

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, i: int) -> str:
        if self._bytes is None:
            self._bytes = _bytes(self.block)
        return self._bytes[self.at[i] : self.at[i + 1]].decode(errors="replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self.list())

    def list(self) -> list[str]:
        """All of them, decoded."""
        text = _bytes(self.block)
        at = self.at.tolist()
        if text.isascii():
            whole = text.decode("ascii")
            return [whole[a:b] for a, b in pairwise(at)]
        return [text[a:b].decode(errors="replace") for a, b in pairwise(at)]

    def of_rows(self, rows: Integers) -> Texts:
        """Those, decoded, in that order."""
        if len(rows) == len(self) and np.array_equal(rows, np.arange(len(self))):
            return self.list()
        text = _bytes(self.block)
        ends = zip(self.at[rows].tolist(), self.at[rows + 1].tolist(), strict=True)
        return [text[a:b].decode(errors="replace") for a, b in ends]

    def where(self, fits: Callable[[str], bool]) -> NDArray[np.bool_]:
        """bool[n]: those that fit."""
        return np.fromiter(map(fits, self.list()), np.bool_, len(self))

    def find(self, text: str) -> int:
        """Where that string stands, or -1. The strings must be sorted by code point, each once."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < text:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == text else -1


class Coded:
    """A sequence of strings of which many are alike. ``code``: int[n], for each the place of its text in ``known``."""

    __slots__ = ("code", "known")

    def __init__(self, known: Strings, code: Integers) -> None:
        self.known = known
        self.code = code

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, i: int) -> str:
        return self.known[int(self.code[i])]

    def __iter__(self) -> Iterator[str]:
        return iter(self.list())

    def list(self) -> list[str]:
        """All of them, decoded."""
        return self.of_rows(slice(None))

    def of_rows(self, rows: Integers | slice) -> Texts:
        """Those, decoded, in that order."""
        return list(map(self.known.list().__getitem__, self.code[rows].tolist()))

    def where(self, fits: Callable[[str], bool]) -> NDArray[np.bool_]:
        """bool[n]: those that fit; each distinct text is tested once."""
        found: NDArray[np.bool_] = self.known.where(fits)[self.code]
        return found


def coded(column: Strings | Coded) -> tuple[Texts, Integers]:
    """The texts of a column, as few as is quickly known, and int[n]: which of them is where."""
    if isinstance(column, Coded):
        return column.known.list(), column.code
    return column.list(), np.arange(len(column))


def _bytes(block: NDArray[np.uint8]) -> bytes:
    """The bytes of a block; those that it was made of are not copied."""
    whole: object = block.base
    return whole if isinstance(whole, bytes) and len(whole) == block.nbytes else block.tobytes()
