"""The command line: thin, built from the registered analyses and the workbench."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

UNTIL_COLLECTED: Final = 20_000
"""Objects made until the garbage collector looks at them: what is imported, and answers, leave it nothing to find."""


def main() -> None:
    """Run the command that the arguments name and exit with its code."""
    from graphmodel.cli.run import run

    sys.exit(run())


def program() -> None:
    """``graphmodel``, in a process that does nothing else: what the garbage collector would cost is spared."""
    gc.set_threshold(UNTIL_COLLECTED)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's, which it would start and hardly use
    try:
        main()
    finally:
        gc.freeze()  # the interpreter's last collection, of all that ends with the process
