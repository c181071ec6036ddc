"""Registration is explicit; a file that nobody registered is found here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

import pytest

# What else stands in a registry's package: the protocol, and helpers of several entries.
PLAIN = {
    "analyses": {"analysis", "registry", "report"},
    "rules": {"rule", "rows"},
    "importers": set(),
    "stores": {"store"},
    "render": {"renderer", "visible"},
}
REGISTRY = {
    "analyses": "ALL",
    "rules": "ALL",
    "importers": "IMPORTERS",
    "stores": "STORES",
    "render": "FORMATS",
}


def files(part: str) -> set[str]:
    package = importlib.import_module(f"graphmodel.{part}")
    return {m.name for m in pkgutil.iter_modules(package.__path__)} - PLAIN[part]


def registered(part: str) -> set[str]:
    """The modules that the entries of the registry come from."""
    package: ModuleType = importlib.import_module(f"graphmodel.{part}")
    entries = getattr(package, REGISTRY[part])
    values = entries.values() if isinstance(entries, Mapping) else entries
    return {module_of(value).rsplit(".", 1)[-1] for value in values}


def module_of(entry: object) -> str:
    for name in ("run", "find", "read", "render", "open"):
        if callable(function := getattr(entry, name, None)):
            return str(function.__module__)
    return entry.__name__ if isinstance(entry, ModuleType) else str(entry.__module__)


@pytest.mark.parametrize("part", REGISTRY)
def test_every_file_is_registered(part: str) -> None:
    assert registered(part) == files(part)


def test_summaries_that_are_listed_without_an_import_are_the_analyses_own() -> None:
    from graphmodel.analyses import ALL

    assert {name: ALL[name].summary for name in ALL} == ALL.summaries
    assert [ALL[name].name for name in ALL] == list(ALL)
