"""``diagram`` and ``--diagram FILE``, with two formats made up for it: one of text that takes little, one of bytes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO
from unittest import mock

import pytest

from graphmodel.diagrams.spec import Diagram
from graphmodel.render.diagrams.formats import DIAGRAMS, DiagramFormat
from graphmodel.render.theme import Theme
from tests.conftest import ROOT, Result, folder, run_cli

BIKE = ROOT / "examples" / "exercise-bike"


def write_text(diagram: Diagram, out: BinaryIO, theme: Theme, /) -> None:
    nodes = " ".join(f"{node.label}={node.count}{node.state}" for node in diagram.nodes)
    out.write(f"{theme.name} {len(diagram.clusters)} {diagram.title}: {nodes}\n".encode())


def write_bytes(diagram: Diagram, out: BinaryIO, theme: Theme, /) -> None:
    out.write(b"\xff\x00")


@pytest.fixture(autouse=True)
def formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DIAGRAMS.own, "toy", DiagramFormat("toy", (".toy", ".toys"), write_text))
    monkeypatch.setitem(
        DIAGRAMS.own, "tiny", DiagramFormat("tiny", (".tiny",), write_text, max_characters=60)
    )
    monkeypatch.setitem(DIAGRAMS.own, "raw", DiagramFormat("raw", (".raw",), write_bytes, text=False))


def ask(*args: str | Path) -> Result:
    return run_cli("-c", BIKE, *args)


def test_text_goes_to_stdout() -> None:
    done = ask("diagram", "1+live-classes", "--format", "toy", "--cluster", "none", "--theme", "dark")
    assert done.code == 0
    assert done.out == (
        "dark 0 Live classes and part of what underpins it: "
        "Billing=1 Class streaming=1 Customer care=1 Live classes=1 Sign-in=1\n"
    )
    assert done.err == ""


def test_the_suffix_tells_the_format(tmp_path: Path) -> None:
    file = tmp_path / "diagram.TOYS"
    done = ask("diagram", "1+sign-in", "-o", file)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{file}: 2 services, 1 dependency\n"
    assert file.read_text() == "light 2 Sign-in and part of what underpins it: Cloud hosting=1 Sign-in=1\n"


def test_what_is_collapsed_is_said_on_stderr() -> None:
    done = ask("diagram", "--format", "toy", "--max-nodes", "1")
    assert done.out == "light 0 Services and what underpins them: everything=18\n"
    assert done.err == (
        "note: to stay readable, 18 services are drawn as 1: everything (18)\n"
        "note: 27 dependencies inside them are not drawn\n"
        "note: with --page a3 or --max-nodes N there are more nodes\n"
    )
    assert ask("diagram", "--format", "toy", "--max-nodes", "1", "--quiet").err == ""


def test_what_a_target_does_not_take_is_collapsed_further() -> None:
    done = ask("diagram", "--format", "tiny")
    assert 0 < len(done.out) <= 60
    assert "services are drawn as" in done.err


def test_an_answer_and_its_diagram(tmp_path: Path) -> None:
    file = tmp_path / "impact.toy"
    plain = ask("impact", "spare-parts", "--format", "csv")
    done = ask("impact", "spare-parts", "--format", "csv", "--diagram", file, "--cluster", "none")
    assert done.out == plain.out
    assert file.read_text() == (
        "light 0 If Spare parts fails: 1 of 3 products goes down: "
        "Bike maintenance=1down Exercise bike=1down Spare parts=1down\n"
    )
    assert done.err == f"{file}: 3 services, 2 dependencies\n"


def test_differences_are_drawn(tmp_path: Path) -> None:
    files = {"services.csv": "id\na\nb\n"}
    before, after = folder(tmp_path / "1", files), folder(tmp_path / "2", {"services.csv": "id\na\nc\n"})
    done = run_cli("diff", before, after, "--diagram", tmp_path / "diff.toy")
    assert done.code == 0
    assert (tmp_path / "diff.toy").read_text() == (
        "light 1 What changed: 1 service added, 1 removed: b=1removed c=1added\n"
    )


def test_a_title_and_a_subtitle_of_ones_own(tmp_path: Path) -> None:
    args = ("impact", "spare-parts", "--diagram", tmp_path / "x.toy", "--title", "Parts: <b>")
    assert ask(*args).code == 0
    assert (tmp_path / "x.toy").read_text().startswith("light 2 Parts: <b>: ")
    done = ask("diagram", "--format", "mermaid", "--title", "", "--subtitle", "For the board")
    assert "title:" not in done.out
    assert "For the board" in done.out


def test_nothing_to_draw_is_said(tmp_path: Path) -> None:
    done = ask("list", "roles", "--quiet", "--diagram", tmp_path / "a.toy")
    assert (done.code, done.err) == (0, "")
    done = ask("list", "roles", "--diagram", tmp_path / "b.toy")
    assert "note: there is nothing to draw\n" in done.err


def test_a_selector_that_fits_nothing_is_said() -> None:
    done = ask("diagram", "nothing*", "--format", "toy")
    assert done.err == "note: nothing is selected\nnote: there is nothing to draw\n"


def test_the_rows_behind_a_diagram() -> None:
    done = ask("diagram", "1+sign-in", "--format", "csv")
    assert done.out.splitlines()[1].startswith("sign-in,cloud-hosting,hard,,1,")


def test_bytes_are_refused_on_a_terminal_only(tmp_path: Path) -> None:
    with mock.patch("graphmodel.cli.diagram.sys") as terminal:
        terminal.stdout.isatty.return_value = True
        done = ask("diagram", "--format", "raw")
        assert (done.code, done.out) == (2, "")
        assert "raw cannot be read on a terminal" in done.err
        assert "-o FILE.raw" in done.err
        assert ask("diagram", "--format", "toy").code == 0
    file = tmp_path / "a.raw"
    assert ask("diagram", "--format", "raw", "-o", file).code == 0
    assert file.read_bytes() == b"\xff\x00"


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (["diagram", "-o", "x.bmp"], "x.bmp: '.bmp' is the suffix of no diagram", "a diagram ends in "),
        (["diagram", "-o", "diagram"], "diagram: the name has no suffix", "a diagram ends in "),
        (["stats", "--diagram", "x.bmp"], "x.bmp: '.bmp' is the suffix of no diagram", "a diagram ends in "),
        (["stats", "--diagram", "-"], "--diagram needs a file", "--diagram FILE.svg"),
        (["stats", "--diagram", "no/x.toy"], "there is no directory 'no'", "make it"),
        (
            ["stats", "-f", "csv", "-o", "x.toy", "--diagram", "x.toy"],
            "x.toy cannot hold the answer",
            "name two files",
        ),
        (["stats", "-o", "x.svg"], "x.svg is a diagram, not rows", "--diagram x.svg"),
        (["diagram", "--format", "toy", "--max-nodes", "0"], "Invalid value for '--max-nodes'", "--help"),
        (["diagram", "--format", "nope"], "--format cannot be 'nope'", "svg"),
    ],
)
def test_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], error: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = ask(*args)
    assert (done.code, done.out) == (2, "")
    assert error in done.err
    assert hint in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("args", [["diagram", "-o"], ["stats", "-o", "answer.txt", "--diagram"]])
def test_a_file_that_exists_is_kept_unless_forced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "x.toy"
    file.write_text("mine")
    done = ask(*args, "x.toy")
    assert done.code == 2
    assert "x.toy exists" in done.err
    assert [f.name for f in tmp_path.iterdir()] == ["x.toy"]
    assert file.read_text() == "mine"
    assert ask(*args, "x.toy", "--force").code == 0
    assert file.read_text() != "mine"
