"""Links between the pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PART = re.compile(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)")
PAGES = sorted(
    p
    for folder in (".", "docs", "docs/decisions", "docs/presets", "examples", "examples/*", "cypher")
    for p in ROOT.glob(f"{folder}/*.md")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    missing = [to for to in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / to).exists()]
    assert missing == []


def anchors(page: Path) -> set[str]:
    """The names by which the headings of a page are linked, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_headings(page: Path) -> None:
    links = PART.findall(page.read_text(encoding="utf-8"))
    missing = [(to, part) for to, part in links if part not in anchors(page.parent / to if to else page)]
    assert missing == []
