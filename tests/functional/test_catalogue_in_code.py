"""A catalogue made in Python is asked, imported and exported like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx
import pytest

from graphmodel import Catalogue, Workbench
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.workbench import Options
from tests.conftest import ROOT, catalogue, folder


@pytest.fixture
def drawn() -> Catalogue:
    graph: networkx.DiGraph[Any] = networkx.DiGraph()
    graph.add_node("shop", kind="product")
    graph.add_edge("shop", "database")
    return Catalogue.from_networkx(graph)


def test_it_is_asked(drawn: Catalogue) -> None:
    for bench in (Workbench.open(drawn), Workbench(drawn)):
        with bench:
            rows = list(bench.run("impact", services=("database",)).rows)
            assert {(row.id, row.state) for row in rows} == {("database", "down"), ("shop", "down")}
            assert bench.catalogue() == drawn
    with pytest.raises(UsageError, match="only reads"):
        Workbench.open(drawn).import_(ROOT / "examples/university")


def test_it_is_imported_and_exported(drawn: Catalogue, tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        assert bench.plan(drawn).counts["added"] == 3
        assert bench.import_(drawn, Options(source="drawn")).revision is not None
        assert bench.import_(drawn, Options(source="drawn")).revision is None
        assert [r.source for r in bench.store.history()] == ["drawn"]
        assert bench.catalogue() == drawn
    Workbench.open(drawn).export(tmp_path / "out")
    with Workbench.open(tmp_path / "out") as bench:
        assert bench.catalogue() == drawn


def test_equal_is_what_says_the_same() -> None:
    files = {
        "services.csv": "id,name,rto,tags\na,A,4h,x;y\nb,,,\n",
        "dependencies.csv": "service,depends_on\na,b\n",
    }
    made = catalogue(files)
    assert made == catalogue(files | {"services.csv": "tags,id,rto,name,note\n,b,,,\ny;x,a,PT4H,A,\n"})
    assert made != catalogue(files | {"services.csv": "id,name,rto,tags\na,A,5h,x;y\nb,,,\n"})
    assert made != catalogue(files | {"dependencies.csv": "service,depends_on\nb,a\n"})
    assert made != "a catalogue"


def test_types_in_which_nothing_stands_are_no_nodes() -> None:
    made = catalogue({"services.csv": "id,category\na,network\nb,\n"})
    again = made.to_networkx()
    assert sorted(again.nodes) == ["a", "b", "category:network"]
    assert Catalogue.from_networkx(again) == made
    assert len(Catalogue.from_networkx(again).categories) == len(made.categories) == 7


def test_a_graph_is_checked_as_a_folder_is() -> None:
    graph: networkx.DiGraph[Any] = networkx.DiGraph()
    graph.add_node("x", aliases="y")
    graph.add_edge("a", "x", group="g", needs=2)
    graph.add_edge("a", "y", group="g")
    with pytest.raises(RejectedError) as caught:
        Catalogue.from_networkx(graph)
    assert [(p.code, p.file, p.line) for p in caught.value.problems] == [("E308", "edges", 1)]


@pytest.mark.parametrize("wrong", [3, None, ["examples/university"], b"estate.db", networkx.DiGraph()])
def test_what_is_no_catalogue_is_not_opened(wrong: Any) -> None:
    with pytest.raises(UsageError, match="is no catalogue"):
        Workbench.open(wrong)


def test_a_graph_without_files_has_places_without_a_file() -> None:
    graph: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph()
    graph.add_edge("a", "x", group="g", needs=2)
    graph.add_edge("a", "y", group="g", needs=1)
    with pytest.raises(RejectedError) as caught:
        Catalogue.from_networkx(graph)
    assert [p.message for p in caught.value.problems] == [
        "a → y: needs of group 'g' of a is 1 here and 2 for x (line 1)"
    ]


def test_options_take_paths_as_texts(tmp_path: Path) -> None:
    estate = folder(tmp_path / "estate", {"services.csv": "id,criticality\na,1\nb,9\n"})
    rejects: Any = str(tmp_path / "left")
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        done = bench.import_(estate, Options(accept_partial=True, rejects=rejects))
    assert done.rejects == tmp_path / "left"
    assert (tmp_path / "left" / "services.csv").is_file()


@pytest.mark.parametrize(
    "wrong", [{"source": 3}, {"encoding": 5}, {"preset": 7}, {"mapping": 1}, {"add": "yes"}]
)
def test_a_wrong_option_is_named(tmp_path: Path, wrong: dict[str, Any]) -> None:
    estate = folder(tmp_path / "estate", {"services.csv": "id\na\n"})
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        with pytest.raises(UsageError, match=f"{next(iter(wrong))} of Options cannot be"):
            bench.import_(estate, Options(**wrong))
        assert not list(bench.store.history())
