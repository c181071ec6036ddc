"""Outputs are apart from each other, and from what the command reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.model.errors import UsageError
from graphmodel.model.outputs import descriptor, same

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAIMED: Final = "graphmodel.outputs"
_SETTINGS: Final = frozenset({"graphmodel.toml", "neo4j.toml"})
_BESIDE: Final = ("", "-journal", "-wal", "-shm", ".lock")
"""What stands beside a catalogue file and belongs to it, by what is added to its name."""


class Named(click.Path):
    """A path that is not empty; ``read``: what it is where it is read. An empty catalogue is refused as such."""

    def __init__(self, read: str = "", path_type: type = Path) -> None:
        super().__init__(path_type=path_type)
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises UsageError for an empty one, which would be the working directory."""
        if self is not CATALOGUE and not str(value).strip():
            what = param.human_readable_name if param else "path"
            raise UsageError(f"{what} is empty", "name a path; is a variable not set?")
        return super().convert(value, param, ctx)


INPUT: Final = Named("read")
"""The type of an argument that names what is read: no output replaces it."""
PLACE: Final = Named()
"""The type of an argument that names where something is made."""
CATALOGUE: Final = Named("a catalogue", str)
"""The type of an argument that names a catalogue by its path or URL."""


def claim(option: str, output: str) -> None:
    """Say that the command writes there. Raises UsageError where another option of it has the same file."""
    claimed = _claimed()
    for other, file in claimed.items():
        if other != option and _one(output, file):
            what = "the answer and its diagram" if "--output" in (option, other) else "two diagrams"
            raise UsageError(f"{output} cannot hold {what} ({option}, {other})", "name two files")
    claimed[option] = output


def check_apart(*catalogues: str) -> None:
    """Raises UsageError where an output of the command would replace what it reads.

    That is these catalogues, with all that belongs to them, and whatever an argument of the type ``INPUT`` or
    ``CATALOGUE`` names.
    """
    context = click.get_current_context()
    read = [(Path(url), CATALOGUE.read) for url in catalogues if "://" not in url]
    for param in context.command.params:
        if isinstance(param.type, Named) and param.type.read and param.name in context.params:
            given = context.params[param.name]
            paths = given if isinstance(given, tuple) else [given]
            read += [(Path(path), param.type.read) for path in paths if path and "://" not in str(path)]
    for option, output in _claimed().items():
        if output == "-" or descriptor(output) is not None:
            continue
        if Path(output).name.casefold() in _SETTINGS and Path(output).exists():
            raise UsageError(f"{option} {output} would replace settings of graphmodel", "name another file")
        for path, what in read:
            if any(same(Path(output), file) for file in _belonging(path, Path(output), what)):
                raise UsageError(
                    f"{option} {output} would replace what is read: it belongs to {path}", "name another file"
                )


def _belonging(path: Path, output: Path, what: str) -> Iterator[Path]:
    from graphmodel.model.metamodel import FILES

    if not path.is_dir():
        yield from (path.with_name(path.name + added) for added in _BESIDE if path.name)
        return
    yield from (path / f"{stem}.csv" for stem in FILES)
    if what == INPUT.read and output.exists():
        yield path / output.name


def _one(output: str, other: str) -> bool:
    numbers = [1 if name == "-" else descriptor(name) for name in (output, other)]
    if any(number is not None for number in numbers):
        return numbers[0] == numbers[1]
    return same(Path(output), Path(other)) and output != "/dev/null"


def _claimed() -> dict[str, str]:
    context = click.get_current_context(silent=True)
    claimed: dict[str, str] = context.meta.setdefault(_CLAIMED, {}) if context else {}
    return claimed
