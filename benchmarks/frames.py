"""``python -m benchmarks.frames LIBRARY PATH``: how many rows a library of data frames reads of the same files.

PATH is a folder of CSV files, of which every one is read, or a workbook, of which every sheet is.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def _pandas(path: Path) -> list[Any]:
    import pandas as pd

    if path.is_dir():
        return [pd.read_csv(file, dtype=str) for file in sorted(path.glob("*.csv"))]
    return list(pd.read_excel(path, sheet_name=None, engine="calamine").values())


def _polars(path: Path) -> list[Any]:
    import polars as pl

    if path.is_dir():
        return [pl.read_csv(file, infer_schema=False) for file in sorted(path.glob("*.csv"))]
    return list(pl.read_excel(path, sheet_id=0, engine="calamine").values())


def main() -> None:
    library, path = sys.argv[1:]
    read = {"pandas": _pandas, "polars": _polars}[library]
    print(sum(len(frame) for frame in read(Path(path))))


if __name__ == "__main__":
    main()
