"""The coverage rules as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphmodel.answers.report import Report, columns
from graphmodel.model.rows import documented
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class RulesQuestion:
    """List the coverage rules that gaps and check apply. explain CODE says more about one.

    The state is on or off, and what is set of the rule. One that is off is applied when gaps --rule names it.
    """


@documented(
    code="the rule: what explain and gaps --rule take",
    severity="error, warning or info",
    state="on or off, and what is set of it",
    title="what it finds",
    about="what its findings are about: service, category or role",
    why="why it matters",
    hint="what to do about a finding",
    parameters="what can be set of it, with the defaults",
)
class RuleRow(NamedTuple):
    """One coverage rule."""

    code: str
    severity: str
    state: str
    title: str
    about: str
    why: str
    hint: str
    parameters: tuple[str, ...]


def run(access: Access, _: RulesQuestion) -> Outcome:
    """List them, in the order of the register, then the policies."""
    from graphmodel.rules import every
    from graphmodel.rules.settings import shown

    settings = access.settings
    rows = [
        RuleRow(
            r.code,
            r.severity_in(settings),
            r.state(settings),
            r.title,
            r.about,
            r.why,
            r.hint,
            tuple(f"{p.name} = {shown(p.default)}" for p in r.parameters),
        )
        for r in every(settings).values()
    ]
    wide = ["about", "why", "hint", "parameters"]
    return Outcome(Report(columns(RuleRow, wide=wide), rows, analysis="rules"))


OPERATION = Operation(
    name="rules",
    summary="The coverage rules: code, severity, state and what each finds.",
    question=RulesQuestion,
    examples=("graphmodel rules", "graphmodel rules --columns code,why --format md"),
    run=run,
    catalogue=False,
    gives="rows",
)
