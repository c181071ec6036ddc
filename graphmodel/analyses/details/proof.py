"""The proof of one service's state after a failure, as a tree and as its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphmodel.algorithms import states
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.report import Answer, columns
from graphmodel.model.rows import documented
from graphmodel.model.words import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.algorithms.states import States
    from graphmodel.index.index import Index

DEEPEST = 20
"""Levels that are drawn by indentation; below, the level stands as a number."""


@documented(
    depth="0 for the service asked about, 1 for what it is proved by, and so on",
    id="the service",
    state="down, degraded, at-risk or up",
    requirement="the requirement that gives the state; empty for a failed service",
    name="the service's name",
    repeated="proved further up already",
)
class ProofRow(NamedTuple):
    """One step of a proof."""

    depth: int
    id: str
    state: str
    requirement: str
    name: str
    repeated: bool


def answer(index: Index, outcome: States, services: Sequence[int]) -> Answer:
    """The proof of the state of each of these: rows in the order of the trees, which are the report's text."""
    names = Names(index)
    steps = []
    shown = set()
    for depth, v, requirement, state, repeated in states.proof(outcome, services):
        shown.add(v)
        needs = _requirement(index, outcome, requirement, names) if requirement >= 0 else ""
        steps.append(ProofRow(depth, names.id[v], states.NAMES[state], needs, names.name[v], repeated))
    title = "; ".join(f"Why {names.called(v)} is {states.NAMES[outcome.state[v]]}" for v in services)
    return Answer(
        columns(ProofRow),
        steps,
        title=title,
        text=_drawn(steps),
        spec=lambda: (
            specs.proof(outcome, services[0], shown) if len(services) == 1 else specs.impact(outcome, shown)
        ),
    )


def _requirement(index: Index, outcome: States, r: int, names: Names) -> str:
    """``needs sign-in (hard)``, or ``needs 2 of the 3 in group copies (hard): 1 not down``."""
    strength = "hard" if index.hard[r] else "soft"
    members = index.members(r)
    group = index.group[r]
    if not group:
        return f"needs {names.label(int(members[0]))} ({strength})"
    usable = int((outcome.state[members] != states.DOWN).sum())
    up = int((outcome.state[members] == states.UP).sum())
    counts = f"{usable} not down, {up} of them up" if usable != up else f"{up} up"
    return f"needs {index.needs[r]} of the {len(members)} in group {group} ({strength}): {counts}"


def _drawn(steps: list[ProofRow]) -> str:
    last = _last(steps)
    lines: list[str] = []
    open_levels: list[bool] = []
    for step, is_last in zip(steps, last, strict=True):
        del open_levels[max(step.depth - 1, 0) :]
        indent = "".join("│  " if more else "   " for more in open_levels[:DEEPEST])
        branch = ("└─ " if is_last else "├─ ") if step.depth else ""
        level = f"[{step.depth}] " if step.depth > DEEPEST else ""
        lines.append(indent + branch + level + _line(step))
        if step.depth:
            open_levels.append(not is_last)
    return "\n".join(lines)


def _last(steps: list[ProofRow]) -> list[bool]:
    """Is a step the last one under its parent?"""
    found = [True] * len(steps)
    seen: list[bool] = []
    for at in range(len(steps) - 1, -1, -1):
        depth = steps[at].depth
        seen += [False] * (depth + 1 - len(seen))
        found[at] = not seen[depth]
        seen[depth] = True
        del seen[depth + 1 :]
    return found


def _line(step: ProofRow) -> str:
    named = called(step.id, step.name)
    if step.repeated:
        reason = " (see above)"
    elif step.requirement:
        reason = f": {step.requirement}"
    elif step.state != "up":
        reason = ": it is what fails"
    else:
        reason = ": it does not depend on what fails"
    return f"{named} is {step.state}{reason}"
