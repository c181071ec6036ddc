"""What changed between two revisions or catalogues, or what that does to the answers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from graphmodel.answers.question import argument, option
from graphmodel.answers.report import Report, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.words import count
from graphmodel.operations.details.answer_rows import TOPICS, AnswerRow
from graphmodel.operations.operation import Access, Operation, Outcome
from graphmodel.session import Session
from graphmodel.stores import open_store

if TYPE_CHECKING:
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import DiffRow

LONGEST: Final = 18
"""Digits of a revision's number; a store keeps 64 bits."""
WORSE: Final = "worse"


@dataclass(frozen=True)
class DiffQuestion:
    """Show what changed, field by field, from BEFORE to AFTER; or what that does to the answers.

    Without AFTER it is BEFORE with what is proposed (--with, --without, --at). With --answers: single points of
    failure, pairs of services that take a product down, availability, the longest restore, promises and findings, where
    they differ, the worst first.
    """

    before: str = argument("a revision's number, or a catalogue's path or URL", "BEFORE", path="catalogue")
    after: str | None = argument(
        "the same; none: BEFORE with what is proposed", "AFTER", path="catalogue", default=None
    )
    answers: bool = option("what becomes of the answers, and because of which changes", default=False)
    fail_on: str | None = option("with --answers: exit with 1 where an answer gets worse", choices=(WORSE,))
    within: int = option(
        "with --answers: seconds after which it is not looked for of which change an answer comes",
        default=60,
        metavar="SECONDS",
    )


def diff(access: Access, question: DiffQuestion) -> Report[DiffRow]:
    """What changed. The access' store is what the numbers of revisions are of; each catalogue is opened and read once.

    Raises UsageError for an unknown revision, StoreError, and RejectedError for a folder with errors.
    """
    from graphmodel.planning.difference import DiffRow, difference

    before, after = _kept(access, question)
    proposed = None
    if access.proposal:
        proposed = _asked(after, access).proposed(**access.proposal)
        after = after._replace(catalogue=proposed.index.catalogue())
    make = partial(difference, before.catalogue, after.catalogue)
    report = Report(columns(DiffRow, spare=["kind", "name"]), Rows(make), analysis="diff", question=question)
    return _titled(report, "What changed", before, after, proposed)


def answers(access: Access, question: DiffQuestion) -> Report[AnswerRow]:
    """What that does to the answers. Raises as ``diff`` does."""
    from graphmodel.operations.details.answered import differences

    before, after = _kept(access, question)
    old = _asked(before, access)
    new = (old if after is before else _asked(after, access)).proposed(**access.proposal)
    rows, untried = differences(old, new, monotonic() + question.within)
    worse = sum(row.verdict == WORSE for row in rows)
    notes = (
        (f"the causes are without {count(untried, 'change')}; a larger --within tries more",)
        if untried
        else ()
    )
    report = Report(columns(AnswerRow, spare=["name"]), rows, notes=notes, analysis="diff", question=question)
    said = f"{count(len(rows), 'answer differs', 'answers differ')}, {worse:,} of them for the worse,"
    return _titled(report, said, before, after._replace(catalogue=new.index.catalogue()), new)


def _titled(
    report: Report[Any], said: str, before: _Held, after: _Held, proposed: Session | None
) -> Report[Any]:
    """The report with its title and diagram: that of what changed."""
    from graphmodel.diagrams.changes import changes

    question, proposal = report.question, proposed.proposal if proposed else None
    to = question.after or "the"
    to = f"{to} {proposal.words}" if proposal else to
    numbers = all((name or "").isdecimal() for name in (question.before, question.after))
    # Paths and addresses are nothing for the readers of a diagram.
    head = f"From revision {question.before} to {question.after}" if numbers else "What changed"
    return replace(
        report,
        title=f"{said} from {question.before} to {to}",
        spec=lambda: changes(before.catalogue, after.catalogue, before.revision, head),
        revision=before.revision,
    )


class _Held(NamedTuple):
    """A catalogue, under the current revision of where it is kept."""

    catalogue: Catalogue
    revision: Revision


def _kept(access: Access, question: DiffQuestion) -> tuple[_Held, _Held]:
    """What is compared, before anything is proposed; the same twice where one catalogue is named."""
    if question.after is None and not access.proposal:
        raise UsageError(
            f"what is {question.before} compared with?",
            "name a second revision or catalogue, or propose something: --with FOLDER, --without SELECT, --at DATE",
        )
    numbered = any(name.isdecimal() for name in (question.before, question.after or ""))
    revision = access.store().revision() if numbered else None
    before = _one(question.before, access, revision)
    return before, before if question.after is None else _one(question.after, access, revision)


def _one(name: str, access: Access, revision: Revision | None) -> _Held:
    """The catalogue that is meant; ``revision``: that of ours, where numbers are of it."""
    if revision and name.isdecimal():
        if len(name) > LONGEST:
            raise UsageError(f"there is no revision {name[:LONGEST]}…", "history lists them")
        return _Held(access.store().catalogue(int(name)), revision)
    with closing(open_store(name)) as other:
        of = revision or other.revision()
        return _Held(other.catalogue(), of)


def _asked(kept: _Held, access: Access) -> Session:
    return Session.of_catalogue(kept.catalogue, access.settings, kept.revision)


def run(access: Access, question: DiffQuestion) -> Outcome:
    """Compare them. Raises UsageError where a gate is asked of no answers."""
    if not question.answers:
        if question.fail_on:
            raise UsageError("--fail-on is about answers", "ask for them with --answers")
        return Outcome(diff(access, question), empty="no changes")
    report = answers(access, question)
    failed = question.fail_on == WORSE and any(row.verdict == WORSE for row in report)
    return Outcome(report, empty="no answer differs", code=int(failed))


OPERATION = Operation(
    name="diff",
    summary="What changed between two revisions or catalogues, or in the answers.",
    question=DiffQuestion,
    examples=(
        "graphmodel -c estate.db diff 1 2",
        "graphmodel diff examples/exercise-bike examples/university --format csv",
        "graphmodel diff examples/exercise-bike --without cdn-east --answers",
    ),
    run=run,
    gives="diagram",
    proposes=True,
    topics=TOPICS,
)
