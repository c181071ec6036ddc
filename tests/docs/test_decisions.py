"""Each decision has a number of its own, and its heading says it."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGES = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_numbers_are_unique_and_those_of_the_headings() -> None:
    numbers = [page.name[:4] for page in PAGES]
    assert len(set(numbers)) == len(numbers)
    for page in PAGES:
        heading = page.read_text(encoding="utf-8").partition("\n")[0]
        found = re.fullmatch(r"# ([0-9]+)\. \S.*", heading)
        assert found, f"{page.name}: {heading}"
        assert int(found[1]) == int(page.name[:4]), page.name


def test_what_cites_a_decision_cites_one_that_there_is() -> None:
    numbers = {int(page.name[:4]) for page in PAGES}
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *PAGES]:
        cited = re.findall(r"\bdecisions? ([0-9]{1,4})\b", page.read_text(encoding="utf-8"))
        assert {int(number) for number in cited} <= numbers, page.name
