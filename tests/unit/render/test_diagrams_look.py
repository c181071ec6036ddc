"""What a diagram looks like: readable colours, rows from consumers to providers, the same on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from graphmodel.diagrams.spec import Cluster, Diagram, Edge, LegendEntry, Node
from graphmodel.model.errors import GraphmodelError
from graphmodel.render.diagrams import graphviz
from graphmodel.render.diagrams.drawing import places
from graphmodel.render.diagrams.ranks import rows
from graphmodel.render.theme import LIGHT, THEMES, Theme
from tests.colors import contrast
from tests.diagrams import diagrams, drawn, text

NAMES = ("Learning management system", "Single sign-on", "خدمة الدخول الموحد", "Directory")
DIAGRAM = Diagram(
    "Title",
    "revision 1",
    tuple(Node(f"s{i}", name, "service" if i else "product", cluster="c0") for i, name in enumerate(NAMES)),
    (Edge("s0", "s1"), Edge("s1", "s2"), Edge("s2", "s3"), Edge("s3", "s2", cycle=True), Edge("s0", "s3")),
    (Cluster("c0", "All", ("s0", "s1", "s2", "s3")),),
    (LegendEntry("edge", "cycle", "part of a cycle"),),
    ("to stay readable, nothing",),
)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_everything_can_be_read(theme: Theme) -> None:
    looks = [*theme.kinds.values(), *theme.states.values()]
    assert all(max(contrast(look.line, theme.paper), contrast(look.fill, theme.paper)) >= 3 for look in looks)
    assert all(contrast(theme.frame, paper) >= 2.8 for paper in (theme.paper, theme.shade))
    assert all(
        contrast(text, behind) >= 4.5
        for text in (theme.ink, theme.faint)
        for behind in (theme.paper, theme.shade)
    )
    assert all(contrast(line, theme.shade) >= 3 for line in (theme.edge, theme.cycle, theme.highlight))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(
    "scale",
    [("up", "at-risk", "degraded", "down"), ("info", "warning", "error"), ("added", "changed", "removed")],
)
def test_no_state_is_told_by_colour_alone(theme: Theme, scale: tuple[str, ...]) -> None:
    looks = [theme.states[name] for name in scale]
    assert len({look.sign for look in looks}) == len(scale)
    assert len({(look.pen, look.double, look.dashed) for look in looks}) == len(scale)


@given(diagrams())
def test_rows_hold_every_node_once_and_providers_below_where_nothing_is_a_circle(diagram: Diagram) -> None:
    found = rows(diagram)
    place = {key: at for at, row in enumerate(found) for key in row}
    assert sorted(key for row in found for key in row) == sorted(node.key for node in diagram.nodes)
    forward = [edge for edge in diagram.edges if int(edge.consumer[1:]) < int(edge.provider[1:])]
    acyclic = Diagram("", "", diagram.nodes, tuple(forward), diagram.clusters)
    place = {key: at for at, row in enumerate(rows(acyclic)) for key in row}
    assert all(place[edge.consumer] < place[edge.provider] for edge in forward)


def test_products_nobody_consumes_are_on_top_and_a_wide_row_is_broken() -> None:
    nodes = (
        Node("s0", "P", "product"),
        *(Node(f"s{i}", "S", "service") for i in range(1, 41)),
        Node("s41", "Q", "product"),
    )
    edges = tuple(Edge("s0", f"s{i}") for i in range(1, 41))
    found = rows(Diagram("", "", nodes, edges, ()))
    assert found[0] == ("s0", "s41")
    assert [len(row) for row in found[1:]] == [10, 10, 10, 10]


@pytest.mark.graphviz
def test_a_text_written_twice_is_the_same() -> None:
    assert drawn("svg", DIAGRAM) == drawn("svg", DIAGRAM)
    assert "revision 1" in text("svg", DIAGRAM)
    assert "to stay readable, nothing" in text("svg", DIAGRAM)
    assert "part of a cycle" in text("svg", DIAGRAM)


@pytest.mark.graphviz
def test_without_path_and_without_fonts_the_diagram_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places(DIAGRAM, LIGHT)
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    for name in os.environ:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    assert places(DIAGRAM, LIGHT) == before


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, expected in (
        ("ModuleNotFoundError: No module named 'pygraphviz'", "is not installed"),
        ("ImportError: libX11.so.6: cannot open shared object file", "libX11.so.6"),
        ("AssertionError: boom", "could not draw"),
    ):
        kind, _, message = said.partition(": ")
        monkeypatch.setattr(graphviz, "_CHILD", f"raise {kind}({message!r})")
        with pytest.raises(GraphmodelError, match=expected) as caught:
            drawn("svg", DIAGRAM)
        assert caught.value.hint


def test_what_draws_is_not_loaded_before_it_draws() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, graphmodel.render.diagrams.formats; print('pygraphviz' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
