"""Where this user's settings and caches are kept on this platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settings() -> Path:
    """The folder of graphmodel's settings; it need not exist."""
    return _place("XDG_CONFIG_HOME", ".config", "Application Support", "APPDATA")


def cache() -> Path:
    """The folder of what can be made again: GRAPHMODEL_CACHE, else the platform's; it need not exist."""
    if named := os.environ.get("GRAPHMODEL_CACHE"):
        return Path(named)
    return _place("XDG_CACHE_HOME", ".cache", "Caches", "LOCALAPPDATA")


def _place(xdg: str, hidden: str, library: str, roaming: str) -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / library / "graphmodel"
    if os.name == "nt" and (folder := os.environ.get(roaming)):
        return Path(folder) / "graphmodel"
    return Path(os.environ.get(xdg) or Path.home() / hidden) / "graphmodel"
