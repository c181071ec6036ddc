from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from graphmodel.answers.report import Column, Report
from graphmodel.cli.output import Target, show
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def target(output: str = "-", **fields: Any) -> Target:
    return Target(
        **({"format": "csv", "output": output, "force": False, "quiet": False, "color": "auto"} | fields)
    )


def report(rows: Any = (("a",),), **fields: Any) -> Report:
    return Report((Column("id"),), rows, analysis="cycles", revision=Revision(0, "", "", ""), **fields)


def test_a_new_file_holds_the_answer_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    show(report(), target(str(tmp_path / "out.csv")))
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"out.csv": "id\na\n"}


def test_what_exists_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(UsageError, match="exists"):
        target(str(path))
    show(report(), target(str(path), force=True))
    assert path.read_text() == "id\na\n"


def test_a_directory_and_a_file_in_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a directory"):
        target(str(tmp_path), force=True)
    with pytest.raises(UsageError, match="there is no directory"):
        target(str(tmp_path / "none" / "out.csv"))


def test_a_failure_halfway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str]]:
        yield ("a",)
        raise UsageError("halfway")

    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(UsageError, match="halfway"):
        show(report(rows()), target(str(path), force=True))
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"out.csv": "old"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with pytest.raises(UsageError, match=r"is a symbolic link to real\.csv"):
        target(str(tmp_path / "link.csv"), force=True)
    assert (tmp_path / "real.csv").read_text() == "old"


def test_nothing_is_written_into_a_pipe_by_its_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is a named pipe"):
        target(str(tmp_path / "pipe"), force=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows names no open files")
def test_what_the_shell_has_opened_is_written_to() -> None:
    reading, writing = os.pipe()
    show(report(), target(f"/dev/fd/{writing}"))
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:  # noqa: PTH123
        assert pipe.read() == "id\na\n"


@pytest.mark.parametrize(
    ("rows", "fields", "expected"),
    [
        ([("a",)], {"format": "table"}, "note: \\x1b[1m\n1 row\n"),
        ([("a",)] * 1234, {"format": "md"}, "note: \\x1b[1m\n1,234 rows\n"),
        ([("a",)], {"format": "csv"}, "note: \\x1b[1m\n"),
        ([], {"format": "csv"}, "note: \\x1b[1m\ncycles: nothing found\n"),
        ([], {"format": "table", "quiet": True}, ""),
    ],
)
def test_stderr_gets_notes_and_counts(
    rows: Any, fields: Any, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show(report(rows, notes=("\x1b[1m",)), target(**fields))
    assert capsys.readouterr().err == expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "no_color", "color", "colored"),
    [
        (True, "", "auto", True),
        (True, "1", "auto", False),
        (True, "1", "always", True),
        (True, "", "never", False),
        (False, "", "auto", False),
        (False, "", "always", True),
    ],
)
def test_colors_are_for_terminals_and_can_be_said(
    terminal: bool, no_color: str, color: str, colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("NO_COLOR", no_color)
    show(report(), target(format="table", color=color, quiet=True))
    assert ("\x1b[1m" in out.getvalue()) is colored
