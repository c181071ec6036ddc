"""Reports as text: one file per format, registered here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.render.reports import csv, html, json, jsonl, md, table
from graphmodel.render.reports.renderer import Renderer, Screen

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report

FORMATS: Final[dict[str, Renderer]] = {
    "table": table.write,
    "json": json.write,
    "jsonl": jsonl.write,
    "csv": csv.write,
    "md": md.write,
    "html": html.write,
}
FOR_READING: Final = frozenset({"table", "md", "html"})
"""The formats that leave out wide columns and show a report's text in place of its rows."""


def render(report: Report, format: str, out: TextIO, screen: Screen | None = None) -> int | None:
    """Write a report; rows are taken one by one, in bounded memory.

    Returns how many rows there were, or None where the report's text was shown in their place.
    """
    return FORMATS[format](report, out, screen or Screen())
