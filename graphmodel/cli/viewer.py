"""``--open``: what was written, in the viewer that shows it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN: Final = (".html", ".htm", ".svg", ".png", ".pdf")
"""What files a viewer shows end in."""


def viewed(files: Iterable[str | None]) -> list[str]:
    """Those of the files that a viewer shows. Raises UsageError where there is none, and where there is no viewer."""
    found = [file for file in files if file and Path(file).suffix.lower() in SHOWN]
    if not found:
        raise UsageError(
            "--open: no file is written that a viewer shows", "write one, for example with -o answer.html"
        )
    if not _command(""):
        raise UsageError(
            "--open: there is no display to open a file on",
            "leave out --open and copy the file to your own machine, or set BROWSER",
        )
    return found


def view(file: str) -> None:
    """Open the file, and do not wait for the viewer. Raises UsageError where it cannot be started."""
    import subprocess

    path = str(Path(file).resolve())
    try:
        subprocess.Popen(
            _command(path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UsageError(f"{file} is written, but no viewer could be started: {error.strerror}") from error


def _command(path: str) -> list[str]:
    """What opens that path; nothing where there is no display. BROWSER says it as for other programs."""
    if sys.platform == "win32":
        return ["explorer", path]
    if browser := os.environ.get("BROWSER", "").split(os.pathsep)[0]:
        return [browser, path]
    if sys.platform == "darwin":
        return ["open", path]
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return []
    from shutil import which

    found = next((p for p in ("xdg-open", "sensible-browser", "firefox", "chromium") if which(p)), "")
    return [found, path] if found else []
