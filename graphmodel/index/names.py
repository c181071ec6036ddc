"""What services are called, all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphmodel.model.words import called, label

if TYPE_CHECKING:
    from graphmodel.index.strings import Strings


class ServiceNames(NamedTuple):
    """What every service is called; each list has n texts."""

    id: list[str]
    name: list[str]
    called: list[str]
    """As ``model.words.called`` has it."""
    label: list[str]
    """As ``model.words.label`` has it."""


def decoded(ids: Strings, names: Strings) -> ServiceNames:
    """Of services with these ids and names."""
    own, named = ids.list(), names.list()
    return ServiceNames(own, named, [*map(called, own, named)], [*map(label, own, named)])
