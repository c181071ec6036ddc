"""A mapping file read: TOML to ``Document``, or everything that is wrong with it, by line."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from graphmodel.importers.delimited.text import check_encoding
from graphmodel.importers.importer import AUTO, FILL, MERGED
from graphmodel.importers.lists import JSON, LOOKUP, Signs
from graphmodel.importers.mapping.document import (
    UNKNOWN,
    Direction,
    Document,
    FileMapping,
    Nested,
    Pivot,
    TableMapping,
    Take,
    Unpivot,
)
from graphmodel.importers.mapping.written import Written
from graphmodel.importers.names import folded, near
from graphmodel.importers.precedence import EVERY_FIELD
from graphmodel.model import toml_file
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import DEPENDENCY, KINDS, OBSERVATION, SERVICE, Kind
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.numbers import MAX_DIGITS, number

_FORM: Final = "docs/mapping.md shows the form of a mapping"

_SHARED: Final = (
    "encoding", "delimiter", "decimal", "thousands", "dates", "empty", "optional", "also", "evidence",
)  # fmt: skip
"""What may stand at the top, for every file."""

_EVIDENCE: Final = ("declared", "observed")
"""What a file is evidence of: what somebody says, or what was seen."""

_FILE: Final = (
    "name",
    "sheet",
    "has",
    "header",
    "skip",
    "merged",
    "until",
    "fill",
    "pivot",
    "table",
    *_SHARED,
)
_TABLE: Final = (
    "kind",
    "columns",
    "values",
    "attributes",
    "where",
    "unpivot",
    "nested",
    "direction",
    "distinct",
)
_COLUMN: Final = ("column", "columns", "constant", "default", "split", "join", "first", "unit", "factor")
_UNPIVOT: Final = ("columns", "except", "name", "value", "where")
_NESTED: Final = ("column", "items", "attributes", "pair", "key", "quote")
_PIVOT: Final = ("id", "key", "value")
_DIRECTION: Final = ("column", "consumer_first", "provider_first", "ignore")
_UNITS: Final = ("s", "m", "h", "d", "w")


def load(path: Path) -> Document:
    """The mapping in that file. Raises UsageError that lists everything wrong with it."""
    return parse(toml_file.text(path, "check the path of the mapping"), str(path))


def parse(text: str, name: str) -> Document:
    """The mapping in that text. Raises UsageError that lists everything wrong with it."""
    data = toml_file.parsed(text, name, _FORM)
    whole = Written(data, "the mapping", (), toml_file.key_lines(text), [])
    document = _document(whole)
    if whole.errors:
        told = (f"{name}:{line}: {e}" if line else f"{name}: {e}" for line, e in sorted(whole.errors))
        raise UsageError("\n".join(told), _FORM)
    return document


def _document(whole: Written) -> Document:
    whole.keys(("source", "prefer", "file", *_SHARED))
    shared = {key: whole.data[key] for key in _SHARED if key in whole.data}
    also, files = whole.within("also").data, []
    for part in whole.tables("file", "file"):
        both = {**also, **part.within("also").data}
        files.append(_file(part.part(part.said, {**shared, **part.data, "also": both})))
    return Document(whole.text("source"), tuple(files), _prefer(whole))


def _prefer(whole: Written) -> dict[str, tuple[str, ...]]:
    said = whole.data.get("prefer", {})
    if not isinstance(said, dict):
        return {EVERY_FIELD: whole.texts("prefer")}
    part = whole.within("prefer")
    known = {name for kind in KINDS.values() for name in kind.names}
    for name in part.data:
        if name not in known and (meant := near(name, known)):
            part.error(f"prefer: there is no field {name}; did you mean {meant}?", name)
    return part.lists()


def _file(part: Written) -> FileMapping:
    part.keys(_FILE)
    name = part.text("name")
    if name:
        part.said = f"file {name!r}"
    else:
        part.error('has no name, which says what files it is for: name = "export*.csv"')
    encoding, delimiter = part.text("encoding"), part.text("delimiter")
    part.check("encoding", lambda: check_encoding(encoding or None))
    if len(delimiter) > 1 or delimiter in {'"', "\r", "\n"}:
        part.error(f"a delimiter is one character, not {delimiter!r}", "delimiter")
    if (merged := part.text("merged") or FILL) not in MERGED:
        part.error(f"merged is one of {', '.join(MERGED)}, and not {merged!r}", "merged")
    if (evidence := part.text("evidence") or _EVIDENCE[0]) not in _EVIDENCE:
        part.error(f"evidence is one of {', '.join(_EVIDENCE)}, and not {evidence!r}", "evidence")
    tables: list[TableMapping | None] = []
    for table in part.tables("table", "file.table"):
        table.said = f"{part.said}, {table.said}"
        made = _table(table, observed=evidence == "observed")
        tables += [made, _watched(made)] if made and evidence == "observed" else [made]
    return FileMapping(
        name,
        part.text("sheet"),
        part.texts("has"),
        part.flag("optional"),
        part.within("also").lists(),
        encoding,
        delimiter,
        _notation(part),
        _header(part),
        part.texts("skip"),
        part.texts("empty"),
        _pivot(part),
        merged,
        part.texts("until"),
        part.texts("fill"),
        tuple(filter(None, tables)),
    )


def _header(part: Written) -> tuple[int, ...]:
    said = part.data.get("header", [])
    if said == "auto":
        return (AUTO,)
    lines = said if isinstance(said, list) else [said]
    whole = all(type(line) is int and 0 < line < 10**MAX_DIGITS for line in lines)
    if whole and lines == list(range(lines[0], lines[0] + len(lines)) if lines else []):
        return tuple(lines)
    part.error('header is the number of a line, of several below each other ([3, 4]), or "auto"', "header")
    return ()


def _notation(part: Written) -> Notation | None:
    if not part.data.keys() & {"decimal", "thousands", "dates"}:
        return None
    decimal = part.text("decimal") or "."
    if decimal not in {".", ","}:
        part.error(f"decimal is . or , and not {decimal!r}", "decimal")
    for form in (dates := part.texts("dates")):
        if why := _undated(form):
            part.error(f"{form!r} is no format of dates: {why}", "dates")
    return Notation(decimal, part.text("thousands"), dates)


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


def _watched(services: TableMapping) -> TableMapping | None:
    """That the services of an observed file are watched, even where none of them was seen to use another."""
    if services.kind is not SERVICE or "id" not in services.columns:
        return None
    own = services.columns["id"]
    return replace(
        services,
        kind=OBSERVATION,
        said="",
        columns=dict.fromkeys(OBSERVATION.key, own),
        values={},
        attributes=(),
        unknown={},
        distinct=True,
    )


def _table(part: Written, *, observed: bool = False) -> TableMapping | None:
    part.keys(_TABLE)
    said = part.text("kind")
    kind = SERVICE if said == "product" else KINDS.get(said)
    if observed and kind is DEPENDENCY:
        kind = OBSERVATION
    if not kind:
        part.error(f"kind is one of {', '.join(['product', *KINDS])}, and not {said!r}", "kind")
        return None
    columns = _columns(part, kind, said)
    translated = {name: _values(values, name) for values in [part.within("values")] for name in values.data}
    for name in translated:
        if name not in columns:
            part.error(f"values of {name}, which columns does not have", "values", name)
    where = part.within("where")
    but = where.within("not") if isinstance(where.data.get("not"), dict) else where.part(part.said, {})
    return TableMapping(
        kind,
        "product" if said == "product" else "",
        columns,
        {name: values for name, (values, _) in translated.items()},
        part.texts("attributes"),
        {name: where.texts(name) for name in where.data if but.path == where.path or name != "not"},
        but.lists(),
        {name: unknown for name, (_, unknown) in translated.items() if unknown != UNKNOWN[0]},
        _unpivot(part),
        _nested(part),
        _direction(part, kind),
        part.flag("distinct"),
    )


def _columns(part: Written, kind: Kind, said: str) -> dict[str, Take]:
    given = part.within("columns")
    columns = {name: _take(given, name) for name in given.data}
    for field in kind.fields:
        if field.required and field.name not in columns:
            part.error(f"columns lacks {field.name}, which a {said} must have", "columns")
    if kind is OBSERVATION:
        for name in [n for n in columns if DEPENDENCY.field(n) and not kind.field(n) and n != "note"]:
            given.error(f"what was observed has no {name}: that is declared", name)
    for name in columns:
        own = kind.field(kind.current(name)) or folded(name).startswith("their_")
        if not own and (meant := near(name, set(kind.names) - columns.keys())):
            given.error(f"a {said} has no {name}; did you mean {meant}?", name)
    if said == "product" and "kind" in columns:
        given.error("a product's kind is said already; use kind = service to tell them by a column", "kind")
    return columns


def _take(given: Written, name: str) -> Take:
    data = given.data[name]
    if isinstance(data, str):
        return Take(data)
    part = given.part(f"{given.said}, {name}", data if isinstance(data, dict) else {}, name)
    if len(part.data.keys() & {"column", "columns", "constant"}) != 1:
        part.error('write the column, or { column = "…" }, or { constant = "…" }')
        return Take()
    part.keys(_COLUMN)
    take = Take(
        part.text("column"),
        part.text("constant" if "constant" in part.data else "default"),
        _signs(part),
        part.texts("columns"),
        part.text("join") if "join" in part.data else None,
        part.flag("first"),
        part.text("unit"),
        part.text("factor"),
    )
    if (take.first or take.join is not None) and not take.columns:
        part.error("join and first are for several columns")
    if take.unit and take.unit not in _UNITS:
        part.error(f"unit is one of {', '.join(_UNITS)}, and not {take.unit!r}", "unit")
    if take.factor:
        part.check("factor", lambda: _factor(take.factor))
    return take


def _signs(part: Written) -> Signs:
    """What separates items: a sign, or any of several."""
    if not isinstance(part.data.get("split"), list):
        return part.text("split")
    signs = part.texts("split")
    if not signs or "" in signs or {JSON, LOOKUP}.intersection(signs):
        part.error(f"split is one sign, or a list of signs; {JSON!r} and {LOOKUP!r} stand alone", "split")
    return signs


def _factor(said: str) -> None:
    try:
        number(said)
    except BadValue:
        raise UsageError(f"factor is a number, and not {said!r}", "as in factor = 1000") from None


def _values(given: Written, name: str) -> tuple[dict[str, str], str]:
    """Foreign value → ours, and what becomes of those that are not listed."""
    part = given.part(f"{given.said}, values of {name}", {}, name)
    if not isinstance(given.data[name], dict):
        part.error('write "their value" = "ours"')
        return {}, UNKNOWN[0]
    part.data = given.data[name]
    values = {foreign.strip().casefold(): part.text(foreign) for foreign in part.data}
    unknown = values.pop("unknown") if values.get("unknown") in UNKNOWN else UNKNOWN[0]
    return values, unknown


def _unpivot(table: Written) -> Unpivot | None:
    part = _inline(
        table,
        "unpivot",
        ("columns", "name", "value"),
        '{ columns = "*", except = ["…"], name = "…", value = "…" }',
    )
    if part is None:
        return None
    part.keys(_UNPIVOT)
    return Unpivot(
        part.texts("columns"),
        part.texts("except"),
        part.text("name"),
        part.text("value"),
        part.texts("where"),
    )


def _nested(table: Written) -> Nested | None:
    form = '{ column = "…", items = "|", attributes = ";", pair = ":", key = "…" }'
    part = _inline(table, "nested", ("column", "key"), form)
    if part is None:
        return None
    part.keys(_NESTED)
    signs = {"items": "|", "attributes": ";", "pair": ":"}
    items, attributes, pair = (part.text(key) or sign for key, sign in signs.items())
    if len({items, attributes, pair}) < len(signs):
        part.error("items, attributes and pair are three different signs")
    return Nested(part.text("column"), items, attributes, pair, part.text("key"), part.text("quote"))


def _pivot(file: Written) -> Pivot | None:
    part = _inline(file, "pivot", _PIVOT, '{ id = "…", key = "…", value = "…" }')
    if part is None:
        return None
    part.keys((*_PIVOT, "define"))
    return Pivot(part.text("id"), part.text("key"), part.text("value"), part.flag("define"))


def _direction(table: Written, kind: Kind) -> Direction | None:
    part = _inline(
        table, "direction", ("column",), 'of a dependency: { column = "…", consumer_first = ["…"] }'
    )
    if part is None:
        return None
    if kind not in (DEPENDENCY, OBSERVATION):
        part.error("only of a dependency")
    part.keys(_DIRECTION)
    given = part.data.get("ignore", {})
    ignored = part.within("ignore").lists() if isinstance(given, dict) else {"": part.texts("ignore")}
    return Direction(
        part.text("column"),
        part.texts("consumer_first"),
        part.texts("provider_first"),
        ignored,
    )


def _inline(table: Written, key: str, needed: tuple[str, ...], form: str) -> Written | None:
    """The inline table of that name, which must have some keys; None where there is none, or it has not."""
    if key not in table.data:
        return None
    data = table.data[key]
    part = table.part(f"{table.said}, {key}", data if isinstance(data, dict) else {}, key)
    if all(name in part.data for name in needed):
        return part
    part.error(f"write {form}")
    return None
