"""What a small input may cost: each of these took minutes, or never came to an end."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphmodel.analyses.details.specs import within
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import near
from graphmodel.selectors.attributes import glob
from graphmodel.selectors.selector import select
from tests.conftest import index

pytestmark = pytest.mark.timeout(60)


def fits(pattern: str, text: str) -> bool:
    """The definition, by the table of what fits what (row: the glob so far, column: the text so far)."""
    row = [True] + [False] * len(text)
    for sign in pattern:
        if sign == "*":
            new = [row[0]]
            for at in range(len(text)):
                new.append(new[at] or row[at + 1])
        else:
            new = [False] + [row[at] and sign in ("?", letter) for at, letter in enumerate(text)]
        row = new
    return row[-1]


@given(st.text("ab*?[", max_size=8), st.text("ab[\n", max_size=8))
@example("*a*", "b\na")
@example("a*a", "a")
def test_a_glob_against_its_definition(pattern: str, text: str) -> None:
    assert glob(pattern)(text) == fits(pattern, text)


def test_a_glob_of_many_stars_comes_to_an_end() -> None:
    assert not glob("*a" * 50 + "*b")("a" * 10_000)
    assert not glob("a" + "*" * 1_000 + "b")("a" * 10_000)
    assert not glob("*?" * 50 + "b")("a" * 1_000)
    assert glob("*a" * 50 + "*")("a" * 10_000)


def test_a_long_chain_of_categories() -> None:
    n = 100_000
    rows = "".join(f"c{i:06d},c{i - 1:06d}\n" for i in range(1, n))
    made = index(
        {
            "categories.csv": f"id,parent\nc000000,\n{rows}",
            "services.csv": f"id,category\ndeep,c{n - 1:06d}\ntop,c000000\n",
        }
    )
    assert not made.category_tree.root.any()
    assert made.type.tolist() == [0, 0]
    assert select(made, "category:c000001").tolist() == [0]
    assert select(made, "type:c000000").tolist() == [0, 1]
    assert within(made, 1).services.tolist() == [0]


@given(st.lists(st.integers(-1, 20), max_size=21))
def test_roots_against_walking(parents: list[int]) -> None:
    parents = [p if p < at else -1 for at, p in enumerate(parents)]  # a parent stands before its children
    rows = "".join(f"c{at:02d},{f'c{p:02d}' if p >= 0 else ''}\n" for at, p in enumerate(parents))
    made = index({"categories.csv": f"id,parent\nc99,\n{rows}", "services.csv": "id\na\n"})
    for at, parent in enumerate(parents):
        root = at
        while parent >= 0:
            root, parent = parent, parents[parent]
        assert made.category_tree.root[at] == root


def test_long_words_are_not_compared() -> None:
    assert near("x" * 100_000, ["x" * 100_000]) == []
    made = index({"services.csv": f"id,name\na,{'x' * 100_000}\n"})
    with pytest.raises(UsageError, match="no service"):
        select(made, "y" * 100_000)
    with pytest.raises(UsageError, match=re.escape("120,000 characters is too long")):
        select(made, "a" + "̣́" * 60_000)
