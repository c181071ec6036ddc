"""XML within bounds: elements one by one, each with its line, and a document with most of them cut out.

expat reads; entities are refused (they are how a small file becomes a large one, or asks for others), and nothing is
fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from graphmodel.importers.documents.content import MAX_DEPTH, BadDocument, too_deep
from graphmodel.importers.documents.records import Stretch
from graphmodel.importers.importer import IGNORED

_PIECE: Final = 1 << 16
"""Bytes that expat is given at once: so few that what they make stays in the processor's cache (measured).

Where they end no element it is given twice as many: it looks at a long token anew with each piece."""
_HINT: Final = "export it again, or correct the line"
_TAG: Final = re.compile(rb"""(<[^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*)""")
_OLD: Final = re.compile(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % IGNORED.encode())


class Element:
    """An element with all that is in it. Names are without namespaces."""

    __slots__ = ("attributes", "children", "end", "line", "start", "tag", "texts")

    line: int
    start: int
    end: int
    """Where it is, of elements that are asked for by name; others have none of these."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element] = []
        self.texts: list[str] = []

    @property
    def text(self) -> str:
        """What is written in it, not in its children."""
        return "".join(self.texts)

    @property
    def span(self) -> Stretch:
        """The offsets of its first byte and the one after its last."""
        return Stretch(self.start, self.end)

    def all(self, tag: str) -> Iterator[Element]:
        """Its children of that name."""
        return (child for child in self.children if child.tag == tag)


class _Names(dict[str, str]):
    """The name without its namespace."""

    def __missing__(self, name: str) -> str:
        self[name] = found = name.rpartition("}")[2]
        return found


def elements(data: bytes, tags: Collection[str], shells: Collection[str] = ()) -> Iterator[Element]:
    """The outermost elements of these names, in the order of the document; those of ``shells`` as they begin, empty.

    Raises BadDocument.
    """
    # Only the decoding of UTF-16 is done before; what was UTF-16 says so all the same.
    encoding = "utf-8" if b"utf-16" in data[:100].lower() else None
    parser = expat.ParserCreate(encoding, "}")
    parser.buffer_text = True
    done: list[Element] = []
    _listen(parser, data, (tags, shells), done)
    try:
        at, size = 0, _PIECE
        while at < len(data):
            parser.Parse(data[at : at + size], at + size >= len(data))
            yield from done
            at, size = at + size, _PIECE if done else 2 * size
            done.clear()
    except expat.ExpatError as error:
        said = expat.errors.messages.get(error.code, str(error))
        raise BadDocument(
            f"not well-formed XML: {expat.ErrorString(error.code) or said}", _HINT, line=error.lineno
        ) from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not know
        raise BadDocument(f"the document cannot be decoded: {error}", "save it as UTF-8", "E102") from None


def _listen(
    parser: expat.XMLParserType,
    data: bytes,
    wanted: tuple[Collection[str], Collection[str]],
    done: list[Element],
) -> None:
    names, stack, (tags, shells) = _Names(), list[Element](), wanted
    placed = frozenset((*tags, *shells))
    depth = 0

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise too_deep(parser.CurrentLineNumber)
        tag = names[name]
        if not stack and tag not in tags and tag not in shells:
            return
        if "}" in "".join(given):
            given = {names[key]: value for key, value in given.items()}
        made = Element(tag, given)
        if tag in placed:
            made.line, made.start = parser.CurrentLineNumber, parser.CurrentByteIndex
        if not stack and tag in shells:
            done.append(made)
            return
        if stack:
            stack[-1].children.append(made)
        stack.append(made)
        parser.CharacterDataHandler = made.texts.append  # texts belong to the element that is open

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if stack:
            made = stack.pop()
            parser.CharacterDataHandler = stack[-1].texts.append if stack else None
            if made.tag in placed:
                made.end = _after(data, parser.CurrentByteIndex, made)
            if not stack:
                done.append(made)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    entity = _refusing(parser)
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.SkippedEntityHandler = entity


def _refusing(parser: expat.XMLParserType) -> Callable[..., None]:
    """Raises for every entity."""

    def entity(name: str, *_: object) -> None:
        message, hint = f"the entity {name!r} is not read", "write what it stands for in its place"
        raise BadDocument(message, hint, "E115", parser.CurrentLineNumber)

    return entity


def _after(data: bytes, at: int, element: Element) -> int:
    """Where an element ends: expat is at its end tag, or behind it where start and end are one tag."""
    single = not element.children and not element.texts and data[at - 2 : at] == b"/>"
    return at if single else data.index(b">", at) + 1


def cut(data: bytes, records: Mapping[Stretch, str | None]) -> bytes:
    """The document without those records that have None; the others have their reason as an attribute, if there is one.

    ``records``: none within another.
    """
    parts, at = [], 0
    for span, why in sorted(records.items()):
        parts.append(data[at : span.start])
        at = span.end
        if why is not None:
            parts.append(_reasoned(data[span.start : span.end], why))
    return b"".join([*parts, data[at:]])


def _reasoned(record: bytes, why: str) -> bytes:
    """An element with the reason as its first attribute, in place of one that it has."""
    tag = _TAG.match(record)
    if not tag:
        return record
    name, attributes = tag.groups()
    said = f" {IGNORED}={quoteattr(_speakable(why))}" if why else ""
    return name + said.encode("ascii", "xmlcharrefreplace") + _OLD.sub(b"", attributes) + record[tag.end() :]


def _speakable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)
