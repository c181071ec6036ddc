"""The fields of services that were read, beside the true ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from tests.truths.case import Case
from tests.truths.faults import MISSED, SILENT, Fault, Reading, alike, some

_COMPARED: Final = (
    "criticality", "lifecycle", "rto", "rpo", "availability", "category", "description", "cost", "supplier", "kind",
)  # fmt: skip
_NEVER: Final = (
    "support_hours", "response", "resolution", "reviewed", "starts", "ends", "tags", "mapped", "own_availability",
    "own_rto",
)  # fmt: skip
"""Fields of which no sheet says anything."""
_MINUTES: Final = {"d": 1440, "t": 1440, "j": 1440, "h": 60, "s": 60, "m": 1}
"""Of units by their first letter; days are Tage and jours, hours Stunden."""
_DURATION: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*([dtjhsm])")

Rows = Mapping[int, Mapping[str, str]]
"""Position in the truth → the record that was read."""
Values = Mapping[int, str]


def compared(case: Case, reading: Reading, rows: Rows) -> Iterator[Fault]:
    """What differs."""
    for field in (*_COMPARED, *_NEVER):
        said = {at: row.get(field, "") for at, row in rows.items()}
        if field in case.headers:
            yield from _field(case, reading, field, {at: _true(case, field, at) for at in rows}, said)
        elif any(said.values()) and not _may_be(case, field):
            yield Fault(SILENT, f"invented {field}", some(set(said.values())))


def _may_be(case: Case, field: str) -> bool:
    """Candidates for products are proposed where nothing says which these are; a type may be a category."""
    return field == "kind" or (field == "category" and "kind" in case.headers)


def _true(case: Case, field: str, at: int) -> str:
    service = case.truth.services[at]
    if field == "kind":
        return "product" if service.product else "service"
    return service.fields.get(field, "")


def _field(case: Case, reading: Reading, field: str, true: Values, said: Values) -> Iterator[Fault]:
    headers, filled = case.headers[field], [at for at in true if true[at]]
    if filled and not any(said[at] for at in filled):
        yield Fault(reading.harm(headers), f"no {field}", repr(headers))
        return
    if field == "criticality":
        said = _levels(true, said)
    wrong = [at for at in true if _value(field, said[at]) != _value(field, true[at])]
    pairs = {(true[at], said[at]) for at in wrong}
    if not pairs:
        return
    if all(not one for _, one in pairs):
        asked = "say which" in reading.proposed.toml
        yield Fault(
            MISSED if asked or reading.refused else SILENT, f"{field} partly", f"{headers} {some(pairs)}"
        )
    else:
        warned = reading.warns(headers)
        yield Fault(MISSED if warned else SILENT, f"{field} otherwise", f"{headers} {some(pairs)}")


def _levels(true: Values, said: Values) -> Values:
    """The levels that were read as those of the scale, if they are as many and in the same order."""
    pairs = sorted({(int(true[at]), said[at]) for at in true if true[at] and said[at]})
    in_order = all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))
    back = {value: str(level) for level, value in pairs} if in_order else {}
    return {at: back.get(value, value) for at, value in said.items()}


def _value(field: str, text: str) -> object:
    if not text:
        return None
    if field in {"rto", "rpo"}:
        parts = _DURATION.findall(text.lower().replace("pt", ""))
        read = sum(float(count.replace(",", ".")) * _MINUTES[unit] for count, unit in parts)
        return float(text) if text.isdigit() else read
    return round(float(text), 6) if field in {"availability", "cost"} else alike(text)
