"""The mapping file: TOML that says which file is what, which column is which field, and which values mean which."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graphmodel.importers.delimited.text import check_encoding
from graphmodel.importers.names import near
from graphmodel.model.errors import GraphmodelError, UsageError
from graphmodel.model.metamodel import KINDS, SERVICE, Kind
from graphmodel.model.values import MAX_DIGITS, Notation

FORMAT: Final = ("encoding", "delimiter", "decimal", "thousands", "dates")
"""Keys that say how a file is written; at the top they stand for every file."""

_TABLE: Final = ("kind", "columns", "values", "attributes", "where")
_COLUMN: Final = ("column", "constant", "default", "split")


@dataclass(frozen=True)
class Take:
    """Where the value of a field comes from."""

    column: str = ""
    """Its name in the file, or empty for a constant."""
    default: str = ""
    split: str = ""


@dataclass(frozen=True)
class TableMapping:
    """One kind of record that the rows of a file hold."""

    kind: Kind
    said: str
    """``product`` where the table is of products."""
    columns: Mapping[str, Take]
    """Field or free attribute → where it comes from."""
    values: Mapping[str, Mapping[str, str]]
    """Field → foreign value, casefolded → ours."""
    attributes: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    """Column → patterns of the values that admit a row."""


@dataclass(frozen=True)
class FileMapping:
    """Files of one form."""

    name: str
    """A pattern of file names."""
    sheet: str
    """A pattern of names of sheets; empty: whichever sheets no entry before names."""
    encoding: str
    delimiter: str
    notation: Notation | None
    tables: tuple[TableMapping, ...]


@dataclass(frozen=True)
class Document:
    """A whole mapping file."""

    source: str
    files: tuple[FileMapping, ...]


def load(path: Path) -> Document:
    """The mapping in that file. Raises UsageError that lists everything wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path of the mapping") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", "save the mapping as UTF-8") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Document:
    """The mapping in that text. Raises UsageError that lists everything wrong with it."""
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise UsageError(
            f"{name} is nested too deeply", "docs/import.md shows the form of a mapping"
        ) from None
    except ValueError as error:  # not TOML, or a number of thousands of digits
        raise UsageError(
            f"{name} is not TOML: {error}", "docs/import.md shows the form of a mapping"
        ) from None
    reader = _Reader()
    document = reader.document(data)
    if reader.errors:
        raise UsageError(
            "\n".join(f"{name}: {e}" for e in reader.errors), "docs/import.md shows the form of a mapping"
        )
    return document


def _undated(form: str) -> str:
    """Why no date can be read by that format; empty where one can."""
    sample = datetime(2024, 12, 31)  # noqa: DTZ001  (a date has no zone)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.13: of a day without a year
            found = datetime.strptime(sample.strftime(form), form)  # noqa: DTZ007
    except (ValueError, re.error, OverflowError, LookupError) as error:
        return str(error)
    return "" if found.date() == sample.date() else "it lacks the day, the month or the year"


