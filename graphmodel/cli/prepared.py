"""What the examples of a command's help need: catalogues that ship with graphmodel, made by commands of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BIKE: Final = "graphmodel init examples/exercise-bike --example exercise-bike"
_UNIVERSITY: Final = "graphmodel init examples/university --example university"
_STARTER: Final = "graphmodel init starter"
_IMPORT: Final = "graphmodel -c estate.db import"
_AGAIN: Final = (
    _STARTER,
    _BIKE,
    f"{_IMPORT} starter --source estate",
    f"{_IMPORT} examples/exercise-bike --source estate --allow-withdraw",
)
_NEEDED: Final = (
    ("examples/exercise-bike", (_BIKE,)),
    ("examples/university", (_UNIVERSITY,)),
    ("estate.db diff", _AGAIN),
    ("estate.db undo", _AGAIN),
    ("estate.db", (_BIKE, f"{_IMPORT} examples/exercise-bike")),
)
"""What an example names → the commands that make it."""


def preparation(examples: Iterable[str]) -> list[str]:
    """The commands to run first, in an empty folder; those of a server are the user's own.

    >>> preparation(["graphmodel -c estate.db history"])[-1]
    'graphmodel -c estate.db import examples/exercise-bike'
    >>> preparation(["graphmodel rules", "graphmodel -c neo4j://localhost stats"])
    []
    """
    text = "\n".join(examples)
    needed = [steps for name, steps in _NEEDED if name in text]
    if _AGAIN in needed:
        needed = [steps for steps in needed if steps != _NEEDED[-1][1]]
    return list(dict.fromkeys(step for steps in needed for step in steps))
