"""The measures of a layout against naive ones: exact fractions, every pair, points along every edge."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.render.layout.measures import flat, measured
from graphmodel.render.layout.page import page_of
from graphmodel.render.layout.shapes import Arrangement, Point, Rectangle

A4 = page_of("a4", landscape=True)
CORNERS = st.tuples(st.integers(0, 300), st.integers(0, 300))


def straight(corners: list[Point]) -> list[Point]:
    """A way of straight lines as Bézier curves."""
    found = [corners[0]]
    for (x, y), (a, b) in pairwise(corners):
        found += [(x + (a - x) / 3, y + (b - y) / 3), (a - (a - x) / 3, b - (b - y) / 3), (a, b)]
    return found


def side(a: Point, b: Point, c: Point) -> int:
    turn = Fraction(b[0] - a[0]) * Fraction(c[1] - a[1]) - Fraction(b[1] - a[1]) * Fraction(c[0] - a[0])
    return (turn > 0) - (turn < 0)


def cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Do the lines cross within both?"""
    return side(*one, other[0]) * side(*one, other[1]) < 0 and side(*other, one[0]) * side(*other, one[1]) < 0


@st.composite
def ways(draw: st.DrawFn) -> dict[tuple[str, str], list[Point]]:
    keys = st.sampled_from("abcdef")
    ends = draw(st.sets(st.tuples(keys, keys), max_size=8))
    return {pair: [*draw(st.lists(CORNERS, min_size=2, max_size=5))] for pair in sorted(ends)}


@settings(max_examples=100, deadline=None)
@given(ways())
def test_crossings(found: dict[tuple[str, str], list[Point]]) -> None:
    layout = Arrangement(300, 300, routes={ends: straight(corners) for ends, corners in found.items()})
    expected = sum(
        cross(a, b)
        for (one, first), (other, second) in combinations(found.items(), 2)
        if not {*one} & {*other}
        for a in pairwise(first)
        for b in pairwise(second)
    )
    assert measured(layout, A4).crossings == expected


@settings(max_examples=100, deadline=None)
@given(ways(), st.lists(st.tuples(CORNERS, st.integers(10, 80), st.integers(10, 80)), max_size=6))
def test_what_edges_pass_through(
    found: dict[tuple[str, str], list[Point]], boxes: list[tuple[Point, int, int]]
) -> None:
    nodes = {key: Rectangle(*at, w, h) for key, (at, w, h) in zip("abcdef", boxes, strict=False)}
    routes = {ends: straight(corners) for ends, corners in found.items()}
    made = measured(Arrangement(300, 300, nodes=nodes, headings=nodes, routes=routes), A4)
    least = most = least_covered = most_covered = 0
    for key, box in nodes.items():
        narrow = {ends for ends, corners in found.items() if walks(corners, box, 1.5)}
        wide = {ends for ends, corners in found.items() if walks(corners, box, 0.5)}
        least += sum(key not in ends for ends in narrow)
        most += sum(key not in ends for ends in wide)
        least_covered += bool(narrow)
        most_covered += bool(wide)
    assert least <= made.through <= most
    assert least_covered <= made.covered <= most_covered


def walks(corners: list[Point], box: Rectangle, rim: float) -> bool:
    """Does a walk along the way enter the box farther than its rim?"""
    for (x, y), (a, b) in pairwise(corners):
        steps = 20 * int(max(abs(a - x), abs(b - y))) + 1
        for i in range(steps + 1):
            u, v = x + (a - x) * i / steps, y + (b - y) * i / steps
            if box.x + rim < u < box.right - rim and box.y + rim < v < box.bottom - rim:
                return True
    return False


def test_a_curve_is_many_lines_and_a_straight_one_is_one() -> None:
    assert len(flat([(0, 0), (0, 10), (10, 10), (10, 20)])) == 9
    assert flat(straight([(0, 0), (30, 3), (30, 30)])) == [(0, 0), (30, 3), (30, 30)]


def test_text_is_as_large_as_the_page_has_room_for() -> None:
    # A4 less margins of half an inch is 770 by 523 points: twice as wide is half as large, and nothing is enlarged.
    assert measured(Arrangement(1540, 100), A4).text == 5.5
    assert measured(Arrangement(100, 1046), A4).text == 5.5
    assert measured(Arrangement(100, 100), A4).text == 11
    assert measured(Arrangement(200, 100), A4).aspect == 2
