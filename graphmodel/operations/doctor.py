"""Is the catalogue whole?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.answers.question import option
from graphmodel.answers.report import Report, columns
from graphmodel.model.errors import StoreError
from graphmodel.model.revision import NO_REVISION
from graphmodel.model.rows import documented
from graphmodel.operations.details.stores import writable
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class DoctorQuestion:
    """Check the catalogue file, its schema and what is derived from its records.

    Exits with 5 where something is wrong.
    """

    repair: bool = option("repair: rebuild what is derived from the records", default=False)


@documented(
    check="what was looked at",
    ok="whether it is as it should be",
    detail="what was found",
)
class CheckRow(NamedTuple):
    """One thing that ``doctor`` looked at."""

    check: str
    ok: bool
    detail: str


def doctor(store: Store, *, repair: bool = False) -> Report[CheckRow]:
    """One row per check; ``repair`` rebuilds what is derived. Raises UsageError for a folder of CSV files."""
    rows = [CheckRow(c.name, c.ok, c.detail) for c in writable(store).doctor(repair=repair)]
    try:
        revision = store.revision()
    except StoreError:  # which the rows tell of
        revision = NO_REVISION
    return Report(columns(CheckRow), rows, analysis="doctor", revision=revision)


def run(access: Access, question: DoctorQuestion) -> Outcome:
    """Check it."""
    report = doctor(access.store(), repair=question.repair)
    return Outcome(report, code=0 if all(row.ok for row in report) else StoreError.exit_code)


OPERATION = Operation(
    name="doctor",
    summary="Is the catalogue whole? Checks it, and can repair it.",
    question=DoctorQuestion,
    examples=("graphmodel -c estate.db doctor", "graphmodel -c estate.db doctor --repair"),
    run=run,
    gives="rows",
)
