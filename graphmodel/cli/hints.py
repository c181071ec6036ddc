"""What hints name works as it is typed: commands are about the same catalogue, options are those of the command."""

from __future__ import annotations

import re
import shlex
from typing import Final

import click
from click.core import ParameterSource

from graphmodel import analyses, operations

_COMMAND: Final = re.compile(r"\bgraphmodel (([a-z]+)(?: [a-z]+)?)")
_ASIDE: Final = re.compile(r" \((--[a-z-]+)[^()]*\)")
"""How the command says what was said: in brackets, as not every command that may say so has that option."""


def typed(text: str) -> str:
    """The text as the user of this command can follow it.

    Each command in it that is about the catalogue has the ``-c`` and ``--database`` of the command line; what stands in
    brackets and begins with an option that this command lacks is left out.
    """
    context = click.get_current_context(silent=True)
    if context is None or not ("graphmodel " in text or " (--" in text):
        return text
    options = "".join(f"{shlex.quote(part)} " for part in given(context.find_root()))
    text = _ASIDE.sub(lambda aside: aside[0] if offered(aside[1]) else "", text)
    return _COMMAND.sub(lambda named: f"graphmodel {options}{named[1]}" if _asks(named) else named[0], text)


def offered(option: str) -> bool:
    """Does the command that is done have that option?"""
    context = click.get_current_context(silent=True)
    root = context.find_root() if context else None
    if root is None or not isinstance(root.command, click.Group) or not root.invoked_subcommand:
        return False
    command = root.command.get_command(root, root.invoked_subcommand)
    return command is not None and any(option in param.opts for param in command.params)


def given(root: click.Context) -> list[str]:
    """The options of the command line that say which catalogue is meant."""
    return [
        part
        for option, name in (("-c", "catalogue"), ("--database", "database"))
        if root.get_parameter_source(name) is ParameterSource.COMMANDLINE
        for part in (option, str(root.params[name]))
    ]


def _asks(named: re.Match[str]) -> bool:
    """Is that command one of ours, and about the catalogue?"""
    name = named[1] if named[2] in operations.GROUPS else named[2]
    return name in analyses.ALL or (name in operations.ALL and operations.ALL[name].catalogue)
