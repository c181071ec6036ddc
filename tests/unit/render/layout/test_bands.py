"""Bands on random plans: nothing stands upon another, nothing is passed through, all is in its band and on its page."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.render.layout.bands import fitted
from graphmodel.render.layout.measures import flat, measured
from graphmodel.render.layout.page import Page, page_of
from graphmodel.render.layout.shapes import Arrangement, Band, Outline, Piece, Point, Rectangle, Size, Wire

A4 = page_of("a4", landscape=True)
SMALL = Page("none", 200, 140)
"""On which nothing has its own size, so that every way of saving room is tried."""
NONE = Size(0, 0)


@st.composite
def plans(draw: st.DrawFn) -> Outline:
    """Nodes of any size in bands within bands or in none, what hangs from others, cycles, loops, labels."""
    parents = {"b0": "", "b1": "", "b2": "b0", "b3": "b0", "b4": "b3", "b5": "", "b6": "b0", "b7": ""}
    count = draw(st.integers(1, 24))
    sizes = st.builds(Size, st.integers(20, 140), st.integers(14, 60))
    inside = draw(st.lists(st.sampled_from(["", *parents]), min_size=count, max_size=count))
    pieces = [Piece(f"s{i}", draw(sizes), inside[i], draw(st.integers(-1, 5))) for i in range(count)]
    for i in range(draw(st.integers(0, 3))):
        above = draw(st.sampled_from(pieces[:count]))
        pieces.append(Piece(f"r{i}", Size(46, 18), above.band, above.rank + 1, above.key))
    keys = [piece.key for piece in pieces]
    ends = draw(st.sets(st.tuples(st.sampled_from(keys), st.sampled_from(keys[:count])), max_size=30))
    ends |= {(piece.above, piece.key) for piece in pieces if piece.above}
    labels = st.one_of(st.none(), st.builds(Size, st.integers(8, 60), st.just(11)))
    wires = [Wire(a, b, draw(st.sampled_from(["", "soft"])), draw(labels)) for a, b in sorted(ends)]
    foot = draw(st.sampled_from(["", "b7"]))
    bands = [
        Band(key, Size(draw(st.integers(20, 150)), 13), parent, key == foot)
        for key, parent in parents.items()
    ]
    return Outline(pieces, wires, bands, dict.fromkeys(sorted(ends), 1))


def inside(outer: Rectangle, inner: Rectangle) -> bool:
    return (
        outer.x - 0.01 <= inner.x
        and outer.y - 0.01 <= inner.y
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


def apart(a: Rectangle, b: Rectangle) -> bool:
    return a.right <= b.x + 0.01 or b.right <= a.x + 0.01 or a.bottom <= b.y + 0.01 or b.bottom <= a.y + 0.01


def points(route: list[Point]) -> list[Point]:
    """Points along a way, one for each point of its length at least."""
    found = []
    for (x, y), (a, b) in zip(flat(route), flat(route)[1:], strict=False):
        steps = int(max(abs(a - x), abs(b - y))) + 1
        found += [(x + (a - x) * i / steps, y + (b - y) * i / steps) for i in range(steps + 1)]
    return found


def within(box: Rectangle, at: Point) -> bool:
    return box.x + 1 < at[0] < box.right - 1 and box.y + 1 < at[1] < box.bottom - 1


def hit(layout: Arrangement) -> list[object]:
    """Boxes and texts that an edge passes through, by walking along every edge."""
    found: list[object] = []
    for ends, route in layout.routes.items():
        way = points(route)
        boxes = [*layout.headings.items(), *layout.labels.items()]
        boxes += [(key, box) for key, box in layout.nodes.items() if key not in ends]
        found += [(ends, key) for key, box in boxes if any(within(box, at) for at in way)]
    return found


@settings(max_examples=60, deadline=None)
@given(plans(), st.sampled_from(["down", "up", "right", "left"]), st.sampled_from([A4, SMALL]))
def test_everything_has_a_place_of_its_own(plan: Outline, direction: str, page: Page) -> None:
    made = fitted(plan, page, Size(120, 30), [Size(200, 40), Size(90, 90)], direction)
    layout = made.laid()
    assert (layout.width, layout.height) == made.size
    assert set(layout.nodes) == {piece.key for piece in plan.pieces}
    assert set(layout.routes) == {(wire.consumer, wire.provider) for wire in plan.wires}
    assert set(layout.labels) == {(wire.consumer, wire.provider) for wire in plan.wires if wire.label}
    assert {key: box[2:] for key, box in layout.nodes.items()} == {p.key: p.size for p in plan.pieces}
    texts = [*layout.headings.values(), *layout.labels.values()]
    for one, other in combinations([*layout.nodes.values(), *texts], 2):
        assert apart(one, other)
    whole = Rectangle(0, 0, layout.width, layout.height)
    around = {band.key: band.parent for band in plan.bands}
    for piece in plan.pieces:
        assert inside(whole, layout.nodes[piece.key])
        if piece.band:
            assert inside(layout.frames[piece.band], layout.nodes[piece.key])
    for key, frame in layout.frames.items():
        assert inside(whole, frame)
        assert inside(frame, layout.headings[key])
        others = [layout.nodes[piece.key] for piece in plan.pieces if key not in bands_of(piece, around)]
        assert all(apart(frame, box) for box in others)
        if around[key]:
            assert inside(layout.frames[around[key]], frame)
    for one_key, other_key in combinations(layout.frames, 2):
        if one_key not in ups(other_key, around) and other_key not in ups(one_key, around):
            assert apart(layout.frames[one_key], layout.frames[other_key])
    assert not hit(layout)
    for (consumer, provider), route in layout.routes.items():
        assert near(layout.nodes[consumer], route[0])
        assert near(layout.nodes[provider], route[-1])


def bands_of(piece: Piece, around: dict[str, str]) -> set[str]:
    return {piece.band, *ups(piece.band, around)} - {""}


def ups(key: str, around: dict[str, str]) -> set[str]:
    """The bands around that one."""
    found = set()
    while key := around.get(key, ""):
        found.add(key)
    return found


def near(box: Rectangle, at: Point) -> bool:
    return box.x - 0.01 <= at[0] <= box.right + 0.01 and box.y - 0.01 <= at[1] <= box.bottom + 0.01


@settings(max_examples=30, deadline=None)
@given(plans())
def test_what_has_a_rank_below_zero_stands_on_top_of_its_band(plan: Outline) -> None:
    layout = fitted(plan, A4, NONE, [NONE]).laid()
    for piece in plan.pieces:
        if piece.rank < 0:
            alike = [
                p for p in plan.pieces if p.rank >= 0 and p.band == piece.band and piece.band and not p.above
            ]
            assert all(layout.nodes[p.key].bottom > layout.nodes[piece.key].y for p in alike)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 200), st.integers(0, 20), st.sampled_from(["none", "fan", "chain", "net"]))
def test_the_form_is_that_of_a_page(count: int, bands: int, shape: str) -> None:
    pieces = [
        Piece(f"s{i}", Size(90, 26), f"b{i % bands}" if bands else "", i if shape == "chain" else int(i > 0))
        for i in range(count)
    ]
    ends = {
        "none": [],
        "fan": [("s0", f"s{i}") for i in range(1, count)],
        "chain": [(f"s{i}", f"s{i + 1}") for i in range(count - 1)],
        "net": [(f"s{i // 3}", f"s{i}") for i in range(1, count)],
    }[shape]
    frames = [Band(f"b{i}", Size(60, 13)) for i in range(min(bands, count))]
    plan = Outline(pieces, [Wire(a, b) for a, b in ends], frames, dict.fromkeys(ends, 1))
    size = fitted(plan, A4, Size(200, 40), [Size(300, 60)]).size
    assert 0.5 <= size.width / size.height <= 2


def test_small_bands_stand_side_by_side_where_rows_of_their_own_would_be_too_small() -> None:
    pieces = [Piece(f"s{i}", Size(90, 26), f"b{i}", 0) for i in range(40)]
    bands = [Band(f"b{i}", Size(60, 13)) for i in range(40)]
    made = fitted(Outline(pieces, [], bands), A4, NONE, [NONE])
    layout = made.laid()
    rows = {layout.nodes[piece.key].y for piece in pieces}
    assert len(rows) < 20
    assert A4.text(made.size) >= 6
    assert made.size.width / made.size.height > 0.9
    for i in range(40):
        assert layout.headings[f"b{i}"].right <= layout.nodes[f"s{i}"].x


def test_bands_of_which_one_depends_on_the_other_stand_upon_each_other_where_there_is_room() -> None:
    pieces = [Piece(f"s{i}", Size(90, 26), f"b{i}", i) for i in range(4)]
    wires = [Wire(f"s{i}", f"s{i + 1}") for i in range(3)]
    bands = [Band(f"b{i}", Size(60, 13)) for i in range(4)]
    layout = fitted(
        Outline(pieces, wires, bands, {(w.consumer, w.provider): 1 for w in wires}), A4, NONE, [NONE]
    ).laid()
    assert [*layout.frames] == ["b0", "b1", "b2", "b3"]
    tops = [layout.frames[f"b{i}"].y for i in range(4)]
    assert tops == sorted(set(tops))


def test_title_and_footer_have_room_where_the_font_is_wider() -> None:
    plan = Outline([Piece("s0", Size(90, 26))], [], [])
    for title, footer in ((Size(700, 20), NONE), (NONE, Size(700, 20))):
        layout = fitted(plan, A4, title, [footer]).laid()
        wider = layout.title if title.width else layout.footer
        assert wider.x + 1.05 * wider.width <= layout.width


@given(plans())
@settings(max_examples=25)
def test_the_band_of_the_foot_stands_below_all_others(plan: Outline) -> None:
    made = fitted(plan, A4, NONE, [NONE]).laid()
    if not any(band.foot for band in plan.bands) or "b7" not in made.frames:
        return
    own = {piece.key for piece in plan.pieces if piece.band == "b7"}
    others = {key: box for key, box in made.nodes.items() if key not in own}
    assert all(box.bottom <= made.frames["b7"].y for box in others.values())


def test_what_underpins_others_on_top_stands_below_them() -> None:
    ends = [(f"s{i}", f"s{4 + i // 2}") for i in range(8)]
    pieces = [Piece(f"s{i}", Size(90, 26), "b0", -9 if i < 4 else -8 if i < 6 else -7) for i in range(8)]
    pieces += [Piece(f"t{i}", Size(90, 26), "b0") for i in range(8)]
    ends = [(a, b) for a, b in ends if a != b and int(a[1:]) < 6] + [(f"s{i}", f"t{i}") for i in range(8)]
    plan = Outline(pieces, [Wire(*pair) for pair in ends], [Band("b0", Size(60, 14))], dict.fromkeys(ends, 1))
    made = fitted(plan, A4, NONE, [NONE]).laid()
    assert all(made.nodes[one].bottom < made.nodes[other].y for one, other in ends)


def test_the_few_crossings_of_a_graph_without_any_structure() -> None:
    chance = random.Random(300)
    ends: set[tuple[str, str]] = set()
    while len(ends) < 300:
        one, other = chance.sample(range(300), 2)
        ends.add((f"s{one}", f"s{other}"))
    pieces = [Piece(f"s{i}", Size(80, 26), f"b{chance.randrange(5)}") for i in range(300)]
    bands = [Band(f"b{i}", Size(60, 14)) for i in range(5)]
    plan = Outline(pieces, [Wire(*pair) for pair in sorted(ends)], bands, dict.fromkeys(sorted(ends), 1))
    assert measured(fitted(plan, A4, NONE, [NONE]).laid(), A4).crossings < 4000


def test_few_edges_with_a_text_lead_within_a_row() -> None:
    pieces = [Piece(f"s{i}", Size(90, 26), "", i) for i in range(12)]
    wires = [
        Wire(f"s{i}", f"s{k}", "", Size(20, 11)) for i in range(12) for k in range(i + 1, min(i + 3, 12))
    ]
    plan = Outline(pieces, wires, [], {(wire.consumer, wire.provider): 1 for wire in wires})
    for page in (A4, SMALL):
        layout = fitted(plan, page, NONE, [NONE]).laid()
        rows = [layout.nodes[wire.consumer].y for wire in wires if _beside(layout, wire)]
        assert all(rows.count(row) <= 2 for row in rows)


def _beside(layout: Arrangement, wire: Wire) -> bool:
    return layout.nodes[wire.consumer].y == layout.nodes[wire.provider].y
