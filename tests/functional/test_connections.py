"""A command opens each catalogue file once and builds one index of it, whatever it asks."""

from __future__ import annotations

import shlex
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graphmodel import importers
from graphmodel.analyses import ALL
from graphmodel.diagrams import changes
from graphmodel.index import build as indexing
from graphmodel.stores import derived
from tests.charted import CHARTED, OF_REVISIONS, asked
from tests.conftest import ROOT, folder, run_cli

QUESTIONS = [example for analysis in ALL.values() for example in analysis.examples]
FOLDERS = ("examples/exercise-bike", "examples/university")


class Counts:
    """What was opened and built."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: Counter[str] = Counter()
        self.indexes = 0
        self.built: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        connect, index = sqlite3.connect, derived.index

        def counted_connect(database: str, *args: Any, **named: Any) -> sqlite3.Connection:
            if database != ":memory:":
                self.opened[Path(database.partition("?")[0]).name] += 1
            con: sqlite3.Connection = connect(database, *args, **named)
            return con

        def counted_index(*args: Any) -> Any:
            self.indexes += 1
            return index(*args)

        build, union, read = indexing.index, changes.build, importers.read

        def counted_build(*args: Any) -> Any:
            self.built["index"] += 1
            return build(*args)

        def counted_union(*args: Any) -> Any:
            self.built["both"] += 1
            return union(*args)

        def counted_read(paths: list[Path], **named: Any) -> Any:
            # An export reads back what it has written, before that takes its name.
            self.read.update(path.name for path in paths if path.suffix != ".part")
            return read(paths, **named)

        monkeypatch.setattr(indexing, "index", counted_build)
        monkeypatch.setattr(changes, "build", counted_union)
        monkeypatch.setattr(importers, "read", counted_read)
        monkeypatch.setattr(sqlite3, "connect", counted_connect)
        monkeypatch.setattr(derived, "index", counted_index)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A catalogue file of two revisions of each folder of examples."""
    home = tmp_path_factory.mktemp("connections")
    first = folder(home / "first", {"services.csv": "id\nfirst-of-all\n"})
    made = {name: home / f"{Path(name).name}.db" for name in FOLDERS}
    for name, file in made.items():
        for source in (first, ROOT / name):
            done = run_cli("-c", file, "import", source)
            assert done.code == 0, done.err
    return made


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: dict[str, Path]) -> Counts:
    monkeypatch.chdir(tmp_path)
    return Counts(monkeypatch)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("drawn", [False, True], ids=["rows", "diagram"])
def test_a_question(counts: Counts, files: dict[str, Path], question: str, *, drawn: bool) -> None:
    _, _, home, name, *rest = shlex.split(question)
    diagram = ("--diagram", "diagram.dot") if drawn and not ALL[name].diagram else ()
    if name == "diagram":
        rest = [word.replace(".svg", ".dot") for word in rest]
    done = run_cli("-c", files[home], name, *rest, *diagram)
    assert done.code in (0, 1), done.err
    assert (counts.opened, counts.indexes) == ({files[home].name: 1}, 1)


def test_other_commands_that_read(counts: Counts, files: dict[str, Path]) -> None:
    one, other = files.values()
    for arguments, opened, indexes in (
        (("diff", "1", "2"), {one.name: 1}, 0),
        (("diff", "1", "2", "--diagram", "diagram.dot"), {one.name: 1}, 0),
        (("diff", "2", other), {one.name: 1, other.name: 1}, 0),
        (("history",), {one.name: 1}, 0),
        (("export", "folder"), {one.name: 1}, 0),
    ):
        counts.opened.clear()
        counts.indexes = 0
        done = run_cli("-c", one, *arguments)
        assert done.code == 0, done.err
        assert (counts.opened, counts.indexes) == (opened, indexes), arguments


@pytest.mark.graphviz
def test_the_report_page(counts: Counts, files: dict[str, Path]) -> None:
    one, _ = files.values()
    done = run_cli("-c", one, "report", "-o", "report.html")
    assert done.code == 0, done.err
    assert (counts.opened, counts.indexes) == ({one.name: 1}, 1)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("drawn", [False, True], ids=["rows", "diagram"])
def test_a_question_to_a_folder(counts: Counts, question: str, *, drawn: bool) -> None:
    _, _, home, name, *rest = shlex.split(question)
    diagram = ("--diagram", "diagram.dot") if drawn and not ALL[name].diagram else ()
    if name == "diagram":
        rest = [word.replace(".svg", ".dot") for word in rest]
    done = run_cli("-c", ROOT / home, name, *rest, *diagram)
    assert done.code in (0, 1), done.err
    assert (counts.read, counts.built) == ({Path(home).name: 1}, {"index": 1})


@pytest.mark.parametrize("question", CHARTED)
def test_a_question_with_its_chart_and_diagram(counts: Counts, files: dict[str, Path], question: str) -> None:
    diagram = () if "--by service" in question else ("--diagram", "diagram.dot")
    words = (*asked(question), "--chart", "chart.svg", *diagram, "--force")
    file = files[FOLDERS[0]].name
    if question == OF_REVISIONS:  # an index for each
        assert run_cli("-c", files[FOLDERS[0]], *words[:-3], "--force").code == 0
        assert counts.opened == {file: 1}
        return
    for at in (ROOT / FOLDERS[0], files[FOLDERS[0]]):
        done = run_cli("-c", at, *words)
        assert done.code in (0, 1), done.err
    assert (counts.read, counts.built) == ({"exercise-bike": 1}, {"index": 1})
    assert (counts.opened, counts.indexes) == ({file: 1}, 1)


@pytest.mark.graphviz
def test_other_commands_on_folders(counts: Counts) -> None:
    one, other = (ROOT / name for name in FOLDERS)
    both = {one.name: 1, other.name: 1}
    for arguments, read, built in (
        (("-c", one, "report", "-o", "report.html"), {one.name: 1}, {"index": 1}),
        (("diff", one, other), both, {}),
        (("diff", one, other, "--diagram", "diagram.dot"), both, {"both": 1}),
        (("-c", one, "export", "folder"), {one.name: 1}, {}),
        (("-c", "new.db", "plan", one), {one.name: 1}, {}),
    ):
        counts.read.clear()
        counts.built.clear()
        done = run_cli(*arguments)
        assert done.code == 0, done.err
        assert (counts.read, counts.built) == (read, built), arguments
