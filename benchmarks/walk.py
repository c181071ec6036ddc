"""Every option of every command with hostile values: ``python -m benchmarks.walk [--every N]``.

No value of an option or an argument may end as a defect of graphmodel (exit code 70) or with an exception.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

CODES: Final = frozenset({0, 1, 2, 3, 4, 5, 6})
"""The documented exit codes (docs/cli.md), without that of an interruption."""
VALUES: Final = (
    "", " ", "-", "--", "-1", "0", "1", "1.5", "nan", "inf", "-inf", "1e300", "1e999", "9" * 30, "9" * 5_000,
    "0x10", "1_000", "\x01", "\x1b[31m", "\n", "\r", "\t", "a\nb", "\u200b", "\u202e", "\ufeff", "\udcff", "é",
    "e\u0301", "\U0001f6b2", "a" * 300, "a" * 100_000, "a" + "\u0323\u0301" * 20_000, "[" * 3_000, "{" * 3_000,
    '"', "'", '""', "*", "?", "*" * 99 + "b", "*a" * 30 + "b", "+", "++", "+sso+", "9" * 20 + "+sso", ",", ",,",
    "a,", ":", "kind:", "kind:x", "id:*", 'id:"', "tag:", "=", "a=", "a:=", "a:=[", "%", "%s", "%(x)s", "{0}",
    "$HOME", "~", "~nobody", ".", "..", "/", "/dev/null", "loop", "fifo", "nosuch/file", "nosuch.svg", ".svg",
    "x.xyz", "a" * 300 + ".svg", "folder", "neo4j://", "neo4j://" + "a" * 300, "file:///x", "sqlite://",
    "http://[", "GM001", "gm999", "sso", "=cmd()", "<b>", "utf-8", "idna", "undefined", "NULL", "None",
)  # fmt: skip


class Run(NamedTuple):
    """One command line."""

    arguments: tuple[str, ...]
    code: int | str
    """The exit code, or the exception."""
    said: str


def lines() -> Iterator[tuple[str, ...]]:
    """Every command line to try."""
    from graphmodel.cli.root import ROOT

    context = click.Context(ROOT, info_name="graphmodel")
    for path, command in _commands(context, ROOT, ()):
        given = [p for p in command.params if isinstance(p, click.Argument) and p.required]
        usual = ["sso"] * len(given)
        for value in VALUES:
            for parameter in command.params:
                if isinstance(parameter, click.Argument):
                    yield (*path, "--", *([value] * max(len(given), 1)))
                elif not parameter.is_flag and isinstance(parameter, click.Option):  # type: ignore[attr-defined]
                    yield (
                        *path,
                        *_needed(command, parameter),
                        f"{parameter.opts[0]}={value}"
                        if parameter.opts[0].startswith("--")
                        else parameter.opts[0] + value,
                        "--",
                        *usual,
                    )
    for value in VALUES:
        yield ("-c", value, "stats")
        yield ("--database", value, "stats")
        yield (value,)


def _needed(command: click.Command, but: click.Parameter) -> list[str]:
    """The options that the command requires."""
    found = [p for p in command.params if isinstance(p, click.Option) and p.required and p is not but]
    return [f"{option.opts[0]}=x.html" for option in found]


def _commands(
    context: click.Context, group: click.Group, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(context, command, (*path, name))
        elif command:
            yield (*path, name), command


def walk(every: int = 1, start: int = 0) -> Iterator[Run]:
    """Run each ``every``-th command line in a folder of its own, on the catalogue of the university."""
    catalogue = Path(__file__).parents[1] / "examples" / "university"
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for at, arguments in enumerate(lines()):
            if at % every == start % every:
                _furnish()
                named = () if arguments[:1] == ("-c",) else ("-c", str(catalogue))
                yield _run((*named, *arguments))


def _furnish() -> None:
    for path in Path().iterdir():
        if not path.is_dir():
            path.unlink()
    Path("loop").symlink_to("loop")
    Path("folder").mkdir(exist_ok=True)
    os.mkfifo("fifo")


def _run(arguments: tuple[str, ...]) -> Run:
    from graphmodel.cli.run import run

    out, said = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True), StringIO()
    before, stdin, sys.argv, sys.stdin = sys.argv, sys.stdin, ["graphmodel", *arguments], StringIO("sso\n")
    code: Any
    try:
        with redirect_stdout(out), redirect_stderr(said):
            code = run()
    except BaseException as error:  # noqa: BLE001
        code = repr(error)
    finally:
        sys.argv, sys.stdin = before, stdin
    return Run(arguments, code, said.getvalue())


def main() -> int:
    """Print what must not be; 1 where there is any."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    asked = parser.parse_args()
    count = bad = 0
    for done in walk(asked.every, asked.start):
        count += 1
        if done.code not in CODES:
            bad += 1
            shown = [text if len(text) < 60 else text[:57] + "…" for text in done.arguments[2:]]
            print(f"{done.code}: {shown!r}\n    {done.said.splitlines()[:1]}", flush=True)
    print(f"{count:,} command lines, {bad} bad")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
