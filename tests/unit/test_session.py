"""A session is one state of a catalogue: no later import changes its answers. A plan has one, too."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.errors import RejectedError, StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.operations.importing import Options
from graphmodel.rules import RULES
from graphmodel.rules.rule import Gap, Rule
from graphmodel.rules.settings import Parameter, Settings
from graphmodel.session import Session
from graphmodel.stores import open_store
from graphmodel.workbench import Workbench
from tests.conftest import ROOT, folder
from tests.strategies import catalogues
from tests.unit.analyses.conftest import FILES
from tests.unit.test_worlds import ASKED, OTHER

OPTIONS = Options(source="test", allow_withdraw=True)
OF_OTHER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("underpinning", {}),
    ("underpinning", {"of": "db1"}),
    ("impact", {"services": "db1", "why": "shop"}),
    ("impact", {"services": ["db1"], "notify": True}),
    ("gaps", {}),
    ("paths", {"consumer": "shop", "provider": "db1"}),
    ("list", {"kind": "services"}),
    ("list", {"kind": "roles"}),
    ("list", {"kind": "dependencies"}),
    ("show", {"id": "category:zzz"}),
    ("diagram", {}),
    ("stats", {}),
)
"""What can be asked of ``OTHER``."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalogue file, and beside it the folder that is imported next."""
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        bench.import_([folder(tmp_path / "few", {"services.csv": "id\nfirst\n"})], Options(source="first"))
        bench.import_([folder(tmp_path / "test", FILES)], OPTIONS)
    folder(tmp_path / "other", OTHER)
    return tmp_path / "estate.db"


def said(session: Session, asked: Any = ASKED) -> list[object]:
    """All that can be had of a session, but the revision that its diagrams tell."""
    found: list[object] = []
    for name, question in asked:
        report = session.run(name, **question)
        drawn = session.diagram(report, cluster="category", details=True)
        found.append((list(report), report.title, report.notes, drawn.nodes, drawn.edges, drawn.legend))
    return found


def test_a_world_with_fewer_records_is_one_that_never_had_them(tmp_path: Path) -> None:
    """What a date, an overlay or ``without`` need: one place below the analyses that changes what all of them see."""
    late = {"services.csv": ["late"], "dependencies.csv": ["shop", "late"]}
    extra = {}
    for name, cells in late.items():
        header = FILES[name].split("\n")[0]
        padded = ",".join(cells + [""] * (header.count(",") + 1 - len(cells)))
        extra[name] = FILES[name].rstrip("\n") + f"\n{padded}\n"
    more, never = (
        Session.of_store(open_store(str(folder(tmp_path / at / "catalogue", files))))
        for at, files in (("more", FILES | extra), ("never", FILES))
    )
    assert said(more) != said(never)
    whole = more.index.catalogue()
    tables = {}
    for name, kind in KINDS.items():
        table = whole.table(name)
        named = [
            table.texts(field.name)
            for field in kind.fields
            if field.refers_to == "service" or field.name == "id"
        ]
        tables[name] = table.take([row for row in range(len(table)) if all(c[row] != "late" for c in named)])
    then = replace(
        Session.of_catalogue(merge({"catalogue": tables}), more.settings, more.revision), roots=more.roots
    )
    assert said(then) == said(never)
    assert (then.roots(), then.settings) == (more.roots(), more.settings)


@pytest.mark.graphviz
def test_what_is_asked_later_is_asked_of_the_same_world(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "still.db")
    with Workbench.open(path) as bench, Workbench.open(tmp_path / "still.db") as still:
        session = bench.session()
        bench.import_([path.parent / "other"], OPTIONS)
        assert said(session) == said(still.session())
        assert session.report("t") == still.report("t")
        assert (
            session.draw(session.run("diagram"), "dot").data == still.draw(still.run("diagram"), "dot").data
        )
        assert session.revision == still.store.revision() != bench.store.revision()
        assert bench.session().revision == bench.store.revision()


def test_every_answer_of_a_session_is_of_its_world(path: Path) -> None:
    with Workbench.open(path) as bench:
        session = bench.session()
        for name, question in ASKED:
            report = session.run(name, **question)
            assert report.world is session
            assert (report.analysis, report.revision) == (name, session.revision)


