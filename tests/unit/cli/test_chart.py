"""``--chart FILE`` beside an answer."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from graphmodel.answers import charts
from tests.charted import CHARTED, OF_REVISIONS, asked
from tests.conftest import ROOT, Result, run_cli

BIKE = ROOT / "examples" / "exercise-bike"


def ask(*args: str | Path) -> Result:
    return run_cli("-c", BIKE, *args)


def texts(file: Path) -> list[str]:
    root = ElementTree.parse(file).getroot()
    return ["".join(e.itertext()).strip() for e in root.iter("{http://www.w3.org/2000/svg}text")]


def test_an_answer_and_its_chart(tmp_path: Path) -> None:
    file = tmp_path / "types.svg"
    plain = ask("underpinning", "--matrix", "types", "--format", "csv")
    done = ask("underpinning", "--matrix", "types", "--format", "csv", "--chart", file)
    assert (done.code, done.out) == (0, plain.out)
    assert done.err.startswith(f"{file}: 3 rows, ")
    assert {"Products by types", "Exercise bike", "Live classes"} <= set(texts(file))


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_every_format_of_every_chart(tmp_path: Path, suffix: str) -> None:
    assert len(CHARTED) >= 7
    for number, command in enumerate(CHARTED):
        if command == OF_REVISIONS:
            continue
        file = tmp_path / f"{number}.{suffix}"
        done = ask(*asked(command), "--chart", file, "--theme", "dark", "--quiet")
        assert done.code in {0, 1}, done.err  # a gate that fails has an answer too
        assert done.err == ""
        assert file.stat().st_size > 1000


def test_what_is_left_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "RANKED", 2)
    file = tmp_path / "a.svg"
    done = ask("underpinning", "--counts", "--chart", file, "--format", "csv")
    assert done.err.startswith(
        "note: in the chart, of 3 products, the 2 that require most services are shown; the others"
    )
    assert f"{file}: 2 bars\n" in done.err
    assert any(text.startswith("of 3 products, the 2 that require most services") for text in texts(file))


def test_nothing_to_chart_is_said(tmp_path: Path) -> None:
    done = ask("gaps", "--rule", "GM006", "--chart", tmp_path / "a.svg")
    assert done.code == 0
    assert "note: there is nothing to chart\n" in done.err


@pytest.mark.graphviz
def test_an_answer_its_chart_and_its_diagram_have_a_file_each(tmp_path: Path) -> None:
    chart, diagram = tmp_path / "chart.svg", tmp_path / "diagram.svg"
    assert ask("roles", "--chart", chart, "--diagram", chart).code == 2
    assert not chart.exists()
    assert ask("roles", "--chart", chart, "--diagram", diagram).code == 0
    assert texts(chart) != texts(diagram)


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (["stats", "--chart", "x.svg"], "this answer of stats has no chart", "underpinning --matrix types"),
        (["underpinning", "--chart", "x.svg"], "this answer of underpinning has no chart", "roles"),
        (["gaps", "--chart", "x.bmp"], "x.bmp: '.bmp' is the suffix of no chart", ".svg, .png, .pdf"),
        (["gaps", "--chart", "-"], "--chart needs a file", "--chart FILE.svg"),
        (
            ["gaps", "-f", "csv", "-o", "x.svg", "--chart", "x.svg"],
            "x.svg cannot hold the answer",
            "name two files",
        ),
        (["gaps", "--chart", "no/x.svg"], "there is no directory 'no'", "make it"),
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


def test_a_file_that_exists_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text("mine")
    done = ask("gaps", "--chart", file)
    assert done.code == 2
    assert file.read_text() == "mine"
    assert ask("gaps", "--chart", file, "--force").code == 0
    assert file.read_text() != "mine"


def test_help_offers_it_where_there_is_one() -> None:
    assert "--chart FILE" in run_cli("roles", "--help").out
    assert "--chart" not in run_cli("paths", "--help").out
