"""References that are a part of a name, or more: ``A-100`` for ``A-100 CRM``, ``component:cart``, ``cart (soft)``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from graphmodel.importers.lists import Signs, likely_items
from graphmodel.importers.mapping.profile import COMPARED, Profile
from graphmodel.importers.mapping.synonyms import ours, says
from graphmodel.importers.names import same_name

LISTED: Final = 200
"""So many are written down one by one."""

_BOUND: Final = re.compile(r"[\s:|(\[{<]+")
_SIGN: Final = re.compile(r"\s*[:|(\[{<]")
_KIND: Final = re.compile(r"[a-z_]+:(?:[^:/\s]+/)?([^:/]+)")
"""A kind, perhaps a namespace, and a name."""
_CODE: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[\w.-]{3,}")
"""A word with letters and digits: a code, and no word of a language."""
_REMARK: Final = re.compile(r"(.*[^\s(\[*])\s*(?:\(([^()]+)\)|\[([^\[\]]+)\]|[*†‡¹²³]+)")
"""A name, and what is noted about it behind it."""


class Abbreviated:
    """Names, and the parts by which one may be meant."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._firsts: dict[str, str] = {}
        """First word → the name; empty where several begin with it."""
        for name in names:
            folded = same_name(name)
            if self._names.setdefault(folded, name) != name or not (parts := _BOUND.split(folded, 1))[1:]:
                continue
            if not _CODE.fullmatch(parts[0]) and not _SIGN.match(folded, len(parts[0])):
                continue  # Shop is a part of Shop DB, and perhaps another service
            first = self._firsts.setdefault(parts[0], name)
            if same_name(first) != folded:
                self._firsts[parts[0]] = ""
        self._varied = {bare for name in self._names if (bare := without_remark(name)[0]) != name}
        """Names of which there are several with something behind them: no remark says which of them is meant."""

    def codes(self) -> list[str]:
        """The codes before names, each the begin of one name only, as references are compared."""
        return [first for first, name in self._firsts.items() if name and _CODE.fullmatch(first)]

    def of(self, item: str) -> str:
        """The one name that is meant by an item that is none; empty where there is none, or are several."""
        folded = same_name(item)
        if folded in self._names:
            return ""
        bare, remark = without_remark(folded)
        plain = bare not in self._varied and remark not in self._names
        if bare != folded and bare in self._names and (plain or (remark and ours("strength", remark))):
            return self._names[bare]
        bare = without_kind(folded)
        return self._firsts.get(folded, "") if bare == folded else self._names.get(bare, "")

    def within(
        self, columns: Sequence[Profile], separator: Signs, whole: Collection[str] = ()
    ) -> dict[str, str]:
        """Items of these columns → the names that they mean."""
        cells = (cell for column in columns for cell in column.some.first(COMPARED))
        kept = frozenset(map(str.casefold, whole))
        items = (
            item.strip()
            for cell in cells
            for item in (likely_items(cell, separator, kept) if separator else (cell,))
        )
        found = {
            item: name
            for item in dict.fromkeys(items)
            if not says("nothing", item) and (name := self.of(item))
        }
        return found if len(found) <= LISTED else {}


def without_remark(reference: str) -> tuple[str, str]:
    """A reference without what is noted behind it, and that.

    >>> without_remark("db (soft)"), without_remark("db [2]"), without_remark("db*"), without_remark("db")
    (('db', 'soft'), ('db', '2'), ('db', ''), ('db', ''))
    """
    noted = _REMARK.fullmatch(reference) if reference[-1:] in ")]*†‡¹²³" else None
    return (noted[1], (noted[2] or noted[3] or "").strip()) if noted else (reference, "")


def without_kind(reference: str) -> str:
    """A folded reference without the kind before the name, if it has one.

    >>> without_kind("component:default/cart"), without_kind("cart"), without_kind("08:15")
    ('cart', 'cart', '08:15')
    """
    named = _KIND.fullmatch(reference) if ":" in reference else None
    return named[1] if named else reference
