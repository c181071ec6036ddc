"""The pages on importing name all that there is, and nothing that there is not."""

from __future__ import annotations

import re

import pytest

from graphmodel.importers.mapping import parsing
from graphmodel.model.codes import CODES
from tests.conftest import ROOT

MAPPING = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
KEYS = sorted(
    {"source", "prefer"}.union(
        parsing._FILE,
        parsing._TABLE,
        parsing._COLUMN,
        parsing._UNPIVOT,
        parsing._NESTED,
        parsing._PIVOT,
        parsing._DIRECTION,
    )
)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_mapping_is_in_its_reference(key: str) -> None:
    reference = MAPPING.partition("\n## Keys\n")[2].partition("\n## ")[0]
    code = " ".join(re.findall("`([^`]+)`", reference))
    assert re.search(rf"\b{key}\b", code)


@pytest.mark.parametrize("name", ["import.md", "mapping.md", "presets.md", "tutorial.md"])
def test_codes_that_a_page_names_exist(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"\b[EW]\d{3}\b", text)) <= set(CODES)
