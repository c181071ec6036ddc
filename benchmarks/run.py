"""graphmodel side by side with its peers in one run: ``python -m benchmarks.run [--scales 1,2,5,10] [--sample 20]``.

``--before REVISION`` asks the questions with that revision of this repository, too.

Prints tables in Markdown, with ratios, and fails where the systems do not give the same answer. Absolute times vary
between machines; ratios of one run are what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import estate, questions
from benchmarks.process import GRAPHMODEL, Run, python, run

DATA = Path(__file__).parent / "data"
PEERS = ("networkx", "rustworkx", "igraph", "scipy", "networkit", "ladybug")
HEAD = """# Performance

One run of `make -s bench > docs/performance.md`: the same synthetic estate for every system, all of which gave the same
answers. Absolute times vary between machines; the ratios of one run are what counts.
"""


def main() -> None:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description="graphmodel against its peers, in one run.")
    parser.add_argument("--scales", default="1,2,5,10", help="scales of the last table (1: 110,000 services)")
    parser.add_argument("--sample", type=int, default=20, help="products that the peers are asked about")
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of each short process; the fastest counts"
    )
    parser.add_argument(
        "--before", default="", help="a revision of this repository to compare the questions with"
    )
    asked = parser.parse_args()
    folder = written(1)
    rows = count_rows(folder)
    say(HEAD)
    systems = ", ".join(f"{name} {version(name)}" for name in (*PEERS, "numpy"))
    say(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {systems}.")
    say(f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}.")
    say(f"The estate: {rows:,} rows, of them {estate.PRODUCTS:,} products and {estate.SERVICES:,} services.")

    imported = catalogue(1, asked.repeat)
    products = [f"p{i:07}" for i in range(0, estate.PRODUCTS, estate.PRODUCTS // asked.sample)]
    peers = {name: json.loads(python("benchmarks.peers", name, folder, *products).out) for name in PEERS}
    loading(rows, imported, peers)
    underpinning(products, peers)
    impact(folder, asked.repeat)
    every_question(folder, imported, asked.repeat, asked.before)
    scales([float(s) for s in asked.scales.split(",")], asked.repeat)


def loading(rows: int, imported: Run, peers: dict[str, dict[str, Any]]) -> None:
    """CSV files to ready to ask."""
    say("\n## CSV files → ready to ask\n")
    ours = imported.seconds
    lines = [("graphmodel, whole process: checked, durable", ours, f"{rows / ours:,.0f}", "1")]
    for name, got in peers.items():
        kind = "durable, nothing checked" if name == "ladybug" else "in memory, nothing checked"
        lines.append(
            (f"{name}: {kind}", got["load"], f"{rows / got['load']:,.0f}", f"{got['load'] / ours:.2f}")
        )
    table(("system", "seconds", "rows/s", "time against ours"), lines)


def underpinning(products: Sequence[str], peers: dict[str, dict[str, Any]]) -> None:
    """Counts of all pairs of product and underpinning service."""
    ours = json.loads(python("benchmarks.ours", DATA / "estate-1.db", *products).out)
    say(
        f"\n## Underpinning of {estate.PRODUCTS:,} products: {ours['pairs']:,} pairs, per product and per service\n"
    )
    say(
        f"The peers were asked about {len(products)} products; their time is extrapolated to all. "
        "graphmodel and NetworKit use all processors.\n"
    )
    lines = [("graphmodel", ours["underpinning"], "1")]
    times = {}
    for name, got in peers.items():
        agree(f"underpinning, {name}", (ours["sizes"], ours["services"]), (got["sizes"], got["services"]))
        times[name] = got["underpinning"] * estate.PRODUCTS / len(products)
        if "all" in got:
            agree(f"underpinning, {name}, all nodes", ours["sizes"], got["all_sizes"])
            times[f"{name}: ReachableNodes, of all nodes, per product only"] = got["all"]
    lines += [(name, seconds, f"{seconds / ours['underpinning']:,.1f}") for name, seconds in times.items()]
    table(("system", "seconds", "time against ours"), lines)
    best = min(times, key=times.__getitem__)
    say(f"\n{times[best] / ours['underpinning']:,.1f} times as fast as the fastest peer ({best}).")


def impact(folder: Path, repeat: int) -> None:
    """One question as a whole process, against a NetworkX script that reads the same files."""
    service = shared(1)
    ours = ask(1, "impact", service, "--format", "jsonl", repeat=repeat)
    theirs = python("benchmarks.impact_networkx", folder, service, repeat=repeat)
    rows = [json.loads(line) for line in ours.out.splitlines()]
    lines = sorted(f"{r['id']},{r['kind']},{r['state']},{r['distance']},{r['name']}" for r in rows)
    agree("impact, networkx", lines, sorted(theirs.out.splitlines()))
    say(f"\n## Impact of one service, whole process: {len(rows):,} affected, with states and distances\n")
    table(
        ("system", "seconds", "MiB", "time against ours"),
        [
            ("graphmodel, with causes", ours.seconds, f"{ours.peak:,.0f}", "1"),
            (
                "NetworkX script",
                theirs.seconds,
                f"{theirs.peak:,.0f}",
                f"{theirs.seconds / ours.seconds:.1f}",
            ),
        ],
    )


def every_question(folder: Path, imported: Run, repeat: int, revision: str) -> None:
    """Every question as a whole process, also with an older revision."""
    say(f"\n## Every question, whole process{f', and at revision {revision}' if revision else ''}\n")
    say("Seconds, and in brackets the processor's, which other work on the machine changes less.\n")
    service = shared(1)
    jobs = {"import of the folder": imported, **questions.asked(database(1), service, repeat)}
    old: dict[str, Run] = {}
    if revision:
        first, others = questions.before(revision, folder.absolute(), service, repeat)
        old = {"import of the folder": first, **others}
    lines = []
    for name, now in jobs.items():
        cells = [name, f"{now.seconds:.2f} ({now.cpu:.2f})", f"{now.peak:,.0f}"]
        if revision:
            was = old[name]
            cells += [f"{was.seconds:.2f} ({was.cpu:.2f})", f"{was.peak:,.0f}", f"{was.cpu / now.cpu:.1f}"]
        lines.append(cells)
    heads = ["question", "seconds", "MiB"]
    table(heads + ["before: seconds", "MiB", "processor time against ours"] * bool(revision), lines)


def scales(sizes: Iterable[float], repeat: int) -> None:
    """How cost grows: whole processes."""
    say("\n## Growth: whole processes, seconds and MiB at most\n")
    say(
        "Import and impact grow with rows; counting all pairs with products × dependencies, so with the square.\n"
    )
    lines = []
    for scale in sizes:
        imported = catalogue(scale, 1)
        rows = count_rows(DATA / f"estate-{scale:g}")
        asked = ask(scale, "impact", shared(scale), "--format", "csv", repeat=repeat)
        counted = ask(scale, "underpinning", "--counts", "--format", "csv")
        lines.append(
            (
                f"{scale:g}×: {rows:,}",
                *(f"{done.seconds:.2f} s, {done.peak:,.0f}" for done in (imported, asked, counted)),
                f"{rows / imported.seconds:,.0f}",
                f"{len(asked.out.splitlines()) - 1:,}",
                f"{database(scale).stat().st_size / 2**20:,.0f} MiB",
            )
        )
    heads = ("rows", "import", "impact", "underpinning --counts", "rows/s of the import", "affected", "file")
    table(heads, lines)


def written(scale: float) -> Path:
    """The estate of that scale, written by a process of its own: its memory would count for those that come after."""
    python("benchmarks.estate", DATA / f"estate-{scale:g}", "--scale", scale)
    return DATA / f"estate-{scale:g}"


def catalogue(scale: float, repeat: int) -> Run:
    """Import the estate of that scale into a new catalogue file, as a user does."""
    folder = written(scale)
    done = []
    for _ in range(repeat):
        for left in DATA.glob(f"{database(scale).name}*"):
            left.unlink()
        done.append(run(*GRAPHMODEL, "-c", database(scale), "import", folder, "--quiet"))
    return min(done, key=lambda one: one.seconds)


def database(scale: float) -> Path:
    """Where the estate of that scale is imported to."""
    return DATA / f"estate-{scale:g}.db"


def ask(scale: float, *question: object, repeat: int = 1) -> Run:
    """One question to the imported estate, as a whole process."""
    return run(*GRAPHMODEL, "-c", database(scale), *question, repeat=repeat)


def shared(scale: float) -> str:
    """A service that many others rest on."""
    return python("benchmarks.choose", database(scale)).out.strip()


def count_rows(folder: Path) -> int:
    """The records in a folder's CSV files."""
    return sum(path.read_bytes().count(b"\n") - 1 for path in folder.glob("*.csv"))


def agree(job: str, ours: object, theirs: object) -> None:
    """Stop the run where two systems give different answers."""
    if ours != theirs:
        sys.exit(f"{job}: the answers differ")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    say("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for row in rows:
        say("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
