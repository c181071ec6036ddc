"""From bytes to text: encodings, and the limits that end the reading of what is no table."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers.delimited.records import MAX_LINE, Lines
from graphmodel.importers.garbled import LOST, suspicious
from graphmodel.model.errors import UsageError
from graphmodel.model.outputs import kind
from graphmodel.model.problems import Problem
from graphmodel.model.words import listed, several

_HEAD: Final = 4 * MAX_LINE
_AT_ONCE: Final = 1 << 30
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_OF_FILES: Final = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
"""Python's own, or such as make what is no text."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What begins like this is hardly ever text of another encoding."""
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class Text(NamedTuple):
    """A file's text."""

    lines: Lines
    """Physical lines with their ends: LF, CR or CRLF."""
    encoding: str
    size: int
    """Bytes."""
    nul: bool
    """It holds NUL characters."""
    formulas: bool
    """It may hold cells such as ``="0341"``."""
    garbled: bool
    """It may hold text that was read in a wrong encoding."""


def load(path: Path, name: str, encoding: str | None) -> Text | Problem:
    """The lines of a file, or why there are none. Raises UsageError where it cannot be opened at all."""
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
            if len(data) == _HEAD:
                if b"\n" not in data and b"\r" not in data:
                    return line_too_long(name, 1, "more than ")
                data = b"".join((data, *iter(lambda: file.read(_AT_ONCE), b"")))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    except MemoryError:
        raise UsageError(f"{path} does not fit into memory", "split it into several files") from None
    if not data:
        return Problem(
            "E101", "error", name, 0, "empty file", hint="a table begins with a line of column names"
        )
    return _decoded(data, name, encoding)


def obstacle(path: Path) -> str:
    """Why that entry of a folder is no file that can be read; empty where it is one."""
    try:
        mode = path.stat().st_mode
        if what := kind(mode):
            return f"it is {what}, not a file"
        with path.open("rb"):
            return ""
    except FileNotFoundError:
        return "it is a symbolic link to a file that does not exist"
    except OSError as error:
        return error.strerror or str(error)


def line_too_long(name: str, line: int, length: int | str) -> Problem:
    """The problem of a line beyond the limit."""
    counted = f"{length:,}" if isinstance(length, int) else f"{length}{MAX_LINE:,}"
    message = f"the line has {counted} characters; at most {MAX_LINE:,} are read"
    return Problem("E109", "error", name, line, message, hint="are the line breaks missing?")


def _decoded(data: bytes, name: str, encoding: str | None) -> Text | Problem:
    if data.startswith(b"PK\x03\x04"):
        hint = "save the sheet as CSV UTF-8 and import that"
        return Problem("E103", "error", name, 0, "a spreadsheet or archive, not delimited text", hint=hint)
    used = encoding or next((e for mark, e in _BOMS if data.startswith(mark)), "utf-8")
    if not encoding and data.startswith(_UTF32):
        return _undecodable(data, name, 0, "utf-8", "utf-32")
    elif encoding and data.startswith(_UTF16) and not codecs.lookup(encoding).name.startswith("utf-16"):
        used = "utf-16"
    if encoding and (codecs.lookup(encoding).name == "utf-8" or _surely_utf8(data)):
        used = "utf-8-sig"
    try:
        text = data.decode(used)
    except UnicodeDecodeError as error:
        return _undecodable(data, name, error.start, used, "" if encoding else _likely(data))
    except UnicodeError:  # of codecs that do not say where
        return _undecodable(data, name, 0, used, "")
    if not text:
        return Problem(
            "E101", "error", name, 0, "empty file", hint="a table begins with a line of column names"
        )
    return Text(Lines(text), used, len(data), "\0" in text, '="' in text, suspicious(text))


def _surely_utf8(data: bytes) -> bool:
    """Text of another encoding is hardly ever valid UTF-8 beyond ASCII."""
    if data.startswith(codecs.BOM_UTF8):
        return True
    if data.isascii() or b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check_encoding(encoding: str | None) -> None:
    """Raises UsageError for an encoding that Python does not know, or that is none of files."""
    try:
        if codecs.lookup(encoding or "utf-8").name in _NOT_OF_FILES:
            raise LookupError(encoding)
        b"x".decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return
    except (LookupError, ValueError):  # unknown; not even a name
        raise UsageError(
            f"there is no encoding {encoding!r}",
            "among others there are utf-8, utf-16, cp1252 and iso-8859-1",
        ) from None


def _undecodable(data: bytes, name: str, at: int, used: str, likely: str) -> Problem:
    before = data[:at]
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    value = "".join(f"\\x{byte:02x}" for byte in data[at : at + 4])
    message = f"byte 0x{data[at]:02x} at offset {at} is not {used.removesuffix('-sig').upper()}"
    if lines := _others(data):
        where = f"{several(len(lines), 'line')} {listed([f'{n:,}' for n in lines], 5)}"
        hint = f"all is UTF-8 but for {where}: correct that; to name an encoding would spoil the rest"
    elif likely:
        hint = f"it looks like {likely}: import with --encoding {likely}"
    else:
        hint = "name the file's encoding: import with --encoding NAME"
    return Problem("E102", "error", name, line, message, value=value, hint=hint)


def _others(data: bytes) -> list[int]:
    """The lines with bytes that are not UTF-8, of data that is UTF-8 for the most part; else none."""
    text = data.decode("utf-8", errors="replace")
    if text.count(LOST) >= sum(not c.isascii() for c in text) / 2:
        return []
    return [at for at, line in enumerate(Lines(text), 1) if LOST in line]


def _likely(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 look like."""
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "cp1252"
