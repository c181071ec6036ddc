"""The parts of a mapping file as they were written: values of the right type, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphmodel.importers.names import near
from graphmodel.model.errors import GraphmodelError
from graphmodel.model.numbers import MAX_DIGITS
from graphmodel.model.toml_file import Path


@dataclass
class Written:
    """One table of the file as it was written."""

    data: Mapping[str, Any]
    said: str
    """What it is called in a message."""
    path: Path
    lines: Mapping[Path, int]
    """Where each key is."""
    errors: list[tuple[int, str]]
    """Lines and messages; shared by all parts."""

    def error(self, message: str, *keys: str) -> None:
        """Something is wrong in this part, at that key where one is named."""
        path = (*self.path, *keys)
        while path and path not in self.lines:
            path = path[:-1]
        joint = " " if message.startswith(("has no ", "needs ")) else ": "
        self.errors.append((self.lines.get(path, 0), f"{self.said}{joint}{message}"))

    def part(self, said: str, data: Mapping[str, Any], *keys: str | int) -> Written:
        """A part of this one."""
        return Written(data, said, (*self.path, *keys), self.lines, self.errors)

    def within(self, key: str) -> Written:
        """The table of that name; empty where there is none."""
        found = self.data.get(key, {})
        if not isinstance(found, dict):
            self.error(f"{key} is a table of names and values", key)
            found = {}
        return self.part(self.said, found, key)

    def tables(self, key: str, needs: str) -> list[Written]:
        """The tables of an array, of which there must be one; ``needs``: what it is called as a whole."""
        found = self.data.get(key)
        if isinstance(found, list) and found and all(isinstance(item, dict) for item in found):
            return [self.part(f"{key} {n}", item, key, n - 1) for n, item in enumerate(found, 1)]
        self.error(f"needs at least one [[{needs}]]", key)
        return []

    def keys(self, allowed: Sequence[str]) -> None:
        """No other keys may stand here."""
        for key in self.data:
            if key not in allowed:
                meant = near(key, allowed)
                self.error(
                    f"has no key {key!r}; "
                    + (f"did you mean {meant}?" if meant else f"it has {', '.join(allowed)}"),
                    key,
                )

    def text(self, key: str) -> str:
        """A text, or a number as one; empty where there is none."""
        found = self.data.get(key, "")
        if isinstance(found, (str, float)) or (type(found) is int and abs(found) < 10**MAX_DIGITS):
            return str(found)
        self.error(f"{key} is a text", key)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one alone is a list, too."""
        found = self.data.get(key, [])
        if isinstance(found, str):
            return (found,)
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        self.error(f"{key} is a list of texts", key)
        return ()

    def lists(self) -> dict[str, tuple[str, ...]]:
        """A list of texts for each key."""
        return {key: self.texts(key) for key in self.data}

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        if not isinstance(found := self.data.get(key, False), bool):
            self.error(f"{key} is true or false", key)
        return found is True

    def check(self, key: str, check: Callable[[], None]) -> None:
        """What a check has against the value of that key is an error."""
        try:
            check()
        except GraphmodelError as error:
            self.error(f"{error.message}; {error.hint}", key)
