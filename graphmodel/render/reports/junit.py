"""JUnit XML, as build servers read it: a suite for each rule that was asked, a case for each finding.

A rule that finds nothing is a case that passes; so is a finding that is milder than what fails the gate, which says
itself in ``system-out``; one that is waived, or was known before, is skipped and says why. There is no standard; the
elements and attributes are those of the schema that Jenkins holds files to, which GitLab and Azure read, too. It knows
no file of a case: where a finding points is the last line of its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.problems import SEVERITIES
from graphmodel.render.markup import escape
from graphmodel.render.places import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen
    from graphmodel.rules.rule import Finding


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``; the findings in place of the rows."""
    suites: dict[str, list[tuple[Finding, str]]] = {rule.code: [] for rule in report.rules}
    for found in report.findings:
        suites[found.code].append((found, ""))
    for found, why in report.accepted:
        suites[found.code].append((found, why))
    cases = sum(max(1, len(suite)) for suite in suites.values())
    failing = sum(_fails(found, report) for found in report.findings)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(
        f'<testsuites name="graphmodel {report.analysis}" tests="{cases}" failures="{failing}" errors="0">\n'
    )
    for rule in report.rules:
        out.writelines(_suite(f"{rule.code} {rule.title}", suites[rule.code], report))
    out.write("</testsuites>\n")
    return len(report.findings)


def _suite(name: str, found: Sequence[tuple[Finding, str]], report: Report) -> Iterator[str]:
    failures = sum(not why and _fails(finding, report) for finding, why in found)
    skipped = sum(bool(why) for _, why in found)
    yield (
        f'<testsuite name="{escape(name)}" tests="{max(1, len(found))}" failures="{failures}" errors="0" '
        f'skipped="{skipped}">\n'
    )
    if not found:
        yield f'<testcase classname="{escape(name.split(maxsplit=1)[0])}" name="nothing found"/>\n'
    for finding, why in found:
        yield _case(finding, why, report)
    yield "</testsuite>\n"


def _fails(found: Finding, report: Report) -> bool:
    return SEVERITIES.index(found.severity) >= SEVERITIES.index(report.fails_from)


def _case(found: Finding, why: str, report: Report) -> str:
    file, line = place(found.origin, report.roots), found.origin.line
    where = f"{file}:{line}" if file and line else found.origin.place
    lines = (f"{found.severity}: {found.message}", f"hint: {found.hint}", where)
    text = "\n".join(escape(line) for line in lines if line)
    if why:
        said = f'<skipped message="{escape(why)}">{text}</skipped>'
    elif _fails(found, report):
        said = f'<failure type="{found.severity}" message="{escape(found.message)}">{text}</failure>'
    else:
        said = f"<system-out>{text}</system-out>"
    name = f'classname="{escape(found.code)}" name="{escape(found.identity)}"'
    return f"<testcase {name}>{said}</testcase>\n"
