"""Guesses about the fields of services, from what columns are called and what is in them; each with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from itertools import pairwise
from typing import Final

from graphmodel.importers.mapping.headers import folded_words
from graphmodel.importers.mapping.meanings import DATES, FREE, meaning, parses, reads
from graphmodel.importers.mapping.profile import FEW, JUDGED, Profile, all_alike
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import means, otherwise, ours, person_of, says
from graphmodel.importers.names import same_name
from graphmodel.model.metamodel import SERVICE

TRUSTED: Final = 0.5
"""A column whose values are so rarely what its field takes means something else."""

ENUMERATED: Final = ("lifecycle", "criticality", "strength")
"""Fields whose foreign values are translated."""

_RANK: Final = re.compile(r"^\d(?![\d.,])|(?<![\d.,])\d$")
"""The number of a level."""
_LOWEST: Final = 5
_MIDDLE: Final = 3
_SCALE: Final = re.compile(r"(\d)\s*[=:]\s*([^\W\d]+)")
"""What a header says of a level: ``5 = highest``."""

_LIMITED: Final = "; a limit is what is promised"
_LISTED: Final = 50
"""So many values that nobody knows are asked for one by one; more are errors of their rows."""

SURE: Final = {3: "sure", 2: "likely", 1: "a guess"}


OF_DEPENDENCIES: Final = ("strength", "group", "needs", "note")
"""What a column may say of a dependency."""
_NAMING: Final = ("id", "name", "providers", "consumers", "role")
"""What a column that names something is for."""
_LEAST: Final = {"category": 2, "description": 2, "name": 2}
"""How surely a column must be called so, where its values do not tell."""


@dataclass(frozen=True, eq=False)
class Guess:
    """A column that is taken for a field."""

    field: str
    column: Profile
    why: str
    split: str = ""
    values: dict[str, str] = dataclass_field(default_factory=dict)
    """Foreign value → ours; empty where nobody knows."""


def fields(found: Sample, used: Collection[Profile]) -> Iterator[Guess]:
    """The fields of services that the columns are for, each column once, besides the used ones."""
    taken = set(used)
    for known in SERVICE.fields:
        if known.name in {"id", "kind", "placeholder"}:
            continue
        for column in _called(found, known.name):
            if column in taken or not column.some or not fits(known.name, column):
                continue
            other = otherwise(column.name, {known.name, "tags"}) > 1 or _of_another(column, found, used)
            if other and means(column.name, known.name) == 1:
                continue
            taken.add(column)
            translated = values(known.name, column)
            limits = known.name not in {*ENUMERATED, "mapped"} and any(translated.values())
            yield Guess(
                known.name,
                column,
                f"{SURE[means(column.name, known.name)]}: by its name and its values{_LIMITED * limits}",
                (column.separator() or ";") if known.type in {"list", "ids"} else "",
                translated,
            )
            break


def _called(found: Sample, field: str) -> list[Profile]:
    """The columns that may be that field, the likeliest first; names that all differ before such as sort the rows."""
    columns = found.called(field, least=_LEAST.get(field, 1))
    if field == "name":
        columns = [column for column in columns if not found.is_one_of_several(column)]
    if field != "name" or not columns or any(column.unique for column in columns):
        return sorted(columns, key=lambda column: not column.unique) if field == "name" else columns
    others = (
        c for c in found.called(field, 1) if c.unique and c.wordy and not otherwise(c.name, {field, "tags"})
    )
    return [*others, *columns]


def _of_another(column: Profile, found: Sample, used: Collection[Profile]) -> bool:
    """Does its name begin with that of another column, which is none of the used ones: what does that have?"""
    own = column.name.words
    names = (other.name.words for other in found.columns if other not in used and other is not column)
    return any(0 < len(words) < len(own) and own[: len(words)] == words for words in names)


def fits(name: str, column: Profile) -> bool:
    """Are the values what that field takes?"""
    known = SERVICE.field(name)
    if known is None or known.type in FREE:
        weak = means(column.name, name) == 1 or name == "tags"
        if name == "name" and column.few and all(ours("kind", value) for value in column.some):
            return False
        return not (weak and (column.share("number") or column.share("date")) > TRUSTED)
    if name in ENUMERATED:
        if len(column.values) > FEW:
            return False
        told = values(name, column)
        return not column.values or any(told.get(value, value) for value in column.values)
    judged = column.some.first(JUDGED)
    unit = column.counts_time
    said = filter(None, (meaning(known.type, cell, unit=unit) for cell in judged))
    return sum(reads(known.type, cell, unit=unit) for cell in said) >= TRUSTED * len(judged)


def says_strength(column: Profile) -> bool:
    """Are its values words for how strong a dependency is? Yes and no are that only where the column is called so."""
    return column.few and not column.flagged and all(ours("strength", value) for value in column.some)


def values(name: str, column: Profile) -> dict[str, str]:
    """Foreign value → ours, for the values that would not be understood; empty where nobody knows."""
    known = SERVICE.field(name)
    if name in ENUMERATED:
        if name == "criticality" and (turned := _turned(column)):
            return turned
        found = {v: ours(name, v) for v in sorted(column.values) if not parses(name, v)}
        return found | (_ranked(found) or _lettered(found)) if name == "criticality" else found
    if known is None or known.type in FREE:
        return {}
    every = {v: meaning(known.type, v, unit=column.counts_time) for v in sorted(column.values)}
    others = {v: said for v, said in every.items() if said != v}
    return others if list(others.values()).count("") <= _LISTED else {v: m for v, m in others.items() if m}


def _turned(column: Profile) -> dict[str, str]:
    """Levels of a scale whose header says that its highest number is most critical: ``Criticality (5 = highest)``."""
    said = {int(number): ours("criticality", word) for number, word in _SCALE.findall(column.header)}
    if not any(
        level and int(level) != _MIDDLE and (int(level) < _MIDDLE) == (number > 1)
        for number, level in said.items()
    ):
        return {}
    levels = {v: int(v) for v in sorted(column.values) if v.isdecimal()}
    top = max([*said, *levels.values()])
    return {v: str(top + 1 - level) for v, level in levels.items()} if 1 < top <= _LOWEST else {}


def _tell(found: Mapping[str, str], ranks: Mapping[str, int]) -> bool:
    """Do words tell levels apart? Not where two numbers have one level by them, and all are in the numbers' order."""
    said = sorted((ranks[value], ours) for value, ours in found.items() if ours)
    alike = any(one[0] != two[0] and one[1] == two[1] for one, two in pairwise(said))
    return bool(said) and not (alike and [ours for _, ours in said] == sorted(ours for _, ours in said))


