"""Canonical values: what is accepted, what it becomes, what is refused."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.codes import CODES
from graphmodel.model.identifiers import identifier, items
from graphmodel.model.metamodel import KINDS
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.numbers import number
from graphmodel.model.values import TYPES, day, type_of

COMMA = Notation(decimal=",", thousands=".")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("id", " a b ", "a b"),
        ("id", "e\u0301", "\u00e9"),
        ("ids", "a; e\u0301 ;;a", "a;\u00e9"),
        ("list", " x ; ;y;x", "x;y"),
        ("text", " as it is ", " as it is "),
        ("percent", "99.90%", "99.9"),
        ("percent", "100 %", "100"),
        ("percent", "0", "0"),
        ("number", "+007.50", "7.5"),
        ("number", "-0.0", "0"),
        ("number", ".5", "0.5"),
        ("number", "1e3", "1000"),
        ("number", "100", "100"),
        ("needs", " 02 ", "2"),
        ("date", "2024-02-29", "2024-02-29"),
        ("duration", " PT4H ", "PT4H"),
        ("duration", "1h30m", "1h30m"),
        ("hours", " 24x7", "24x7"),
        ("strength", "Hard", "hard"),
        ("lifecycle", "RETIRED", "retired"),
        ("raci", "a", "A"),
        ("raci", "Consulted", "C"),
        ("criticality", " 1", "1"),
        ("kind", "Product", "product"),
        ("flag", "Y", "yes"),
        ("flag", "no", ""),
    ],
)
def test_accepted(name: str, text: str, value: str) -> None:
    assert TYPES[name].parse(text, Notation()) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            ("number", t)
            for t in ("NaN", "inf", "-Infinity", "1e999", "1e-999", "9" * 31, "1,5", "1 2", "0x1", "", "--1")[
                :9
            ]
        ),
        *(("number", t) for t in ("--1", "1_000", "\u0663", "2024-01-01", "9" * 5000)),
        *(("percent", t) for t in ("100.01", "-0.1", "5%%", "%5")),
        *(("needs", t) for t in ("0", "-1", "1.0", "+1", "x")),
        *(("date", t) for t in ("2024-02-30", "31.12.2024", "yesterday", "2024-01-01T00:00")),
        *(("criticality", t) for t in ("0", "6", "1.0", "high")),
        *(("id", f"a{c}b") for c in "\0\x07\x1b\u200b\u202e\u2066\ufeff\u00ad"),
        ("ids", "a;b\u200b"),
        ("text", "a\0"),
        ("list", "a;b\0"),
        ("duration", "4 moons"),
        ("duration", "P1M"),
        ("hours", "always"),
        ("lifecycle", "alive"),
        ("raci", "X"),
        ("kind", "role"),
    ],
)
def test_refused(name: str, text: str) -> None:
    with pytest.raises(BadValue) as raised:
        TYPES[name].parse(text, Notation())
    assert raised.value.message
    assert raised.value.hint
    assert raised.value.code in CODES


def test_every_type_of_the_metamodel_has_a_parser() -> None:
    types = {f.type for kind in KINDS.values() for f in kind.fields}
    assert types <= set(TYPES)
    assert all(TYPES[t].parse("", Notation()) == "" for t in TYPES)
    assert all(TYPES[t].parse("  ", Notation()) == "" for t in TYPES if t != "text")


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=6))
def test_numbers_keep_their_value_in_the_shortest_text(value: Decimal) -> None:
    found = number(f"{value:f}")
    assert Decimal(found) == value
    assert found == number(found)
    assert not (("." in found) and found.endswith(("0", "."))) or found == "0"
    assert number(f"{value:,f}".replace(",", "_").replace(".", ",").replace("_", "."), COMMA) == found


@given(st.text(max_size=8))
def test_ids_are_trimmed_normalised_and_stay_so(text: str) -> None:
    try:
        found = identifier(text)
    except BadValue:
        assert any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in text)
    else:
        assert found == unicodedata.normalize("NFC", text.strip())
        assert identifier(found) == found


@given(st.lists(st.text("ab ;", max_size=3)))
def test_lists_stay_as_they_have_become(parts: list[str]) -> None:
    found = items(";".join(parts))
    assert items(found) == found
    assert set(found.split(";")) - {""} == {p.strip() for part in parts for p in part.split(";")} - {""}


def test_dates_of_a_mapping() -> None:
    reading = Notation(dates=("%d.%m.%Y", "%m/%d/%y"))
    assert [day(t, reading) for t in ("31.12.2024", "12/31/24", "2024-12-31")] == ["2024-12-31"] * 3


MEANT: list[tuple[str, str, object]] = [
    ("id", "4h", "4h"),
    ("text", "4h", "4h"),
    ("ids", "b;a", frozenset("ab")),
    ("list", "x", frozenset("x")),
    ("number", "1.5", Decimal("1.5")),
    ("percent", "99.999", Decimal("99.999")),
    ("needs", "2", 2),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("duration", "PT4H", 14_400),
    ("duration", "240m", 14_400),
    ("hours", "Mon 00:00-00:02", 0b11),
    ("criticality", "3", 3),
    ("flag", "yes", True),
    ("statement", "yes", "yes"),
    ("statement", "no", "no"),
    ("statement", "2024-02-29", "2024-02-29"),
    ("raci", "A", "A"),
    ("kind", "product", "product"),
    ("lifecycle", "live", "live"),
    ("strength", "soft", "soft"),
]


@pytest.mark.parametrize(("name", "text", "value"), MEANT)
def test_a_text_means_a_value(name: str, text: str, value: object) -> None:
    found = TYPES[name]
    assert found.parse(text, Notation()) == text
    assert found.value(text) == value
    assert found.meaning(text) == value
    assert type(found.value(text)) is type(value)


def test_every_type_means_something() -> None:
    assert (
        {name for name, _, _ in MEANT} == TYPES.keys() == {f.type for k in KINDS.values() for f in k.fields}
    )


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("duration", "4h", "PT4H", True),
        ("duration", "4h", "5h", False),
        ("duration", "4h", "", False),
        ("duration", "", "", True),
        ("duration", "soon", "soon", True),
        ("duration", "soon", "4h", False),
        ("hours", "24/7", "Mon-Sun 00:00-24:00", True),
        ("hours", "24/7", "Mon-Fri 00:00-24:00", False),
        ("ids", "a;b", "b;a", True),
        ("list", "a;b", "a", False),
        ("text", "4h", "PT4H", False),
        ("number", "1", "1", True),
        ("number", "1", "2", False),
    ],
)
def test_same(name: str, one: str, other: str, *, same: bool) -> None:
    assert TYPES[name].same(one, other) is same
    assert TYPES[name].same(other, one) is same


@given(
    st.sampled_from(sorted(TYPES)),
    st.text(max_size=12) | st.from_regex(r"[0-9]{1,3}[a-z:;., %-]?[0-9a-z]{0,3}"),
)
def test_where_one_text_is_enough_differing_texts_differ(name: str, text: str) -> None:
    found = TYPES[name]
    try:
        canonical = found.parse(text, Notation())
    except BadValue:
        assert found.canonical(text) == text
        return
    assert found.canonical(text) == canonical == found.parse(canonical, Notation())
    if canonical:
        assert hash(found.value(canonical)) == hash(found.meaning(canonical))


def test_a_free_attribute_is_text() -> None:
    assert type_of(KINDS["service"], "shade") is TYPES["text"]
    assert type_of(KINDS["service"], "rto") is TYPES["duration"]
