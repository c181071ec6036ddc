"""What a statement in Cypher says, wherever it says it, and what only its strings, names and comments say.

Whether a place counts as code was found out with Neo4j 5.26, which is asked the same in ``tests/neo4j``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.errors import UsageError
from graphmodel.stores.neo4j import asking
from graphmodel.stores.neo4j.scanning import scan

if TYPE_CHECKING:
    from collections.abc import Callable

LOAD = "LOAD CSV FROM 'http://host/x' AS l RETURN l"
PLACES = (
    "{}",
    "RETURN CASE WHEN true THEN COLLECT { {} } END AS y",
    "RETURN coalesce(null, COUNT { {} }) AS y",
    "RETURN any(x IN [1] WHERE EXISTS { {} }) AS y",
    "RETURN reduce(a=0, x IN [1] | a + COUNT { {} }) AS y",
    "RETURN [x IN [1] | COUNT { {} }] AS y",
    "MATCH (a)-[r*1..2 {x: COUNT { {} }}]->(b) RETURN a LIMIT 1",
    "MATCH (a {x: COUNT { {} }}) RETURN a",
    "MATCH (a WHERE EXISTS { {} }) RETURN a",
    "RETURN {a: [{b: COUNT { {} }}]} AS y",
    "MATCH (a) RETURN a { .*, n: COUNT { {} } }",
    "MATCH (a) RETURN [(a)-->(b) WHERE EXISTS { {} } | b] AS y",
    "RETURN 1 AS l UNION {}",
    "CALL () { {} } RETURN 1 AS y",
    "RETURN 'it\\'s' + COUNT { {} }",
    'RETURN "a\'b" + COUNT { {} } + "\'"',
    "RETURN 'x\\\\' + COUNT { {} }",
    "RETURN 1 AS `a``b`, COUNT { {} } AS y",
    "/* ' */ {} /* ' */",
    "// ' \"\n{}",
    "RETURN 1 AS l // no\r UNION {}",
    "RETURN 1 AS l // no\\u000a UNION {}",
    "RETURN '\\u0027 AS l UNION {} UNION RETURN \\u0027' AS l",
    "/* /* */ {}",
    "RETURN 1 /* * / */ AS l UNION {} /* open",
)
HIDDEN = (
    "RETURN '{}' AS y",
    'RETURN "{}" AS y',
    "RETURN 1 AS `{}`",
    "RETURN 1 // {}",
    "RETURN 1 /* {} */",
    "RETURN 'it\\'s {}' AS y",
    "RETURN 'x' + \"it's {}\" AS y",
    "RETURN 1 AS `a``{}`",
    "RETURN '/*' AS a, '{}' AS b, '*/' AS c",
    "RETURN '//' AS a, \"{}\" AS b",
    "MATCH (n {`{}`: 1}) RETURN n",
    "RETURN 'a\\\\', '{}'",
)
DRESSED: tuple[Callable[[str], str], ...] = (
    lambda s: s,
    str.lower,
    str.swapcase,
    lambda s: s.replace(" ", "\n\t"),
    lambda s: s.replace(" ", "/**/"),
    lambda s: s.replace(" ", "/* ' \" ` */"),
    lambda s: s.replace(" ", " // it's\n"),
    lambda s: s.replace(" ", "\u3000\u2003\xa0"),
    lambda s: s.replace(" ", "\x1c"),
    lambda s: s.replace("LOAD", "L\\u004fAD"),
    lambda s: s.replace("CSV", "\\u0043\\u0053\\u0056"),
    lambda s: s.replace("LOAD CSV", "LOAD\\u0020CSV"),
    lambda s: s.replace("LOAD CSV", "LOAD\\u002f*\\u002a/CSV"),
    lambda s: s.replace("LOAD CSV", "LOAD CSV WITH HEADERS"),
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("dress", range(len(DRESSED)))
def test_load_csv_is_found_wherever_it_stands(place: str, dress: int) -> None:
    text = place.replace("{}", DRESSED[dress](LOAD), 1)
    assert scan(text).loads, text
    with pytest.raises(UsageError, match="LOAD CSV"):
        asking._read(text)


@pytest.mark.parametrize("two", [r"\\u0060", r"\uu0060", r"\u005cu0060", r"\U0060"])
@pytest.mark.parametrize("end", ["`", "'", '"'])
def test_escapes_that_are_read_in_two_ways_are_not_sent(two: str, end: str) -> None:
    """One that the server leaves and one that it replaces: whoever reads both in one way is told of a name only."""
    one = rf"\u{ord(end):04x}"
    text = f"RETURN 1 AS {end}x{two.replace('0060', f'{ord(end):04X}')} y {one}, COUNT {{ {LOAD} }} AS {end}c{end}"
    with pytest.raises(UsageError):
        asking._read(text)
    asking._read(f"RETURN '{chr(0xE9)} \\u00e9 \\n \\' \\\\ \\u0041' AS `x`")


@pytest.mark.parametrize("place", HIDDEN)
@pytest.mark.parametrize(
    "said", ["LOAD CSV", "load  csv", "CALL db.stats.clear(", "apoc.load.json(", "[[[[[[("]
)
def test_what_is_only_said_is_no_cause(place: str, said: str) -> None:
    found = scan(place.replace("{}", said, 1))
    assert (found.loads, found.called, found.beyond) == (False, frozenset(), frozenset())
    assert found.depth <= 3


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (load)-[csv]->() RETURN load, csv",
        "RETURN {load: 1, csv: 2}",
        "MATCH (n:LOAD:CSV) RETURN n.load.csv",
        "RETURN 1 AS load UNION RETURN 2 AS load",
        "MATCH (call)-->(x) WHERE call IN [x] RETURN call.name, call.x",
        "MATCH (db:Service) RETURN db.stats, db.stats.clear",
        "RETURN apoc.text.join(['a'], '') AS y",
        "RETURN loadcsv, payload",
        "RETURN xs[1..2]",
        "RETURN 'naïve 保守 👩\u200d💻'",
    ],
)
def test_what_looks_alike_is_no_cause(text: str) -> None:
    found = scan(text)
    assert (found.loads, found.called, found.beyond) == (False, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "called", "beyond"),
    [
        ("CALL db.labels() YIELD label RETURN label", {"db.labels"}, set()),
        ("RETURN COUNT { CALL db.labels() YIELD label RETURN 1 }", {"db.labels"}, set()),
        ("call/**/`db` . /* */ `stats`\n.clear ('QUERIES')", {"db.stats.clear"}, {"db.stats.clear"}),
        ("OPTIONAL CALL db.stats.collect('Q')", {"db.stats.collect"}, {"db.stats.collect"}),
        ("C\\u0041LL d\\u0062.stats\\u002eclear('Q')", {"db.stats.clear"}, {"db.stats.clear"}),
        (
            "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV …', {})",
            set(),
            {"apoc.cypher.runFirstColumnSingle"},
        ),
        ("RETURN xs[1..APOC.Cypher.f(1)]", set(), {"APOC.Cypher.f"}),
        ("CALL apoc.load.json('http://x') YIELD value RETURN value", {"apoc.load.json"}, {"apoc.load.json"}),
        ("CALL custom.thing(1)", {"custom.thing"}, set()),
        ("RETURN [x IN [1] | apoc.load.html(x)]", set(), {"apoc.load.html"}),
    ],
)
def test_what_is_called(text: str, called: set[str], beyond: set[str]) -> None:
    found = scan(text)
    assert (found.called, found.beyond) == (called, beyond)


@given(
    st.lists(
        st.sampled_from(
            ["'", '"', "`", "\\", "\\u0027", "//", "/*", "*/", "\n", "\r", "LOAD CSV ", "x", " ", "[", "]"]
        )
    )
)
def test_reading_ends_and_only_code_that_is_left_counts(parts: list[str]) -> None:
    text = "".join(parts)
    found = scan(text)
    assert not found.loads or "LOAD CSV" in text
    if not set(parts) & {"'", '"', "`", "\\u0027", "//", "/*"}:
        assert found.loads is ("LOAD CSV" in text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * asking.LONGEST,
        "a." * (asking.LONGEST // 2),
        "a . " * (asking.LONGEST // 4),
        "call " * (asking.LONGEST // 5),
        "/*" * (asking.LONGEST // 2),
        "'" * (asking.LONGEST - 1),
        "`a" * (asking.LONGEST // 2),
        "load " * (asking.LONGEST // 5),
        "\\u0027" * (asking.LONGEST // 6),
        " " * asking.LONGEST,
        "//\n" * (asking.LONGEST // 3),
    ],
)
@pytest.mark.timeout(60)  # a backtracking expression takes hours
def test_reading_costs_little(text: str) -> None:
    assert not scan(text).loads


@pytest.mark.parametrize("bracket", ["[]", "()", "{}"])
def test_what_nests_too_deep_or_is_too_long_is_not_sent(bracket: str) -> None:
    fine = f"RETURN {bracket[0] * asking.DEEPEST}1{bracket[1] * asking.DEEPEST}"
    assert asking._read(fine) == frozenset()
    with pytest.raises(UsageError, match=f"nests {asking.DEEPEST + 1} brackets"):
        asking._read(fine.replace("1", f"{bracket[0]}1{bracket[1]}"))
    with pytest.raises(UsageError, match="at most 100,000"):
        asking._read("RETURN " + "1+" * asking.LONGEST + "1")
