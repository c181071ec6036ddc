"""Without pygraphviz the system's ``dot`` draws: a program in its place tells what it was given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graphmodel.model.errors import GraphmodelError
from graphmodel.render.diagrams import graphviz

TELLS = """\
import os, sys
sys.stdout.write(" ".join([*sys.argv[1:], sys.stdin.read(), open(os.environ["FONTCONFIG_FILE"]).read()]))
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program in Python stands as ``dot``; pygraphviz cannot be imported."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "pygraphviz.py").write_text(
        "raise ModuleNotFoundError('No module named pygraphviz')"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "dot"


def write(program: Path, text: str) -> None:
    program.write_text(f"#!{sys.executable}\n{text}")
    program.chmod(0o755)


def test_it_gets_engine_format_text_and_fonts(program: Path) -> None:
    write(program, TELLS)
    done = graphviz.run("digraph { ä }", "svg", "nop", 5).decode()
    assert done.startswith("-Knop -Tsvg digraph { ä } <?xml")
    assert "<fontconfig>" in done
    assert not any((program.parent / "temporary").iterdir())


@pytest.mark.parametrize("text", ["import sys; sys.exit('it is broken')", "import os; os.abort()"])
def test_what_it_cannot_draw_is_an_error(program: Path, text: str) -> None:
    write(program, text)
    with pytest.raises(GraphmodelError, match="could not draw"):
        graphviz.run("digraph {}", "svg", "dot", 5)
    assert not any((program.parent / "temporary").iterdir())


def test_it_has_a_limit_of_time(program: Path) -> None:
    write(program, "while True: pass")
    with pytest.raises(graphviz.TooLongError):
        graphviz.run("digraph {}", "svg", "dot", 1)


def test_without_either_it_says_how_to_get_one(program: Path) -> None:
    with pytest.raises(GraphmodelError, match="not installed") as caught:
        graphviz.run("digraph {}", "svg", "dot", 5)
    assert "graphmodel[drawing]" in caught.value.hint
