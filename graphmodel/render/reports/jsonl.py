"""JSON lines: one object per row, nothing else; the escaper is that of ``json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.render.reports.json import objects

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``."""
    count = 0
    for line in objects(report):
        out.write(line + "\n")
        count += 1
    return count
