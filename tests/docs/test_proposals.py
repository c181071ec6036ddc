"""docs/proposals.md shows files as they are, and its program runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "proposals.md").read_text(encoding="utf-8")
FILES = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", TEXT, re.DOTALL)


def test_files_are_shown_as_they_are() -> None:
    assert len(FILES) == 3
    for name, text in FILES:
        assert (ROOT / name).read_text(encoding="utf-8") == text, name


def test_the_program_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    _, proposal, gone, verdicts = done.stdout.splitlines()
    assert proposal.endswith("at 2027-04-01 ['API gateway']")
    assert gone == "student-portal down ('API gateway',)"
    assert verdicts == "['kept', 'kept', 'kept', 'kept', '']"
