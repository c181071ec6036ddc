"""Running one command: what it raises becomes a message on stderr and an exit code."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from graphmodel.cli.hints import given, typed
from graphmodel.cli.output import forget_stdout, say
from graphmodel.model.errors import GraphmodelError, RejectedError, UnmappedError

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE: Final = 2
DEFECT: Final = 70
INTERRUPTED: Final = 130
PROPOSED: Final = "mapping.toml"


def run() -> int:
    """Run the command that ``sys.argv`` names; the exit code."""
    _open_streams()
    _as_utf8()
    return _written(_answered())


def _answered() -> int:
    try:
        return _invoke([_as_typed(argument) for argument in sys.argv[1:]]) or 0
    except GraphmodelError as error:
        return _reported(error)
    except click.ClickException as error:
        return _misused(error)
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return 0
    except OSError as error:
        return _unwritten(error)
    except Exception as error:  # noqa: BLE001
        return _defect(error)


def _written(code: int) -> int:
    """The exit code once all of stdout is written, which the interpreter would do after us, with words of its own."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        forget_stdout()
    except OSError as error:
        return _unwritten(error)
    return code


def _unwritten(error: OSError) -> int:
    if error.filename is None:  # a stream that cannot be written, now or later
        forget_stdout()
    say(f"error: {error.filename or 'cannot write'}: {error.strerror or error}")
    return USAGE


def _invoke(arguments: list[str]) -> int | None:
    """The command's exit code; click's own ``main`` has other ideas of interruptions and pipes."""
    from graphmodel.cli.root import ROOT

    if instruction := os.environ.get("_GRAPHMODEL_COMPLETE"):
        from graphmodel.cli.completion import answer

        if found := answer(ROOT, instruction):
            click.echo(found)
        return 0
    try:
        with ROOT.make_context("graphmodel", arguments) as context:
            return _answer(ROOT, context)
    except click.exceptions.Exit as done:
        return done.exit_code


def _answer(root: click.Command, context: click.Context) -> int | None:
    try:
        code: int | None = root.invoke(context)
    except (UnmappedError, RejectedError) as error:
        refused = _reported(error)
        return _proposed(context, error.files) if error.files and _wanted() else refused
    except GraphmodelError as error:
        return _reported(error)
    return code


def _wanted() -> bool:
    """Does the user want a mapping to be proposed? Nobody is asked but at a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return False
    try:
        return click.confirm(f"propose one now, as {PROPOSED}?", default=True, err=True)
    except click.Abort:  # Ctrl-C or the end of what is typed
        return False


def _proposed(context: click.Context, files: Sequence[str]) -> int | None:
    return _invoke([*given(context), "mapping", "suggest", "-o", PROPOSED, "--", *files])


def _reported(error: GraphmodelError) -> int:
    if isinstance(error, RejectedError) and error.problems:
        from graphmodel.cli.problems import list_problems

        list_problems(error.problems)
    first, *rest = error.message.split("\n")
    say(f"error: {first}")
    for line in rest:  # indented, so that no name with a line break in it can look like an error of its own
        say(f"       {line}")
    if error.hint:
        say(f"  hint: {typed(error.hint)}")
    _show_trace(error)
    return error.exit_code


def _misused(error: click.ClickException) -> int:
    said = " ".join(error.format_message().split())  # click puts each choice on a line of its own
    say(f"error: {said}")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        say(f"  hint: {context.command_path} --help tells more")
    return USAGE


def _defect(error: Exception) -> int:
    say(f"error: {type(error).__name__}: {error}")
    say("  hint: this is a defect of graphmodel, not of your data; please report it.")
    if not _show_trace(error):
        say("        GRAPHMODEL_DEBUG=1 shows where it happened")
    return DEFECT


def _show_trace(error: Exception) -> bool:
    wanted = os.environ.get("GRAPHMODEL_DEBUG") == "1"
    if wanted:
        import traceback

        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line)
    return wanted


def _as_typed(argument: str) -> str:
    """An argument in UTF-8, also where the locale says otherwise."""
    if argument.isascii():
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return argument


def _open_streams() -> None:
    """Streams that the caller has closed go nowhere, as a pipe does that nobody reads.

    Otherwise the next file that is opened, the catalogue perhaps, would take their place and get what is printed.
    """
    if sys.stdin and sys.stdout and sys.stderr:
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _as_utf8() -> None:
    """Data is UTF-8 everywhere; a terminal of another encoding shows what it lacks as escapes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
