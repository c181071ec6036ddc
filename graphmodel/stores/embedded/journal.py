"""What stands beside a catalogue file and SQLite acts upon, looked at before it does.

SQLite plays ``FILE-journal`` back into the file where an import was interrupted, through a link too, waits for ever at
a pipe, and deletes whatever file such a journal names. ``FILE-wal`` takes the place of pages of the file.
The format: https://sqlite.org/fileformat2.html#the_rollback_journal
"""

from __future__ import annotations

import os
import stat
import struct
import time
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from graphmodel.model.errors import StoreError
from graphmodel.model.outputs import kind

MAGIC: Final = bytes.fromhex("d9d505f920a163d7")
"""How a journal begins, and how one ends that names another."""
_HEADER: Final = struct.Struct(">8sIIIII")
"""Magic, records, a random number, pages of the file before, bytes of a sector, bytes of a page."""
_NUMBER: Final = struct.Struct(">I")
_FILE: Final = b"SQLite format 3\0"
_COUNTER: Final = 24
"""Where the first page of a file counts the changes to it."""
_WAL: Final = 2
"""What byte 19 of a file says that another program has set to write-ahead logging."""
_PAUSE: Final = 0.05
"""Seconds after which what did not fit is looked at again: somebody may be writing."""
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class _Seen(NamedTuple):
    """A journal at one instant."""

    number: int
    """The inode: the next import's journal is another file."""
    changed: int
    why: str
    """Why it is no journal of that file; empty if it is one."""


def check(path: Path) -> None:
    """Raises StoreError where SQLite would act upon a file that is not this catalogue's."""
    catalogue, journal, *logs = files(path)
    for file in (journal, *logs):
        if why := _distrusted(file, catalogue):
            raise _refused(file, why)
    for file in logs:
        if os.path.lexists(file) and not _logs(catalogue):
            raise _refused(file, "the catalogue is not in the mode of SQLite in which one is used")
    if why := _foreign(journal, catalogue):
        raise _refused(journal, why)


def files(path: Path) -> tuple[Path, ...]:
    """The catalogue file itself, and where SQLite looks for its journal and its logs, whether they are there or not."""
    catalogue = Path(os.path.realpath(path))
    return catalogue, *(catalogue.with_name(f"{catalogue.name}-{what}") for what in ("journal", "wal", "shm"))


def _refused(file: Path, why: str) -> StoreError:
    return StoreError(
        f"{file} is not of graphmodel, and SQLite would use it: {why}",
        "move it away, if no other program uses the catalogue just now; the catalogue is left as it is",
    )


def _distrusted(file: Path, catalogue: Path) -> str:
    """Why that file is not to be opened at all; empty where it may be, or does not exist."""
    try:
        there = file.lstat()
    except OSError:
        return ""
    if what := kind(there.st_mode):
        return f"it is {what}"
    if os.name != "posix" or not file.parent.stat().st_mode & stat.S_IWOTH:
        return ""  # who may make files there may write to the catalogue
    trusted = {0, os.geteuid()}
    if catalogue.exists():
        trusted.add(catalogue.stat().st_uid)
    if there.st_uid not in trusted:
        return f"it belongs to another user ({there.st_uid}), in a folder to which everybody may write"
    return ""


def _logs(catalogue: Path) -> bool:
    try:
        with catalogue.open("rb") as file:
            return file.read(20)[19:] == bytes([_WAL])
    except OSError:
        return False


def _foreign(journal: Path, catalogue: Path) -> str:
    """Why that journal is not of this catalogue, and stays so; empty where it is, or nothing would be played back."""
    first = _seen(journal, catalogue)
    if first is None or not first.why:
        return ""
    time.sleep(_PAUSE)
    return first.why if _seen(journal, catalogue) == first else ""


def _seen(journal: Path, catalogue: Path) -> _Seen | None:
    try:
        with open(os.open(journal, _READ), "rb") as file:  # noqa: PTH123
            there = os.fstat(file.fileno())
            if not stat.S_ISREG(there.st_mode):
                return _Seen(there.st_ino, 0, "it is no regular file")
            return _Seen(there.st_ino, there.st_mtime_ns, _wrong(file, there.st_size, catalogue))
    except OSError:  # it has gone, or may not be read: then SQLite cannot read it either
        return None


def _wrong(journal: BinaryIO, size: int, catalogue: Path) -> str:
    start = journal.read(_HEADER.size)
    if not start or start[0] == 0:
        return ""  # empty, or one that is done with: SQLite plays nothing back
    if not start.startswith(MAGIC):
        return "it is no journal"
    if size >= 2 * len(MAGIC):
        journal.seek(size - len(MAGIC))
        if journal.read() == MAGIC:
            return "it names another file, which would be deleted"
    if len(start) < _HEADER.size:
        return ""
    _, records, _, pages, sector, page = _HEADER.unpack(start)
    with catalogue.open("rb") as file:
        head = file.read(_COUNTER + _NUMBER.size)
    if len(head) < _COUNTER + _NUMBER.size or not head.startswith(_FILE):
        return ""  # nothing that could come to harm
    if page != (int.from_bytes(head[16:18]) if head[16:18] != b"\0\1" else 65_536):
        return "it is of a file with pages of another size"
    (counter,) = _NUMBER.unpack_from(head, _COUNTER)
    before = _counted(journal, min(records, size // page), sector, page) if pages else 0
    if before is not None and counter not in (before, (before + 1) % 2**32):
        return "it is of another state of the catalogue, or of another catalogue"
    return ""


def _counted(journal: BinaryIO, records: int, sector: int, page: int) -> int | None:
    """How many changes the file's first page counts, in the journal; None where that page is not in it."""
    for at in range(sector, sector + records * (page + 8), page + 8):
        journal.seek(at)
        number, *rest = journal.read(4), journal.read(_COUNTER), journal.read(4)
        if number == b"\0\0\0\1" and len(rest[1]) == 4:
            return int.from_bytes(rest[1])
    return None
