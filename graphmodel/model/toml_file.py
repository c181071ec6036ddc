"""A TOML file that a user wrote: its text, what it says, and in which line each key stands.

The standard library's reader does not say the lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path as File
from typing import Any, Final

from graphmodel.model.errors import UsageError

Path = tuple[str | int, ...]
"""Keys, and the positions (from 0) of tables in an array: ``("file", 0, "table", 1, "kind")``."""

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_ARRAY: Final = re.compile(rf"\s*\[\[\s*({_DOTTED})\s*\]\]")
_TABLE: Final = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_PAIR: Final = re.compile(rf"\s*({_DOTTED})\s*=\s*(.*)", re.DOTALL)
_QUOTES: Final = ('"""', "'''")


def text(file: File, hint: str) -> str:
    """What stands in the file. Raises UsageError, with that hint, where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", hint) from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8", "save it as UTF-8") from None


def parsed(text: str, name: str, hint: str) -> dict[str, Any]:
    """What the text says. Raises UsageError, with that hint, where it is not TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UsageError(f"{name} is nested too deeply", hint) from None
    except ValueError as error:  # not TOML, or a number of thousands of digits
        raise UsageError(f"{name} is not TOML: {error}", hint) from None


def key_lines(text: str) -> Mapping[Path, int]:
    r"""Where each table and each key of a valid TOML text begins; keys inside inline tables are not listed.

    >>> key_lines('[[file]]\nname = "x"\n')
    {('file', 0): 1, ('file', 0, 'name'): 2}
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    at: Path = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:  # inside a text of several lines
            closing = "" if closing in line else closing
        elif fits := _ARRAY.match(line):
            at = _inside(_keys(fits[1]), counts)
            counts[at] = counts.get(at, -1) + 1
            at = (*at, counts[at])
            found.setdefault(at, number)
        elif fits := _TABLE.match(line):
            at = _full(_keys(fits[1]), counts)
            found.setdefault(at, number)
        elif fits := _PAIR.match(line):
            found.setdefault((*at, *_keys(fits[1])), number)
            opened = fits[2][:3]
            closing = opened if opened in _QUOTES and opened not in fits[2][3:] else ""
    return found


def _keys(dotted: str) -> Path:
    return tuple(
        tomllib.loads(f"k = {key}")["k"] if key[0] in "\"'" else key for key in re.findall(_KEY, dotted)
    )


def _inside(keys: Path, counts: Mapping[Path, int]) -> Path:
    """The path of an array of tables, with the position of each array that it is in."""
    return (*_full(keys[:-1], counts), keys[-1])


def _full(keys: Path, counts: Mapping[Path, int]) -> Path:
    at: Path = ()
    for key in keys:
        at = (*at, key)
        at = (*at, counts[at]) if at in counts else at
    return at
