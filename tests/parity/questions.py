"""Questions to a catalogue: several for every analysis, about what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphmodel.analyses.details.matrix import KINDS as MATRICES
from graphmodel.analyses.list import KINDS
from graphmodel.model.catalogue import Catalogue
from graphmodel.model.problems import SEVERITIES
from graphmodel.rules import RULES

Question = tuple[str, dict[str, Any]]
"""Name of an analysis and the fields of its question."""


def questions(catalogue: Catalogue) -> Iterator[Question]:
    """What to ask of that catalogue."""
    services = catalogue.services
    ids = services.texts("id")
    asked = spread(ids, 4) or ["nobody"]
    selections = [(), *selectors(catalogue, asked)]
    for select in selections:
        chosen: dict[str, Any] = {"select": (select,) if select else ()}
        for name in ("underpinning", "levels", "promises", "gaps", "check", "roles", "diagram"):
            yield name, chosen
        yield "underpinning", {**chosen, "counts": True}
        yield "list", {**chosen, "kind": "services"}
    yield from whole()
    for one in asked:
        yield "show", {"id": one}
        yield "find", {"words": (one,)}
        yield "underpinning", {"of": one}
        yield "underpinning", {"select": (f"+{one}+",), "exclude": (one,)}
        for state in ("down", "degraded"):
            yield "impact", {"services": (one,), "state": state}
        yield "impact", {"services": (one,), "notify": True}
        yield "cutsets", {"products": (one,), "order": 3}
        yield "availability", {"importance": one}
        yield "spof", {"why": one}
        yield "recovery", {"services": (one,)}
        yield "cutsets", {"products": (one,), "groups": True}
        yield "improve", {"target": "no-spof", "select": (one,)}
        yield from (("impact", {"services": (one,), "why": other}) for other in asked)
        yield from (("paths", {"consumer": one, "provider": other, "limit": 3}) for other in asked)
    yield "impact", {"services": tuple(asked)}
    yield "recovery", {"services": ("*",)}
    yield "impact", {"services": tuple(asked[:1]), "doubt": True}
    for prefix, table in (("category", catalogue.categories), ("role", catalogue.roles)):
        yield from (("show", {"id": f"{prefix}:{one}"}) for one in spread(table.texts("id"), 2))
    for table in (services, catalogue.categories):
        yield from (("show", {"id": name}) for name in spread(table.texts("name"), 2))
    yield from (
        ("show", {"id": alias}) for aliases in services.texts("aliases") for alias in aliases.split(";")[:1]
    )


def whole() -> Iterator[Question]:
    """Those about the catalogue as a whole, and those that are refused."""
    yield from (("list", {"kind": kind}) for kind in KINDS)
    yield from (("underpinning", {"matrix": matrix}) for matrix in MATRICES)
    yield "underpinning", {"counts": True, "by": "service"}
    yield from (("gaps", {"severity": severity}) for severity in SEVERITIES)
    yield from (("check", {"fail_on": severity}) for severity in SEVERITIES)
    yield from (("gaps", {"rule": (code,)}) for code in RULES)
    yield "cycles", {}
    yield "stats", {}
    yield "spof", {}
    yield from (("roles", {name: True}) for name in ("matrix", "vacant"))
    yield from (("roles", {"load": field}) for field in ("role", "holder", "team"))
    yield from (("score", {"by": by}) for by in ("product", "category", "role", "rule"))
    yield ("score", {"fix": True})
    yield from (("vision", {"ask": ask}) for ask in (False, True))
    yield "drift", {}
    yield from (
        (name, {"by": field}) for name in ("impact", "spof") for field in ("category", "role", "tags")
    )
    yield "availability", {}
    yield "impact", {"services": ("nosuchthing",)}
    yield "list", {"kind": "roles", "select": ("x",)}


def selectors(catalogue: Catalogue, asked: list[str]) -> Iterator[str]:
    """One of every form."""
    one, last = (f'id:"{name}"' for name in (asked[0], asked[-1]))
    yield from (one, f"+{last}", f"{one}+", f"1+{last}+2", f"{one} {last}+", f"+{one},kind:product")
    yield from (
        "kind:product",
        "criticality:1",
        "lifecycle:live",
        "placeholder:yes",
        "*a*",
        "nosuch:attribute",
    )
    yield from (f"category:{name}" for name in spread(catalogue.categories.texts("id"), 2))
    yield from (f"role:{name}" for name in spread(catalogue.roles.texts("id"), 1))
    tags = sorted({tag for tags in catalogue.services.texts("tags") if tags for tag in tags.split(";")})
    yield from (f"tag:{tag}" for tag in tags[:1])


def spread(values: list[str], most: int) -> list[str]:
    """Some of the values, from the first to the last."""
    given = sorted({value for value in values if value})
    step = max(1, (len(given) - 1) // max(1, most - 1))
    return given[::step][:most]
