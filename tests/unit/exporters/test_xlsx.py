"""What is exported as a workbook comes back: the same records, verbatim, and cells of the type that a field has."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from graphmodel import importers
from graphmodel.exporters.xlsx import write
from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.table import from_records
from graphmodel.planning.difference import difference
from graphmodel.workbench import Options, Workbench
from tests.unit.exporters.test_folder import hostile
from tests.workbooks import rows

EXAMPLES = Path(__file__).parents[3] / "examples"
NO_XLSX = re.compile(r"_x[0-9A-Fa-f]{4}_|[\ufffe\uffff]")
"""What the format, or its reader, has no way to write."""


@settings(max_examples=40, deadline=None)
@given(hostile())
def test_what_is_exported_comes_back_or_is_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, given_: Tables
) -> None:
    catalogue = merge({"s": given_})
    texts = [
        text for table in given_.values() for column in table.columns.values() for text in column if text
    ]
    try:
        data = write(catalogue)
    except (UsageError, RejectedError):
        assert any(len(text) > 32_767 or NO_XLSX.search(text) for text in texts)
        return
    path = tmp_path_factory.mktemp("book") / "estate.xlsx"
    path.write_bytes(data)
    read = importers.read([path])
    read = importers.resolve(read, {}, read.allowed_missing, create_missing=False)
    assert [p for p in read.problems if p.severity == "error"] == []
    assert list(difference(catalogue, merge({"s": read.tables}))) == []


def test_cells_have_the_type_of_their_field(tmp_path: Path) -> None:
    record = {
        "id": "0341",
        "kind": "service",
        "name": "=1+1",
        "availability": "99.95",
        "cost": "1250.5",
        "reviewed": "2025-01-02",
    }
    record |= {"rto": "4h", "criticality": "2", "users": "60000", "tags": "a;b"}
    catalogue = merge({"s": {"service": from_records("service", [record], "s")}})
    path = tmp_path / "x.xlsx"
    path.write_bytes(write(catalogue))
    heads, cells = rows(path)["services"]
    found = dict(zip(heads, cells, strict=True))
    assert found == {
        "id": "0341", "name": "=1+1", "availability": 0.9995, "cost": 1250.5, "reviewed": date(2025, 1, 2),
        "rto": "4h", "criticality": 2, "users": "60000", "tags": "a;b",
    }  # fmt: skip


def test_the_same_catalogue_makes_the_same_file() -> None:
    with Workbench.open(EXAMPLES / "university") as bench:
        assert write(bench.catalogue()) == write(bench.catalogue())


@pytest.mark.parametrize("example", ["university", "exercise-bike"])
def test_an_import_of_the_workbook_changes_nothing(tmp_path: Path, example: str) -> None:
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        bench.import_(EXAMPLES / example, Options(source="s"))
        (file,) = bench.export(tmp_path / "estate.xlsx")
        plan = bench.plan(file, Options(source="s"))
        assert [p.message for p in plan.problems] == []
        assert (plan.counts["added"], plan.counts["changed"], plan.counts["withdrawn"]) == (0, 0, 0)
        with pytest.raises(UsageError, match="exists"):
            bench.export(file)


def test_what_no_cell_can_hold_is_refused_with_its_place() -> None:
    record = {"id": "a", "kind": "service", "name": "A", "description": "x" * 32_768}
    catalogue = merge({"s": {"service": from_records("service", [record], "s")}})
    with pytest.raises(UsageError, match=r"32,767.*C2.*32,768") as caught:
        write(catalogue)
    assert "export FOLDER" in (caught.value.hint or "")
