"""A folder of CSV files as a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.stores.folder import FolderStore
from tests.conftest import folder


def test_a_folder_with_errors_answers_nothing_and_says_them_all(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,criticality\na,9\nb,1\nc,x\n",
        "dependencies.csv": "service,depends_on\nb,nowhere\n",
    }
    store = FolderStore(str(folder(tmp_path / "shop", files)))
    for ask in (store.index, store.catalogue):
        with pytest.raises(RejectedError, match="3 errors") as caught:
            ask()
        places = [(p.file, p.line, p.column) for p in caught.value.problems if p.severity == "error"]
        assert sorted(places) == [
            ("dependencies.csv", 2, "depends_on"),
            ("services.csv", 2, "criticality"),
            ("services.csv", 4, "criticality"),
        ]


def test_warnings_are_told_and_in_nobodys_way(tmp_path: Path) -> None:
    store = FolderStore(str(folder(tmp_path / "shop", {"services.csv": "id,category\na,novel\n"})))
    assert store.catalogue().categories.texts("id").count("novel") == 1
    assert [p.severity for p in store.problems] == ["warning"]
    assert store.revision().source == "shop"
    assert store.revision().uid == ""


def test_a_folder_has_no_history(tmp_path: Path) -> None:
    store = FolderStore(str(folder(tmp_path / "shop", {"services.csv": "id\na\n"})))
    assert [r.number for r in store.history()] == [0]
    assert len(store.catalogue(0).services) == 1
    with pytest.raises(UsageError, match="has no history"):
        store.catalogue(1)
