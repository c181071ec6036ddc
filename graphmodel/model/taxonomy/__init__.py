"""The seven service types that ship, as data in the catalogue's own CSV format: graphmodel's own, meant to be replaced.

The service levels and roles in them are defaults and are labelled as such wherever they are shown.
"""

from __future__ import annotations

from functools import cache


@cache
def types() -> dict[str, dict[str, str]]:
    """The shipped types by id, each a record of ``categories.csv`` (empty values left out)."""
    return _read("categories.csv")


@cache
def roles() -> dict[str, dict[str, str]]:
    """The recommended roles by id, each a record of ``roles.csv`` (empty values left out)."""
    return _read("roles.csv")


def _read(name: str) -> dict[str, dict[str, str]]:
    import csv
    import pkgutil  # importlib.resources takes longer to load than all of this

    text = (pkgutil.get_data(__name__, name) or b"").decode("utf-8")
    rows = csv.DictReader(text.splitlines(), strict=True)
    return {row["id"]: {k: v for k, v in row.items() if v} for row in rows}
