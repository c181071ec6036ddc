"""What a statement in Cypher says outside of its strings and comments, found before it is sent.

The server's plan does not show what is in an expression (``CASE WHEN COUNT { LOAD CSV … }``), so the text is read,
too: LOAD CSV, procedures that are called, functions and procedures that reach beyond the graph, and how deep it nests.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

BEYOND: Final = (
    "apoc.case",
    "apoc.cypher",
    "apoc.do",
    "apoc.es",
    "apoc.export",
    "apoc.import",
    "apoc.load",
    "apoc.periodic",
    "apoc.util.sleep",
    "apoc.when",
    "db.clearQueryCaches",
    "db.prepareForReplanning",
    "db.resampleIndex",
    "db.resampleOutdatedIndexes",
    "db.stats",
    "genai",
)
"""Names, or what names begin with, of procedures and functions that count as reading for the server, and act on it,
read its files, reach into its network, or run a text as Cypher."""

_ESCAPE: Final = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_ANY_ESCAPE: Final = re.compile(r"\\[uU]+([0-9A-Fa-f]{4})")
_HIDDEN: Final = re.compile(
    r"""(?P<comment>//[^\n\r]*|/\*.*?(?:\*/|\Z))"""
    r"""|(?P<string>'(?:[^'\\]|\\.)*(?:'|\Z)|"(?:[^"\\]|\\.)*(?:"|\Z))"""
    r"""|`(?P<name>(?:[^`]|``)*)(?:`|\Z)""",
    re.DOTALL,
)
_LOAD: Final = re.compile(r"load csv", re.IGNORECASE)
_CALL: Final = re.compile(r"\bcall ((?:\w++\.)++\w++) ?\(", re.IGNORECASE)
_NAME: Final = re.compile(r"(?<![\w.])((?:\w++\.)++\w++) ?\(")
_BRACKET: Final = re.compile(r"[(\[{)\]}]")


_TURNING: Final = "'\"`\\/*\n\r"
"""Where strings, names in backticks and comments begin and end."""


class Scan(NamedTuple):
    """What a statement does that its plan may not show."""

    loads: bool
    """It says LOAD CSV."""
    called: frozenset[str]
    """The procedures that it calls with arguments."""
    beyond: frozenset[str]
    """Procedures and functions in it that do more than read the graph."""
    depth: int
    """So many brackets are in each other."""


def scan(text: str) -> Scan:
    r"""Read the statement.

    Cypher 5 replaces ``\u004C`` by its character before it looks at anything else, Cypher 25 in strings only. The text
    is read in both ways, and what either finds counts.

    >>> scan("RETURN CASE WHEN COUNT { load /* x */ csv FROM 'file:///x' AS l RETURN l } > 0 THEN 1 END").loads
    True
    >>> scan("RETURN 'LOAD CSV' AS `LOAD CSV` // LOAD CSV").loads
    False
    >>> scan("CALL `db`.stats . clear('QUERIES')").beyond
    frozenset({'db.stats.clear'})
    >>> scan("RETURN [[(1)], '[[[[']").depth
    3
    """
    escaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    skeletons = [skeleton(written) for written in {text, escaped}]
    return Scan(
        any(_LOAD.search(one) for one in skeletons),
        frozenset(name for one in skeletons for name in _CALL.findall(one)),
        frozenset(name for one in skeletons for name in _NAME.findall(one) if reaches_beyond(name)),
        max(map(_depth, skeletons)),
    )


def turning(text: str) -> frozenset[str]:
    r"""The escapes of characters at which strings, names or comments begin or end.

    Cypher 5 replaces some of these and leaves others (``\\u0060``, after a backslash), so that what is text and what
    is said is not to be told by reading all of them in one way.

    >>> turning(r"RETURN '\u00e9\u0041' AS x"), sorted(turning(r"RETURN 1 AS `x\\u0060 \uu0060`"))
    (frozenset(), ['\\u0060', '\\uu0060'])
    """
    return frozenset(found[0] for found in _ANY_ESCAPE.finditer(text) if chr(int(found[1], 16)) in _TURNING)


def reaches_beyond(name: str) -> bool:
    """Whether a procedure or function of that name does more than read the graph.

    >>> [reaches_beyond(n) for n in ("db.stats.clear", "DB.Stats.collect", "db.statsx", "apoc.load.json", "db.labels")]
    [True, True, False, True, False]
    """
    return any(f"{name.lower()}.".startswith(f"{known.lower()}.") for known in BEYOND)


def skeleton(text: str) -> str:
    r"""The statement with a space for whatever is blank or a comment, ``''`` for a string, names without backticks.

    A name in backticks that is no word becomes ``_``, two dots a comma; around a dot there is no space.

    >>> skeleton("RETURN\u2003'it\\'s /* no' /* a\nb */ + \"//\" AS `a``b`, `c`//end")
    "RETURN '' + '' AS _, c "
    """
    bare = _HIDDEN.sub(_replaced, text)
    shown = bare if bare.isascii() and bare.isprintable() else "".join(" " if _blank(c) else c for c in bare)
    return re.sub(r" ?\. ?", ".", re.sub(" +", " ", shown).replace("..", " , "))


def _replaced(found: re.Match[str]) -> str:
    if found["name"] is not None:
        return found["name"] if re.fullmatch(r"\w+", found["name"]) else "_"
    return " " if found["comment"] is not None else "''"


def _blank(character: str) -> bool:
    """White space for any version of Cypher, and what cannot be seen."""
    return character.isspace() or unicodedata.category(character)[0] in "ZC"


def _depth(skeleton: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(skeleton):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest
