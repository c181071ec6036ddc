"""Data frames are read as the CSV files that they would be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphmodel import Options, RejectedError, UsageError, Workbench
from graphmodel.importers import read, resolve
from tests.conftest import catalogue

SERVICES = {
    "id": ["db", "db2", "0341"],
    "name": ["Database", None, "Left zero"],
    "cost": [12, 1250.5, None],
    "criticality": [1, None, 3],
    "tags": [["pci", "core"], [], ["x"]],
    "reviewed": ["2025-04-03", None, "2024-12-31"],
    "Cloud": [True, None, False],
}
WANTED = {
    "services.csv": "id,name,cost,criticality,tags,reviewed,Cloud\n"
    "db,Database,12,1,pci;core,2025-04-03,yes\ndb2,,1250.5,,,,\n0341,Left zero,,3,x,2024-12-31,no\n",
    "dependencies.csv": "service,depends_on\ndb,db2\ndb,0341\n",
}
DEPENDENCIES = {"Service": ["db", "db"], "Depends On": ["db2", "0341"]}


def of_pandas(columns: dict[str, list[Any]]) -> Any:
    frame = pandas.DataFrame(columns, index=range(7, 7 + len(next(iter(columns.values())))))
    if "reviewed" in frame:
        frame["reviewed"] = pandas.to_datetime(frame["reviewed"])
    return frame


def of_pandas_with_its_own_types(columns: dict[str, list[Any]]) -> Any:
    return of_pandas(columns).convert_dtypes()


def of_polars(columns: dict[str, list[Any]]) -> Any:
    frame = polars.DataFrame(columns, strict=False)
    if "reviewed" in columns:
        return frame.with_columns(polars.col("reviewed").str.to_date())
    return frame


KINDS = pytest.mark.parametrize("made", [of_pandas, of_pandas_with_its_own_types, of_polars])


@KINDS
def test_frames_are_the_files_that_they_would_be(made: Any) -> None:
    frames = {"dependencies": made(DEPENDENCIES), "services": made(SERVICES)}
    bench = Workbench.from_dataframe(frames)
    assert bench.catalogue() == catalogue(WANTED)
    assert [row.source for row in bench.history().rows] == ["frames"]
    done = bench.import_dataframe(frames)
    assert done.revision is None, "the same again changes nothing"


@KINDS
def test_one_frame_alone_is_of_services(made: Any) -> None:
    bench = Workbench.from_dataframe(made(SERVICES), options=Options(source="sheet"))
    assert bench.catalogue() == catalogue({"services.csv": WANTED["services.csv"]})
    assert bench.history().rows[0].source == "sheet"  # type: ignore[index]


@KINDS
def test_a_problem_names_frame_row_and_column(made: Any) -> None:
    bad = SERVICES | {"cost": ["1", "abc", "3"]}
    with pytest.raises(RejectedError) as error:
        Workbench.from_dataframe({"services": made(bad)})
    (problem,) = error.value.problems
    assert (problem.code, problem.value, problem.column) == ("E203", "abc", "cost")
    assert problem.place == "services: row 1, cost"
    (account,) = error.value.accounts
    assert (account.rows, account.rejected) == (3, 1)


def test_places_count_rows_as_pandas_does() -> None:
    bench = Workbench.from_dataframe(of_pandas(SERVICES))
    services = bench.catalogue().services
    places = {name: services.origin(row).place for row, name in enumerate(services.texts("id"))}
    assert places["db2"] == "services: row 1 (source frames)"
    assert of_pandas(SERVICES).iloc[1]["id"] == "db2"


def test_an_index_with_a_name_is_a_column_and_any_other_is_none() -> None:
    bench = Workbench.from_dataframe(of_pandas(SERVICES).set_index("id"))
    assert bench.catalogue() == catalogue({"services.csv": WANTED["services.csv"]})


def test_a_misspelt_column_is_told_of_as_in_a_file() -> None:
    plan = Workbench.new().import_dataframe(of_pandas({"id": ["a"], "descripton": ["x"]})).plan
    assert [(p.code, p.hint) for p in plan.problems] == [("W102", "did you mean 'description'?")]


@KINDS
def test_warnings_of_a_new_workbench_are_a_python_warning_and_kept(made: Any) -> None:
    frame = made({"id": ["a", "b"], "descripton": ["x", "y"], "availability": [0.999, 1.0]})
    with pytest.warns(UserWarning, match=r"2 warnings .* \[W202\] .*; .* \[W102\]") as caught:
        bench = Workbench.from_dataframe(frame)
    assert caught[0].filename == __file__
    assert bench.done
    assert {(p.code, p.value) for p in bench.done.plan.problems} == {
        ("W202", "0.999"),
        ("W102", "descripton"),
    }
    assert bench.catalogue().services.texts("availability") == ["99.9", "100"]


def test_blank_rows_are_skipped_and_counted() -> None:
    plan = (
        Workbench.new().import_dataframe(of_pandas({"id": ["a", None, "b"], "name": ["A", None, None]})).plan
    )
    assert [(p.code, p.place) for p in plan.problems] == [("W105", "services: row 1")]
    assert plan.accounts[0].blank == 1


MAPPING = """
source = "cmdb"
[[file]]
name = "apps*"
skip = ["Total*"]
empty = ["n/a"]
[[file.table]]
kind = "service"
[file.table.columns]
id = "App ID"
rto = { column = "RTO (h)", unit = "h" }
[[file.table]]
kind = "dependency"
[file.table.columns]
service = "App ID"
depends_on = { column = "Uses", split = "," }
"""


@KINDS
@pytest.mark.parametrize("named", [True, False])
def test_a_mapping_says_what_a_frame_means(made: Any, named: bool, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    frame = made({"App ID": ["a", "b", "Total"], "RTO (h)": [4, None, 4], "Uses": ["b", "n/a", None]})
    bench = Workbench.from_dataframe({"apps.csv": frame} if named else frame, tmp_path / "m.toml")
    assert bench.catalogue() == catalogue(
        {"services.csv": "id,rto\na,4h\nb,\n", "dependencies.csv": "service,depends_on\na,b\n"}
    )
    assert bench.history().rows[0].source == "cmdb"  # type: ignore[index]


@pytest.mark.parametrize(
    ("frames", "message", "hint"),
    [
        ({}, "no data frames", "name one"),
        ({"servces": of_pandas(SERVICES)}, "does not say what", "did you mean 'services'?"),
        ({"services": [{"id": 1}]}, "no data frame: it is a list", "pandas or polars"),
        ({"services": of_pandas({"id": ["a"], "x": [{"y": 1}]})}, "services, column 'x'", "give a text"),
    ],
)
def test_what_cannot_be_is_told(frames: Any, message: str, hint: str) -> None:
    with pytest.raises(UsageError, match=message) as error:
        Workbench.from_dataframe(frames)
    assert hint in error.value.hint


def test_rows_are_not_accepted_in_part() -> None:
    with pytest.raises(UsageError, match="not written to a file"):
        Workbench.from_dataframe(of_pandas(SERVICES), options=Options(accept_partial=True))


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)


@given(rows=st.lists(st.tuples(st.text("ab;1 é", max_size=2), CELLS, CELLS), min_size=1, max_size=4))
@example(rows=[("1", " ", "\u00a0")])
@settings(max_examples=40)
def test_a_frame_of_texts_is_read_as_its_csv(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same records and the same problems, but for their places."""
    frame = pandas.DataFrame(rows, columns=["id", "name", "note of ours"], dtype=object)
    place = tmp_path_factory.mktemp("csv")
    frame.to_csv(place / "services.csv", index=False, lineterminator="\n")
    files = read([place])
    files = resolve(files, {}, set(), create_missing=False)
    plan = Workbench.new().plan_dataframe(frame)
    assert sorted((p.code, p.value, p.column) for p in plan.problems) == sorted(
        (p.code, p.value, p.column) for p in files.problems
    )
    wanted, got = files.tables["service"], plan.incoming["service"]
    assert list(got.records()) == list(wanted.records())
