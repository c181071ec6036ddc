"""``--columns``, ``--sort``, ``--limit``, the format by the file's suffix, ``-c`` behind the command, ``--open``."""

from __future__ import annotations

import csv
import json
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "products.csv": "id,name,criticality,cost,rto\nshop,Shop,1,100,PT4H\n",
    "services.csv": "id,name,criticality,cost,rto\nmail,E-mail,3,9,PT30M\ndb,Database,2,12.5,P1D\nweb,Web,3,,\n",
    "dependencies.csv": "service,depends_on\nshop,db\nshop,web\nweb,db\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder(tmp_path / "estate", FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(*args: str) -> list[dict[str, str]]:
    done = run_cli("-c", "estate", *args, "--format", "csv")
    assert done.code == 0, done.err
    return list(csv.DictReader(done.out.splitlines()))


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "md", "html"])
def test_columns_in_every_format(here: Path, format: str) -> None:
    done = run_cli("-c", "estate", "list", "services", "--columns", "cost,id", "--format", format)
    assert done.code == 0
    assert "riticality" not in done.out
    if format == "html":
        assert [">cost<" in part.casefold() for part in done.out.split("<th ")] == [False, True, False]
    else:
        assert done.out.index("cost") < done.out.index("id")
    if format == "json":
        assert json.loads(done.out)["rows"][0] == {"cost": "12.5", "id": "db"}


def test_what_is_named_again_costs_nothing(here: Path) -> None:
    """A name of two letters, written a thousand times, had every row a thousand times longer, and sorted as often."""
    assert (
        run_cli("-c", "estate", "list", "services", "--columns", "id,name,id,id").out
        == run_cli("-c", "estate", "list", "services", "--columns", "id,name").out
    )
    once = run_cli("-c", "estate", "list", "services", "--sort", "name:desc", "--sort", "id").out
    assert (
        run_cli("-c", "estate", "list", "services", "--sort", "name:desc,id,name:desc", "--sort", "id").out
        == once
    )
    assert [row["id"] for row in rows("find", "s", "s", "s")] == [row["id"] for row in rows("find", "s")]


@pytest.mark.parametrize(
    "command", [["gaps"], ["roles"], ["stats"], ["list", "services"], ["underpinning"], ["rules"]]
)
def test_an_unknown_column_is_an_error_with_what_may_be_meant(here: Path, command: list[str]) -> None:
    done = run_cli("-c", "estate", *command, "--columns", "nmae,xyz")
    assert (done.code, done.out) == (2, "")
    assert "has no column 'nmae'" in done.err
    assert "the columns are " in done.err
    assert run_cli("-c", "estate", *command, "--sort", "xyz:desc").code == 2


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("cost", ["mail", "db", "shop", "web"]),
        ("cost:desc", ["shop", "db", "mail", "web"]),
        ("rto", ["mail", "shop", "db", "web"]),
        ("criticality,name:desc", ["shop", "db", "web", "mail"]),
        ("name", ["db", "mail", "shop", "web"]),
    ],
)
def test_sorted_by_size_length_and_name_with_nothing_last(here: Path, sort: str, order: list[str]) -> None:
    assert [row["id"] for row in rows("list", "services", "--sort", sort)] == order
    assert [row["id"] for row in rows("list", "services", "--sort", sort, "--limit", "2")] == order[:2]


def test_the_worst_state_and_severity_come_first(here: Path) -> None:
    severities = [row["severity"] for row in rows("gaps", "--sort", "severity:desc")]
    assert severities == sorted(severities, key=["info", "warning", "error"].index)


def test_limit_says_that_there_is_more(here: Path) -> None:
    done = run_cli("-c", "estate", "list", "services", "--limit", "1")
    assert "only the first row is shown" in done.err
    assert "only the first" not in run_cli("-c", "estate", "list", "services", "--limit", "4").err
    assert rows("list", "services", "--limit", "0") == []


