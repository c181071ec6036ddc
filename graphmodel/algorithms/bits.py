"""Sets as rows of bits, 64 to a word: bit j of a row is bit j % 64 of its word j // 64."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers


def put(rows: NDArray[np.uint64], row: Integers, bit: Integers) -> None:
    """Set bit[i] in row[i]."""
    np.bitwise_or.at(rows, (row, bit >> 6), np.uint64(1) << (bit & 63).astype(np.uint64))


def unpack(rows: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """uint8[rows, bits]: the bits one by one."""
    return np.unpackbits(rows.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")


def row_counts(rows: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64[rows]: how many bits each row has."""
    counts: NDArray[np.int64] = np.bitwise_count(rows).sum(axis=1, dtype=np.int64)
    return counts


def column_counts(rows: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64[bits]: how many rows have each bit. The rows are written over.

    By carry-save addition: three rows that count alike become one row of sums and one of carries, which count double
    (D. E. Knuth, The Art of Computer Programming, 7.1.3).
    """
    counts = np.zeros(rows.shape[1] * 64, np.int64)
    space = np.empty_like(rows[: len(rows) // 3])
    weight = 0
    while len(rows):
        carries = []
        while len(rows) > 2:
            third = len(rows) // 3
            a, b, c = (rows[i * third : (i + 1) * third] for i in range(3))
            either = np.bitwise_xor(a, b, out=space[:third])
            a &= b
            np.bitwise_and(either, c, out=b)
            a |= b
            c ^= either
            carries.append(a)
            rows = rows[2 * third :]
        counts += unpack(rows).sum(axis=0, dtype=np.int64) << weight
        rows = np.concatenate(carries) if carries else rows[:0]
        weight += 1
    return counts


def column_weights(rows: NDArray[np.uint64], weight: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[bits]: what the rows weigh together that have each bit. ``weight``: int64[rows], none below 0."""
    found = np.zeros(rows.shape[1] * 64, np.int64)
    for digit in range(int(weight.max(initial=0)).bit_length()):
        found += column_counts(rows[weight >> digit & 1 > 0]) << digit
    return found


def at_least(k: int, sets: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The bits that at least k of these sets of one shape have; 1 ≤ k ≤ len(sets).

    The number of sets that have a bit is kept in binary, one set per digit, and compared with k - 1.
    """
    if k == len(sets):
        return reduce(and_, sets)
    if k == 1:
        return reduce(or_, sets)
    digits: list[NDArray[np.uint64]] = []
    for carry in sets:
        for i, digit in enumerate(digits):
            digits[i], carry = digit ^ carry, digit & carry
        if len(digits) < len(sets).bit_length():
            digits.append(carry)
    more = np.zeros_like(digits[0])
    for i, digit in enumerate(digits):
        more = digit & more if (k - 1) >> i & 1 else digit | more
    return more


def first_rows(rows: NDArray[np.uint64], chunk: int = 64) -> NDArray[np.int64]:
    """int64[bits]: the first row that has each bit; -1 where none has."""
    found = np.full(rows.shape[1] * 64, -1)
    if not len(rows):
        return found
    joined = unpack(np.bitwise_or.reduceat(rows, np.arange(0, len(rows), chunk), axis=0))
    bit = np.flatnonzero(joined.any(axis=0))
    start = joined.argmax(axis=0)[bit] * chunk
    row = np.minimum(start[:, None] + np.arange(chunk), len(rows) - 1)
    having = rows[row, bit[:, None] >> 6] >> (bit[:, None] & 63).astype(np.uint64) & np.uint64(1)
    found[bit] = start + having.argmax(axis=1)
    return found


def last_bits(rows: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64[rows]: the last bit that each row has; -1 where it has none."""
    some = rows[:, ::-1] != 0
    word = rows.shape[1] - 1 - some.argmax(axis=1)
    spread = np.take_along_axis(rows, word[:, None], axis=1)[:, 0]
    for step in (1, 2, 4, 8, 16, 32):
        spread |= spread >> np.uint64(step)
    return np.where(some.any(axis=1), word * 64 + np.bitwise_count(spread) - 1, -1)


def first_bits(rows: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64[rows]: the first bit that each row has; -1 where it has none."""
    some = rows != 0
    word = some.argmax(axis=1)
    lowest = np.take_along_axis(rows, word[:, None], axis=1)[:, 0]
    below = np.bitwise_count((lowest & -lowest) - np.uint64(1)).astype(np.int64)
    return np.where(some.any(axis=1), word * 64 + below, -1)
