"""What a command says on stderr can be followed: the commands and options that its hints name are there."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

import click

from graphmodel import analyses, operations
from graphmodel.cli.root import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE: Final = re.compile(r"(?:\S+: )?\s*(?:hint|note): (.*)|(graphmodel .*)")
QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
NAMED: Final = re.compile(
    r"\bgraphmodel ((?:(?:-c|--database) (?:'[^']*'|\S+) )*)([a-z]+)(?: ([a-z]+))?|\b([a-z]+)(?= (?:(?:it )?with )?--)"
)
OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
ENDS: Final = re.compile(r"[;,)]|: | or ")


def unfollowed(arguments: Sequence[str], err: str) -> list[str]:
    """The lines of which a command or an option is not there, or is not about the catalogue that ``-c`` named."""
    here = _called([word for word in arguments if not word.startswith("-")])
    given = _catalogue(arguments) if here and _asks(here) else None
    said = ((line, LINE.match(line)) for line in err.splitlines())
    return [line for line, found in said if found and not _fits(found[1] or found[2], here, given)]


def copied(err: str) -> Iterator[list[str]]:
    """The commands that stand on lines of their own, to be copied."""
    return (shlex.split(line) for line in err.splitlines() if line.startswith("graphmodel "))


def parses(words: Sequence[str]) -> None:
    """Parse a command with the real parser, without doing it. Raises what the parser raises."""
    ROOT.make_context("graphmodel", list(words[1:]))
    name = _called(words)
    at = next(n for n in range(len(words)) if " ".join(words[n:]).startswith(name)) + len(name.split())
    _command(name).make_context(name, list(words[at:]))


def _fits(text: str, here: str, given: str | None) -> bool:
    text = QUOTED.sub("''", text) if given is None else text
    for part in ENDS.split(text):
        named = NAMED.search(part)
        where, before = "", part
        if named:
            where = _called([word for word in (named[2], named[3], named[4]) if word])
            if named[2] and not where:
                return False
        if named and where:
            asks = named[2] and _asks(where) and "--help" not in part
            if given is not None and asks and "-c " not in named[1]:
                return False
            before = part[: named.start()]
            if set(OPTION.findall(part[named.start() :])) - _options(where):
                return False
        if here and set(OPTION.findall(before)) - _options(here):
            return False
    return True


def _called(words: Sequence[str]) -> str:
    """The name of the command among these words; empty where there is none."""
    for at, word in enumerate(words):
        if word in operations.GROUPS:
            return (
                f"{word} {words[at + 1]}"
                if f"{word} {''.join(words[at + 1 : at + 2])}" in operations.ALL
                else word
            )
        if word in analyses.ALL or word in operations.ALL or word == "completion":
            return word
    return ""


def _asks(name: str) -> bool:
    return name in analyses.ALL or (name in operations.ALL and operations.ALL[name].catalogue)


def _options(name: str) -> set[str]:
    return {"--help", "--version"} | {o for param in _command(name).params for o in param.opts}


def _command(name: str) -> click.Command:
    command: click.Command = ROOT
    for word in name.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, name
        command = found
    return command


def _catalogue(arguments: Sequence[str]) -> str | None:
    for at, word in enumerate(arguments):
        if word in ("-c", "--catalogue") and at + 1 < len(arguments):
            return arguments[at + 1]
    return None