def _ranked(found: Mapping[str, str]) -> dict[str, str]:
    """Levels by their numbers (``Tier 1``), where their words tell nothing: 1 is highest, or 0 where there is one."""
    matches = {value: _RANK.search(value.strip()) for value in found}
    ranks = {value: int(m[0]) for value, m in matches.items() if m}
    words = {folded_words(_RANK.sub(" ", value.strip(), 1)) for value in found}
    if len(ranks) < len(found) or not ranks or (len(words) > 1 and _tell(found, ranks)):
        return {}
    first = 1 - min(1, *ranks.values())
    return {value: str(rank + first) for value, rank in ranks.items() if rank + first <= _LOWEST}


def _lettered(found: Mapping[str, str]) -> dict[str, str]:
    """Levels that are letters: A is highest."""
    levels = {value: "ABCDE".find(value.strip().upper()) + 1 for value in found if len(value.strip()) == 1}
    return (
        {value: str(level) for value, level in levels.items()}
        if len(levels) == len(found) and all(levels.values())
        else {}
    )


def kind(found: Sample, used: Collection[Profile] = ()) -> Guess | None:
    """The column that tells products from services by its values, if there is one, besides the used ones."""
    for column in found.called("kind", 3) + found.called("relation", 3) + found.called("category"):
        if not column.few:
            continue
        said = {v: ours("kind", v) for v in column.values}
        if "product" in said.values():
            products = {v: "product" for v, our in sorted(said.items()) if our == "product"}
            why = f"likely: {_some(products)} are used by people, the others underpin them"
            return Guess("kind", column, why, values=products | {"*": "service"})
    for column in found.columns:
        if _sorts_kinds(column):
            products = {v: "product" for v in sorted(column.values) if ours("kind", v) == "product"}
            why = f"likely: by its values; {_some(products)} are used by people, the others underpin them"
            return Guess("kind", column, why, values=products | {"*": "service"})
    for column in found.columns:
        if (
            column not in used
            and column.flagged
            and any(ours("kind", word) == "product" for word in (column.header, *column.name.words[1:]))
        ):
            marked = {v: "product" for v in sorted(column.values) if says("yes", v)}
            if marked:
                return Guess("kind", column, "likely: by its name", values=marked | {"*": "service"})
    return None


def _sorts_kinds(column: Profile) -> bool:
    """Does a column hold nothing but words for products and for services, both, whatever it is called?"""
    if not column.few or column.unique or any(means(column.name, field) for field in _NAMING):
        return False
    return {ours("kind", value) for value in column.values} == {"product", "service"}


def _some(names: Collection[str]) -> str:
    return ", ".join(names)


