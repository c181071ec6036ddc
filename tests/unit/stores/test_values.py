"""What no import lets in is damage."""

from __future__ import annotations

import pytest

from graphmodel.model.errors import StoreError
from graphmodel.model.table import from_records
from graphmodel.stores.values import merged


@pytest.mark.parametrize("parents", ["aa", "ab ba", "cb ba ab", "xy ab bc cb"])
def test_categories_that_are_their_own_ancestors(parents: str) -> None:
    rows = [{"id": pair[0], "parent": pair[1]} for pair in parents.split()]
    with pytest.raises(StoreError, match=r"damaged.*category '[abc]' is its own ancestor"):
        merged({"crm": {"category": from_records("category", rows)}})


def test_a_forest_is_whole() -> None:
    rows = [{"id": "a", "parent": ""}, {"id": "b", "parent": "a"}, {"id": "c", "parent": "a"}]
    found = merged({"crm": {"category": from_records("category", rows)}})
    assert found.categories.texts("parent") == ["", "a", "a"]
