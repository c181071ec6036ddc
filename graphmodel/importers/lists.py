"""Cells of several items: separated by a sign, or a list as JSON."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from graphmodel.model.notation import BadValue

Signs = str | tuple[str, ...]
"""What separates the items of a cell: one sign, or any of several."""

JSON: Final = "json"
"""What stands for the sign where a cell is a JSON list: ``["a", "b"]``."""

LOOKUP: Final = ";#"
"""What separates the items of a cell of SharePoint: names and their numbers in turn, or choices between two signs."""

LINED: Final = frozenset(";,|")
"""Beside these signs a line break separates items, too."""

_BULLET: Final = re.compile(r"^\s*[-–—•*·▪]\s+")
_NUMBERED: Final = re.compile(r"^\s*([0-9]{1,3})[.)]\s+")

_SIDE_BY_SIDE: Final = 8
"""An item that is not divided holds at most so many signs."""

_HINT: Final = 'write a list of texts, as in ["a", "b"]'


def items(cell: str, signs: Signs, whole: AbstractSet[str] = frozenset()) -> list[str]:
    r"""The items of a cell. A cell that is no JSON at all is one item. Raises BadValue for a broken list.

    Lines lose their bullets, or their numbers where these are 1., 2. and so on. ``whole``: items, casefolded, that are
    not divided though they hold a sign.

    >>> items("a|b", "|"), items('["a", 7, null]', JSON), items("a", JSON), items("- a\n- b", "\n")
    (['a', 'b'], ['a', '7'], ['a'], ['a', 'b'])
    >>> items("Shop;#3;#CRM;#12", LOOKUP), items(";#Gold;#Silver;#", LOOKUP), items("Shop", LOOKUP)
    (['Shop', 'CRM'], ['Gold', 'Silver'], ['Shop'])
    >>> items("Pay, HR; DB, SAN", (";", ","), {"pay, hr"})
    ['Pay, HR', ' DB', ' SAN']
    """
    if whole:
        return _undivided(cell, signs, whole)
    sign = main(signs)
    for other in signs if isinstance(signs, tuple) else ():
        cell = cell.replace(other, sign)
    if sign == "\n":
        return _unmarked(cell.split(sign))
    if sign == LOOKUP:
        return _looked_up(cell.split(sign))
    if sign != JSON:
        if "\n" in cell and sign in LINED:  # "a;\nb", and cells that have one or the other
            cell = cell.replace("\n", sign)
        return cell.split(sign)
    if not cell.lstrip().startswith(("[", "{")):
        return [cell]
    return _from_json(cell)


def _from_json(cell: str) -> list[str]:
    import json  # which only those need who meet a list

    try:
        found = json.loads(cell, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise BadValue(f"is no JSON list: {error.msg} (character {error.pos + 1:,})", _HINT) from None
    except RecursionError:
        raise BadValue("is no JSON list: it is nested too deeply", _HINT) from None
    if not isinstance(found, list):
        raise BadValue("is JSON, and no list", _HINT)
    good = [item for item in found if item is not None]
    for item in good:
        if not isinstance(item, str):
            raise BadValue(f"is a JSON list with an item that is no text: {json.dumps(item)[:40]}", _HINT)
        if any("\ud800" <= sign <= "\udfff" for sign in item):
            raise BadValue("is a JSON list with half a character in it", _HINT)
    return good


def main(signs: Signs) -> str:
    """The one sign that may stand for all."""
    return "\n" if "\n" in every(signs) else every(signs)[0]


def every(signs: Signs) -> tuple[str, ...]:
    """All of them, one or several."""
    return (signs,) if isinstance(signs, str) else signs


def held(names: Collection[str], signs: Signs) -> frozenset[str]:
    """Those of these names that hold a sign."""
    if signs in (JSON, LOOKUP):
        return frozenset()
    return frozenset(name for name in names if any(sign in name for sign in every(signs)))


def _undivided(cell: str, signs: Signs, whole: AbstractSet[str]) -> list[str]:
    """The items of a cell; of those side by side that together are one, the longest such is one."""
    longest = sorted(every(signs), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest))})", cell)
    found, at = list[str](), 0
    while at < len(parts):
        ends = range(min(at + 2 * _SIDE_BY_SIDE, len(parts) - 1), at, -1)
        end = next((e for e in ends if "".join(parts[at : e + 1]).strip().casefold() in whole), at)
        found += ["".join(parts[at : end + 1])] if end > at else items(parts[at], signs)
        at = end + 2
    return found


def _unmarked(lines: list[str]) -> list[str]:
    numbers = [_NUMBERED.match(line) for line in lines]
    if len(lines) > 1 and all(number and int(number[1]) == at for at, number in enumerate(numbers, 1)):
        return [_NUMBERED.sub("", line) for line in lines]
    return [_BULLET.sub("", line) for line in lines]


def _looked_up(parts: list[str]) -> list[str]:
    """Without the numbers that follow the names."""
    if len(parts) > 1 and all(map(str.isdecimal, parts[1::2])):
        return parts[::2]
    return list(filter(None, parts))


def likely_items(cell: str, signs: Signs, whole: AbstractSet[str] = frozenset()) -> list[str]:
    """The same, and a broken list is one item."""
    try:
        return items(cell, signs, whole)
    except BadValue:
        return [cell]


def united(cells: Sequence[str], signs: Signs) -> str:
    """One cell of the items of several; the first broken one where there is one."""
    if signs != JSON:
        return main(signs).join(cells)
    import json

    found: list[str] = []
    for cell in cells:
        try:
            found += items(cell, signs)
        except BadValue:
            return cell
    return json.dumps(found, ensure_ascii=False)


def is_json(cell: str) -> bool:
    """Is this a JSON list?

    >>> is_json('["a"]'), is_json("[a]"), is_json("a")
    (True, False, False)
    """
    return cell.startswith("[") and likely_items(cell, JSON) != [cell]
