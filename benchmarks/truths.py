"""What suggest makes of sheets of random catalogues: ``python -m benchmarks.truths [--cases N] [--seed N]``.

A true catalogue is drawn and written as people keep such sheets (``tests.truths``); the mapping that is proposed reads
it again. It is right where every service, dependency, owner and level is as it is true, and nothing else is there.
Printed: how many are right by where the dependencies stand, and the kinds of fault, the worst and most usual first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.truths.faults import HARMS, SILENT
from tests.truths.judging import run

_SHOWN = 3


def main() -> int:
    """Run them; 1 where anything is wrong in silence."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0, help="the first")
    asked = parser.parse_args()
    layouts: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[int, str], list[str]] = defaultdict(list)
    for seed in range(asked.seed, asked.seed + asked.cases):
        with tempfile.TemporaryDirectory() as folder:
            made, faults = run(seed, Path(folder))
        layouts[made.layout][min((f.harm for f in faults), key=HARMS.index, default="right")] += 1
        for what, fault in {fault.what: fault for fault in faults}.items():
            kinds[HARMS.index(fault.harm), what].append(f"{seed}: {fault.detail}")
    every = sum(layouts.values(), Counter[str]())
    for layout, count in [*sorted(layouts.items()), ("in all", every)]:
        print(f"{layout:32} {count['right']:6,} of {count.total():6,} right", dict(count))
    for (harm, what), seen in sorted(kinds.items(), key=lambda pair: (pair[0][0], -len(pair[1]))):
        print(f"{len(seen):5,} {HARMS[harm]:8} {what:24} {' | '.join(seen[:_SHOWN])}")
    return int(every[SILENT] > 0)


if __name__ == "__main__":
    sys.exit(main())
