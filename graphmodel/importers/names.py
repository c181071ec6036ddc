"""Names of columns, sheets and files: how they are compared, which one is meant, and in which folder it is found."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import translate
from pathlib import Path
from typing import Final

from graphmodel.model.suggest import closest

_GAP = re.compile(r"[\s_-]+")
_BRACKETED = (
    re.compile(r"(.*\S)\s*[(\[{<]\s*([^()\[\]{}<>]+?)\s*[)\]}>]"),
    re.compile(r"[(\[{<]\s*([^()\[\]{}<>]+?)\s*[)\]}>]\s*[-–—:]?\s*(\S.*)"),
)
_BETWEEN = re.compile(r"\s*[-–—|:/_,;]\s*|\s+")
_LONGEST = 600
"""Characters of an id beside a name."""


def folded(name: str) -> str:
    """A column's name as it is compared: case, and whether words are joined by space, hyphen or _, do not matter.

    >>> folded(" Depends-On ")
    'depends_on'
    """
    return _GAP.sub("_", name.strip().casefold())


def by_number(name: str) -> int | None:
    """The position, from 0, that ``#3`` stands for in a mapping; None for a name."""
    return int(name[1:]) - 1 if re.fullmatch(r"#[1-9][0-9]{0,3}", name) else None


def numbered(header: Sequence[str], named: set[str]) -> tuple[str, ...]:
    """The header with equal names numbered (``Depends on#2``) where a mapping names them so."""
    seen, names = Counter[str](), []
    for cell in header:
        name = folded(cell)
        seen[name] += 1
        again = seen[name] > 1 and any(other.startswith(f"{name}#") for other in named)
        names.append(f"{cell.strip()}#{seen[name]}" if again else cell)
    return tuple(names)


def unrepeated(name: str) -> str:
    """A column's name as it is compared, whether the header has it once or again.

    >>> unrepeated("Depends on#2")
    'depends_on'
    """
    return folded(name).partition("#")[0]


def joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Column names of headings over headings, joined by a blank; one over several stands to the left of them.

    A line break inside a name is a blank.

    >>> joined([["", "Recovery", ""], ["Id", "RTO", "RPO"]])
    ('Id', 'Recovery RTO', 'Recovery RPO')
    """
    *above, last = rows
    names = [" ".join(cell.split()) if "\n" in cell or "\r" in cell else cell for cell in last]
    for heads in reversed(above):
        over = ""
        for at, name in enumerate(names):
            over = " ".join(heads[at].split()) if at < len(heads) and heads[at].strip() else over
            names[at] = f"{over} {name}".strip()
    return tuple(names)


def near(name: str, among: Iterable[str]) -> str:
    """The one name among these that ``name`` is most likely meant for, or empty.

    >>> near("nmae", ["id", "name"]), near("availabilty", ["availability"]), near("host", ["cost"])
    ('name', 'availability', '')
    """
    return closest(folded(name), among, 0.8)


def rooted(paths: Sequence[Path]) -> tuple[str, list[str]]:
    """The folder that all these files are in, absolute, and the path of each in it; without one, the paths as given.

    >>> rooted([Path("/a/b/x.csv"), Path("/a/b/y.csv")])
    ('/a/b', ['x.csv', 'y.csv'])
    >>> rooted([Path("/a/b/x.csv"), Path("/a/c/x.csv")])
    ('/a', ['b/x.csv', 'c/x.csv'])
    """
    files = [path.parent.resolve() / path.name for path in paths]
    try:
        root = Path(os.path.commonpath([file.parent for file in files]))
    except ValueError:  # none, or on several drives
        return "", [path.as_posix() for path in paths]
    return storable(root), [file.relative_to(root).as_posix() for file in files]


def storable(folder: Path) -> str:
    """A folder, absolute, as a text that every store can keep: what is no Unicode in it is lost."""
    return folder.resolve().as_posix().encode(errors="replace").decode()


_UNSEEN: Final = {**dict.fromkeys((0xAD, 0x200B, 0xFEFF, 0x2060)), 0x2010: "-"}
"""Soft hyphens and the like; what NFKC makes of a hyphen that ends no line."""


def same_name(name: str) -> str:
    """A record's name as it is compared: compatible forms (NFKC), case and white space do not matter.

    >>> same_name("  Payment  GATEWAY "), same_name("ﬁle")
    ('payment gateway', 'file')
    """
    text = name if name.isascii() else unicodedata.normalize("NFKC", name).translate(_UNSEEN)
    return " ".join(text.casefold().split())


def halves(label: str) -> Iterator[tuple[str, str]]:
    """Every two parts that a text may be made of, where it may be an id beside a name, in this order or the other.

    >>> ("Payroll", "S-2") in halves("Payroll (S-2)"), ("S-2", "Pay roll") in halves("S-2 - Pay roll")
    (True, True)
    """
    if len(label) > _LONGEST:
        return
    for bracketed in _BRACKETED:
        if match := bracketed.fullmatch(label):
            yield match[1], match[2]
    for between in _BETWEEN.finditer(label):
        if label[: between.start()] and label[between.end() :]:
            yield label[: between.start()], label[between.end() :]


def patterns(said: Sequence[str]) -> Callable[[str], bool] | None:
    """Does a value fit one of these patterns (``*``, ``?``, ``[…]``), whatever its case? None where there are none."""
    if not said:
        return None
    match = re.compile("|".join(translate(one.strip().casefold()) for one in said)).match
    return lambda value: match(value.strip().casefold()) is not None


def unlike(said: Sequence[str]) -> Callable[[str], bool]:
    """Does a value fit none of these patterns?"""
    fits = patterns(said) or no_cell
    return lambda value: not fits(value)


def no_cell(_value: str) -> bool:
    """No value at all."""
    return False
