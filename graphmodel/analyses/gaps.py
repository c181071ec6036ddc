"""What the coverage rules find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graphmodel.analyses.details import accepted, repairs, specs
from graphmodel.analyses.details.selection import chosen, each, exclude_option, nothing, select_argument
from graphmodel.answers import coverage
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Batches, columns
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.rows import documented
from graphmodel.model.words import count
from graphmodel.rules import by_code, every
from graphmodel.rules.configured import check
from graphmodel.rules.findings import Findings, every_part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graphmodel.answers.report import Column
    from graphmodel.answers.world import World
    from graphmodel.rules.rule import Rule
    from graphmodel.rules.settings import Settings


@dataclass(frozen=True)
class GapsQuestion:
    """What is not covered: services without type or owner, products without what they need, cycles, …

    Every finding says what is missing, what to do, and the row of the file that it comes from. ``explain CODE`` says
    why a rule matters. With SELECT only what is about the selected services is listed.
    """

    select: tuple[str, ...] = select_argument(
        "the services asked about (everything, categories and roles too)"
    )
    exclude: tuple[str, ...] = exclude_option()
    rule: tuple[str, ...] = option("only this rule (may be given several times)", default=(), metavar="CODE")
    fix_rows: Path | None = option(
        "write rows that fix what can be fixed without a decision to this new folder, to be reviewed",
        path="made",
        metavar="DIR",
    )
    severity: str = option("leave out what is milder", default=SEVERITIES[0], choices=SEVERITIES)


@documented(
    code="the rule: what explain takes",
    severity="error, warning or info",
    subject="the service, category, role or supplier it is about",
    identity="stable while the gap is the same",
    message="what is missing",
    hint="what to do about it",
    file="the file of the row that it comes from; empty where there is none",
    line="its line; 0 where there is none",
    name="the subject's name",
    source="the source that gave that row",
    others="the ids of what else the message names: services, roles or categories",
    other_names="the names of others, empty where there is none",
    path="the place in a document that has no lines; empty where there is a line",
    about="what the subject is: service, category, role or supplier",
)
class GapsRow(NamedTuple):
    """One gap."""

    code: str
    severity: str
    subject: str
    identity: str
    message: str
    hint: str
    file: str
    line: int
    name: str
    source: str
    others: tuple[str, ...]
    other_names: tuple[str, ...]
    path: str
    about: str


_WIDE = ("identity", "hint", "name", "others", "other_names", "about")
_SPARE = ("subject", "severity")


def _columns(found: Findings) -> tuple[Column, ...]:
    """A source is told where a file and a line alone would not say which row is meant, a path where there is one."""
    sources, paths = found.sources()
    needless = [] if len(sources) > 1 else ["source"]
    needless += [] if paths else ["path"]
    return columns(GapsRow, wide=[*_WIDE, *needless], spare=_SPARE)


def _batches(found: Findings) -> Iterator[tuple[Sequence[object], ...]]:
    """The rows batch by batch, each as columns."""
    for batch in found.batches():
        gaps, size = batch.gaps, len(batch.identity)
        yield (
            [batch.rule.code] * size,
            [batch.severity] * size,
            gaps.subject,
            batch.identity,
            gaps.message,
            [batch.rule.hint] * size,
            gaps.places.file,
            gaps.places.line,
            gaps.name,
            gaps.places.source,
            gaps.others,
            gaps.other_names,
            gaps.places.path,
            batch.about,
        )


def run(world: World, question: GapsQuestion) -> Answer:
    """Answer the question: the worst first, then by code and subject."""
    return with_fixes(world, question, answer(world, question))


def with_fixes(world: World, question: GapsQuestion, found: Answer) -> Answer:
    """The same with the rows that fix what is found, where they are asked for."""
    if question.fix_rows is None:
        return found
    fixed, files, note = repairs.repaired(world, found.findings, question.fix_rows)
    return replace(found, files=files, notes=(*found.notes, note), more={**found.more, "fixed": fixed})


class Looked(NamedTuple):
    """What the rules that are asked find, before anything is left out."""

    rules: list[Rule]
    found: Findings

    def at_least(self, severity: str, settings: Settings) -> Looked:
        """The same without what is milder."""
        wanted = at_least(severity)
        rules = [rule for rule in self.rules if rule.severity_in(settings) in wanted]
        return Looked(rules, self.found.at_least(wanted))


def look(world: World, question: Any) -> Looked:
    """Ask the rules that both ``gaps`` and ``check`` ask. Raises UsageError for one that there is not."""
    rules = _rules(world, question)
    return Looked(rules, Findings(every_part(rules, world.index, world.settings)))


def answer(world: World, question: Any, known: Collection[str] = (), looked: Looked | None = None) -> Answer:
    """What both ``gaps`` and ``check`` answer; ``looked``: what was found already.

    ``known``: the identities of findings that were known before.
    """
    index, (rules, every_finding) = world.index, looked or look(world, question)
    titles = {rule.code: rule.title for rule in rules}
    notes: tuple[str, ...] = ()
    services = chosen(index, question.select, question.exclude)
    if question.select or question.exclude:
        every_finding = every_finding.of_services(index, services)
        notes = nothing(question.select, services)
    found, gone = accepted.parted(every_finding, world.settings, known)
    times = found.counts()
    counts = [
        count(sum(n for (is_, _), n in times.items() if is_ == s), s, "info" if s == "info" else "")
        for s in reversed(SEVERITIES)
    ]
    return Answer(
        _columns(found),
        Batches(partial(_batches, found), GapsRow._make, len(found)),
        findings=found,
        rules=tuple(rules),
        accepted=gone,
        title=f"{count(len(found), 'gap')}: {', '.join(counts)}{accepted.words(gone)}",
        notes=notes,
        more=accepted.more(gone),
        spec=lambda: specs.gaps(index, services, (f for f in found if f.about == "service"), titles),
        chart=partial(coverage.findings, index, titles),
    )


def at_least(severity: str) -> tuple[str, ...]:
    """That severity and the worse ones."""
    return SEVERITIES[SEVERITIES.index(severity) :]


def _rules(world: World, question: Any) -> list[Rule]:
    """Those that are asked for by name, also where they are off; else those that are on.

    Raises UsageError for one that there is not, and for what no rule takes.
    """
    settings, wanted = world.settings, at_least(question.severity)
    check(settings)
    named = {rule.code: rule for rule in (by_code(code, settings) for code in each(question.rule))}
    if any(policy.code in named for policy in settings.policies):  # which says what cannot be judged
        named["GM040"] = by_code("GM040")
    asked = list(named.values()) or [rule for rule in every(settings).values() if rule.applies(settings)]
    return [rule for rule in asked if rule.severity_in(settings) in wanted]


ANALYSIS = Analysis(
    name="gaps",
    summary="What is not covered: what the coverage rules find.",
    question=GapsQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike gaps",
        "graphmodel -c examples/university gaps --severity warning",
        "graphmodel -c examples/university gaps --rule GM001 --rule GM003 --format csv",
    ),
    run=run,
    charts=("gaps",),
)
