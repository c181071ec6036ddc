"""The formats of findings: read by the programs and schemas that others read them by."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from graphmodel import Workbench
from graphmodel.answers.report import Report
from graphmodel.model.errors import UsageError
from graphmodel.model.origin import Origin
from graphmodel.rules import RULES
from graphmodel.rules.rule import Finding
from tests import consumers
from tests.hostile import NASTY
from tests.unit.render.test_render import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

JENKINS = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"skipped"}, {"testcase"}),
    "testcase": ({"name"}, {"time", "classname", "group"}, {"skipped", "failure", "system-out"}),
    "failure": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set[str](), set[str](), set[str]()),
}
"""What junit-10.xsd of its xUnit plugin says of these elements: attributes required and optional, elements inside."""

ROWS: Mapping[str, str] = {
    "products.csv": "id,name,category\nshop,Shop,\n",
    "services.csv": "id,name,category\nmail,Mail,\nold,Old mail,\n",
    "dependencies.csv": "service,depends_on\nshop,mail\n",
}


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my estate"
    folder.mkdir()
    for name, text in ROWS.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def asked(folder: Path, analysis: str = "check", **question: Any) -> Report:
    with Workbench.open(folder) as bench:
        return bench.run(analysis, **question)


def finding(text: str, code: str = "GM003", origin: Origin | None = None) -> Finding:
    return Finding(code, "warning", text, text, f"{code}:{text}", text, text, origin or Origin(text, 3))


def of(*found: Finding) -> Report:
    return Report((), (), analysis="check", findings=found, rules=tuple(RULES.values()))


def sarif(report: Report) -> dict[str, Any]:
    """The SARIF log, valid by its schema (draft 4), which comes from npm."""
    log = json.loads(written(report, "sarif"))
    schemas = consumers.installed("@microsoft/jest-sarif") / "lib" / "schemas"
    schema = json.loads((schemas / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    found: dict[str, Any] = log
    return found


def test_sarif_is_valid_and_points_at_the_rows(estate: Path) -> None:
    run = sarif(asked(estate))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(RULES)
    found = {
        (rules[r["ruleIndex"]], r["locations"][0]["logicalLocations"][0]["name"]): (
            r["level"],
            r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            r["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for r in run["results"]
    }
    assert found["GM005", "old"] == ("warning", "my%20estate/services.csv", 3)
    assert found["GM003", "shop"] == ("warning", "my%20estate/products.csv", 2)
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in run["results"])


def test_a_schema_that_cannot_refuse_proves_nothing(estate: Path) -> None:
    log = sarif(asked(estate))
    log["runs"][0]["results"][0]["level"] = "bad"
    schemas = consumers.installed("@microsoft/jest-sarif") / "lib" / "schemas"
    schema = json.loads((schemas / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate(log)


def test_fingerprints_survive_moved_rows(estate: Path) -> None:
    def prints() -> dict[str, tuple[str, str]]:
        results = sarif(asked(estate))["runs"][0]["results"]
        return {
            r["partialFingerprints"]["graphmodelIdentity/v1"]: (
                r["partialFingerprints"]["primaryLocationLineHash"],
                str(r["locations"][0]["physicalLocation"].get("region")),
            )
            for r in results
        }

    before = prints()
    (estate / "services.csv").write_text("id,name,category\n\n\nold,Old mail,\nmail,Mail,\n", "utf-8")
    after = prints()
    assert {k: v[0] for k, v in after.items()} == {k: v[0] for k, v in before.items()}
    assert after["GM005:old"][1] != before["GM005:old"][1]
    assert len({v[0] for v in after.values()}) == len(after)


def test_junit_has_a_case_for_each_finding_and_each_quiet_rule(estate: Path) -> None:
    report = asked(estate, fail_on="warning")
    root = ET.fromstring(written(report, "junit"))
    suites = {suite.get("name", "").split()[0]: suite for suite in root}
    assert list(suites) == list(RULES)
    for code, suite in suites.items():
        found = [f for f in report.findings if f.code == code]
        failing = [f for f in found if f.severity != "info"]
        assert int(suite.get("tests", "")) == len(suite) == max(1, len(found))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) == len(failing)
    assert int(root.get("tests", "")) == sum(len(suite) for suite in root)
    assert int(root.get("failures", "")) == len(root.findall("testsuite/testcase/failure")) > 0
    old = next(case for case in suites["GM005"] if case.get("name") == "GM005:old")
    assert (old.findtext("failure") or "").splitlines()[-1] == "my estate/services.csv:3"


def test_junit_is_what_the_schema_of_jenkins_allows(estate: Path) -> None:
    waived = asked(estate, fail_on="error")
    some = replace(waived, accepted=tuple((found, "known before") for found in waived.findings))
    for report in (asked(estate, fail_on="warning"), waived, some):
        root = ET.fromstring(written(report, "junit"))
        assert root.tag == "testsuites"
        for element in root.iter():
            required, optional, inside = JENKINS[element.tag]
            assert required <= {*element.keys()} <= required | optional, element.tag
            assert {child.tag for child in element} <= inside, element.tag


def test_junit_fails_what_the_gate_fails(estate: Path) -> None:
    mild = ET.fromstring(written(asked(estate, fail_on="error"), "junit"))
    assert int(mild.get("failures", "")) == 0
    assert mild.findall("testsuite/testcase/system-out")


def test_github_annotates_the_lines(estate: Path) -> None:
    lines = written(asked(estate, rule=("GM005",)), "github").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::warning file=my estate/services.csv,line=3,title=GM005::")
    assert "%0Ahint: " in lines[0]


@pytest.mark.parametrize("text", NASTY)
def test_hostile_names_stay_in_their_place(text: str) -> None:
    report = of(finding(text), finding(text, origin=Origin(text, 0, text, path=text)))
    results = sarif(report)["runs"][0]["results"]
    assert {r["message"]["text"] for r in results} <= {
        text,
        text.encode("utf-16", "replace").decode("utf-16"),
    }
    assert len(ET.fromstring(written(report, "junit")).findall("testsuite/testcase/failure")) == 2
    lines = written(report, "github").split("\n")
    assert len(lines) == 3
    for line in lines[:2]:
        command = re.fullmatch(r"::warning ((?:[a-z]+=[^,:]*,)*title=GM003)::(.*)", line)
        assert command, line


def test_what_stands_in_an_annotation_comes_back() -> None:
    report = of(finding("a,b:c%d\ne", origin=Origin("x:y,z%.csv", 7)))
    line = written(report, "github").rstrip("\n")
    properties, _, message = line.removeprefix("::warning ").partition("::")
    given = dict(part.split("=", 1) for part in properties.split(","))
    assert unquote(given["file"]) == "x:y,z%.csv"
    assert unquote(message).startswith("a,b:c%d")


def test_an_answer_that_asks_no_rule_has_no_findings_to_write(estate: Path) -> None:
    report = asked(estate, "list", kind="services")
    for name in ("sarif", "junit", "github"):
        with pytest.raises(UsageError, match="asks none"):
            written(report, name)


def test_nothing_found_is_a_whole_log() -> None:
    empty = replace(of(), rules=(RULES["GM001"],))
    assert sarif(empty)["runs"][0]["results"] == []
    assert ET.fromstring(written(empty, "junit")).get("tests") == "1"
    assert written(empty, "github") == ""
