"""Exports of systems that no preset is for, as these write them."""

from __future__ import annotations

from pathlib import Path

from tests.unit.importers.test_suggested_sheets import column, kinds, one


def test_what_describes_codes_in_a_few_words_is_their_name(tmp_path: Path) -> None:
    jira = (
        "Issue key,Summary,Issue Type,Status\n"
        "APP-1,Web shop,Application,In Production\nAPP-2,CRM,Service,Retired\nAPP-3,Mail,Service,Retired\n"
    )
    assert column(one(tmp_path, jira), "service", "id", "name", "kind", "lifecycle")[:2] == [
        ("APP-1", "Web shop", "product", "live"),
        ("APP-2", "CRM", "service", "retired"),
    ]
    prose = "Issue key,Summary\nAPP-1,Sells tickets. Also at night.\nAPP-2,Keeps who bought them\n"
    assert column(one(tmp_path, prose), "service", "id", "description")[0] == (
        "APP-1",
        "Sells tickets. Also at night.",
    )
    words = "Code,Summary\nshop,Web shop\ncrm,Customers\n"
    assert column(one(tmp_path, words), "service", "id", "description")[0] == ("shop", "Web shop")
    assert "responsibility" not in kinds(one(tmp_path, words))
