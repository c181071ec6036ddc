"""Which services are meant: ids, aliases, names, globs and attributes, with operators, united and intersected.

``terms`` takes the text apart; here it gets its meaning. An exact id (or alias) always wins: the whole text first, then
the whole text without operators, then a term, then a term without operators. Where a term can be read in several ways,
the longest exact id wins, and of two as long the one that stands first; then, in the same way, what is exactly a
category, a role or the value of an attribute; then a name. Where none is, all operators are operators.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.reach import distances
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import count, listed
from graphmodel.selectors import attributes, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

    Mask = NDArray[np.bool_]

IS_GONE: Final = "what is gone is down for good; ask about what is left"
"""The hint where a service is named that a proposal takes away."""

_LONG = re.compile(r"[^\x00-\x7f]{1021,}")
"""More without a break than any id or name may need; normalising takes the square of a run of combining marks."""


def select(index: Index, expression: str, exclude: str = "") -> NDArray[np.int32]:
    """The numbers of the services that ``expression`` selects and ``exclude`` does not, ascending; blank is all.

    Raises UsageError, with what may have been meant, for an id, a category, a role or an attribute that is not there.
    A glob or an attribute's value that fits nothing selects nothing.
    """
    mask = _select(index, expression) if expression.strip() else np.ones(index.n, np.bool_)
    if exclude.strip():
        mask &= ~_select(index, exclude)
    mask &= ~index.gone
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
        return _only(index, at)
    for way in terms.readings(text):
        if _find(index, way.core) >= 0:
            return _read(index, way)
    try:
        mask = np.zeros(index.n, np.bool_)
        for factor in terms.factors(text):
            mask |= np.logical_and.reduce([_term(index, term) for term in factor])
    except UsageError:
        # A name with a space, a comma or a quote in it, perhaps with operators.
        if any(c.isspace() or c in ',"' for c in text):
            with suppress(UsageError):
                return _term(index, text)
        raise
    return mask


def _term(index: Index, term: str) -> Mask:
    """What one term selects, its operators applied."""
    ways = terms.readings(term)
    if len(ways) == 1:
        return _read(index, ways[0])
    for exactly in (_find_mask, _valued, _called):
        for way in ways:
            if (mask := exactly(index, way.core)) is not None:
                return _expanded(index, mask, way)
    operators = [(way.providers is not None) + (way.consumers is not None) for way in ways]
    plain = [way for way, number in zip(ways, operators, strict=True) if number == max(operators)]
    errors = []
    for way in plain:
        try:
            return _read(index, way)
        except UsageError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    raise UsageError(" and ".join(error.message for error in errors), errors[0].hint)


def _read(index: Index, reading: terms.Reading) -> Mask:
    return _expanded(index, _core(index, reading.core), reading)


def _expanded(index: Index, mask: Mask, reading: terms.Reading) -> Mask:
    """These services with what the operators add to them."""
    found = mask.copy()
    starts = np.flatnonzero(mask).tolist()
    for steps, up in ((reading.providers, False), (reading.consumers, True)):
        if steps is not None:
            limit = None if not steps or len(steps) > 9 else int(steps)
            found |= distances(index, starts, up=up, limit=limit) >= 0
    return found


def _find(index: Index, text: str) -> int:
    """The service of that exact id or alias, as ``id:"…"``, plain or as ``id:…``, or -1."""
    core = terms.core(text)
    named = index.find(core.value) if core.method in ("", "id") else -1
    if core.literal and named >= 0:
        return named
    return at if (at := index.find(text)) >= 0 else named


def _find_mask(index: Index, text: str) -> Mask | None:
    return _only(index, at) if (at := _find(index, text)) >= 0 else None


def _valued(index: Index, text: str) -> Mask | None:
    """What is exactly of that category or role, or has exactly that value of an attribute; None where nothing is."""
    core = terms.core(text)
    if core.method in ("", "id") or (not core.value and not core.literal):
        return None
    value = attributes.Value.of(core)
    if value.glob or not (chosen := attributes.by(index, core.method)):
        return None
    with suppress(UsageError):
        mask = chosen(index, value)
        return mask if mask.any() else None
    return None


def _called(index: Index, text: str) -> Mask | None:
    """The one service that has exactly that name; else None."""
    core = terms.core(text)
    name = text if core.method else core.value
    if not core.literal and attributes.is_glob(text):
        return None
    if not name or name not in index.service_name.list():
        return None
    with suppress(UsageError):
        return _only(index, _named(index, name))
    return None


def _core(index: Index, text: str) -> Mask:
    if (at := _find(index, text)) >= 0:
        return _only(index, at)
    core = terms.core(text)
    if core.method == "id":
        return _by_id(index, core)
    if core.method and (chosen := attributes.by(index, core.method)):
        if not core.value and not core.literal:
            raise UsageError(f"{core.method}: needs a value", f'{core.method}:"" selects those without one')
        return chosen(index, attributes.Value.of(core))
    if not core.literal and attributes.is_glob(text):
        mask = attributes.ids(index, attributes.Value(text, glob=True))
        if mask.any() or text not in index.service_name.list():
            return mask
    if core.method:
        return _only(index, _named(index, text, method=core.method))
    return _only(index, _named(index, core.value))


def _by_id(index: Index, core: terms.Core) -> Mask:
    if core.literal or not attributes.is_glob(core.value):
        raise _unknown(index, core.value)
    return attributes.ids(index, attributes.Value.of(core))


def _named(index: Index, text: str, *, method: str = "") -> int:
    """The one service of that name; ``method`` is what the text may have meant as an attribute."""
    folded = text.casefold()
    names = index.service_name.list()
    alike = [at for at, name in enumerate(names) if text and name.casefold() == folded and not index.gone[at]]
    exact = [at for at in alike if names[at] == text]
    if len(found := exact or alike) == 1:
        return found[0]
    if found:
        ids = listed([repr(index.service_id[at]) for at in found], 5)
        raise UsageError(
            f"{count(len(found), 'service')} have the name {text!r}", f"say which by its id: {ids}"
        )
    raise _unknown(index, text, method)


def _unknown(index: Index, text: str, method: str = "") -> UsageError:
    if text in index.taken:
        return UsageError(f"{text!r} is gone in what is proposed", IS_GONE)
    known = [*index.service_id, *index.alias, *index.service_name]
    if method:
        hint = did_you_mean(method, attributes.known(index)) or did_you_mean(text, known)
        return UsageError(f"there is no service {text!r} and no attribute {method!r}", hint)
    hint = did_you_mean(text, known, "graphmodel list services shows what there is")
    return UsageError(f"there is no service {text!r}", hint)


def _normal(text: str) -> str:
    if not text.isascii() and (long := _LONG.search(text)):
        raise UsageError(
            f"a term of {len(long[0]):,} characters is too long", "select by ids, which are shorter than that"
        )
    return unicodedata.normalize("NFC", text).strip()


def _only(index: Index, service: int) -> Mask:
    mask = np.zeros(index.n, np.bool_)
    mask[service] = True
    return mask
