"""User name and password: from the environment, a file that only its owner can read, or a prompt; nowhere else."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphmodel.model.errors import NotAllowedError, UsageError
from graphmodel.stores.neo4j import places

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.stores.neo4j.address import Address

FILE = "neo4j.toml"
"""In the folder of settings: per server a table named by its URL in quotes, with ``username`` and ``password``."""


@dataclass(frozen=True)
class Credentials:
    """Who asks. The password is not shown."""

    user: str
    password: str = field(repr=False)


def find(address: Address) -> Credentials:
    """The environment's, else the file's, else what is typed on a terminal. Raises NotAllowedError, UsageError."""
    found = _environment() or _file(address, places.settings() / FILE) or _typed(address)
    if found is None:
        raise NotAllowedError(
            f"no user name and password for {address.server}",
            f"set NEO4J_USERNAME and NEO4J_PASSWORD, or write them to {places.settings() / FILE}",
        )
    return found


def _environment() -> Credentials | None:
    password = os.environ.get("NEO4J_PASSWORD")
    return Credentials(os.environ.get("NEO4J_USERNAME") or "neo4j", password) if password else None


def _file(address: Address, path: Path) -> Credentials | None:
    if not path.is_file():
        return None
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotAllowedError(f"{path} holds passwords and can be read by others", f"chmod 600 {path}")
    import tomllib

    try:
        servers = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):  # what is wrong there might quote a password
        raise UsageError(f"{path} cannot be read as TOML", "see docs/neo4j.md") from None
    said = servers.get(address.server)
    if not isinstance(said, dict):
        return None
    user, password = said.get("username", "neo4j"), said.get("password")
    if not isinstance(user, str) or not isinstance(password, str):
        raise UsageError(f'{path}: ["{address.server}"] needs username and password, in quotes')
    return Credentials(user, password)


def _typed(address: Address) -> Credentials | None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    return Credentials(user, getpass(f"Password of {user} on {address.server}: ", sys.stderr))
