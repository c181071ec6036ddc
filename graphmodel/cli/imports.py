"""``plan`` and ``import``: what files would change, and changing it."""

from __future__ import annotations

import dataclasses
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.cli.apart import INPUT, PLACE
from graphmodel.cli.command import AnswerCommand, Argument
from graphmodel.cli.locate import opened
from graphmodel.cli.output import Target, say, show
from graphmodel.cli.problems import list_problems
from graphmodel.model.errors import RejectedError
from graphmodel.model.words import count, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graphmodel.answers.report import Report
    from graphmodel.importing import Imported
    from graphmodel.model.problems import Problem
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import DiffRow, Plan

SAMPLE: Final = 20
"""Changes that are shown to a reader who does not ask for all."""
CHANGES: Final = 6
"""The exit code of ``plan --detailed-exitcode`` where there are changes."""


@dataclass(frozen=True)
class Question:
    """What ``plan`` and ``import`` were asked."""

    paths: tuple[str, ...]
    source: str | None


PARAMETERS: Final = (
    Argument(
        ["paths"],
        nargs=-1,
        required=True,
        type=INPUT,
        metavar="FOLDER|FILE…",
        about="A catalogue folder, or foreign files with --mapping.",
    ),
    click.Option(
        ["--source"], metavar="NAME", help="The source it speaks for; by default the folder's name."
    ),
    click.Option(["--mapping"], type=INPUT, help="A TOML file that says what foreign files mean."),
    click.Option(["--encoding"], metavar="NAME", help="Of files that are neither UTF-8 nor UTF-16."),
    click.Option(["--create-missing"], is_flag=True, help="Make placeholders of services nobody defines."),
    click.Option(["--accept-partial"], is_flag=True, help="Take the good rows although others are rejected."),
    click.Option(
        ["--allow-withdraw"], is_flag=True, help="Allow that more than a tenth is withdrawn at once."
    ),
    click.Option(["--add"], is_flag=True, help="The files are a part of the source: withdraw nothing."),
    click.Option(["--all", "every"], is_flag=True, help=f"Show every change, not only the first {SAMPLE}."),
    click.Option(["--all-problems"], is_flag=True, help="List every problem, on a terminal too."),
)


def plan_(
    target: Target,
    paths: tuple[Path, ...],
    every: bool,
    all_problems: bool,
    detailed_exitcode: bool,
    **options: Any,
) -> int:
    """Show what importing these files would change, and change nothing.

    Lists what would be added, changed field by field, and withdrawn, and every problem of the files.
    """
    from graphmodel.workbench import Options

    with opened(create=True) as bench, progress(target) as tell:
        plan = bench.plan(paths, Options(**options), tell)
        revision = bench.store.revision()
    list_problems(plan.problems, every=all_problems)
    show(
        _planned("plan", plan, revision, paths, full=every or target.all_rows),
        target,
        empty="no changes",
    )
    if _rejecting(plan.problems) or plan.rejected:
        return RejectedError.exit_code
    return CHANGES if detailed_exitcode and not plan.empty else 0


def import_(
    target: Target,
    paths: tuple[Path, ...],
    every: bool,
    all_problems: bool,
    rejects: Path | None,
    **options: Any,
) -> int:
    """Make what these files say the next revision of the catalogue: all or nothing.

    The same content again changes nothing. Where rows are rejected nothing is imported, unless the good rows are asked
    for; the rejected ones are then written to a folder, to be fixed and imported.
    """
    from graphmodel.workbench import Options

    with opened(create=True) as bench:
        try:
            with progress(target) as tell:
                done = bench.import_(paths, Options(**options, rejects=rejects), tell)
        except RejectedError as error:
            list_problems(error.problems, every=all_problems)
            if target.format == "json":
                report = _refused(error, bench.store.revision(), paths, options["source"])
                show(report, target, empty="nothing was imported")
            if error.message in {problem.message for problem in error.problems}:
                raise RejectedError("nothing was imported", ()) from error
            raise RejectedError(error.message, (), error.hint) from error
        revision = done.revision or bench.store.revision()
    list_problems(done.plan.problems, every=all_problems)
    show(
        _planned("import", done.plan, revision, paths, full=every or target.all_rows),
        target,
        empty="no changes",
    )
    if not target.quiet:
        say(f"revision {revision.number}" if done.revision else "nothing has changed: no new revision")
    if done.rejects:
        rows = count(done.plan.rejected, "rejected row")
        them = several(done.plan.rejected, "it", "them")
        say(f"{rows} in {done.rejects}: fix {them} and import with")
        again = _fix_command(
            bench.store.url, done, options["mapping"], create_missing=options["create_missing"]
        )
        say("  " + again, whole=True)
        if done.recoded and not target.quiet:
            say("note: the files are UTF-8 now: their own encoding cannot hold why the rows are rejected")
    return RejectedError.exit_code if done.plan.rejected else 0


