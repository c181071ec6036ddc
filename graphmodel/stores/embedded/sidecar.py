"""Who is writing: a small file beside the catalogue. It only tells; what decides is SQLite's own lock."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.stores.holder import Holder

if TYPE_CHECKING:
    from collections.abc import Iterator


def path(catalogue: Path) -> Path:
    """Where the sidecar of that catalogue file stands."""
    return catalogue.with_name(catalogue.name + ".lock")


def read(catalogue: Path) -> Holder | None:
    """Who says that it is writing to that catalogue, or None."""
    try:
        said = json.loads(path(catalogue).read_text(encoding="utf-8"))
        return Holder(int(said["pid"]), str(said["host"]), str(said["time"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def told(catalogue: Path) -> Iterator[None]:
    """While inside, the sidecar names this process. That it cannot be written is no reason not to import."""
    me = Holder.me()
    with suppress(OSError):
        path(catalogue).write_text(json.dumps(asdict(me)), encoding="utf-8")
    try:
        yield
    finally:
        if read(catalogue) == me:
            with suppress(OSError):
                path(catalogue).unlink()
