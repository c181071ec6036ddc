"""Which server and database a URL means. A URL holds no credentials: it ends up in histories, logs and reports."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from graphmodel.model.errors import UsageError
from graphmodel.stores.urls import SERVERS

SCHEMES: Final = SERVERS
"""With ``neo4j`` a cluster's members are found; ``+s`` is encrypted, ``+ssc`` trusts any certificate."""

ENVIRONMENT: Final = "set NEO4J_USERNAME and NEO4J_PASSWORD in the environment instead"


HOST: Final = re.compile(r"[\w.-]+")
"""A name or an IPv4 address; one of IPv6 is in brackets."""


@dataclass(frozen=True)
class Address:
    """A server and, where one is named, a database on it."""

    server: str
    """The URL without path and database."""
    database: str | None

    def __str__(self) -> str:
        return f"{self.server}?database={quote(self.database, safe='')}" if self.database else self.server


def claims(url: str) -> bool:
    """Is it a URL of Neo4j?"""
    return url.partition("://")[0].lower() in SCHEMES and "://" in url


def parse(url: str) -> Address:
    """The address that a URL means; the database is the URL's or NEO4J_DATABASE, else the user's home database.

    Raises UsageError, which never repeats a URL that may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if host and ":" not in host:
            host.encode("idna")  # as the network will: a name may be too long, or hold what no name may
    except ValueError:
        raise UsageError("that is no URL of a Neo4j server", "neo4j://HOST:PORT") from None
    if "@" in unquote(parts.netloc):
        raise UsageError("a URL of a Neo4j server must not hold a user name or a password", ENVIRONMENT)
    given = parse_qsl(parts.query, keep_blank_values=True)
    if [name for name, _ in given if name != "database"] or len(given) > 1 or parts.fragment:
        raise UsageError(
            "a URL of a Neo4j server can name a database and nothing else", f"?database=NAME; {ENVIRONMENT}"
        )
    if not host or parts.path not in {"", "/"} or not (":" in host or HOST.fullmatch(host)):
        raise UsageError("that is no URL of a Neo4j server", "neo4j://HOST:PORT?database=NAME")
    name = f"[{host}]" if ":" in host else host
    server = f"{parts.scheme.lower()}://{name}{f':{port}' if port else ''}"
    return Address(server, dict(given).get("database") or os.environ.get("NEO4J_DATABASE") or None)