class _Reader:
    """Reads a mapping and gathers what is wrong."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def document(self, data: dict[str, Any]) -> Document:
        self._keys("the mapping", data, ("source", "file", *FORMAT))
        shared = {key: data[key] for key in FORMAT if key in data}
        files = [self._file(f"file {n}", shared | f) for n, f in enumerate(self._tables("file", data), 1)]
        return Document(self._text("the mapping", data, "source"), tuple(files))

    def _file(self, at: str, data: dict[str, Any]) -> FileMapping:
        self._keys(at, data, ("name", "sheet", "table", *FORMAT))
        name = self._text(at, data, "name")
        if not name:
            self.errors.append(f'{at} has no name, which says what files it is for: name = "export*.csv"')
        at = f"file {name!r}" if name else at
        encoding, delimiter = self._text(at, data, "encoding"), self._text(at, data, "delimiter")
        self._try(at, lambda: check_encoding(encoding or None))
        if len(delimiter) > 1 or delimiter in {'"', "\r", "\n"}:
            self.errors.append(f"{at}: a delimiter is one character, not {delimiter!r}")
        tables = [
            self._table(f"{at}, table {n}", t) for n, t in enumerate(self._tables("table", data, at), 1)
        ]
        sheet = self._text(at, data, "sheet")
        given = tuple(table for table in tables if table)
        return FileMapping(name, sheet, encoding, delimiter, self._notation(at, data), given)

    def _notation(self, at: str, data: dict[str, Any]) -> Notation | None:
        if not data.keys() & {"decimal", "thousands", "dates"}:
            return None
        decimal = self._text(at, data, "decimal") or "."
        if decimal not in {".", ","}:
            self.errors.append(f"{at}: decimal is . or , and not {decimal!r}")
        dates = tuple(self._texts(at, data, "dates"))
        self.errors += [
            f"{at}: {form!r} is no format of dates: {why}" for form in dates if (why := _undated(form))
        ]
        return Notation(decimal, self._text(at, data, "thousands"), dates)

    def _table(self, at: str, data: dict[str, Any]) -> TableMapping | None:
        self._keys(at, data, _TABLE)
        said = self._text(at, data, "kind")
        kind = SERVICE if said == "product" else KINDS.get(said)
        if not kind:
            self.errors.append(f"{at}: kind is one of {', '.join(['product', *KINDS])}, and not {said!r}")
            return None
        columns = {
            name: self._take(f"{at}, {name}", v) for name, v in self._mapping(at, data, "columns").items()
        }
        for field in kind.fields:
            if field.required and field.name not in columns:
                self.errors.append(f"{at}: columns lacks {field.name}, which a {said} must have")
        for name in columns:
            if not kind.field(kind.current(name)) and (meant := near(name, set(kind.names) - columns.keys())):
                self.errors.append(f"{at}: a {said} has no {name}; did you mean {meant}?")
        if said == "product" and "kind" in columns:
            self.errors.append(
                f"{at}: a product's kind is said already; use kind = service to tell them by a column"
            )
        values = {
            n: self._values(f"{at}, values of {n}", v) for n, v in self._mapping(at, data, "values").items()
        }
        self.errors += [
            f"{at}: values of {n}, which columns does not have" for n in values if n not in columns
        ]
        where = self._mapping(at, data, "where")
        return TableMapping(
            kind,
            "product" if said == "product" else "",
            columns,
            values,
            tuple(self._texts(at, data, "attributes")),
            {name: tuple(self._texts(at, where, name)) for name in where},
        )

    def _take(self, at: str, data: object) -> Take:
        if isinstance(data, str):
            return Take(data)
        if not isinstance(data, dict) or ("column" in data) == ("constant" in data):
            self.errors.append(f'{at}: write the column, or {{ column = "…" }}, or {{ constant = "…" }}')
            return Take()
        self._keys(at, data, _COLUMN)
        default = self._text(at, data, "constant" if "constant" in data else "default")
        return Take(self._text(at, data, "column"), default, self._text(at, data, "split"))

    def _values(self, at: str, data: object) -> dict[str, str]:
        if not isinstance(data, dict):
            self.errors.append(f'{at}: write "their value" = "ours"')
            return {}
        return {foreign.strip().casefold(): self._text(at, data, foreign) for foreign in data}

    def _keys(self, at: str, data: Mapping[str, Any], allowed: Sequence[str]) -> None:
        for key in data:
            if key not in allowed:
                meant = near(key, allowed)
                self.errors.append(f"{at} has no key {key!r}; " + (f"did you mean {meant}?" if meant else
                                   f"it has {', '.join(allowed)}"))  # fmt: skip

    def _tables(self, key: str, data: dict[str, Any], at: str = "the mapping") -> list[dict[str, Any]]:
        found = data.get(key)
        if isinstance(found, list) and found and all(isinstance(item, dict) for item in found):
            return found
        self.errors.append(f"{at} needs at least one [[{'file.' * (key == 'table')}{key}]]")
        return []

    def _mapping(self, at: str, data: dict[str, Any], key: str) -> dict[str, Any]:
        found = data.get(key, {})
        if isinstance(found, dict):
            return found
        self.errors.append(f"{at}: {key} is a table of names and values")
        return {}

    def _text(self, at: str, data: Mapping[str, Any], key: str) -> str:
        found = data.get(key, "")
        if isinstance(found, (str, float)) or (type(found) is int and abs(found) < 10**MAX_DIGITS):
            return str(found)
        self.errors.append(f"{at}: {key} is a text")
        return ""

    def _texts(self, at: str, data: Mapping[str, Any], key: str) -> list[str]:
        found = data.get(key, [])
        if isinstance(found, str):
            return [found]
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return found
        self.errors.append(f"{at}: {key} is a list of texts")
        return []

    def _try(self, at: str, check: Callable[[], None]) -> None:
        try:
            check()
        except GraphmodelError as error:
            self.errors.append(f"{at}: {error.message}; {error.hint}")
