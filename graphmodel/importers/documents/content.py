"""The bytes and the text of a document, and what is said of one that cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from graphmodel.importers.importer import File
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem

MAX_SIZE: Final = 512 << 20
"""Bytes of a document; a larger one would not fit into the memory of a common machine once it is read."""

MAX_DEPTH: Final = 100
"""Levels of a document. Real ones have about ten."""

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class BadDocument(Exception):  # noqa: N818  (a document that is refused, reported as a problem)
    """A document that is not well formed (E114), or goes beyond a limit (E115)."""

    def __init__(self, message: str, hint: str, code: str = "E114", line: int = 0, value: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.code, self.line, self.value = message, hint, code, line, value

    def problem(self, file: str) -> Problem:
        """The same as a problem of that file."""
        return Problem(
            self.code, "error", file, self.line, self.message, value=self.value[:200], hint=self.hint
        )


def too_deep(line: int = 0) -> BadDocument:
    """What is said of a document of too many levels."""
    return BadDocument(
        f"more than {MAX_DEPTH} levels within each other", "no catalogue is so deep: is it the right file?",
        "E115", line,
    )  # fmt: skip


def unread(file: File, message: str, hint: str, line: int = 0) -> Problem:
    """The warning of a part of a document that says something, and is not read."""
    return Problem("W109", "warning", file.name, line, message, hint=hint)


def content(path: Path) -> bytes:
    """All bytes; UTF-16 as UTF-8. Raises BadDocument beyond the limit, UsageError where the file cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    if len(data) > MAX_SIZE:
        raise BadDocument(f"more than {MAX_SIZE >> 20} MB", "split it into several files", "E115")
    if not data.strip():
        raise BadDocument("empty file", "there is no record in it", "E101")
    if not data.startswith(_UTF16):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, "UTF-16") from None


def text(path: Path) -> str:
    """The text of a document that is UTF-8 by definition (JSON, YAML). Raises as ``content``, and for other bytes."""
    data = content(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, "UTF-8") from None


def _undecodable(data: bytes, at: int, encoding: str) -> BadDocument:
    value = "".join(f"\\x{byte:02x}" for byte in data[at : at + 4])
    line = data.count(b"\n", 0, at) + 1
    message = f"byte 0x{data[at]:02x} at offset {at} is not {encoding}"
    return BadDocument(message, "save the file as UTF-8", "E102", line, value)
