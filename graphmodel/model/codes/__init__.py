"""What each code of a problem means: what ``graphmodel explain CODE`` says.

1xx: files; 2xx: values; 3xx: what records say of each other; 4xx: what sources say of each other; 5xx: graphs.
"""

from __future__ import annotations

from typing import Final

from graphmodel.model.codes import cells, files, records
from graphmodel.model.problems import Code, Severity


def _severity(code: str) -> Severity:
    return "error" if code.startswith("E") else "warning"


_TOLD: Final = {**files.TOLD, **cells.TOLD, **records.TOLD}
CODES: Final[dict[str, Code]] = {
    code: Code(code, title, _severity(code), why, fix) for code, (title, why, fix) in sorted(_TOLD.items())
}
"""Every code of a problem. Errors cost their row (or file, or the whole import); warnings cost nothing."""
