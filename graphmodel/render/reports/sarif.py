"""SARIF 2.1.0: findings for code scanning, each at its line, with fingerprints that survive moved rows.

Format: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020. GitHub takes two results
for one where ``primaryLocationLineHash`` is the same; by default it is of the line's text, here of what the finding is.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from graphmodel.render.places import place
from graphmodel.render.reports.json import dumps

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen
    from graphmodel.rules.rule import Finding, Rule

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``; the findings in place of the rows."""
    driver = {
        "name": "graphmodel",
        "version": version("graphmodel"),
        "rules": [_rule(rule) for rule in report.rules],
    }
    number = {rule.code: at for at, rule in enumerate(report.rules)}
    out.write(f'{{"$schema": {dumps(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{')
    out.write(f'"tool": {dumps({"driver": driver})},\n"columnKind": "unicodeCodePoints",\n"results": [')
    kept = ((found, None) for found in report.findings)
    for at, (found, why) in enumerate(chain(kept, report.accepted)):
        out.write(",\n" if at else "\n")
        result = _result(found, number[found.code], report)
        suppressed = {"suppressions": [{"kind": "external", "justification": why}]} if why else {}
        out.write(dumps(result | suppressed))
    out.write("]}]}\n")
    return len(report.findings)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"What to do: {rule.hint}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(found: Finding, rule: int, report: Report) -> dict[str, Any]:
    """What is found, with ``rule`` the number of its rule among those of the run."""
    fingerprint = sha256(found.identity.encode("utf-8", "backslashreplace")).hexdigest()
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [_location(found, report)],
        "partialFingerprints": {
            "graphmodelIdentity/v1": found.identity,
            "primaryLocationLineHash": f"{fingerprint[:16]}:1",
        },
    }


def _location(found: Finding, report: Report) -> dict[str, Any]:
    """A line of a file where there is one; always the record that it is about, and its path in a document."""
    record = {"name": found.subject, "kind": "object"}
    if found.origin.path:
        record["fullyQualifiedName"] = found.origin.path
    location: dict[str, Any] = {"logicalLocations": [record]}
    if path := place(found.origin, report.roots):
        file = PurePath(path)
        uri = file.as_uri() if file.is_absolute() else quote(path, errors="backslashreplace")
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if found.origin.line:
            physical["region"] = {"startLine": found.origin.line}
        location["physicalLocation"] = physical
    return location
