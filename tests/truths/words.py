"""The words that people use (``words.csv``: what, language, words): from real sheets, not from the product's list."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es")


@cache
def _listed() -> dict[tuple[str, str], list[list[str]]]:
    found: dict[tuple[str, str], list[list[str]]] = {}
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["what"], row["language"]), []).append(row["words"].split("|"))
    return found


def words(what: str, language: str = "") -> list[str]:
    """All of them in that language, or in any."""
    return rows(what, language)[0]


def rows(what: str, language: str = "") -> list[list[str]]:
    """The same where there are several rows: scales, each with its levels."""
    return _listed().get((what, language)) or _listed()[what, ""]
