"""What the arrays of an index may hold: looked at when they are loaded, so that nothing indexes beyond an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from graphmodel.index.index import GIVEN, LETTERS, STRINGS
from graphmodel.index.records import line_name
from graphmodel.model import metamodel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.index.arrays import Array

MEASURED: Final = {
    "services": ("requirement_at", 1),
    "requirements": ("member_at", 1),
    "members": ("member", 0),
    "categories": ("category_parent", 0),
    "roles": ("role_id_at", 1),
    "responsibilities": ("held_service", 0),
    "aliases": ("alias_of", 0),
    **{line_name(name): (line_name(name), 0) for name in metamodel.KINDS if name not in GIVEN},
}
"""How many there are of what: the length of which array, less what. No array of texts is called as one of these."""

OF: Final = {
    "service_id": "services",
    "service_name": "services",
    "group": "requirements",
    "category_id": "categories",
    "category_name": "categories",
    "role_id": "roles",
    "role_name": "roles",
    "alias": "aliases",
    "duty": "responsibilities",
}
"""Of what there is one string each."""


class ArrayShape(NamedTuple):
    """What one array may hold."""

    dtype: str
    """As ``numpy.dtype.str`` has it."""
    length: str
    """A key of ``MEASURED``; empty for any."""
    low: int = 0
    high: str | int = ""
    """All values are below that number, or the number of these; empty for any."""
    offsets: str = ""
    """They ascend from 0 to the length of that array, or number of these, and are one more than ``length``."""


SHAPES: Final = {
    "requirement_at": ArrayShape("<i8", "services", offsets="requirements"),
    "member_at": ArrayShape("<i8", "requirements", offsets="members"),
    "member": ArrayShape("<i4", "members", high="services"),
    "needs": ArrayShape("<i4", "requirements", low=1),
    "hard": ArrayShape("|b1", "requirements", high=2),
    "used_at": ArrayShape("<i8", "services", offsets="members"),
    "used": ArrayShape("<i4", "members", high="requirements"),
    "product": ArrayShape("|b1", "services", high=2),
    "placeholder": ArrayShape("|b1", "services", high=2),
    "category": ArrayShape("<i4", "services", low=-1, high="categories"),
    "category_parent": ArrayShape("<i4", "categories", low=-1, high="categories"),
    "alias_of": ArrayShape("<i4", "aliases", high="services"),
    "held_service": ArrayShape("<i4", "responsibilities", high="services"),
    "held_role": ArrayShape("<i4", "responsibilities", high="roles"),
    "held_letter": ArrayShape("|u1", "responsibilities", high=len(LETTERS)),
    **{name: ArrayShape("|u1", "") for name in STRINGS},
    **{f"{name}_at": ArrayShape("<i8", OF.get(name, ""), offsets=name) for name in STRINGS},
}
"""By the name of the array. Texts that are no UTF-8 are shown with replacement characters."""


_NEEDED: Final = SHAPES.keys() | {of for of, _ in MEASURED.values()}
"""The arrays whose lengths say what others may hold."""

KINDS: Final = {
    "service": "services",
    "category": "categories",
    "role": "roles",
    "dependency": "members",
    "responsibility": "responsibilities",
    **{name: line_name(name) for name in metamodel.KINDS if name not in GIVEN},
}
"""How many records there are of each kind."""

CODES: Final = ("|u1", "<u2", "<u4", "<u8")


def sound(name: str, dtype: object, data: bytes, lengths: Mapping[str, Any]) -> Array | None:
    """The array that those bytes are; None where it may not be used beside others of those lengths."""
    shape = shape_of(name, dtype)
    if shape is None or dtype != shape.dtype or not lengths.keys() >= _NEEDED:
        return None
    if any(type(length) is not int for length in lengths.values()):
        return None
    counts = _counts(lengths)
    if any(lengths[n] != counts[s.length] + bool(s.offsets) for n, s in SHAPES.items() if s.length):
        return None
    known = np.dtype(shape.dtype)
    if len(data) != lengths[name] * known.itemsize:
        return None
    array = np.frombuffer(data, known)
    return array if right(name, array, lengths) else None


def shape_of(name: str, dtype: object) -> ArrayShape | None:
    """What the array of that name may hold; None for a name that no array has. Columns are those of ``records``."""
    part, colon, column = name.partition(":")
    kind = column.replace("@", ".").partition(".")[0]
    if not colon or kind not in KINDS:
        return SHAPES.get(name)
    if part == "text":
        return ArrayShape("|u1", "")
    if part == "at":
        return ArrayShape("<i8", "", offsets=f"text:{column}")
    if part == "line":
        return ArrayShape("<i8", KINDS[kind])
    return ArrayShape(str(dtype), KINDS[kind]) if part == "code" and dtype in CODES else None


def plain(name: str, dtype: object) -> str:
    """The type that the array of that name has, if it may have the one said. Raises ValueError."""
    shape = shape_of(name, dtype)
    if shape is None or dtype != shape.dtype:
        raise ValueError(f"{name} is of another type")
    return shape.dtype


def consistent(arrays: Mapping[str, Array]) -> bool:
    """Whether arrays that were made from records may be used: records that no import lets in might be among them."""
    lengths = {name: len(array) for name, array in arrays.items()}
    return all(right(name, array, lengths) for name, array in arrays.items())


def right(name: str, array: Array, lengths: Mapping[str, int]) -> bool:
    """Whether an array may be used beside others of those lengths: its type, its length, and every value in it."""
    shape = shape_of(name, array.dtype.str)
    counts = _counts(lengths)
    if shape is None or array.dtype.str != shape.dtype or array.ndim != 1 or min(counts.values()) < 0:
        return False
    if shape.offsets:
        end = counts.get(shape.offsets, lengths.get(shape.offsets, -1))
        return len(array) == _length(name, shape, lengths) + 1 and _ascending(array, end)
    if len(array) != _length(name, shape, lengths):
        return False
    plain = array.view(np.uint8) if array.dtype == np.bool_ else array
    high = counts[shape.high] if isinstance(shape.high, str) and shape.high else shape.high
    if name.startswith("code:"):
        high = lengths.get(f"at:{name.removeprefix('code:')}", 0) - 1
    if len(plain) and (plain.min() < shape.low or (high != "" and plain.max() >= high)):
        return False
    return name != "category_parent" or _ends(array)


def _length(name: str, shape: ArrayShape, lengths: Mapping[str, int]) -> int:
    """How many values it must have, less one for offsets."""
    part, _, column = name.partition(":")
    if part == "code" and not lengths[name]:
        return 0
    if part == "at" and not lengths.get(f"code:{column}", 0):
        return _counts(lengths)[KINDS[column.replace("@", ".").partition(".")[0]]]
    return _counts(lengths)[shape.length] if shape.length else lengths[name] - bool(shape.offsets)


def _counts(lengths: Mapping[str, int]) -> dict[str, int]:
    return {what: lengths[of] - less for what, (of, less) in MEASURED.items()}


def _ascending(array: Array, end: int) -> bool:
    return bool(len(array) and array[0] == 0 and array[-1] == end and (array[1:] >= array[:-1]).all())


def _ends(parent: Array) -> bool:
    """No category is its own ancestor: ways of twice the length each time come to an end."""
    at = parent.astype(np.int64)
    for _ in range(len(at).bit_length() + 1):
        at = np.where(at < 0, -1, at[at])
    return bool((at < 0).all())
