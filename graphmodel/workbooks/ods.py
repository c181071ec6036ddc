"""Rows as a workbook in OpenDocument (OASIS ODF 1.2, the least that its readers need); never a formula."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from graphmodel.workbooks.cells import Percent, Sheets, Value, text

_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"


def write_ods(sheets: Sheets, target: Path) -> None:
    """One sheet after another, each cell as what it is."""
    names = "".join(f' xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "table", "text"))
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<office:document-content{names} office:version="1.2">{body}</office:document-content>'
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="{_OASIS}manifest:1.0" m:version="1.2">{entries}</m:manifest>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", head + content)
        archive.writestr("META-INF/manifest.xml", head + manifest)


def _table(name: str, rows: Iterable[Sequence[Value]]) -> str:
    made = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)}>{made}</table:table>"


def _cell(value: Value) -> str:
    kind, said = "string", ""
    if isinstance(value, bool):
        kind, said = "boolean", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, Percent):
        kind, said = "percentage", f' office:value="{float(value)!r}"'
    elif isinstance(value, (int, float)) and math.isfinite(value):
        kind, said = "float", f' office:value="{value!r}"'
    elif isinstance(value, date):
        kind, said = "date", f' office:date-value="{value.isoformat()}"'
    elif value == "":
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(_valid(line))}</text:p>" for line in text(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{said}>{lines}</table:table-cell>'


def _valid(line: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in line if c >= " " or c == "\t")
