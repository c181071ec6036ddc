"""What is generated is up to date, and what it is made from is complete."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_reference_and_readme_are_up_to_date() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
