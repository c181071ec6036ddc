"""How much of what the coverage rules ask holds, and what to fix first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.counts import weighed_counts, weights_below
from graphmodel.analyses.details import scoring, specs
from graphmodel.analyses.details.selection import chosen, exclude_option, nothing, select_argument
from graphmodel.answers import coverage
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, columns
from graphmodel.index.csr import providers
from graphmodel.index.duties import holding
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.analyses.details.scoring import RuleCheck, Tally
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index
    from graphmodel.rules.findings import Findings
    from graphmodel.rules.rule import Finding

BY: Final = ("product", "category", "role", "rule")
TREND: Final = 12
"""Revisions that a trend goes back by default."""


@dataclass(frozen=True)
class ScoreQuestion:
    """How much of what the coverage rules ask holds, in percent, weighed by severity?

    Each rule is a check of each service, category or role that it is about. An error weighs 10, a warning 3, an info 1.
    A product has its own checks and those of all that underpins it; a category those of its services, sub-categories
    too; a role those of the services that it is accountable for. Levels are those of the settings (by default bronze
    from 60, silver from 80, gold from 95).
    """

    select: tuple[str, ...] = select_argument(
        "the products, or with --by category or role services, asked about (all)"
    )
    exclude: tuple[str, ...] = exclude_option()
    by: str = option("what the rows are", default=BY[0], choices=BY)
    fix: bool = option("what to fix first: the finding whose repair lifts most first", default=False)
    trend: bool = option("the score of the last revisions", default=False)
    last: int = option("so many revisions of the trend", default=TREND, metavar="N")


@documented(
    id="the product, category, role or rule",
    name="its name; of a rule its title",
    score="percent of its checks that hold, weighed by severity; empty where none applies",
    level="the highest level that it reaches; empty below the lowest",
    checks="how many checks apply",
    failed="how many of them do not hold",
)
class ScoreRow(NamedTuple):
    """The score of one of them."""

    id: str
    name: str
    score: float | None
    level: str
    checks: int
    failed: int


@documented(
    subject="what the finding is about",
    name="its name",
    code="the rule",
    severity="error, warning or info",
    points="percent that the score of the whole catalogue gains",
    products="how many products it lifts: itself, or those that it underpins",
    message="what is missing",
    hint="what to do about it",
    file="the file of the row that it comes from; empty where there is none",
    line="its line; 0 where there is none",
)
class FixRow(NamedTuple):
    """One check that does not hold, with what its repair lifts."""

    subject: str
    name: str
    code: str
    severity: str
    points: float
    products: int
    message: str
    hint: str
    file: str
    line: int


@documented(
    revision="its number",
    at="when it was made",
    score="percent of all checks that hold, weighed by severity",
    level="the highest level that it reaches",
    checks="how many checks applied",
    failed="how many of them did not hold",
)
class TrendRow(NamedTuple):
    """The score of the catalogue at one revision."""

    revision: int
    at: str
    score: float | None
    level: str
    checks: int
    failed: int


def run(world: World, question: ScoreQuestion) -> Answer:
    """Answer the question: the lowest score first, then by id; what lifts most first; or the latest revision first."""
    if question.fix and question.trend:
        raise UsageError("--fix and --trend are two answers", "ask for one of them")
    if question.trend:
        return _trend(world, question)
    index = world.index
    made, found = scoring.checks(world)
    whole = scoring.total(made, index)
    asked = chosen(index, question.select, question.exclude)
    title = _title(world, whole)
    notes = nothing(question.select, asked)
    spec = lambda: specs.services(asked[index.product[asked]].tolist())  # noqa: E731
    if question.fix:
        fixes = list(_fixes(index, made, found, asked, int(whole.weight[0])))
        return Answer(
            columns(FixRow, wide=["hint", "name"], spare=["severity", "points"]),
            fixes,
            title=title,
            notes=notes,
            spec=spec,
        )
    rows = _ordered(_rows(world, question, made, asked))
    return Answer(
        columns(ScoreRow, spare=["level", "name"]),
        rows,
        title=title,
        notes=notes,
        spec=spec,
        chart=coverage.scores,
    )


def by_category(world: World, found: Findings) -> list[ScoreRow]:
    """What ``--by category`` answers, the lowest score first, of what rules have found."""
    made, _ = scoring.checks(world, found)
    asked = chosen(world.index, (), ())
    return _ordered(_rows(world, ScoreQuestion(by="category"), made, asked))


def _ordered(rows: Iterable[ScoreRow]) -> list[ScoreRow]:
    return sorted(rows, key=lambda row: (row.score is None, row.score, row.id))


def _title(world: World, whole: Tally) -> str:
    score = _percent(whole.score[0])
    if score is None:
        return "no check applies"
    level = world.settings.level(score)
    return f"{score:.1f} % of {count(int(whole.checks[0]), 'check')} hold" + f": {level}" * bool(level)


def _rows(
    world: World, question: ScoreQuestion, made: Sequence[RuleCheck], asked: NDArray[np.int32]
) -> Iterator[ScoreRow]:
    index = world.index
    if question.by == "rule":
        for rule in {check.rule.code: check.rule for check in made}.values():
            mine = [check for check in made if check.rule.code == rule.code]
            yield _row(world, rule.code, rule.title, scoring.total(mine, index), 0)
        return
    services = scoring.tally(made, "service", index)
    if question.by == "product":
        products = asked[index.product[asked]]
        sums = np.stack(services)[:, products] + weights_below(index, products, *services).T
        ids, names, which = index.service_id, index.service_name, products.tolist()
    elif question.by == "category":
        sums, which = _of_categories(index, made, services, asked), range(len(index.category_id))
        ids, names = index.category_id, index.category_name
    else:
        sums, which = _of_roles(index, made, services, asked), range(len(index.role_id))
        ids, names = index.role_id, index.role_name
    of = scoring.Tally(*sums)
    for at, v in enumerate(which):
        if of.checks[at]:
            yield _row(world, ids[v], names[v], of, at)


def _row(world: World, identity: str, name: str, of: Tally, at: int) -> ScoreRow:
    score = _percent(of.score[at])
    level = "" if score is None else world.settings.level(score)
    return ScoreRow(identity, name, score, level, int(of.checks[at]), int(of.failed[at]))


def _percent(score: float | np.float64) -> float | None:
    """Rounded down to a tenth, so that only what is whole is 100."""
    return None if np.isnan(score) else float(np.floor(score * 10) / 10)


def _of_categories(
    index: Index, made: Sequence[RuleCheck], services: Tally, asked: NDArray[np.int32]
) -> NDArray[np.int64]:
    """int64[4, c]: a category's own checks and those of the services in it, sub-categories too."""
    sums = np.stack(scoring.tally(made, "category", index))
    inside = asked[index.category[asked] >= 0]
    for row, of in zip(sums, services, strict=True):
        np.add.at(row, index.category[inside], of[inside])
    for c in index.category_tree.downwards[::-1].tolist():
        if (parent := int(index.category_parent[c])) >= 0:
            sums[:, parent] += sums[:, c]
    return sums


