"""Reports as files: one file per format, registered here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import UsageError
from graphmodel.model.formats import Formats
from graphmodel.model.register import Deferred
from graphmodel.render.reports.renderer import ReportFormat, Screen

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report


def _format(name: str, *suffixes: str, **what: bool) -> ReportFormat:
    """The format of that name, whose file is imported when it is first written."""
    return ReportFormat(name, suffixes, Deferred(f"{__name__}.{name}:write"), **what)


FORMATS: Final = Formats(
    "report",
    ReportFormat,
    (
        _format("table", ".txt", for_reading=True),
        _format("json", ".json"),
        _format("jsonl", ".jsonl", ".ndjson"),
        _format("csv", ".csv"),
        _format("xlsx", ".xlsx", binary=True),
        _format("md", ".md", ".markdown", for_reading=True),
        _format("html", ".html", ".htm", for_reading=True),
        _format("sarif", ".sarif", findings=True),
        _format("junit", ".xml", findings=True),
        _format("github", findings=True),
    ),
)
"""Every format of reports."""


def render(report: Report, format: str, out: TextIO, screen: Screen | None = None) -> int | None:
    """Write a report; rows are taken one by one, in bounded memory.

    Returns how many rows there were, or None where the report's text was shown in their place. Raises UsageError for a
    format of findings where no rule was asked.
    """
    chosen = FORMATS[format]
    if chosen.findings and not report.rules:
        raise UsageError(
            f"{format} holds what coverage rules find, and {report.analysis} asks none",
            f"graphmodel check --format {format}",
        )
    return chosen.write(report, out, screen or Screen())
