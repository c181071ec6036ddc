"""What files say, made the next revision."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.answers.question import option
from graphmodel.model.errors import RejectedError
from graphmodel.model.words import count, several
from graphmodel.operations.details.accounted import accounted, in_a_line
from graphmodel.operations.details.planned import FilesQuestion, noted, planned, read_as, refused, sample
from graphmodel.operations.details.stores import writable
from graphmodel.operations.importing import Imported, imported
from graphmodel.operations.operation import Access, Operation, Outcome, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.stores.store import Store


@dataclass(frozen=True, kw_only=True)
class ImportQuestion(FilesQuestion):
    """Make what these files say the next revision of the catalogue: all or nothing.

    The same content again changes nothing. Where rows are rejected nothing is imported, unless the good rows are asked
    for; the rejected ones are then written to a folder, to be fixed and imported.
    """

    rejects: Path | None = option(
        "where --accept-partial writes the rejected rows; by default SOURCE.rejects",
        metavar="DIR",
        path="made",
    )


def run(access: Access, question: ImportQuestion) -> Outcome:
    """Import them. Raises UsageError for files that cannot be read at all, StoreError when the store is busy."""
    store = writable(access.store())
    try:
        done = imported(store, question.paths, question, access.progress)
    except RejectedError as error:
        return Outcome(
            refused(error, store.revision(), question),
            empty="nothing was imported",
            problems=error.problems,
            all_problems=question.all_problems,
            refused=_reason(error),
            accounts=accounted(error.accounts),
            remarks=(*map(Remark, read_as(error.preset, question)), *map(Remark, noted(error.notes))),
        )
    report = planned("import", done.plan, done.revision or store.revision(), question.paths)
    return Outcome(
        report,
        sample=None if question.every else sample(report, done.plan),
        empty="no changes",
        problems=done.plan.problems,
        all_problems=question.all_problems,
        accounts=accounted(done.plan.accounts),
        remarks=tuple(_remarks(store, done, question)),
        code=RejectedError.exit_code if done.plan.rejected else 0,
    )


def _reason(error: RejectedError) -> RejectedError:
    """Why nothing was imported; what a problem says already is not said again."""
    if error.message in {problem.message for problem in error.problems}:
        return RejectedError("nothing was imported", ())
    return RejectedError(error.message, (), error.hint, files=error.files)


def _remarks(store: Store, done: Imported, question: ImportQuestion) -> Iterator[Remark]:
    yield from map(Remark, read_as(done.plan.preset, question))
    yield from map(Remark, noted(done.plan.notes))
    if line := in_a_line(done.plan.accounts):
        yield Remark(line)
    yield Remark(
        f"revision {done.revision.number}" if done.revision else "nothing has changed: no new revision"
    )
    if done.rejects:
        rows = count(done.plan.rejected, "rejected row")
        them = several(done.plan.rejected, "it", "them")
        yield Remark(f"{rows} in {done.rejects}: fix {them} and import with", always=True)
        yield Remark("  " + _fix_command(store.url, done, question), command=True, always=True)
        if done.recoded:
            yield Remark(
                "note: the files are UTF-8 now: their own encoding cannot hold why the rows are rejected"
            )


def _fix_command(url: str, done: Imported, question: ImportQuestion) -> str:
    """The command that imports the rejected rows once they are fixed."""
    assert done.rejects
    files = [done.rejects]
    if question.mapping or done.plan.preset:
        files = sorted(path for path in done.rejects.rglob("*") if path.is_file())
    by = ["--mapping", str(question.mapping)] * bool(question.mapping)
    by += ["--preset", done.plan.preset] * bool(done.plan.preset)
    encoding = ["--encoding", done.encoding] if done.encoding else []
    return shlex.join(
        [
            "graphmodel",
            "-c",
            url,
            "import",
            *map(str, files),
            *by,
            *encoding,
            *["--create-missing"] * question.create_missing,
            "--source",
            done.plan.source,
            "--add",
        ]
    )


OPERATION = Operation(
    name="import",
    summary="Make what files say the next revision.",
    question=ImportQuestion,
    examples=(
        "graphmodel import examples/university",
        "graphmodel -c bikes.db import examples/exercise-bike --source bikes",
    ),
    run=run,
    gives="rows",
    creates=True,
)
