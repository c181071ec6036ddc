from __future__ import annotations

import pytest

from graphmodel.model.errors import UsageError
from graphmodel.rules import RULES
from graphmodel.rules.explain import explain, explained


def test_every_code_is_explained_in_full() -> None:
    assert set(RULES) < set(explained())
    for code, entry in explained().items():
        text = explain(code)
        assert text.startswith(f"{code} ({entry.severity}): {entry.title}\n")
        for part in (entry.why, entry.fix):
            assert " ".join(part.split()) in " ".join(text.split())


def test_a_rule_shows_both_its_catalogues() -> None:
    for rule in RULES.values():
        _, rest = explain(rule.code).split("Found in:")
        for part, files in zip(rest.split("Not found in:"), (rule.bad, rule.good), strict=True):
            lines = [line.strip() for line in part.splitlines() if line]
            assert lines == [line for name, text in files.items() for line in (name, *text.splitlines())]


def test_case_does_not_matter() -> None:
    assert explain(" gm001 ") == explain("GM001")


def test_an_unknown_code_is_told_with_what_it_may_mean() -> None:
    with pytest.raises(UsageError) as caught:
        explain("GM0001")
    assert "GM001" in caught.value.hint
