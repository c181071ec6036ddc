from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model import hours
from graphmodel.model.hours import ALWAYS, DAY, DAYS, WEEK, Hours, checked, schedule, weekly, written
from graphmodel.model.values import TYPES


def minutes(*spans: tuple[int, int]) -> int:
    """The set of the minutes of those half-open spans, bit by bit."""
    covered = 0
    for start, end in spans:
        for minute in range(start, end):
            covered |= 1 << (minute % WEEK)
    return covered


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("24x7", [(0, WEEK)]),
        ("24X7", [(0, WEEK)]),
        ("24/7", [(0, WEEK)]),
        ("Mon 00:00-24:00", [(0, DAY)]),
        ("Mon-Sun 00:00-24:00", [(0, WEEK)]),
        ("Mon,Wed 9:00-10:30", [(540, 630), (2 * DAY + 540, 2 * DAY + 630)]),
        ("monday 08:00 - 08:01", [(480, 481)]),
        ("Mon–Tue 08:00–09:00", [(480, 540), (DAY + 480, DAY + 540)]),
        ("Sat 10:00-14:00; Sat 12:00-16:00", [(5 * DAY + 600, 5 * DAY + 960)]),
        ("Fri 22:00-06:00", [(4 * DAY + 1320, 5 * DAY + 360)]),
        ("Sun 23:00-01:00", [(6 * DAY + 1380, 7 * DAY + 60)]),
        ("Sun 23:00-00:00", [(6 * DAY + 1380, 7 * DAY)]),
        ("Sat-Mon 10:00-11:00", [(d * DAY + 600, d * DAY + 660) for d in (5, 6, 7)]),
        ("Mo-Di 8-9", [(480, 540), (DAY + 480, DAY + 540)]),
        ("Mo–Di 8–9 Uhr", [(480, 540), (DAY + 480, DAY + 540)]),
        ("Mo. bis Di. 08.00-09.00", [(480, 540), (DAY + 480, DAY + 540)]),
        ("lun-mar 8h-9h", [(480, 540), (DAY + 480, DAY + 540)]),
        ("lundi à mardi 8h00 à 9h00", [(480, 540), (DAY + 480, DAY + 540)]),
        ("Mo, Do 8-9", [(d * DAY + 480, d * DAY + 540) for d in (0, 3)]),
        ("vie, do 8-9", [(d * DAY + 480, d * DAY + 540) for d in (4, 6)]),
        ("Mon 8-9, 10-11", [(480, 540), (600, 660)]),
        ("Mon 8:00-9:00 and 10:00-11:00, Tue 8-9", [(480, 540), (600, 660), (DAY + 480, DAY + 540)]),
        ("Mon 8-9\nTue 8-9", [(480, 540), (DAY + 480, DAY + 540)]),
        ("weekdays 8-9", [(d * DAY + 480, d * DAY + 540) for d in range(5)]),
        ("täglich 8-9", [(d * DAY + 480, d * DAY + 540) for d in range(7)]),
        ("Mon 8am-9am", [(480, 540)]),
        ("Mon: 12 AM - 12:30 p.m., Tue 11pm-1am", [(0, 750), (DAY + 1380, 2 * DAY + 60)]),
        ("Sat & Sun 8-9", [(d * DAY + 480, d * DAY + 540) for d in (5, 6)]),
        ("weekends, 8—9", [(d * DAY + 480, d * DAY + 540) for d in (5, 6)]),
        ("Mo 8-9 und Mi 8-9", [(480, 540), (2 * DAY + 480, 2 * DAY + 540)]),
        ("Mon 24h; Wed all day", [(0, DAY), (2 * DAY, 3 * DAY)]),
        ("24 h", [(0, WEEK)]),
        ("7 x 24", [(0, WEEK)]),
        ("24h/24 7j/7", [(0, WEEK)]),
        ("7j/7 et 24h/24", [(0, WEEK)]),
        ("24/7/365", [(0, WEEK)]),
        ("rund um die Uhr", [(0, WEEK)]),
        ("L-V 8:00-9:00", [(d * DAY + 480, d * DAY + 540) for d in range(5)]),
        ("de lunes a martes de 8:00 a 9:00", [(480, 540), (DAY + 480, DAY + 540)]),
        ("du lundi au mardi de 8h à 9h", [(480, 540), (DAY + 480, DAY + 540)]),
        ("Mon-Tue,Thu 01:00-02:00;", [(d * DAY + 60, d * DAY + 120) for d in (0, 1, 3)]),
    ],
)
def test_the_minutes_of_a_schedule(text: str, spans: list[tuple[int, int]]) -> None:
    assert weekly(text) == minutes(*spans)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("24", "not a schedule"),
        ("7", "not a schedule"),
        ("5x8", "not a schedule"),
        ("", "no hours"),
        (" ; ", "no hours"),
        ("office hours", "not a schedule"),
        ("Mon", "not a schedule"),
        ("08:00-18:00", "not a schedule"),
        ("Mon-Fri 0800-1800", "not a schedule"),
        ("Mon 08:00-18:00 Tue 08:00-18:00", "not a schedule"),
        ("Mon ٠٨:00-18:00", "not a schedule"),
        ("Xy-Fr 08:00-18:00", "not a day"),
        ("Di 08:00-18:00", "two days"),  # Dienstag, dimanche
        ("Do 08:00-18:00", "two days"),  # Donnerstag, domingo
        ("Sa, Di 8-9", "two days"),
        ("a" * 100_000, "not a schedule"),  # at once
        ("M-F 08:00-18:00", "not a day"),
        ("8-18", "not a schedule"),
        ("8x5", "not a schedule"),
        ("Mo-Fr 8-25", "not a time"),
        ("Mo-Mi-Fr 8-18", "not a day"),
        ("Mon-Fri- 08:00-18:00", "not a day"),
        ("Mon,,Tue 08:00-18:00", "not a day"),
        ("Mon 08:00-24:01", "not a time"),
        ("Mon 08:60-18:00", "not a time"),
        ("Mon 25:00-26:00", "not a time"),
        ("Mon 08:00-08:00", "starts where it ends"),
        ("Mon 24:00-08:00", "starts where it ends"),
        ("Mon 8-6pm", "8-6pm may be two times"),
        ("Mon 13pm-2pm", "with am and pm they go from 1 to 12"),
        ("Mon-Fri 8-18 except bank holidays", "public holidays are no part of a schedule"),
    ],
)
def test_what_is_no_schedule_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        weekly(text)


