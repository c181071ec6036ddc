"""What the header of a foreign column says: its words, however they are joined, and its unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

_BROKEN: Final = re.compile(r"(?<=[a-zß-ÿ])-\s+(?=[a-zß-ÿ])(?!(?:und|oder|and|or|et|ou|y|o)\b)")
"""Within a word that went on in the next line of its cell."""
_BOTH: Final = re.compile(
    r"(?:(?<=[a-zß-ÿ]{4})(?:[/:*·]-?|\()(in(?:nen)?|r|n|a|e)|(?<=[A-ZÀ-Þ]{4})(?:[/:*·]-?|\()(IN(?:NEN)?|R|N|A|E))"
    r"(?![\w.])\)?|(?<=er)In(?:nen)?\b"
)
"""What makes a word one for women and men: ``Verantwortliche/r``, ``Eigentümer:in``, ``Propietario/a``."""
_HUMP: Final = re.compile(r"(?<=[a-z0-9ß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_GAP: Final = re.compile(r"[\W_]+")
_IN: Final = re.compile(r"\s(?:in|en)\s+(\S.*)$", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_DIGRAPH: Final = re.compile(r"([aou])e")
_MONEY: Final = re.compile(
    r"(?:in )?(k|t|tsd\.?|thousand|mio\.?|mn|m|million)?\s*(€|eur|euros?|usd|us\$|\$|chf|gbp|£)(?:/.*| p\.?a\.?)?",
    re.IGNORECASE,
)
_DURATIONS: Final = {
    "h": "h hr hrs hour hours std stunde stunden heure heures hora horas",
    "m": "min mins minute minutes minuten minutos",
    "d": "d day days tag tage jour jours día días",
}
_TIMES: Final = {word: unit for unit, words in _DURATIONS.items() for word in words.split()}
_NUMBER: Final = re.compile(r"\d+$")
_SHARED: Final = 0.6
"""So many columns begin with a word that is a prefix."""


@dataclass(frozen=True)
class Unit:
    """What the numbers of a column count."""

    said: str
    """As the header has it."""
    duration: str = ""
    """h, m or d."""
    factor: int = 1


@dataclass(frozen=True)
class Name:
    """The header of a column, taken apart."""

    words: tuple[str, ...]
    """Folded, in order, without a unit."""
    plain: tuple[str, ...]
    """The same without what stands in brackets."""
    unit: Unit | None = None
    prefix: str = ""
    """The first word that the columns of the file share: it may say what table they are of (``serv_name``)."""

    @property
    def number(self) -> str:
        """Which of several columns it is, where it has one number: ``Dependency 2``, ``Dep2 type``; else empty."""
        numbers = [found[0] for word in self.words if (found := _NUMBER.search(word))]
        return numbers[0] if len(numbers) == 1 and self.unnumbered else ""

    @property
    def unnumbered(self) -> tuple[str, ...]:
        """The words without numbers: what all of several columns are called."""
        return tuple(bare for word in self.words if (bare := _NUMBER.sub("", word)))

    @staticmethod
    def of(header: str, prefix: str = "") -> Name:
        """Take a header apart."""
        header = _BOTH.sub(_of_both, _BROKEN.sub("", header)).rstrip(" :*")
        unit, plain = None, header
        for bracket in _BRACKET.finditer(header):
            if found := unit_of(bracket[1]):
                unit, header = found, header.replace(bracket[0], " ")
        if unit is None and (said := _IN.search(header)) and (found := unit_of(said[1])):  # Kosten in Mio. €
            unit, header = found, header[: said.start()]
        before, _, last = header.strip().rpartition(" ")
        if unit is None and before and (found := unit_of(last)) and not found.duration:  # Jahreskosten CHF
            unit, header = found, before
        plain = _BRACKET.sub(" ", header)
        words, outside = (tuple(word for word, _ in groupby(split_words(text))) for text in (header, plain))
        if unit is None and len(outside) > 1 and outside[-1] in _TIMES:  # rto_h, RTO hours
            unit = Unit(outside[-1], _TIMES[outside[-1]])
        elif unit is None and len(outside) > 1 and (found := unit_of(outside[-1])):  # cost_keur, sla_pct
            unit, words, outside = found, words[:-1], outside[:-1]
        return Name(words, outside or words, unit, prefix)


def _of_both(end: re.Match[str]) -> str:
    """What a word for women and men ends with."""
    letters = end[1] or end[2] or ""
    return letters if letters in {"r", "R"} else ""


def unit_of(text: str) -> Unit | None:
    """The unit that a text is; None where it is none."""
    word = text.strip().casefold().removeprefix("in ")
    if (time := word.removesuffix(".")) in _TIMES:
        return Unit(text, _TIMES[time])
    if money := _MONEY.fullmatch(word):
        size = (money[1] or "").rstrip(".")
        factor = 1_000 if size in {"k", "t", "tsd", "thousand"} else 1_000_000 if size else 1
        return Unit(text, factor=factor)
    return (
        Unit(text)
        if word in {"%", "#", "percent", "pct", "prozent"} or re.fullmatch(r"\d+\s*[-–…]\s*\d+", word)
        else None
    )


def split_words(text: str) -> list[str]:
    """The folded words of a name, also where capitals begin them.

    >>> split_words("relApplicationToITComponent")
    ['rel', 'application', 'to', 'it', 'component']
    """
    return folded_words(_HUMP.sub(" ", text)).split()


def ends_and_between(text: str) -> tuple[str, str, str]:
    """The first word of a value, those between, and the last; empty where there are not so many.

    >>> ends_and_between("A depends on B"), ends_and_between("both")
    (('a', 'depends on', 'b'), ('both', '', ''))
    """
    words = split_words(text)
    first, *between, last = words if len(words) > 1 else [*words, "", ""][:2]
    return first, " ".join(between), last


def folded_words(text: str) -> str:
    """Words as they are compared: case, accents, hyphens and how they are joined do not matter.

    >>> folded_words("Kritikalität"), folded_words(" sub-total_2 ")
    ('kritikalitat', 'sub total 2')
    """
    text = unicodedata.normalize("NFKD", text.replace("\u00ad", "")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _DIGRAPH.sub(r"\1", _GAP.sub(" ", text)).strip()


def shared_prefix(headers: Iterable[str]) -> str:
    """The first word that most of the headers have in common, or empty."""
    firsts = [words[0] for header in headers if len(words := split_words(header)) > 1]
    total = sum(1 for header in headers if header.strip())
    most = max(set(firsts), key=firsts.count, default="")
    return most if firsts.count(most) > max(2, _SHARED * total) else ""
