"""What a manager has to know of a catalogue, in sentences: true of any catalogue, also of an empty one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graphmodel.model.words import count, listed, one_of, several

_NAMED: Final = 3
"""How many names a sentence has room for."""


@dataclass(frozen=True)
class Facts:
    """What the sentences say."""

    products: int
    services: int
    """That are no products."""
    dependencies: int
    failures: tuple[tuple[str, int, int, int], ...]
    """The worst single failures: what fails; how many other products are down, degraded, at risk."""
    worst_is_product: bool
    """The first of them is a product itself."""
    down: int
    """Products that are down after at least one of these failures, not counting that of a product itself …"""
    hit: int
    """… and products that are not up."""
    safe: tuple[str, ...]
    """Products that all of these failures leave up."""
    doubted: bool
    """What some of those need is open or dark."""
    errors: int
    warnings: int
    common: tuple[str, int]
    """What the checks find most often, and how often."""
    owned: int
    """Services, products among them, for which a role is accountable."""


def sentences(facts: Facts) -> tuple[str, ...]:
    """Five, or two of an empty catalogue."""
    if not facts.products + facts.services:
        return ("The catalogue is empty: it holds no product and no service.", _gaps(facts))
    return (_holdings(facts), _worst(facts), _products(facts), _gaps(facts), _owners(facts))


def _holdings(facts: Facts) -> str:
    products, others = facts.products, facts.services
    held = count(products, "product") if products else "no product"
    rest = (
        several(others, "one other service", f"{others:,} other services") if others else "no other service"
    )
    edges = count(facts.dependencies, "dependency") if facts.dependencies else "no dependency"
    return f"The catalogue holds {held} and {rest}, with {edges} between them."


def _worst(facts: Facts) -> str:
    if not facts.products:
        return "No service is marked as a product, so nothing is known of what a failure means to those who use them."
    if not facts.failures:
        return "No product depends on anything that the catalogue knows, so no failure reaches one."
    name, down, degraded, at_risk = facts.failures[0]
    others = facts.products - facts.worst_is_product
    other = "other " * facts.worst_is_product
    hit = f"{_share(down or degraded or at_risk, others)} {other}{several(others, 'product')}"
    if not down:
        state = "degraded" if degraded else "at risk"
        return f"No single failure takes a product down; the worst, that of {name}, leaves {hit} {state}."
    alike = [failure[0] for failure in facts.failures[1:] if failure[1] == down]
    also = f", and {several(degraded, 'one more is', f'{degraded:,} more are')} degraded" if degraded else ""
    first = f"If {name} alone fails, {hit} {several(down, 'goes', 'go')} down{also}"
    return f"{first}{f'; as many do with {_either(alike)}' if alike else ''}."


def _either(names: list[str]) -> str:
    """The names, the first few of many."""
    more = len(names) - _NAMED
    return one_of([*names[:_NAMED], *[f"one of {more:,} others"] * (more > 1), *names[_NAMED:] * (more == 1)])


def _share(part: int, whole: int) -> str:
    if part == whole:
        return "the only" if whole == 1 else "both" if whole == 2 else f"all {whole:,}"
    return f"{part:,} of {whole:,}"


def _products(facts: Facts) -> str:
    if not facts.products or not facts.failures:
        return "Single failures cannot be compared until products depend on services."
    number = len(facts.failures)
    struck = facts.down or facts.hit
    verb = (
        several(struck, "goes", "go") + " down"
        if facts.down
        else several(struck, "is", "are") + " degraded or at risk"
    )
    of = f"{_share(struck, facts.products)} {several(facts.products, 'product')}"
    when = (
        "with the one failure that reaches a product"
        if number == 1
        else f"with at least one of the {number} worst single failures"
    )
    text = f"{of[0].upper()}{of[1:]} {verb} {when}"
    if not facts.safe:
        return f"{text}; none stays up in all of them." if number > 1 else f"{text}."
    stays = f"{count(len(facts.safe), 'product')} {several(len(facts.safe), 'stays', 'stay')} up"
    stays += " in all of them" * (number > 1) + " as far as is stated" * facts.doubted
    return f"{text}; {stays}: {listed(facts.safe, _NAMED)}."


def _gaps(facts: Facts) -> str:
    if not facts.errors + facts.warnings:
        return "The checks find no error and no warning."
    errors, warnings = (
        count(number, thing) if number else f"no {thing}"
        for number, thing in ((facts.errors, "error"), (facts.warnings, "warning"))
    )
    found = f"The checks find {errors} and {warnings}"
    title, number = facts.common
    return f"{found}; the most frequent is “{title}” ({count(number, 'time')})."


def _owners(facts: Facts) -> str:
    whole, owned = facts.products + facts.services, facts.owned
    if owned == whole:
        every = "the only service" if whole == 1 else f"every one of the {whole:,} services"
        return f"A role is accountable for {every}."
    if not owned:
        either = "the only service" if whole == 1 else f"any of the {whole:,} services"
        return f"No role is accountable for {either}."
    return f"A role is accountable for {owned:,} of the {whole:,} services; for {whole - owned:,} none is."
