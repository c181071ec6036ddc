"""The text of a selector taken apart: unions of intersections of terms, each with its operators.

::

    selector = factor (SPACE factor)*              union
    factor   = term ("," term)*                    intersection
    term     = [N] "+" core | core "+" [N] | …     with what underpins it, with what depends on it
    core     = id | alias | name | glob | method ":" value
    value    = text | '"' text with "" for a quote '"'

What a core means is the business of ``selector``; whether ``g++`` is an id too, so a term has several readings.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphmodel.model.errors import UsageError

_TOKEN = re.compile(r'(?P<comma>\s*,\s*)|(?P<space>\s+)|(?P<term>(?:[^\s,"]|"(?:[^"]|"")*")+)')
_OPERATORS = re.compile(r"(?:(?P<before>[0-9]*)\+)?(?P<core>.+?)(?:\+(?P<after>[0-9]*))?", re.DOTALL)
_QUOTED = re.compile(r'(?:(?P<method>[^:"]+):)?"(?P<text>(?:[^"]|"")*)"', re.DOTALL)


class Reading(NamedTuple):
    """One way to read a term."""

    core: str
    providers: str | None = None
    """How many steps towards what underpins it: digits, empty for all the way, None for none."""
    consumers: str | None = None
    """How many steps towards what depends on it."""


class Core(NamedTuple):
    """What stands between the operators."""

    method: str
    """Empty where there is none."""
    value: str
    literal: bool
    """It was quoted: ``*`` and ``?`` stand for themselves."""


def factors(text: str) -> list[list[str]]:
    """The terms of a selector: a list to unite of lists to intersect. Raises UsageError for a stray comma or quote."""
    found: list[list[str]] = []
    at, comma = 0, False
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise UsageError(f"a quote is not closed: {text[at:]}", 'write id:"…"; a quote inside is doubled')
        at = token.end()
        if token["comma"]:
            if comma or not found:
                raise UsageError(f"nothing stands before a comma: {text}", "a comma intersects two terms")
            comma = True
        elif token["term"]:
            if comma:
                found[-1].append(token["term"])
            else:
                found.append([token["term"]])
            comma = False
    if comma:
        raise UsageError(f"nothing stands behind the comma: {text}", "a comma intersects two terms")
    return found


def readings(term: str) -> list[Reading]:
    """The ways to read a term, the one with the longest core first."""
    found = [Reading(term)]
    match = _OPERATORS.fullmatch(term)
    if match is None:
        return found
    before, after = match["before"], match["after"]
    if after is not None:
        found.append(Reading(term[: match.start("after") - 1], None, after))
    if before is not None:
        found.append(Reading(term[match.end("before") + 1 :], before, None))
    if before is not None and after is not None:
        found.append(Reading(match["core"], before, after))
    return [reading for reading in found if reading.core]


def core(text: str) -> Core:
    """A core taken apart at its first colon, quotes taken off."""
    if quoted := _QUOTED.fullmatch(text):
        return Core(quoted["method"] or "", quoted["text"].replace('""', '"'), literal=True)
    method, colon, value = text.partition(":")
    return Core(method, value, literal=False) if colon else Core("", text, literal=False)
