"""What is exported comes back: the same records, verbatim."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel import importers
from graphmodel.exporters.folder import write_folder
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import from_records
from graphmodel.planning.difference import difference
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.workbench import Options, Workbench
from tests import conftest, strategies
from tests.hostile import NASTY

TEXTS = st.one_of(
    st.sampled_from([text for text in NASTY if "\0" not in text and "\udc80" not in text]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(
        ["", " ", "\r", "\n", "\r\n", '"', '""', ",", " padded ", "=cmd()", "sep=;", "\ufeff", "x" * 131_072]
    ),
)


@st.composite
def hostile(draw: st.DrawFn) -> Tables:
    """What one source gives, with any text as name, note, duty and free attribute, and columns that some rows lack."""
    found = draw(strategies.tables(placeholders=True))
    for name, columns in (
        ("service", ("name", "π=x")),
        ("dependency", ("note",)),
        ("responsibility", ("duty", "a;b")),
    ):
        for column in columns:
            found[name].columns[column] = [draw(st.one_of(st.none(), TEXTS)) for _ in range(len(found[name]))]
    return found


def assert_alike(one: Catalogue, other: Catalogue) -> None:
    for name in KINDS:
        assert alike(one, name) == alike(other, name)


def alike(catalogue: Catalogue, kind: str) -> list[dict[str, str]]:
    return sorted(
        catalogue.table(kind).records(), key=lambda record: [record.get(k, "") for k in KINDS[kind].key]
    )


@settings(max_examples=50)
@given(tables=hostile())
def test_an_export_imports_back_to_an_empty_plan(tables: Tables) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        store = EmbeddedStore(str(Path(place) / "one.db"), create=True)
        store.apply(plan({}, "s", tables, base=""))
        with Workbench(store) as bench:
            written = bench.export(folder)
            assert written == [f for f in written if f.is_file()]
            again = bench.plan([folder], Options(source="s"))
            assert (again.empty, again.rejected, sum(again.counts.values()) - again.counts["unchanged"]) == (
                True,
                0,
                0,
            )
        with Workbench.open(Path(place) / "two.db", create=True) as bench:
            bench.import_([folder], Options(source="s"))
            assert_alike(bench.catalogue(), store.catalogue())
            assert list(difference(bench.catalogue(), store.catalogue())) == []


@settings(max_examples=50)
@given(tables=hostile())
def test_the_csv_module_reads_the_same_values(tables: Tables) -> None:
    """Held to the plain reader: what other programs see."""
    with tempfile.TemporaryDirectory() as place:
        catalogue = merge({"s": tables})
        write_folder(lambda: catalogue, Path(place) / "out")
        path = Path(place) / "out" / "dependencies.csv"
        if not len(catalogue.dependencies):
            assert not path.exists()
            return
        with path.open(encoding="utf-8", newline="") as file:
            found = [{k: v for k, v in row.items() if v} for row in csv.DictReader(file, strict=True)]
        assert found == alike(catalogue, "dependency")


FILES = {
    "products.csv": "id,name,attribute:owner\nshop,Shop,me\n",
    "services.csv": 'id,name,aliases,placeholder\ndb,=cmd(),pg,\n"g,1","say ""x""",,\nx,,,yes\n',
    "dependencies.csv": 'service,depends_on,group,needs,note\nshop,pg,g,1,\nshop,x,g,1,\nshop,"g,1",,," two\nlines "\n',
    "responsibilities.csv": "role,service,responsibility\nops,pg,A\n",
    "categories.csv": "id,parent\nown,\ninner,own\n",
}


def test_the_files_to_the_byte(tmp_path: Path) -> None:
    bench = Workbench.open(conftest.folder(tmp_path / "in", FILES))
    written = bench.export(tmp_path / "out")
    assert [path.name for path in written] == [
        "products.csv",
        "services.csv",
        "categories.csv",
        "dependencies.csv",
        "responsibilities.csv",
    ]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in written)
    assert {path.name: path.read_bytes().decode() for path in written} == {
        "products.csv": "id,name,attribute:owner\nshop,Shop,me\n",
        "services.csv": 'id,name,aliases,placeholder\ndb,=cmd(),pg,\n"g,1","say ""x""",,\nx,,,yes\n',
        "categories.csv": "id,parent\ninner,own\nown,\n",
        "dependencies.csv": (
            'service,depends_on,group,needs,note\nshop,db,g,1,\nshop,"g,1",,," two\nlines "\nshop,x,g,1,\n'
        ),
        "responsibilities.csv": "role,service,responsibility\nops,db,A\n",
    }


