"""Which services underpin which products: pairs, counts, and the products of one service."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import reach, states
from graphmodel.algorithms.counts_by_type import counts_by_type
from graphmodel.algorithms.required import required
from graphmodel.algorithms.worst_failures import Asked, most_required
from graphmodel.analyses.details import matrix, specs
from graphmodel.analyses.details.selection import (
    Names,
    asked_about,
    chosen,
    exclude_option,
    kind,
    select_argument,
)
from graphmodel.answers import charts
from graphmodel.answers.chart import RANKED
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import called
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.chart import Bars
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class UnderpinningQuestion:
    """Which services underpin which products?

    A service underpins a product when the product depends on it, directly or through others, hard or soft. It is
    required when the product goes down as soon as this one service alone is down. Where nothing selected is a product,
    the selected services are asked about in the same way.
    """

    select: tuple[str, ...] = select_argument("the products asked about (all)")
    exclude: tuple[str, ...] = exclude_option()
    counts: bool = option("how many, not which: fast for a whole estate", default=False)
    by: str = option("count per product or per service", default="product", choices=("product", "service"))
    of: str | None = option("only what this one service underpins", metavar="ID")
    matrix: str | None = option(
        "products by types (how many services of each), by services (distance, ! where required) or by the worst "
        "single failures (the product's state)",
        choices=matrix.KINDS,
    )


@documented(
    product="the product (or other service asked about)",
    service="a service that underpins it",
    type="the service's type, its root category; empty if it is unclassified",
    distance="dependencies on a shortest way from the product to the service",
    required="the product goes down when this service alone is down",
    product_name="the product's name",
    service_name="the service's name",
    type_name="the type's name",
)
class UnderpinningRow(NamedTuple):
    """One product and one service that underpins it."""

    product: str
    service: str
    type: str
    distance: int
    required: bool
    product_name: str
    service_name: str
    type_name: str


@documented(
    id="the product", kind="product or service", services="how many services underpin it", name="its name"
)
class ServicesRow(NamedTuple):
    """One product and how many services underpin it."""

    id: str
    kind: str
    services: int
    name: str


@documented(
    id="the service", kind="product or service", products="how many products it underpins", name="its name"
)
class ProductsRow(NamedTuple):
    """One service and how many products it underpins."""

    id: str
    kind: str
    products: int
    name: str


COLUMNS = columns(UnderpinningRow, wide=("type_name",), spare=("type", "product_name"))
OF_ONE = columns(UnderpinningRow, wide=("type_name",), spare=("type", "service_name", "service"))


def run(world: World, question: UnderpinningQuestion) -> Answer:
    """Answer the question. Rows come product by product, as they are read."""
    index = world.index
    modes = {"--counts": question.counts, "--of": question.of, "--matrix": question.matrix}
    asked = [name for name, value in modes.items() if value]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are different questions", "ask one at a time")
    if question.by == "service" and not question.counts:
        raise UsageError("--by says what is counted", "add --counts")
    if question.counts and question.by == "service":
        return _products_per_service(index, question)
    consumers, notes = asked_about(index, question.select, question.exclude)
    if question.counts:
        return _services_per_product(index, consumers, notes)
    spec = partial(specs.underpinning, index, consumers)
    if question.matrix:
        made, rows = matrix.MATRICES[question.matrix](index, consumers)
        return Answer(
            made,
            rows,
            title=f"Products by {question.matrix}",
            grid=True,
            notes=notes,
            spec=spec,
            chart=partial(charts.MATRICES[question.matrix], index, made),
        )
    if question.of:
        service = selector.one(index, question.of)
        spec = partial(specs.underpinned, index, service, consumers)
        title = f"What {called(index.service_id[service], index.service_name[service])} underpins"
        rows = Rows(partial(_consumers_of, index, service, consumers))
    else:
        title = "Services that underpin products"
        rows = Rows(partial(_pairs, index, consumers))
    return Answer(
        OF_ONE if question.of else COLUMNS,
        rows,
        title=title,
        notes=notes,
        spec=spec,
    )


def _pairs(index: Index, consumers: NDArray[np.int32]) -> Iterator[UnderpinningRow]:
    names, types = Names(index), index.type
    needed = required(index, consumers.tolist())
    pairs = reach.underpinning_pairs(index, consumers.tolist())
    for (product, services, distances), (_, down) in zip(pairs, needed, strict=True):
        asked, name = names.id[product], names.name[product]
        marks = np.isin(services, down).tolist()
        its_types = types[services].tolist()
        for service, type_, distance, mark in zip(
            services.tolist(), its_types, distances.tolist(), marks, strict=True
        ):
            yield UnderpinningRow(
                asked,
                names.id[service],
                names.category_id[type_],
                distance,
                mark,
                name,
                names.name[service],
                names.category_name[type_],
            )


def _consumers_of(index: Index, service: int, consumers: NDArray[np.int32]) -> Iterator[UnderpinningRow]:
    """What the service underpins, the nearest first."""
    names, type_ = Names(index), int(index.type[service])
    distance = reach.distances(index, [service], up=True)[consumers]
    down = states.fail(index, [service]).state[consumers] == states.DOWN
    for at in np.lexsort((consumers, distance)).tolist():
        if distance[at] > 0:
            yield UnderpinningRow(
                names.id[int(consumers[at])],
                names.id[service],
                names.category_id[type_],
                int(distance[at]),
                bool(down[at]),
                names.name[int(consumers[at])],
                names.name[service],
                names.category_name[type_],
            )


def _services_per_product(index: Index, consumers: NDArray[np.int32], notes: tuple[str, ...]) -> Answer:
    counts = np.zeros(index.n, np.int64)
    counts[consumers] = counts_by_type(index, consumers).consumer.sum(axis=1)
    rows = Rows(partial(_counted, index, ServicesRow, consumers, counts))
    title = "How many services underpin each product"
    return Answer(
        columns(ServicesRow),
        rows,
        title=title,
        notes=notes,
        spec=partial(specs.underpinning, index, consumers),
        chart=partial(_ranked_products, index, consumers),
    )


def _products_per_service(index: Index, question: UnderpinningQuestion) -> Answer:
    services = chosen(index, question.select, question.exclude)
    products = np.flatnonzero(index.product).astype(np.int32)
    counts = counts_by_type(index, products).service
    rows = Rows(partial(_counted, index, ProductsRow, services, counts))
    title = "How many products each service underpins"
    return Answer(
        columns(ProductsRow),
        rows,
        title=title,
        chart=partial(_ranked_services, index, products, services),
    )


def _counted(
    index: Index,
    row: type[ServicesRow | ProductsRow],
    chosen: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> Iterator[ServicesRow | ProductsRow]:
    """The greatest count first."""
    names = Names(index)
    for v in chosen[np.lexsort((chosen, -counts[chosen]))].tolist():
        yield row(names.id[v], kind(index, v), int(counts[v]), names.name[v])


def _ranked_services(
    index: Index, products: NDArray[np.int32], services: NDArray[np.int32], rows: Sequence[ProductsRow]
) -> Bars:
    asked = Asked(index, products, np.ones(len(products), np.int64))
    found, counts = most_required(asked, RANKED + 1, services)
    ranked = [*zip(index.service_id.of_rows(found), counts.tolist(), strict=True)]
    measures = ("products that are down when it alone is down", "products that it underpins")
    return charts.ranking(rows, ranked, measures, "services", "that most products require")


def _ranked_products(index: Index, consumers: NDArray[np.int32], rows: Sequence[ServicesRow]) -> Bars:
    needed = {product: len(services) for product, services in required(index, consumers.tolist())}
    ranked = sorted(
        ((row.id, needed[index.service_id.find(row.id)]) for row in rows), key=lambda pair: -pair[1]
    )
    measures = ("services that alone take it down", "services that underpin it")
    return charts.ranking(rows, ranked, measures, "products", "that require most services")


ANALYSIS = Analysis(
    name="underpinning",
    summary="Which services underpin which products.",
    question=UnderpinningQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike underpinning exercise-bike",
        "graphmodel -c examples/exercise-bike underpinning --of cloud-hosting",
        "graphmodel -c examples/exercise-bike underpinning --matrix types",
        "graphmodel -c examples/exercise-bike underpinning --matrix failures",
        "graphmodel -c examples/exercise-bike underpinning --counts --by service",
    ),
    run=run,
    charts=(
        "underpinning --matrix types",
        "underpinning --matrix services",
        "underpinning --matrix failures",
        "underpinning --counts",
        "underpinning --counts --by service",
    ),
)
