"""A PDF of one page with what those need who cannot see it: title, language and tags (ISO 32000-1, 14.7 to 14.9)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject
    from pypdf.generic import IndirectObject

    from graphmodel.render.layout.shapes import Rectangle

_LANGUAGE: Final = "en"
"""Of our own words; names may be in any."""
_FIGURE: Final = -1
"""In place of the number of a part: all strokes and shapes."""
_MARKS: Final = {b"BMC", b"BDC", b"EMC"}
_Operations = list[tuple[list[Any], bytes]]
_Matrix = tuple[float, float, float, float, float, float]


class TaggedText(NamedTuple):
    """Texts that belong together."""

    tag: str
    """``H1``, ``H2`` or ``P``."""
    box: Rectangle
    """Where they stand, in points of the page from its top left."""
    said: str = ""
    """What is read out in their place, or empty for themselves."""


def tagged(data: bytes, title: str, text: str, parts: Sequence[TaggedText] = ()) -> bytes:
    """The PDF with a title, its strokes and shapes as one figure that the text stands for, and these parts after it.

    Texts that are in no part are said by no tag: the text for the figure, or what is said of a part, must do so.
    """
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    page = writer.pages[0]
    content = ContentStream(page.get_contents(), writer)
    marker = _Marker(parts, float(page.mediabox.height))
    for operands, operator in content.operations:
        marker.take(operands, operator)
    marker.close()
    content.operations = marker.made
    made = DecodedStreamObject()
    made.set_data(content.get_data())
    strokes = marker.numbers.pop(_FIGURE)
    used = [(parts[at], numbers) for at, numbers in sorted(marker.numbers.items())]
    page[NameObject("/Contents")] = _added(writer, made.flate_encode())
    page[NameObject("/StructParents")] = NumberObject(0)
    writer.root_object.update(
        _entries(
            StructTreeRoot=_structure(writer, page, text, strokes, used),
            MarkInfo=_entries(Marked=BooleanObject(True)),
            Lang=TextStringObject(_LANGUAGE),
            ViewerPreferences=_entries(DisplayDocTitle=BooleanObject(True)),
        )
    )
    writer.add_metadata({"/Title": title})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class _Marker:
    """Takes the operations of a page one by one, and marks each line of text with a number of its own."""

    def __init__(self, parts: Sequence[TaggedText], high: float) -> None:
        self.parts, self.high = parts, high
        self.made: _Operations = []
        self.numbers: dict[int, list[int]] = {_FIGURE: []}
        """Of the figure and of each part that has some."""
        self._count = 0
        self._matrix: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self._line: _Matrix = self._matrix
        self._saved: list[_Matrix] = []
        self._opened = False
        self._open(_FIGURE)

    def take(self, operands: list[Any], operator: bytes) -> None:
        """The next one; marks of others are left out."""
        if operator in _MARKS:
            return
        if operator in {b"BT", b"ET"}:
            self.close()
        if operator in {b"Tm", b"Td"}:
            self._begin(operands, operator)
        elif operator == b"q":
            self._saved.append(self._matrix)
        elif operator == b"Q":
            self._matrix = self._saved.pop()
        elif operator == b"cm":
            self._matrix = _product(_given(operands), self._matrix)
        self.made.append((operands, operator))
        if operator == b"ET":
            self._open(_FIGURE)

    def close(self) -> None:
        """End what is marked."""
        if self._opened:
            self.made.append(([], b"EMC"))
        self._opened = False

    def _begin(self, operands: list[Any], operator: bytes) -> None:
        """A line of text begins there."""
        given: Any = _given(operands)
        self._line = given if operator == b"Tm" else _product((1, 0, 0, 1, *given), self._line)
        self.close()
        place = _product(self._line, self._matrix)
        self._open(_part_at(self.parts, place[4], self.high - place[5]))

    def _open(self, at: int | None) -> None:
        """Mark what follows as of that part, of the figure, or of nothing."""
        self._opened = True
        if at is None:
            self.made.append(([NameObject("/Artifact")], b"BMC"))
            return
        tag = "Figure" if at == _FIGURE else self.parts[at].tag
        self.made.append(([NameObject(f"/{tag}"), _entries(MCID=NumberObject(self._count))], b"BDC"))
        self.numbers.setdefault(at, []).append(self._count)
        self._count += 1


def _part_at(parts: Sequence[TaggedText], x: float, y: float) -> int | None:
    """The part that is there."""
    return next(
        (
            at
            for at, part in enumerate(parts)
            if part.box.x <= x <= part.box.right and part.box.y <= y <= part.box.bottom
        ),
        None,
    )


def _given(operands: Sequence[Any]) -> Any:
    return tuple(float(value) for value in operands)


def _product(one: _Matrix, other: _Matrix) -> _Matrix:
    """Both transformations, one after the other (8.3.4)."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _structure(
    writer: PdfWriter,
    page: PageObject,
    text: str,
    strokes: Sequence[int],
    parts: Sequence[tuple[TaggedText, Sequence[int]]],
) -> IndirectObject:
    """A document: headings above the figure, the figure, and everything else, in the order of the parts."""
    root, document = _entries(Type=NameObject("/StructTreeRoot")), _entries(S=NameObject("/Document"))
    tree, whole = _added(writer, root), _added(writer, document)

    def element(tag: str, numbers: Sequence[int], **more: Any) -> IndirectObject:
        kids = ArrayObject([NumberObject(number) for number in numbers])
        return _added(
            writer,
            _entries(S=NameObject(f"/{tag}"), P=whole, Pg=page.indirect_reference, K=kids, **more),
        )

    figure = element(
        "Figure",
        strokes,
        Alt=TextStringObject(text),
        A=_entries(O=NameObject("/Layout"), Placement=NameObject("/Block"), BBox=page.mediabox),
    )
    by_number = dict.fromkeys(strokes, figure)
    kids: list[IndirectObject] = []
    for part, numbers in parts:
        said = {"ActualText": TextStringObject(part.said)} if part.said else {}
        made = element(part.tag, numbers, **said)
        by_number |= dict.fromkeys(numbers, made)
        kids.append(made)
    first = sum(part.tag == "H1" for part, _ in parts)
    document.update(_entries(P=tree, K=ArrayObject([*kids[:first], figure, *kids[first:]])))
    owners = ArrayObject([by_number[number] for number in sorted(by_number)])
    parents = _entries(Nums=ArrayObject([NumberObject(0), owners]))
    root.update(_entries(K=ArrayObject([whole]), ParentTree=parents, ParentTreeNextKey=NumberObject(1)))
    return tree


def _entries(**given: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in given.items()})


def _added(writer: PdfWriter, made: Any) -> IndirectObject:
    return writer._add_object(made)  # noqa: SLF001 - pypdf's documentation adds objects in this way
