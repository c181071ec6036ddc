"""The coverage rules as a gate for CI."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.analyses import gaps
from graphmodel.analyses.details import accepted
from graphmodel.answers.question import Analysis, option
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.words import count

if TYPE_CHECKING:
    from graphmodel.answers.report import Answer, Report
    from graphmodel.answers.world import World


@dataclass(frozen=True)
class CheckQuestion(gaps.GapsQuestion):
    """Is everything covered? The findings of ``gaps`` as a gate for CI.

    The exit code is 1 when a finding is as bad as --fail-on says, or worse. What --severity leaves out does not count,
    nor what is waived, nor what was known before: by the baseline, at --since REV, or with --changed.
    """

    fail_on: str = option("the mildest severity that fails", default="warning", choices=SEVERITIES)
    baseline: Path | None = option(
        "findings in this file were known before (by default the settings' baseline)",
        path="read",
        metavar="FILE",
    )
    update_baseline: bool = option(
        "write what is found to the baseline: it is known from then on", default=False
    )
    since: str = option(
        "only what was not found at this revision; of a folder in Git, at this commit",
        default="",
        metavar="REV",
    )
    changed: bool = option(
        "only what was not found before the last revision; of a folder in Git, at the last commit",
        default=False,
    )


def run(world: World, question: CheckQuestion) -> Answer:
    """Answer the question; ``failed`` says what comes of it."""
    file = question.baseline or (Path(world.settings.baseline) if world.settings.baseline else None)
    if question.update_baseline:
        return _updated(world, question, file)
    if question.since and question.changed:
        raise UsageError("--since and --changed both say since when", "give one of them")
    listed = accepted.baseline(file) if file else frozenset[str]()
    before = _before(world, question) if question.since or question.changed else frozenset[str]()
    looked = gaps.look(world, question)
    found = gaps.answer(world, question, listed | before, looked)
    partly = question.select or question.exclude or question.rule or question.severity != SEVERITIES[0]
    notes = (
        *found.notes,
        *(accepted.fixed(listed, accepted.known_of(looked.found)) if file and not partly else ()),
    )
    return gaps.with_fixes(world, question, replace(found, fails_from=question.fail_on, notes=notes))


def _updated(world: World, question: CheckQuestion, file: Path | None) -> Answer:
    """Nothing is new from now on: all that is found stands in the baseline."""
    if file is None:
        raise UsageError(
            "--update-baseline needs the baseline's file", "check --baseline FILE --update-baseline"
        )
    if question.select or question.exclude or question.rule or question.since or question.changed:
        raise UsageError("a baseline knows all that is found", "--update-baseline goes with no selection")
    looked = gaps.look(world, replace(question, severity=SEVERITIES[0]))
    found, _ = accepted.parted(looked.found, world.settings)
    shown = looked.at_least(question.severity, world.settings)
    known = gaps.answer(world, question, accepted.known_of(found), shown)
    said = f"{file} knows {count(len(found), 'finding')} from now on"
    return replace(known, files={file: accepted.written(found)}, notes=(*known.notes, said))


def _before(world: World, question: CheckQuestion) -> frozenset[str]:
    """The identities of what was found then."""
    return accepted.known_of(gaps.look(world.past(question.since), question).found)


def failed(report: Report) -> bool:
    """Does the report of a check fail it?"""
    worst = report.findings[:1]
    return any(finding.severity in gaps.at_least(report.fails_from) for finding in worst)


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
