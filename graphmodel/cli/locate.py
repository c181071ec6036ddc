"""Which catalogue is meant, and opening it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import click

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from graphmodel.workbench import Workbench

SETTINGS: Final = "graphmodel.toml"
DEFAULT: Final = "catalogue.db"


def opened(*, create: bool = False) -> Workbench:
    """The catalogue that the command is about. Raises StoreError where it cannot be opened."""
    from graphmodel.workbench import Workbench

    given = click.get_current_context().find_root().params
    return Workbench.open(_within(catalogue(given["catalogue"]), given["database"]), create=create)


def _within(url: str, database: str | None) -> str:
    """The URL of that database on the server that ``url`` names."""
    if database is None:
        return url
    if "://" not in url or "?" in url:
        raise UsageError("--database goes with the URL of a Neo4j server that names none itself")
    return f"{url}?database={quote(database, safe='')}"


def catalogue(named: str | None) -> str:
    """``-c`` or GRAPHMODEL_CATALOGUE (as click gives it), else what the nearest graphmodel.toml says."""
    return named or _configured() or DEFAULT


def _configured() -> str | None:
    here = Path.cwd()
    settings = next((d / SETTINGS for d in (here, *here.parents) if (d / SETTINGS).is_file()), None)
    if settings is None:
        return None
    import tomllib

    try:
        found = tomllib.loads(settings.read_text(encoding="utf-8")).get("catalogue")
    except (ValueError, OSError) as error:
        raise UsageError(f"cannot read {settings}: {error}") from error
    if found is None or (isinstance(found, str) and "://" in found):
        return found
    if not isinstance(found, str):
        raise UsageError(f"{settings}: catalogue must be a path or URL in quotes")
    return os.path.relpath(settings.parent / found)
