"""What docs/python.md shows runs, in the order in which it stands there; and it lists all that is offered."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import graphmodel
from graphmodel.analyses import ALL
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.slow
@pytest.mark.graphviz
def test_the_programs_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    assert len(PROGRAMS) == 8
    for program in PROGRAMS:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "impact.mmd").read_text(encoding="utf-8").startswith("---")
    assert "services: row 0, cost is not a number" in done.stdout


def test_all_that_is_offered_is_listed() -> None:
    listed = set(re.findall(r"`(\w+)`", TEXT.partition("## All names")[2]))
    assert listed == set(graphmodel.__all__) - {"__version__"}
    for name in ALL:
        assert f"`{name}`" in TEXT
