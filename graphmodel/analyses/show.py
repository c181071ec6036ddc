"""Everything about one service, category or role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from graphmodel.analyses.details import facts, specs
from graphmodel.answers.question import Analysis, argument
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import NODES
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import one_of
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.analyses.details.facts import FactRow
    from graphmodel.answers.world import World
    from graphmodel.diagrams.spec import Spec
    from graphmodel.index.index import Index
    from graphmodel.index.strings import Strings

_DRAWINGS: dict[str, Callable[[Index, int], Spec]] = {
    "service": specs.around,
    "category": specs.within,
}
_FACTS: dict[str, Callable[[Index, int], Iterator[FactRow]]] = {
    "category": facts.category,
    "role": facts.role,
}
_OTHERS = [kind for kind in NODES if kind != "service"]


@dataclass(frozen=True)
class ShowQuestion:
    """What is known of one service, product, category or role?

    Its values and where they were read; the service levels in effect and where they come from; whether what it
    promises can be kept; what it needs and what needs it; who is responsible. Where ids of two kinds are alike, the
    service is shown: KIND:ID says which.
    """

    id: str = argument(f"an id, alias or unique name; or KIND:ID with {one_of(NODES)}", "ID")


COLUMNS = columns(facts.FactRow)


def run(world: World, question: ShowQuestion) -> Answer:
    """Answer the question: the record first, then what stands around it. Raises UsageError for an unknown id."""
    index = world.index
    kind, number = _identified(index, question.id.strip())
    name = _ids(index, kind)[number]
    alike = [other for other in NODES if other != kind and _ids(index, other).find(name) >= 0]
    notes = tuple(f"there is a {other} of the same id too: show {other}:{name}" for other in alike)
    rows = Rows(partial(_facts, world, kind, number))
    return Answer(
        COLUMNS,
        rows,
        title=f"{kind} {name}",
        notes=notes,
        spec=lambda: _DRAWINGS.get(kind, partial(specs.related, kind))(index, number),
    )


def _facts(world: World, kind: str, number: int) -> Iterator[FactRow]:
    if kind == "service":
        return facts.service(world.index, number, world.settings)
    return _FACTS.get(kind, partial(facts.node, kind))(world.index, number)


def _identified(index: Index, text: str) -> tuple[str, int]:
    """The kind and number of what is meant: by exact id first, then with the kind said, then by name."""
    if (v := index.find(text)) >= 0:
        return "service", v
    said, _, rest = text.partition(":")
    said = "service" if said == "product" else said
    for kind, name in [(said, rest), *((kind, text) for kind in NODES)]:
        if kind in NODES and (number := _find(index, kind, name)) >= 0:
            return kind, number
    for kind in _OTHERS:
        names = enumerate(index.records(kind).column("name"))
        if len(at := [i for i, name in names if name and name == text]) == 1:
            return kind, at[0]
    if said in NODES and rest:
        raise UsageError(f"there is no {said} {rest!r}", did_you_mean(rest, _ids(index, said)))
    return "service", _named(index, text)


def _named(index: Index, text: str) -> int:
    """The service of that name. Its error, for an unknown one, thinks of categories and roles too."""
    try:
        return selector.one(index, text)
    except UsageError as error:
        if error.hint.startswith(("say which", selector.IS_GONE)):
            raise
        others = [
            name for kind in _OTHERS for part in ("id", "name") for name in index.records(kind).column(part)
        ]
        raise UsageError(
            f"there is no {one_of(NODES)} {text!r}", did_you_mean(text, others, error.hint)
        ) from None


def _find(index: Index, kind: str, id: str) -> int:
    return index.find(id) if kind == "service" else _ids(index, kind).find(id)


def _ids(index: Index, kind: str) -> Strings:
    return cast("Strings", index.records(kind).column("id"))


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
