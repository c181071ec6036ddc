"""A report keeps the world that it was asked in: what is read, drawn or charted later is that answer.

Between the question and the reading another process imports, undoes or replaces the whole catalogue. What is expected
comes from a copy of the file that nobody touches.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.operations.importing import Options
from graphmodel.workbench import Workbench, copy
from tests.conftest import folder
from tests.unit.analyses.conftest import FILES

OTHER = {
    "products.csv": "id,name,category\nAAA,First of all,apps\nshop,Other shop,zzz\n",
    "services.csv": "id,name,category\nAAB,Second,apps\ndb1,Mail,zzz\nmail,Database 1,apps\nnew,New,zzz\n",
    "categories.csv": "id,name\napps,Apps now\nzzz,Last\n",
    "roles.csv": "id,name\nowner,Someone else\n",
    "responsibilities.csv": "role,service,responsibility\nowner,mail,A\n",
    "dependencies.csv": "service,depends_on\nshop,mail\nmail,db1\nAAA,new\n",
}
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("underpinning", {}),
    ("underpinning", {"counts": True}),
    ("underpinning", {"counts": True, "by": "service"}),
    ("underpinning", {"of": "net"}),
    ("underpinning", {"matrix": "types"}),
    ("underpinning", {"matrix": "services"}),
    ("impact", {"services": "db1"}),
    ("impact", {"services": "db1", "why": "shop"}),
    ("impact", {"services": ["db1", "db2"], "notify": True}),
    ("impact", {"services": "kind:service", "by": "category"}),
    ("spof", {}),
    ("spof", {"by": "category"}),
    ("spof", {"why": "auth"}),
    ("cutsets", {"products": "app"}),
    ("cutsets", {"products": "app", "groups": True}),
    ("availability", {}),
    ("levels", {}),
    ("roles", {"matrix": True}),
    ("roles", {"vacant": True}),
    ("roles", {"load": "role"}),
    ("roles", {"leaves": ["owner"]}),
    ("score", {}),
    ("score", {"by": "role"}),
    ("score", {"fix": True}),
    ("promises", {}),
    ("recovery", {"services": ["db1", "db2", "net"]}),
    ("impact", {"services": "db1", "doubt": True}),
    ("vision", {}),
    ("vision", {"ask": True}),
    ("improve", {"target": "no-spof"}),
    ("drift", {}),
    ("gaps", {}),
    ("check", {}),
    ("paths", {"consumer": "app", "provider": "net"}),
    ("cycles", {}),
    ("roles", {}),
    ("list", {"kind": "services"}),
    ("list", {"kind": "dependencies"}),
    ("find", {"words": "data"}),
    ("show", {"id": "shop"}),
    ("show", {"id": "category:infra"}),
    ("diagram", {}),
    ("stats", {}),
)


def imported(path: Path) -> None:
    Workbench.open(path).import_([path.parent / "other"], Options(source="test", allow_withdraw=True))


def undone(path: Path) -> None:
    Workbench.open(path).undo()


def both(path: Path) -> None:
    imported(path)
    undone(path)
    imported(path)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue file of two revisions, and beside it the folder that is imported in between."""
    home = tmp_path_factory.mktemp("worlds")
    path = home / "estate.db"
    with Workbench.open(path, create=True) as bench:
        bench.import_([folder(home / "few", {"services.csv": "id\nfirst\n"})], Options(source="first"))
        bench.import_([folder(home / "test", FILES)], Options(source="test"))
    folder(home / "other", OTHER)
    return path


def moving(before: Path, tmp_path: Path) -> Path:
    path = tmp_path / "estate.db"
    shutil.copy(before, path)
    shutil.copytree(before.parent / "other", tmp_path / "other")
    return path


def said(bench: Workbench, report: Any) -> list[object]:
    """All that can be had of an answer."""
    found: list[object] = [list(report), len(report), report.revision, report.title]
    found += [bench.draw(report, "dot").data, bench.diagram(report, cluster="category", details=True)]
    if report.chart:
        found.append(bench.chart(report, "svg").data)
    return found


@pytest.fixture(scope="module")
def wanted(before: Path) -> list[list[object]]:
    """What the catalogue that nobody touches says to each question."""
    with Workbench.open(before) as still:
        return [said(still, still.run(name, **question)) for name, question in ASKED]


@pytest.mark.parametrize("meanwhile", [imported, undone, both])
def test_an_answer_stays_what_it_was(
    before: Path, wanted: list[list[object]], tmp_path: Path, meanwhile: Callable[[Path], None]
) -> None:
    path = moving(before, tmp_path)
    with Workbench.open(path) as bench, Workbench.open(before) as still:
        reports = [bench.run(name, **question) for name, question in ASKED]
        meanwhile(path)
        assert bench.store.revision() != still.store.revision()
        for report, (name, question), first in zip(reports, ASKED, wanted, strict=True):
            assert said(bench, report) == first, (name, question)
            assert said(bench, report) == first, (name, question)


def test_a_difference_stays_what_it_was(before: Path, tmp_path: Path) -> None:
    path = moving(before, tmp_path)
    with Workbench.open(path) as bench, Workbench.open(before) as still:
        report = bench.diff("1", "2")
        imported(path)
        assert said(bench, report) == said(still, still.diff("1", "2"))


def test_of_a_catalogue_that_was_replaced_nothing_false_is_said(before: Path, tmp_path: Path) -> None:
    path = moving(before, tmp_path)
    other = tmp_path / "another.db"
    with Workbench.open(other, create=True) as bench:
        for revision in ("a", "b"):
            bench.import_([tmp_path / "other"], Options(source=revision))
    with Workbench.open(path) as bench:
        reports = [bench.run(name, **question) for name, question in ASKED if name in ("roles", "diagram")]
        copy(other, path, force=True)
        for report in reports:
            with pytest.raises(StoreError, match="is gone"):
                bench.draw(report, "dot")
        assert {row[1] for row in bench.run("list", kind="roles").rows} == {"Someone else"}


def test_what_is_not_about_services_has_no_diagram(before: Path) -> None:
    with Workbench.open(before) as bench, pytest.raises(UsageError, match="no diagram"):
        bench.draw(bench.history(), "dot")
