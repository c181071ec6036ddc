"""However a file is written, it says the same: order of columns and rows, delimiter, encoding, decimals."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.importers.helpers import errors, reading, records

if TYPE_CHECKING:
    import pytest

NAME = st.text("abéüß -'\"", min_size=1, max_size=9).map(str.strip).filter(bool)
NUMBER = st.integers(5_001, 9_999).filter(lambda n: n % 10)
"""Hundredths, so that each number has two decimals and is none of thousands."""


class Convention(NamedTuple):
    """How a file is written."""

    delimiter: str
    encoding: str
    comma: bool


CONVENTIONS = st.builds(
    Convention,
    st.sampled_from(";\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
    st.booleans(),
) | st.builds(
    Convention, st.just(","), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")), st.just(False)
)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(st.tuples(NAME, NUMBER, NUMBER), min_size=1, max_size=6), CONVENTIONS)
def test_a_file_says_the_same_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    rows: list[tuple[str, int, int]],
    written: Convention,
) -> None:
    columns = ["id", "name", "availability", "cost", "site"]
    plain = [
        {"id": f"s{at}", "name": name, "availability": share, "cost": cost, "site": name[::-1].strip()}
        for at, (name, share, cost) in enumerate(rows)
    ]

    def content(how: Convention, order: list[str], those: list[dict[str, str | int]]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=how.delimiter, lineterminator="\n")
        writer.writerow(order)
        for row in those:
            writer.writerow([_cell(row[name], comma=how.comma) for name in order])
        return out.getvalue().encode(how.encoding)

    order, shuffled = data.draw(st.permutations(columns)), data.draw(st.permutations(plain))
    files = {"services.csv": content(written, order, shuffled)}
    encoding = written.encoding if written.encoding == "cp1252" else None
    found = reading(tmp_path_factory.mktemp("written"), files, encoding)
    usual = reading(
        tmp_path_factory.mktemp("usual"),
        {"services.csv": content(Convention(",", "utf-8", comma=False), columns, plain)},
    )
    assert errors(found) == errors(usual) == []
    assert sorted(records(found), key=lambda row: row["id"]) == records(usual)


def _cell(value: str | int, *, comma: bool) -> str:
    if isinstance(value, str):
        return value
    return f"{value // 100}{',' if comma else '.'}{value % 100:02}"
