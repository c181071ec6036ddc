from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.metamodel import SERVICE
from graphmodel.model.table import Table, Value


@given(st.lists(st.none() | st.sampled_from(["", "a", "b"]), max_size=5), st.data())
def test_texts_are_the_column_without_absent_values_however_often_it_is_asked_for(column, data):
    table = Table(SERVICE, {"name": column}, [""] * len(column), [0] * len(column))
    before = list(column)
    for _ in range(2):
        assert table.texts("name") == [value or "" for value in before]
        assert table.texts("rto") == [""] * len(column)
    assert column == before
    other: list[Value] = [data.draw(st.none() | st.sampled_from(["", "c"])) for _ in column]
    table.columns["name"] = other
    assert table.texts("name") == [value or "" for value in other]
    assert table == Table(SERVICE, {"name": other}, [""] * len(column), [0] * len(column))
