"""What can be wrong with what comes in. A problem is a value, collected, never raised one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
"""Of problems: error or warning. Of findings: error, warning or info."""

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the mildest to the worst."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place of one file."""

    code: str
    """A key of ``CODES``: what ``graphmodel explain`` takes."""
    severity: Severity
    file: str
    """Relative to the imported folder."""
    line: int
    """Physical line, from 1; 0 where the whole file is meant."""
    message: str
    column: str = ""
    """The column's header, or empty where no one column is to blame."""
    record: int = 0
    """Record number, from 1, the header not counted; 0 where no one record is meant."""
    value: str = ""
    """The offending value, verbatim (a renderer escapes it)."""
    hint: str = ""
    source: str = ""
    """The source whose file it is, where that can be another than the one that is read; else empty."""


@dataclass(frozen=True)
class Code:
    """What ``graphmodel explain CODE`` says."""

    code: str
    title: str
    severity: Severity
    why: str
    mend: str
    """What to do about it."""
