"""Guesses about a foreign file, from what its columns are called and what is in its first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import (
    DATES,
    DEPENDS_ON,
    ENDS,
    FIELDS,
    PARENT,
    ROLES,
    THINGS,
    VALUES,
)
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.values import PARSERS, BadValue, Notation

_TRUSTED = 0.5
"""A column whose cells are so rarely what its field takes means something else."""


def ends(found: Sample) -> tuple[str, str]:
    """The columns of consumer and provider in a file of relations, or empty."""
    named = {_end(name): header for name, header in found.named.items()} | found.named
    return next(((named[c], named[p]) for c, p in ENDS if c in named and p in named), ("", ""))


def _end(name: str) -> str:
    return "_".join(word for word in name.split("_") if word not in THINGS)


def identity(found: Sample) -> str:
    """The column that identifies a service, or empty: the first without repetitions, likely ones first."""
    likely = [found.named[n] for n in FIELDS["id"] if n in found.named]
    for header in likely or found.named.values():
        cells = found.columns[found.header.index(header)]
        if all(cells) and len(set(cells)) == len(cells):
            return header
    return likely[0] if likely else ""


def fields(found: Sample, identity: str) -> Iterator[tuple[str, str]]:
    """(field of a service, column), each column once."""
    used = {identity}
    for name, likely in FIELDS.items():
        for folded in likely:
            header = found.named.get(folded, "")
            if name != "id" and header and header not in used and _fits(found, name, header):
                used.add(header)
                yield name, header
                break


def _fits(found: Sample, name: str, header: str) -> bool:
    field = SERVICE.field(name)
    cells = found.values(header)
    if field is None or not cells or name in VALUES:
        return True
    reading = Notation(found.form.get("decimal", "."), dates=DATES)
    return sum(_parses(field.type, cell, reading) for cell in cells) >= _TRUSTED * len(cells)


def _parses(value_type: str, cell: str, reading: Notation) -> bool:
    try:
        PARSERS[value_type](cell, reading)
    except BadValue:
        return False
    return True


def values(found: Sample, name: str, header: str) -> dict[str, str]:
    """Foreign value → ours, for the values that would not be understood; empty where nobody knows."""
    if name not in VALUES:
        return {}
    parser = name if name in PARSERS else "text"
    strange = [v for v in found.values(header) if not _parses(parser, v, Notation())]
    ours = {foreign: own for own, names in VALUES[name].items() for foreign in names}
    return {v: ours.get(v.casefold(), "") for v in sorted(strange)}


def dates(found: Sample, sources: Iterable[str]) -> list[str]:
    """The format of the dates of the columns whose TOML is given, or none where they are ISO 8601."""
    cells = [c for h in found.header if any(f'"{h}"' == s for s in sources) for c in found.values(h)]
    if all(_parses("date", cell, Notation()) for cell in cells):
        return []
    counts = Counter({form: sum(_is_date(cell, form) for cell in cells) for form in DATES})
    form, count = counts.most_common(1)[0]
    return [form] if count else []


def _is_date(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007  (a date has no zone)
    except ValueError:
        return False
    return True


def separator(found: Sample, header: str) -> str:
    """What separates the items of a column's cells: of the likely signs the most frequent, or empty."""
    counts = {sign: sum(cell.count(sign) for cell in found.values(header)) for sign in (";", ",", "|", "\n")}
    sign = max(counts, key=lambda s: counts[s])
    return sign if counts[sign] else ""


def related(found: Sample) -> dict[str, bool]:
    """Columns of a file of services that name other services → do those depend on this one?"""
    providers = {found.named[n]: False for n in DEPENDS_ON if n in found.named}
    return providers | {found.named[n]: True for n in PARENT if n in found.named}


def roles(found: Sample) -> list[tuple[str, str]]:
    """(column that names who is responsible, R or A); one column is accountable at most."""
    likely = [(found.named[n], letter) for letter in ("A", "R") for n in ROLES[letter] if n in found.named]
    accountable = [pair for pair in likely if pair[1] == "A"]
    return accountable[:1] + [pair for pair in likely if pair[1] == "R"]
