"""Cypher for people and for other tools: the schema, the statements that load, and one query per analysis.

``queries()`` reads the queries; graphmodel itself answers from its index, and a test holds the two to the same rows.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

OTHERS = frozenset({"schema.cypher", "loading.cypher"})
"""Files that hold several statements, which are no queries."""

_PARAMETER = re.compile(r"^// :param (\w+) => (.+)$", re.MULTILINE)
_LIKE = re.compile(r"^// Like: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Query:
    """One file of ``cypher/``: its comments are read by people and by this."""

    name: str
    summary: str
    like: str
    """The command of graphmodel that answers the same."""
    parameters: dict[str, Any]
    """Each with the example that Neo4j's browser takes: a text or a list of texts."""
    text: str
    """The file as it is, comments included."""


@cache
def queries() -> dict[str, Query]:
    """Every query, by name."""
    found = [file for file in files(__name__).iterdir() if file.name.endswith(".cypher")]
    read = [_read(file.name, file.read_text(encoding="utf-8")) for file in found if file.name not in OTHERS]
    return {query.name: query for query in sorted(read, key=lambda query: query.name)}


def _read(file: str, text: str) -> Query:
    like = _LIKE.search(text)
    parameters = {name: ast.literal_eval(value) for name, value in _PARAMETER.findall(text)}
    summary = text.partition("\n")[0].removeprefix("// ").removesuffix(".")
    return Query(file.removesuffix(".cypher"), summary, like[1] if like else "", parameters, text)


def schema() -> str:
    """The file of the schema, comments included."""
    return files(__name__).joinpath("schema.cypher").read_text(encoding="utf-8")
