"""Checksums of what a catalogue file holds: of a column of rows, and of the rows of a small table."""

from __future__ import annotations

import json
import sys
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 4
"""Bytes of a checksum, a CRC-32: it finds whatever is wrong within 32 bits, and half the cost of BLAKE2b."""

NUMBERS: Final = ("source", "since", "until", "file", "line")
"""The columns before a record's fields. All others are texts."""

NOTHING: Final = bytes(WIDTH)
"""The checksum of a column in which nothing is said."""

SEPARATOR: Final = "\x1f"
ABSENT: Final = "\0"


def checksum(column: str, values: Sequence[Any]) -> bytes:
    """Of one column of a block. Raises TypeError for a value that is not of the column's type."""
    if column in NUMBERS:
        numbers = array("q", values if column != "until" else [v or 0 for v in values])
        if sys.byteorder == "big":
            numbers.byteswap()
        return _hash(numbers.tobytes())
    try:
        text = SEPARATOR.join(values)
    except TypeError:
        text = SEPARATOR.join([ABSENT if value is None else value for value in values])
    return _hash(text.encode())


def stated(name: str, values: Sequence[object]) -> bytes:
    """The same; of a column in which nothing is said ``NOTHING``."""
    return NOTHING if values.count(None) == len(values) else checksum(name, values)


@lru_cache(64)
def alike(value: int, size: int) -> bytes:
    """Of a column that holds so many times the same number."""
    return checksum("line", [value] * size)


def of_rows(rows: list[tuple[object, ...]]) -> bytes:
    """Of all rows of a small table."""
    return _hash(json.dumps(rows, default=bytes.hex).encode())


def _hash(data: bytes) -> bytes:
    return crc32(data).to_bytes(WIDTH, "little")
