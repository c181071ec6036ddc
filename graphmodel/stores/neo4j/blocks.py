"""Records as chunks: what a source gave in one revision, some thousand rows to a node, compressed.

They are to the server what the rows are to the embedded file. Each row is valid from the chunk's ``since`` up to, but
not including, its entry in ``ends`` (0: still). It stands where ``origins`` say, or from a revision on elsewhere, which
``places`` say. Only ``ends`` and ``places`` ever change. The order of the rows is that of the chunks' numbers, then
that within the chunk.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, concat
from graphmodel.stores import values
from graphmodel.stores.neo4j import checksums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Tables

ROWS = 10_000
"""Records in a chunk, at most."""

LONG = 16 * 2**20
"""Characters of a chunk as JSON, unless one record alone has more."""

LONGEST = 128 * 2**20
"""Bytes that a chunk may unpack to."""


@dataclass(frozen=True)
class Chunk:
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
    places: bytes | None = None
    """The rows that stand elsewhere from a revision on, by revision; None where all stand where they were read."""
    free: list[str] | None = None
    """The columns that were free attributes when it was written; None in one of a graphmodel that did not say so."""

    @classmethod
    def of(cls, node: Mapping[str, object]) -> Chunk:
        """The chunk that a node is. Raises StoreError."""
        said: dict[str, Any] = {name: node.get(name) for name in cls.__dataclass_fields__}
        with values.damage():
            checksums.check_chunk(node)
            values.whole([said["number"], said["since"], said["rows"], said["dead"] or 0])
            packed = (said["data"], said["origins"], said["ends"], said["places"])
            if not isinstance(said["kind"], str) or said["rows"] > ROWS:
                raise ValueError("a chunk of another shape")
            if not isinstance(said["free"], list | None) or not all(
                isinstance(n, str) for n in said["free"] or ()
            ):
                raise ValueError("a chunk with names of another type")
            if not isinstance(said["source"], str) or not all(isinstance(p, bytes | None) for p in packed):
                raise ValueError("a chunk with values of another type")
        if said["kind"] not in KINDS:
            raise newer(said["kind"])
        return cls(**said)

    def node(self) -> dict[str, Any]:
        """What its node says."""
        said = asdict(self)
        return said | checksums.of_chunk(said)

    def until(self) -> list[int]:
        """For each row the revision that ended it, or 0."""
        if not self.ends:
            return [0] * self.rows
        with values.damage():
            return values.whole(_unpacked(self.ends), self.rows)

    def table(self, revision: int) -> Table:
        """Every row, also those ended, where it stood as of a revision."""
        kind = KINDS[self.kind]
        with values.damage():
            columns = values.texts(kind, _unpacked(self.data or b""), self.rows)
        if self.free is not None and (strange := columns.keys() - {*self.free, *kind.known}):
            raise newer(f"{self.kind}.{min(strange)}")
        with values.damage():
            return Table(kind, dict(values.renamed(kind, columns, self.free)), *self._places(revision))

    def ended(self, until: list[int]) -> Chunk:
        """The same with other ends."""
        dead = None if 0 in until else max(until)
        return replace(self, ends=_packed(until) if any(until) else None, dead=dead)

    def placed(self, places: Mapping[int, tuple[str, int]], since: int) -> Chunk:
        """The same with rows that stand elsewhere from a revision on: row → file and line."""
        files, lines = zip(*places.values(), strict=True)
        entry = {"since": since, "row": list(places), **_encoded_places(files, lines)}
        return replace(self, places=_packed([*self._moves(), entry]))

    def replaced(self, revision: int, since: int, rows: Iterable[int]) -> Chunk:
        """The same; what moved in or after a revision stands where it was before that, from ``since`` on."""
        later = {row for move in self._moves() if move["since"] >= revision for row in move["row"]}
        back = sorted(later.intersection(rows))
        if not back:
            return self
        files, lines = self._places(revision - 1)
        return self.placed({row: (files[row], lines[row]) for row in back}, since)

    def stayed(self, revision: int) -> Chunk:
        """The same without what moved in a revision."""
        moves = self._moves()
        left = [move for move in moves if move["since"] != revision]
        return self if len(left) == len(moves) else replace(self, places=_packed(left) if left else None)

    def _moves(self) -> list[dict[str, Any]]:
        """What moved, in the order in which it did."""
        found: list[dict[str, Any]] = _unpacked(self.places) if self.places else []
        with values.damage():
            for move in found:
                values.whole([move["since"]])
                values.whole(move["row"], below=self.rows)
                _check_places(move, len(move["row"]))
        return found

    def _places(self, revision: int) -> tuple[list[str], list[int]]:
        said = _unpacked(self.origins)
        with values.damage():
            _check_places(said, self.rows)
        files, lines = [said["files"][i] for i in said["file"]], said["line"]
        for move in self._moves():
            if move["since"] <= revision:
                for row, file, line in zip(move["row"], move["file"], move["line"], strict=True):
                    files[row], lines[row] = move["files"][file], line
        return files, lines


def newer(what: str) -> StoreError:
    """The records are of a kind, or have a field, that only a newer graphmodel knows."""
    return StoreError(
        f"the database was written by a newer graphmodel: this one does not know {what[:100]!r}",
        "install the newer graphmodel; this database is left as it is",
    )


def split(table: Table, source: str, since: int, number: int) -> Iterator[Chunk]:
    """A table as chunks, numbered from ``number`` on. Raises StoreError for a record that is too large for one."""
    for start in range(0, len(table), ROWS):
        for block in _split(table, slice(start, min(start + ROWS, len(table))), source, since):
            yield replace(block, number=number)
            number += 1


def _split(table: Table, part: slice, source: str, since: int) -> Iterator[Chunk]:
    """Rows as one chunk, or as several where they are long."""
    text = _text({name: column[part] for name, column in table.columns.items()})
    rows = part.stop - part.start
    if len(text) > LONG and rows > 1:
        middle = part.start + rows // 2
        yield from _split(table, slice(part.start, middle), source, since)
        yield from _split(table, slice(middle, part.stop), source, since)
        return
    if len(text) > LONGEST:
        raise StoreError("a record is too large for Neo4j", f"one may have {LONGEST // 2**20} MiB as JSON")
    lines = table.lines[part]
    origins = _packed(_encoded_places(table.files[part], lines))
    data = zlib.compress(text.encode(), 1)
    yield Chunk(0, source, table.kind.name, since, rows, data, origins, free=table.free())


def held(blocks: Iterable[Chunk], revision: int) -> dict[str, Tables]:
    """What each source holds as of a revision: source → kind → records. A source that holds nothing is absent."""
    parts: dict[str, dict[str, list[Table]]] = {}
    for block in blocks:
        if rows := valid(block, revision):
            table = block.table(revision)
            kept = table if len(rows) == block.rows else table.take(rows)
            parts.setdefault(block.source, {name: [] for name in KINDS})[block.kind].append(kept)
    with values.damage():
        return {
            source: {name: values.check(_whole(name, tables)) for name, tables in kinds.items()}
            for source, kinds in sorted(parts.items())
        }


def valid(block: Chunk, revision: int) -> Sequence[int]:
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


def _encoded_places(files: Sequence[str], lines: Sequence[int]) -> dict[str, list[Any]]:
    """Places, each file's name once."""
    names = {name: i for i, name in enumerate(sorted(set(files)))}
    return {"files": list(names), "file": [names[f] for f in files], "line": list(lines)}


def _check_places(said: Any, rows: int) -> None:
    """Raises what ``values.damage`` takes for damage."""
    if not isinstance(said["files"], list) or not all(isinstance(file, str) for file in said["files"]):
        raise ValueError("names of files of another type")
    values.whole(said["file"], rows, below=len(said["files"]))
    values.whole(said["line"], rows)


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _packed(value: Any) -> bytes:
    return zlib.compress(_text(value).encode(), 1)


def _unpacked(data: bytes) -> Any:
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(data, LONGEST)
        if not reader.eof:
            raise ValueError("a chunk unpacks to too much, or is cut off")
        return json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise StoreError(
            f"the records in the database are damaged ({error})",
            "restore it from a backup, or import again",
        ) from error
