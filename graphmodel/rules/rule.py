"""What a coverage rule is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphmodel.model.origin import Origin
from graphmodel.model.problems import Code
from graphmodel.rules.settings import EVERY, Parameter, Settings, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.model.problems import Severity


LEFT_OUT = (
    "Retired services count for nothing, as if they were not there. Nothing is said of placeholders (services that are "
    "only named), which have a rule of their own, GM012; a dependency on one is a dependency."
)
"""What is the same for all our rules: the end of what is said of each."""


AS_ANSWERED = (
    "Retired services carry failures as in every answer; nothing is said of them, nor of placeholders (services that "
    "are only named)."
)
"""The same of the rules that speak of failures."""

Fix = tuple[str, tuple[tuple[str, str], ...]]
"""A row that fixes findings, as a source that wins would give it: kind of record, and its cells by column."""


@dataclass(frozen=True)
class Finding:
    """One gap. Two runs on the same catalogue give equal findings."""

    code: str
    severity: Severity
    subject: str
    """The id of the service, category or role it is about."""
    name: str
    """The subject's name, or empty."""
    identity: str
    """Stable across runs and revisions while the gap is the same: what a baseline keeps."""
    message: str
    hint: str
    origin: Origin
    """The row that it comes from; without a file where there is none."""
    others: tuple[str, ...] = ()
    """The ids of what else the message speaks of: services, roles or categories."""
    other_names: tuple[str, ...] = ()
    """Their names, empty where there is none."""
    about: str = "service"
    """What the subject is: service, category, role or supplier."""


@dataclass(frozen=True)
class Repair:
    """A row that fixes findings."""

    findings: tuple[Finding, ...]
    source: str
    """For which source it speaks."""
    fix: Fix
    why: str = ""
    """Why this way, where that takes a decision."""


@dataclass(frozen=True)
class Gap:
    """What a rule says of one gap; ``check`` adds what all findings of the rule share."""

    subject: str
    name: str
    message: str
    origin: Origin
    detail: str = ""
    """Tells apart several findings of the rule on one subject (a group's name, say); part of the identity."""
    others: tuple[str, ...] = ()
    """The ids of what else the message speaks of."""
    other_names: tuple[str, ...] = ()
    about: str = ""
    """What the subject is, where that is not what the rule is about."""


@dataclass(frozen=True)
class Rule:
    """A coverage rule; each is in a file of its own as ``RULE``."""

    code: str
    """``GM001``: also the head of the file's name."""
    title: str
    severity: Severity
    why: str
    """Why an architect should care."""
    hint: str
    """What to do about it; the hint of every finding."""
    bad: dict[str, str]
    """A catalogue (file name → CSV text) in which the rule finds something: its test and its documentation."""
    good: dict[str, str]
    """The same, fixed: the rule finds nothing."""
    find: Callable[[Index, Settings], Iterable[Gap]]
    """Gap by gap, in any order; ``graphmodel.rules.gaps.Gaps`` where there may be very many."""
    about: str = "service"
    """What its findings are about: service, category, role or supplier."""
    over: Callable[[Index], NDArray[np.bool_]] | None = None
    """bool[k]: the services, categories or roles that it judges; None for all, of services those in use."""
    needs: tuple[Callable[[Index], object], ...] = ()
    """What it works out of the index that others use, too: functions that are ``graphmodel.index.shared``."""
    parameters: tuple[Parameter[Any], ...] = ()
    """What of it a user may set."""
    on: bool = True
    """It is applied where nothing else is set."""
    repair: Callable[[Index, Settings, Sequence[Finding]], Iterator[Repair]] | None = None
    """The rows that fix some of its findings, where there is a way."""

    def __post_init__(self) -> None:
        if other := [p.name for p in self.parameters if p.code != self.code]:
            raise ValueError(f"the parameter {other[0]!r} of {self.code} is another rule's")
        if taken := [p.name for p in self.parameters if p.name in EVERY]:
            raise ValueError(f"{self.code} cannot have a parameter {taken[0]!r}: every rule has it")

    @property
    def explained(self) -> Code:
        """What ``graphmodel explain`` says of it, in the form that it has for the codes of problems."""
        return Code(self.code, self.title, self.severity, self.why, self.hint)

    def severity_in(self, settings: Settings) -> Severity:
        """How bad what it finds is."""
        return settings.severity.get(self.code, self.severity)

    def applies(self, settings: Settings) -> bool:
        """Is it applied, unless it is asked for by name?"""
        return settings.on.get(self.code, self.on)

    def state(self, settings: Settings) -> str:
        """``on`` or ``off``, and what is set of it."""
        changed: dict[str, object] = (
            {"severity": settings.severity[self.code]} if self.code in settings.severity else {}
        )
        changed |= settings.parameters.get(self.code, {})
        said = [f"{name} = {shown(value)}" for name, value in changed.items()]
        return ", ".join(["on" if self.applies(settings) else "off", *said])


def identity(code: str, subject: str, detail: str) -> str:
    """What tells a finding apart from all others, across runs."""
    return ":".join([plain(part) for part in (code, subject, detail) if part])


def identities(code: str, subjects: Sequence[str], details: Sequence[str]) -> list[str]:
    """The same of many findings of one rule."""
    head = plain(code)
    together = "".join(subjects) + "".join(details)
    if ":" in together or "%" in together or not all(subjects):
        return [identity(code, *both) for both in zip(subjects, details, strict=True)]
    if not any(details):
        return [f"{head}:{subject}" for subject in subjects]
    both = zip(subjects, details, strict=True)
    return [f"{head}:{subject}:{detail}" if detail else f"{head}:{subject}" for subject, detail in both]


def plain(part: str) -> str:
    """Without colons, so that an id that holds one cannot look like a subject and a detail."""
    return part.replace("%", "%25").replace(":", "%3A")
