"""A catalogue folder to start from."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from graphmodel.answers.question import argument, option
from graphmodel.model.visible import visible
from graphmodel.operations.operation import Access, Operation, Outcome, Remark


@dataclass(frozen=True)
class InitQuestion:
    """Write a catalogue folder to start from.

    It holds a template of every file, the seven types of services with their boundaries, and recommended roles.
    """

    directory: Path = argument(
        "where to write it; by default the folder catalogue", "DIR", default=Path("catalogue"), path="made"
    )
    example: str | None = option(
        "copy a shipped example: exercise-bike, university or debian", metavar="NAME"
    )
    force: bool = option("replace files that exist", default=False)


def init(question: InitQuestion) -> list[Path]:
    """Write it; the files written. Raises UsageError where a file exists, unless it is forced."""
    from graphmodel.model.starter import copy_example, starter

    if question.example:
        return copy_example(question.example, question.directory, force=question.force)
    return starter(question.directory, force=question.force)


def run(_: Access, question: InitQuestion) -> Outcome:
    """Write it, and say what comes next."""
    written = init(question)
    following = f"next: graphmodel plan {shlex.quote(str(question.directory))}"
    return Outcome(
        text="".join(f"{visible(str(path))}\n" for path in written),
        remarks=(Remark(following, command=True),),
    )


OPERATION = Operation(
    name="init",
    summary="A catalogue folder to start from.",
    question=InitQuestion,
    examples=("graphmodel init my-catalogue", "graphmodel init university --example university"),
    run=run,
    catalogue=False,
)
