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
from graphmodel.importers.importer import AUTO
from graphmodel.importers.names import folded, near
from graphmodel.model.errors import GraphmodelError, UsageError
from graphmodel.model.metamodel import DEPENDENCY, KINDS, SERVICE, Kind
from graphmodel.model.values import MAX_DIGITS, BadValue, Notation, number

FORMAT: Final = ("encoding", "delimiter", "decimal", "thousands", "dates")
"""Keys that say how a file is written; at the top they stand for every file."""

_SHARED: Final = ("empty", "optional", "also", *FORMAT)
"""What may stand at the top."""

_FILE: Final = ("name", "sheet", "has", "header", "skip", "table", *_SHARED)

_TABLE: Final = ("kind", "columns", "values", "attributes", "where", "unpivot", "direction", "distinct")
_COLUMN: Final = ("column", "columns", "constant", "default", "split", "join", "first", "unit", "factor")
_UNPIVOT: Final = ("columns", "except", "name", "value", "where")
_DIRECTION: Final = ("column", "consumer_first", "provider_first", "ignore")
_UNITS: Final = ("s", "m", "h", "d", "w")

UNKNOWN: Final = ("keep", "error", "skip")
"""What may become of a value that the translations do not list: it stays, is an error, or its row is left out."""


@dataclass(frozen=True)
class Take:
    """Where the value of a field comes from."""

    column: str = ""
    """Its name in the file, or empty for a constant."""
    default: str = ""
    split: str = ""
    columns: tuple[str, ...] = ()
    """Several columns in place of one: joined, the first that is filled, or else one record for each."""
    join: str | None = None
    """What stands between the cells of several columns."""
    first: bool = False
    unit: str = ""
    """The unit of a number that is a duration: s, m, h, d or w."""
    factor: str = ""
    """What a number is multiplied by."""

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it is taken from."""
        return self.columns or ((self.column,) if self.column else ())


@dataclass(frozen=True)
class Unpivot:
    """Columns that are made rows: one for each filled cell."""

    columns: tuple[str, ...]
    """``*``: all but those of ``but``."""
    but: tuple[str, ...]
    name: str
    """What the column of their names is called …"""
    value: str
    """… and that of their cells."""
    where: tuple[str, ...]
    """Patterns of the cells that count; all that say something if there are none."""


@dataclass(frozen=True)
class Direction:
    """The column that says which end of a relation depends on the other, by patterns of its values."""

    column: str
    consumer_first: tuple[str, ...]
    provider_first: tuple[str, ...]
    ignore: Mapping[str, tuple[str, ...]]
    """Why relations are left out → patterns; the reason may be empty."""


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
    but: Mapping[str, tuple[str, ...]]
    """Column → patterns of the values that keep a row out."""
    unknown: Mapping[str, str]
    """Field → one of ``UNKNOWN``, where it is not the first."""
    unpivot: Unpivot | None
    direction: Direction | None
    distinct: bool
    """Rows that say the same of it are one record, and no repetition."""

    @property
    def named(self) -> set[str]:
        """The columns of the file that it may be taken from, as the mapping names them."""
        found = {name for take in self.columns.values() for name in take.named}
        found |= {*self.where, *self.but, *self.attributes}
        if self.direction:
            found.add(self.direction.column)
        if self.unpivot:
            found |= {*self.unpivot.columns, *self.unpivot.but}
            found -= {self.unpivot.name, self.unpivot.value}
        return found


@dataclass(frozen=True)
class FileMapping:
    """Files of one form."""

    name: str
    """A pattern of file names."""
    sheet: str
    """A pattern of names of sheets; empty: whichever sheets no entry before names."""
    has: tuple[str, ...]
    """Columns that a sheet must have: it is for others where it lacks one."""
    optional: bool
    """A column that the sheet lacks is as if it were empty in every row."""
    also: Mapping[str, tuple[str, ...]]
    """Column → other names that it may have, the first that the sheet has."""
    encoding: str
    delimiter: str
    notation: Notation | None
    header: tuple[int, ...]
    """Lines of the column names, several for headings over headings; ``AUTO``; empty: the first that is not blank."""
    skip: tuple[str, ...]
    """Patterns of the first filled cell of rows that are no records."""
    empty: tuple[str, ...]
    """Whole cells that say nothing."""
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
        self._keys("the mapping", data, ("source", "file", *_SHARED))
        shared = {key: data[key] for key in _SHARED if key in data}
        also = self._mapping("the mapping", data, "also")
        files = [
            self._file(f"file {n}", shared | f | {"also": also | self._mapping(f"file {n}", f, "also")})
            for n, f in enumerate(self._tables("file", data), 1)
        ]
        return Document(self._text("the mapping", data, "source"), tuple(files))

    def _file(self, at: str, data: dict[str, Any]) -> FileMapping:
        self._keys(at, data, _FILE)
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
        return FileMapping(
            name, sheet, tuple(self._texts(at, data, "has")), self._flag(at, data, "optional"),
            self._lists(at, data, "also"), encoding, delimiter, self._notation(at, data), self._header(at, data),
            tuple(self._texts(at, data, "skip")), tuple(self._texts(at, data, "empty")), given,
        )  # fmt: skip

    def _header(self, at: str, data: dict[str, Any]) -> tuple[int, ...]:
        said = data.get("header", [])
        if said == "auto":
            return (AUTO,)
        lines = said if isinstance(said, list) else [said]
        whole = all(type(line) is int and 0 < line < 10**MAX_DIGITS for line in lines)
        if whole and lines == list(range(lines[0], lines[0] + len(lines)) if lines else []):
            return tuple(lines)
        self.errors.append(
            f'{at}: header is the number of a line, of several below each other ([3, 4]), or "auto"'
        )
        return ()

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
            own = kind.field(kind.current(name)) or folded(name).startswith("their_")
            if not own and (meant := near(name, set(kind.names) - columns.keys())):
                self.errors.append(f"{at}: a {said} has no {name}; did you mean {meant}?")
        if said == "product" and "kind" in columns:
            self.errors.append(
                f"{at}: a product's kind is said already; use kind = service to tell them by a column"
            )
        translated = {
            n: self._values(f"{at}, values of {n}", v) for n, v in self._mapping(at, data, "values").items()
        }
        self.errors += [
            f"{at}: values of {n}, which columns does not have" for n in translated if n not in columns
        ]
        where = dict(self._mapping(at, data, "where"))
        but = where.pop("not") if isinstance(where.get("not"), dict) else {}
        return TableMapping(
            kind,
            "product" if said == "product" else "",
            columns,
            {name: values for name, (values, _) in translated.items()},
            tuple(self._texts(at, data, "attributes")),
            self._each(at, where),
            self._each(at, but),
            {name: unknown for name, (_, unknown) in translated.items() if unknown != UNKNOWN[0]},
            self._unpivot(f"{at}, unpivot", data["unpivot"]) if "unpivot" in data else None,
            self._direction(f"{at}, direction", data["direction"], kind) if "direction" in data else None,
            self._flag(at, data, "distinct"),
        )

    def _unpivot(self, at: str, data: object) -> Unpivot | None:
        if not isinstance(data, dict) or not {"columns", "name", "value"} <= data.keys():
            self.errors.append(f'{at}: write {{ columns = "*", except = ["…"], name = "…", value = "…" }}')
            return None
        self._keys(at, data, _UNPIVOT)
        texts = (tuple(self._texts(at, data, key)) for key in ("columns", "except", "where"))
        columns, but, where = texts
        return Unpivot(columns, but, self._text(at, data, "name"), self._text(at, data, "value"), where)

    def _direction(self, at: str, data: object, kind: Kind) -> Direction | None:
        if not isinstance(data, dict) or "column" not in data or kind is not DEPENDENCY:
            self.errors.append(f'{at}: of a dependency, write {{ column = "…", consumer_first = ["…"] }}')
            return None
        self._keys(at, data, _DIRECTION)
        consumer_first, provider_first = (tuple(self._texts(at, data, key)) for key in _DIRECTION[1:3])
        given = data.get("ignore", {})
        ignore = self._each(at, given if isinstance(given, dict) else {"": given})
        return Direction(self._text(at, data, "column"), consumer_first, provider_first, ignore)

    def _take(self, at: str, data: object) -> Take:
        if isinstance(data, str):
            return Take(data)
        if not isinstance(data, dict) or len(data.keys() & {"column", "columns", "constant"}) != 1:
            self.errors.append(f'{at}: write the column, or {{ column = "…" }}, or {{ constant = "…" }}')
            return Take()
        self._keys(at, data, _COLUMN)
        default = self._text(at, data, "constant" if "constant" in data else "default")
        take = Take(
            self._text(at, data, "column"), default, self._text(at, data, "split"),
            tuple(self._texts(at, data, "columns")), self._text(at, data, "join") if "join" in data else None,
            self._flag(at, data, "first"), self._text(at, data, "unit"), self._text(at, data, "factor"),
        )  # fmt: skip
        if (take.first or take.join is not None) and not take.columns:
            self.errors.append(f"{at}: join and first are for several columns")
        if take.unit and take.unit not in _UNITS:
            self.errors.append(f"{at}: unit is one of {', '.join(_UNITS)}, and not {take.unit!r}")
        if take.factor:
            self._try(at, lambda: self._factor(take.factor))
        return take

    def _factor(self, said: str) -> None:
        try:
            number(said)
        except BadValue:
            raise UsageError(f"factor is a number, and not {said!r}", "as in factor = 1000") from None

    def _values(self, at: str, data: object) -> tuple[dict[str, str], str]:
        """Foreign value → ours, and what becomes of those that are not listed."""
        if not isinstance(data, dict):
            self.errors.append(f'{at}: write "their value" = "ours"')
            return {}, UNKNOWN[0]
        values = {foreign.strip().casefold(): self._text(at, data, foreign) for foreign in data}
        unknown = values.pop("unknown") if values.get("unknown") in UNKNOWN else UNKNOWN[0]
        return values, unknown

    def _flag(self, at: str, data: Mapping[str, Any], key: str) -> bool:
        if not isinstance(found := data.get(key, False), bool):
            self.errors.append(f"{at}: {key} is true or false")
        return found is True

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

    def _lists(self, at: str, data: dict[str, Any], key: str) -> dict[str, tuple[str, ...]]:
        return self._each(f"{at}, {key}", self._mapping(at, data, key))

    def _each(self, at: str, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(self._texts(at, data, name)) for name in data}

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
