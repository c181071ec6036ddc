"""Files that are no tables, and that no importer knows: told by what they begin with."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import HEAD, importer_of
from graphmodel.importers.delimited.dialect import DELIMITERS
from graphmodel.model.errors import UsageError

_NESTED: Final = frozenset({".json", ".yaml", ".yml", ".xml"})
"""What files are called that are no tables."""

_BEGINS: Final = {
    "markup": r"<(\?xml|!doctype|html|table|mxfile|mxgraphmodel|svg)\b",
    "diagram": r"(strict\s+)?(di)?graph\b[^,;\t|\n]*\{|(graph|flowchart)\s+(td|tb|bt|lr|rl)\b|@start[a-z]+\s",
    "JSON": r'\{\s*"|\[\s*\{',
}
"""What it is → how it begins."""


def no_table(path: Path) -> UsageError | None:
    """Why a file that no importer knows is no table; None where it may be one."""
    if not path.is_file() or ((importer := importer_of(path)) is not None and importer.name != "csv"):
        return None
    text = ""
    with suppress(OSError), path.open("rb") as file:  # whoever reads it says why
        text = file.read(HEAD).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    what = next((what for what, begin in _BEGINS.items() if re.match(begin, text, re.IGNORECASE)), "")
    if importer is None and path.suffix.casefold() in _NESTED:
        what = path.suffix[1:].upper()
    if what:
        hint = "graphmodel mapping list names what is read; or make a table of it"
        return UsageError(f"{path}: no reader knows this {what}", hint)
    lines = text.splitlines()
    if len(lines) > 1 and all(map(_is_set_apart, lines[:2])):
        hint = f"write a comma between them: sed -E 's/ {{2,}}/,/g' {path.name} > {path.stem}.csv"
        return UsageError(f"{path}: its columns are set apart by blanks, and not by a delimiter", hint)
    return None


def _is_set_apart(line: str) -> bool:
    """Is this a line of words with several blanks between them, and no delimiter?"""
    return len(re.split(" {2,}", line.strip())) > 2 and not any(sign in line for sign in DELIMITERS)
