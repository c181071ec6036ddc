"""JUnit XML, as build servers read it: a suite for each rule that was asked, a case for each finding.

A rule that finds nothing is a case that passes; so is a finding that is milder than what fails the gate, which says
itself in ``system-out``. There is no standard; the elements are those that Jenkins, GitLab and Azure read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphmodel.model.problems import SEVERITIES
from graphmodel.render.markup import escape
from graphmodel.render.places import place

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen
    from graphmodel.rules.rule import Finding


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``; the findings in place of the rows."""
    of: dict[str, list[Finding]] = defaultdict(list)
    for found in report.findings:
        of[found.code].append(found)
    failing = sum(_fails(found, report) for found in report.findings)
    cases = sum(max(1, len(of[rule.code])) for rule in report.rules)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(
        f'<testsuites name="graphmodel {report.analysis}" tests="{cases}" failures="{failing}" errors="0">\n'
    )
    for rule in report.rules:
        code, suite = rule.code, f"{rule.code} {rule.title}"
        failures = sum(_fails(found, report) for found in of[code])
        out.write(
            f'<testsuite name="{escape(suite)}" tests="{max(1, len(of[code]))}" failures="{failures}" errors="0" '
            'skipped="0">\n'
        )
        if not of[code]:
            out.write(f'<testcase classname="{escape(code)}" name="nothing found"/>\n')
        out.writelines(_case(found, report) for found in of[code])
        out.write("</testsuite>\n")
    out.write("</testsuites>\n")
    return len(report.findings)


def _fails(found: Finding, report: Report) -> bool:
    return SEVERITIES.index(found.severity) >= SEVERITIES.index(report.fails_from)


def _case(found: Finding, report: Report) -> str:
    file, line = place(found.origin, report.roots), found.origin.line
    where = f' file="{escape(file)}"' * bool(file) + f' line="{line}"' * bool(line)
    lines = (f"{found.severity}: {found.message}", f"hint: {found.hint}", found.origin.place)
    text = "\n".join(escape(line) for line in lines if line)
    said = (
        f'<failure type="{found.severity}" message="{escape(found.message)}">{text}</failure>'
        if _fails(found, report)
        else f"<system-out>{text}</system-out>"
    )
    name = f'classname="{escape(found.code)}" name="{escape(found.identity)}"'
    return f"<testcase {name}{where}>{said}</testcase>\n"
