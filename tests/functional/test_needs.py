"""What a machine lacks is told: the tests of it are skipped with one line for all, and fail where CI is set."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DRAWS = "tests/unit/render/test_diagrams_look.py"


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """It runs with that environment and nothing else."""
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def unloadable(tmp_path: Path) -> Path:
    """A folder with a pygraphviz that lacks a library."""
    (tmp_path / "pygraphviz.py").write_text("raise ImportError('libglib-2.0.so.0: cannot open')\n")
    return tmp_path


@pytest.mark.parametrize("ci", ["", "true"])
def test_without_graphviz_what_draws_is_skipped_in_one_line_and_fails_in_ci(
    unloadable: Path, ci: str
) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", DRAWS, "-k", "twice or fonts"]
    done = run(command, PATH=os.defpath, PYTHONPATH=str(unloadable), CI=ci)
    told = [line for line in done.stdout.splitlines() if line.startswith("NOT TESTED")]
    assert done.returncode == bool(ci), done.stdout
    assert len(told) == (not ci)
    assert "libglib-2.0.so.0" in done.stdout


@pytest.mark.parametrize("ci", ["", "true"])
def test_what_the_machine_lacks_is_told_in_a_line_each(tmp_path: Path, ci: str) -> None:
    for name in ("sh", "id"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    done = run(["tools/need", sys.executable, "browser", "java", "npm"], PATH=str(tmp_path), CI=ci)
    assert done.returncode == bool(ci)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["NOT ON THIS MACHINE"] * 3


def test_a_python_that_is_too_old_is_told(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run(["tools/venv", str(old), str(tmp_path / "venv")], PATH=os.defpath)
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert not (tmp_path / "venv").exists()
