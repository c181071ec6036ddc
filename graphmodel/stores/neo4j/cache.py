"""The arrays of an index in a file of this machine, under the random uid of its revision: never stale, always checked.

The file is a line of JSON (array → type, length, place and checksum) and then the arrays.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from graphmodel.stores.neo4j import places

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from graphmodel.graph.build import Arrays

KEPT: Final = 10
"""So many files are kept, those used last."""

UID: Final = re.compile(r"[0-9a-f]{32}")


def path(uid: str) -> Path | None:
    """The file of a revision; None for a uid that is none of ours, which is never made a path of."""
    return places.cache() / "index" / f"{uid}.arrays" if UID.fullmatch(uid) else None


def load(uid: str, name: str) -> NDArray[Any] | None:
    """One array of a revision, or None where there is none that is sound."""
    file = path(uid)
    if file is None:
        return None
    try:
        with file.open("rb") as source:
            said = json.loads(source.readline())[name]
            dtype = np.dtype(said["dtype"])
            source.seek(said["at"], os.SEEK_CUR)
            data = source.read(said["length"] * dtype.itemsize)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if dtype.hasobject or _checksum(name, said["dtype"], data) != said["crc32"]:
        return None
    return np.frombuffer(data, dtype)


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
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:  # noqa: PTH123
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


def _checksum(name: str, dtype: str, data: bytes | memoryview) -> int:
    """It covers what the bytes mean, too."""
    return crc32(data, crc32(f"{name} {dtype}".encode()))


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.arrays"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
