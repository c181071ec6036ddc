"""Imports beside pandas and polars reading the same files, in one run: ``python -m benchmarks.sheets``.

The synthetic estate as a folder, the same through a mapping, and as a workbook; and a wide workbook as people keep it.
Prints tables in Markdown, with ratios; fails where a target is missed, or where the systems do not read the same rows.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.process import GRAPHMODEL, Run, python, run
from benchmarks.run import DATA, agree, count_rows, say, table, written
from graphmodel.workbooks.cells import Percent, Value
from graphmodel.workbooks.xlsx import write_xlsx

FOLDER, MAPPED, WORKBOOK = 200_000, 100_000, 60_000
"""Targets: rows a second, as a whole import into a new file."""
LIBRARIES: Final = ("pandas", "polars")
WIDE: Final = 100_000
"""Rows of the wide workbook, of 20 columns."""

HEAD = """# Performance of sheets

One run of `make -s bench-sheets > docs/performance-sheets.md`: the same files by every system, which all read as many
rows, as whole processes. graphmodel imports: every value checked, written to a new catalogue file. pandas and polars
read into memory and check nothing (CSV cells as text). Absolute times vary between machines; the ratios of one run are
what counts.
"""
MAPPING = """\
source = "estate"
[[file]]
name = "products.csv"
[[file.table]]
kind = "product"
{node}
[[file]]
name = "services.csv"
[[file.table]]
kind = "service"
{node}
[[file]]
name = "dependencies.csv"
[[file.table]]
kind = "dependency"
columns = {{ {dependency} }}
""".format(
    node="columns = { id = 'id', name = 'name', category = 'category', criticality = 'criticality',"
    " availability = 'availability' }",
    dependency="service = 'service', depends_on = 'depends_on', strength = 'strength', group = 'group',"
    " needs = 'needs'",
)


def main() -> None:
    """Run it and print it."""
    parser = argparse.ArgumentParser(description="Imports beside pandas and polars reading the same files.")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each process; the fastest counts")
    parser.add_argument(
        "--scale", type=float, default=1, help="size of the files; targets hold for 1, the whole estate"
    )
    asked = parser.parse_args()
    folder, lines = written(asked.scale), int(WIDE * asked.scale)
    mapping = DATA / "estate.toml"
    workbook, wide = (DATA / f"{name}-{asked.scale:g}.xlsx" for name in ("estate", "wide"))
    mapping.write_text(MAPPING, encoding="utf-8")
    _write(workbook, wide, folder, lines)
    say(HEAD)
    systems = ", ".join(f"{name} {version(name)}" for name in (*LIBRARIES, "python-calamine", "fastexcel"))
    say(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {systems}.")
    say(f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}.")
    rows = count_rows(folder)
    by_folder, mapped, by_workbook = (FOLDER, MAPPED, WORKBOOK) if asked.scale == 1 else (0, 0, 0)
    missed = [
        *_compared("a folder of CSV files", folder, [folder], rows, by_folder, asked.repeat),
        *_compared(
            "the same through a mapping", folder, [folder, "--mapping", mapping], rows, mapped, asked.repeat
        ),
        *_compared("a workbook of the same", workbook, [workbook], rows, by_workbook, asked.repeat),
        *_compared("a workbook of 20 columns", wide, [wide], lines, 0, asked.repeat),
    ]
    if missed:
        sys.exit("\n".join(missed))


def _compared(
    title: str, path: Path, paths: list[object], rows: int, target: int, repeat: int
) -> Iterator[str]:
    """Print one table; what is missed."""
    ours = _imported(paths, rows, repeat)
    lines: list[tuple[object, ...]] = [
        ("graphmodel import", ours.seconds, f"{ours.peak:,.0f}", _rate(rows, ours), "1")
    ]
    for library in LIBRARIES:
        theirs = python("benchmarks.frames", library, path, repeat=repeat)
        agree(f"{title}, {library}", rows, int(theirs.out))
        ratio = f"{theirs.seconds / ours.seconds:.2f}"
        lines.append(
            (f"{library}, read only", theirs.seconds, f"{theirs.peak:,.0f}", _rate(rows, theirs), ratio)
        )
    say(f"\n## {title[0].upper()}{title[1:]}: {rows:,} rows, {_size(path)}\n")
    table(("system", "seconds", "MiB", "rows/s", "time against ours"), lines)
    if target:
        say(f"\nThe target is {target:,} rows/s.")
    if rows / ours.seconds < target:
        yield f"{title}: {_rate(rows, ours)} rows/s, and {target:,} are the target"


def _imported(paths: list[object], rows: int, repeat: int) -> Run:
    """The fastest of some imports into a new file, each of all rows."""
    store, done = DATA / "sheets.db", []
    for _ in range(repeat):
        for left in DATA.glob(f"{store.name}*"):
            left.unlink()
        done.append(run(*GRAPHMODEL, "-c", store, "import", *paths, "--quiet"))
        history = run(*GRAPHMODEL, "-c", store, "history", "--format", "json")
        agree("import", rows, json.loads(history.out)["rows"][0]["added"])
    return min(done, key=lambda one: one.seconds)


def _rate(rows: int, done: Run) -> str:
    return f"{rows / done.seconds:,.0f}"


def _size(path: Path) -> str:
    files = path.glob("*.csv") if path.is_dir() else [path]
    return f"{sum(file.stat().st_size for file in files) / 2**20:,.0f} MiB"


def _write(workbook: Path, wide: Path, folder: Path, lines: int) -> None:
    if not workbook.exists():
        write_xlsx(
            {stem: _cells(folder / f"{stem}.csv") for stem in ("products", "services", "dependencies")},
            workbook,
        )
    if not wide.exists():
        write_xlsx({"services": _wide(lines)}, wide)


def _cells(file: Path) -> Iterator[list[Value]]:
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.reader(opened):
            yield [float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row]


def _wide(lines: int) -> Iterator[list[Value]]:
    """Services with numbers, percentages, dates and texts."""
    extra = [f"extra {n}" for n in range(11)]
    yield [
        "id",
        "name",
        "description",
        "category",
        "criticality",
        "availability",
        "rto",
        "cost",
        "reviewed",
        *extra,
    ]
    first = datetime.date(2024, 1, 1)
    for n in range(lines):
        day = first + datetime.timedelta(n % 700)
        texts: list[Value] = [f"value {column} {n % 50}" for column in range(len(extra))]
        known: list[Value] = [f"s{n:06}", f"Service {n}", f"What the service of number {n} is for", "network"]
        yield [*known, 1 + n % 5, Percent(0.99 + n % 100 / 10_000), f"{n % 9 + 1}h", n * 1.5, day, *texts]


if __name__ == "__main__":
    main()
