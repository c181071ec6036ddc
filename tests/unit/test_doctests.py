"""The examples in the docstrings of what many parts share."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    ["model.visible", "model.words", "graph.terms", "graph.words", "analyses.notebook", "analyses.chart"],
)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"graphmodel.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
