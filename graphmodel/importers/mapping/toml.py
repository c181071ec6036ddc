"""Writing the few forms of TOML that a proposed mapping needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def text(value: str) -> str:
    r"""A basic string.

    >>> print(text('say "x"\n'))
    "say \"x\"\n"
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Iterable[str]) -> str:
    """An array of strings."""
    return f"[{', '.join(map(text, values))}]"


def pattern(value: str) -> str:
    """A value as a pattern that fits nothing else.

    >>> pattern("app[1].csv"), pattern("?")
    ('app[[]1].csv', '[?]')
    """
    return "".join(f"[{c}]" if c in "*?[" else c for c in value)


def key(name: str) -> str:
    """A key, quoted where it must be."""
    return name if _BARE.fullmatch(name) else text(name)


def comment(said: str) -> str:
    """A comment, whatever it quotes of a file: on one line, control characters escaped."""
    return "# " + text(said)[1:-1].replace('\\"', '"').replace("\\\\", "\\")
