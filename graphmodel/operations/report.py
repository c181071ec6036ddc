"""The page for those who decide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphmodel.answers.question import REQUIRED, option
from graphmodel.model.errors import UsageError
from graphmodel.operations.operation import Access, Operation, Outcome, Remark

PAGE: Final = "report.html"
"""The file in a directory that is named."""


@dataclass(frozen=True)
class ReportQuestion:
    """Write one page with all that matters of the catalogue.

    The catalogue in numbers, which types of services underpin which products, what happens when one of the services
    that underpin most fails, the gaps, who answers for what, and diagrams. The page needs no network, prints well, and
    is the same whenever it is made of the same revision.
    """

    output: str = option(
        f"where to write it: a file, or a directory that gets {PAGE} (- is stdout)",
        default=REQUIRED,
        metavar="DIR|FILE.html",
        short="-o",
    )
    title: str | None = option("the title of the page", metavar="TEXT")
    force: bool = option("replace the file if it exists", default=False)


def file(question: ReportQuestion) -> str:
    """The file that is meant. Raises UsageError where a file stands in place of its directory."""
    output = question.output
    if output == "-" or not output.strip() or Path(output).suffix.lower() in {".html", ".htm"}:
        return output
    if Path(output).is_file():
        raise UsageError(f"{output} is a file, not a directory", "name a FILE.html")
    return str(Path(output) / PAGE)


def run(access: Access, question: ReportQuestion) -> Outcome:
    """Make the page."""
    from graphmodel.session import Session

    session = Session.of_store(access.store())
    page = session.report(**({"title": question.title} if question.title else {})).encode()
    target = file(question)
    if target != question.output:
        _make(question.output)
    remarks = () if target == "-" else (Remark(f"{target}: {len(page) / 1_000:,.0f} kB"),)
    return Outcome(data=page, remarks=remarks)


def _make(directory: str) -> None:
    try:
        Path(directory).mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make the directory {directory}: {error.strerror}", "name a FILE.html"
        ) from error


OPERATION = Operation(
    name="report",
    summary="One page to read and to print: numbers, matrix, impact, gaps, roles, diagrams.",
    question=ReportQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike report -o report.html",
        'graphmodel -c examples/exercise-bike report -o report --title "What our bikes stand on"',
    ),
    run=run,
    gives="page",
    file=file,
)
