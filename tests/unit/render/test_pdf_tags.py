"""A PDF says what it is to those who cannot see it; read back with pypdf."""

from __future__ import annotations

import io
from importlib import util
from typing import Any

import pytest
from pypdf import PdfReader

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
    figure = document["/K"][0].get_object()
    assert (document["/S"], figure["/S"], figure["/Pg"]) == ("/Document", "/Figure", page)
    assert figure["/Alt"] == (
        "Every product keeps working. 2 nodes, 1 arrow. revision 3 of 2024-01-01T00:00:00Z."
    )
    parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert parents[page["/StructParents"] * 2 + 1][figure["/K"]].get_object() == figure
    contents: Any = page.get_contents()
    data = contents.get_data().split()
    assert data[:4] == [b"/Figure", b"<</MCID", b"0>>", b"BDC"]
    assert data[-1] == b"EMC"
    assert "Learning" in page.extract_text()


def test_without_pypdf_it_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: util.find_spec(name) if name != "pypdf" else None)
    found = PdfReader(io.BytesIO(drawn("pdf", DIAGRAM)))
    assert "Learning" in found.pages[0].extract_text()
    assert "/Lang" not in found.root_object