def _fix_command(url: str, done: Imported, mapping: Path | None, *, create_missing: bool) -> str:
    """The command that imports the rejected rows once they are fixed."""
    assert done.rejects
    files = [done.rejects]
    if mapping:
        files = [
            *sorted(path for path in done.rejects.rglob("*") if path.is_file()),
            Path("--mapping"),
            mapping,
        ]
    encoding = ["--encoding", done.encoding] if done.encoding else []
    command = [
        "graphmodel",
        "-c",
        url,
        "import",
        *map(str, files),
        *encoding,
        *["--create-missing"] * create_missing,
        "--source",
        done.plan.source,
        "--add",
    ]
    return shlex.join(command)


PLAN: Final = AnswerCommand(
    "plan",
    callback=plan_,
    help=plan_.__doc__,
    short_help="What importing files would change.",
    params=[
        *PARAMETERS,
        click.Option(
            ["--detailed-exitcode"], is_flag=True, help=f"Exit with {CHANGES} where there are changes."
        ),
    ],
    examples=(
        "graphmodel -c new.db plan examples/exercise-bike",
        "graphmodel -c new.db plan examples/university --format json",
        "graphmodel -c new.db plan examples/university --detailed-exitcode --quiet",
    ),
)
IMPORT: Final = AnswerCommand(
    "import",
    callback=import_,
    help=import_.__doc__,
    short_help="Make what files say the next revision.",
    params=[
        *PARAMETERS,
        click.Option(
            ["--rejects"],
            type=PLACE,
            metavar="DIR",
            help="Where --accept-partial writes the rejected rows; by default SOURCE.rejects.",
        ),
    ],
    examples=(
        "graphmodel import examples/university",
        "graphmodel -c bikes.db import examples/exercise-bike --source bikes",
    ),
)


def _planned(name: str, plan: Plan, revision: Revision, paths: Sequence[Path], *, full: bool) -> Report:
    counts = plan.counts
    changes = counts["added"] + counts["changed"] + counts["withdrawn"]
    note = f"these are the first of {changes:,} changed records; --all shows every one"
    return _report(
        name,
        Question(tuple(map(str, paths)), plan.source),
        plan.rows() if full else islice(plan.rows(), SAMPLE),
        revision,
        counts,
        plan.problems,
        title=f"{plan.source}: {', '.join(f'{n:,} {what}' for what, n in counts.items())}",
        notes=() if full or changes <= SAMPLE else (note,),
    )


def _refused(error: RejectedError, revision: Revision, paths: Sequence[Path], source: str | None) -> Report:
    """What an import that did nothing says to a machine."""
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "unchanged": 0, "rejected": error.rejected}
    return _report("import", Question(tuple(map(str, paths)), source), (), revision, counts, error.problems)


def _report(
    name: str,
    question: Question,
    rows: Iterable[DiffRow],
    revision: Revision,
    counts: dict[str, int],
    problems: Sequence[Problem],
    **shown: Any,
) -> Report:
    from graphmodel.answers.report import Report, columns
    from graphmodel.planning.plan import DiffRow

    more = {"counts": counts, "problems": [dataclasses.asdict(p) for p in problems]}
    return Report(
        columns(DiffRow, wide=["name"], spare=["kind"]),
        rows,
        more=more,
        analysis=name,
        question=question,
        revision=revision,
        **shown,
    )


def _rejecting(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


@contextmanager
def progress(target: Target) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr while files are read, where stderr is a terminal: (bytes done, bytes in all)."""
    if target.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
