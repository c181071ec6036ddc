"""What a report is to a Python user."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from unittest import mock

import pytest

from graphmodel.analyses import ALL
from graphmodel.answers.report import Column, Kept, Report, Rows, columns
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import HistoryRow
from graphmodel.model.rows import documented
from graphmodel.operations.cypher_list import QueryRow
from graphmodel.operations.doctor import CheckRow
from graphmodel.planning.plan import DiffRow
from tests.conftest import REVISION
from tests.unit.analyses.conftest import ask
from tests.unit.test_worlds import ASKED

EVIL = ("<script>alert(1)</script>", 'a"&b', "right\u202eleft", "bell\a")


def made(rows: Any, *names: str, **fields: Any) -> Report[Any]:
    return Report(
        tuple(Column(name, name) for name in names), rows, analysis="x", revision=REVISION, **fields
    )


@pytest.mark.parametrize(("name", "question"), ASKED)
def test_every_column_says_in_words_what_it_holds(drawn: Index, name: str, question: dict[str, Any]) -> None:
    question = {k: (v,) if k == "services" and isinstance(v, str) else v for k, v in question.items()}
    found = {c.name: c.help for c in ask(drawn, name, **question).columns}
    assert {name for name, _ in ASKED} == set(ALL)
    for column, said in found.items():
        assert said
        assert said != column
        assert "Alias for" not in said


@pytest.mark.parametrize("row", [CheckRow, DiffRow, HistoryRow, QueryRow])
def test_so_does_every_column_of_what_is_no_analysis(row: Any) -> None:
    for column in columns(row):
        assert column.help
        assert "Alias for" not in column.help
        assert getattr(row, column.name).__doc__ == column.help


def test_a_row_of_which_nothing_is_said_has_no_columns() -> None:
    class Plain(NamedTuple):
        id: str

    with pytest.raises(TypeError, match="does not say"):
        columns(Plain)
    with pytest.raises(TypeError, match="nothing is said"):
        documented(id="")(Plain)
    with pytest.raises(TypeError, match="has the fields"):
        documented(name="a name")(Plain)


@pytest.mark.parametrize(("name", "question"), ASKED)
def test_reading_twice_gives_the_same(drawn: Index, name: str, question: dict[str, Any]) -> None:
    question = {k: (v,) if k == "services" and isinstance(v, str) else v for k, v in question.items()}
    report = ask(drawn, name, **question)
    first = list(report.rows)
    assert list(report.rows) == first == list(report)
    assert len(report) == len(first)
    assert bool(report) == bool(first)


def test_a_report_is_shown_in_a_line_without_its_rows() -> None:
    def rows() -> Iterator[tuple[str, ...]]:
        raise AssertionError("a row is made")
        yield ()

    shown = repr(made(Rows(rows), "id", "state", title="db down\n"))
    assert "\n" not in shown
    assert "x of revision" in shown
    assert "db down" in shown
    assert "(id, state)" in shown


def test_rows_that_stream_are_made_one_by_one() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[int]]:
        for number in range(10**9):
            taken.append(number)
            yield (number,)

    report = made(Rows(rows), "n")
    assert report
    assert list(islice(report, 3)) == [(0,), (1,), (2,)]
    assert "more than these 100 rows" in report._repr_html_()
    assert len(taken) < 300


def test_rows_that_come_once_are_kept() -> None:
    report = made(Kept(iter([("a",), ("b",)])), "id")
    first, second = iter(report), iter(report)
    assert [next(first), next(second), *first, *second] == [("a",), ("a",), ("b",), ("b",)]
    assert len(report) == 2


def test_a_notebook_shows_nothing_that_a_browser_would_obey() -> None:
    shown = made([(evil, (evil,)) for evil in EVIL], "id", EVIL[0], title=EVIL[0], notes=EVIL)._repr_html_()
    assert "<script" not in shown
    assert 'a"' not in shown
    assert "\u202e" not in shown
    assert "\a" not in shown
    assert shown.count("<tr>") == 1 + len(EVIL)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_notebook_shows_a_proof_as_its_text() -> None:
    shown = made([("a",)], "id", text="c is down\n└─ <b> is down")._repr_html_()
    assert "<pre>c is down\n└─ &lt;b&gt; is down</pre>" in shown
    assert "<table" not in shown


def test_to_pandas(drawn: Index) -> None:
    pandas = pytest.importorskip("pandas")
    report = ask(drawn, "impact", services=("db1",))
    frame = report.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == [c.name for c in report.columns]
    assert [tuple(row) for row in frame.itertuples(index=False)] == [tuple(row) for row in report]
    assert list(ask(drawn, "paths", consumer="lone", provider="net").to_pandas().columns)[:2] == [
        "path",
        "length",
    ]


def test_without_pandas_it_says_how_to_get_it() -> None:
    with mock.patch.dict(sys.modules, {"pandas": None}), pytest.raises(UsageError) as error:
        made([("a",)], "id").to_pandas()
    assert (error.value.message, error.value.hint) == ("pandas is not installed", "pip install pandas")
