"""Links between the pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PAGES = sorted(
    p
    for folder in (".", "docs", "docs/decisions", "examples", "examples/*", "cypher")
    for p in ROOT.glob(f"{folder}/*.md")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    missing = [to for to in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / to).exists()]
    assert missing == []
