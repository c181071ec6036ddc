"""What every store answers, whatever it is made of: one suite, one fixture per store."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphmodel.index import build
from graphmodel.index.index import Index
from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.planning.making import plan
from graphmodel.stores import open_store
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.neo4j import Neo4jStore
from graphmodel.stores.store import Store, WritableStore
from tests.conftest import catalogue, folder, tables

FILES = {
    "products.csv": "id,name,category,keeper\nshop,Shop,business-application,me\nbike,Bike,,\n",
    "services.csv": "id,name,aliases\ndb,Database,pg\nweb,Wéb,\ndb2,,\n",
    "categories.csv": "id,name,parent\nbusiness-application,Applications,\nstores,Stores,business-application\n",
    "roles.csv": "id,name\ndba,Administrators\n",
    "dependencies.csv": (
        "service,depends_on,group,needs,strength\nshop,web,,,soft\nweb,db,g,1,\nweb,db2,g,,\nbike,pg,,,\n"
    ),
    "responsibilities.csv": "role,service,responsibility,duty\ndba,pg,A,all of it\ndba,db2,R,\n",
}


def filled(store: WritableStore, files: dict[str, str]) -> Store:
    store.apply(plan(store.held(), "test", tables(files), base=store.base()))
    return open_store(store.url)


def embedded(path: Path, files: dict[str, str]) -> Store:
    return filled(EmbeddedStore(str(path / "catalogue.db"), create=True), files)


def csv_folder(path: Path, files: dict[str, str]) -> Store:
    return open_store(str(folder(path / "catalogue", files)))


@pytest.fixture(params=[embedded, csv_folder, "neo4j"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "neo4j":
        return filled(Neo4jStore(request.getfixturevalue("neo4j"), create=True), FILES)
    made: Store = request.param(tmp_path, FILES)
    return made


def records(found: Catalogue) -> dict[str, list[dict[str, str]]]:
    """Every record of every kind, ordered."""
    return {
        name: sorted((found.table(name).record(row) for row in range(len(found.table(name)))), key=str)
        for name in KINDS
    }


def origins(found: Catalogue) -> set[tuple[str, str, int]]:
    """Kind, file and line of every record."""
    return {
        (n, f, at) for n in KINDS for f, at in zip(found.table(n).files, found.table(n).lines, strict=True)
    }


def assert_index(index: Index, expected: Catalogue) -> None:
    """The index has the arrays of that catalogue."""
    for name, array in build.arrays(expected).items():
        kept = index.arrays[name]
        assert kept.dtype == array.dtype, name
        np.testing.assert_array_equal(kept, array, name)


def test_the_catalogue_is_what_the_files_say(store: Store) -> None:
    assert records(store.catalogue()) == records(catalogue(FILES))


def test_every_record_says_where_it_stands(store: Store) -> None:
    assert origins(store.catalogue()) == origins(catalogue(FILES))


def test_the_index_is_that_of_the_catalogue(store: Store) -> None:
    index = store.index()
    assert_index(index, merge({store.revision().source: tables(FILES)}))
    assert records(index.catalogue()) == records(catalogue(FILES))
    assert index.revision == store.revision()
    assert index.service_id[index.find("pg")] == "db"


def test_the_history_begins_with_the_current_revision(store: Store) -> None:
    history = store.history()
    assert history[0] == store.revision()
    assert records(store.catalogue(history[0].number)) == records(store.catalogue())


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_an_unknown_revision_is_refused(store: Store, number: int) -> None:
    with pytest.raises(UsageError, match=f"no revision {number}"):
        store.catalogue(number)


def test_an_index_outlives_its_store(store: Store) -> None:
    index = store.index()
    store.close()
    assert list(index.service_id) == ["bike", "db", "db2", "shop", "web"]


def test_no_store_for_other_urls() -> None:
    with pytest.raises(StoreError, match="no store for mysql://"):
        open_store("mysql://localhost")


def test_a_missing_catalogue_is_told_with_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist") as caught:
        open_store(str(tmp_path / "no.db"))
    assert "import FOLDER" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_written_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="only reads") as caught:
        open_store(str(tmp_path), create=True)
    assert "import" in caught.value.hint
