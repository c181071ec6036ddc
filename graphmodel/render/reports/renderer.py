"""What a renderer is, and what all of them share: they know rows and columns, never which analysis they come from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from graphmodel.answers.report import Report

Row = tuple[Any, ...]
_PLAIN = {"├": "+", "└": "`", "─": "-", "│": "|", "…": "...", "→": "->"}
CHUNK = 1000
"""Rows that are held in memory at once."""


@dataclass(frozen=True)
class Screen:
    """What a terminal shows; formats for machines pay no heed."""

    width: int | None = None
    """Columns of characters; None where it is no terminal: nothing is cut."""
    color: bool = False
    encoding: str = "utf-8"
    """Of the characters that it can show."""
    choice: bool = True
    """Its reader can choose columns and formats, and is told how."""

    def legible(self, text: str) -> str:
        r"""The text as that screen can show it: drawn lines as plain ones, what it lacks as escapes.

        >>> Screen(encoding="ascii").legible("├─ Zoë"), Screen().legible("├─ Zoë")
        ('+- Zo\\xeb', '├─ Zoë')
        """
        if text.isascii() or self.encoding.lower().replace("-", "") == "utf8":
            return text
        found = []
        for character in text:
            try:
                character.encode(self.encoding)
                found.append(character)
            except UnicodeEncodeError:
                found.append(_PLAIN.get(character) or character.encode("ascii", "backslashreplace").decode())
        return "".join(found)


class Renderer(Protocol):
    """How a report is written; each of ours is in a file of its own as ``write``."""

    def __call__(self, report: Report, out: TextIO, screen: Screen, /) -> int | None:
        """Write the report; how many rows were written, or None where its text was shown in their place."""


@dataclass(frozen=True)
class ReportFormat:
    """One format of reports."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files it is told by, with the dot."""
    write: Renderer
    for_reading: bool = False
    """It leaves out wide columns and shows a report's text in place of its rows."""
    binary: bool = False
    """It is no text: its bytes go to ``out.buffer``."""
    findings: bool = False
    """It holds the findings in place of the rows, so only an answer that asks rules has it."""


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """The rows in lists of at most that many."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def readable(report: Report) -> list[int]:
    """The positions of the columns that formats for reading show."""
    return [i for i, column in enumerate(report.columns) if not column.wide]


def numeric(chunk: list[Row], column: int) -> bool:
    """Whether a column holds numbers (and holds any): such columns stand to the right."""
    kinds = {type(row[column]) for row in chunk} - {type(None)}
    return bool(kinds) and kinds <= {int, float}
