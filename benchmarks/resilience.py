"""Questions about failures beside what others can do, equal answers required: ``python -m benchmarks.resilience``.

Prints a page of ratios. Single failures: loops over the ancestors that NetworkX and rustworkx find, which know no
alternatives, so the estate is asked with each dependency needed; of the loops a sample is timed. Availability and
pairs that take a product down: diagrams made by ``dd`` from the definitions, on the examples and on fault trees made by
chance. Growth: whole processes on the estate at several scales.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import rustworkx as rx
from dd.autoref import BDD

from benchmarks import estate, estate_files
from benchmarks.process import GRAPHMODEL, python, run
from benchmarks.run import DATA
from graphmodel.algorithms.availability import Model
from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.spof import down_alone
from graphmodel.analyses.details.failing import unavailability
from graphmodel.index.index import Index
from graphmodel.index.stated import able
from graphmodel.session import Session
from graphmodel.stores import open_store

SAMPLE = 100
"""Services of which the loops are timed."""
NODES = 1_000_000
LEAVES = 90
"""Of the fault trees that are made by chance."""


def fault_tree(folder: Path, seed: int) -> Path:
    """A fault tree as a catalogue: gates of two to five inputs, some shared, that fail by one, all or some of them."""
    random = Random(seed)
    level = [f"e{i}" for i in range(LEAVES)]
    leaves, gates, rows = list(level), [], []
    while len(level) > 1:
        above = []
        while level:
            members = [level.pop(0) for _ in range(min(len(level), random.randint(2, 5)))]
            inputs = sorted({*members, *random.sample(leaves, random.choice((0, 0, 1)))})
            needs = random.choice((1, len(inputs), max(1, len(inputs) - 1)))
            gates.append(f"g{len(gates)}")
            rows += [f"{gates[-1]},{i},inputs,{needs}\n" for i in inputs]
            above.append(gates[-1])
        level = above
    folder.mkdir()
    stated = [f"{i},{random.choice((90, 95, 98, 99))}\n" for i in leaves] + [f"{g},100\n" for g in gates[:-1]]
    (folder / "products.csv").write_text(f"id,own_availability\n{gates[-1]},100\n", encoding="utf-8")
    (folder / "services.csv").write_text("id,own_availability\n" + "".join(stated), encoding="utf-8")
    (folder / "dependencies.csv").write_text(
        "service,depends_on,group,needs\n" + "".join(rows), encoding="utf-8"
    )
    return folder


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def without_alternatives(folder: Path, target: Path) -> Path:
    """The same estate, each dependency a hard requirement of its own."""
    target.mkdir(exist_ok=True)
    for name in ("products.csv", "services.csv"):
        (target / name).write_bytes((folder / name).read_bytes())
    pairs = dict.fromkeys(f"{row[0]},{row[1]}\n" for row in estate_files.dependencies(folder))
    (target / "dependencies.csv").write_text("service,depends_on\n" + "".join(pairs), encoding="utf-8")
    return target


def loaded(folder: Path) -> Index:
    return Session.of_store(open_store(str(folder))).index


def single_failures(index: Index) -> Iterator[str]:
    products = np.flatnonzero(index.product).astype(np.int32)
    ours, down = timed(lambda: down_alone(index, products))
    sizes = np.diff(index.member_at)
    pairs = list(zip(np.repeat(index.consumer, sizes).tolist(), index.member.tolist(), strict=True))
    sample = np.linspace(0, index.n - 1, SAMPLE).astype(int).tolist()
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(index.n))
    graph.add_edges_from(pairs)
    rust: rx.PyDiGraph[int, None] = rx.PyDiGraph()
    rust.add_nodes_from(range(index.n))
    rust.add_edges_from_no_data(pairs)
    tops = set(products.tolist())
    for name, above in (
        ("NetworkX", lambda v: nx.ancestors(graph, v)),
        ("rustworkx", lambda v: rx.ancestors(rust, v)),
    ):
        seconds, counts = timed(lambda above=above: [len(tops.intersection(above(v)) - {v}) for v in sample])
        assert counts == down[sample].tolist(), name
        whole = seconds / len(sample) * index.n
        asked = f"single failures, {index.n:,} services"
        yield f"| {asked} | {name} | {ours:.3f} s | {whole:,.1f} s | {whole / ours:,.0f} |"


def by_definition(index: Index, product: int) -> tuple[Any, Any, list[int]]:
    """The product's failure as a diagram of dd: the least fixed point, from nothing down."""
    bdd = BDD()
    failing = np.flatnonzero(able(index)).tolist()
    bdd.declare(*(f"x{v}" for v in failing))
    down = [bdd.var(f"x{v}") if v in set(failing) else bdd.false for v in range(index.n)]
    own, changing = list(down), True
    while changing:
        changing = False
        for v in range(index.n):
            found = own[v]
            for r in range(int(index.requirement_at[v]), int(index.requirement_at[v + 1])):
                if index.hard[r]:
                    members = index.member[index.member_at[r] : index.member_at[r + 1]].tolist()
                    lost = len(members) - int(index.needs[r]) + 1
                    for some in combinations(members, lost):
                        found |= reduce(lambda a, b: a & b, [down[m] for m in some])
            if found != down[v]:
                down[v], changing = found, True
    return bdd, down[product], failing


