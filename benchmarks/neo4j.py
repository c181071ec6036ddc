"""graphmodel on Neo4j against UNWIND + MERGE, and against its own file, in one run: ``python -m benchmarks.neo4j``.

Each of the two has a server of its own (``tests.neo4j.server``, 1 GiB of heap), and they take turns. The first time it
has just been started; Java is still compiling it, on processors that the import would use. After that it is what a team
has: a server that has been at work, here with an empty database each time. Given are medians; the ratio is the median
of those turn by turn, as the speed of a machine that others use too drifts.

Prints tables in Markdown, with ratios; fails where a target is missed, or where the two do not load the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.process import GRAPHMODEL, Run, python, run
from benchmarks.run import agree, ask, catalogue, count_rows, say, shared, table, written
from tests.neo4j import server

IMPORT, STREAMED, CACHED = 2.0, 40_000, 0.3
"""Targets: times as fast, relationships a second, seconds more."""

SETTLES = 5.0
"""Seconds for a server that was emptied to write that down."""

HEAD = """# Performance on Neo4j

One run of `make -s bench-neo4j > docs/performance-neo4j.md`: the same synthetic estate by two ways into two servers,
which must come to hold the same. Absolute times vary between machines; the ratios of one run are what counts.
"""


@dataclass(frozen=True)
class Loaded:
    """An import into a fresh server."""

    client: Run
    server: float
    """Seconds of the server's processors."""
    content: dict[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description="graphmodel on Neo4j, against MERGE in batches.")
    parser.add_argument("--scale", type=float, default=1, help="of the estate (1: 110,000 services)")
    parser.add_argument("--repeat", type=int, default=3, help="imports by each after the first")
    asked = parser.parse_args()
    folder = written(asked.scale)
    version, _ = server.LINES[server.line()]
    say(HEAD)
    say(
        f"Neo4j {version}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load at the start {os.getloadavg()[0]:.1f}; {count_rows(folder):,} rows."
    )
    theirs: list[Loaded] = []
    ours: list[Loaded] = []
    with server.running() as one, server.running() as other, tempfile.TemporaryDirectory() as cache:
        os.environ["GRAPHMODEL_CACHE"] = cache
        for turn in range(asked.repeat + 1):
            for at, load, done in ((one, merge, theirs), (other, imported, ours)):
                os.environ.update(NEO4J_USERNAME=at.user, NEO4J_PASSWORD=at.password)
                if turn:
                    python("benchmarks.neo4j_empty", at.url)
                    time.sleep(SETTLES)
                done.append(load(at, folder))
        missed = [*imports(theirs, ours), *questions(at.url, asked.scale, ours[-1].content["dependencies"])]
    if missed:
        sys.exit("\n".join(missed))


def merge(at: server.Server, folder: Path) -> Loaded:
    """What most would write."""
    before = processors(at.pid)
    client = python("benchmarks.neo4j_merge", folder, at.url)
    return Loaded(client, processors(at.pid) - before, content(at.url))


def imported(at: server.Server, folder: Path) -> Loaded:
    """The same by graphmodel: checked, with history, taken up again after a fault."""
    before = processors(at.pid)
    client = run(*GRAPHMODEL, "-c", at.url, "import", folder, "--quiet")
    return Loaded(client, processors(at.pid) - before, content(at.url))


def imports(theirs: list[Loaded], ours: list[Loaded]) -> Iterator[str]:
    """Print both; what was missed."""
    for one in theirs[1:] + ours:
        agree("import", theirs[0].content, one.content)
    say("\n## CSV files → Neo4j, whole process\n")
    turns = [one.client.seconds / other.client.seconds for one, other in zip(theirs, ours, strict=True)]
    names = ("UNWIND + MERGE, 10,000 at a time: nothing checked", "graphmodel: checked, with history")
    rows = []
    for when, part in (("at work", slice(1, None)), ("just started", slice(0, 1))):
        ratio = median(turns[part])
        for name, runs, against in zip(names, (theirs[part], ours[part]), (ratio, 1.0), strict=True):
            seconds, busy = median(r.client.seconds for r in runs), median(r.server for r in runs)
            peak = max(r.client.peak for r in runs)
            rows.append((when, name, seconds, busy, f"{peak:,.0f}", against))
    heads = ("server", "system", "seconds", "its processor seconds", "MiB of the client", "time against ours")
    table(heads, rows)
    say(
        f"\nTime against ours, turn by turn: {', '.join(f'{ratio:.2f}' for ratio in turns)} (the first: just started)."
    )
    if median(turns[1:]) < IMPORT:
        yield f"the import is not {IMPORT:g} times as fast as MERGE"


def questions(url: str, scale: float, dependencies: int) -> Iterator[str]:
    """Print what a question takes, first and then; what was missed."""
    catalogue(scale, 1)
    question = ("impact", shared(scale), "--format", "jsonl")
    shutil.rmtree(os.environ["GRAPHMODEL_CACHE"])  # the import has filled it
    streamed = run(*GRAPHMODEL, "-c", url, *question)
    cached = run(*GRAPHMODEL, "-c", url, *question, repeat=5)
    embedded = ask(scale, *question, repeat=5)
    for one in (streamed, cached):
        agree("impact", rows(embedded), rows(one))
    rate = dependencies / streamed.seconds
    say("\n## Impact of one service, whole process\n")
    lines = (
        (f"Neo4j, the first time: streamed, {rate:,.0f} relationships/s", streamed),
        ("Neo4j, from the cache", cached),
        ("file", embedded),
    )
    table(
        ("store", "seconds", "MiB", "seconds more than the file"),
        [(n, one.seconds, f"{one.peak:,.0f}", one.seconds - embedded.seconds) for n, one in lines],
    )
    if rate < STREAMED:
        yield f"fewer than {STREAMED:,} relationships a second are streamed"
    if cached.seconds > embedded.seconds + CACHED:
        yield f"a question from the cache takes over {CACHED:g} s more than one to the file"


def rows(answer: Run) -> list[object]:
    """What was answered."""
    return [json.loads(line) for line in answer.out.splitlines()]


def processors(pid: int) -> float:
    """Seconds for which a process has used processors."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def content(url: str) -> dict[str, int]:
    """What a server holds, in numbers."""
    found: dict[str, int] = json.loads(python("benchmarks.neo4j_content", url).out)
    return found


if __name__ == "__main__":
    main()
