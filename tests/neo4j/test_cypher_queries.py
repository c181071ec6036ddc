"""Every query of ``cypher/`` gives the rows of its analysis: on the examples, and on random catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from graphmodel import importers
from graphmodel.algorithms import cycles as circles_of
from graphmodel.analyses import ALL
from graphmodel.answers.world import World
from graphmodel.cypher import queries
from graphmodel.index.build import index as build_index
from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.table import Table
from graphmodel.rules import RULES
from graphmodel.rules.rows import judged
from graphmodel.session import Session
from graphmodel.stores.neo4j.asking import operators
from tests import oracles, strategies
from tests.conftest import REVISION, ROOT, catalogue
from tests.neo4j.graph import graph
from tests.unit.cypher.test_queries import CANNOT
from tests.unit.rules import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from graphmodel.index.index import Index
    from tests.neo4j.graph import Graph, Row

QUERIES = queries()
GAPS = {code.lower() for code in RULES.keys() - CANNOT}
DEBIAN = ROOT / "examples" / "debian"
EXAMPLES: dict[str, tuple[list[Path], Path | None]] = {
    "exercise-bike": ([ROOT / "examples" / "exercise-bike"], None),
    "university": ([ROOT / "examples" / "university"], None),
    "debian": (sorted((DEBIAN / "small").glob("*.csv")), DEBIAN / "mapping.toml"),
}
FEW = 3
"""Services that are tried in each catalogue, where a query takes one."""


@pytest.fixture
def there(neo4j: str) -> Iterator[Graph]:
    with graph(neo4j) as opened:
        yield opened


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_rows_are_those_of_the_analyses_on_the_examples(there: Graph, name: str) -> None:
    paths, mapping = EXAMPLES[name]
    incoming = importers.read(paths, mapping=mapping)
    incoming = importers.resolve(incoming, {}, frozenset(), create_missing=True)
    made = merge({name: incoming.tables})
    assert len(made.services) > 10
    hold(there, made)
    hold_impact(there, ungrouped(made))
    hold_spof(there, ungrouped(made))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made=strategies.catalogues(placeholders=True))
def test_the_rows_are_those_of_the_analyses_on_random_catalogues(there: Graph, made: Catalogue) -> None:
    hold(there, made)
    hold_impact(there, ungrouped(made))
    hold_spof(there, ungrouped(made))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(records=world.worlds())
def test_the_gaps_of_random_records_with_dates_and_profiles_are_those_of_the_rules(
    there: Graph, records: world.World
) -> None:
    made = merge({"test": records.tables()})
    there.write(made)
    index = build_index(made, REVISION)
    for code in ("GM025", "GM026", "GM027", "GM028", "GM029"):
        gap(there, index, code)


def test_a_gap_is_found_where_its_rule_finds_it_and_not_where_it_is_mended(there: Graph) -> None:
    for code, rule in RULES.items():
        if code in CANNOT:
            continue
        for files, some in ((rule.bad, True), (rule.good, False)):
            made = catalogue(files)
            there.write(made)
            index = build_index(made, REVISION)
            gap(there, index, code)
            assert bool(answer(index, "gaps", rule=(code,))) == some


def test_no_query_follows_every_way_there_is(there: Graph) -> None:
    """In a dense graph full of cycles there are more ways than any search could follow one by one.

    It is small, and its indexes have not been sampled yet: there Neo4j 5.26 is the most tempted.
    """
    ids = [f"s{i}" for i in range(10)]
    pairs = [(a, b, f"g{g}") for a in ids for b in ids for g in range(2)]
    files = {
        "products.csv": "id\ns0\n",
        "services.csv": "\n".join(["id", *ids[1:]]) + "\n",
        "dependencies.csv": "\n".join(["service,depends_on,group", *map(",".join, pairs)]) + "\n",
    }
    hold(there, catalogue(files))
    for name, query in QUERIES.items():
        with there.connection.session(reading=True) as session:
            text = f"CYPHER replan=force EXPLAIN {query.text}"
            plan = session.run(text, query.parameters).consume().plan
        for operator, details in operators(plan):
            if operator.startswith("VarLengthExpand") and "DEPENDS_ON" in details:
                assert "Pruning" in operator, name


def test_several_failed_services_of_which_one_depends_on_another_are_called_for_once(there: Graph) -> None:
    """Neo4j 5.26 leaves out a DISTINCT where several starts are found by a unique index."""
    files = {
        "services.csv": "id\na\nb\n",
        "dependencies.csv": "service,depends_on\na,b\n",
        "roles.csv": "id\nops\n",
        "responsibilities.csv": "role,service,responsibility\nops,a,A\n",
    }
    there.write(catalogue(files))
    assert len(there.rows(QUERIES["notify"].text, services=["a", "b"])) == 1
    assert [row["distance"] for row in there.rows(QUERIES["impact"].text, services=["a", "b"])] == [0, 0]


def test_every_query_is_held() -> None:
    assert {*HELD, *GAPS, "impact", "notify", "spof", "common-suppliers"} == set(QUERIES)


def hold(there: Graph, made: Catalogue) -> None:
    """Compare every query that holds of any catalogue."""
    there.write(made)
    index = build_index(made, REVISION)
    for check in HELD.values():
        check(there, index)
    for code in RULES.keys() - CANNOT:
        gap(there, index, code)
    for service in few(index):
        at_least(there, index, [service])


def hold_impact(there: Graph, made: Catalogue) -> None:
    """Where there are no alternatives, the impact is exact, and so is whom to call."""
    there.write(made)
    index = build_index(made, REVISION)
    for failed in [*([i] for i in few(index)), few(index)[:2]]:
        if failed:
            affected = answer(index, "impact", services=tuple(failed))
            found = there.rows(QUERIES["impact"].text, services=failed)
            assert [state_of(row) for row in found] == only(
                affected, "id", "kind", "state", "distance", "name"
            )
            calls = answer(index, "impact", services=tuple(failed), notify=True)
            found = there.rows(QUERIES["notify"].text, services=failed)
            assert by_value(found) == by_value(only(calls, *found[0]) if found else calls)


def hold_spof(there: Graph, made: Catalogue) -> None:
    """Where there are no alternatives, single points of failure and common suppliers are exact."""
    suppliers = [("", "acme", "ort", "acme")[at % 4] for at in range(len(made.services))]
    own = [("", "100", "99.5")[at % 3] for at in range(len(made.services))]
    table = made.services
    columns = table.columns | {"supplier": suppliers, "own_availability": own}
    stated = Table(table.kind, columns, table.files, table.lines, table.sources)
    made = Catalogue(made.tables | {"service": stated})
    there.write(made)
    index = build_index(made, REVISION)
    single = [row for row in answer(index, "spof", top=0) if row["products_down"]]
    found = there.rows(QUERIES["spof"].text)
    assert by_value(found) == by_value(only(single, "service", "products_down", "weight", "name", "down"))
    assert [row["service"] for row in found] == [row["service"] for row in single]
    names = ("field", "value", "services", "products_down", "weight")
    wanted = only(answer(index, "spof", by="supplier"), *names)
    assert by_value(there.rows(QUERIES["common-suppliers"].text)) == by_value(wanted)


def at_least(there: Graph, index: Index, failed: list[str]) -> None:
    """With alternatives: distances are the same, and nothing is better than it is said to be."""
    worse = {"": 0, "degraded": 1, "down": 2}
    found = {row["id"]: row for row in there.rows(QUERIES["impact"].text, services=failed)}
    affected = {row["id"]: row for row in answer(index, "impact", services=tuple(failed))}
    assert set(affected) <= set(found)
    for service, row in found.items():
        really = affected.get(service, {"state": "", "distance": row["distance"]})
        assert row["distance"] == really["distance"]
        assert worse.get(really["state"], 0) >= worse[row["at_least"]]


def underpinning(there: Graph, index: Index) -> None:
    for service in few(index):
        found = there.rows(QUERIES["underpinning"].text, product=service)
        wanted = answer(index, "underpinning", select=(f'id:"{service}"',))
        assert found == only(wanted, *COLUMNS["underpinning"])


def underpinned(there: Graph, index: Index) -> None:
    for service in few(index):
        found = there.rows(QUERIES["underpinned"].text, service=service)
        wanted = answer(index, "underpinning", of=service) if index.product.any() else []
        assert found == only(wanted, *COLUMNS["underpinning"])


def services_per_product(there: Graph, index: Index) -> None:
    assert there.rows(QUERIES["services-per-product"].text) == answer(index, "underpinning", counts=True)


def products_per_service(there: Graph, index: Index) -> None:
    wanted = answer(index, "underpinning", counts=True, by="service")
    assert there.rows(QUERIES["products-per-service"].text) == wanted


def types(there: Graph, index: Index) -> None:
    found = there.rows(QUERIES["types"].text)
    names = {i: n for i, n, p in zip(*shelves(index, "id", "name", "parent"), strict=True) if not p}
    assert found == [
        {
            "product": row["product"],
            "product_name": row["product_name"],
            "type": shelf,
            "type_name": names[shelf],
            "services": row[shelf],
        }
        for row in answer(index, "underpinning", matrix="types")
        for shelf in sorted(names)
    ]


def path(there: Graph, index: Index) -> None:
    for consumer in few(index):
        for provider in few(index):
            found = there.rows(QUERIES["path"].text, consumer=consumer, provider=provider)
            wanted = (
                answer(index, "paths", consumer=consumer, provider=provider) if consumer != provider else []
            )
            assert found == [row for row in wanted if row["length"] == wanted[0]["length"]]


def cycles(there: Graph, index: Index) -> None:
    assert there.rows(QUERIES["cycles"].text) == answer(index, "cycles")


def cycle(there: Graph, index: Index) -> None:
    found = answer(index, "cycles")
    for row in found[:FEW]:
        shown = there.rows(QUERIES["cycle"].text, service=row["members"][0])
        assert shown == [
            {
                "shortest": row["shortest"],
                "size": len(row["shortest"]),
                "shortest_names": row["shortest_names"],
            }
        ]
    circular = {member for row in found for member in row["members"]}
    for service in few(index):
        assert bool(there.rows(QUERIES["cycle"].text, service=service)) == (service in circular)


def ended(there: Graph, index: Index) -> None:
    world = Session.of_catalogue(index.catalogue())
    for day in ("2026-04-30", "2026-05-01", "2027-05-01"):
        then = world.proposed(at=day)
        needed = then.index.catalogue().dependencies
        pairs = set(zip(needed.texts("depends_on"), needed.texts("service"), strict=True))
        found = there.rows(QUERIES["ended"].text, day=day)
        gone = then.proposal.gone if then.proposal else ()
        assert [(row["id"], row["name"] or "") for row in found] == list(gone)
        assert [list(row["needed_by"]) for row in found] == [
            sorted(consumer for provider, consumer in pairs if provider == one) for one, _ in gone
        ]


def roles(there: Graph, index: Index) -> None:
    assert there.rows(QUERIES["roles"].text) == answer(index, "roles")


def rto(there: Graph, index: Index) -> None:
    """Of each promise that a provider alone breaks, every such provider."""
    level, texts = index.levels["rto"].value, index.levels["rto"].texts
    pairs = {
        (int(index.consumer[r]), int(index.member[index.member_at[r]]))
        for r in range(len(index.needs))
        if index.hard[r] and not index.group[r]
    }
    broken = {row["id"] for row in answer(index, "promises", level="rto", verdict="broken")}
    found = there.rows(QUERIES["rto"].text)
    assert {row["id"] for row in found} <= broken
    assert [(row["id"], row["promised"], row["because"], row["supported"]) for row in found] == [
        (index.service_id[c], texts[c], index.service_id[p], texts[p])
        for c, p in sorted(pairs)
        if 0 <= level[c] < level[p]
    ]


def services(there: Graph, index: Index) -> None:
    names = (
        "id",
        "name",
        "kind",
        "category",
        "category_name",
        "criticality",
        "lifecycle",
        "supplier",
        "tags",
    )
    found = there.rows(QUERIES["services"].text)
    wanted = only(answer(index, "list", kind="services"), *names)
    assert [{n: as_text(row[n]) for n in names} for row in found] == [
        {n: as_text(row[n]) for n in names} for row in wanted
    ]
    above = dict(zip(*shelves(index, "id", "parent"), strict=True))
    assert [row["type"] for row in found] == [root(above, row["category"]) for row in found]


def categories(there: Graph, index: Index) -> None:
    names = ("id", "name", "parent", "parent_name", "expects", "boundary_start", "boundary_end")
    found = there.rows(QUERIES["categories"].text)
    wanted = only(answer(index, "list", kind="categories"), *names)
    assert [{n: as_text(row[n]) for n in names} for row in found] == [
        {n: as_text(row[n]) for n in names} for row in wanted
    ]
    above = dict(zip(*shelves(index, "id", "parent"), strict=True))
    counts = dict.fromkeys(above, 0)
    for shelf in index.catalogue().services.texts("category"):
        while shelf:
            counts[shelf] += 1
            shelf = above[shelf]
    assert {row["id"]: row["services"] for row in found} == counts


def drift(there: Graph, index: Index) -> None:
    names = ("service", "depends_on", "drift", "count", "last_seen", "name", "depends_on_name")
    found = [{n: row[n] or "" for n in names} for row in there.rows(QUERIES["drift"].text)]
    assert found == [{n: row[n] or "" for n in names} for row in answer(index, "drift")]


def dark(there: Graph, index: Index) -> None:
    seen = oracles.vision(index.catalogue())
    wanted = sorted((kind, service) for service, kind in seen.items() if kind != "mapped")
    assert [(row["vision"], row["service"]) for row in there.rows(QUERIES["dark"].text)] == wanted


def vision(there: Graph, index: Index) -> None:
    found = there.rows(QUERIES["vision"].text)
    wanted = answer(index, "vision") if index.product.any() else []
    assert found == only(wanted, "product", "vision", "mapped", "open", "dark", "name")


def gap(there: Graph, index: Index, code: str) -> None:
    """In the order of subjects; where a rule has several findings on one, in any order."""
    query = QUERIES[code.lower()]
    found = there.rows(query.text, **query.parameters)
    wanted = answer(index, "gaps", rule=(code,))
    if code == "GM004":  # the graph does not say which categories have a row
        lines = dict(
            zip(index.catalogue().categories.texts("id"), index.catalogue().categories.lines, strict=True)
        )
        found = [row for row in found if lines[row["subject"]]]
    if code == "GM008":
        cycles = [
            tuple(index.service_id[v] for v in cycle.members)
            for cycle in circles_of.cycles(index, judged(index))
        ]
        assert [row.pop("members") for row in found] == cycles
        assert found == only(wanted, "code", "severity", "subject", "name")
        return
    assert [row["subject"] for row in found] == [row["subject"] for row in wanted]
    assert by_value(found) == by_value(only(wanted, "code", "severity", "subject", "message", "name"))


HELD: dict[str, Callable[[Graph, Index], None]] = {
    "underpinning": underpinning,
    "underpinned": underpinned,
    "services-per-product": services_per_product,
    "products-per-service": products_per_service,
    "types": types,
    "path": path,
    "cycles": cycles,
    "cycle": cycle,
    "ended": ended,
    "roles": roles,
    "rto": rto,
    "services": services,
    "categories": categories,
    "drift": drift,
    "dark": dark,
    "vision": vision,
}
COLUMNS = {
    "underpinning": (
        "product", "service", "type", "distance", "product_name", "service_name", "type_name",
    ),
}  # fmt: skip


TO_READ = {"way", "cycle", "cause"}
"""What other fields say, put together for reading: in Cypher everybody does that for themselves."""


def answer(index: Index, analysis: str, **question: Any) -> list[Row]:
    """The rows of an analysis."""
    report = ALL[analysis].ask(World(index), ALL[analysis].question(**question))
    names = [column.name for column in report.columns]
    rows = [dict(zip(names, row, strict=True)) for row in report.rows]
    return [{name: value for name, value in row.items() if name not in TO_READ} for row in rows]


def only(rows: Iterable[Row], *names: str) -> list[Row]:
    return [{name: row[name] for name in names} for row in rows]


def by_value(rows: Iterable[Row]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, str(value)) for name, value in row.items()) for row in rows)


def state_of(row: Row) -> Row:
    return {"state" if name == "at_least" else name: value for name, value in row.items()}


def few(index: Index) -> list[str]:
    """Some services, products among them, far apart."""
    ids = list(index.service_id)
    products = [i for i, product in zip(ids, index.product.tolist(), strict=True) if product]
    return [*products[:: len(products) // 2 + 1], *ids[:: len(ids) // FEW + 1]]


def shelves(index: Index, *columns: str) -> list[list[str]]:
    return [index.catalogue().categories.texts(column) for column in columns]


def root(above: dict[str, str], shelf: str) -> str:
    while shelf and above[shelf]:
        shelf = above[shelf]
    return shelf


def as_text(value: Any) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)


def ungrouped(made: Catalogue) -> Catalogue:
    """The catalogue with each dependency a requirement of its own; of parallel ones the first."""
    table, kept = made.dependencies, {}
    for row, key in enumerate(zip(table.texts("service"), table.texts("depends_on"), strict=True)):
        kept.setdefault(key, row)
    chosen = table.take(list(kept.values()))
    blank = ["" for _ in range(len(chosen))]
    single = Table(table.kind, chosen.columns | {"group": blank, "needs": blank}, chosen.files, chosen.lines)
    return Catalogue(made.tables | {"dependency": single})
