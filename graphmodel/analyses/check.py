"""The coverage rules as a gate for CI."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphmodel.analyses import gaps
from graphmodel.answers.question import Analysis, option
from graphmodel.model.problems import SEVERITIES

if TYPE_CHECKING:
    from graphmodel.answers.report import Answer, Report
    from graphmodel.answers.world import World


@dataclass(frozen=True)
class CheckQuestion(gaps.GapsQuestion):
    """Is everything covered? The findings of ``gaps`` as a gate for CI.

    The exit code is 1 when a finding is as bad as --fail-on says, or worse. What --severity leaves out does not count.
    """

    fail_on: str = option("the mildest severity that fails", default="warning", choices=SEVERITIES)


def run(world: World, question: CheckQuestion) -> Answer:
    """Answer the question; ``failed`` says what comes of it."""
    return replace(gaps.answer(world, question), fails_from=question.fail_on)


def failed(report: Report) -> bool:
    """Does the report of a check fail it?"""
    return any(finding.severity in gaps.at_least(report.fails_from) for finding in report.findings)


ANALYSIS = Analysis(
    name="check",
    summary="The coverage rules as a gate: fails when they find something.",
    question=CheckQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike check --fail-on error",
        "graphmodel -c examples/exercise-bike check +exercise-bike --fail-on error",
    ),
    run=run,
    charts=("check",),
    failed=failed,
)
