"""Every example in a docstring of the package."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "graphmodel").rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_the_examples_of_a_module_hold(file: Path) -> None:
    parts = file.with_suffix("").parts
    module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