def roles(found: Sample, used: Collection[Profile]) -> list[Guess]:
    """Columns that name who is responsible, with R, A, C or I; one column is accountable at most."""
    guesses: list[Guess] = []
    lettered = [c for c in found.columns if c.header.upper() in LETTERS]
    days = [c for c in found.columns if says("period", c.header)]
    for letter in "ARCI":
        own = [c for c in lettered if c.header.upper() == letter and len(lettered) > 1]
        for column in (*own, *_answering(found, letter)):
            if (
                column in used
                or not column.some
                or (column in days and len(days) > 1)
                or column.nesting
                or _names_nobody(column)
                or any(g.column is column for g in guesses)
            ):
                continue
            sure = 3 if column in own else means(column.name, letter)
            if otherwise(column.name, (*"RACI", "role", "relation")) > sure:
                continue
            given = "R" if letter == "A" and any(g.field == "A" for g in guesses) else letter
            split = column.form or _between(column)
            why = f"{SURE[max(sure, means(column.name, given))]}: taken for {LETTERS[given]}"
            guesses.append(Guess(given, column, why, split))
    return guesses


def _names_nobody(column: Profile) -> bool:
    """Are its values hours, levels, yes and no, or how many there are?"""
    some = column.some.first(FEW)
    counts = column.share("number") > TRUSTED and not means(column.name, "id")
    levels = all(ours("criticality", value) for value in some)
    return column.flagged or counts or levels or any(parses("hours", value) for value in some)


def _answering(found: Sample, letter: str) -> list[Profile]:
    """The columns that are called so, those behind that another letter fits better; each of who answers once."""
    called = found.called(letter, least=1)
    once = [c for c in called if not any(_is_again(c, other) for other in called)]

    def order(column: Profile) -> tuple[bool, bool]:
        better = max(means(column.name, other) for other in "RACI")
        return means(column.name, letter) < better, any(says("team", word) for word in column.name.plain)

    return sorted(once, key=order)


def _is_again(column: Profile, other: Profile) -> bool:
    """Does it say in another way, and not as well, who answers: mail addresses or ids beside names?"""
    if column is other or person_of(column.name) != person_of(other.name):
        return False
    ways = [
        (one.share("mail") > TRUSTED, means(one.name, "id") > 0, one.name.plain != person_of(one.name))
        for one in (column, other)
    ]
    return ways[0] > ways[1] and (any(ways[0][:2]) or not says("R", column.name.plain[-1]))


def _between(column: Profile) -> str:
    """What separates several people in a cell: a sign that separates nothing else, or one between known names."""
    together = "\0".join(column.values)
    if sign := next((s for s in (";", "|", "\n") if s in together), ""):
        return sign
    known = frozenset(all_alike(column.values))
    for sign in (s for s in (" / ", "/", " & ", " + ", ",") if s in together):
        parts = [cell.split(sign) for cell in column.values if sign in cell]
        if all(
            any(same_name(part) in known for part in cells) or all("@" in part for part in cells)
            for cells in parts
        ):
            return sign
    return ";"


LETTERS: Final = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


def dates(columns: Sequence[Profile]) -> list[str]:
    """The format of the dates in these columns, or none where they are ISO 8601."""
    cells = [v for column in columns for v in column.values]
    if all(parses("date", cell) for cell in cells):
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


def _grouped(numbers: Sequence[Profile]) -> str:
    """The sign that stands in texts of all these columns only before groups of three digits; empty where none does."""
    texts = [v for column in numbers for v in column.values if not re.fullmatch(r"-?\d+(\.\d+)?", v)]
    found = {m[1] for v in texts if (m := re.search(r"\b[1-9]\d{0,2}([.,])\d{3}(?![\d.,])", v))}
    others = any(re.search(r"[.,](?!\d{3}(?!\d))\d", v) for v in texts)
    return found.pop() if len(found) == 1 and not others else ""


def signs(found: Sample, numbers: Sequence[Profile], percents: Sequence[Profile]) -> tuple[str, str]:
    """The signs of decimals and thousands in these columns."""
    cells = [v for column in (*numbers, *percents) for v in column.values]
    both = Counter(max(",.", key=v.rfind) for v in cells if "," in v and "." in v)
    after = Counter(m[1] for v in cells if (m := re.search(r"\d([.,])(?:\d{1,2}|\d{4,})\b(?![.,]\d)", v)))
    parts = Counter(m[1] for column in percents for v in column.values if (m := re.search(r"\d([.,])\d", v)))
    votes = both + after + parts
    if found.sheet and not both and (grouped := _grouped(numbers)):
        votes = Counter("." if grouped == "," else ",")  # numbers of cells have a point whatever texts have
    usual = "." if found.delimiter in {"", ","} else ","
    if not votes and any(re.search(rf"\b[1-9]\d{{0,2}}{re.escape(usual)}\d{{3}}(?!\d)", v) for v in cells):
        usual = "." if usual == "," else ","  # 1,200 of money is no 1.2
    decimal = votes.most_common(1)[0][0] if votes else usual
    other = "." if decimal == "," else ","
    groups = [v for v in cells if re.search(rf"\d{re.escape(other)}\d{{3}}(?!\d)", v)]
    if groups:
        return decimal, other
    marks = Counter(m[1] for v in cells if (m := re.search(r"\d(['’\u00a0\u202f ])\d{3}(?!\d)", v)))
    return decimal, marks.most_common(1)[0][0] if marks else ""
