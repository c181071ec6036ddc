"""What ``scenarios`` answers, and what it means."""

from __future__ import annotations

from typing import Final, NamedTuple

from graphmodel.answers.question import Topic
from graphmodel.model.rows import documented


@documented(
    scenario="its name in the file",
    products_down="the products that are down, also those that fail themselves",
    products_degraded="how many are degraded",
    products_at_risk="how many are at risk",
    weight="6 - criticality of the products down, added up; 1 where nobody states it",
    longest_restore="how long until the last of the products that are down is back at the earliest, or never",
    verdict="of what is expected: kept, broken, or unknown; empty where nothing is expected",
    broken="the expectations that are broken, and why",
    at_least="yes where own times that nobody states count as zero in longest_restore",
    down="how many products are down",
    names="the names of products_down",
)
class ScenarioRow(NamedTuple):
    """What becomes of the products in one scenario."""

    scenario: str
    products_down: tuple[str, ...]
    products_degraded: int
    products_at_risk: int
    weight: int
    longest_restore: str
    verdict: str
    broken: tuple[str, ...]
    at_least: str
    down: int
    names: tuple[str, ...]


MEANS: Final = (
    "What becomes of the products in each scenario of a file, all that it names failing (fail) or being degraded "
    "(degrade) at once, with its overlay, without what is taken away, on its day; and whether that is what is "
    "expected: survive names services that must not be down (degraded is allowed), restore how long it may take until "
    "every product that is down is back at the earliest. Broken, kept, or unknown where an own time that nobody "
    "states would decide; exit code 1 where an expectation is broken."
)
TOPICS: Final = (Topic("scenarios", ScenarioRow, MEANS, "docs/proposals.md"),)
