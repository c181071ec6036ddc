"""Annotations of GitHub Actions: workflow commands that show each finding beside its line.

Format and escapes: GitHub Docs, "Workflow commands for GitHub Actions"; the escapes are those of ``actions/toolkit``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.places import place

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``; the findings in place of the rows."""
    for found in report.findings:
        origin = found.origin
        properties = {
            "file": place(origin, report.roots),
            "line": str(origin.line or ""),
            "title": found.code,
        }
        given = ",".join(
            f"{name}={visible(value).translate(_PROPERTY)}" for name, value in properties.items() if value
        )
        where = f"{origin.path}: " if origin.path else ""
        text = f"{visible(where + found.message)}\nhint: {visible(found.hint)}".translate(_DATA)
        out.write(f"::{_COMMANDS[found.severity]} {given}::{text}\n")
    return len(report.findings)
