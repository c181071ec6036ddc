"""The one way to write an output: it takes its name when it is whole, through no link, over nobody else's file."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from graphmodel.model.errors import UsageError
from graphmodel.model.visible import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN: Final = re.compile(r"/dev/(stdin|stdout|stderr)|/(?:dev|proc/self)/fd/(\d{1,6})")
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
_RESERVED: Final = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"),
}
"""Names of devices on Windows, whatever stands behind a dot."""
_KINDS: Final = {
    stat.S_IFDIR: "a directory",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def kind(mode: int) -> str:
    """What a file that is no regular one is, in words; empty for a regular file. ``mode`` is its ``st_mode``."""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "no regular file")


def descriptor(path: str | Path) -> int | None:
    """The open file that a path like /dev/stdout or /dev/fd/3 names: the shell opened it for us."""
    found = _OPEN.fullmatch(str(path)) if os.name == "posix" else None
    if found is None:
        return None
    return int(found[2]) if found[2] else ("stdin", "stdout", "stderr").index(found[1])


def check(path: Path, *, force: bool) -> None:
    """Raises UsageError for a file that must not be written.

    That is one that exists (unless ``force``), a directory, a link, a pipe, a device (but for /dev/null and what the
    shell opened for us), another user's file, and one in no directory.
    """
    if descriptor(path) is not None or str(path) == os.devnull:
        return
    with _explained(path):
        if not path.parent.is_dir():
            raise UsageError(f"there is no directory {str(path.parent)!r}", "make it, or name another file")
        there = _lstat(path)
    if there is None:
        return
    what = kind(there.st_mode)
    if what:
        leads = f" to {path.readlink()}" if stat.S_ISLNK(there.st_mode) else ""
        hint = "name the file that it leads to, or remove it" if leads else "name a file; - is stdout"
        raise UsageError(f"{path} is {what}{leads}", hint)
    if not force:
        raise UsageError(f"{path} exists", "--force replaces it")
    if os.name == "posix" and os.geteuid() not in (0, there.st_uid):
        raise UsageError(f"{path} belongs to another user", "name another file")


@contextmanager
def writing(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file that takes the name ``path`` when the block ends well; else nothing is left of it.

    With ``force`` it replaces a regular file and has its permissions. Raises UsageError as ``check`` does, and where
    the file cannot be written.
    """
    check(path, force=force)
    with _explained(path):
        number = descriptor(path)
        if number is not None or str(path) == os.devnull:
            with open(os.devnull if number is None else os.dup(number), "wb") as out:  # noqa: PTH123
                yield out
            return
        part = path.with_name(f".{os.urandom(8).hex()}.part")
        old = _lstat(path)
        try:
            with open(os.open(part, _NEW, 0o666), "wb") as out:  # noqa: PTH123
                if old and os.name == "posix":
                    os.fchmod(out.fileno(), stat.S_IMODE(old.st_mode) & 0o777)
                yield out
            if force:
                check(path, force=True)
                part.replace(path)
            else:
                _named(part, path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """A folder to fill, beside ``target``; what is left of it at the end, where nobody moved it, is removed."""
    import shutil

    part = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with _explained(target):
            part.mkdir(parents=True)
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_folder(target: Path, hint: str = "name another folder") -> None:
    """Raises UsageError where no folder of that name can be made: something is there that is no empty folder."""
    with _explained(target):
        there = _lstat(target)
        if there is None:
            return
        if not stat.S_ISDIR(there.st_mode):
            raise UsageError(f"{target} is {kind(there.st_mode) or 'a file'}", "name a folder")
        if any(target.iterdir()):
            raise UsageError(f"{target} exists already and is not empty", hint)


def move(part: Path, target: Path) -> None:
    """Give the folder its name, at once. Raises UsageError as ``check_folder`` does."""
    check_folder(target)
    with _explained(target):
        if os.name != "posix" and target.is_dir():
            target.rmdir()
        part.rename(target)


def safe_name(text: str) -> str:
    r"""A name for a file on every system, made of any text: not injective.

    >>> [safe_name(t) for t in ("cmdb export", "../../x", "C:\\y", "a\nb", "nul.txt", " .x. ", "", "日本語")]
    ['cmdb export', '__.._x', 'C__y', 'a_b', '_nul.txt', '_x', '_', '日本語']
    >>> len(safe_name("ü" * 500).encode())
    100
    """
    name = "".join("_" if c in _FORBIDDEN or hidden(c) else c for c in text)
    name = name.encode("utf-8", "replace")[:100].decode("utf-8", "ignore").rstrip(". ")
    if not name or name[0] in " -~." or name.partition(".")[0].rstrip().upper() in _RESERVED:
        return f"_{name.lstrip(' .')}"
    return name


def same(one: Path, other: Path) -> bool:
    """Whether two paths name one file, however they are written and whether or not it exists.

    Names that differ by capitals or by Unicode normal form alone count as one: for some file systems they are.
    """
    with suppress(OSError):
        if one.samefile(other):
            return True
    try:
        return _spelling(one) == _spelling(other)
    except (OSError, ValueError):
        return False


def _spelling(path: Path) -> tuple[object, str]:
    real = Path(os.path.realpath(path))
    there = real.parent.stat() if real.parent.exists() else None
    parent: object = (there.st_dev, there.st_ino) if there else str(real.parent)
    return parent, unicodedata.normalize("NFC", unicodedata.normalize("NFC", real.name).casefold())


def _named(part: Path, path: Path) -> None:
    """Give a file its name where nothing has it yet."""
    if os.name != "posix":
        part.rename(path)  # which replaces nothing there
        return
    try:
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        raise UsageError(f"{path} exists", "--force replaces it") from None
    except OSError:  # a file system without links
        check(path, force=False)
        part.rename(path)


def _lstat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    if "\0" in str(path):
        raise UsageError("a path cannot hold the character NUL", "name another one")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
