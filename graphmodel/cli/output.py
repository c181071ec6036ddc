"""Where an answer goes and in which format: data to stdout or a file, everything else to stderr."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from graphmodel.cli.apart import claim
from graphmodel.cli.choice import Choice, Registered
from graphmodel.cli.hints import typed
from graphmodel.cli.rows import shaped
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.model.words import LINE, count, short
from graphmodel.render.reports import FORMATS, render
from graphmodel.render.reports.fit import cells, no_word
from graphmodel.render.reports.fit import wrap as wrapped
from graphmodel.render.reports.renderer import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.answers.report import Report

_LEAD: Final = re.compile(r"\s*((error|hint|note|warning|value): )?")
"""What stands before the text of a message."""
_BELOW: Final = 4
"""How far in a message goes on that has nothing before it."""
NOT_WRITTEN: Final = {
    ".xls": "write FILE.xlsx, which every spreadsheet opens",
    ".ods": "write FILE.xlsx, which every spreadsheet opens",
    ".tsv": "write FILE.csv, which every spreadsheet opens",
}


class _Limit(click.IntRange):
    """A number of rows; what no machine counts is told as an error, but not as a bound."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises BadParameter for another value."""
        number = super().convert(value, param, ctx)
        if number > sys.maxsize - 1:
            self.fail(f"{str(value)[:20]}… is more than there can be", param, ctx)
        return number


OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["--format", "-f"],
        "type": Registered(FORMATS),
        "help": "By default what FILE ends in, else table.",
    },
    {
        "param_decls": ["--output", "-o"],
        "metavar": "FILE",
        "default": "-",
        "help": "Write to a file (- is stdout); its suffix chooses the format: "
        + ", ".join(suffix for name in FORMATS.own for suffix in FORMATS[name].suffixes)
        + ".",
    },
    {
        "param_decls": ["--columns"],
        "metavar": "A,B",
        "help": "Only these columns, in this order; any column that --format json has.",
    },
    {
        "param_decls": ["--sort"],
        "metavar": "FIELD[:desc]",
        "multiple": True,
        "help": "Sort by this column, or by several: --sort state,name:desc.",
    },
    {
        "param_decls": ["--limit"],
        "type": _Limit(),
        "metavar": "N",
        "help": "Only the first N rows.",
    },
    {"param_decls": ["--force"], "is_flag": True, "help": "Replace the file if it exists."},
    {"param_decls": ["--quiet", "-q"], "is_flag": True, "help": "No notes and no counts on stderr."},
    {
        "param_decls": ["--color"],
        "type": Choice(["auto", "always", "never"]),
        "default": "auto",
        "help": "Colors; auto: on a terminal, unless NO_COLOR is set.",
    },
    {
        "param_decls": ["--open", "view"],
        "is_flag": True,
        "help": "Open what was written to a file in its viewer: html, svg, png, pdf.",
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
    view: bool = False
    columns: str | None = None
    sort: tuple[str, ...] = ()
    limit: int | None = None

    def __post_init__(self) -> None:
        if (
            self.output == "-"
            and sys.stdout.isatty()
            and self.format in FORMATS
            and FORMATS[self.format].binary
        ):
            raise UsageError(f"{self.format} cannot be read on a terminal", f"-o FILE.{self.format}")
        if self.format in FORMATS and FORMATS[self.format].findings:
            given = {"--columns": self.columns, "--sort": self.sort, "--limit": self.limit is not None}
            for option, there in given.items():
                if there:
                    raise UsageError(
                        f"{self.format} holds every finding: {option} is about rows", "leave it out"
                    )
        check_file(self.output, force=self.force, option="--output")

    @property
    def for_reading(self) -> bool:
        """People read it, so the long and the obvious may be left out."""
        return self.format in FORMATS and FORMATS[self.format].for_reading

    @property
    def all_rows(self) -> bool:
        """The reader needs every row, or says which: a sample would not do."""
        return not self.for_reading or bool(self.sort) or self.limit is not None


def format_of(
    chosen: str | None, output: str, by_suffix: Callable[[str], str | None] = FORMATS.of_suffix
) -> str | None:
    """The format: what was chosen, else what the file ends in, else None; ``by_suffix``: suffix → format, or None.

    Raises UsageError where both are given and differ, and for a suffix of files that are not written.
    """
    suffix = "" if output == "-" else Path(output).suffix.lower()
    told = by_suffix(suffix) if suffix else None
    if chosen and told and told != chosen and suffix != ".txt":
        raise UsageError(
            f"{output} ends in {suffix}, but --format says {chosen}",
            "leave out --format, or name another file",
        )
    if chosen or told:
        return chosen or told
    if suffix in NOT_WRITTEN:
        raise UsageError(f"graphmodel cannot write {suffix} files", NOT_WRITTEN[suffix])
    return None


def check_file(output: str, *, force: bool, option: str) -> None:
    """Raises UsageError for a file that must not be written, or that another option names; ``-`` is stdout."""
    if not output.strip():
        raise UsageError(f"{option} names no file", "is a variable not set?")
    if output != "-":
        outputs.check(Path(output), force=force)
    claim(option, output)


def say(text: str, *, whole: bool = False) -> None:
    """A line on stderr, of at most ``LINE`` characters, whatever it quotes made visible.

    On a terminal it goes on in the next line, below its own text, and no word is broken. ``whole``: neither, as it is
    to be copied.
    """
    shown = visible(text) if whole else short(visible(text), LINE)
    try:
        lines = _lines(shown, _columns(sys.stderr)) if sys.stderr.isatty() and not whole else [shown]
        print("\n".join(lines), file=sys.stderr, flush=True)  # noqa: T201
    except OSError:  # the disk is full, or nobody reads: there is nowhere to say so
        _forget(sys.stderr)


def _lines(text: str, width: int) -> list[str]:
    """The text in lines of that width, as far as no word is longer; a command behind a colon is a line of its own."""
    if cells(text) <= width:
        return [text]
    lead = _LEAD.match(text)
    before = lead[0] if lead and len(lead[0]) < width // 2 else ""
    below = " " * (len(before) or min(_BELOW, width // 2))
    said, colon, command = text[len(before) :].partition(": graphmodel ")
    first, *others = wrapped(f"{said}:" if colon else said, width - len(below), no_word)
    # A command at the end is to be copied: the terminal breaks it, and nothing comes in between.
    copied = [f"graphmodel {command}"] * bool(colon)
    return [before + first, *(below + line for line in (*others, *copied))]


def _columns(stream: TextIO) -> int:
    """The width of a terminal; COLUMNS says it, where it is set."""
    try:
        return int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def show(report: Report, target: Target, *, empty: str = "nothing found") -> None:
    """Write the report where it belongs; ``empty`` says in words that it has no rows."""
    report = shaped(report, target.columns, target.sort, target.limit)
    try:
        with _opened(target.output, force=target.force) as out:
            written = render(report, target.format, out, screen(target.color, out))
            out.flush()
    except BrokenPipeError:
        forget_stdout()
        return
    if target.quiet:
        return
    for note in report.notes:
        say(f"note: {typed(note)}")
    if written == 0:
        say(f"{report.analysis}: {empty}")
    elif written is not None and target.for_reading:
        say(count(written, "row"))


def forget_stdout() -> None:
    """Nobody reads any more: let what is still to come, and the interpreter's last flush, go nowhere."""
    _forget(sys.stdout)


def _forget(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def screen(color: str, out: TextIO) -> Screen:
    """What that stream can show; ``color`` is auto, always or never."""
    terminal = out.isatty()
    colored = terminal and not os.environ.get("NO_COLOR") if color == "auto" else color == "always"
    if not terminal:
        return Screen(None, colored, "utf-8")
    from shutil import get_terminal_size

    return Screen(get_terminal_size().columns, colored, out.encoding or "utf-8")


def put(data: bytes, output: str, *, force: bool) -> None:
    """Write the bytes to stdout (``-``) or to a file, as ``show`` does. Raises UsageError for what is no text."""
    if output == "-" and b"\0" in data and sys.stdout.isatty():
        raise UsageError("this cannot be read on a terminal", "-o FILE writes it to a file")
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
