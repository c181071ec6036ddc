"""What importing files would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graphmodel.answers.question import option
from graphmodel.model.errors import RejectedError
from graphmodel.operations.details.accounted import accounted, in_a_line
from graphmodel.operations.details.planned import FilesQuestion, noted, planned, read_as, sample
from graphmodel.operations.details.stores import writable
from graphmodel.operations.importing import planned as planned_import
from graphmodel.operations.operation import Access, Operation, Outcome, Remark

CHANGES: Final = 6
"""The exit code of ``plan --detailed-exitcode`` where there are changes."""


@dataclass(frozen=True, kw_only=True)
class PlanQuestion(FilesQuestion):
    """Show what importing these files would change, and change nothing.

    Lists what would be added, changed field by field, and withdrawn, and every problem of the files.
    """

    detailed_exitcode: bool = option(f"exit with {CHANGES} where there are changes", default=False)


def run(access: Access, question: PlanQuestion) -> Outcome:
    """Plan it. Raises UsageError for files that cannot be read at all."""
    store = writable(access.store())
    plan, _ = planned_import(store, question.paths, question, access.progress)
    report = planned("plan", plan, store.revision(), question.paths)
    rejecting = plan.rejected or any(problem.severity == "error" for problem in plan.problems)
    changes = CHANGES if question.detailed_exitcode and not plan.empty else 0
    return Outcome(
        report,
        sample=None if question.every else sample(report, plan),
        empty="no changes",
        problems=plan.problems,
        all_problems=question.all_problems,
        accounts=accounted(plan.accounts),
        remarks=(
            *map(Remark, read_as(plan.preset, question)),
            *map(Remark, noted(plan.notes)),
            *((Remark(line),) if (line := in_a_line(plan.accounts)) else ()),
        ),
        code=RejectedError.exit_code if rejecting else changes,
    )


OPERATION = Operation(
    name="plan",
    summary="What importing files would change.",
    question=PlanQuestion,
    examples=(
        "graphmodel -c new.db plan examples/exercise-bike",
        "graphmodel -c new.db plan examples/university --format json",
        "graphmodel -c new.db plan examples/university --detailed-exitcode --quiet",
    ),
    run=run,
    gives="rows",
    creates=True,
)