def likely(bdd: Any, top: Any, chance: dict[str, float]) -> float:
    """How likely it is, by Shannon's expansion."""
    known: dict[int, float] = {}

    def of(node: Any) -> float:
        if node in (bdd.true, bdd.false):
            return float(node == bdd.true)
        if int(node) not in known:
            u = chance[node.var]
            high, low = of(node.high), of(node.low)
            value = u * high + (1 - u) * low
            known[int(node)] = 1 - value if node.negated else value
        return known[int(node)]

    return of(top)


def joint_failures(name: str, index: Index) -> Iterator[str]:
    products = np.flatnonzero(index.product).tolist()
    unavailable = np.nan_to_num(unavailability(index))
    Model(index, unavailable, NODES).likely(products[0])  # so that the library is there
    ours, modelled = timed(lambda: [Model(index, unavailable, NODES).likely(p).low for p in products])
    theirs, made = timed(lambda: [by_definition(index, p) for p in products])
    chance = {f"x{v}": float(unavailable[v]) for v in range(index.n)}
    more, found = timed(lambda: [1 - likely(bdd, top, chance) for bdd, top, _ in made])
    assert np.allclose(modelled, found, atol=1e-12), name
    theirs += more
    yield f"| availability, {name} | dd | {ours:.3f} s | {theirs:.3f} s | {theirs / ours:,.1f} |"
    ours, sets = timed(lambda: [cut_sets(index, p, 2, able(index)) for p in products])
    theirs, pairs = timed(lambda: [list(smallest(*one, p)) for one, p in zip(made, products, strict=True)])
    assert list(map(len, sets)) == list(map(len, pairs)), name
    yield f"| cut sets of order 2, {name} | dd | {ours:.3f} s | {theirs:.3f} s | {theirs / ours:,.1f} |"


def smallest(bdd: Any, top: Any, failing: list[int], product: int) -> Iterator[tuple[int, ...]]:
    """Each set of one or two that takes the product down, and holds no smaller one."""
    single: set[int] = set()
    for size in (1, 2):
        for some in combinations([v for v in failing if v != product and v not in single], size):
            if bdd.let({f"x{v}": v in some for v in failing}, top) == bdd.true:
                single.update(some if size == 1 else ())
                yield some


QUESTIONS = (
    ("spof",),
    ("cutsets", "p0000000"),
    ("availability", "p0000000"),
    ("recovery", "category:network"),
)


def growth(scale: float) -> Iterator[str]:
    """Each question as a whole process on the estate of that scale, its answer written as CSV."""
    target = DATA / f"resilience-{scale:g}.db"
    folder = DATA / f"estate-{scale:g}"
    python(
        "benchmarks.estate", folder, "--scale", scale
    )  # this process stays small: its peak counts for others
    if not target.exists():
        run(*GRAPHMODEL, "-c", target, "import", folder, keep=False)
    services = int(estate.PRODUCTS * scale) + int(estate.SERVICES * scale)
    with (folder / "dependencies.csv").open(encoding="utf-8") as rows:
        dependencies = sum(1 for _ in rows) - 1
    for question in QUESTIONS:
        words = (*question, "--output", DATA / "answer.csv", "--force")
        done = run(*GRAPHMODEL, "-c", target, *words, repeat=2, keep=False)
        cells = (
            " ".join(question),
            f"{scale:g}",
            f"{services:,}",
            f"{dependencies:,}",
            f"{done.seconds:.2f} s",
            f"{done.cpu:.2f} s",
            f"{done.cpu / services * 100_000:.2f} s",
            f"{done.peak:,.0f} MiB",
        )
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=float, nargs="+", default=[1, 3, 10])
    parser.add_argument("--loops", type=float, default=1, help="the scale at which the loops are timed")
    given = parser.parse_args()
    print("# How fast questions about failures are\n")
    print("One run of `make -s bench-resilience > docs/performance-resilience.md`; all answers were equal.")
    load = f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. {load}\n")
    # First, as a child's peak begins at what this process holds.
    print(
        "Growth: whole processes, the faster of two, on estates with their alternatives, in a catalogue file."
    )
    print("The diagram of `availability` has a limit, so it grows less than the estate.\n")
    heads = (
        "question",
        "scale",
        "services",
        "dependencies",
        "time",
        "processor",
        "for 100,000 services",
        "memory",
    )
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for scale in given.scales:
        for line in growth(scale):
            print(line, flush=True)
    print("\nBeside others:\n")
    print("| question | beside | graphmodel | the other | times |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        whole = estate.write(DATA / f"estate-{given.loops:g}", given.loops)
        for line in single_failures(loaded(without_alternatives(whole, Path(temporary) / "plain"))):
            print(line, flush=True)
        for seed in (1, 2, 3):
            tree = loaded(fault_tree(Path(temporary) / f"tree-{seed}", seed))
            for line in joint_failures(f"fault tree {seed} of {LEAVES} events", tree):
                print(line, flush=True)
    for name in ("exercise-bike", "university"):
        for line in joint_failures(name, loaded(Path("examples") / name)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
