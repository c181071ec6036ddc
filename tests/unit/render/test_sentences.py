"""The sentences of page one, word for word, where catalogues differ most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphmodel.render.pages.sentences import Facts, sentences

SOME = Facts(
    products=15,
    services=69,
    dependencies=241,
    failures=(("Storage", 14, 0, 0), ("Network", 14, 0, 0), ("Sign-in", 9, 5, 0)),
    worst_is_product=False,
    down=14,
    hit=14,
    safe=("Alumni",),
    doubted=False,
    errors=3,
    warnings=1,
    common=("Missing type", 2),
    owned=80,
)
NONE = Facts(0, 0, 0, (), False, 0, 0, (), False, 0, 0, ("", 0), 0)


def test_of_an_ordinary_catalogue() -> None:
    assert sentences(SOME) == (
        "The catalogue holds 15 products and 69 other services, with 241 dependencies between them.",
        "If Storage alone fails, 14 of 15 products go down; as many do with Network.",
        (
            "14 of 15 products go down with at least one of the 3 worst single failures; "
            "1 product stays up in all of them: Alumni."
        ),
        "The checks find 3 errors and 1 warning; the most frequent is “Missing type” (2 times).",
        "A role is accountable for 80 of the 84 services; for 4 none is.",
    )


def test_of_an_empty_catalogue() -> None:
    assert sentences(NONE) == (
        "The catalogue is empty: it holds no product and no service.",
        "The checks find no error and no warning.",
    )


@pytest.mark.parametrize(
    ("changed", "at", "said"),
    [
        (
            {"products": 0, "failures": ()},
            0,
            "The catalogue holds no product and 69 other services, with 241 dependencies between them.",
        ),
        (
            {"products": 1, "services": 1, "dependencies": 1},
            0,
            "The catalogue holds 1 product and one other service, with 1 dependency between them.",
        ),
        (
            {"products": 2, "services": 0, "dependencies": 0},
            0,
            "The catalogue holds 2 products and no other service, with no dependency between them.",
        ),
        (
            {"products": 0, "failures": ()},
            1,
            "No service is marked as a product, so nothing is known of what a failure means to those who use them.",
        ),
        (
            {"failures": ()},
            1,
            "No product depends on anything that the catalogue knows, so no failure reaches one.",
        ),
        ({"failures": ()}, 2, "Single failures cannot be compared until products depend on services."),
        ({"products": 1, "failures": (("A", 1, 0, 0),)}, 1, "If A alone fails, the only product goes down."),
        ({"products": 2, "failures": (("A", 2, 0, 0),)}, 1, "If A alone fails, both products go down."),
        ({"failures": (("A", 15, 0, 0),)}, 1, "If A alone fails, all 15 products go down."),
        (
            {"failures": (("A", 1, 1, 0),)},
            1,
            "If A alone fails, 1 of 15 products goes down, and one more is degraded.",
        ),
        (
            {"failures": (("A", 2, 3, 0),)},
            1,
            "If A alone fails, 2 of 15 products go down, and 3 more are degraded.",
        ),
        (
            {"failures": (("A", 14, 0, 0),), "worst_is_product": True},
            1,
            "If A alone fails, all 14 other products go down.",
        ),
        (
            {"failures": tuple((name, 4, 0, 0) for name in "ABCDE")},
            1,
            "If A alone fails, 4 of 15 products go down; as many do with B, C, D or E.",
        ),
        (
            {"failures": tuple((name, 4, 0, 0) for name in "ABCDEFG")},
            1,
            "If A alone fails, 4 of 15 products go down; as many do with B, C, D or one of 3 others.",
        ),
        (
            {"failures": (("A", 0, 3, 0),), "down": 0},
            1,
            "No single failure takes a product down; the worst, that of A, leaves 3 of 15 products degraded.",
        ),
        (
            {"failures": (("A", 0, 0, 1),), "down": 0},
            1,
            "No single failure takes a product down; the worst, that of A, leaves 1 of 15 products at risk.",
        ),
        (
            {"failures": (("A", 0, 0, 1),), "down": 0, "hit": 1, "safe": ()},
            2,
            "1 of 15 products is degraded or at risk with the one failure that reaches a product.",
        ),
        (
            {"products": 2, "down": 2, "hit": 2, "safe": ()},
            2,
            "Both products go down with at least one of the 3 worst single failures; none stays up in all of them.",
        ),
        (
            {"doubted": True},
            2,
            (
                "14 of 15 products go down with at least one of the 3 worst single failures; "
                "1 product stays up in all of them as far as is stated: Alumni."
            ),
        ),
        ({"errors": 0, "warnings": 0}, 3, "The checks find no error and no warning."),
        (
            {"errors": 0, "warnings": 1, "common": ("X", 1)},
            3,
            "The checks find no error and 1 warning; the most frequent is “X” (1 time).",
        ),
        ({"owned": 0}, 4, "No role is accountable for any of the 84 services."),
        ({"owned": 84}, 4, "A role is accountable for every one of the 84 services."),
        ({"products": 1, "services": 0, "owned": 1}, 4, "A role is accountable for the only service."),
        ({"products": 1, "services": 0, "owned": 0}, 4, "No role is accountable for the only service."),
    ],
)
def test_where_something_is_none_one_or_all(changed: dict[str, object], at: int, said: str) -> None:
    assert sentences(replace(SOME, **changed))[at] == said  # type: ignore[arg-type]
