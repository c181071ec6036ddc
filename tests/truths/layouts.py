"""Where a sheet says who depends on whom: in one column, in several, in a matrix, in a list of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.truths.catalogue import Chance, Service, Truth
from tests.truths.cells import Column, Writer
from tests.truths.words import words

Named = Callable[[Service], str]
"""How a service is named where another depends on it."""

_SHARES: Final = {
    "A": 0.7, "R": 0.35, "criticality": 0.65, "lifecycle": 0.5, "rto": 0.45, "rpo": 0.2, "availability": 0.4,
    "category": 0.5, "description": 0.4, "cost": 0.3, "supplier": 0.35, "site": 0.25,
}  # fmt: skip
"""How often an inventory has a column of that field."""
_FORMS: Final[dict[str, Named]] = {
    "name": lambda s: s.name,
    "id": lambda s: s.id,
    "id - name": lambda s: f"{s.id} - {s.name}",
    "name (id)": lambda s: f"{s.name} ({s.id})",
    "upper": lambda s: s.name.upper(),
}


@dataclass
class Table:
    """A sheet to be: its columns, before rows of titles and the like."""

    name: str
    columns: list[Column]
    fixed: bool = False
    """Its columns stay in this order."""


def references(chance: Chance, truth: Truth, *, ids: bool) -> Named:
    """How a service is named where another depends on it; ``ids``: the sheet has them."""
    if truth.composite:
        return lambda s: s.key
    weights = {"name": 50, "id": 35, "id - name": 5, "name (id)": 4, "upper": 2}
    return _FORMS[chance.pick("references", weights if ids else {"name": 95, "upper": 5})]


def inventory(writer: Writer, *, ids: bool, owners: bool) -> Table:
    """A row for each service, with what it says of itself."""
    chance, truth = writer.chance, writer.truth
    columns = [Column("id", writer.header("id"), [s.id for s in truth.services])] if ids else []
    columns.append(Column("name", writer.header("name"), [s.name for s in truth.services]))
    if truth.composite:
        cells = [s.environment for s in truth.services]
        columns.append(Column("environment", writer.header("environment"), cells))
    fields = [name for name, share in _SHARES.items() if chance.some(share)]
    columns += [writer.column(name) for name in fields if owners or name not in {"A", "R"}]
    if chance.pick("kind column", {"no": 60, "yes": 40}) == "yes":
        product = chance.word("type of product", truth.language)
        cells = [
            product if s.product else chance.word("type of service", truth.language) for s in truth.services
        ]
        columns.append(Column("kind", writer.header("kind"), cells))
    return Table(chance.word("sheet of services", truth.language), columns)


def _others(truth: Truth, field: str) -> list[list[Service]]:
    """Of each service what it depends on (``providers``), or what depends on it."""
    found = defaultdict[int, list[Service]](list)
    for consumer, provider in truth.depends:
        at, other = (consumer, provider) if field == "providers" else (provider, consumer)
        found[at].append(truth.services[other])
    return [found[at] for at in range(len(truth.services))]


def inline(writer: Writer, table: Table, named: Named, field: str) -> None:
    """One column whose cells list the others: ``providers`` or ``consumers``."""
    every = {"; ": 25, ";": 15, ", ": 30, ",": 10, "|": 5, " | ": 3, "\n": 8, " / ": 2}
    together = "\0".join(map(named, writer.truth.services))
    signs = {sign: weight for sign, weight in every.items() if (sign.strip() or sign) not in together}
    sign = writer.chance.pick("separator", signs)
    cells = [sign.join(map(named, others)) or writer.nothing for others in _others(writer.truth, field)]
    table.columns.append(Column(field, writer.header(field), cells))


def numbered(writer: Writer, table: Table, named: Named) -> None:
    """A column for each of up to so many."""
    others = _others(writer.truth, "providers")
    form = writer.chance.pick("numbers", {"{} {}": 6, "{}_{}": 1, "{} #{}": 1, "{} ({})": 1, "{}{}": 1})
    said = writer.styled(writer.plain("providers"))
    for n in range(max(map(len, others))):
        cells = [named(row[n]) if n < len(row) else writer.nothing for row in others]
        table.columns.append(Column("providers", form.format(said, n + 1), cells))


def nested(writer: Writer, table: Table, named: Named) -> None:
    """Items with attributes in one column."""
    forms = {"id:{0};role:{1}": 2, "name={0}, strength={2}": 2, "code:{0};type:{1}": 1}
    form, random = writer.chance.pick("nested", forms), writer.chance.random
    between = "; " if "=" in form else "|"

    def item(service: Service) -> str:
        return form.format(
            named(service), random.choice(("db", "api", "file")), random.choice(("hard", "soft"))
        )

    cells = [between.join(map(item, row)) or writer.nothing for row in _others(writer.truth, "providers")]
    table.columns.append(Column("providers", writer.header("providers"), cells))


def listed(writer: Writer, named: Named) -> Table:
    """A list of its own: one row for each dependency."""
    chance, truth, language = writer.chance, writer.truth, writer.language
    typed = chance.pick("typed", {"no": 65, "yes": 35}) == "yes"
    ends = chance.features["ends"] = chance.word("typed ends" if typed else "ends", language)
    pairs = [(truth.services[a], truth.services[b]) for a, b in truth.depends]
    chance.random.shuffle(pairs)
    name = chance.word("sheet of relations", language)
    if not typed:
        return Table(name, _ends(writer, ends, pairs, named))
    forwards = chance.random.sample(words("first depends", language), 2)
    rows = [(a, b, chance.random.choice(forwards)) for a, b in pairs]
    if chance.some(0.5):
        backwards = chance.word("second depends", language)
        rows = [(b, a, backwards) if chance.some(0.3) else (a, b, said) for a, b, said in rows]
    chance.features["types"] = "|".join(sorted({said for _, _, said in rows}))
    columns = _ends(writer, ends, [(a, b) for a, b, _ in rows], named)
    columns.insert(1, Column("relation", writer.header("relation"), [said for _, _, said in rows]))
    return Table(name, columns, fixed=True)


def _ends(
    writer: Writer, called: str, pairs: Sequence[tuple[Service, Service]], named: Named
) -> list[Column]:
    """The columns of both ends; with their environments, or sometimes with names beside the ids."""
    also: list[tuple[str, Named]] = [("", named)]
    if writer.truth.composite:
        (stage,) = words("environment of", writer.language)
        also = [("", lambda s: s.name), (stage, lambda s: s.environment)]
    elif writer.chance.features.get("references") == "id" and writer.chance.some(0.2):
        writer.chance.features["ends also by name"] = "yes"
        also.append(("name", lambda s: s.name))
    return [
        Column("", writer.styled(f"{said} {what}".strip()), [cell(pair[end]) for pair in pairs])
        for end, said in enumerate(called.split(":"))
        for what, cell in also
    ]


def crossed(writer: Writer, named: Named) -> list[Column]:
    """A matrix: its rows depend on its columns."""
    truth, edges = writer.truth, set(writer.truth.depends)
    mark = writer.chance.pick("mark", {"x": 4, "X": 4, "1": 2, "✓": 1, "•": 1})
    corner = writer.chance.features["corner"] = writer.chance.word("corner", truth.language)
    columns = [Column("label", corner, [named(s) for s in truth.services])]
    for at, service in enumerate(truth.services):
        cells = [mark if (row, at) in edges else "" for row in range(len(truth.services))]
        columns.append(Column("", named(service), cells))
    return columns


def answered(writer: Writer, named: Named) -> tuple[Table, set[tuple[str, str, str]]]:
    """Who answers for what, in a sheet of its own: a matrix of letters, or a list. With what it says."""
    chance, services = writer.chance, writer.truth.services
    teams = chance.random.sample(words("team", writer.language), 4)
    said = set[tuple[str, str, str]]()
    for service in services:
        chance.random.shuffle(teams)
        letters = "ARCI" if chance.some(0.5) else "AR"
        said |= {(team, service.key, letter) for team, letter in zip(teams, letters, strict=False)}
    name = writer.header("name")
    if chance.pick("RACI", {"matrix": 2, "list": 1}) == "matrix":
        held = {(team, key): letter for team, key, letter in said}
        columns = [Column("label", name, [named(s) for s in services])]
        columns += [
            Column("", team, [held.get((team, s.key), "") for s in services]) for team in sorted(teams)
        ]
        return Table("RACI", columns, fixed=True), said
    by_key, rows = {s.key: s for s in services}, sorted(said)
    columns = [
        Column("role", writer.header("role"), [team for team, _, _ in rows]),
        Column("label", name, [named(by_key[key]) for _, key, _ in rows]),
        Column("letter", writer.header("letter"), [letter for _, _, letter in rows]),
    ]
    return Table("RACI", columns), said
