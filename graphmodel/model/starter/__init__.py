"""What ``graphmodel init`` writes: a starter catalogue of the shipped types and roles, or one of the examples."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from graphmodel.model import outputs, taxonomy
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KEPT = (".csv", ".md", ".toml", ".xlsx", ".xml", ".yaml")
"""What is data: the code that lies beside it is not copied."""
LEFT_OUT = ("__pycache__", "expected")


def starter(directory: Path, *, force: bool = False) -> list[Path]:
    """Write a small worked catalogue with all seven types, to be edited; the files written, by name.

    Raises UsageError where a file of that name exists already (unless ``force``) or cannot be written.
    """
    return _write(directory, {**_data(files(taxonomy.__name__)), **_data(files(__name__))}, force=force)


def examples() -> list[str]:
    """The names of the examples that ship, sorted."""
    return sorted(
        f.name for f in files("graphmodel.examples").iterdir() if f.is_dir() and f.name[0] not in "._"
    )


def copy_example(name: str, directory: Path, *, force: bool = False) -> list[Path]:
    """Copy one of the examples; the files written, by name.

    Raises UsageError as ``starter`` does, and where there is no example of that name.
    """
    if name not in examples():
        hint = did_you_mean(name, examples(), f"there are: {', '.join(examples())}")
        raise UsageError(f"there is no example {name!r}", hint)
    return _write(directory, _data(files("graphmodel.examples").joinpath(name)), force=force)


def _data(folder: Traversable, under: str = "") -> dict[str, bytes]:
    """The data files of a folder and of those in it, by path; what to expect of an example is its tests' business."""
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _data(entry, f"{under}{entry.name}/") if entry.name not in LEFT_OUT else {}
        elif PurePosixPath(entry.name).suffix in KEPT:
            found[under + entry.name] = entry.read_bytes()
    return found


def _write(directory: Path, data: dict[str, bytes], *, force: bool) -> list[Path]:
    paths = {name: directory / name for name in sorted(data)}
    folders = [directory, *sorted({path.parent for path in paths.values()} - {directory})]
    there = [name for name, path in paths.items() if path.exists() or path.is_symlink()]
    if there and not force:
        raise UsageError(f"{directory} already has {', '.join(there)}", "choose another folder, or --force")
    for folder in folders:
        if folder.is_symlink():
            raise UsageError(f"{folder} is a symbolic link", "name the folder that it leads to")
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file", "name a folder")
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for path in paths.values():
            outputs.check(path, force=force)
        for name, path in paths.items():
            with outputs.writing(path, force=force) as out:
                out.write(data[name])
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or directory}: {error.strerror}") from error
    return list(paths.values())
