"""What else stands in sheets: columns that look tempting, titles, totals, notes, blank rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.truths.catalogue import Chance, Truth
from tests.truths.cells import Column, Writer
from tests.truths.layouts import Table

Cell = Callable[[Chance, Truth], str]


def _number(least: int, most: int, form: str = "{}") -> Cell:
    return lambda chance, truth: form.format(chance.random.randint(least, most))


def _of(*values: str) -> Cell:
    return lambda chance, truth: chance.random.choice(values)


def _date(chance: Chance, truth: Truth) -> str:
    day, month, year = (
        chance.random.randint(1, 28),
        chance.random.randint(1, 12),
        chance.random.randint(2015, 2025),
    )
    form = {"en": "{2}-{1:02}-{0:02}", "fr": "{0:02}/{1:02}/{2}"}.get(truth.language, "{0:02}.{1:02}.{2}")
    return form.format(day, month, year)


def _prose(chance: Chance, truth: Truth) -> str:
    return chance.word("comment", truth.language).format(
        *chance.random.sample([s.name for s in truth.services], 2)
    )


def _person(chance: Chance, truth: Truth) -> str:
    return f"{chance.word('first name')} {chance.word('last name')}"


def _service(chance: Chance, truth: Truth) -> str:
    return chance.random.choice(truth.services).name


_COLUMNS: Final[dict[str, tuple[float, Cell]]] = {
    "version": (1, lambda chance, _: f"{chance.random.randint(1, 12)}.{chance.random.randint(0, 9)}"),
    "comments": (0.4, _prose),
    "ticket": (0.6, _number(10**6, 10**7, "INC{}")),
    "postcode": (1, _number(1000, 99999, "{:05}")),
    "phone": (0.9, _number(10**5, 10**6, "+49 30 {}")),
    "created": (1, _date),
    "editor": (0.9, _person),
    "cost centre": (1, _number(4000, 4999)),
    "servers": (0.9, _number(0, 40)),
    "users": (0.9, _number(1, 5000)),
    "serial": (0.8, _number(0, 2**40, "SN{:010X}")),
    "confidentiality": (0.9, _of("1", "2", "3")),
    "personal": (1, _of("x", "")),
    "hosting": (1, _of("SaaS", "On-premises", "Cloud")),
    "technology": (0.9, _of("Java", ".NET", "ABAP", "PHP")),
    "url": (0.7, _number(1, 999, "https://app{}.example.com")),
    "department": (0.9, _of("FIN", "HR", "LOG", "IT-2")),
    "successor": (0.15, _service),
    "address": (0.6, _number(1, 254, "10.1.17.{}")),
    "row": (1, _of("")),
    "incidents": (1, _number(0, 9)),
    "finding": (0.2, _of("F-2024-07", "F-2025-01")),
}
"""Column → share of filled cells, and what is in them."""


def columns(writer: Writer) -> list[Column]:
    """Some columns that say nothing of what a catalogue holds."""
    chance, truth, made = writer.chance, writer.truth, []
    for what in chance.random.sample([*_COLUMNS], chance.random.choice((0, 0, 1, 2, 3, 5, 9))):
        share, cell = _COLUMNS[what]
        said = chance.features[f"foreign {what}"] = chance.word(f"foreign {what}", truth.language)
        cells = [cell(chance, truth) if chance.some(share) else "" for _ in truth.services]
        if what == "row":
            cells = [str(at + 1) for at in range(len(cells))]
        made.append(Column("", said if what in {"row", "url"} else writer.styled(said), cells))
    return made


def rows(writer: Writer, table: Table, *, main: bool) -> list[list[str]]:
    """All rows of the sheet, with what stands around the table."""
    chance = writer.chance
    if not table.fixed and chance.some(0.5):
        first, *others = table.columns
        chance.random.shuffle(others)
        table.columns = [first, *others]
        if chance.some(0.3):
            chance.random.shuffle(table.columns)
    body = [list(row) for row in zip(*(column.cells for column in table.columns), strict=True)]
    if not main or chance.some(0.5):
        chance.random.shuffle(body)
    found = [[column.header for column in table.columns], *body]
    found = _around(writer, found) if main else found
    if chance.pick("blank column", {"no": 93, "yes": 7}) == "yes":
        found = [["", *row] for row in found]
    return found


def _around(writer: Writer, found: list[list[str]]) -> list[list[str]]:
    """The same with a blank row, a title, a total, a note below."""
    chance, language, width = writer.chance, writer.language, len(found[0])
    blank = [""] * width
    records = len(found) - 1
    if chance.pick("blank rows", {"no": 88, "yes": 12}) == "yes":
        found.insert(chance.random.randint(1, len(found) - 1), blank)
    if chance.pick("title", {"no": 75, "yes": 25}) == "yes":
        title = [chance.word("title", language), *blank[1:]]
        found = [title, *[blank] * chance.random.choice((0, 1)), *found]
    if width > 2 and chance.pick("total", {"no": 88, "yes": 12}) == "yes":
        found.append([chance.word("total", language), *blank[2:], str(records)])
    if chance.pick("note", {"no": 85, "yes": 15}) == "yes":
        found += [blank, [chance.word("note", language), *blank[1:]]]
    return found
