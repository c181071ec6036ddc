"""The nearest ``graphmodel.toml``; obeyed only where nobody else can write it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.cli.output import say
from graphmodel.model.errors import GraphmodelError, UsageError
from graphmodel.model.suggest import did_you_mean
from graphmodel.rules.settings import DEFAULT, Settings
from graphmodel.stores.urls import check

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "graphmodel.toml"
COVERAGE: Final = ("baseline", "score", "rules", "policy", "waiver")
"""The keys that ``graphmodel.rules.settings_file`` understands."""
KEYS: Final = ("catalogue", "timezone", *COVERAGE)
"""What a settings file may say; docs/configuration.md tells of each."""
LONGEST: Final = 1_048_576
"""Bytes of a settings file; a policy needs five lines."""


@dataclass(frozen=True)
class Setting:
    """What a settings file says."""

    catalogue: str
    """A path relative to the working directory, or a URL; empty where it names none."""
    file: str
    """The settings file, relative to the working directory."""
    settings: Settings = DEFAULT
    """What it says of the answers."""


def nearest(*places: Path) -> Setting | None:
    """What the settings file says that is nearest to the first of these folders, or else to the next; None for none.

    It stands in the folder or above it.

    A file that somebody else may have written counts as absent, and a warning says so. Raises UsageError for a file
    that cannot be read or is not understood.
    """
    for folder in dict.fromkeys(folder for place in places for folder in (place, *place.parents)):
        file = folder / FILE
        if not os.path.isfile(file):  # noqa: PTH113, a folder that may not be looked into holds none
            continue
        name = os.path.relpath(file)
        if why := distrusted(file):
            say(f"warning: {name} is not obeyed: {why}")
            say("   hint: name the catalogue with -c, or make the file and its folder yours alone to write")
            continue
        return read(file, name)
    return None


def read(file: Path, name: str) -> Setting:
    """What that settings file says; ``name`` is what errors call it. Raises UsageError where it is not understood."""
    said, lines = _read(file, name)
    settings = replace(
        _coverage(said, file, name, lines),
        timezone=_timezone(said, _at(name, lines, "timezone")),
        places={path: f"{name}:{line}" for path, line in lines.items()},
        file=name,
    )
    return Setting(_catalogue(said, file, _at(name, lines, "catalogue")), name, settings)


def distrusted(file: Path) -> str:
    """Why somebody else may have written that file; empty where nobody can. Only POSIX can tell."""
    if os.name != "posix":
        return ""
    link, there, folder = file.lstat(), file.stat(), file.parent.stat()
    if {link.st_uid, there.st_uid} != {os.geteuid()}:
        return "it belongs to another user"
    if there.st_mode & stat.S_IWOTH:
        return "everybody may write to it"
    if folder.st_mode & stat.S_IWOTH:
        return f"everybody may write to its folder {file.parent}"
    return ""


def _read(file: Path, name: str) -> tuple[dict[str, object], Mapping[tuple[str | int, ...], int]]:
    import tomllib

    try:
        with file.open("rb") as source:
            data = source.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise UsageError(
                f"{name} is longer than {LONGEST:,} bytes: that is no settings file of graphmodel"
            )
        text = data.decode("utf-8-sig")
        settings = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"cannot read {name}: {error}", 'it holds a line: catalogue = "estate.db"') from None
    from graphmodel.model.toml_file import key_lines

    lines = key_lines(text)
    for key in settings:
        if key not in KEYS:
            hint = f"{did_you_mean(key, KEYS)} The keys are: {', '.join(KEYS)}".strip()
            raise UsageError(f"{_at(name, lines, key)}: unknown key {key!r}", hint)
    return settings, lines


def _at(name: str, lines: Mapping[tuple[str | int, ...], int], key: str) -> str:
    """Where a key of the file stands: also one of tables, or a table that only its own tables name."""
    line = next((line for path, line in lines.items() if path[0] == key), 0)
    return f"{name}:{line}" if line else name


def _coverage(
    said: dict[str, object], file: Path, name: str, lines: Mapping[tuple[str | int, ...], int]
) -> Settings:
    """What it says of coverage; a command that asks for none need not load the rules."""
    if not any(key in said for key in COVERAGE):
        return DEFAULT
    from graphmodel.rules import settings_file

    made = settings_file.settings(said, name, lines)
    return replace(made, baseline=os.path.relpath(file.parent / made.baseline)) if made.baseline else made


def _timezone(settings: dict[str, object], name: str) -> str:
    zone = settings.get("timezone", DEFAULT.timezone)
    from graphmodel.model.hours import near, zones

    if not isinstance(zone, str) or (zone != DEFAULT.timezone and zone not in zones()):
        raise UsageError(f"{name}: there is no time zone {zone!r}", near(str(zone)))
    return zone


def _catalogue(settings: dict[str, object], file: Path, name: str) -> str:
    found = settings.get("catalogue")
    if found is None:
        return ""
    if not isinstance(found, str):
        raise UsageError(f"{name}: catalogue must be a path or URL in quotes", 'catalogue = "estate.db"')
    try:
        check(found)
    except GraphmodelError as error:
        raise UsageError(f"{name}: {error.message}", error.hint) from None
    if "://" in found:
        return found
    return os.path.relpath(file.parent / Path(found).expanduser())
