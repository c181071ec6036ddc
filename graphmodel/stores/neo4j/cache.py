"""The arrays of an index in a file of this machine, under the random uid of its revision: never stale, always checked.

The file is a line of JSON (array → type, length, place and checksum) and then the arrays.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from graphmodel.index import shapes
from graphmodel.model.metamodel import fingerprint
from graphmodel.stores import values
from graphmodel.stores.neo4j import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphmodel.index.arrays import Array
    from graphmodel.index.build import Arrays

KEPT: Final = 10
"""So many files are kept, those used last."""

HEADER: Final = 16_000_000
"""Bytes of the first line, at most: some thousand columns take less."""

SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

UID: Final = re.compile(r"[0-9a-f]{32}")


def path(uid: str) -> Path | None:
    """The file of a revision; None for a uid that is none of ours, which is never made a path of."""
    return places.cache() / "index" / f"{uid}-{fingerprint()}.arrays" if UID.fullmatch(uid) else None


def load(uid: str, name: str) -> Array | None:
    """One array of a revision, or None where there is none that is sound, fits the others and is this user's own."""
    file = path(uid)
    if file is None:
        return None
    try:
        if not _ours(file.parent.lstat(), stat.S_ISDIR):
            return None
        with open(os.open(file, os.O_RDONLY | SAFELY), "rb") as source:  # noqa: PTH123
            there = os.fstat(source.fileno())
            if not _ours(there, stat.S_ISREG):
                return None
            header = json.loads(source.readline(HEADER))
            said = header[name]
            dtype, start = said["dtype"], source.tell() + said["at"]
            size = said["length"] * np.dtype(shapes.plain(name, dtype)).itemsize
            if not 0 <= said["at"] <= start + size <= there.st_size:
                return None
            source.seek(start)
            data = source.read(size)
            if _checksum(name, dtype, data) != said["crc32"]:
                return None
            lengths = {known: entry["length"] for known, entry in header.items()}
            return shapes.sound(name, dtype, data, lengths)
    except (OSError, *values.WRONG):
        return None


def save(uid: str, arrays: Arrays) -> None:
    """Keep the arrays of a revision, for this user only. That it cannot be done is no reason to fail."""
    file = path(uid)
    if file is None:
        return
    header, at = {}, 0
    for name, array in arrays.items():
        data = array.data if len(array) else b""
        header[name] = {
            "dtype": array.dtype.str,
            "length": len(array),
            "at": at,
            "crc32": _checksum(name, array.dtype.str, data),
        }
        at += array.nbytes
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _ours(file.parent.lstat(), stat.S_ISDIR):
            return
        partial.unlink(missing_ok=True)
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY, 0o600), "wb") as target:  # noqa: PTH123
                target.write(json.dumps(header).encode() + b"\n")
                for array in arrays.values():
                    target.write(array.tobytes())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
        _prune(file.parent)


def used(uid: str) -> None:
    """Say that the file of a revision is in use: those used last are kept."""
    file = path(uid)
    if file is not None:
        with suppress(OSError):
            os.utime(file)


def _ours(there: os.stat_result, sort: Callable[[int], bool]) -> bool:
    """It is of that sort, this user's own, and nobody else may write to it."""
    if os.name != "posix":
        return sort(there.st_mode)
    others = stat.S_IWGRP | stat.S_IWOTH
    return sort(there.st_mode) and there.st_uid == os.geteuid() and not there.st_mode & others


def _checksum(name: str, dtype: str, data: bytes | memoryview) -> int:
    """It covers what the bytes mean, too."""
    return crc32(data, crc32(f"{name} {dtype}".encode()))


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.arrays"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
