"""JSON within bounds: the items of a document's lists one by one, each with the offsets of its text.

Numbers stay the texts that they are: 1.10 is no 1.1, and 1e999 no infinity.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator
from json.decoder import WHITESPACE, JSONDecodeError  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from graphmodel.importers.documents.content import BadDocument
from graphmodel.importers.documents.records import Stretch
from graphmodel.importers.importer import IGNORED

_HINT: Final = "export it again, or correct the line"


class Item(NamedTuple):
    """One item of a list."""

    list: str
    """The key of the list in the document; empty where the document is a list."""
    number: int
    """From 1."""
    value: Any
    span: Stretch


class _Twice(ValueError):  # noqa: N818
    """An object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        raise _Twice(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str
)


class JsonText:
    """A text, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.members: dict[str, Any] = {}
        """What is beside the lists, by key."""
        self.lists: list[str] = []
        """The keys of the lists that were read."""

    def items(self, lists: Collection[str]) -> Iterator[Item]:
        """The items of the document, if it is a list, or of those of its members. Raises BadDocument."""
        try:
            at = self._blank(0)
            if self.text[at : at + 1] == "[":
                at = yield from self._list("", at)
            elif self.text[at : at + 1] == "{":
                at = yield from self._object(at + 1, lists)
            else:
                raise JSONDecodeError("Expecting an object or a list", self.text, at)
            if at < len(self.text):
                raise JSONDecodeError("Extra data", self.text, at)
        except JSONDecodeError as error:
            raise BadDocument(f"not JSON: {error.msg}", _HINT, line=error.lineno) from None
        except _Twice as twice:
            raise BadDocument(
                "an object has one key twice", "keep one of the two", value=str(twice)
            ) from None
        except RecursionError:
            raise BadDocument("too many levels within each other", "is it the right file?", "E115") from None

    def _blank(self, at: int) -> int:
        end: int = WHITESPACE.match(self.text, at).end()
        return end

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self.text, at)
        except StopIteration as stop:
            raise JSONDecodeError("Expecting value", self.text, stop.value or at) from None

    def _object(self, at: int, lists: Collection[str]) -> Generator[Item, None, int]:
        at = self._blank(at)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise JSONDecodeError("Expecting a key", self.text, at)
            key, at = self._value(at)
            at = self._blank(at)
            if self.text[at : at + 1] != ":":
                raise JSONDecodeError("Expecting ':'", self.text, at)
            if key in self.members or key in self.lists:
                raise _Twice(key)
            at = self._blank(at + 1)
            if key in lists and self.text[at : at + 1] == "[":
                at = yield from self._list(key, at)
            else:
                self.members[key], at = self._value(at)
            at = self._next(at, "}")
        return self._blank(at + 1)

    def _list(self, key: str, at: int) -> Generator[Item, None, int]:
        self.lists.append(key)
        number, at = 0, self._blank(at + 1)
        while self.text[at : at + 1] != "]":
            number += 1
            value, end = self._value(at)
            yield Item(key, number, value, Stretch(at, end))
            at = self._next(end, "]")
        return self._blank(at + 1)

    def _next(self, at: int, end: str) -> int:
        """Where the next one is, behind a comma, or the end."""
        at = self._blank(at)
        if self.text[at : at + 1] == ",":
            after = self._blank(at + 1)
            if self.text[after : after + 1] != end:
                return after
        elif self.text[at : at + 1] == end:
            return at
        raise JSONDecodeError(f"Expecting ',' or '{end}'", self.text, at)


def reasoned(record: str, why: str) -> str:
    """The text of an object with the reason as its first member, in place of one that it has.

    >>> reasoned('{"a": 1.10, "rejected_because": "old"}', "new")
    '{"rejected_because": "new", "a": 1.10}'
    """
    members = [f"{json.dumps(IGNORED)}: {json.dumps(why)}"]
    at = WHITESPACE.match(record, 1).end()
    while record[at] != "}":
        key, end = _DECODER.raw_decode(record, at)
        value = WHITESPACE.match(record, WHITESPACE.match(record, end).end() + 1).end()
        _, end = _DECODER.raw_decode(record, value)
        if key != IGNORED:
            members.append(record[at:end])
        at = WHITESPACE.match(record, end).end()
        at = WHITESPACE.match(record, at + 1).end() if record[at] == "," else at
    return f"{{{', '.join(members)}}}"
