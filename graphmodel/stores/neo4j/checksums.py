"""Checksums of the nodes that hold records: what is read is what was written, or it is refused.

A node of an older graphmodel has none, and nothing is said of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIXED: Final = "checksum"
"""The property with the checksum of what never changes."""

ENDS: Final = "checksum_ends"
"""The property with the checksum of what of a chunk changes: where its rows end and stand."""

OF_CHUNK: Final = {
    FIXED: ("number", "source", "kind", "since", "rows", "data", "origins", "free"),
    ENDS: ("number", "ends", "dead", "places"),
}
"""Property → what it covers."""

COUNTS: Final = ("chunks", "rows")
"""What a revision says of its chunks, which are counted."""


def of_chunk(said: Mapping[str, object]) -> dict[str, int]:
    """The checksums of those of its parts that are said."""
    return {name: _sum(said, covered) for name, covered in OF_CHUNK.items() if covered[-1] in said}


def check_chunk(node: Mapping[str, object]) -> None:
    """Raises ValueError where a chunk does not say what was written."""
    for name, covered in OF_CHUNK.items():
        if node.get(name) is not None and node[name] != _sum(node, covered):
            raise ValueError("a chunk is not what was written")


def of_revision(said: Mapping[str, object]) -> dict[str, int]:
    """The checksum of a revision, over all that its node says."""
    return {FIXED: _sum(said, sorted({*said} - {*COUNTS, FIXED}))}


def check_revision(node: Mapping[str, object]) -> None:
    """Raises ValueError where a revision does not say what was written."""
    if FIXED in node and {FIXED: node[FIXED]} != of_revision(node):
        raise ValueError("a revision is not what was written")


def _sum(said: Mapping[str, object], names: Iterable[str]) -> int:
    parts = [(name, said.get(name)) for name in names]
    plain = [(name, crc32(v) if isinstance(v, bytes | bytearray) else v) for name, v in parts]
    return crc32(json.dumps(plain, default=repr).encode())
