"""A PDF says what it is to those who cannot see it; read back with pypdf."""

from __future__ import annotations

import io
from importlib import util
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from graphmodel.diagrams.spec import Diagram, Edge, Node
from graphmodel.render.diagrams import pdf
from tests.diagrams import drawn

pytestmark = pytest.mark.graphviz

DIAGRAM = Diagram(
    "If Zürich's sign-on (保守) fails: nothing",
    "Every product keeps working",
    (Node("s0", "Learning", "product"), Node("s1", "Sign-on", "service")),
    (Edge("s0", "s1"),),
    (),
    revision="revision 3 of 2024-01-01T00:00:00Z",
)


def test_title_language_and_tags() -> None:
    found = PdfReader(io.BytesIO(drawn("pdf", DIAGRAM)))
    root: Any = found.root_object
    assert found.metadata
    assert found.metadata.title == DIAGRAM.title
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    page = found.pages[0]
    document = root["/StructTreeRoot"]["/K"][0].get_object()
    kids = [kid.get_object() for kid in document["/K"]]
    assert document["/S"] == "/Document"
    assert [kid["/S"] for kid in kids[:3]] == ["/H1", "/Figure", "/P"]
    assert all(kid["/Pg"] == page for kid in kids)
    assert kids[1]["/Alt"] == (
        "Every product keeps working. 2 nodes, 1 arrow. revision 3 of 2024-01-01T00:00:00Z."
    )
    said = [kid["/ActualText"] for kid in kids if "/ActualText" in kid]
    assert said == ["Learning (product) needs: Sign-on.", "Sign-on (service)."]
    assert "Learning" in page.extract_text()


def test_all_that_is_drawn_has_one_tag_or_is_an_artifact() -> None:
    found = PdfReader(io.BytesIO(drawn("pdf", DIAGRAM)))
    page, root = found.pages[0], found.root_object
    tree: Any = root["/StructTreeRoot"]
    parents = tree["/ParentTree"]["/Nums"][page["/StructParents"] * 2 + 1]
    owned = {
        int(number): kid.get_object()
        for kid in tree["/K"][0].get_object()["/K"]
        for number in kid.get_object()["/K"]
    }
    assert {number: parents[number].get_object() for number in range(len(parents))} == owned
    marked: list[int] = []
    now = text = ""
    for operands, operator in ContentStream(page.get_contents(), found).operations:
        if operator in {b"BDC", b"BMC"}:
            assert not now, "tags stand beside each other"
            now = operands[0]
            if operator == b"BDC":
                marked.append(int(operands[1]["/MCID"]))
                assert owned[marked[-1]]["/S"] == now
        elif operator == b"EMC":
            now = ""
        elif operator in {b"BT", b"ET"}:
            assert not now, "none reaches over the end of a text"
            text = "text" if operator == b"BT" else ""
        elif operator in {b"Tj", b"TJ", b"f", b"B", b"S"}:
            assert now, "nothing is drawn without one"
            assert (now != "/Figure") == bool(text)
    assert sorted(marked) == sorted(owned)
    assert not now


def test_without_pypdf_it_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: util.find_spec(name) if name != "pypdf" else None)
    found = PdfReader(io.BytesIO(drawn("pdf", DIAGRAM)))
    assert "Learning" in found.pages[0].extract_text()
    assert "/Lang" not in found.root_object
