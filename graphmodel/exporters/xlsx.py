"""The whole catalogue as one workbook (XLSX) that imports back: a sheet for each file of a catalogue folder."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from graphmodel.exporters.tables import columns, headers, read_back, tables
from graphmodel.model.errors import UsageError
from graphmodel.model.pause import collector_paused
from graphmodel.workbooks.typed import typed
from graphmodel.workbooks.xlsx import TypedSheet, write_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.model import table
    from graphmodel.model.catalogue import Catalogue

_CSV: Final = "export FOLDER writes CSV files, which have no such limit"


def write(catalogue: Catalogue) -> bytes:
    """The workbook, read back and compared. Texts are verbatim, and never a formula.

    Raises UsageError where a sheet or a cell cannot hold what there is, UsageError or RejectedError where it would not
    come back.
    """
    out = io.BytesIO()
    with collector_paused(), TemporaryDirectory(prefix="graphmodel-") as folder:
        try:
            write_tables(_sheets(catalogue), out)
        except UsageError as error:
            raise UsageError(f"nothing is exported: {error.message}", _CSV) from None
        path = Path(folder) / "export.xlsx"
        path.write_bytes(out.getbuffer())
        read_back(catalogue, path)
    return out.getvalue()


def _sheets(catalogue: Catalogue) -> Iterator[TypedSheet]:
    for stem, records in tables(catalogue).items():
        names = columns(records)
        cells = [typed(records.texts(name), _type(records, name)) for name in names]
        yield TypedSheet(stem, headers(records), zip(*cells, strict=True))


def _type(records: table.Table, name: str) -> str:
    field = records.kind.field(name)
    return field.type if field else ""
