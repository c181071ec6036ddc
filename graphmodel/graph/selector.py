"""Which services are meant: ids, aliases, names, globs and attributes, with operators, united and intersected.

``terms`` takes the text apart; here it gets its meaning. An exact id (or alias) always wins: the whole text first, then
a whole term, then a term without its operators. A name counts only where nothing else is meant by it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.graph import terms
from graphmodel.graph.reach import distances
from graphmodel.graph.suggest import did_you_mean
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from graphmodel.graph.index import Index
    from graphmodel.graph.strings import Strings

    Mask = NDArray[np.bool_]

_LISTS = {f.name for f in SERVICE.fields if f.type in ("ids", "list")}
_SYNONYMS = {"alias": "aliases", "tag": "tags"}


def select(index: Index, expression: str, exclude: str = "") -> NDArray[np.int32]:
    """The numbers of the services that ``expression`` selects and ``exclude`` does not, ascending; blank is all.

    Raises UsageError, with what may have been meant, for an id, a category, a role or an attribute that is not there.
    A glob or an attribute's value that fits nothing selects nothing.
    """
    mask = _select(index, expression) if expression.strip() else np.ones(index.n, np.bool_)
    if exclude.strip():
        mask &= ~_select(index, exclude)
    return np.flatnonzero(mask).astype(np.int32)


def one(index: Index, text: str) -> int:
    """The one service of that id, alias or unique name. Raises UsageError, with what may have been meant."""
    text = _normal(text)
    if (at := index.find(text)) >= 0:
        return at
    core = terms.core(text)
    if core.method == "id" or (core.literal and not core.method):
        if (at := index.find(core.value)) >= 0:
            return at
        text = core.value
    return _named(index, text)


def _select(index: Index, expression: str) -> Mask:
    text = _normal(expression)
    if (at := index.find(text)) >= 0:
        return _mask(index.n, [at])
    try:
        mask = np.zeros(index.n, np.bool_)
        for factor in terms.factors(text):
            mask |= np.logical_and.reduce([_term(index, term) for term in factor])
    except UsageError:
        # A name or an id with a space, a comma or a quote in it, perhaps with operators.
        try:
            return _term(index, text)
        except UsageError:
            pass
        raise
    return mask


def _term(index: Index, term: str) -> Mask:
    """What one term selects, its operators applied."""
    ways = terms.readings(term)
    reading = next((way for way in ways if _find(index, way.core) >= 0), ways[-1])
    try:
        return _read(index, reading)
    except UsageError:
        # A name that ends in what looks like an operator.
        for way in ways[:-1]:
            if way.core in index.service_name.list():
                return _read(index, way)
        raise


def _read(index: Index, reading: terms.Reading) -> Mask:
    mask = _core(index, reading.core)
    found = mask.copy()
    starts = np.flatnonzero(mask).tolist()
    for steps, up in ((reading.providers, False), (reading.consumers, True)):
        if steps is not None:
            limit = None if not steps or len(steps) > 9 else int(steps)
            found |= distances(index, starts, up=up, limit=limit) >= 0
    return found


def _find(index: Index, text: str) -> int:
    """The service of that exact id or alias, plain or as ``id:…``, or -1."""
    at = index.find(text)
    if at < 0 and (core := terms.core(text)).method in ("", "id"):
        at = index.find(core.value)
    return at


def _core(index: Index, text: str) -> Mask:
    if (at := _find(index, text)) >= 0:
        return _mask(index.n, [at])
    core = terms.core(text)
    if core.method and (method := _method(index, core.method)):
        if not core.value and not core.literal:
            raise UsageError(f"{core.method}: needs a value", f'{core.method}:"" selects those without one')
        return method(index, _Value.of(core))
    whole = core.value if core.literal and not core.method else text
    if not core.literal and _is_glob(text):
        mask = _ids(index, _Value(text, glob=True))
        if mask.any() or text not in index.service_name.list():
            return mask
    return _mask(index.n, [_named(index, whole, methods=bool(core.method))])


class _Value(NamedTuple):
    """What an attribute is compared with."""

    text: str
    glob: bool

    @classmethod
    def of(cls, core: terms.Core) -> _Value:
        return cls(core.value, not core.literal and _is_glob(core.value))

    def test(self) -> Callable[[str], bool]:
        """Does a text fit, upper and lower case alike?"""
        wanted = self.text.casefold()
        if not self.glob:
            return lambda text: text.casefold() == wanted
        fits = _glob(wanted)
        return lambda text: fits(text.casefold())


_Method = "Callable[[Index, _Value], Mask]"


def _method(index: Index, name: str) -> Callable[[Index, _Value], Mask] | None:
    """What selects by that method or attribute, or None where there is none of that name."""
    if found := _METHODS.get(name):
        return found
    name = _SYNONYMS.get(name, name)
    if SERVICE.field(name) is None and name not in index.catalogue().services.columns:
        return None
    return lambda index, value: _attribute(index, name, value)


def _attribute(index: Index, name: str, value: _Value) -> Mask:
    fits = value.test()
    texts = index.catalogue().services.texts(name)
    if name in _LISTS:
        return _truths(any(map(fits, text.split(";"))) for text in texts)
    return _truths(map(fits, texts))


def _ids(index: Index, value: _Value) -> Mask:
    """By id or alias. One that is not there is an error; a glob may fit nothing."""
    if not value.glob:
        at = index.find(value.text)
        return _mask(index.n, [at if at >= 0 else _named(index, value.text, by_name=False)])
    fits = _glob(value.text)
    mask = _truths(map(fits, index.service_id))
    for alias, at in zip(index.alias, index.alias_of.tolist(), strict=True):
        if fits(alias):
            mask[at] = True
    return mask


def _names(index: Index, value: _Value) -> Mask:
    return _truths(map(value.test(), index.service_name))


def _kinds(index: Index, value: _Value) -> Mask:
    fits = value.test()
    if not fits("product") and not fits("service"):
        raise UsageError(
            f"there is no kind {value.text!r}", "kind:product, or kind:service for what is no product"
        )
    return (index.product & fits("product")) | (~index.product & fits("service"))


def _placeholders(index: Index, value: _Value) -> Mask:
    fits = value.test()
    return (index.placeholder & fits("yes")) | (~index.placeholder & (fits("no") or fits("")))


def _categories(index: Index, value: _Value) -> Mask:
    """Of a category or one below it."""
    if not value.text:
        return index.category < 0
    within = np.append(_listed("category", index.category_id, index.category_name, value), False)
    up = np.append(
        np.where(index.category_parent < 0, len(within) - 1, index.category_parent), len(within) - 1
    )
    for _ in range(len(within).bit_length()):
        within |= within[up]
        up = up[up]
    return within[index.category]


def _types(index: Index, value: _Value) -> Mask:
    if not value.text:
        return index.type < 0
    chosen = _listed("category", index.category_id, index.category_name, value)
    if not (chosen & (index.category_parent < 0)).any():
        raise UsageError(f"{value.text!r} is no type but a category below one", f"category:{value.text}")
    return np.append(chosen, False)[index.type]


def _roles(index: Index, value: _Value) -> Mask:
    """Those for which the role holds any responsibility."""
    mask = np.zeros(index.n, np.bool_)
    if not value.text:
        mask[index.held_service] = True
        return ~mask
    chosen = _listed("role", index.role_id, index.role_name, value)
    mask[index.held_service[chosen[index.held_role]]] = True
    return mask


_METHODS: dict[str, Callable[[Index, _Value], Mask]] = {
    "id": _ids,
    "name": _names,
    "kind": _kinds,
    "placeholder": _placeholders,
    "category": _categories,
    "type": _types,
    "role": _roles,
}


def _listed(kind: str, ids: Strings, names: Strings, value: _Value) -> Mask:
    """The categories or roles meant: by exact id, else by id, else by name, upper and lower case alike."""
    if not value.glob and (at := ids.find(value.text)) >= 0:
        return _mask(len(ids), [at])
    for texts in (ids, names):
        mask = _truths(map(value.test(), texts))
        if mask.any():
            return mask
    hint = did_you_mean(
        value.text, [*ids, *names], f"graphmodel list {'roles' if kind == 'role' else 'categories'}"
    )
    raise UsageError(f"there is no {kind} {value.text!r}", hint)


def _named(index: Index, text: str, *, by_name: bool = True, methods: bool = False) -> int:
    """The one service of that name; where none has it, the error for an unknown id."""
    folded = text.casefold()
    names = index.service_name.list()
    alike = [at for at, name in enumerate(names) if by_name and text and name.casefold() == folded]
    exact = [at for at in alike if names[at] == text]
    if len(found := exact or alike) == 1:
        return found[0]
    if found:
        ids = ", ".join(repr(index.service_id[at]) for at in found[:5])
        raise UsageError(f"{len(found)} services have the name {text!r}", f"say which by its id: {ids}")
    known: Iterable[str] = [*index.service_id, *index.alias, *names]
    if methods:
        method = text.partition(":")[0]
        attributes = {*_METHODS, *_SYNONYMS, *SERVICE.names, *index.catalogue().services.free()}
        hint = did_you_mean(method, sorted(attributes)) or did_you_mean(text, known)
        raise UsageError(f"there is no service {text!r} and no attribute {method!r}", hint)
    raise UsageError(
        f"there is no service {text!r}",
        did_you_mean(text, known, "graphmodel list services shows what there is"),
    )


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _is_glob(text: str) -> bool:
    return "*" in text or "?" in text


def _glob(text: str) -> Callable[[str], bool]:
    """``*`` stands for any run of characters, ``?`` for any one; nothing else is special."""
    fits = re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL).fullmatch
    return lambda text: fits(text) is not None


def _mask(n: int, numbers: Sequence[int]) -> Mask:
    mask = np.zeros(n, np.bool_)
    mask[numbers] = True
    return mask


def _truths(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, np.bool_)
