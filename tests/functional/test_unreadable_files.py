"""A file that cannot be read at all leaves the store as it was, whatever rows the other files have."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.model.errors import RejectedError
from graphmodel.workbench import Options, Workbench
from tests.conftest import folder


@pytest.mark.parametrize("content", ["", "name\nA\n", "id,id\na,a\n"])
@pytest.mark.parametrize("accept_partial", [False, True])
def test_nothing_is_withdrawn_by_a_file_that_cannot_be_read(
    tmp_path: Path, content: str, accept_partial: bool
) -> None:
    files = {"services.csv": "id\na\nb\n", "roles.csv": "id\nr\n"}
    with Workbench.open(tmp_path / "x.db", create=True) as bench:
        bench.import_([folder(tmp_path / "estate", files)])
        before = bench.catalogue()
        folder(tmp_path / "estate", {"services.csv": content})
        with pytest.raises(RejectedError, match=r"services\.csv could not be read") as raised:
            bench.import_([tmp_path / "estate"], Options(accept_partial=accept_partial))
        assert [p.file for p in raised.value.problems if p.severity == "error"] == ["services.csv"]
        assert bench.catalogue() == before
        assert len(list(bench.history().rows)) == 1
