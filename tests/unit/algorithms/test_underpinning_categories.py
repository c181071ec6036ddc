"""Random catalogues are checked by the rule that uses it (tests/unit/rules); here are the shapes that are large."""

from __future__ import annotations

from graphmodel.algorithms.underpinning_categories import underpinning_categories
from graphmodel.index.build import index
from graphmodel.index.index import Index
from graphmodel.model.catalogue import merge
from graphmodel.model.table import from_records
from tests.conftest import REVISION

N = 50_000


def estate(links: list[tuple[int, int]], category: dict[int, str], parents: dict[str, str]) -> Index:
    """Services 0 … N - 1 with their categories; links lead from consumer to provider."""
    services = ({"id": f"{i:06}", "kind": "service", "category": category.get(i, "")} for i in range(N))
    return index(
        merge(
            {
                "test": {
                    "service": from_records("service", services),
                    "category": from_records(
                        "category", ({"id": c, "parent": p} for c, p in parents.items())
                    ),
                    "dependency": from_records(
                        "dependency", ({"service": f"{c:06}", "depends_on": f"{p:06}"} for c, p in links)
                    ),
                }
            }
        ),
        REVISION,
    )


def test_a_long_chain() -> None:
    chain = estate([(i, i + 1) for i in range(N - 1)], {N - 1: "c", N // 2: "d"}, {"c": "", "d": ""})
    found = underpinning_categories(chain, [0, 1])
    assert found == [3] * (N // 2) + [1] * (N - 1 - N // 2) + [0]


def test_a_large_circle_with_one_member_of_a_category_and_two_of_another() -> None:
    cycle = estate(
        [(i, (i + 1) % N) for i in range(N)], {0: "one", 1: "two", 2: "two"}, {"one": "", "two": ""}
    )
    assert underpinning_categories(cycle, [0, 1]) == [2] + [3] * (N - 1)


def test_more_categories_than_bits_in_a_word_and_one_that_does_not_exist() -> None:
    parents = {f"c{i:03}": "" for i in range(200)}
    star = estate([(0, i) for i in range(1, 201)], {i: f"c{i - 1:03}" for i in range(1, 201)}, parents)
    assert underpinning_categories(star, [*range(200), -1])[:2] == [(1 << 200) - 1, 0]


def test_a_long_chain_of_categories() -> None:
    """Both ends of the chain and its middle count for what stands at its lower end."""
    parents = {f"{i:04}": f"{i - 1:04}" if i else "" for i in range(2000)}
    deep = estate([(0, 1)], {1: "1999"}, parents)
    assert underpinning_categories(deep, [0, 1000, 1999])[:2] == [7, 0]
