"""What selects by an attribute: ``kind:``, ``category:``, ``role:``, ``tag:`` and any column of the records.

Of any other attribute than the index holds, one column is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from graphmodel.index.ends import leading, numbers
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import NODES, RELATIONSHIPS, SERVICE
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.index.strings import Coded, Strings
    from graphmodel.selectors.terms import Core

    Mask = NDArray[np.bool_]

LISTS = {f.name for f in SERVICE.fields if f.type in ("ids", "list")}
SYNONYMS = {"alias": "aliases", "tag": "tags"}


class Value(NamedTuple):
    """What an attribute is compared with."""

    text: str
    glob: bool

    @classmethod
    def of(cls, core: Core) -> Value:
        """What a term compares with: a quoted text as it stands, another one as a glob."""
        return cls(core.value, not core.literal and is_glob(core.value))

    def test(self) -> Callable[[str], bool]:
        """Does a text fit, upper and lower case alike?"""
        wanted = self.text.casefold()
        if not self.glob:
            return lambda text: text.casefold() == wanted
        fits = glob(wanted)
        return lambda text: fits(text.casefold())


def by(index: Index, name: str) -> Callable[[Index, Value], Mask] | None:
    """What selects by that attribute, or None where there is none of that name.

    It returns bool[n], and raises UsageError for a kind, a category, a type or a role that is not there.
    """
    if found := _BY.get(name):
        return found
    if name in _NODES:
        return lambda index, value: _nodes(index, name, value)
    name = SERVICE.current(SYNONYMS.get(name, name))
    if SERVICE.field(name) is None and name not in index.records("service").columns:
        return None
    return lambda index, value: _attribute(index, name, value)


def known(index: Index) -> list[str]:
    """The attributes there are, sorted."""
    return sorted({"id", *_BY, *_NODES, *SYNONYMS, *SERVICE.names, *index.records("service").free()})


def ids(index: Index, value: Value) -> Mask:
    """bool[n]: by id or alias, upper and lower case told apart."""
    fits = glob(value.text) if value.glob else value.text.__eq__
    mask = _truths(map(fits, index.service_id))
    for alias, at in zip(index.alias, index.alias_of.tolist(), strict=True):
        if fits(alias):
            mask[at] = True
    return mask


def _attribute(index: Index, name: str, value: Value) -> Mask:
    fits = value.test()
    column = index.records("service").column(name)
    if name in LISTS:
        return column.where(lambda text: any(map(fits, text.split(";"))))
    if value.glob or (field := SERVICE.field(name)) is None or field.type in ("id", "text"):
        return column.where(fits)
    from graphmodel.model.values import TYPES  # which few questions need

    typed = TYPES[field.type]
    wanted = typed.meaning(typed.canonical(value.text))
    return column.where(lambda text: fits(text) or typed.meaning(text) == wanted)


def _names(index: Index, value: Value) -> Mask:
    return _truths(map(value.test(), index.service_name))


def _kinds(index: Index, value: Value) -> Mask:
    fits = value.test()
    if not fits("product") and not fits("service"):
        raise UsageError(
            f"there is no kind {value.text!r}", "kind:product, or kind:service for what is no product"
        )
    return (index.product & fits("product")) | (~index.product & fits("service"))


def _placeholders(index: Index, value: Value) -> Mask:
    fits = value.test()
    return (index.placeholder & fits("yes")) | (~index.placeholder & (fits("no") or fits("")))


def _categories(index: Index, value: Value) -> Mask:
    """Of a category or one below it."""
    if not value.text:
        return index.category < 0
    chosen = _listed("category", index.category_id, index.category_name, value)
    return np.append(index.category_tree.within(chosen), False)[index.category]


def _types(index: Index, value: Value) -> Mask:
    if not value.text:
        return index.type < 0
    chosen = _listed("category", index.category_id, index.category_name, value)
    if not (chosen & (index.category_parent < 0)).any():
        raise UsageError(f"{value.text!r} is no type but a category below one", f"category:{value.text}")
    return np.append(chosen, False)[index.type]


def _roles(index: Index, value: Value) -> Mask:
    """Those for which the role holds any responsibility."""
    mask = np.zeros(index.n, np.bool_)
    if not value.text:
        mask[index.held_service] = True
        return ~mask
    chosen = _listed("role", index.role_id, index.role_name, value)
    mask[index.held_service[chosen[index.held_role]]] = True
    return mask


def _nodes(index: Index, kind: str, value: Value) -> Mask:
    """Those with a relationship, or a field, that leads to such a node."""
    records = index.records(kind)
    chosen = np.ones(len(records), np.bool_)
    if value.text:
        chosen = _listed(kind, cast("Strings", records.column("id")), records.column("name"), value)
    fits = np.append(chosen, False)
    mask = np.zeros(index.n, np.bool_)
    for name, relationship in RELATIONSHIPS.items():
        ends = {end.refers_to: numbers(index, name, end.name) for end in relationship.ends}
        if ends.keys() == {"service", kind}:
            mask[ends["service"][fits[ends[kind]]]] = True
    for name, field in leading(kind):
        if name == "service":
            mask |= fits[numbers(index, name, field.name)]
    return mask if value.text else ~mask


_BY: dict[str, Callable[[Index, Value], Mask]] = {
    "name": _names,
    "kind": _kinds,
    "placeholder": _placeholders,
    "category": _categories,
    "type": _types,
    "role": _roles,
}


_NODES = [name for name in NODES if name not in _BY and name != "service"]


def _listed(kind: str, ids: Strings, names: Strings | Coded, value: Value) -> Mask:
    """The categories, roles or other nodes meant: by exact id, else by id, else by name, upper and lower case alike."""
    if not value.glob and (at := ids.find(value.text)) >= 0:
        mask = np.zeros(len(ids), np.bool_)
        mask[at] = True
        return mask
    for texts in (ids, names):
        mask = _truths(map(value.test(), texts))
        if mask.any():
            return mask
    hint = did_you_mean(value.text, [*ids, *names], f"graphmodel list {NODES[kind].plural}")
    raise UsageError(f"there is no {kind} {value.text!r}", hint)


def is_glob(text: str) -> bool:
    """Does it hold a wild card?"""
    return "*" in text or "?" in text


def glob(text: str) -> Callable[[str], bool]:
    """``*`` stands for any run of characters, ``?`` for any one; nothing else is special.

    Each piece between stars is found where it comes first and never looked for again (atomic groups, as in the standard
    library's ``fnmatch.translate``): a text costs at most its own length times that of the glob.
    """
    first, *between = (re.escape(piece).replace(r"\?", ".") for piece in re.split(r"\*+", text))
    pattern = first
    if between:
        *between, last = between
        pattern += "".join(f"(?>.*?{piece})" for piece in between) + f".*{last}"
    fits = re.compile(pattern, re.DOTALL).fullmatch
    return lambda text: fits(text) is not None


def _truths(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, np.bool_)
