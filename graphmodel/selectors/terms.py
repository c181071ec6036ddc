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
_BEFORE = re.compile(r"(?P<steps>[0-9]*)\+")
_AFTER = re.compile(r"\+(?P<steps>[0-9]*)\Z")
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
                raise UsageError(f"nothing is before the comma: {text}", "a comma intersects two terms")
            comma = True
        elif token["term"]:
            if comma:
                found[-1].append(token["term"])
            else:
                found.append([token["term"]])
            comma = False
    if comma:
        raise UsageError(f"nothing follows the comma: {text}", "a comma intersects two terms")
    return found


def readings(term: str) -> list[Reading]:
    """All ways to read a term, the longest core first; of equally long ones the one that stands first.

    >>> [tuple(reading) for reading in readings("10042+1")]
    [('10042+1', None, None), ('10042', None, '1'), ('1', '10042', None)]
    >>> [reading.core for reading in readings("1+shop+2")]
    ['1+shop+2', '1+shop', 'shop+2', 'shop']
    """
    starts: list[tuple[int, str | None]] = [(0, None)]
    ends: list[tuple[int, str | None]] = [(len(term), None)]
    if before := _BEFORE.match(term):
        starts.append((before.end(), before["steps"]))
    if after := _AFTER.search(term):
        ends.append((after.start(), after["steps"]))
    found = [
        (start, Reading(term[start:end], providers, consumers))
        for start, providers in starts
        for end, consumers in ends
        if start < end
    ]
    return [reading for _, reading in sorted(found, key=lambda way: (-len(way[1].core), way[0]))]


def core(text: str) -> Core:
    """A core taken apart at its first colon, quotes taken off. Nothing stands before a colon that it begins with."""
    if quoted := _QUOTED.fullmatch(text):
        return Core(quoted["method"] or "", quoted["text"].replace('""', '"'), literal=True)
    method, colon, value = text.partition(":")
    return Core(method, value, literal=False) if method and colon else Core("", text, literal=False)
