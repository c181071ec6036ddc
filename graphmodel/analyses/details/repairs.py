"""The rows that fix findings, as CSV files to be reviewed; nothing of the catalogue is changed."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from shlex import quote
from typing import TYPE_CHECKING

from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES, KINDS, PROPOSED
from graphmodel.model.words import count
from graphmodel.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding, Repair

Records = dict[tuple[str, ...], dict[str, str]]


def repaired(
    world: World, findings: Sequence[Finding], folder: Path
) -> tuple[list[str], dict[Path, str], str]:
    """The identities of what is fixed, the files with the rows, and a note on them.

    Each file is one of a catalogue folder and has the columns of the key and those that change, and behind them why,
    where that takes a decision. Rows of several sources are in a folder for each. Raises UsageError for a folder that
    holds something: nothing is ever written into a catalogue.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} exists and is not empty", "name a new folder: the rows are to be reviewed first"
        )
    index = world.index
    by_source: dict[str, dict[str, Records]] = defaultdict(dict)
    fixed: set[str] = set()
    for repair in _repairs(world, findings):
        kind, cells = repair.fix
        row = dict(cells)
        key = tuple(row.get(name, "") for name in KINDS[kind].key)
        records = by_source[repair.source].setdefault(_file(index, kind, row), {})
        records.setdefault(key, {}).update(row, **({PROPOSED: repair.why} if repair.why else {}))
        fixed.update(finding.identity for finding in repair.findings)
    folders = _folders(folder, sorted(by_source))
    texts = {
        folders[source] / f"{stem}.csv": _text(index, FILES[stem].name, records)
        for source, files in sorted(by_source.items())
        for stem, records in sorted(files.items())
    }
    rows = sum(len(records) for files in by_source.values() for records in files.values())
    return (
        [f.identity for f in findings if f.identity in fixed],
        texts,
        _note(index, len(fixed), rows, folder, folders),
    )


def _repairs(world: World, findings: Sequence[Finding]) -> Iterator[Repair]:
    """What takes no decision, then what is proposed. A service that becomes an alias has no row of its own."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    every = [
        one
        for code, found in by_code.items()
        if code in RULES and (repair := RULES[code].repair)
        for one in repair(world.index, world.settings, found)
    ]
    aliases = {
        name
        for kind, cells in (one.fix for one in every)
        if kind == "service"
        for name in dict(cells).get("aliases", "").split(";")
    }
    for one in sorted(every, key=lambda one: bool(one.why)):
        kind, cells = one.fix
        if one.why or kind != "service" or dict(cells)["id"] not in aliases:
            yield one


def _folders(folder: Path, sources: Iterable[str]) -> dict[str, Path]:
    """Where the rows of each source go: of a single one to the folder itself."""
    names: dict[str, Path] = {}
    for number, source in enumerate(sources, 1):
        safe = re.sub(r"[^\w-]+", "_", source)[:40] or "source"
        taken = folder / safe in names.values()
        names[source] = folder / (f"{safe}-{number}" if taken else safe)
    return names if len(names) > 1 else dict.fromkeys(names, folder)


def _note(index: Index, fixed: int, rows: int, folder: Path, folders: dict[str, Path]) -> str:
    if not fixed:
        return "nothing of this can be fixed without a decision: no row is written"
    laid = " ".join(f"--with {quote(str(place))}" for place in folders.values())
    how = "put them into the files of the catalogue"
    if index.revision.number:
        how = ", ".join(
            f"graphmodel import {quote(str(place))} --source {quote(source)} --add"
            for source, place in folders.items()
        )
    return (
        f"{count(rows, 'row')} for {count(fixed, 'finding')} in {folder}: review them, see what they do "
        f"(graphmodel {laid} gaps), then {how}"
    )


def _file(index: Index, kind: str, row: dict[str, str]) -> str:
    files = KINDS[kind].files
    if kind != "service":
        return files[0]
    at = index.find(row["id"])
    return "products" if at >= 0 and index.product[at] else "services"


def _text(index: Index, kind: str, records: Records) -> str:
    """The rows as CSV. What a row says nothing of has its value of now: an empty cell would clear it."""
    columns = list(dict.fromkeys(name for row in records.values() for name in row))
    columns.sort(key=lambda name: name == PROPOSED)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for key, row in sorted(records.items()):
        now = _now(index, kind, key) if len(row) < len(columns) else {}
        writer.writerow([row[name] if name in row else now.get(name, "") for name in columns])
    return out.getvalue()


def _now(index: Index, kind: str, key: tuple[str, ...]) -> dict[str, str]:
    """What a node states; a relation is written whole."""
    ids = {"service": index.service_id, "role": index.role_id}.get(kind)
    at = ids.find(key[0]) if ids is not None else -1
    return index.records(kind).record(at) if at >= 0 else {}
