"""One case: a catalogue, the sheets that say it, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.truths import foreign, layouts, writing
from tests.truths.catalogue import Chance, Truth, truth
from tests.truths.cells import PERSON, Writer
from tests.truths.layouts import Named, Table

LAYOUTS: Final = {
    "inline": 28, "list": 24, "numbered": 8, "used by": 9, "both": 4, "matrix": 5, "own matrix": 4, "nested": 4,
    "none": 4,
}  # fmt: skip
_IN_INVENTORY: Final[dict[str, list[Callable[[Writer, Table, Named], None]]]] = {
    "inline": [lambda *told: layouts.inline(*told, "providers")],
    "used by": [lambda *told: layouts.inline(*told, "consumers")],
    "both": [
        lambda *told: layouts.inline(*told, "providers"),
        lambda *told: layouts.inline(*told, "consumers"),
    ],
    "numbered": [layouts.numbered],
    "nested": [layouts.nested],
}
_WIDEST: Final = 45
"""Services of a matrix."""

Answers = set[tuple[str, str, str]]
"""(who, service, letter)."""


@dataclass(frozen=True)
class Case:
    """Sheets of a catalogue, written."""

    seed: int
    features: Mapping[str, str]
    truth: Truth
    files: list[Path]
    headers: Mapping[str, list[str]]
    """Field → the headers under which the inventory says it."""
    ids: bool
    """The sheets have ids."""
    answers: Answers

    @property
    def layout(self) -> str:
        """Where it says the dependencies, for a table of results."""
        return self.features["layout"] + ", two columns are the id" * self.truth.composite


def case(seed: int, folder: Path) -> Case:
    """The case of that seed, written to a folder."""
    chance = Chance(seed)
    held = truth(chance)
    writer = Writer(chance, held)
    layout = chance.pick("layout", {"list": 3, "inline": 1} if held.composite else LAYOUTS)
    if layout in {"matrix", "own matrix"} and len(held.services) > _WIDEST:
        layout = chance.features["layout"] = "inline"
    ids = not held.composite and chance.pick("has ids", {"yes": 60, "no": 40}) == "yes"
    raci = chance.pick("own RACI", {"no": 92, "yes": 8}) == "yes"
    main = layouts.inventory(writer, ids=ids, owners=not raci)
    named = layouts.references(chance, held, ids=ids)
    for add in _IN_INVENTORY.get(layout, []):
        add(writer, main, named)
    main.columns += foreign.columns(writer)
    if layout == "matrix":
        main.fixed = True
        main.columns += layouts.crossed(writer, named)[1:]
    others, answers = _others(writer, layout, named), _owners(chance, held, main)
    if raci:
        table, answers = layouts.answered(writer, named)
        others.append(table)
    headers: dict[str, list[str]] = {}
    for column in main.columns:
        headers.setdefault(column.field, []).append(column.header)
    sheets = {main.name: foreign.rows(writer, main, main=True)}
    sheets |= {table.name: foreign.rows(writer, table, main=False) for table in others}
    files = writing.write(chance, folder, sheets, writer.decimal)
    return Case(seed, chance.features, held, files, headers, ids, answers)


def _others(writer: Writer, layout: str, named: Named) -> list[Table]:
    """The sheet that says the dependencies, where it is one of its own."""
    if layout == "list":
        return [layouts.listed(writer, named)]
    if layout == "own matrix":
        name = writer.chance.word("sheet of relations", writer.language)
        return [Table(name, layouts.crossed(writer, named), fixed=True)]
    return []


def _owners(chance: Chance, held: Truth, main: Table) -> Answers:
    """Who answers for what by the columns of the inventory."""
    how = {"A": chance.features.get("owner as", "name"), "R": "name"}
    fields = {column.field for column in main.columns} & {"A", "R"}
    return {
        (PERSON[how[letter]](who), service.key, letter)
        for service in held.services
        for letter in fields
        if (who := service.fields[letter])
    }
