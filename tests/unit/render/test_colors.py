"""States can be told apart by all readers: computed from the definitions in ``tests.colors``."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from graphmodel.diagrams.spec import Node
from graphmodel.render.theme import THEMES, Look, Theme
from tests.colors import EYES, Lab, contrast, difference, luminance, seen

ENOUGH = 15
SCALES = {
    "failures": ("up", "at-risk", "degraded", "down", "failed"),
    "gaps": ("", "info", "warning", "error"),
    "changes": ("", "added", "changed", "removed"),
}
BOTH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)

SHARMA: list[tuple[Lab, Lab, float]] = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0011, -2.4900), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "published"), SHARMA)
def test_the_formula_gives_what_its_authors_published(one: Lab, other: Lab, published: float) -> None:
    assert difference(one, other) == pytest.approx(published, abs=5e-5)
    assert difference(other, one) == pytest.approx(published, abs=5e-5)


def looks(theme: Theme, scale: str) -> dict[str, Look]:
    """How a service is drawn in each state; of one that a gap or a change has nothing to do with as such."""
    return {
        state: theme.look(
            Node(
                "s1",
                "A",
                "service",
                state="down" if state == "failed" else state,
                emphasis={"failed": "strong", "": "faint"}.get(state, ""),
            )
        )
        for state in SCALES[scale]
    }


@BOTH
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("by", EYES)
def test_any_two_states_are_told_apart_by_fill_and_by_border(theme: Theme, scale: str, by: str) -> None:
    drawn = looks(theme, scale)
    for part in ("fill", "line"):
        near = {
            (one, other): difference(seen(getattr(a, part), by), seen(getattr(b, part), by))
            for (one, a), (other, b) in combinations(drawn.items(), 2)
        }
        assert {pair: round(apart, 1) for pair, apart in near.items() if apart < ENOUGH} == {}, part


@BOTH
def test_lightness_carries_the_order_away_from_the_paper(theme: Theme) -> None:
    for part in ("fill", "line"):
        drawn = [getattr(look, part) for look in looks(theme, "failures").values()]
        far = [abs(luminance(color) - luminance(theme.paper)) for color in drawn[:4]]
        assert all(near < farther for near, farther in pairwise(far)), part
    fills = [look.fill for look in looks(theme, "failures").values()]
    assert luminance(fills[-1]) == (min if theme.name == "light" else max)(map(luminance, fills))


@BOTH
def test_what_stands_in_a_state_can_be_read(theme: Theme) -> None:
    """WCAG 2.2, 1.4.3: text needs 4.5."""
    every = [*theme.kinds.values(), *theme.states.values(), *looks(theme, "gaps").values()]
    assert {
        look.fill: contrast(look.ink, look.fill) for look in every if contrast(look.ink, look.fill) < 4.5
    } == {}
    failed = theme.states["failed"]
    assert contrast(failed.ink, failed.fill) >= 7
