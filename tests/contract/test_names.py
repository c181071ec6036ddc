"""One class, one name; functions are named with words that a reader knows."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((ROOT / "graphmodel").rglob("*.py"))
EMPTY = {"told", "said", "strong", "spread", "lane", "lanes", "pile", "piles", "shelf", "mend", "circle"}
"""Names of functions that say nothing, or what only we would understand."""


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def test_no_two_classes_have_one_name() -> None:
    places = defaultdict(list)
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert {name: at for name, at in places.items() if len(at) > 1} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_function_is_named_with_words_that_a_reader_knows(file: Path) -> None:
    named = [node.name for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef)]
    assert [name for name in named if name.strip("_") in EMPTY] == []
