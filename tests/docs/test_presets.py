"""The pages on presets: each command runs, each preset has a page, and what they say of columns and types is so."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from graphmodel.importers.presets import PRESETS
from tests.conftest import ROOT, run_cli

PAGES = [ROOT / "docs" / "presets.md", *sorted((ROOT / "docs" / "presets").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(
        ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("data", "expected")
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHMODEL_CATALOGUE", raising=False)
    lines = [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    assert commands
    for command in commands:
        said, _, target = command.partition(" > ")
        done = run_cli(*shlex.split(said)[1:])
        assert done.code == 0, done.err
        if target:
            Path(target).write_text(done.out, encoding="utf-8")


def test_the_index_lists_every_page_and_every_page_is_of_a_preset_or_format() -> None:
    index = PAGES[0].read_text(encoding="utf-8")
    assert set(re.findall(r"\(presets/(\w+)\.md\)", index)) == {page.stem for page in PAGES[1:]}
    assert set(PRESETS.own) <= {page.stem for page in PAGES[1:]}


@pytest.mark.parametrize("name", PRESETS.own)
def test_a_page_names_columns_that_the_mapping_has(name: str) -> None:
    """Each column in the table of what is read, if it is one word in code."""
    page = (ROOT / "docs" / "presets" / f"{name}.md").read_text(encoding="utf-8")
    table = page.partition("## What is read")[2].partition("\n\n## ")[0]
    firsts = [row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `")]
    columns = {column for first in firsts for column in re.findall(r"`([\w.]+)`", first)}
    toml = PRESETS[name].text()
    assert {column for column in columns if column not in toml} == set()
