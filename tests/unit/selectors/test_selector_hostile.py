"""Selectors among ids that look like selectors: digits, plus signs, colons, commas, blanks, quotes and globs.

The oracle takes a text apart letter by letter and knows no regular expression.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from graphmodel.selectors.selector import one, select
from tests import oracles
from tests.conftest import index

HOSTILE = st.text(alphabet='0129+:,"*? x', min_size=1, max_size=5).filter(str.strip).map(str.strip)
DIGITS = set("0123456789")


def catalogue(ids: list[str], ends: list[tuple[int, int]]) -> Index:
    out = io.StringIO()
    rows = {(ids[a % len(ids)], ids[b % len(ids)]) for a, b in ends}
    csv.writer(out).writerows([("service", "depends_on"), *sorted(rows)])
    services = io.StringIO()
    csv.writer(services).writerows([("id",), *((own,) for own in ids)])
    return index({"services.csv": services.getvalue(), "dependencies.csv": out.getvalue()})


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Index, list[str]]:
    ids = sorted(draw(st.sets(HOSTILE, min_size=1, max_size=6)))
    number = st.integers(0, 5)
    return catalogue(ids, draw(st.lists(st.tuples(number, number), max_size=8))), ids


STEPS = st.sampled_from((None, "", "0", "1", "2", "007"))


def near(found: Index, start: str, steps: str | None, *, up: bool) -> set[str]:
    """What can be reached within so many steps, by the definition."""
    if steps is None:
        return {start}
    graph = oracles.graph(found.catalogue())
    graph = graph.reverse() if up else graph
    limit = None if steps == "" else int(steps)
    return set(nx.single_source_shortest_path_length(graph, start, cutoff=limit))


def around(found: Index, core: str, before: str | None, after: str | None) -> set[str]:
    return near(found, core, before, up=False) | near(found, core, after, up=True)


def with_operators(before: str | None, core: str, after: str | None) -> str:
    return ("" if before is None else f"{before}+") + core + ("" if after is None else f"+{after}")


def ways(text: str) -> list[tuple[str, str | None, str | None]]:
    """All (core, steps before, steps behind) that a text can be, the longest core first, then the first."""
    found = []
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            head, core, tail = text[:start], text[start:end], text[end:]
            before = head[:-1] if head else None
            after = tail[1:] if tail else None
            if head and (head[-1] != "+" or set(head[:-1]) - DIGITS):
                continue
            if tail and (tail[0] != "+" or set(tail[1:]) - DIGITS):
                continue
            found.append((-len(core), start, core, before, after))
    return [(core, before, after) for _, _, core, before, after in sorted(found, key=lambda way: way[:2])]


def selected(found: Index, expression: str) -> set[str]:
    return {found.service_id[v] for v in select(found, expression).tolist()}


def quoted(own: str) -> str:
    doubled = own.replace('"', '""')
    return f'id:"{doubled}"'


@given(catalogues())
def test_an_exact_id_always_selects_itself(case: tuple[Index, list[str]]) -> None:
    found, ids = case
    for own in ids:
        assert selected(found, own) == {own}
        assert selected(found, f"  {own} ") == {own}
        assert found.service_id[one(found, own)] == own


@given(catalogues(), STEPS, STEPS, st.data())
def test_a_quoted_id_with_steps_always_works(
    case: tuple[Index, list[str]], before: str | None, after: str | None, data: st.DataObject
) -> None:
    found, ids = case
    first, second = (data.draw(st.sampled_from(ids)) for _ in range(2))
    term, other = with_operators(before, quoted(first), after), quoted(second)
    wanted = around(found, first, before, after)
    assert selected(found, term) == wanted
    assert found.service_id[one(found, quoted(first))] == first
    assert selected(found, f"{term} {other}") == wanted | {second}
    assert selected(found, f"{other},{term}") == wanted & {second}
    assert selected(found, f"{term}, {other} {other}") == (wanted & {second}) | {second}


@given(catalogues(), STEPS, STEPS, st.data())
def test_the_longest_exact_id_wins_whatever_it_is_made_of(
    case: tuple[Index, list[str]], before: str | None, after: str | None, data: st.DataObject
) -> None:
    found, ids = case
    text = with_operators(before, data.draw(st.sampled_from(ids)), after)
    core, left, right = next(way for way in ways(text) if way[0] in ids)
    assert selected(found, text) == around(found, core, left, right)


@given(catalogues(), st.text(alphabet='0129+:,"*? x', max_size=9))
@settings(max_examples=300)
def test_any_text_selects_something_of_the_catalogue_or_is_a_usage_error(
    case: tuple[Index, list[str]], text: str
) -> None:
    found, ids = case
    with suppress(UsageError):
        assert selected(found, text) <= set(ids)


ONE = catalogue(["10042", "1", "q", "x", "1+", ":", "+", "sso", ":sso", "5", "7"], [])


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("10042", "10042"),
        ("10042+", "10042"),
        ("10042+1", "10042"),
        ("1+10042", "10042"),
        ("1++", "1+"),
        ("1+", "1+"),
        ("+1+", "1+"),
        (":sso", ":sso"),
        (":", ":"),
        (":+", ":"),
        ("+", "+"),
        ("++", "+"),
        ("5+7", "5"),
        ("7+5", "7"),
        ('7+id:"5"', "5"),
    ],
)
def test_by_hand(text: str, core: str) -> None:
    assert selected(ONE, text) == {core}


def test_a_number_that_is_no_id_is_steps() -> None:
    found = catalogue(["1", "q", "x", "sso"], [(0, 1), (1, 2), (3, 0)])  # 1 → q → x, sso → 1
    assert selected(found, "10042+1") == {"1", "q", "x"}
    assert selected(found, "q+1") == {"q", "1"}


def test_neither_of_two_readings_is_there() -> None:
    with pytest.raises(UsageError, match="there is no service '30' and there is no service '40'"):
        select(ONE, "30+40")


NAMED = index(
    {
        "services.csv": "id,name,category,tags,team\na,C++,net+1,c++,x+\nb,net,net,c,x\nc,Two words,net+1,,\n"
        "d,1+1,,,\n",
        "categories.csv": "id,name\nnet,Net\nnet+1,Net and more\n",
        "roles.csv": "id,name\ndba+,Databases\n",
        "responsibilities.csv": "role,service,responsibility\ndba+,b,A\n",
        "dependencies.csv": "service,depends_on\nb,a\nc,b\n",
    }
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("category:net+1", "a c"),
        ("category:net+2", "b c"),
        ('category:"net"+1', "b c"),
        ("tag:c++", "a"),
        ("tag:c+", "b c"),
        ("tag:c+++", "a b c"),
        ("team:x+", "a"),
        ("role:dba+", "b"),
        ("role:dba++", "b c"),
        ("1+role:dba+", "a b"),
        ("C++", "a"),
        ("C+++1", "a b"),
        ("1+net", "a b"),
        ("1+1", "d"),
        ("1+1+", "d"),
        ("Two words", "c"),
        ("1+Two words", "b c"),
        ("c*", "c"),
        ("c*+", "c"),
        ("+c*", "a b c"),
    ],
)
def test_what_is_exactly_there_wins_over_operators(text: str, wanted: str) -> None:
    assert selected(NAMED, text) == set(wanted.split())
