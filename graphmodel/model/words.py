"""How a number, a list and a thing are said, everywhere in the same way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

NAME: Final = 80
"""Characters of a name in the middle of a message; what is data has all of it."""
SHOWN: Final = 10
"""Names of a long list that are shown."""
LINE: Final = 1_000
"""Characters of a line that is told."""


def count(number: int, thing: str, plural: str = "") -> str:
    """So many of a thing; ``plural`` where it is not the word with an s.

    >>> count(0, "row"), count(1, "row"), count(1234, "row"), count(2, "dependency")
    ('0 rows', '1 row', '1,234 rows', '2 dependencies')
    >>> count(2, "service is", "services are")
    '2 services are'
    """
    return f"{number:,} {several(number, thing, plural)}"


def several(number: int, thing: str, plural: str = "") -> str:
    """The word alone, as it goes with that number.

    >>> several(1, "error"), several(0, "error"), several(2, "category"), several(3, "day")
    ('error', 'errors', 'categories', 'days')
    """
    if number == 1:
        return thing
    if plural:
        return plural
    return thing[:-1] + "ies" if thing[-1] == "y" and thing[-2] not in "aeiou" else thing + "s"


def listed(texts: Sequence[str], most: int = SHOWN, between: str = ", ") -> str:
    """The texts, the first few of many; how many more there are is said.

    One that holds what is between them is quoted, unless it ends with an id in brackets: that is its end.

    >>> listed(["a", "b"], 5), listed(["a", "b", "c"], 2), listed(["Doe, Jane", "Roe"]), listed(["awk, GNU (gawk)"])
    ('a, b', 'a, b and 1 more', "'Doe, Jane', Roe", 'awk, GNU (gawk)')
    """
    more = len(texts) - most
    shown = [quoted(text) if between in text and text[-1] != ")" else text for text in texts[:most]]
    return between.join(shown) + (f" and {more:,} more" if more > 0 else "")


def quoted(text: str) -> str:
    """The text in quotes, if it is in none.

    >>> print(quoted("Doe, Jane"), quoted("'Doe, Jane'"), quoted("O'Neil, Jane"))
    'Doe, Jane' 'Doe, Jane' "O'Neil, Jane"
    """
    inside = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    quote = '"' if "'" in text else "'"
    return text if inside else f"{quote}{text}{quote}"


def ring(names: Sequence[str], most: int = SHOWN) -> str:
    """A cycle from its first name back to it; the middle of a long one is counted.

    >>> ring("ab", 5), ring("abcdefgh", 5)
    ('a → b → a', 'a → b → c → … (3 more) … → g → h → a')
    """
    if len(names) > most:
        names = [*names[: most - 2], f"… ({len(names) - most:,} more) …", *names[-2:]]
    return " → ".join([*names, names[0]])


def short(text: str, most: int = NAME) -> str:
    """The text, or how it begins and ends where it is longer.

    >>> short("abc", 3), short("abcdefghijkl", 9)
    ('abc', 'abcdef…kl')
    """
    end = most // 4
    return text if len(text) <= most else f"{text[: most - 1 - end]}…{text[len(text) - end :]}"


def short_apart(texts: Sequence[str], most: int = NAME) -> list[str]:
    """The texts, shortened, but no two different ones to the same: those show where they differ.

    >>> short_apart(["Backup of Zurich, primary site", "Backup of Zurich, secondary site", "Mail"], 16)
    ['Backu…, primary…', 'Backu…, seconda…', 'Mail']
    """
    at = differing(texts, lambda text: short(text, most))
    return [from_there(text, at[text], most) if text in at else short(text, most) for text in texts]


def differing(texts: Iterable[str], cut: Callable[[str], Hashable]) -> dict[str, int]:
    """Of different texts that ``cut`` makes equal, the place in each where it first differs from all the others."""
    alike: dict[Hashable, set[str]] = {}
    for text in texts:
        alike.setdefault(cut(text), set()).add(text)
    at: dict[str, int] = {}
    for group in alike.values():
        for one, other in pairwise(sorted(group)):
            same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
            at[one], at[other] = max(at.get(one, 0), same), max(at.get(other, 0), same)
    return at


def from_there(text: str, at: int, most: int) -> str:
    """How the text begins, and what stands at that place.

    >>> from_there("Backup of Zurich, secondary site", 18, 16)
    'Backu…, seconda…'
    """
    first = most // 3
    rest = text[max(first, at - 2) :]
    end = "…" * (len(rest) > most - first - 2)
    return f"{text[:first]}…{rest[: most - first - 1 - len(end)]}{end}"


def one_of(texts: Iterable[str]) -> str:
    """The texts, one of which is meant.

    >>> one_of(["a", "b", "c"]), one_of(["a"])
    ('a, b or c', 'a')
    """
    *most, last = texts
    return f"{', '.join(most)} or {last}" if most else last


def label(own: str, name: str) -> str:
    """What a reader calls it, where its id stands beside it: its name, or its id where it has none.

    >>> label("sso", "Sign-in"), label("sso", ""), len(label("sso", "N" * 999))
    ('Sign-in', 'sso', 80)
    """
    return short(name) if name else own


def called(own: str, name: str) -> str:
    """The same, where nothing else says its id: both, where they differ.

    >>> called("sso", "Sign-in"), called("sso", ""), called("sso", "sso")
    ('Sign-in (sso)', 'sso', 'sso')
    """
    return f"{short(name)} ({own})" if name and name != own else own
