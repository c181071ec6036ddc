"""Names in lines: broken where a reader would, whole where there is no such place."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.render.diagrams.lines import balanced, cells, wrap

TEXTS = st.text(st.sampled_from("abAB1_-/.:é\u0301保👩💻\u200d\ufe0f"), max_size=60)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("container-artifact-registry", ["container-", "artifact-registry"]),
        ("profile-aggregation-chunks", ["profile-", "aggregation-chunks"]),
        ("batch_export_data_provider", ["batch_export_", "data_provider"]),
        ("platform/identity/session-store", ["platform/identity/", "session-store"]),
        ("org.example.billing.InvoiceService", ["org.example.billing.", "InvoiceService"]),
        ("customerNotificationDispatcher", ["customerNotification", "Dispatcher"]),
        ("Identity and sign-on management", ["Identity and", "sign-on management"]),
        ("Rechtsschutzversicherungen", ["Rechtsschutzversicherungen"]),
        ("registry of release 10.12.2024", ["registry of", "release 10.12.2024"]),
    ],
)
def test_a_name_is_broken_where_a_reader_would(name: str, lines: list[str]) -> None:
    assert balanced(name, 22) == lines


@given(TEXTS, st.integers(4, 30))
def test_nothing_is_lost_and_nothing_is_broken_inside_a_word(text: str, width: int) -> None:
    for made in (wrap(text, width), balanced(text, width)):
        assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", text)
        for before, after in pairwise(made):
            left, right = before[-1], after[0]
            assert not (left.islower() and right.islower() and left.isascii() and right.isascii())
            assert not unicodedata.combining(right)
            assert "\u200d" not in (left, right)
            assert right != "\ufe0f"


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(9, 30))
def test_no_line_is_too_long_and_halves_are_alike(words: list[str], width: int) -> None:
    text = " ".join(words)
    made, even = wrap(text, width), balanced(text, width)
    assert max(map(cells, even)) <= max(map(cells, made)) <= width
    assert len(even) == len(made)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_two_names_are_never_shown_alike(one: str, other: str) -> None:
    shown = ["".join("".join(balanced(name, 22)).split()) for name in (one, other)]
    assert (shown[0] == shown[1]) == ("".join(one.split()) == "".join(other.split()))


def test_what_is_endless_is_cut_into_equal_parts() -> None:
    assert {len(line) for line in balanced("a" * 200, 40)} == {40}
