"""JSON: one object, each row on a line of its own so that two answers can be compared line by line."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import hidden
from graphmodel.render.reports.renderer import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.model.revision import Revision
    from graphmodel.render.reports.renderer import Row, Screen
    from graphmodel.rules.rule import Finding

SCHEMA_VERSION: Final = 1
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``."""
    revision = _revision(report.revision) if report.revision.uid else None
    given = dataclasses.asdict(report.question) if report.question is not None else {}
    question = {name: str(value) if isinstance(value, PurePath) else value for name, value in given.items()}
    out.write(f'{{"schema_version": {SCHEMA_VERSION},\n"analysis": {dumps(report.analysis)},\n')
    out.write(f'"question": {dumps(question)},\n"revision": {dumps(revision)},\n')
    if report.roots:
        out.write(f'"roots": {dumps(report.roots)},\n')
    for name, value in report.more.items():
        out.write(f"{dumps(name)}: ")
        if isinstance(value, list | tuple):
            _array(map(dumps, value), out)
        else:
            out.write(dumps(value))
        out.write(",\n")
    out.write('"rows": ')
    count = _array(objects(report), out)
    out.write(',\n"findings": ')
    _array((dumps(finding(f)) for f in report.findings), out)
    out.write("}\n")
    return count


def _revision(found: Revision) -> dict[str, object]:
    """Without the folder of its files, which is said where places are."""
    return {name: value for name, value in dataclasses.asdict(found).items() if name != "root"}


def objects(report: Report) -> Iterator[str]:
    """Every row as a JSON object on one line, without the line's end."""
    template = ", ".join(f"{dumps(c.name)}: ".replace("%", "%%") + "%s" for c in report.columns).join("{}")
    for chunk in chunks(report.rows):
        columns = [_texts(column) for column in zip(*chunk, strict=True)]
        for row in zip(*columns, strict=True):
            line = template % row
            yield line if line.isprintable() else escape(line)


def finding(found: Finding) -> dict[str, object]:
    """A finding as JSON has it: its origin as ``file``, ``line`` (or ``path``) and ``source``, as its row has them."""
    fields = {
        f.name: getattr(found, f.name) for f in dataclasses.fields(found) if f.name not in ("origin", "fix")
    }
    origin = found.origin
    place = {"file": origin.file, "line": origin.line, "source": origin.source}
    return fields | place | ({"path": origin.path} if origin.path else {})


def dumps(value: object) -> str:
    """A value as JSON on one line."""
    return escape(_ENCODE(value))


def escape(text: str) -> str:
    r"""JSON text with everything invisible escaped: the same value, valid UTF-8, inert on a terminal.

    >>> print(dumps('quote " backslash \\ newline \n escape \x1b[31m'))
    "quote \" backslash \\ newline \n escape \u001b[31m"
    >>> print(dumps("separators \u2028 \u2029, C1 \x9b, bidi \u202e, surrogate \udc80, tag \U000e0041"))
    "separators \u2028 \u2029, C1 \u009b, bidi \u202e, surrogate \udc80, tag \udb40\udc41"
    >>> print(dumps("<script> =cmd() naïve 保守"))
    "<script> =cmd() naïve 保守"
    """
    if text.isprintable():
        return text
    return "".join(json.dumps(c)[1:-1] if hidden(c) else c for c in text)


def _array(items: Iterable[str], out: TextIO) -> int:
    """Write these JSON texts as an array, one a line; how many they were."""
    count = 0
    out.write("[")
    for item in items:
        out.write(",\n" if count else "\n")
        out.write(item)
        count += 1
    out.write("]")
    return count


def _texts(column: Row) -> Iterable[object]:
    """One column of a chunk as JSON texts: by far the most hold values of one type."""
    kinds = set(map(type, column))
    if kinds <= {int}:
        return column
    if kinds <= {float, int, type(None)}:
        return [_ENCODE(v) if v is not None and math.isfinite(v) else "null" for v in column]
    return map(_ENCODE, column)


__all__ = ["SCHEMA_VERSION", "dumps", "escape", "finding", "objects", "write"]
