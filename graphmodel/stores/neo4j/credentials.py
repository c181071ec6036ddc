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


def path() -> Path:
    """The user's own file of credentials; it need not exist."""
    return places.settings() / FILE


def find(address: Address) -> Credentials:
    """The environment's, else the file's, else what is typed on a terminal. Raises NotAllowedError, UsageError."""
    found = _environment() or _file(address) or _typed(address)
    if found is None:
        raise NotAllowedError(
            f"no user name and password for {address.server}",
            f"set NEO4J_USERNAME and NEO4J_PASSWORD, or write them to {path()}",
        )
    return found


def lists(address: Address) -> bool:
    """Whether the user's own file has a table for that server. Raises NotAllowedError, UsageError for a bad file."""
    return isinstance(_servers().get(address.server), dict)


def _environment() -> Credentials | None:
    password = os.environ.get("NEO4J_PASSWORD")
    return Credentials(os.environ.get("NEO4J_USERNAME") or "neo4j", password) if password else None


def _servers() -> dict[str, object]:
    file = path()
    if not file.is_file():
        return {}
    if os.name == "posix":
        there = file.stat()
        if there.st_uid != os.geteuid():
            raise NotAllowedError(f"{file} belongs to another user", "it holds passwords: make it your own")
        if there.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NotAllowedError(f"{file} holds passwords and can be read by others", f"chmod 600 {file}")
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError):  # what is wrong there might quote a password
        raise UsageError(f"{file} cannot be read as TOML", "see docs/neo4j.md") from None


def _file(address: Address) -> Credentials | None:
    said = _servers().get(address.server)
    if not isinstance(said, dict):
        return None
    user, password = said.get("username", "neo4j"), said.get("password")
    if not isinstance(user, str) or not isinstance(password, str):
        raise UsageError(f'{path()}: ["{address.server}"] needs username and password, in quotes')
    return Credentials(user, password)


def _typed(address: Address) -> Credentials | None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    return Credentials(user, getpass(f"Password of {user} on {address.server}: ", sys.stderr))
