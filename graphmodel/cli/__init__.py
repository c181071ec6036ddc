"""The command line: thin, built from the registered analyses and the workbench."""

from __future__ import annotations

import sys


def main() -> None:
    """``graphmodel``: run the command that the arguments name and exit with its code."""
    from graphmodel.cli.run import run

    sys.exit(run())
