"""A mapping proposed for foreign files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphmodel.answers.question import argument
from graphmodel.answers.report import Column, Report
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class MappingSuggestQuestion:
    """Propose a mapping from the headers of these files.

    The proposal (TOML) goes to stdout, a preview of what it would read to stderr. Save it, correct it, and use it with
    import --mapping.
    """

    files: tuple[Path, ...] = argument("CSV files whose columns have other names", "FILE", path="read")


def run(_: Access, question: MappingSuggestQuestion) -> Outcome:
    """Propose it. Raises UsageError for unreadable files."""
    from graphmodel.importers import suggest
    from graphmodel.render.reports.json import escape

    proposed = suggest(question.files)
    return Outcome(
        text="".join(f"{escape(line)}\n" for line in proposed.toml.rstrip("\n").split("\n")),
        previews=tuple(
            Report(tuple(map(Column, made.columns)), made.rows, title=made.kind, analysis="mapping")
            for made in proposed.preview
        ),
        problems=proposed.problems,
    )


OPERATION = Operation(
    name="mapping suggest",
    summary="Propose a mapping for foreign files.",
    question=MappingSuggestQuestion,
    examples=(
        "graphmodel mapping suggest examples/university/services.csv",
        "graphmodel mapping suggest examples/university/services.csv examples/university/roles.csv",
    ),
    run=run,
)
