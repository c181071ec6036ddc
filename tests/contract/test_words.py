"""What graphmodel says: options that its commands have, and words that a reader knows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import click
import pytest

from graphmodel.analyses import ALL
from graphmodel.cli.root import ROOT as GRAPHMODEL
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
CALLED = re.compile(r"graphmodel (?:-c \S+ )?((?:[a-z]+ ?){1,2})")
PRIVATE = re.compile(
    r"\b(mend|mends|mended|shelf|shelves|anew|circles?|pictures?|slip of the pen|stands? in no|as good as it was"
    r"|see to it)\b",
    re.IGNORECASE,
)
"""Words that no message uses; said instead are fix, category, again, cycle, diagram, typing error, is in no, …"""
OTHERS = {"--help", "--version", "--repeat"}


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group, info_name="graphmodel")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


OPTIONS = {
    " ".join(path): {o for p in c.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts)}
    | {"--help"}
    for path, c in commands(GRAPHMODEL)
}
EVERY = {option for options in OPTIONS.values() for option in options}


def strings(file: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that are not documentation; of an f-string its constant parts, joined."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [v for v in node.values if isinstance(v, ast.Constant)]
            said |= set(map(id, parts))
            yield node.lineno, "X".join(str(part.value) for part in parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


FILES = sorted((ROOT / "graphmodel").rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_messages_name_options_that_the_command_has_and_plain_words(file: Path) -> None:
    own = file.stem if file.parent.name == "analyses" and file.stem in ALL else None
    for line, text in strings(file):
        assert not PRIVATE.search(text), f"{file}:{line}: {text}"
        if "\n" in text and "_complete" in text:  # the scripts of shells have options of their own
            continue
        named = [word for match in CALLED.finditer(text) for word in (match[1].strip(), match[1].split()[0])]
        command = next((name for name in named if name in OPTIONS), own)
        for option in OPTION.findall(text):
            if option in OTHERS:
                continue
            known = OPTIONS[command] if command and " " in text else EVERY
            assert option in known, f"{file}:{line}: {command or 'no command'} has no {option}: {text}"


def test_one_function_cuts_the_lists_of_messages() -> None:
    """``", ".join(names[:10])`` would not say how many more there are; ``model.words.listed`` does."""
    cut = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"', '.join", "'; '.join"}:
                given = node.args[0]
                parts = [given, *(part.iter for part in getattr(given, "generators", ()))]
                slices = [part.slice for part in parts if isinstance(part, ast.Subscript)]
                if any(isinstance(part, ast.Slice) and part.upper for part in slices):
                    cut.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert cut == []
