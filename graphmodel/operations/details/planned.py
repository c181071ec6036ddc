"""What ``plan`` and ``import`` are asked, and how they answer."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.question import argument, option
from graphmodel.answers.report import Report, Rows, columns
from graphmodel.operations.details.accounted import to_json
from graphmodel.operations.importing import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.model.accounts import SheetAccount
    from graphmodel.model.errors import RejectedError
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import DiffRow, Plan

SAMPLE: Final = 20
"""Changes that are shown to a reader who does not ask for all."""


@dataclass(frozen=True, kw_only=True)
class FilesQuestion(Options):
    """Which files, how they are read and what is allowed."""

    paths: tuple[Path, ...] = argument(
        "a catalogue folder, or foreign files with --mapping or --preset", "FOLDER|FILE", path="read"
    )
    every: bool = option(f"show every change, not only the first {SAMPLE}", default=False, flag="--all")
    all_problems: bool = option("list every problem, on a terminal too", default=False)


@dataclass(frozen=True)
class AskedFiles:
    """What ``plan`` and ``import`` were asked."""

    paths: tuple[str, ...]
    source: str | None


def read_as(preset: str, question: FilesQuestion) -> Iterator[str]:
    """By which preset the files were read, where nobody had asked for it."""
    if preset and not question.preset:
        from graphmodel.importers.presets import PRESETS  # which most imports need not load

        yield f"read as {PRESETS[preset].title} (--preset {preset}); --preset none reads it otherwise"


def planned(name: str, plan: Plan, revision: Revision, paths: Sequence[Path]) -> Report[DiffRow]:
    """Every change of the plan."""
    return reported(name, AskedFiles(tuple(map(str, paths)), plan.source), plan, revision)


def reported(name: str, asked: Any, plan: Plan, revision: Revision) -> Report[DiffRow]:
    """Every change of the plan, whatever was asked."""
    counts = plan.counts
    return _report(
        name,
        asked,
        Rows(plan.rows),
        revision,
        counts,
        plan.problems,
        title=f"{plan.source}: {', '.join(f'{n:,} {what}' for what, n in counts.items())}",
        accounts=plan.accounts,
        notes=plan.notes,
    )


def sample(report: Report[DiffRow], plan: Plan) -> Report[Any]:
    """The first changes, without the columns that say nothing of them."""
    counts = plan.counts
    changes = counts["added"] + counts["changed"] + counts["withdrawn"]
    note = f"these are the first of {changes:,} changed records; --all shows every one"
    first = [row if row.name != row.id else row._replace(name="") for row in plan.first(SAMPLE)]
    said = [at for at, cells in enumerate(zip(*first, strict=True)) if any(cells)]
    return dataclasses.replace(
        report,
        columns=tuple(report.columns[at] for at in said),
        rows=[tuple(row[at] for at in said) for row in first],  # type: ignore[misc]
        notes=() if changes <= SAMPLE else (note,),
    )


def refused(error: RejectedError, revision: Revision, question: FilesQuestion) -> Report[DiffRow]:
    """What an import that did nothing says to a machine."""
    return nothing("import", AskedFiles(tuple(map(str, question.paths)), question.source), error, revision)


def nothing(name: str, asked: Any, error: RejectedError, revision: Revision) -> Report[DiffRow]:
    """The same, whatever was asked."""
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "unchanged": 0, "rejected": error.rejected}
    return _report(
        name, asked, (), revision, counts, error.problems, accounts=error.accounts, notes=error.notes
    )


def noted(notes: Sequence[str]) -> Iterator[str]:
    """What was found out about the files, a line for each."""
    return (f"note: {note}" for note in notes)


def _report(
    name: str,
    question: Any,
    rows: Any,
    revision: Revision,
    counts: dict[str, int],
    problems: Sequence[Any],
    title: str = "",
    accounts: Sequence[SheetAccount] = (),
    notes: Sequence[str] = (),
) -> Report[DiffRow]:
    from graphmodel.planning.plan import DiffRow

    more = {
        "counts": counts,
        "files": to_json(accounts),
        "notes": list(notes),
        "problems": [dataclasses.asdict(p) for p in problems],
    }
    shown = columns(DiffRow, spare=["kind", "name"])
    return Report(shown, rows, title=title, more=more, analysis=name, question=question, revision=revision)
