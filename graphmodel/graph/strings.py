"""Many strings as one block of bytes with offsets: read from a snapshot at once, decoded one by one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


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
            self._bytes = self.block.tobytes()
        return self._bytes[self.at[i] : self.at[i + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self.list())

    def list(self) -> list[str]:
        """All of them, decoded."""
        text = self.block.tobytes()
        at = self.at.tolist()
        if text.isascii():
            whole = text.decode("ascii")
            return [whole[a:b] for a, b in pairwise(at)]
        return [text[a:b].decode() for a, b in pairwise(at)]

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