@pytest.mark.graphviz
def test_what_if_is_what_the_import_makes(path: Path) -> None:
    with Workbench.open(path) as bench:
        plan = bench.plan([path.parent / "other"], OPTIONS)
        before = bench.store.revision()
        then = bench.what_if(plan)
        assert bench.store.revision() == before, "nothing is changed"
        expected, page = said(then, OF_OTHER), then.report("t")
        bench.import_([path.parent / "other"], OPTIONS)
        now = bench.session()
        assert said(now, OF_OTHER) == expected
        assert said(then, OF_OTHER) == expected, "it stays what it was"
        for name in now.index.arrays:
            np.testing.assert_array_equal(now.index.arrays[name], then.index.arrays[name], name)
        assert then.revision.number == now.revision.number
        told = f"revision {now.revision.number} of {now.revision.time}"
        assert told in now.report("t")
        number, day = now.revision.number, now.revision.time[:10]
        page = page.replace("what an import of test would make", told)
        assert now.report("t") == page.replace(f"{number} of an import", f"{number} of {day}")


@settings(max_examples=25)
@given(first=catalogues(), beside=catalogues(), then=catalogues())
def test_what_if_is_what_the_import_makes_of_any_catalogue(
    first: Catalogue, beside: Catalogue, then: Catalogue
) -> None:
    """Either both are refused, or every array of the index is the same."""
    with TemporaryDirectory() as home, Workbench.open(Path(home) / "estate.db", create=True) as bench:
        for source, catalogue in (("one", first), ("two", beside)):
            with suppress(RejectedError):
                bench.import_(catalogue, Options(source=source, allow_withdraw=True, accept_partial=True))
        options = Options(source="one", allow_withdraw=True)
        plan = bench.plan(then, options)
        try:
            expected = bench.what_if(plan)
        except RejectedError:
            with pytest.raises(RejectedError):
                bench.import_(then, options)
            return
        bench.import_(then, options)
        now = bench.session()
        for name in now.index.arrays:
            np.testing.assert_array_equal(now.index.arrays[name], expected.index.arrays[name], name)


def test_what_if_of_the_first_import(tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "new.db", create=True) as bench:
        plan = bench.plan(ROOT / "examples" / "exercise-bike")
        then = bench.what_if(plan)
        assert not (tmp_path / "new.db").exists()
        with Workbench.open(ROOT / "examples" / "exercise-bike") as there:
            asked = [("impact", {"services": "sign-in"}), ("underpinning", {}), ("roles", {})]
            assert said(then, asked) == said(there.session(), asked)


def test_what_if_of_a_plan_that_is_out_of_date(path: Path) -> None:
    with Workbench.open(path) as bench:
        plan = bench.plan([path.parent / "other"], OPTIONS)
        bench.undo()
        with pytest.raises(StoreError, match="changed by somebody else"):
            bench.what_if(plan)


def test_what_if_of_a_plan_that_no_store_takes(path: Path) -> None:
    many = folder(path.parent / "none", {"services.csv": "id\nonly\n"})
    with Workbench.open(path) as bench:
        plan = bench.plan([many], Options(source="test"))
        assert plan.refused
        with pytest.raises(RejectedError):
            bench.what_if(plan)


def test_a_catalogue_in_memory_has_a_session() -> None:
    with Workbench.open(ROOT / "examples" / "exercise-bike") as bench:
        catalogue: Catalogue = bench.catalogue()
        assert said(Session.of_catalogue(catalogue), [("cycles", {}), ("gaps", {})]) == said(
            bench.session(), [("cycles", {}), ("gaps", {})]
        )


def test_settings_reach_the_rules(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(index: Any, settings: Settings) -> Any:
        most = settings.value(first)
        for v in range(index.n)[most:]:
            yield Gap(index.service_id[v], "", "too many", index.records("service").origin(v))

    first = Parameter("ACME001", "most", 0, "so many are allowed")
    rule = Rule("ACME001", "Too many", "info", "", "", {}, {}, find, parameters=(first,))
    monkeypatch.setitem(RULES._loaded, "ACME001", rule)
    monkeypatch.setitem(RULES.own, "ACME001", "nowhere:RULE")
    with Workbench.open(path) as bench:
        services = bench.index.n
        assert len(bench.run("gaps", rule="ACME001")) == services
        few = bench.session(Settings({"ACME001": {"most": 2}}))
        assert len(few.run("gaps", rule="ACME001")) == services - 2
        assert len(few.run("check", rule="ACME001")) == services - 2
