"""A mapping to be, before it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graphmodel.importers.lists import Signs
from graphmodel.importers.mapping.guess import Guess
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import says
from graphmodel.importers.mapping.toml import text, texts

_NOT_SURE: Final = frozenset({"?", "??", "???", "tbc", "tbd", "tba", "unknown", "not known", "unklar"})

JOIN: Final = "@"
"""Between the columns that are an id together."""


@dataclass(frozen=True)
class Source:
    """Where a field comes from."""

    toml: str
    why: str = ""
    column: Profile | None = None
    split: Signs = ""


@dataclass
class SuggestedTable:
    """A ``[[file.table]]`` to be."""

    kind: str
    columns: dict[str, Source]
    """Field → where it comes from."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    where: dict[str, list[str]] = field(default_factory=dict)
    but: dict[str, list[str]] = field(default_factory=dict)
    """Column → values of rows that are not read."""
    filled: tuple[str, ...] = ()
    """Only the rows in which these columns are filled are read."""
    blank_in: tuple[str, ...] = ()
    """Only those in which these are blank."""
    ids: tuple[str, ...] = ()
    """Of services: what they are called."""
    reads: tuple[Profile, ...] = ()
    """The columns that are made rows."""
    unpivot: str = ""
    """TOML."""
    nested: str = ""
    """TOML."""
    distinct: bool = False
    """Many rows say the same record."""
    comments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LeftOut:
    """A column that the proposal does not read, or a whole file where it is empty."""

    file: str
    column: str
    why: str


@dataclass
class SuggestedFile:
    """A ``[[file]]`` to be."""

    found: Sample
    tables: list[SuggestedTable] = field(default_factory=list)
    pivot: str = ""
    """TOML."""
    comments: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """How its rows are read, where that is not plain."""
    own: bool = False
    """It is one of a catalogue's own files."""

    def columns(self, *fields: str) -> list[Profile]:
        """The columns that are read, as one of these fields where any are named."""
        sources = ((n, s) for t in self.tables for n, s in t.columns.items() if not fields or n in fields)
        return list(dict.fromkeys(s.column for _, s in sources if s.column))

    def leave_out(self, column: str, why: str) -> None:
        """Say why a column is not read."""
        self.left_out.append(LeftOut(self.found.place, column, why))

    @property
    def nothing(self) -> list[str]:
        """The words for empty cells in the columns that are read."""
        found = [word for column in self.columns() for word in column.nothing]
        for table in self.tables:
            for read in table.columns.values():
                if read.column and read.split:
                    columns = table.reads if read.column in table.reads else [read.column]
                    found += [word for column in columns for word in column.nothing_among(read.split)]
            words = [word for column in table.reads for word in column.nothing]
            # A mark of which somebody is not sure is none that says nothing.
            found += [word for word in words if not table.unpivot or word.casefold() not in _NOT_SURE]
        return list(dict.fromkeys(found))


def source(column: Profile, why: str = "", split: Signs = "", **more: str | int) -> Source:
    """A column, its items separated by ``split``."""
    said = {k: v for k, v in {"join": JOIN * bool(column.parts), "split": split, **more}.items() if v}
    if not said:
        return Source(text(column.header), why, column)
    parts = [f"columns = {texts(column.parts)}" if column.parts else f"column = {text(column.header)}"]
    parts += [f"{k} = {_written(v)}" for k, v in said.items()]
    return Source(f"{{ {', '.join(parts)} }}", why, column, split)


def _written(value: Signs | int) -> str:
    if isinstance(value, tuple):
        return texts(value)
    return text(value) if isinstance(value, str) else str(value)


def guessed(guess: Guess, **more: str | int) -> Source:
    """The source that a guess stands for."""
    return source(guess.column, guess.why, guess.split, **more)


def several(columns: Sequence[Profile], why: str, split: Signs = "") -> Source:
    """Several columns, of which each filled cell makes a record."""
    if len(columns) == 1:
        return source(columns[0], why, split)
    parts = [f"columns = {texts(c.header for c in columns)}"] + [f"split = {_written(split)}"] * bool(split)
    return Source(f"{{ {', '.join(parts)} }}", why, columns[0], split)


def constant(value: str, why: str = "") -> Source:
    """The same value in every row."""
    return Source(f"{{ constant = {text(value)} }}", why)


def in_words(pairs: Iterator[tuple[str, str]], most: int = 3) -> list[str]:
    """The first relations as sentences, each once."""
    named = ((one, two) for one, two in pairs if one and two and not says("nothing", two))
    first = dict[tuple[str, str], None]()
    for pair in named:
        first[pair] = None
        if len(first) == most:
            break
    return [f"{short(consumer)} depends on {short(provider)}" for consumer, provider in first]


def short(value: str) -> str:
    """A value of a file as it stands in a comment."""
    return text(value if len(value) <= 60 else value[:59] + "…")


def to_add(kind: str, *lines: str) -> list[str]:
    """The lines of a table that is not read, but offered in comments."""
    return ["[[file.table]]", f"kind = {text(kind)}", *lines]
