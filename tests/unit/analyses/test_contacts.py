"""``impact --contacts``: each contact once, and nobody forgotten."""

from __future__ import annotations

from hypothesis import given, settings

from graphmodel.algorithms.states import NAMES
from graphmodel.index.index import Index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask


@settings(max_examples=50)
@given(indexes())
def test_contacts_are_the_calls_each_once(index: Index) -> None:
    for failed in list(index.service_id)[:3]:
        calls = list(ask(index, "impact", services=(failed,), notify=True))
        found = list(ask(index, "impact", services=(failed,), contacts=True))
        assert len({row.contact for row in found}) == len(found)
        assert {row.contact for row in found} == {call.contact or call.role for call in calls}
        for row in found:
            own = [call for call in calls if (call.contact or call.role) == row.contact]
            assert sorted(row.services) == sorted({call.service for call in own})
            assert set(row.roles) == {call.role for call in own}
            assert row.state == max((call.state for call in own), key=NAMES.index)
            assert set(row.responsibilities) == {call.responsibility for call in own}
