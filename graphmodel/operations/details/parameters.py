"""Parameters of a query, as they are given on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.question import option
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.cypher import Query

LONGEST: Final = 60.0
"""Seconds after which a query is given up, unless the user says otherwise."""
MOST: Final = 1_000_000
"""Seconds, some eleven days."""
DEEPEST: Final = 100
"""Lists and objects within each other that a parameter may have."""


def param_option() -> Any:
    """``--param``, as every query takes it."""
    about = "a parameter: NAME=TEXT as it is, or NAME:=JSON. Texts of the same name make a list"
    return option(about, default=(), metavar="NAME=TEXT", flag="--param", short="-p")


def timeout_option() -> Any:
    """``--timeout``, as every query takes it."""
    return option("give up after so long; 0 is never", default=LONGEST, metavar="SECONDS", most=MOST)


def named(name: str) -> Query:
    """The query of that name that ships with graphmodel. Raises UsageError for an unknown one."""
    from graphmodel.cypher import queries

    known = queries()
    if name not in known:
        raise UsageError(
            f"there is no query {name!r}", did_you_mean(name, known, "graphmodel cypher list names them")
        )
    return known[name]


def parsed(given: Sequence[str]) -> dict[str, object]:
    """Name → value. Raises UsageError for what is neither NAME=TEXT nor NAME:=JSON."""
    found: dict[str, list[object]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        json_ = name.endswith(":")
        name = name.removesuffix(":").strip().removeprefix("$")
        if not equals or not name:
            raise UsageError(f"--param {text!r} is not NAME=TEXT", "--param product=exercise-bike")
        found.setdefault(name, []).append(_json(name, value) if json_ else value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def fitting(found: Query, given: dict[str, object]) -> dict[str, object]:
    """The parameters that the query takes. Raises UsageError for others, and when one is missing."""
    for name in given:
        if name not in found.parameters:
            others = ", ".join(found.parameters) or "it takes none"
            raise UsageError(
                f"{found.name} has no parameter {name!r}", did_you_mean(name, found.parameters, others)
            )
    for name, example in found.parameters.items():
        if name not in given:
            shown = example[0] if isinstance(example, list) else example
            raise UsageError(f"{found.name} needs a parameter {name!r}", f"--param {name}={shown}")
        if isinstance(example, list) and not isinstance(given[name], list):
            given[name] = [given[name]]
    return given


def _json(name: str, value: str) -> object:
    try:
        found = json.loads(value)
        _check(found)
    except RecursionError:
        raise UsageError(
            f"--param {name}: the JSON is nested too deeply", "give a list or an object"
        ) from None
    except ValueError as error:
        hint = f"{name}={value} gives it as text"
        raise UsageError(f"--param {name}:={value}: not JSON ({error})", hint) from None
    return found


def _check(value: object, deep: int = 0) -> None:
    """Raises ValueError for an integer that Neo4j cannot hold, RecursionError for what is nested too deeply."""
    if deep > DEEPEST:
        raise RecursionError
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("an integer of Neo4j has at most 64 bits")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check(item, deep + 1)
