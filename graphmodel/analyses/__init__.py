"""The questions a user asks: each in a file of its own, registered here.

One line per analysis: its name, which is its module's too, and its own summary, said here again so that ``--help`` can
list the analyses without importing numpy (a test holds the two together).
"""

from __future__ import annotations

from typing import Final

from graphmodel.answers.question import Analysis
from graphmodel.answers.registry import Summaries

_OWN: Final = {
    "underpinning": "Which services underpin which products.",
    "impact": "What happens when services fail together.",
    "spof": "Single points of failure: what each service takes down alone.",
    "cutsets": "Joint failures: the smallest sets of services that take a product down.",
    "availability": "How likely products are to be up, modelled against promised.",
    "levels": "Every service level in effect, and where it comes from.",
    "promises": "Promised service levels against what underpins them: kept, broken or unknown.",
    "recovery": "How services come back after a failure: the earliest restore, in waves.",
    "vision": "What the catalogue cannot see: mapped, open and dark services below products.",
    "improve": "The cheapest way out: which changes take products to a target.",
    "drift": "Dependencies declared and never observed, observed and never declared.",
    "gaps": "What is not covered: what the coverage rules find.",
    "check": "The coverage rules as a gate: fails when they find something.",
    "score": "How much of what the coverage rules ask holds; what to fix first; the trend.",
    "paths": "Why one service depends on another.",
    "cycles": "Services that depend on each other in a cycle.",
    "roles": "Who holds which responsibility for what.",
    "list": "What the catalogue holds: services, products, categories, roles, dependencies, …",
    "find": "Services, categories and roles by words in their id, name or description.",
    "show": "Everything about one service, category or role.",
    "diagram": "A diagram: products on top, what underpins them below.",
    "stats": "The catalogue in numbers.",
}

ALL = Summaries("graphmodel.analyses", Analysis, {name: f"{__name__}.{name}:ANALYSIS" for name in _OWN}, _OWN)
"""Every analysis by name, in the order in which help lists them; each is imported when it is first asked for.

Another package adds one by an entry point of the group ``graphmodel.analyses``.
"""
