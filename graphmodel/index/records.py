"""The records of one kind, read by column or by row, never all of them for one value.

Rows are numbered as the index numbers what they are: services, categories and roles by their numbers, dependencies as
in ``Index.member``, responsibilities as in ``Index.held_service``. A column is read when it is first asked for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index.strings import Coded, Strings
from graphmodel.model.origin import Origin, origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Array, Integers
    from graphmodel.model.metamodel import Kind

    Texts = Strings | Coded

PARTS = ("text", "at", "code")
"""Each column is kept as three arrays, ``PART:NAME``: the bytes of its texts, their offsets, and the number of the text
of each row; no numbers where each row has a text of its own."""


def column_name(kind: str, field: str) -> str:
    """The name under which a column is kept."""
    return f"{kind}.{field}"


def origin_name(kind: str, part: str) -> str:
    """The name under which a part of the records' origins, ``file`` or ``source``, is kept; no column has it."""
    return f"{kind}@{part}"


def line_name(kind: str) -> str:
    """The name of the array of the records' lines."""
    return f"line:{kind}"


def encoded(
    name: str,
    texts: Sequence[str],
    order: NDArray[np.intp] | None = None,
    distinct: Collection[str] | None = None,
) -> dict[str, Array]:
    """The arrays of a column, its rows put in that order. Texts of which most come often are kept once each.

    ``distinct``: the different ones, where they are known.
    """
    if distinct is None:
        distinct = set(texts)
    if len(distinct) * 2 > len(texts):
        strings = Strings.of(texts if order is None else [texts[i] for i in order.tolist()])
        return kept(name, strings, np.zeros(0, np.uint8))
    known = sorted(distinct)
    if len(known) == 1:
        return kept(name, Strings.of(known), np.zeros(len(texts), np.uint8))
    number = {text: i for i, text in enumerate(known)}
    code = np.array(list(map(number.__getitem__, texts)), np.min_scalar_type(len(known)))
    return kept(name, Strings.of(known), code if order is None else code[order])


def kept(name: str, texts: Strings, code: Integers) -> dict[str, Array]:
    """The arrays of a column of which the texts and their numbers are known."""
    return dict(zip((f"{part}:{name}" for part in PARTS), (texts.block, texts.at, code), strict=True))


class OriginColumns(NamedTuple):
    """Where some records were read: the fields of ``Origin``, each as a column."""

    file: list[str]
    line: list[int]
    source: list[str]
    path: list[str]


class Records:
    """See the head of this file."""

    def __init__(
        self,
        kind: Kind,
        size: int,
        arrays: Mapping[str, Array],
        columns: Iterable[str],
        given: Mapping[str, Callable[[], Texts]],
    ) -> None:
        """``columns``: those among the arrays. ``given``: those that the index has in another form."""
        self.kind = kind
        self._size = size
        self._arrays = arrays
        self._given = given
        there = {*columns, *given}
        known = [name for name in kind.names if name in there]
        self.columns = (*known, *sorted(there.difference(kind.names)))
        """The columns there are: known fields in their order, then free attributes by name."""
        self._read: dict[str, Texts] = {}

    def __len__(self) -> int:
        return self._size

    def free(self) -> list[str]:
        """The names of the free attributes, sorted."""
        known = set(self.kind.names)
        return [name for name in self.columns if name not in known]

    def column(self, name: str) -> Texts:
        """One column; its texts are decoded when asked for. Empty ones where there is no such column."""
        if name not in self._read:
            if name in self._given:
                self._read[name] = self._given[name]()
            elif name in self.columns:
                self._read[name] = self._texts(column_name(self.kind.name, name))
            elif not self._size:
                self._read[name] = Strings.of(())  # ids, too, where there is no record
            else:
                self._read[name] = Coded(Strings.of([""]), np.zeros(len(self), np.uint8))
        return self._read[name]

    def texts(self, name: str) -> list[str]:
        """One column, decoded."""
        return self.column(name).list()

    def record(self, row: int) -> dict[str, str]:
        """One record's values that are not empty, by column, in the order of ``columns``."""
        return {name: value for name in self.columns if (value := self.column(name)[row])}

    def origin(self, row: int) -> Origin:
        """Where that record was read."""
        return origin(self._files[row], int(self.lines[row]), self._sources[row])

    def origins(self, rows: Integers) -> list[Origin]:
        """Where those records were read; much faster than one by one."""
        return [Origin(*place) for place in zip(*self.places(rows), strict=True)]

    def places(self, rows: Integers) -> OriginColumns:
        """The same as columns."""
        files, lines, sources = (
            self._files.of_rows(rows),
            self.lines[rows].tolist(),
            self._sources.of_rows(rows),
        )
        if not any("\t" in file for file in set(files)):  # there is no path
            return OriginColumns(files, lines, sources, [""] * len(files))
        origins = list(map(origin, files, lines, sources))
        return OriginColumns(
            [one.file for one in origins],
            [one.line for one in origins],
            sources,
            [one.path for one in origins],
        )

    def rank(self, rows: Integers) -> NDArray[np.intp]:
        """intp[…]: the order of those records by where they were read: file, line, then source."""
        files, sources = self._files.of_rows(rows), self._sources.of_rows(rows)
        shared = [{text: at for at, text in enumerate(sorted(set(texts)))} for texts in (files, sources)]
        file, source = (
            np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))
            for number, texts in zip(shared, (files, sources), strict=True)
        )
        order = np.lexsort((source, self.lines[rows], file))
        found = np.empty(len(order), np.intp)
        found[order] = np.arange(len(order))
        return found

    def first(self, rows: Iterable[int]) -> Origin:
        """The first place, by file, then line, then source, of those where these records were read."""
        return min(map(self.origin, rows), key=lambda origin: (origin.file, origin.line, origin.source))

    def sources_of(self, rows: Integers) -> tuple[set[str], bool]:
        """Which sources gave those records; and has any a path instead of a line?"""
        files = _distinct(self._files, rows)
        return _distinct(self._sources, rows), any(origin(file, 1).path for file in files)

    def sources(self) -> set[str]:
        """Which sources gave these records."""
        return {*self._sources}

    @cached_property
    def lines(self) -> Integers:
        """int[rows]: the physical line of each record; 0 where there is none."""
        return self._arrays[line_name(self.kind.name)]

    @cached_property
    def _files(self) -> Texts:
        return self._texts(origin_name(self.kind.name, "file"))

    @cached_property
    def _sources(self) -> Texts:
        return self._texts(origin_name(self.kind.name, "source"))

    def _texts(self, name: str) -> Texts:
        block, at, code = (self._arrays[f"{part}:{name}"] for part in PARTS)
        texts = Strings(block, at)
        return Coded(texts, code) if len(code) else texts


def _distinct(texts: Texts, rows: Integers) -> set[str]:
    """The different ones of those rows."""
    if isinstance(texts, Coded):
        return {*texts.known.of_rows(np.unique(texts.code[rows]))}
    return {*texts.of_rows(rows)}
