"""What ``impact`` says of products that do not feel a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

FILES = {
    "products.csv": "id,name,mapped,criticality\nshop,Web shop,yes,\nbook,Books,2025-01-02,3\nfilm,Films,,1\n"
    "song,Songs,yes,1\npoem,Poems,yes,\n",
    "services.csv": "id,name,mapped\nnet,Network,yes\nstore,Store,yes\nlab,Lab,\ndata,Data,\ndisk,Disk,\n",
    "dependencies.csv": "service,depends_on\nshop,net\nbook,store\nfilm,lab\nlab,disk\nsong,data\nsong,lab\n",
}


def test_the_line_below_the_title() -> None:
    report = ask(index(FILES), "impact", services=("net",))
    assert report.title == "Network down: 1 product and 0 other services affected"
    assert report.subtitle == (
        "1 product down, 2 ruled out, 2 not affected as far as stated: they rest on 2 dark and 2 open services"
    )
    assert report.more["counts"] == {
        "products_down": 1,
        "products_degraded": 0,
        "products_at_risk": 0,
        "products_ruled_out": 2,
        "products_in_doubt": 2,
        "dark": 2,
        "open": 2,
    }
    assert [row.id for row in report.rows] == ["shop", "net"]


def test_products_in_doubt_are_rows_between_products_and_services() -> None:
    report = ask(index(FILES), "impact", services=("net",), doubt=True)
    names = ("id", "kind", "state", "distance", "via", "because", "because_names", "cause")
    assert cells(report, *names) == [
        ("shop", "product", "down", 1, "net", ("net",), ("Network",), "Network"),
        (
            *("film", "product", "up", None, "", ("film", "lab", "disk"), ("Films", "Lab", "Disk")),
            "1 dark and 2 open services: Films, Lab, Disk",
        ),
        (
            *("song", "product", "up", None, "", ("data", "lab", "disk"), ("Data", "Lab", "Disk")),
            "2 dark and 1 open services: Data, Lab, Disk",
        ),
        ("net", "service", "down", 0, "", (), (), ""),
    ]


@pytest.mark.parametrize(
    ("files", "failing", "said"),
    [
        ({"services.csv": "id\na\nb\n"}, "a", ""),
        ({"products.csv": "id\na\n"}, "a", ""),
        ({"products.csv": "id,mapped\na,\nb,yes\n"}, "a", "0 products down, 1 ruled out"),
        (
            {"products.csv": "id\na\nb\n"},
            "a",
            "0 products down, 1 not affected as far as stated: it rests on 1 dark service",
        ),
        (
            {
                "products.csv": "id,mapped\na,yes\nb,yes\nc,yes\n",
                "services.csv": "id\nx\ny\n",
                "dependencies.csv": "service,depends_on,strength,group\na,x,soft,\nb,x,,g\nb,y,,g\nc,y,,\n",
            },
            "x",
            "0 products down, 1 degraded, 1 at risk, 1 not affected as far as stated: it rests on 1 dark service",
        ),
    ],
)
def test_sentences(files: dict[str, str], failing: str, said: str) -> None:
    assert ask(index(files), "impact", services=(failing,)).subtitle == said


@pytest.mark.parametrize("other", [{"why": "shop"}, {"notify": True}, {"by": "category"}])
def test_doubt_is_one_question(other: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="different questions"):
        ask(index(FILES), "impact", services=("net",), doubt=True, **other)


@given(indexes(placeholders=True), st.data(), st.sampled_from(["down", "degraded"]))
def test_every_product_counts_once(drawn: Index, data: st.DataObject, state: str) -> None:
    catalogue = drawn.catalogue()
    ids = oracles.services(catalogue)
    if not ids:
        return
    failed = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    after = oracles.rounds(catalogue, failed, state)[-1]
    others = [p for p in oracles.products(catalogue) if p not in failed]
    below = {p: oracles.unseen(catalogue, p) for p in others if after[p] == 0}
    seen = oracles.vision(catalogue)
    every = set[str]().union(*below.values())
    report = ask(drawn, "impact", services=tuple(failed), state=state, doubt=True)
    assert report.more["counts"] == {
        "products_down": sum(after[p] == 3 for p in others),
        "products_degraded": sum(after[p] == 2 for p in others),
        "products_at_risk": sum(after[p] == 1 for p in others),
        "products_ruled_out": sum(not unseen for unseen in below.values()),
        "products_in_doubt": sum(bool(unseen) for unseen in below.values()),
        "dark": sum(seen[s] == "dark" for s in every),
        "open": sum(seen[s] == "open" for s in every),
    }
    rows = {row.id: row for row in report.rows if row.state == "up"}
    assert {p: set(row.because) for p, row in rows.items()} == {p: s for p, s in below.items() if s}
    plain = list(ask(drawn, "impact", services=tuple(failed), state=state).rows)
    assert [row for row in report.rows if row.state != "up"] == plain
