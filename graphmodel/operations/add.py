"""A record added by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graphmodel.answers.question import argument, option
from graphmodel.importers.by_hand import kind_of
from graphmodel.model.metamodel import KINDS
from graphmodel.operations.details.by_hand import HandQuestion, added, identity, questions
from graphmodel.operations.operation import Access, Operation, Outcome

_KEYS: Final = {name for kind in KINDS.values() for name in kind.key}


@dataclass(frozen=True, kw_only=True)
class AddBase(HandQuestion):
    """What is added, but for the fields of its kind."""

    record: str = argument("what it is", "KIND", choices=("product", *KINDS))
    ids: tuple[str, ...] = argument("its id; of a relationship its two ends, then group or letter", "ID")
    create_missing: bool = option("make placeholders of services nobody defines", default=False)


AddQuestion: Final = questions(
    "AddQuestion",
    """Add a record by hand, or change one that was: what is not named stays as it is.

    It is a revision of the source "manual", checked as an import is: a value that another source gives otherwise is an
    error. An empty text takes a value back. Which options a record has depends on its kind.
    """,
    AddBase,
    KINDS.values(),
    but={*_KEYS, "kind", "placeholder"} - {"group", "responsibility"},
)


def run(access: Access, question: Any) -> Outcome:
    """Add it. Raises UsageError for a field that its kind does not have."""
    names = identity(kind_of(question.record), question.ids)
    return added("add", access, question, question.record, question.ids, names)


OPERATION = Operation(
    name="add",
    summary="Add a record by hand, or change one.",
    question=AddQuestion,
    examples=(
        'graphmodel -c estate.db add service crm --name "Customer database" --rto 4h --tags pci --tags core',
        "graphmodel -c estate.db add responsibility platform-team billing R",
    ),
    run=run,
    gives="rows",
    creates=True,
)
