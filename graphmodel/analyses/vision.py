"""What the catalogue can see of what is below each product, and which services to ask about first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import ask_first
from graphmodel.algorithms.counts import underpinning_counts
from graphmodel.algorithms.vision import DARK, MAPPED, NAMES, OPEN, expects_nothing, says_so, stated, vision
from graphmodel.analyses.details.failing import Accountable
from graphmodel.analyses.details.selection import Names, asked_about, exclude_option, select_argument
from graphmodel.answers import coverage
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.ask_first import First
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

FIRST = 5
"""How many services are asked about first."""


@dataclass(frozen=True)
class VisionQuestion:
    """What does the catalogue see below each product?

    A service is mapped when its row says that the dependencies listed are all, open when it has some and nobody says
    so, dark when it has none and nobody says so; a type that expects nothing says it for those that have none. A
    product of which all is mapped can be ruled out when others fail. Asked about first are the five services whose
    being mapped would rule out most of the products asked about, then those on which most of them rest.
    """

    select: tuple[str, ...] = select_argument("the products asked about (all)")
    exclude: tuple[str, ...] = exclude_option()
    ask: bool = option("the services to ask about first, and who is accountable for them", default=False)


@documented(
    product="the product",
    vision="mapped, open or dark: the product itself",
    mapped="how many services below it are mapped",
    open="how many are open",
    dark="how many are dark",
    oldest="the oldest date on which it was stated of it, or of a service below it, that it is mapped",
    ask="of the services below it, and itself, that are open or dark, the first five to ask about",
    name="its name",
    ask_names="the names of ask",
)
class VisionRow(NamedTuple):
    """What is seen below one product."""

    product: str
    vision: str
    mapped: int
    open: int
    dark: int
    oldest: str
    ask: tuple[str, ...]
    name: str
    ask_names: tuple[str, ...]


@documented(
    service="the service to ask about",
    vision="open or dark",
    products="how many products in doubt are or rest on it",
    ruled_out="how many products can be ruled out once it is mapped, and all that stand above it here",
    name="its name",
    accountable="the role that is accountable for it",
)
class AskRow(NamedTuple):
    """One service to ask about."""

    service: str
    vision: str
    products: int
    ruled_out: int
    name: str
    accountable: str


COLUMNS = columns(VisionRow, wide=("ask_names",), spare=("oldest", "name"))


class _Figures(NamedTuple):
    """What is found before any row is made."""

    kind: NDArray[np.uint8]
    """uint8[n]: ``MAPPED``, ``OPEN`` or ``DARK``."""
    products: NDArray[np.int32]
    below: NDArray[np.int64]
    """int64[products, 3]: how many services below each are of each kind."""
    resting: NDArray[np.int64]
    """int64[n]: how many of the products are, or rest on, a service that is open or dark; of others 0."""

    @property
    def unseen(self) -> NDArray[np.int64]:
        """int64[products]: how many services each is in doubt for."""
        found: NDArray[np.int64] = (
            self.below[:, OPEN] + self.below[:, DARK] + (self.kind[self.products] != MAPPED)
        )
        return found


def run(world: World, question: VisionQuestion) -> Answer:
    """Answer the question: those in doubt for most services first, then by id; what to ask about in its order."""
    index = world.index
    products, notes = asked_about(index, question.select, question.exclude)
    seen = _seen(index, products)
    asked = _asked(index, seen)
    sure = int(np.count_nonzero(seen.unseen == 0))
    thing = "product" if index.product[products].all() else "service"
    number = count(len(products), thing)
    title = f"{sure:,} of {number} {several(sure, 'has', 'have')} nothing open or dark below"
    if len(products) and not sure:
        title = f"{'Each of ' * (len(products) > 1)}{number} has something open or dark below"
    if not asked.exact:
        notes = (*notes, "there may be five services that rule out more: not all were tried")
    notes = (*notes, *_expecting_nothing(index))
    rows: Rows[VisionRow] | Rows[AskRow]
    if question.ask:
        made, rows = columns(AskRow), Rows(partial(_questions, index, seen, asked))
    else:
        made, rows = COLUMNS, Rows(partial(_rows, index, seen, asked))
    return Answer(
        made,
        rows,
        title=title,
        subtitle=_advice(index, asked),
        notes=notes,
        more={"ask": [row._asdict() for row in _questions(index, seen, asked)]},
        chart=None if question.ask else coverage.vision,
    )


def _seen(index: Index, products: NDArray[np.int32]) -> _Figures:
    kind = vision(index)
    counts = underpinning_counts(index, products, kind, len(NAMES))
    resting = counts.service.copy()
    resting[products] += 1
    resting[kind == MAPPED] = 0
    return _Figures(kind, products, counts.consumer, resting)


def _asked(index: Index, seen: _Figures) -> First:
    few = seen.products[(seen.unseen > 0) & (seen.unseen <= FIRST)]
    return ask_first.first(ask_first.small_doubts(index, seen.kind != MAPPED, few), seen.resting, FIRST)


def _advice(index: Index, asked: First) -> str:
    if not asked.services:
        return ""
    names = Names(index)
    gained = asked.ruled_out[-1]
    then = f"{count(gained, 'product')} more" if gained else "none yet"
    return (
        f"ask first about {listed([names.called(v) for v in asked.services])}: mapped, they rule out {then}"
    )


def _expecting_nothing(index: Index) -> tuple[str, ...]:
    """Which types of the catalogue's own say that nothing is dark: nobody may have meant to say it."""
    silent = expects_nothing(index) & (np.diff(index.requirement_at) == 0) & ~index.placeholder
    silent &= ~index.records("service").column("mapped").where(says_so)
    silent &= np.append(index.records("category").lines > 0, False)[index.type]
    types = np.flatnonzero(np.bincount(index.type[silent], minlength=len(index.category_id))).tolist()
    if not types:
        return ()
    named = listed([index.category_name[t] or index.category_id[t] for t in types])
    said = count(int(silent.sum()), "service")
    return (
        f"counted as mapped, as they depend on nothing and their type expects nothing: {said} of {named}",
    )


