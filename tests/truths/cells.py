"""How people write values in cells, and what they call the columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.truths.catalogue import Chance, Truth
from tests.truths.words import words

_STYLES: Final = {
    "plain": 40, "Title": 12, "lower": 6, "UPPER": 6, "camel": 6, "snake": 8, "dotted": 4, "prefix": 4, "break": 6,
    "star": 4, "nbsp": 2, "colon": 2,
}  # fmt: skip
_WORDS: Final = {"%": "pct", "€": "eur", "k€": "keur", "T€": "teur"}
"""Units in names of letters alone."""
_PHASES: Final = ("planned", "live", "retiring", "retired")

Write = Callable[[str], str]


@dataclass
class Column:
    """One of a sheet."""

    field: str
    """What is meant by it; of a column that means nothing to the catalogue, empty."""
    header: str
    cells: list[str]


class Writer:
    """One person's habits: one style of headers, one decimal sign, one word for nothing."""

    def __init__(self, chance: Chance, truth: Truth) -> None:
        self.chance, self.truth, self.language = chance, truth, truth.language
        self.decimal = chance.pick("decimal", {".": 1} if truth.language == "en" else {",": 4, ".": 1})
        self.style = chance.pick("style", _STYLES)
        said = chance.pick("nothing", {"": 60, "word": 40})
        self.nothing = chance.word("nothing", truth.language) if said else ""

    def header(self, field: str) -> str:
        """What a column of that field is called."""
        return self.styled(self.plain(field))

    def plain(self, field: str) -> str:
        """The same as words."""
        said = self.chance.word(f"header {field}", self.language)
        self.chance.features[f"header {field}"] = said
        return said

    def styled(self, said: str, unit: str = "") -> str:
        """In this person's style."""
        plain, parts = f"{said} {unit}".strip(), re.findall(r"[^\W_]+(?:'[^\W_]+)?", said)
        snake = "_".join(word.lower() for word in parts) + _suffix(unit, "_")
        first, *rest = parts or [""]
        first = first.lower() if first.isupper() else first[:1].lower() + first[1:]
        starred = self.chance.some(0.4)
        return {
            "Title": plain.title() if said != said.upper() else plain,
            "lower": plain.lower(),
            "UPPER": plain.upper(),
            "camel": first + "".join(word[:1].upper() + word[1:] for word in rest) + _suffix(unit, ""),
            "snake": snake,
            "dotted": f"u_app.{snake}",
            "prefix": f"app_{snake}",
            "break": plain.replace(" ", "\n", 1),
            "star": f"{plain}*" if starred else plain,
            "nbsp": plain.replace(" ", "\u00a0"),
            "colon": f"{plain}:",
        }.get(self.style, plain)

    def number(self, value: str) -> str:
        """With this person's decimal sign."""
        return value.replace(".", self.decimal)

    def column(self, field: str) -> Column:
        """All cells of a field."""
        values = [service.fields.get(field, "") for service in self.truth.services]
        write, unit = self._how(field)
        header = self.styled(self.plain(field), unit)
        return Column(field, header, [write(v) if v else self.nothing for v in values])

    def unit(self, of: str) -> str:
        """A unit in a header."""
        return self.chance.word(f"unit {of}", self.language)

    def _how(self, field: str) -> tuple[Write, str]:
        """How values of the field are written, and the unit in the header."""
        chance = self.chance
        if field in {"rto", "rpo"}:
            return self._duration(field)
        if field == "availability":
            how = chance.pick("availability as", {"unit": 3, "%": 4, " %": 1, "bare": 1})
            sign = how if "%" in how else ""
            return (lambda value: self.number(value) + sign), self.unit("percent") if how == "unit" else ""
        if field == "cost":
            return self._money(chance.pick("cost as", {"unit": 3, "thousands": 1, "grouped": 2, "sign": 1}))
        if field == "criticality":
            how = chance.pick("criticality as", {"words": 4, "numbers": 1})
            chance.features["scale"] = "|".join(self.truth.scale)
            return (lambda value: self.truth.scale[int(value) - 1] if how == "words" else value), ""
        if field == "lifecycle":
            said = {phase: chance.word(f"phase {phase}", self.language) for phase in _PHASES}
            chance.features["phases"] = "|".join(said.values())
            return said.__getitem__, ""
        if field == "A":
            return PERSON[chance.pick("owner as", {"name": 6, "mail": 1, "Last, First": 1})], ""
        return str, ""

    def _duration(self, field: str) -> tuple[Write, str]:
        how = self.chance.pick(f"{field} as", {"number": 4, "h": 3, "words": 2, "iso": 0.5})
        if how == "number":
            return (lambda value: self.number(f"{int(value) / 60:g}")), self.unit("hours")
        if how == "iso":
            return (lambda value: f"PT{value}M" if int(value) < 60 else f"PT{int(value) // 60}H"), ""
        minutes, hours, days = ("m", "h", "d") if how == "h" else words("time", self.language)

        def write(value: str) -> str:
            count = int(value)
            if count < 60:
                return f"{count}{minutes}"
            return f"{count // 1440}{days}" if count >= 2880 else f"{count // 60}{hours}"

        return write, ""

    def _money(self, how: str) -> tuple[Write, str]:
        if how == "thousands":
            return (lambda value: self.number(f"{int(value) / 1000:g}")), self.unit("thousands")
        sign = "," if self.decimal == "." else self.chance.random.choice((".", " ", "'"))

        def write(value: str) -> str:
            grouped = f"{int(value):,}".replace(",", sign) if how != "unit" else value
            return f"{grouped} €" if how == "sign" else grouped

        return write, "" if how == "sign" else self.unit("money")


def _suffix(unit: str, before: str) -> str:
    """A unit as it ends a name of letters alone."""
    bare = unit.strip("[]() ").split(" ")[-1].removesuffix(".")
    said = _WORDS.get(bare, re.sub(r"[\W_]", "", bare)).lower()
    return (before + said if before else said.capitalize()) if said else ""


PERSON: Final[dict[str, Write]] = {
    "name": str,
    "mail": lambda name: f"{name.replace(' ', '.').lower()}@example.com",
    "Last, First": lambda name: ", ".join(reversed(name.split(" ", 1))),
}
"""How somebody is named."""
