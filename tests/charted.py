"""The commands whose answers have a chart, each with what it cannot be asked without."""

from __future__ import annotations

from graphmodel.analyses import ALL

_NEEDED = {
    "impact --by": ("supplier",),
    "spof --by": ("supplier",),
    "availability --importance": ("exercise-bike",),
    "cutsets": ("exercise-bike",),
    "recovery": ("category:network",),
}
OF_REVISIONS = "score --trend"
"""Of revisions, which a folder has none of."""
CHARTED = [command for analysis in ALL.values() for command in analysis.charts]


def asked(command: str) -> tuple[str, ...]:
    """The words of such a command, to be asked of the exercise bike."""
    return (*command.split(), *_NEEDED.get(command, ()))
