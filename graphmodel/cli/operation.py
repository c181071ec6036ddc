"""An operation as a command."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.answers.question import asked_fields
from graphmodel.cli.apart import check_apart
from graphmodel.cli.command import AnswerCommand, Command
from graphmodel.cli.diagram import DiagramOptions, Drawable, answer
from graphmodel.cli.hints import typed
from graphmodel.cli.locate import chosen, opened, proposal, settings
from graphmodel.cli.output import Target, check_file, put, say, screen, show
from graphmodel.cli.parameters import from_stdin, parameters
from graphmodel.cli.problems import list_problems
from graphmodel.cli.progress import Bar
from graphmodel.cli.viewer import view, viewed
from graphmodel.model import outputs
from graphmodel.operations.operation import Access, Operation, Outcome
from graphmodel.render.reports import render
from graphmodel.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.answers.report import Report
    from graphmodel.stores.store import Store


ASIDE: Final = 120
"""The width of a table beside the answer where there is no terminal: nobody reads it but people."""


@dataclass(frozen=True)
class Sink:
    """Where an outcome is shown."""

    target: Target | None
    """Of an answer in rows."""
    options: DiagramOptions | None
    """Of one that may be drawn, too."""
    file: str | None
    """What data is written to, where there will be some."""
    beside: tuple[str, ...]
    """Files with rows beside it."""
    force: bool
    quiet: bool


class PageCommand(Command):
    """A command that writes a page."""

    def __init__(self, *args: object, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.params += [
            click.Option(["--quiet", "-q"], is_flag=True, help="No notes on stderr."),
            click.Option(["--open", "shown"], is_flag=True, help="Open the page in a browser."),
        ]


_KINDS = {"rows": AnswerCommand, "diagram": Drawable, "page": PageCommand, "text": Command}
"""What an operation gives → its command."""


def command(operation: Operation) -> Command:
    """The command that has this operation done."""
    return _KINDS[operation.gives](
        operation.name.rpartition(" ")[2],
        proposes=operation.proposes,
        params=parameters(operation.question),
        callback=partial(_done, operation),
        help=operation.question.__doc__,
        short_help=operation.summary,
        examples=operation.examples,
    )


def _done(operation: Operation, **given: Any) -> int:
    asked = {field.name: given.pop(field.name) for field in asked_fields(operation.question)}
    question = operation.question(**from_stdin(operation.question, asked))
    shown, sink = given.pop("shown", False), _sink(operation, question, **given)
    if sink.file is not None:
        _check(sink.file, question.output, force=sink.force)
    for path in map(Path, sink.beside):
        if path.parent.exists():
            outputs.check(path, force=sink.force)
    pages = viewed([sink.file]) if shown else []
    check_apart()
    with ExitStack() as used, Bar(quiet=sink.quiet) as bar:
        access = Access(_store(operation, used), bar.progress, settings(), proposal(), chosen)
        outcome = operation.run(access, question)
        bar.end()
        _show(outcome, sink)
    for page in pages:
        view(page)
    return outcome.code


def _sink(
    operation: Operation,
    question: object,
    written_to: Target | None = None,
    options: DiagramOptions | None = None,
    *,
    quiet: bool = False,
) -> Sink:
    file = operation.file(question) if operation.file else None
    force = getattr(question, "force", False)
    beside = operation.beside(question) if operation.beside else ()
    quiet = written_to.quiet if written_to else quiet
    return Sink(written_to, options, file, beside, force, quiet)


def _check(file: str, output: str | None, *, force: bool) -> None:
    """Raises UsageError for a file that must not be written."""
    # A directory that is not there yet is made when there is something to put into it.
    made = output and output != file and not Path(output).exists()
    check_file(output if output and made else file, force=force, option="--output")


def _store(operation: Operation, used: ExitStack) -> Callable[[], Store]:
    """What opens the catalogue when it is first asked for; it is closed when all is done."""
    there: list[Store] = []

    def store() -> Store:
        if not there:
            there.append(used.enter_context(opened(create=operation.creates)).store)
        return there[0]

    return store


def _show(outcome: Outcome, sink: Sink) -> None:
    """Data and texts first, then what is wrong, then the rows and what is said of them."""
    for name, report in outcome.beside.items():
        Session.write(report, name, force=sink.force)
    if outcome.data is not None and sink.file is not None:
        put(outcome.data, sink.file, force=sink.force)
    if outcome.text:
        click.echo(outcome.text, nl=False)
    for preview in outcome.previews:
        _aside(preview, sink)
    list_problems(outcome.problems, every=outcome.all_problems)
    if outcome.refused:
        if sink.target and sink.target.format in ("json", "xlsx"):
            _rows(outcome, sink.target, sink)
        _accounts(outcome, sink)
        _remarks(outcome, sink)
        raise outcome.refused
    if sink.target:
        _rows(outcome, sink.target, sink)
    _accounts(outcome, sink)
    _remarks(outcome, sink)


def _accounts(outcome: Outcome, sink: Sink) -> None:
    for at, report in enumerate(() if sink.quiet else outcome.accounts):
        if not at and (outcome.problems or not outcome.previews):
            say("")
        _aside(report, sink)


def _remarks(outcome: Outcome, sink: Sink) -> None:
    for remark in outcome.remarks:
        if remark.always or not sink.quiet:
            say(typed(remark.text), whole=remark.command)


def _aside(report: Report, sink: Sink) -> None:
    """A table beside the answer."""
    color = sink.target.color if sink.target else "auto"
    shown = screen(color, sys.stderr)
    render(report, "table", sys.stderr, replace(shown, width=shown.width or ASIDE, choice=False))
    say("")


def _rows(outcome: Outcome, target: Target, sink: Sink) -> None:
    report = outcome.report if target.all_rows else outcome.sample or outcome.report
    if report is None:
        return
    if sink.options:
        answer(report, target, sink.options, empty=outcome.empty)
    else:
        show(report, target, empty=outcome.empty)
