"""How far a catalogue is whole: the checks of the coverage rules that apply, and those of them that hold.

A rule is one check of each subject that it is about; it fails where the rule finds something, however much. What is
waived holds. Checks are weighed by the rule's severity (``WEIGHTS``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.analyses.details import accepted
from graphmodel.rules import every
from graphmodel.rules.findings import Findings, every_part
from graphmodel.rules.rows import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.index.strings import Strings
    from graphmodel.rules.findings import RulePart
    from graphmodel.rules.rule import Rule

WEIGHTS: Final[Mapping[str, int]] = {"error": 10, "warning": 3, "info": 1}
"""What a check weighs, by the severity of its rule."""
ABOUT: Final = ("service", "category", "role")
"""What scores are of; a rule about something else (suppliers, settings) has no part in them."""


@dataclass(frozen=True)
class RuleCheck:
    """One rule with its subjects, by their numbers."""

    rule: Rule
    weight: int
    about: str
    applies: NDArray[np.bool_]
    """bool[k]: to which services, categories or roles."""
    failed: NDArray[np.bool_]
    """bool[k]: of which it does not hold."""


class Tally(NamedTuple):
    """How many checks, and what they weigh: int64[k] each."""

    checks: NDArray[np.int64]
    failed: NDArray[np.int64]
    weight: NDArray[np.int64]
    lost: NDArray[np.int64]

    @property
    def score(self) -> NDArray[np.float64]:
        """float64[k]: the share that holds, weighed, in percent; NaN where no check applies."""
        whole = np.where(self.weight > 0, self.weight, 1)
        return np.where(self.weight > 0, 100 * (self.weight - self.lost) / whole, np.nan)


def checks(world: World, found: Findings | None = None) -> tuple[list[RuleCheck], Findings]:
    """The checks of every rule and policy that is applied, in their order, and what they find that counts.

    ``found``: what the rules find, where that is known; without it they are asked.
    """
    index, settings = world.index, world.settings
    rules = [rule for rule in every(settings).values() if rule.about in ABOUT and rule.applies(settings)]
    made: list[RuleCheck] = []
    counting: list[RulePart] = []
    parts = every_part(rules, index, settings) if found is None else found.parts
    by_code = {part.rule.code: Findings([part]) for part in parts}
    for rule in rules:
        kept = accepted.parted(by_code.get(rule.code, Findings()), settings)[0].parts
        counting += (one.as_found() for one in kept)
        subjects: dict[str, Integers | Sequence[str]] = {rule.about: ()}
        for one in kept:
            subjects |= one.gaps.subjects(one.at)
        weight = WEIGHTS[rule.severity_in(settings)]
        for about, those in subjects.items():
            if about in ABOUT:
                applies = _applies(rule, about, index)
                failed = np.zeros(len(applies), np.bool_)
                failed[numbers(index, about, those)] = True
                made.append(RuleCheck(rule, weight, about, applies | failed, failed))
    return made, Findings(counting)


def tally(made: Iterable[RuleCheck], about: str, index: Index) -> Tally:
    """For each service, category or role its own checks."""
    sums = np.zeros((4, len(_ids(index, about))), np.int64)
    for check in made:
        if check.about == about:
            sums += np.stack(
                (check.applies, check.failed, check.weight * check.applies, check.weight * check.failed)
            )
    return Tally(*sums)


def total(made: Iterable[RuleCheck], index: Index) -> Tally:
    """All of them together: int64[1] each."""
    checks = [*made]
    whole = np.concatenate([np.stack(tally(checks, about, index)) for about in ABOUT], axis=1)
    return Tally(*whole.sum(axis=1, keepdims=True))


def _applies(rule: Rule, about: str, index: Index) -> NDArray[np.bool_]:
    """bool[k]: whom of that kind it judges; a rule that is about another kind, too, only whom it finds."""
    if about != rule.about:
        return np.zeros(len(_ids(index, about)), np.bool_)
    if rule.over is not None:
        return rule.over(index)
    return judged(index) if about == "service" else np.ones(len(_ids(index, about)), np.bool_)


def _ids(index: Index, about: str) -> Strings:
    return {"service": index.service_id, "category": index.category_id, "role": index.role_id}[about]


def numbers(index: Index, about: str, subjects: Integers | Sequence[str]) -> Integers:
    """int[subjects]: the numbers of these services, categories or roles: of ids, which are all there, or of numbers."""
    if isinstance(subjects, np.ndarray):
        return subjects
    ids = _ids(index, about)
    if len(subjects) < 1_000:
        return np.array([ids.find(subject) for subject in subjects], np.intp)
    place = {identity: at for at, identity in enumerate(ids)}
    return np.array([place[subject] for subject in subjects], np.intp)