SPANS = st.tuples(st.integers(0, 6), st.integers(0, DAY - 1), st.integers(1, DAY))


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_any_schedule_covers_exactly_its_spans(spans: list[tuple[int, int, int]]) -> None:
    spans = [(day, start, end) for day, start, end in spans if start != end] or [(0, 0, DAY)]
    parts = [
        f"{DAYS[day][:3].title()} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        for day, start, end in spans
    ]
    expected = minutes(*((d * DAY + s, d * DAY + (e if e > s else e + DAY)) for d, s, e in spans))
    assert weekly("; ".join(parts)) == expected
    assert expected & ~ALWAYS == 0
    assert weekly(written(expected)) == expected


def test_of_no_minute_there_is_nothing_to_write() -> None:
    assert written(0) == "none"


NINE, TEN = minutes((540, 600)), minutes((600, 660))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Europe/Berlin Mon 9-10", [Hours("Europe/Berlin", NINE)]),
        ("Europe/Berlin Mon 9-10; Mon 10-11", [Hours("Europe/Berlin", NINE | TEN)]),
        ("Mon 9-10; UTC Mon 10-11", [Hours("", NINE), Hours("UTC", TEN)]),
        ("UTC Mo 9-10, Asia/Tokyo Mo 10-11", [Hours("Asia/Tokyo", TEN), Hours("UTC", NINE)]),
        ("Etc/GMT-2 Mon 9-10", [Hours("Etc/GMT-2", NINE)]),
        ("America/Argentina/Buenos_Aires Mon 9-10", [Hours("America/Argentina/Buenos_Aires", NINE)]),
        ("CET Mon 9-10", [Hours("CET", NINE)]),
        ("Asia/Tokyo 24x7", [Hours("", ALWAYS)]),
        ("UTC Mon 9-10; Asia/Tokyo 24/7", [Hours("", ALWAYS)]),
        ("MON 9-10", [Hours("", NINE)]),
    ],
)
def test_a_time_zone_holds_for_what_comes_after_it(text: str, covered: list[Hours]) -> None:
    assert schedule(text) == checked(text) == tuple(covered)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Europe/Berln Mon 9-10",
            "time zone 'Europe/Berln', which is not known: did you mean 'Europe/Berlin'",
        ),
        ("europe/berlin Mon 9-10", "'europe/berlin', which is not known: did you mean 'Europe/Berlin'"),
        (
            "Mon 9-10; Mars/Base Mon 9-10",
            "time zone 'Mars/Base', which is not known: write one like Europe/Berlin",
        ),
        ("Mon 9-10 Europe/Berlin", r"a time zone stands first: Europe/Berlin Mon-Fri 08:00-18:00"),
        ("UTC+2 Mon 9-10", "is not a schedule"),
        ("Europe/Berlin", "is not a schedule"),
        ("Mo/Di 9-10", "'mo/di' is not a day"),
        ("../../etc/passwd Mon 9-10", "is not a schedule"),
    ],
)
def test_what_is_no_time_zone_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checked(text)


def test_a_machine_without_time_zones_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "zones", frozenset)
    with pytest.raises(ValueError, match="this machine knows no time zones: pip install tzdata"):
        checked("Europe/Berlin Mon 9-10")
    assert schedule("Europe/Berlin Mon 9-10") == (Hours("Europe/Berlin", NINE),)


def test_schedules_mean_the_same_where_zone_and_minutes_are() -> None:
    same = TYPES["hours"].same
    assert same("UTC Mon-Tue 9-10", "UTC Mon 09:00-10:00; Tue 09:00-10:00")
    assert same("UTC 24x7", "24/7")
    assert not same("UTC Mon 9-10", "Mon 9-10")
    assert not same("UTC Mon 9-10", "CET Mon 9-10")
