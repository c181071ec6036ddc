"""The rows that fix findings, as CSV files to be reviewed; nothing of the catalogue is changed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding

Records = dict[tuple[str, ...], dict[str, str]]


def repaired(
    index: Index, findings: Iterable[Finding], folder: Path
) -> tuple[list[str], dict[Path, str], str]:
    """The identities of what is fixed, the files with the rows, and a note on them.

    Each file is one of a catalogue folder and has the columns of the key and those that change. Raises UsageError for
    a folder that holds something: nothing is ever written into a catalogue.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} exists and is not empty", "name a new folder: the rows are to be reviewed first"
        )
    files: dict[str, Records] = {}
    fixed = []
    for finding in findings:
        for kind, cells in finding.fix:
            row = dict(cells)
            key = tuple(row.get(name, "") for name in KINDS[kind].key)
            files.setdefault(_file(index, kind, row), {}).setdefault(key, {}).update(row)
        if finding.fix:
            fixed.append(finding.identity)
    texts = {folder / f"{stem}.csv": _text(records) for stem, records in sorted(files.items())}
    return fixed, texts, _note(fixed, files, folder)


def _note(fixed: list[str], files: dict[str, Records], folder: Path) -> str:
    if not fixed:
        return "nothing of this can be fixed without a decision: no row is written"
    rows = count(sum(map(len, files.values())), "row")
    return (
        f"{rows} for {count(len(fixed), 'finding')} in {folder}: review them, see what they do "
        f"(graphmodel --with {folder} gaps), then put them into the files of the catalogue"
    )


def _file(index: Index, kind: str, row: dict[str, str]) -> str:
    files = KINDS[kind].files
    if kind != "service":
        return files[0]
    at = index.find(row["id"])
    return "products" if at >= 0 and index.product[at] else "services"


def _text(records: Records) -> str:
    columns = list(dict.fromkeys(name for row in records.values() for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for _, row in sorted(records.items()))
    return out.getvalue()
