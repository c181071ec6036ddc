"""What changes cost: what a service costs, or what a file of prices says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from graphmodel.index.strings import coded
from graphmodel.model import toml_file
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from graphmodel.index.index import Index

FORM: Final = (
    'a price is a table [[price]]: services = "SELECT", and a number, or false (not for sale), for provider, '
    "own_availability, own_rto or all"
)
EVERY: Final = "all"
SERVICES: Final = "services"


class Prices(NamedTuple):
    """What each change costs at each service: float64[n] each; infinite where it is not for sale."""

    provider: NDArray[np.float64]
    """Another provider beside it, or one more like it in a group."""
    own_availability: NDArray[np.float64]
    """To be down of itself a tenth of the time."""
    own_rto: NDArray[np.float64]
    """To come back as fast as the target asks."""


def prices(index: Index, file: Path | None) -> Prices:
    """What changes cost: the ``cost`` of the service, else 1, unless the file says otherwise; the last word counts.

    Raises UsageError for a file that cannot be read, and for what it should not hold, with its line.
    """
    texts, code = coded(index.records("service").column("cost"))
    stated = np.array([max(float(text), 0.0) if text else 1.0 for text in texts])[code]
    found = Prices(*(stated.copy() for _ in Prices._fields))
    if file is None:
        return found
    text = toml_file.text(file, "name a file of prices")
    said = toml_file.parsed(text, str(file), FORM)
    lines = toml_file.key_lines(text)
    entries = said.get("price", [])
    if unknown := next((key for key in said if key != "price"), ""):
        raise UsageError(f"{file}:{lines.get((unknown,), 1)}: there is no key {unknown!r}", FORM)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"{file}:{lines.get(('price',), 1)}: price is no list of tables", FORM)
    for number, entry in enumerate(entries):
        _apply(index, found, entry, str(file), number, lines)
    return found


def _apply(
    index: Index,
    found: Prices,
    entry: Mapping[str, Any],
    file: str,
    number: int,
    lines: Mapping[toml_file.Path, int],
) -> None:
    def at(key: str) -> str:
        line = lines.get(("price", number, key)) or lines.get(("price", number), 1)
        return f"{file}:{line}: "

    known = (SERVICES, EVERY, *Prices._fields)
    for key in entry:
        if key not in known:
            raise UsageError(f"{at(key)}there is no key {key!r}", did_you_mean(key, known, FORM))
    selects = entry.get(SERVICES)
    if not isinstance(selects, str) or not selects.strip():
        raise UsageError(f"{at(SERVICES)}services is {selects!r}, and no selector", FORM)
    try:
        services = selector.select(index, selects)
    except UsageError as error:
        raise UsageError(f"{at(SERVICES)}{error.message}", error.hint) from None
    if not len(services):
        raise UsageError(
            f"{at(SERVICES)}{selects!r} selects no service", "graphmodel list services shows what there is"
        )
    for name in Prices._fields:
        key = name if name in entry else EVERY
        if key in entry:
            getattr(found, name)[services] = _price(entry[key], at(key), key)


def _price(said: object, at: str, key: str) -> float:
    if said is False:
        return np.inf
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < np.inf:
        raise UsageError(
            f"{at}{key} is {said!r}, and no price", "a number of at least 0, or false: not for sale"
        )
    return float(said)
