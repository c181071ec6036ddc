"""The diagrams that the pages show are what the commands beside them make."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from docs.pictures import BLOCK, DIAGRAMS, PAGES, alike, commands, differs, structure
from tests.conftest import ROOT, run_cli

IMAGE = re.compile(r"!\[([^\]]+)\]\((?:docs/)?(pictures/[^)]+)\)")
SHOWN = {
    page: {Path(file).name: words for words, file in IMAGE.findall((ROOT / page).read_text(encoding="utf-8"))}
    for page in PAGES
}
COMMANDS = commands()


def in_this_process(arguments: list[str]) -> None:
    """What starting a process with these arguments does, in less time."""
    with contextlib.chdir(ROOT):
        done = run_cli(*arguments)
    assert done.code == 0, done.err


def test_every_diagram_is_shown_described_and_made_by_a_command() -> None:
    shown = {name for names in SHOWN.values() for name in names}
    kept = {file.name for file in (ROOT / DIAGRAMS).iterdir()}
    assert shown == kept == set(COMMANDS)
    assert SHOWN["README.md"]
    assert all(len(words) > 20 for names in SHOWN.values() for words in names.values())


@pytest.mark.slow
@pytest.mark.graphviz
@pytest.mark.parametrize("name", COMMANDS)
def test_a_diagram_is_what_its_command_makes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docs.pictures.started", in_this_process)
    assert not differs(name, COMMANDS[name], tmp_path), "make docs-pictures, and look at it"


@pytest.mark.parametrize("name", COMMANDS)
def test_diagrams_are_small(name: str) -> None:
    assert (ROOT / DIAGRAMS / name).stat().st_size < 150_000


def test_what_makes_a_diagram_another() -> None:
    one = structure(ROOT / DIAGRAMS / "coverage.svg")
    (x, y), *places = one.places
    assert alike(one, one)
    assert alike(one, replace(one, places=((x + 0.05, y), *places)))
    assert not alike(one, replace(one, places=((x + 0.2, y), *places)))
    assert not alike(one, replace(one, texts=(*one.texts[:-1], "another")))
    assert not alike(one, replace(one, shapes=one.shapes + one.shapes))
    assert not alike(one, replace(one, size=(one.size[0] * 2, one.size[1])))


@pytest.mark.graphviz
def test_all_commands_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "diagrams.md").read_text(encoding="utf-8")
    others = [line for block in BLOCK.findall(text) for line in block.splitlines() if DIAGRAMS not in line]
    assert len(others) >= 5
    for line in others:
        program, *arguments = shlex.split(line)
        assert program == "graphmodel"
        done = run_cli(*arguments)
        assert done.code == 0, f"{line}\n{done.err}"
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(program, {})
    assert {f.name for f in tmp_path.iterdir()} >= {"sso.svg", "coverage.png", "report.html", "gaps.pdf"}
