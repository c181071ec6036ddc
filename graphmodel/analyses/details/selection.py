"""How analyses ask for services: SELECT and ``--exclude``, ids, and the names beside the ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphmodel.answers.question import argument, option
from graphmodel.model.errors import UsageError
from graphmodel.model.words import called, label
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.index.strings import Coded, Strings


BLOCK = 10_000
"""So many rows of a listing are read at once."""


def select_argument(what: str) -> Any:
    """The field ``select: tuple[str, ...]``: several are united; ``what`` says, in brackets, what none means."""
    return argument(
        f"{what}: ids, names, globs, +ID, ID+, kind:product, category:ID, role:ID, tag:WORD, attribute:VALUE",
        "SELECT",
        default=(),
    )


def exclude_option() -> Any:
    """The field ``exclude: tuple[str, ...]``."""
    return option("leave out what this selects", default=(), metavar="SELECT")


def chosen(index: Index, select: Sequence[str], exclude: Sequence[str]) -> NDArray[np.int32]:
    """The numbers of the services that any of the expressions selects, ascending; all where there is no expression.

    Raises UsageError for what a selector does not know.
    """
    mask = ~index.gone if not select else np.zeros(index.n, np.bool_)
    for expression in each(select):
        mask[selector.select(index, expression)] = True
    for expression in each(exclude):
        if expression.strip():
            mask[selector.select(index, expression)] = False
    return np.flatnonzero(mask).astype(np.int32)


def nothing(select: Sequence[str], found: Sized) -> tuple[str, ...]:
    """What to say of a selector that fits nothing: an empty answer alone would look like good news."""
    return ("nothing is selected",) if select and not len(found) else ()


def asked_about(
    index: Index, select: Sequence[str], exclude: Sequence[str]
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """The products asked about, or the services where a selection holds no product; what to say of that."""
    selected = chosen(index, select, exclude)
    products = selected[index.product[selected]]
    if len(products):
        return products, ()
    if select and len(selected):
        return selected, ("nothing selected is a product: the services selected are asked about instead",)
    if not index.product.any():
        return products, ("the catalogue has no product: name the services that are asked about instead",)
    return products, nothing(select, selected) or ("no product is left to ask about",)


def numbers(index: Index, expressions: Sequence[str]) -> list[int]:
    """The services that any of these ids, aliases, unique names or selectors selects, each once, ascending.

    Raises UsageError that names every one that is not there or selects nothing, or where there is none at all.
    """
    found: set[int] = set()
    errors: list[UsageError] = []
    for text in each(expressions):
        try:
            selected = selector.select(index, text).tolist() if text.strip() else [selector.one(index, text)]
        except UsageError as error:
            errors.append(error)
            continue
        if not selected:
            errors.append(UsageError(f"{text!r} selects no service", "see graphmodel list services"))
        found.update(selected)
    if errors:
        hints = dict.fromkeys(error.hint for error in errors if error.hint)
        raise UsageError("; ".join(error.message for error in errors), " ".join(hints))
    if not found:
        raise UsageError("no service is named", "name at least one by its id")
    return sorted(found)


def each(texts: Sequence[str]) -> Sequence[str]:
    """Several texts; a single one, which is a sequence too, as one."""
    return (texts,) if isinstance(texts, str) else texts


class Texts(dict[int, str]):
    """Number → text, decoded when first asked for. The number -1 is nothing: the empty text."""

    def __init__(self, strings: Strings | Coded) -> None:
        super().__init__({-1: ""})
        self._strings = strings

    def __missing__(self, number: int) -> str:
        self[number] = text = self._strings[number]
        return text

    def read(self, numbers: Integers) -> None:
        """Decode all of these: faster than one by one."""
        wanted = [number for number in set(numbers.tolist()) if number not in self]
        self.update(zip(wanted, self._strings.of_rows(np.array(wanted, np.intp)), strict=True))

    def of(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Several at once."""
        return tuple(map(self.__getitem__, numbers))


class Names:
    """The ids and names of an index, decoded when first asked for."""

    def __init__(self, index: Index) -> None:
        self.id = Texts(index.service_id)
        self.name = Texts(index.service_name)
        self.category_id = Texts(index.category_id)
        self.category_name = Texts(index.category_name)
        self.role_id = Texts(index.role_id)
        self.role_name = Texts(index.role_name)

    def label(self, v: int) -> str:
        """What a reader calls a service whose id stands beside it."""
        return label(self.id[v], self.name[v])

    def labels(self, services: Sequence[int], separator: str = ", ") -> str:
        """The same of several, as one text."""
        return separator.join(map(self.label, services))

    def called(self, v: int) -> str:
        """What a reader calls a service whose id stands nowhere else."""
        return called(self.id[v], self.name[v])


def kind(index: Index, v: int) -> str:
    """``product`` or ``service``."""
    return "product" if index.product[v] else "service"


def distinct(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Names for columns that come from the data: those that are taken get an underscore behind them."""
    used = set(taken)
    found: list[str] = []
    for name in names:
        while name in used:
            name += "_"
        used.add(name)
        found.append(name)
    return found