def _rows(index: Index, seen: _Figures, asked: First) -> Iterator[VisionRow]:
    names = Names(index)
    days = stated(index)
    days[seen.kind != MAPPED] = np.datetime64("NaT", "D")
    oldest = ask_first.oldest(index, days)
    order = np.lexsort((np.arange(index.n), -seen.resting)).astype(np.int32)
    order = np.concatenate((np.array(asked.services, np.int32), order[~np.isin(order, asked.services)]))
    ask = ask_first.labels(index, order[seen.resting[order] > 0], seen.products, FIRST)
    for at in np.lexsort((seen.products, -seen.unseen)).tolist():
        product = int(seen.products[at])
        services = [v for v in ask[at].tolist() if v >= 0]
        mapped, open_, dark = seen.below[at].tolist()
        day = oldest[product]
        yield VisionRow(
            names.id[product],
            NAMES[seen.kind[product]],
            mapped,
            open_,
            dark,
            "" if np.isnat(day) else str(day),
            names.id.of(services),
            names.name[product],
            names.name.of(services),
        )


def _questions(index: Index, seen: _Figures, asked: First) -> Iterator[AskRow]:
    names, accountable = Names(index), Accountable(index)
    for service, ruled_out in zip(asked.services, asked.ruled_out, strict=True):
        yield AskRow(
            names.id[service],
            NAMES[seen.kind[service]],
            int(seen.resting[service]),
            ruled_out,
            names.name[service],
            ", ".join(names.role_id.of(accountable[service])),
        )


ANALYSIS = Analysis(
    name="vision",
    summary="What the catalogue cannot see: mapped, open and dark services below products.",
    question=VisionQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike vision",
        "graphmodel -c examples/university vision --ask",
        "graphmodel -c examples/university vision category:teaching",
    ),
    run=run,
    charts=("vision",),
)
