"""A PDF of one page with what those need who cannot see it: title, language and tags (ISO 32000-1, 14.7 to 14.9)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import IndirectObject

_LANGUAGE: Final = "en"
"""Of our own words; names may be in any."""


def tagged(data: bytes, title: str, text: str) -> bytes:
    """The PDF as one figure, with a title, and a text in place of the figure."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    page = writer.pages[0]
    before, after = (_stream(writer, content) for content in (b"/Figure <</MCID 0>> BDC\n", b"\nEMC\n"))
    page[NameObject("/Contents")] = ArrayObject([before, page.raw_get("/Contents"), after])
    page[NameObject("/StructParents")] = NumberObject(0)
    writer.root_object.update(
        _entries(
            StructTreeRoot=_structure(writer, page, text),
            MarkInfo=_entries(Marked=BooleanObject(True)),
            Lang=TextStringObject(_LANGUAGE),
            ViewerPreferences=_entries(DisplayDocTitle=BooleanObject(True)),
        )
    )
    writer.add_metadata({"/Title": title})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _structure(writer: PdfWriter, page: PageObject, text: str) -> IndirectObject:
    """A document with one figure, which is all of the page."""
    root, document = _entries(Type=NameObject("/StructTreeRoot")), _entries(S=NameObject("/Document"))
    tree, whole = _added(writer, root), _added(writer, document)
    figure = _added(
        writer,
        _entries(
            S=NameObject("/Figure"),
            P=whole,
            Pg=page.indirect_reference,
            K=NumberObject(0),
            Alt=TextStringObject(text),
            A=_entries(O=NameObject("/Layout"), Placement=NameObject("/Block"), BBox=page.mediabox),
        ),
    )
    document.update(_entries(P=tree, K=ArrayObject([figure])))
    parents = _entries(Nums=ArrayObject([NumberObject(0), ArrayObject([figure])]))
    root.update(_entries(K=ArrayObject([whole]), ParentTree=parents, ParentTreeNextKey=NumberObject(1)))
    return tree


def _entries(**given: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in given.items()})


def _stream(writer: PdfWriter, content: bytes) -> IndirectObject:
    made = DecodedStreamObject()
    made.set_data(content)
    return _added(writer, made)


def _added(writer: PdfWriter, made: DictionaryObject) -> IndirectObject:
    return writer._add_object(made)  # noqa: SLF001 - pypdf's documentation adds objects in this way
