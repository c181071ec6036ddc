"""The formats of charts, told by a file's suffix, and which answers have one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphmodel.analyses import ALL
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from graphmodel.answers.chart import Charting
    from graphmodel.answers.report import Report

# What a program or a clock would write into a file.
CHARTS: Final[dict[str, dict[str, Any]]] = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}, "dpi": 144},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}
"""The formats of charts, each with how it is saved."""


def chart_format(file: str) -> str:
    """The format that a file's suffix tells. Raises UsageError where it tells none."""
    suffix = Path(file).suffix.lower()
    if suffix[1:] in CHARTS:
        return suffix[1:]
    said = f"{suffix!r} is the suffix of no chart" if suffix else "the name has no suffix"
    raise UsageError(f"{file}: {said}", f"a chart ends in {', '.join(f'.{name}' for name in CHARTS)}")


def chart_of(report: Report) -> Charting:
    """What makes its chart. Raises UsageError, which names the reports that have one, where it has none."""
    if report.chart is not None:
        return report.chart
    known = ", ".join(command for analysis in ALL.values() for command in analysis.charts)
    raise UsageError(f"this answer of {report.analysis} has no chart", f"these have one: {known}")
