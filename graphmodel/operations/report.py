"""The report for those who decide: a page, and files with rows beside it."""

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
    """Write a report to hand on: on page one what matters in five sentences, a matrix and what to do first.

    Then the worst single failures, availability and recovery, which types of services underpin which products, levels
    and promises, what the catalogue cannot see, the gaps, who answers for what, and diagrams: ten pages of paper at
    most, whatever the catalogue. Into a directory it writes all rows as CSV files beside the page; of more than 5,000
    services it has no availability and only the most critical products' cut sets. It needs no network, prints well, and
    is the same whenever it is made of the same revision.
    """

    output: str = option(
        f"where to write it: a file, or a directory that gets {PAGE} and CSV files (- is stdout)",
        default=REQUIRED,
        metavar="DIR|FILE.html",
        short="-o",
    )
    title: str | None = option("the title of the page", metavar="TEXT")
    force: bool = option("replace files that exist", default=False)


def file(question: ReportQuestion) -> str:
    """The file that is meant. Raises UsageError where a file stands in place of its directory."""
    output = question.output
    if output == "-" or not output.strip() or Path(output).suffix.lower() in {".html", ".htm"}:
        return output
    if Path(output).is_file():
        raise UsageError(f"{output} is a file, not a directory", "name a FILE.html")
    return str(Path(output) / PAGE)


def beside(question: ReportQuestion) -> tuple[str, ...]:
    """The files with rows, where a directory is named."""
    from graphmodel.render.pages.contents import APPENDICES

    target = file(question)
    return (
        () if target == question.output else tuple(str(Path(question.output) / name) for name in APPENDICES)
    )


def run(access: Access, question: ReportQuestion) -> Outcome:
    """Make the page, and the rows beside it."""
    pages = access.session().pages(**({"title": question.title} if question.title else {}))
    page = pages.html.encode()
    names = beside(question)
    if names:
        _make(question.output)
    target = file(question)
    remarks = [Remark(f"{target}: {len(page) / 1_000:,.0f} kB")] * (target != "-")
    if names:
        remarks.append(Remark(f"{question.output}: {len(names)} CSV files with all rows"))
    rows = {name: pages.appendices[Path(name).name] for name in names}
    return Outcome(data=page, beside=rows, remarks=tuple(remarks))


def _make(directory: str) -> None:
    try:
        Path(directory).mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make the directory {directory}: {error.strerror}", "name a FILE.html"
        ) from error


OPERATION = Operation(
    name="report",
    summary="A report to hand on: what matters on page one, ten pages at most, all rows beside it.",
    question=ReportQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike report -o report.html",
        'graphmodel -c examples/exercise-bike report -o report --title "What our bikes stand on"',
    ),
    run=run,
    gives="page",
    proposes=True,
    file=file,
    beside=beside,
)
