"""How long every coverage rule takes, on the synthetic estate at several sizes and on catalogues of your own.

Prints a page of Markdown. ``python -m benchmarks.rules [--scales 0.001,1,3,10] CATALOGUE …`` adds these catalogues,
Debian's packages for example.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.process import GRAPHMODEL, Run, python, run
from benchmarks.run import DATA, table
from graphmodel.index.index import Index
from graphmodel.rules import RULES
from graphmodel.rules.findings import Findings, every_part
from graphmodel.rules.settings import DEFAULT
from graphmodel.stores import open_store

if TYPE_CHECKING:
    from graphmodel.rules.rule import Rule

HEAD: Final = """# How the coverage rules perform

One run of `make -s bench-rules > docs/performance-rules.md`. *gaps* is the whole process, `gaps` into a CSV file, the
faster of two, with the processor's seconds in brackets; *score* the same, once. In the second table, a column per rule:
seconds in one process until it has found all and said it, with what several rules share worked out before; the columns
in front say what that takes.
"""
"""What is said above the tables."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Every coverage rule, on estates and on catalogues of your own."
    )
    parser.add_argument("--scales", default="0.001,1,3,10", help="of the estate (1: 110,000 services)")
    parser.add_argument("catalogues", nargs="*", help="more catalogue files")
    asked = parser.parse_args()
    print(HEAD)
    load = f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. {load}\n")
    places = [_estate(float(scale)) for scale in asked.scales.split(",")]
    places += [(Path(path).stem, path) for path in asked.catalogues]
    print("## Whole processes\n")
    heads = ("catalogue", "services", "findings", "gaps in s", "MiB", "µs a service", "score in s", "MiB")
    measured = [
        _processes(path) for _, path in places
    ]  # before this process is large, which would count for them
    table(heads, [_said(name, path, *done) for (name, path), done in zip(places, measured, strict=True)])
    print("\n## Rule by rule\n")
    rules = [RULES[code] for code in RULES.own]
    shared = list(dict.fromkeys(need for rule in rules for need in rule.needs))
    table(
        ("catalogue", *(need.__name__ for need in shared), *RULES.own),
        [_rules(name, path, rules, shared) for name, path in places],
    )


def _estate(scale: float) -> tuple[str, str]:
    """The estate of that scale, imported."""
    target = DATA / f"rules-{scale:g}.db"
    if not target.exists():
        folder = DATA / f"estate-{scale:g}"
        python("benchmarks.estate", folder, "--scale", scale)
        run(*GRAPHMODEL, "-c", target, "import", folder, keep=False)
    return f"estate × {scale:g}", str(target)


def _processes(path: str) -> tuple[Run, int, Run]:
    """``gaps``, how many findings it has, and ``score``."""
    DATA.mkdir(exist_ok=True)
    out = DATA / "gaps.csv"
    command = (*GRAPHMODEL, "-c", path)
    gaps = run(*command, "gaps", "--output", out, "--force", repeat=2, keep=False)
    with out.open(encoding="utf-8") as lines:
        found = sum(1 for _ in lines) - 1
    score = run(*command, "score", "--output", out, "--force", keep=False)
    return gaps, found, score


def _said(name: str, path: str, gaps: Run, found: int, score: Run) -> tuple[str, ...]:
    services = open_store(path).index().n
    each = f"{1e6 * gaps.seconds / services:.1f}"
    return (name, f"{services:,}", f"{found:,}", *_measured(gaps), each, *_measured(score))


def _measured(done: Run) -> tuple[str, str]:
    return f"{done.seconds:.2f} ({done.cpu:.2f})", f"{done.peak:,.0f}"


def _rules(
    name: str, path: str, rules: list[Rule], shared: list[Callable[[Index], object]]
) -> tuple[str, ...]:
    index = open_store(path).index()
    ready = [_seconds(lambda need=need: need(index)) for need in shared]
    spent = [
        _seconds(lambda rule=rule: sum(1 for _ in Findings(every_part([rule], index, DEFAULT))))
        for rule in rules
    ]
    return (name, *(f"{seconds:.2f}" for seconds in (*ready, *spent)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
