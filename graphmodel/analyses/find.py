"""A search by words among services, categories and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import each
from graphmodel.answers.question import Analysis, argument
from graphmodel.answers.report import Answer, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.folding import all_folded, folded
from graphmodel.model.metamodel import NODES
from graphmodel.model.rows import documented
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.answers.world import World
    from graphmodel.index.records import Records

SEARCHED: Final = ("id", "aliases", "name", "tags", "description", "holder", "team")
"""The fields that are searched, as far as a kind of record has them."""
_LISTS: Final = frozenset({"aliases", "tags"})
_NOWHERE: Final = 99


@dataclass(frozen=True)
class FindQuestion:
    """What has these words in its id, name, aliases, tags or description?

    Services, categories and roles that have all of the words, a role's holder and team included. Case and accents do
    not matter, and a part of a word is enough. The nearest come first: an exact id, alias or name, then what begins so.
    """

    words: tuple[str, ...] = argument("words to search for, all of which must occur", "WORD")


@documented(
    id="what was found",
    name="its name",
    kind="product, service, category or role",
    where="the fields that hold the words",
    description="what it is",
)
class FindRow(NamedTuple):
    """One thing that was found."""

    id: str
    name: str
    kind: str
    where: tuple[str, ...]
    description: str


COLUMNS = columns(FindRow, spare=("description", "where"))


def run(world: World, question: FindQuestion) -> Answer:
    """Answer the question, the nearest first, then by kind and id. Raises UsageError where no word is given."""
    index = world.index
    words = [folded(part) for text in each(question.words) for part in text.split()]
    if not words:
        raise UsageError("no word to search for", "graphmodel find database")
    found = sorted(
        (*rank, at, row)
        for at, kind in enumerate(NODES)
        for rank, row in _matches(index.records(kind), words)
        if kind != "service" or row.id not in index.taken
    )
    rows = [row for *_, row in found]
    notes: tuple[str, ...] = ()
    said = " ".join(each(question.words))
    if not rows:
        known = [*index.service_name, *(text for kind in NODES for text in index.records(kind).column("id"))]
        meant = did_you_mean(said, known, "try fewer or shorter words")
        notes = (f"nothing has {short(said)!r} in it; {meant}",)
    numbers = [v for row in rows if row.kind in ("product", "service") and (v := index.find(row.id)) >= 0]
    title = f"{len(rows)} found: {short(said)}"
    return Answer(
        COLUMNS,
        rows,
        title=title,
        notes=notes,
        spec=lambda: specs.matching(numbers, said),
    )


def _matches(records: Records, words: Sequence[str]) -> Iterator[tuple[tuple[int, int], FindRow]]:
    """The records that hold all words: how near they are, and the row."""
    fields = [name for name in SEARCHED if name in records.columns]
    texts = [all_folded(records.texts(name)) for name in fields]
    phrase, words = " ".join(words), list(dict.fromkeys(words))
    ids, names = records.texts("id"), records.texts("name")
    kinds = records.texts("kind") if records.kind.field("kind") else [records.kind.name] * len(records)
    abouts = records.texts("description")
    for row, values in enumerate(zip(*texts, strict=True)):
        if not all(any(word in value for value in values) for word in words):
            continue
        whole = min(map(_nearness, fields, values, [phrase] * len(fields)))
        near = sum(min(map(_nearness, fields, values, [word] * len(fields))) for word in words)
        where = tuple(
            name for name, value in zip(fields, values, strict=True) if any(word in value for word in words)
        )
        yield (whole, near), FindRow(ids[row], names[row], kinds[row], where, abouts[row])


def _nearness(field: str, value: str, word: str) -> int:
    """How near a value comes to a word: the lower, the nearer."""
    if word not in value:
        return _NOWHERE
    rank = 10 * SEARCHED.index(field) if field not in ("id", "aliases", "name") else SEARCHED.index(field)
    parts = value.split(";") if field in _LISTS else [value]
    if word in parts:
        return rank
    if any(part.startswith(word) for part in parts):
        return rank + 3
    begins = any(value[at - 1] in " -_./;:(" for at in _places(value, word))
    return rank + (6 if begins else 9)


def _places(value: str, word: str) -> Iterator[int]:
    at = value.find(word, 1)
    while at > 0:
        yield at
        at = value.find(word, at + 1)


ANALYSIS = Analysis(
    name="find",
    summary="Services, categories and roles by words in their id, name or description.",
    question=FindQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike find database",
        "graphmodel -c examples/university find cluster vm --format json",
    ),
    run=run,
)
