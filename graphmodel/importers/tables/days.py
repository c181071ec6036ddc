"""Dates as sheets have them: numbers of days, times of day beside them, day and month in two orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from graphmodel.model.days import of_number, of_time
from graphmodel.model.notation import BadValue, Notation


class DatesRead(NamedTuple):
    """What is to be said of a column."""

    code: str
    value: str
    """A canonical value of the column …"""
    raw: str
    """… and how it is written."""
    message: str
    hint: str


class Days:
    """What the dates of one column are written as."""

    def __init__(self, reading: Notation, parse: Callable[[str, Notation], str]) -> None:
        """``parse``: of the column's type, which may take words besides dates."""
        self._reading = reading
        self._parse = parse
        self._numbers: dict[str, str] = {}
        self._times: dict[str, str] = {}
        self._only: dict[str, tuple[str, str]] = {}
        """Format → the first date, and how it is written, that only this format reads."""
        self._either: dict[str, str] = {}
        """Dates that several formats read as different days."""

    def read(self, text: str) -> str:
        """The date, ISO 8601. Raises BadValue for what is none."""
        plain = text.strip()
        try:
            found = self._parse(plain, self._reading)
        except BadValue:
            found = self._as_written_by_programs(plain)
            if not found:
                raise
        if plain and len(self._reading.dates) > 1:
            self._compare(plain, found)
        return found

    def _as_written_by_programs(self, plain: str) -> str:
        if found := of_number(plain):
            self._numbers.setdefault(found, plain)
        elif found := of_time(plain):
            self._times.setdefault(found, plain)
        return found

    def _compare(self, plain: str, found: str) -> None:
        fits = {}
        for form in self._reading.dates:
            try:
                fits[form] = datetime.strptime(plain, form).date()  # noqa: DTZ007  (a date has no zone)
            except ValueError:
                continue
        if len(fits) == 1:
            self._only.setdefault(next(iter(fits)), (found, plain))
        elif len(set(fits.values())) > 1:
            self._either.setdefault(found, plain)

    def remarks(self) -> Iterator[DatesRead]:
        """What was read in another way than it is written, and what may be another day."""
        for found, how, hint in (
            (
                self._numbers,
                "numbers as spreadsheets count days",
                "format the cells as dates before you export",
            ),
            (self._times, "times of day are left out", "a date has no time of day"),
        ):
            if found:
                value, raw = next(iter(found.items()))
                more = f" (and {len(found) - 1:,} more like it)" if len(found) > 1 else ""
                yield DatesRead("W204", value, raw, f"{how}: {raw} is read as {value}{more}", hint)
        if self._either and len(self._only) > 1:
            value, raw = next(iter(self._either.items()))
            seen = " and ".join(f"{raw} fits {form} only" for form, (_, raw) in sorted(self._only.items()))
            message = f"day and month stand in two orders: {seen}; {raw} is read as {value}"
            yield DatesRead(
                "W205", value, raw, message, "write dates as 2024-12-31, or split the file by its source"
            )
