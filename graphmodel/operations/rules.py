"""The coverage rules as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphmodel.answers.report import Report, columns
from graphmodel.model.rows import documented
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class RulesQuestion:
    """List the coverage rules that gaps and check apply. explain CODE says more about one."""


@documented(
    code="the rule: what explain and gaps --rule take",
    severity="error, warning or info",
    title="what it finds",
    about="what its findings are about: service, category or role",
    why="why it matters",
    hint="what to do about a finding",
)
class RuleRow(NamedTuple):
    """One coverage rule."""

    code: str
    severity: str
    title: str
    about: str
    why: str
    hint: str


def run(_access: Access, _: RulesQuestion) -> Outcome:
    """List them, in the order of the register."""
    from graphmodel.rules import RULES

    rows = [RuleRow(r.code, r.severity, r.title, r.about, r.why, r.hint) for r in RULES.values()]
    return Outcome(Report(columns(RuleRow, wide=["about", "why", "hint"]), rows, analysis="rules"))


OPERATION = Operation(
    name="rules",
    summary="The coverage rules: code, severity and what each finds.",
    question=RulesQuestion,
    examples=("graphmodel rules", "graphmodel rules --columns code,why --format md"),
    run=run,
    catalogue=False,
    gives="rows",
)
