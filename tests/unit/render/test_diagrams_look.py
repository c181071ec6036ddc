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
from graphmodel.render.diagrams.ranks import ranks
from graphmodel.render.diagrams.sheet import lay
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
def test_every_node_has_a_rank_and_providers_a_lower_one_where_nothing_is_a_cycle(diagram: Diagram) -> None:
    assert set(ranks(diagram)) == {node.key for node in diagram.nodes}
    forward = [edge for edge in diagram.edges if int(edge.consumer[1:]) < int(edge.provider[1:])]
    found = ranks(Diagram("", "", diagram.nodes, tuple(forward), diagram.clusters))
    assert all(found[edge.consumer] < found[edge.provider] for edge in forward)


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
    before = lay(DIAGRAM, LIGHT).layout
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    for name in os.environ:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    assert lay(DIAGRAM, LIGHT).layout == before


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
