"""What every analysis returns and every renderer takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic

from graphmodel.answers import notebook
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.model.rows import helps

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from typing_extensions import TypeVar

    from graphmodel.answers.chart import Charting
    from graphmodel.answers.world import World
    from graphmodel.diagrams.spec import Spec
    from graphmodel.rules.rule import Finding, Rule

    R_co = TypeVar("R_co", bound=tuple[object, ...], covariant=True, default=Any)
else:
    from typing import TypeVar

    R_co = TypeVar("R_co", covariant=True)

Cell = str | int | float | bool | None | tuple[str, ...] | list[str]
"""What a row of an analysis holds: text, numbers, yes or no, nothing, or a list of texts.

A query's may hold more: any list, and a ``dict`` that says itself how it is written as text.
"""


@dataclass(frozen=True)
class Column:
    """One field of every row."""

    name: str
    help: str = ""
    """What it holds, in words."""
    wide: bool = False
    """Left out of the formats for reading (table, md), where the row says the same otherwise; kept in the others."""
    title: str = ""
    """What a reader calls it where ``name`` is an id: the name behind that id."""
    asked: bool = False
    """The reader asked for it by name."""
    type: str = ""
    """Of texts that mean a number, a length or a day, by which they are sorted: a key of ``model.values.TYPES``."""
    spare: int = 0
    """A table that is too wide for the screen leaves out those with the highest number first, then from the right."""


class Rows(Generic[R_co]):
    """Rows that are made again each time they are read: any number, in bounded memory, as often as one likes."""

    def __init__(self, make: Callable[[], Iterable[R_co]], number: int | None = None) -> None:
        """``make`` gives the same rows whenever it is called: what it works on does not change.

        ``number``: how many they are, where that is known without making them.
        """
        self._make = make
        self.number = number

    def __iter__(self) -> Iterator[R_co]:
        return iter(self._make())


class Batches(Rows[R_co]):
    """The same of rows that are made batch by batch, each as columns: what writes columns need not make rows."""

    def __init__(
        self,
        make: Callable[[], Iterable[tuple[Sequence[object], ...]]],
        row: Callable[[tuple[Any, ...]], R_co],
        size: int,
    ) -> None:
        """``make`` gives the columns of each batch; ``row`` makes a row of its cells; ``size``: how many there are."""
        super().__init__(lambda: (row(cells) for batch in make() for cells in zip(*batch, strict=True)), size)
        self.batches = make


class Kept(Generic[R_co]):
    """Rows that can be had once only, kept as they are read, so that they can be read again."""

    def __init__(self, rows: Iterable[R_co]) -> None:
        self._coming = iter(rows)
        self._kept: list[R_co] = []

    def __iter__(self) -> Iterator[R_co]:
        at = 0
        while True:
            if at == len(self._kept):
                try:
                    self._kept.append(next(self._coming))
                except StopIteration:
                    return
            yield self._kept[at]
            at += 1


@dataclass(frozen=True)
class Answer(Generic[R_co]):
    """What an analysis finds; ``Analysis.ask`` makes a report of it."""

    columns: tuple[Column, ...]
    rows: Iterable[R_co]
    """One tuple per row (mostly a NamedTuple), aligned with ``columns``. They can be read as often as one likes."""
    findings: Sequence[Finding] = ()
    """Each may be made when it is read (``graphmodel.rules.findings.Findings``)."""
    rules: tuple[Rule, ...] = ()
    """The rules that were asked, whether they found something or not; none where rows are no findings."""
    accepted: tuple[tuple[Finding, str], ...] = ()
    """Findings that count for nothing, and why: they are waived, or they were known before."""
    fails_from: str = "warning"
    """Of findings: the mildest severity that fails a gate."""
    title: str = ""
    """One line that a reader sees above the rows."""
    subtitle: str = ""
    """One more, below the title."""
    notes: tuple[str, ...] = ()
    """What the reader must know besides (said on stderr)."""
    text: str = ""
    """An answer that is a text rather than rows (a proof tree): the formats for reading show it instead of the rows."""
    grid: bool = False
    """A matrix: a screen that is too narrow shows it in blocks one below the other, every column of it."""
    more: Mapping[str, object] = field(default_factory=dict)
    """What else the JSON object holds besides rows and findings (a plan's counts and problems)."""
    files: Mapping[Path, str] = field(default_factory=dict)
    """What the question has written beside the answer: file → its text. ``Asking.run`` does so."""
    spec: Callable[[], Spec] | None = None
    """What a diagram of it shows, without reading the rows; by default the services whose ids the rows hold."""
    chart: Charting | None = None
    """What a chart of it shows, made from its rows; None where it has no chart."""


@dataclass(frozen=True, kw_only=True)
class Report(Answer[R_co]):
    """The answer to one question, of the catalogue as it was when it was asked.

    Reading it twice gives the same rows, whatever became of the catalogue since; so do its diagram and its chart.
    """

    analysis: str
    """The analysis, or what else was asked (``history``)."""
    question: Any = None
    """The frozen dataclass that was asked."""
    revision: Revision = NO_REVISION
    roots: Mapping[str, str] = field(default_factory=dict)
    """Source → the folder in which the files of its findings' places are found, where that is known."""
    world: World | None = None
    """What was asked, as it was then: a diagram drawn later is drawn from it. None where no index was asked."""

    def __iter__(self) -> Iterator[R_co]:
        return iter(self.rows)

    def __repr__(self) -> str:
        """In a line; no row is made for it."""
        names = ", ".join(column.name for column in self.columns)
        return f"<Report {self.analysis} of revision {self.revision.number}: {self.title!r} ({names})>"

    def __len__(self) -> int:
        """How many rows; of rows that are made as they are read, they are counted once."""
        return self._count

    def __bool__(self) -> bool:
        """Are there any rows? Only the first is made."""
        return any(True for _ in self.rows)

    @cached_property
    def _count(self) -> int:
        known = self.rows.number if isinstance(self.rows, Rows) else None
        return sum(1 for _ in self.rows) if known is None else known

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a DataFrame: a column for each of ``columns``, an index from 0; lists stay tuples.

        Raises UsageError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise UsageError("pandas is not installed", "pip install pandas") from None
        return pd.DataFrame.from_records(
            [tuple(row) for row in self.rows], columns=[c.name for c in self.columns]
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: the title, what formats for reading show of the first rows, and the notes."""
        shown = [(at, column.name) for at, column in enumerate(self.columns) if not column.wide]
        return notebook.html(self.title, self.subtitle, shown, self.rows, self.notes, self.text)


def columns(row: type[object], wide: Iterable[str] = (), spare: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a documented NamedTuple. Raises TypeError for one that is not (``model.rows``).

    ``spare``: what a table that is too wide for the screen leaves out, the least important first.
    """
    hidden, order = set(wide), {name: len(spare) - at for at, name in enumerate(spare)}
    return tuple(
        Column(name, said, name in hidden, spare=order.get(name, 0)) for name, said in helps(row).items()
    )
