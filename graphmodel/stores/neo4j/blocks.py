"""Records as chunks: what a source gave in one revision, some thousand rows to a node, compressed.

They are to the server what the rows are to the embedded file. Each row is valid from the chunk's ``since`` up to, but
not including, its entry in ``ends`` (0: still). Only ``ends`` and ``origins`` ever change. The order of the rows is
that of the chunks' numbers, then that within the chunk.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, concat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Tables

ROWS = 10_000
"""Records in a chunk, at most."""


@dataclass(frozen=True)
class Block:
    """One chunk."""

    number: int
    source: str
    kind: str
    since: int
    rows: int
    data: bytes | None
    """None where it was not asked for."""
    origins: bytes
    ends: bytes | None = None
    dead: int | None = None
    """The revision from which on none of its rows is valid; None while one is."""

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> Block:
        """The chunk that a node is."""
        return cls(**{name: node.get(name) for name in cls.__dataclass_fields__})  # type: ignore[arg-type]

    def until(self) -> list[int]:
        """For each row the revision that ended it, or 0."""
        return _unpacked(self.ends) if self.ends else [0] * self.rows

    def table(self) -> Table:
        """Every row, also those ended."""
        return Table(KINDS[self.kind], _unpacked(self.data or b""), *self._places())

    def ended(self, until: list[int]) -> Block:
        """The same with other ends."""
        dead = None if 0 in until else max(until)
        return replace(self, ends=_packed(until) if any(until) else None, dead=dead)

    def placed(self, places: Mapping[int, tuple[str, int]]) -> Block:
        """The same with other origins: row → file and line."""
        files, lines = self._places()
        for row, (file, line) in places.items():
            files[row], lines[row] = file, line
        return replace(self, origins=_origins(files, lines))

    def _places(self) -> tuple[list[str], list[int]]:
        said = _unpacked(self.origins)
        return [said["files"][i] for i in said["file"]], said["line"]


def split(table: Table, source: str, since: int, number: int) -> Iterator[Block]:
    """A table as chunks, numbered from ``number`` on."""
    for start in range(0, len(table), ROWS):
        part = slice(start, start + ROWS)
        data = {name: column[part] for name, column in table.columns.items()}
        lines = table.lines[part]
        yield Block(
            number,
            source,
            table.kind.name,
            since,
            len(lines),
            _packed(data),
            _origins(table.files[part], lines),
        )
        number += 1


def held(blocks: Iterable[Block], revision: int) -> dict[str, Tables]:
    """What each source holds as of a revision: source → kind → records. A source that holds nothing is absent."""
    parts: dict[str, dict[str, list[Table]]] = {}
    for block in blocks:
        if rows := valid(block, revision):
            table = block.table()
            kept = table if len(rows) == block.rows else table.take(rows)
            parts.setdefault(block.source, {name: [] for name in KINDS})[block.kind].append(kept)
    return {
        source: {name: _whole(name, tables) for name, tables in kinds.items()}
        for source, kinds in sorted(parts.items())
    }


def valid(block: Block, revision: int) -> Sequence[int]:
    """The rows that are valid as of a revision."""
    if block.since > revision:
        return ()
    if not block.ends:
        return range(block.rows)
    return [row for row, end in enumerate(block.until()) if not end or end > revision]


def _whole(name: str, tables: list[Table]) -> Table:
    """One table, with the columns that it must have and those in which something is said."""
    kind = KINDS[name]
    table = concat(kind, tables)
    columns = {n: table.column(n) for n in kind.names if n in kind.key or n in table.columns}
    columns |= {n: table.columns[n] for n in table.free()}
    given = {n: list(c) for n, c in columns.items() if n in kind.key or any(v is not None for v in c)}
    return Table(kind, given, table.files, table.lines)


def _origins(files: Sequence[str], lines: Sequence[int]) -> bytes:
    names = {name: i for i, name in enumerate(sorted(set(files)))}
    return _packed({"files": list(names), "file": [names[f] for f in files], "line": list(lines)})


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


def _unpacked(data: bytes) -> Any:
    try:
        return json.loads(zlib.decompress(data))
    except (zlib.error, ValueError) as error:
        raise StoreError(
            f"the records in the database are damaged ({error})",
            "restore it from a backup, or import anew",
        ) from error
