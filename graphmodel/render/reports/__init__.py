"""Reports as text: one file per format, registered here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from graphmodel.render.reports.renderer import Renderer, Screen

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report

FORMATS: Final = ("table", "json", "jsonl", "csv", "md", "html")
"""Each stands in a file of its name, as ``write`` (``Renderer``), which is imported when it is first written."""
FOR_READING: Final = frozenset({"table", "md", "html"})
"""The formats that leave out wide columns and show a report's text in place of its rows."""


def render(report: Report, format: str, out: TextIO, screen: Screen | None = None) -> int | None:
    """Write a report; rows are taken one by one, in bounded memory.

    Returns how many rows there were, or None where the report's text was shown in their place.
    """
    write: Renderer = import_module(f"{__name__}.{format}").write
    return write(report, out, screen or Screen())
