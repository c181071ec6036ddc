from __future__ import annotations

import pytest

from graphmodel.analyses.check import failed
from graphmodel.index import build
from graphmodel.index.index import Index
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import SEVERITIES
from tests.conftest import REVISION, tables
from tests.unit.analyses.conftest import ask, cells

LONE = [
    ("GM001", "warning", "lone", "services.csv", 9),
    ("GM003", "warning", "lone", "services.csv", 9),
    ("GM005", "warning", "lone", "services.csv", 9),
]
"""It is in no category, has no role and underpins nothing."""


def test_rows_are_the_findings_with_their_place(drawn: Index) -> None:
    report = ask(drawn, "gaps")
    fields = ("code", "severity", "subject", "name", "identity", "message", "hint")
    assert cells(report, *fields) == [tuple(getattr(f, name) for name in fields) for f in report.findings]
    assert [(f.origin.file, f.origin.line) for f in report.findings] == cells(report, "file", "line")
    keys = [(-SEVERITIES.index(f.severity), f.code, f.subject, f.identity) for f in report.findings]
    assert keys == sorted(keys)
    assert ("GM004", "shelf") in cells(report, "code", "subject")


def test_files_of_one_name_are_told_apart_by_their_source() -> None:
    held = {name: tables({"services.csv": f"id\n{name}-shop\n"}) for name in ("cmdb", "wiki")}
    report = ask(build.index(merge(held), REVISION), "gaps", rule=("GM003",))
    assert cells(report, "subject", "file", "line", "source") == [
        ("cmdb-shop", "services.csv", 2, "cmdb"),
        ("wiki-shop", "services.csv", 2, "wiki"),
    ]
    assert [f.origin.source for f in report.findings] == ["cmdb", "wiki"]
    assert "source" in {column.name for column in report.columns if not column.wide}
    alone = ask(build.index(merge({"cmdb": held["cmdb"]}), REVISION), "gaps")
    assert "source" in {column.name for column in alone.columns if column.wide}


def test_of_selected_services_only(drawn: Index) -> None:
    report = ask(drawn, "gaps", select=("lone",))
    assert cells(report, "code", "severity", "subject", "file", "line") == LONE
    assert {f.subject for f in report.findings} == {"lone"}
    assert ask(drawn, "gaps", select=("tag:none",)).notes == ("nothing is selected",)


def test_of_chosen_rules_and_severities(drawn: Index) -> None:
    report = ask(drawn, "gaps", rule=("gm003", "GM004"))
    assert cells(report, "code", "subject") == [("GM003", "lone"), ("GM003", "mail"), ("GM004", "shelf")]
    report = ask(drawn, "gaps", rule=("GM003", "GM004"), severity="warning")
    assert cells(report, "code", "subject") == [("GM003", "lone"), ("GM003", "mail")]


def test_unknown_rule(drawn: Index) -> None:
    with pytest.raises(UsageError, match="no rule 'GM0011'") as error:
        ask(drawn, "gaps", rule=("GM0011",))
    assert "GM011" in error.value.hint


@pytest.mark.parametrize(
    ("rule", "fail_on", "expected"),
    [
        ("GM003", "info", True),
        ("GM003", "warning", True),
        ("GM003", "error", False),
        ("GM004", "warning", False),
        ("GM004", "info", True),
        ("GM002", "info", False),
    ],
)
def test_check_fails_on_what_is_bad_enough(drawn: Index, rule: str, fail_on: str, expected: bool) -> None:
    report = ask(drawn, "check", rule=(rule,), fail_on=fail_on)
    assert report.analysis == "check"
    assert failed(report) is expected


def test_check_and_gaps_find_the_same(drawn: Index) -> None:
    assert ask(drawn, "check").findings == ask(drawn, "gaps").findings
    assert failed(ask(drawn, "check"))
