"""Did you mean, also among many."""

from __future__ import annotations

import pytest

from graphmodel.model.suggest import KnownNames

FEW = ["payment-api", "checkout", "Web Shop"]
MANY = [*FEW, *(f"service-{n:06d}" for n in range(20_000))]


@pytest.mark.parametrize("known", [FEW, MANY])
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("payment-apj", "payment-api"),
        ("paymentapi", "payment-api"),
        ("PAYMENT_API", "payment-api"),
        ("pyament-api", "payment-api"),
        ("chekout", "checkout"),
        ("checkoutt", "checkout"),
        ("webshop", "Web Shop"),
        ("nothing like it", ""),
        ("", ""),
    ],
)
def test_nearest(known: list[str], word: str, meant: str) -> None:
    assert KnownNames(known).nearest(word) == meant


def test_of_several_the_smallest() -> None:
    assert KnownNames(["b1", "a1", *MANY]).nearest("c1") == "a1"
    assert KnownNames([]).hint("x", "otherwise") == "otherwise"
