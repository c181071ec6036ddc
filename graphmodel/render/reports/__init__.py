"""Reports as text: one file per format, registered here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from graphmodel.model.register import Register
from graphmodel.render.reports.renderer import ReportFormat, Screen

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report


def _format(name: str, *suffixes: str, for_reading: bool = False) -> ReportFormat:
    """The format of that name, whose file is imported when it is first written."""

    def write(report: Report, out: TextIO, screen: Screen, /) -> int | None:
        count: int | None = import_module(f"{__name__}.{name}").write(report, out, screen)
        return count

    return ReportFormat(name, suffixes, write, for_reading)


_ALL: Final = (
    _format("table", ".txt", for_reading=True),
    _format("json", ".json"),
    _format("jsonl", ".jsonl", ".ndjson"),
    _format("csv", ".csv"),
    _format("md", ".md", ".markdown", for_reading=True),
    _format("html", ".html", ".htm", for_reading=True),
)
FORMATS: Final = Register(
    "graphmodel.formats.reports",
    ReportFormat,
    {found.name: found for found in _ALL},
    lambda found: found.name,
)
"""Every format of reports, in the order in which they are offered. Another package adds one by an entry point."""


def render(report: Report, format: str, out: TextIO, screen: Screen | None = None) -> int | None:
    """Write a report; rows are taken one by one, in bounded memory.

    Returns how many rows there were, or None where the report's text was shown in their place.
    """
    return FORMATS[format].write(report, out, screen or Screen())


def of_suffix(suffix: str) -> str | None:
    """The format of reports that is told by a file's suffix (with its dot, in small letters), or None."""
    return next((name for name, found in FORMATS.items() if suffix in found.suffixes), None)
