"""A command opens each catalogue file once and builds one index of it, whatever it asks."""

from __future__ import annotations

import shlex
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graphmodel.analyses import ALL
from graphmodel.stores import derived
from tests.conftest import ROOT, folder, run_cli

QUESTIONS = [example for analysis in ALL.values() for example in analysis.examples]
FOLDERS = ("examples/exercise-bike", "examples/university")


class Counts:
    """What was opened and built."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: Counter[str] = Counter()
        self.indexes = 0
        connect, index = sqlite3.connect, derived.index

        def counted_connect(database: str, *args: Any, **named: Any) -> sqlite3.Connection:
            if database != ":memory:":
                self.opened[Path(database.partition("?")[0]).name] += 1
            con: sqlite3.Connection = connect(database, *args, **named)
            return con

        def counted_index(*args: Any) -> Any:
            self.indexes += 1
            return index(*args)

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
