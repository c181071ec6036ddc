"""The one idiom of registers: entries by name, each imported when it is first asked for.

Our own entries are listed by hand, one line each. Other packages add theirs by an entry point of the register's group
(https://packaging.python.org/en/latest/specifications/entry-points/); nobody has to change graphmodel for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import EntryPoint

Entry = TypeVar("Entry")


class Register(Mapping[str, Entry], Generic[Entry]):
    """Entries by name: our own in the order given, then those of other packages by name.

    What other packages bring is looked for only when a name is not our own, or when all names are listed.
    """

    def __init__(
        self,
        group: str,
        type: type[Entry],
        own: Mapping[str, str] | Mapping[str, Entry],
        name_of: Callable[[Entry], str],
    ) -> None:
        """``group`` of entry points; ``own``: name → ``module:attribute`` where that entry is defined, or the entry.

        ``name_of`` gives the name that an entry has itself: an entry point must have the same.
        """
        self.group = group
        self.own: dict[str, str | Entry] = dict(own)
        self._type = type
        self._name_of = name_of
        self._loaded: dict[str, Entry] = {}

    @cached_property
    def brought(self) -> dict[str, EntryPoint]:
        """What other packages bring, by name. Raises UsageError where a name comes twice."""
        from importlib.metadata import entry_points

        found: dict[str, EntryPoint] = {}
        for point in sorted(entry_points(group=self.group), key=lambda point: point.name):
            if point.name in self.own or point.name in found:
                other = _package(found[point.name]) if point.name in found else "graphmodel"
                raise UsageError(
                    f"{_package(point)} and {other} both bring {point.name!r} ({self.group})",
                    "uninstall one of the two, or ask its maintainer to choose another name",
                )
            found[point.name] = point
        return found

    def __getitem__(self, name: str) -> Entry:
        """The entry. Raises KeyError for a name that there is not, UsageError for one that cannot be loaded."""
        if name not in self._loaded:
            if name in self.own:
                own = self.own[name]
                self._loaded[name] = located(own) if isinstance(own, str) else own
            else:
                self._loaded[name] = self._load(self.brought[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        yield from self.brought

    def __len__(self) -> int:
        return len(self.own) + len(self.brought)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self.own or name in self.brought)

    def _load(self, point: EntryPoint) -> Entry:
        try:
            entry = point.load()
        except Exception as error:
            raise UsageError(
                f"{point.name!r} ({self.group}) of {_package(point)} cannot be loaded: "
                f"{type(error).__name__}: {error}",
                f"update or uninstall {_package(point)}",
            ) from error
        if not isinstance(entry, self._type):
            raise UsageError(
                f"{point.name!r} ({self.group}) of {_package(point)} is {type(entry).__name__}, "
                f"not {self._type.__name__}",
                f"update or uninstall {_package(point)}",
            )
        if self._name_of(entry) != point.name:
            raise UsageError(
                f"{_package(point)} brings {self._name_of(entry)!r} under the name {point.name!r} ({self.group})",
                f"update or uninstall {_package(point)}",
            )
        from graphmodel.model.foreign import shielded  # which only those need who have such packages

        return shielded(entry, _package(point), f"{point.name!r} ({self.group})")


def located(place: str) -> Any:
    """What stands at ``module:attribute``, imported when it is asked for."""
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)


@dataclass(frozen=True)
class Deferred:
    """The function at ``module:attribute``, whose module is imported when it is first called."""

    place: str

    def __call__(self, *given: object) -> Any:
        """What that function gives."""
        return located(self.place)(*given)


def _package(point: EntryPoint) -> str:
    return f"package {point.dist.name}" if point.dist else "a package"
