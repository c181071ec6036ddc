"""``vision`` against its definition word by word."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
from hypothesis import given

from graphmodel.index.index import Index
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

FILES = {
    "products.csv": "id,name,mapped\nshop,Web shop,2025-01-02\nbook,Books,\nfilm,Films,yes\nsafe,Safe,yes\n",
    "services.csv": "id,name,mapped,category\nnet,Network,2024-06-30,\nlab,Lab,,\ndesk,Desk,,help\n"
    "old,Old,2020-01-01,\n",
    "categories.csv": "id,name,expects\nhelp,Help,\n",
    "dependencies.csv": "service,depends_on\nshop,net\nshop,lab\nbook,lab\nbook,desk\nfilm,lab\nsafe,desk\nsafe,net\n",
    "roles.csv": "id\nowner\n",
    "responsibilities.csv": "role,service,responsibility\nowner,lab,A\n",
}


def test_what_is_seen_below_each_product() -> None:
    report = ask(index(FILES), "vision")
    names = ("product", "vision", "mapped", "open", "dark", "oldest", "ask", "ask_names")
    assert cells(report, *names) == [
        ("book", "open", 1, 0, 1, "", ("lab", "book"), ("Lab", "Books")),
        ("film", "mapped", 0, 0, 1, "", ("lab",), ("Lab",)),
        ("shop", "mapped", 1, 0, 1, "2024-06-30", ("lab",), ("Lab",)),
        ("safe", "mapped", 2, 0, 0, "2024-06-30", (), ()),
    ]
    assert report.title == "1 of 4 products has nothing open or dark below"
    assert report.subtitle == (
        "ask first about Lab (lab), Books (book): mapped, they rule out 3 products more"
    )
    assert report.notes == (
        "counted as mapped, as they depend on nothing and their type expects nothing: 1 service of Help",
    )


def test_what_to_ask_about_first() -> None:
    report = ask(index(FILES), "vision", ask=True)
    assert cells(report, "service", "vision", "products", "ruled_out", "name", "accountable") == [
        ("lab", "dark", 3, 2, "Lab", "owner"),
        ("book", "open", 1, 3, "Books", ""),
    ]
    assert report.more["ask"] == [row._asdict() for row in report.rows]


def test_of_services_where_no_product_is_selected() -> None:
    report = ask(index(FILES), "vision", select=("old", "lab"))
    assert cells(report, "product", "vision", "oldest") == [
        ("lab", "dark", ""),
        ("old", "mapped", "2020-01-01"),
    ]
    assert report.title == "1 of 2 services has nothing open or dark below"


def test_where_nothing_is_seen_whole() -> None:
    found = index(FILES)
    assert ask(found, "vision", select=("book",)).title == "1 product has something open or dark below"
    several = ask(found, "vision", select=("book", "film")).title
    assert several == "Each of 2 products has something open or dark below"


def test_of_nothing() -> None:
    assert list(ask(index({}), "vision")) == []
    assert list(ask(index({}), "vision", ask=True)) == []


@given(indexes(placeholders=True))
def test_figures_of_every_product(drawn: Index) -> None:
    catalogue = drawn.catalogue()
    seen, graph = oracles.vision(catalogue), oracles.graph(catalogue)
    said = {r["id"]: r.get("mapped", "") for r in oracles.records(catalogue.services)}
    products = oracles.products(catalogue)
    report = ask(drawn, "vision")
    assert sorted(row.product for row in report) == products
    for row in report:
        below = {*nx.descendants(graph, row.product)} - {row.product}
        assert row.vision == seen[row.product]
        assert [row.mapped, row.open, row.dark] == [
            sum(seen[s] == kind for s in below) for kind in ("mapped", "open", "dark")
        ]
        mapped = [said[s] for s in {row.product, *below} if seen[s] == "mapped" and said[s][:1] == "2"]
        assert row.oldest == min(mapped, default="")
        unseen = oracles.unseen(catalogue, row.product)
        assert set(row.ask) <= unseen
        assert len(set(row.ask)) == len(row.ask) == min(5, len(unseen))


@given(indexes(placeholders=True))
def test_no_other_five_rule_out_more(drawn: Index) -> None:
    catalogue = drawn.catalogue()
    doubts = [oracles.unseen(catalogue, product) for product in oracles.products(catalogue)]
    every = sorted(set[str]().union(*doubts))
    report = ask(drawn, "vision", ask=True)
    asked = [row.service for row in report]
    assert len(asked) == min(5, len(every))
    for at, row in enumerate(report):
        assert row.ruled_out == sum(bool(d) and d <= set(asked[: at + 1]) for d in doubts)
        assert row.products == sum(row.service in doubt for doubt in doubts)
    sets = [set(chosen) for chosen in combinations(every, min(5, len(every)))]
    best = max((sum(bool(d) and d <= chosen for d in doubts) for chosen in sets), default=0)
    assert max((row.ruled_out for row in report), default=0) == best