def _of_roles(
    index: Index, made: Sequence[RuleCheck], services: Tally, asked: NDArray[np.int32]
) -> NDArray[np.int64]:
    """int64[4, roles]: a role's own checks and those of the services that it is accountable for."""
    sums = np.stack(scoring.tally(made, "role", index))
    held = holding(index, "A") & np.isin(index.held_service, asked)
    for row, of in zip(sums, services, strict=True):
        np.add.at(row, index.held_role[held], of[index.held_service[held]])
    return sums


def _fixes(
    index: Index, made: Sequence[RuleCheck], found: Iterable[Finding], asked: NDArray[np.int32], whole: int
) -> Iterator[FixRow]:
    weight = {check.rule.code: check.weight for check in made}
    products = np.flatnonzero(index.product)
    lifted = _lifted(index, products.astype(np.int32))
    inside = np.zeros(index.n, np.bool_)
    inside[asked] = True
    first: dict[tuple[str, str], Finding] = {}
    for f in found:
        if f.about in scoring.ABOUT:
            first.setdefault((f.code, f.subject), f)
    rows = []
    for f in first.values():
        v = index.service_id.find(f.subject) if f.about == "service" else -1
        if (v >= 0 and not inside[v]) or (v < 0 and len(asked) < index.n):
            continue
        points = round(100 * weight[f.code] / whole, 3)
        lifts = int(lifted[v]) if v >= 0 else 0
        key = (-weight[f.code] * max(1, lifts), f.code, f.subject)
        place = f.origin
        rows.append(
            (
                key,
                FixRow(
                    f.subject,
                    f.name,
                    f.code,
                    f.severity,
                    points,
                    lifts,
                    f.message,
                    f.hint,
                    place.file,
                    place.line,
                ),
            )
        )
    yield from (row for _, row in sorted(rows, key=lambda one: one[0]))


def _lifted(index: Index, products: NDArray[np.int32]) -> NDArray[np.int64]:
    """int64[n]: how many products each service is, or underpins."""
    lifted: NDArray[np.int64] = weighed_counts(providers(index), products, np.ones(len(products), np.int64))[
        0
    ]
    lifted[products] += 1
    return lifted


def _trend(world: World, question: ScoreQuestion) -> Answer:
    if question.select or question.exclude:
        raise UsageError("a trend is of the whole catalogue", "ask for it without a selection")
    rows, at = [], world
    current = world.revision.number
    for number in range(current, max(0, current - question.last), -1):
        at = world if number == current else world.past(str(number))
        made, _ = scoring.checks(at)
        row = _row(at, "", "", scoring.total(made, at.index), 0)
        rows.append(TrendRow(number, at.revision.time, row.score, row.level, row.checks, row.failed))
    if not rows:
        raise UsageError(
            "this catalogue has no revisions", "import it into a catalogue file: each import is one"
        )
    return Answer(columns(TrendRow), rows, title=_title_of(rows), chart=coverage.trend)


def _title_of(rows: Sequence[TrendRow]) -> str:
    first, last = rows[-1].score, rows[0].score
    if len(rows) < 2 or first is None or last is None:
        return f"The score of {count(len(rows), 'revision')}"
    return f"From {first:.1f} % to {last:.1f} % over {count(len(rows), 'revision')}"


ANALYSIS = Analysis(
    name="score",
    summary="How much of what the coverage rules ask holds; what to fix first; the trend.",
    question=ScoreQuestion,
    examples=(
        "graphmodel -c examples/university score",
        "graphmodel -c examples/university score --by category",
        "graphmodel -c examples/university score --fix --limit 10",
    ),
    run=run,
    charts=("score", "score --trend"),
)