def test_a_gate_fails_by_all_rows_not_those_shown(here: Path) -> None:
    assert run_cli("-c", "estate", "check", "--limit", "0").code == run_cli("-c", "estate", "check").code == 1


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("a.csv", "id,"),
        ("a.json", '{"schema_version"'),
        ("a.jsonl", '{"id"'),
        ("a.md", "**"),
        ("a.html", "<!DOCTYPE html>"),
        ("a.txt", "4 services\n"),
        ("a.CSV", "id,"),
        ("answer", "4 services\n"),
    ],
)
def test_the_suffix_chooses_the_format(here: Path, file: str, begins: str) -> None:
    done = run_cli("-c", "estate", "list", "services", "-o", file)
    assert (done.code, done.out) == (0, "")
    assert (here / file).read_text().startswith(begins)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["list", "services", "-o", "a.csv", "-f", "table"], "a.csv ends in .csv, but --format says table"),
        (["diagram", "-o", "a.svg", "-f", "csv"], "a.svg ends in .svg, but --format says csv"),
        (["list", "services", "-o", "a.xls"], "graphmodel cannot write .xls files"),
        (["list", "services", "-o", "a.svg"], "a.svg is a diagram, not rows"),
        (["diagram", "--limit", "2", "-o", "a.svg"], "are for rows, not for a diagram"),
        (["gaps", "--columns", ","], "--columns names no column"),
    ],
)
def test_contradictions_are_clear_and_write_nothing(here: Path, args: list[str], said: str) -> None:
    done = run_cli("-c", "estate", *args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "hint: " in done.err
    assert [path.name for path in here.iterdir()] == ["estate"]


@pytest.mark.graphviz
def test_rows_of_a_diagram_by_suffix_and_its_page(here: Path) -> None:
    assert run_cli("-c", "estate", "diagram", "-o", "a.csv").code == 0
    assert (here / "a.csv").read_text().startswith("consumer,")
    assert run_cli("-c", "estate", "diagram", "-o", "a.html").code == 0
    assert "<svg" in (here / "a.html").read_text()


def test_the_catalogue_may_stand_before_or_behind(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run_cli("-c", "estate", "stats").out
    assert run_cli("stats", "-c", "estate").out == expected
    assert run_cli("-c", "estate", "stats", "--catalogue", "estate").out == expected
    both = run_cli("-c", "estate", "stats", "-c", "other")
    assert (both.code, both.out) == (2, "")
    assert "-c is given twice: estate and other" in both.err
    monkeypatch.setenv("GRAPHMODEL_CATALOGUE", "nowhere")
    assert run_cli("stats", "-c", "estate").out == expected
    assert run_cli("stats", "-c", "").code == 2


def test_inside_a_catalogue_folder_none_needs_to_be_named(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here / "estate")
    assert "Shop" in run_cli("list", "products").out
    assert run_cli("import", ".", "--source", "estate").code == 0
    assert (here / "estate" / "catalogue.db").exists()
    (here / "estate" / "services.csv").write_text("id\nbroken\n")
    assert "Shop" in run_cli("list", "products").out  # now by catalogue.db


def test_open_starts_the_viewer_and_needs_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    refused = run_cli("-c", "estate", "list", "services", "-o", "a.html", "--open")
    assert refused.code == 2
    assert "there is no display" in refused.err
    assert not (here / "a.html").exists()
    viewer = here / "viewer"
    viewer.write_text(
        f'#!/bin/sh\nhead -c 15 "$1" > "{here}/opened.part"; mv "{here}/opened.part" "{here}/opened"\n'
    )
    viewer.chmod(viewer.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", str(viewer))
    assert "no file is written" in run_cli("-c", "estate", "list", "services", "--open").err
    command = [
        sys.executable,
        "-m",
        "graphmodel",
        "-c",
        "estate",
        "list",
        "services",
        "-o",
        "a.html",
        "--open",
    ]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    for _ in range(1000):
        if (here / "opened").exists():
            break
        time.sleep(0.01)
    assert (here / "opened").read_text() == "<!DOCTYPE html>"


def test_rules_lists_them(here: Path) -> None:
    listed = json.loads(run_cli("rules", "--format", "json").out)["rows"]
    codes = [row["code"] for row in listed]
    assert codes == sorted(codes)
    assert codes[:12] == [f"GM{n:03}" for n in range(1, 13)]
    assert all(row["title"] and row["why"] and row["state"] == "on" for row in listed)


def test_a_sorted_plan_is_sorted_as_a_whole(here: Path) -> None:
    services = "id,name\n" + "".join(f"s{n:02},n\n" for n in range(50))
    folder(here / "many", {"services.csv": services})
    done = run_cli("-c", "new.db", "plan", "many", "--sort", "id:desc", "--limit", "2")
    assert [line.split()[2] for line in done.out.splitlines()[4:]] == ["s49", "s48"]


def test_a_report_is_opened_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    done = run_cli("-c", "estate", "report", "-o", "a.html", "--open")
    assert done.code == 2
    assert "there is no display" in done.err
    assert not (here / "a.html").exists()


def test_durations_and_numbers_are_sorted_by_what_they_mean(here: Path) -> None:
    (here / "levels").mkdir()
    (here / "levels" / "services.csv").write_text(
        "id,rto,cost\na,1d,9\nb,PT4H,10\nc,30m,\nd,,2.5\ne,240m,1000\n", encoding="utf-8"
    )
    for option, order in (
        ("rto,id", "cbead"), ("rto:desc,id", "abecd"), ("cost", "dabec"), ("cost:desc", "ebadc"),
    ):  # fmt: skip
        done = run_cli(
            "-c", "levels", "list", "services", "--sort", option, "--columns", "id", "--format", "csv"
        )
        assert "".join(done.out.split()[1:]) == order, option
