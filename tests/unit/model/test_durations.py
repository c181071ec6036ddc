from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.durations import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4h", 14_400),
        ("4H", 14_400),
        ("30m", 1_800),
        ("2d", 172_800),
        ("90s", 90),
        ("1w", 604_800),
        ("1h30m", 5_400),
        (" 1 h 30 m ", 5_400),
        ("0h", 0),
        ("1.5h", 5_400),
        ("1,5h", 5_400),
        ("0", 0),
        ("0,0", 0),
        ("4h30", 16_200),
        ("4:30", 16_200),
        ("02:00:00", 7_200),
        ("48:00:30", 172_830),
        ("4 Std.", 14_400),
        ("4 heures", 14_400),
        ("1 jour", 86_400),
        ("2 j", 172_800),
        ("30 mn", 1_800),
        ("3 días", 259_200),
        ("1 semaine", 604_800),
        ("2 semanas", 1_209_600),
        ("45 minutos", 2_700),
        ("PT4H", 14_400),
        ("pt4h", 14_400),
        ("PT30M", 1_800),
        ("P1DT4H", 100_800),
        ("P1W", 604_800),
        ("PT0S", 0),
        ("PT36H", 129_600),
        ("P1W2DT3H4M5S", 604_800 + 172_800 + 10_800 + 240 + 5),
    ],
)
def test_the_seconds_of_a_duration(text: str, expected: int) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["P1M", "P1Y", "P1Y2M3DT4H", "p2m", "P1Y2W"])
def test_months_and_years_are_inexact(text: str) -> None:
    with pytest.raises(ValueError, match="months or years"):
        seconds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "4",
        "h",
        "P",
        "PT",
        "P1DT",
        "P1H",
        "PT1D",
        "-4h",
        "4h ago",
        "1m1h",
        "1h1h",
        "4h75",
        "4:75",
        "1:2",
        "1:00:00:00",
        "4h5",
        "2-4 h",
        "1 business day",
        "٤h",
        "1e3h",
        "9" * 5000 + "h",
    ],
)
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        seconds(text)


def test_a_fraction_of_a_second_is_told() -> None:
    with pytest.raises(ValueError, match="whole number of seconds"):
        seconds("PT0.5S")


@given(st.tuples(*[st.integers(0, 10**9 - 1)] * 5))
def test_both_forms_agree(parts: tuple[int, int, int, int, int]) -> None:
    w, d, h, m, s = parts
    expected = (((w * 7 + d) * 24 + h) * 60 + m) * 60 + s
    assert seconds(f"P{w}W{d}DT{h}H{m}M{s}S") == expected
    assert seconds(f"{w}w{d}d{h}h{m}m{s}s") == expected
