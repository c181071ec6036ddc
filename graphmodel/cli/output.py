"""Where an answer goes and in which format: data to stdout or a file, everything else to stderr."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from graphmodel.cli.apart import claim
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.render import FOR_READING, FORMATS, render
from graphmodel.render.renderer import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.analyses.report import Report

OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["--format", "-f"],
        "type": click.Choice(list(FORMATS)),
        "default": "table",
        "show_default": True,
    },
    {
        "param_decls": ["--output", "-o"],
        "metavar": "FILE",
        "default": "-",
        "help": "Write to a file (- is stdout).",
    },
    {"param_decls": ["--force"], "is_flag": True, "help": "Replace the file if it exists."},
    {"param_decls": ["--quiet", "-q"], "is_flag": True, "help": "No notes and no counts on stderr."},
    {
        "param_decls": ["--color"],
        "type": click.Choice(["auto", "always", "never"]),
        "default": "auto",
        "help": "Colors; auto: on a terminal, unless NO_COLOR is set.",
    },
)


@dataclass(frozen=True)
class Target:
    """The options of the output. Raises UsageError for a file that must not be written."""

    format: str
    output: str
    force: bool
    quiet: bool
    color: str

    def __post_init__(self) -> None:
        check_file(self.output, force=self.force, option="--output")

    @property
    def for_reading(self) -> bool:
        """People read it, so the long and the obvious may be left out."""
        return self.format in FOR_READING


def check_file(output: str, *, force: bool, option: str) -> None:
    """Raises UsageError for a file that must not be written, or that another option names; ``-`` is stdout."""
    if not output.strip():
        raise UsageError(f"{option} names no file", "is a variable not set?")
    if output != "-":
        outputs.check(Path(output), force=force)
    claim(option, output)


def say(text: str) -> None:
    """One line on stderr, whatever it quotes made visible."""
    print(visible(text), file=sys.stderr)  # noqa: T201


def show(report: Report, target: Target, *, empty: str = "nothing found") -> None:
    """Write the report where it belongs; ``empty`` says in words that it has no rows."""
    try:
        with _opened(target.output, force=target.force) as out:
            count = render(report, target.format, out, screen(target.color, out))
            out.flush()
    except BrokenPipeError:
        forget_stdout()
        return
    if target.quiet:
        return
    for note in report.notes:
        say(f"note: {note}")
    if count == 0:
        say(f"{report.analysis}: {empty}")
    elif count is not None and target.for_reading:
        say(f"{count:,} row{'s'[: count != 1]}")


def forget_stdout() -> None:
    """Nobody reads any more: let what is still to come, and the interpreter's last flush, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def screen(color: str, out: TextIO) -> Screen:
    """What that stream can show; ``color`` is auto, always or never."""
    terminal = out.isatty()
    colored = terminal and not os.environ.get("NO_COLOR") if color == "auto" else color == "always"
    return Screen(shutil.get_terminal_size().columns if terminal else None, colored)


def put(data: bytes, output: str, *, force: bool) -> None:
    """Write the bytes to stdout (``-``) or to a file, as ``show`` does."""
    try:
        with _opened(output, force=force) as out:
            out.buffer.write(data)
            out.flush()
    except BrokenPipeError:
        forget_stdout()


@contextmanager
def _opened(output: str, *, force: bool) -> Iterator[TextIO]:
    """Stdout, or a file that takes its name only when it is complete."""
    if output == "-":
        yield sys.stdout
        return
    with outputs.writing(Path(output), force=force) as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
        try:
            yield out
        finally:
            out.detach()
