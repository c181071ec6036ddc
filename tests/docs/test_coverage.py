"""The page on coverage: its files make the output that it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROOT, run_cli

if TYPE_CHECKING:
    import pytest

PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
FILE = re.compile(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^<!-- output -->\n```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_what_the_page_shows_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples" / "exercise-bike", tmp_path / "examples" / "exercise-bike")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHMODEL_CATALOGUE", raising=False)
    for name, text in FILE.findall(PAGE):
        (tmp_path / name).write_text(text, encoding="utf-8")
    blocks = OUTPUT.findall(PAGE)
    assert blocks
    for block in blocks:
        for command, wanted in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = run_cli(*shlex.split(command)[1:])
            assert done.code == 0, done.err
            assert done.out == wanted or not wanted
