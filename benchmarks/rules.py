"""How long every coverage rule takes, on the synthetic estate at three sizes and on catalogues of your own.

Prints a page of Markdown. ``python -m benchmarks.rules CATALOGUE …`` adds these, Debian's packages for example.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from benchmarks import estate
from benchmarks.process import GRAPHMODEL, run
from benchmarks.run import DATA, table
from graphmodel.index.index import Index
from graphmodel.rules import RULES
from graphmodel.rules.rule import findings
from graphmodel.stores import open_store

if TYPE_CHECKING:
    from graphmodel.rules.rule import Rule

SCALES: Final = (0.25, 0.5, 1.0)
HEAD: Final = """# How the coverage rules perform

One run of `make -s bench-rules > docs/performance-rules.md`. *gaps* is the whole process, `gaps` into a CSV file, the
faster of two. A column per rule: seconds in one process, with what several rules share worked out before; the columns
in front say what that takes. Each estate has twice the services and dependencies of the one before.
"""
"""What is said above the tables."""


def main() -> None:
    print(HEAD)
    load = f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. {load}\n")
    places = [_estate(scale) for scale in SCALES] + [(path, path) for path in sys.argv[1:]]
    rules = [RULES[code] for code in RULES.own]
    shared = list(dict.fromkeys(need for rule in rules for need in rule.needs))
    heads = ("catalogue", "services", "findings", "gaps in s", "MiB", *(need.__name__ for need in shared))
    table((*heads, *RULES.own), [_row(name, path, rules, shared) for name, path in places])


def _estate(scale: float) -> tuple[str, str]:
    """The estate of that scale, imported."""
    target = DATA / f"rules-{scale:g}.db"
    if not target.exists():
        folder = estate.write(DATA / f"estate-{scale:g}", scale)
        run(*GRAPHMODEL, "-c", target, "import", folder)
    return f"estate × {scale:g}", str(target)


def _row(name: str, path: str, rules: list[Rule], shared: list[Callable[[Index], object]]) -> tuple[str, ...]:
    DATA.mkdir(exist_ok=True)
    out = DATA / "gaps.csv"
    done = run(*GRAPHMODEL, "-c", path, "gaps", "--output", out, "--force", repeat=2, keep=False)
    with out.open(encoding="utf-8") as lines:
        found = sum(1 for _ in lines) - 1
    index = open_store(path).index()
    ready = [_seconds(lambda need=need: need(index)) for need in shared]
    spent = [_seconds(lambda rule=rule: sum(1 for _ in findings(rule, index))) for rule in rules]
    head = (name, f"{index.n:,}", f"{found:,}", f"{done.seconds:.2f}", f"{done.peak:,.0f}")
    return (*head, *(f"{seconds:.2f}" for seconds in (*ready, *spent)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