def test_an_empty_catalogue_is_a_header(tmp_path: Path) -> None:
    assert write_folder(lambda: merge({}), tmp_path / "out") == [tmp_path / "out" / "services.csv"]
    assert (tmp_path / "out" / "services.csv").read_text() == "id\n"
    with Workbench.open(tmp_path / "out") as bench:
        assert len(bench.catalogue().services) == 0


def two_sources(path: Path) -> Workbench:
    """One source names services that only the other defines, one of them by an alias."""
    bench = Workbench.open(path / "two.db", create=True)
    for name, files in {
        "base": {"services.csv": "id,aliases,attribute:owner\ndb,pg,me\nnet,,you\n"},
        "apps": {
            "products.csv": "id,name\nshop,Shop\n",
            "dependencies.csv": "service,depends_on\nshop,pg\nshop,net\nnet,db\n",
        },
    }.items():
        bench.import_([conftest.folder(path / name, files)])
    return bench


def test_one_source_alone(tmp_path: Path) -> None:
    bench = two_sources(tmp_path)
    bench.export(tmp_path / "out", source="apps")
    found = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert found == {
        "products.csv": "id,name\nshop,Shop\n",
        "services.csv": "id,placeholder\ndb,yes\nnet,yes\npg,yes\n",
        "dependencies.csv": "service,depends_on\nnet,db\nshop,net\nshop,pg\n",
    }
    again = bench.plan([tmp_path / "out"], Options(source="apps"))
    assert (again.empty, again.rejected) == (True, 0)
    with pytest.raises(UsageError, match="no source 'nobody'") as caught:
        bench.export(tmp_path / "none", source="nobody")
    assert caught.value.hint == "there are: apps, base"
    assert not (tmp_path / "none").exists()


def test_several_sources_become_one(tmp_path: Path) -> None:
    bench = two_sources(tmp_path)
    bench.export(tmp_path / "out")
    with Workbench.open(tmp_path / "out") as again:
        assert_alike(again.catalogue(), bench.catalogue())


def test_a_folder_that_holds_something_is_kept(tmp_path: Path) -> None:
    old = conftest.folder(
        tmp_path / "out", {"roles.csv": "id\nold\n", "Services.CSV": "id\nold\n", "README.md": "mine"}
    )
    catalogue = conftest.catalogue({"services.csv": "id\nnew\n"})
    with pytest.raises(UsageError, match="is not empty"):
        write_folder(lambda: pytest.fail("read for nothing"), old)
    assert len(list(old.iterdir())) == 3
    write_folder(lambda: catalogue, old, force=True)
    assert {path.name: path.read_text() for path in old.iterdir()} == {
        "README.md": "mine",
        "services.csv": "id\nnew\n",
    }


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        write_folder(lambda: merge({}), tmp_path / "file", force=True)
    with pytest.raises(UsageError, match="cannot write"):
        write_folder(lambda: merge({}), tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"id": "a", "name": "nul \0"}, "E209"),
        ({"id": "a", "name": "x" * 131_073}, "E108"),
        ({"id": "a", "Cost Center": "1", "cost-center": "2"}, "E110"),
        ({"id": "a", "Cost": "high"}, "E203"),
    ],
)
def test_what_would_not_come_back_is_not_written(tmp_path: Path, record: dict[str, str], code: str) -> None:
    """Such records come from mappings, from several sources or through the Python API."""
    catalogue = merge({"s": {"service": from_records("service", [record])}})
    kept = conftest.folder(tmp_path / "kept", {"services.csv": "id\nold\n"})
    with pytest.raises(RejectedError, match="cannot be imported again") as caught:
        write_folder(lambda: catalogue, kept, force=True)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert {path.name: path.read_text() for path in kept.iterdir()} == {"services.csv": "id\nold\n"}
    with pytest.raises(RejectedError):
        write_folder(lambda: catalogue, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_what_would_come_back_otherwise_is_not_written(tmp_path: Path) -> None:
    record = {"id": "a", "kind": "service", "rejected_because": "of a column that the importer leaves out"}
    catalogue = merge({"s": {"service": from_records("service", [record])}})
    with pytest.raises(UsageError, match="rejected_because of a would come back as ''"):
        write_folder(lambda: catalogue, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_exports_to_a_copy_and_never_over_itself(tmp_path: Path) -> None:
    folder = conftest.folder(tmp_path / "in", FILES)
    before = Workbench.open(folder).catalogue()
    with pytest.raises(UsageError, match="is the catalogue that is read"):
        Workbench.open(folder).export(folder, force=True)
    assert_alike(Workbench.open(folder).catalogue(), before)
    Workbench.open(folder).export(tmp_path / "out")
    assert_alike(Workbench.open(tmp_path / "out").catalogue(), before)
    incoming = importers.read([tmp_path / "out"])
    assert incoming.allowed_missing == {"x"}
