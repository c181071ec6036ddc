"""YAML within bounds: texts stay as they are written, each mapping knows its line, anchors cannot make it grow.

PyYAML's parser (libyaml where it is there) gives events; what is made of them is dictionaries, lists and texts, so that
no ``no`` becomes false and no ``1.10`` becomes 1.1. Nothing else is ever made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, Union

from graphmodel.importers.documents.content import MAX_DEPTH, BadDocument, too_deep
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from yaml.events import Event

Value: TypeAlias = Union["YamlMap", list[Any], str, None]

_HINT: Final = "export it again, or correct the line"
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_ROOM: Final = 100_000
"""Values that a document may come to by its aliases, whatever its size …"""
_GROWTH: Final = 10
"""… and how many times its size."""


class YamlMap(dict[str, Any]):
    """A mapping of the document."""

    start: int
    """The offset at which it begins."""
    line: int
    column: int
    """Characters before it in its line."""
    flow: bool
    """It is written in braces."""
    lines: dict[str, int]
    """The line of each key."""


class YamlDocument(NamedTuple):
    """One document of a stream."""

    value: Value
    start: int
    """The offset at which it begins, with its ``---``."""
    end: int


class _Open(NamedTuple):
    """A list or mapping that is being read."""

    made: YamlMap | list[Any]
    anchor: str | None
    key: list[str]
    """The key that waits for its value; none where a key comes next."""
    size: list[int]
    """The values in it so far, with what its aliases stand for."""


def documents(text: str) -> Iterator[YamlDocument]:
    """The documents of a stream. Raises BadDocument; UsageError where PyYAML is missing."""
    try:
        import yaml
    except ImportError:
        raise UsageError("YAML is read by PyYAML, which is not installed", "pip install PyYAML") from None
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder, start = _Builder(len(text)), 0
    try:
        events: Iterator[Any] = yaml.parse(text, Loader=loader)
        for event in events:
            if (kind := type(event).__name__) == "DocumentStartEvent":
                builder, start = _Builder(len(text)), event.start_mark.index
            elif kind == "DocumentEndEvent":
                yield YamlDocument(builder.root, start, event.end_mark.index)
            else:
                builder.add(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or error.context or "it cannot be read"
        raise BadDocument(f"not YAML: {said}", _HINT, line=mark.line + 1 if mark else 0) from None
    except yaml.YAMLError as error:
        raise BadDocument(f"not YAML: {' '.join(str(error).split())[:200]}", _HINT) from None


class _Builder:
    """Makes one document of its events."""

    def __init__(self, size: int) -> None:
        self.root: Value = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._most = _ROOM + _GROWTH * size

    def add(self, event: Event) -> None:
        """One event more."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind == "MappingStartEvent" or kind == "SequenceStartEvent":
            self._begin(event, YamlMap() if kind == "MappingStartEvent" else [])
        elif kind == "MappingEndEvent" or kind == "SequenceEndEvent":
            done = self._open.pop()
            if done.anchor:
                self._anchors[done.anchor] = (done.made, done.size[0])
            self._put(done.made, done.size[0], event)
        elif kind == "AliasEvent":
            name = event.anchor  # type: ignore[attr-defined]
            if name not in self._anchors:
                raise BadDocument(
                    f"the anchor {name!r} is not known here", _HINT, line=_line(event), value=name
                )
            self._put(*self._anchors[name], event)

    def _scalar(self, event: Any) -> None:
        said: str = event.value
        value = None if event.implicit[0] and event.style in {None, ""} and said in _NOTHING else said
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._put(value, 1, event)

    def _begin(self, event: Any, made: YamlMap | list[Any]) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise too_deep(_line(event))
        if isinstance(made, YamlMap):
            mark = event.start_mark
            made.start, made.line, made.column = mark.index, mark.line + 1, mark.column
            made.flow, made.lines = bool(event.flow_style), {}
        self._open.append(_Open(made, event.anchor, [], [1]))

    def _put(self, value: Value, size: int, event: Event) -> None:
        if not self._open:
            self.root = value
            return
        within = self._open[-1]
        within.size[0] += size
        if within.size[0] > self._most:
            hint = "write out what the aliases stand for, where it is meant"
            raise BadDocument("aliases that make it many times larger", hint, "E115", _line(event))
        if isinstance(within.made, list):
            within.made.append(value)
        elif within.key:
            _set(within.made, within.key.pop(), value, event)
        else:
            self._key(within, value, event)

    def _key(self, within: _Open, value: Value, event: Event) -> None:
        key = "" if value is None else value
        if not isinstance(key, str):
            raise BadDocument("a key that is no text", _HINT, line=_line(event))
        assert isinstance(within.made, YamlMap)
        if key in within.made.lines:
            raise BadDocument(
                "a mapping has one key twice", "keep one of the two", line=_line(event), value=key
            )
        within.made.lines[key] = _line(event)
        within.key.append(key)


def _set(made: YamlMap, key: str, value: Value, event: Event) -> None:
    """Give a key its value; ``<<`` (https://yaml.org/type/merge.html) adds the keys that another mapping has more."""
    if key != "<<":
        made[key] = value
        return
    for other in value if isinstance(value, list) else [value]:
        if not isinstance(other, dict):
            raise BadDocument("<< takes in mappings only", _HINT, line=_line(event))
        for name, found in other.items():
            if name not in made.lines:
                made.setdefault(name, found)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1
