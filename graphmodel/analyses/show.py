"""Everything about one service, category or role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from graphmodel.analyses.details import facts, specs
from graphmodel.answers.question import Analysis, argument
from graphmodel.answers.report import Report, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.analyses.details.facts import FactRow
    from graphmodel.diagrams.spec import Spec
    from graphmodel.index.index import Index
    from graphmodel.index.strings import Strings

_KINDS = ("service", "category", "role")
_DRAWINGS: dict[str, Callable[[Index, int], Spec]] = {
    "service": specs.around,
    "category": specs.within,
    "role": lambda index, r: specs.services(index.held_service[index.held_role == r].tolist()),
}
_FACTS: dict[str, Callable[[Index, int], Iterator[FactRow]]] = {
    "service": facts.service,
    "category": facts.category,
    "role": facts.role,
}


@dataclass(frozen=True)
class ShowQuestion:
    """What is known of one service, product, category or role?

    Its values and where they were read; the service levels in effect and where they come from; what it needs and what
    needs it; who is responsible. Where ids of two kinds are alike, the service is shown: KIND:ID says which.
    """

    id: str = argument("an id, alias or unique name; or KIND:ID with service, category or role", "ID")


COLUMNS = columns(facts.FactRow)


def run(index: Index, question: ShowQuestion) -> Report:
    """Answer the question: the record first, then what stands around it. Raises UsageError for an unknown id."""
    kind, number = _identified(index, question.id.strip())
    name = _ids(index, kind)[number]
    alike = [other for other in _KINDS if other != kind and _ids(index, other).find(name) >= 0]
    notes = tuple(f"there is a {other} of the same id too: show {other}:{name}" for other in alike)
    rows = Rows(partial(_FACTS[kind], index, number))
    return Report(
        "show",
        question,
        COLUMNS,
        rows,
        index.revision,
        title=f"{kind} {name}",
        notes=notes,
        spec=lambda: _DRAWINGS[kind](index, number),
        index=index,
    )


def _identified(index: Index, text: str) -> tuple[str, int]:
    """The kind and number of what is meant: by exact id first, then with the kind said, then by name."""
    if (v := index.find(text)) >= 0:
        return "service", v
    said, _, rest = text.partition(":")
    said = "service" if said == "product" else said
    for kind, name in [(said, rest), *((kind, text) for kind in _KINDS)]:
        if kind in _KINDS and (number := _find(index, kind, name)) >= 0:
            return kind, number
    for kind, names in (("category", index.category_name), ("role", index.role_name)):
        if len(at := [i for i, name in enumerate(names) if name and name == text]) == 1:
            return kind, at[0]
    if said in _KINDS and rest:
        raise UsageError(f"there is no {said} {rest!r}", did_you_mean(rest, _ids(index, said)))
    return "service", _named(index, text)


def _named(index: Index, text: str) -> int:
    """The service of that name. Its error, for an unknown one, thinks of categories and roles too."""
    try:
        return selector.one(index, text)
    except UsageError as error:
        if error.hint.startswith("say which"):
            raise
        others = [*index.category_id, *index.category_name, *index.role_id, *index.role_name]
        raise UsageError(
            f"there is no service, category or role {text!r}", did_you_mean(text, others, error.hint)
        ) from None


def _find(index: Index, kind: str, id: str) -> int:
    return index.find(id) if kind == "service" else _ids(index, kind).find(id)


def _ids(index: Index, kind: str) -> Strings:
    return {"service": index.service_id, "category": index.category_id, "role": index.role_id}[kind]


ANALYSIS = Analysis(
    name="show",
    summary="Everything about one service, category or role.",
    question=ShowQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike show ride-tracking",
        "graphmodel -c examples/exercise-bike show category:network",
        "graphmodel -c examples/exercise-bike show role:platform-team",
    ),
    run=run,
)
