"""What a mapping makes of sheets does not depend on the order of their rows, of the files, or of the tables in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.model.problems import Problem
from tests.unit.importers.helpers import records, write

Rows = list[Sequence[str]]

SERVICES = [f"Service {letter}" for letter in "ABCDE"]
_names = st.sampled_from([*SERVICES, *map(str.upper, SERVICES), "Nobody"])
_inventory = st.tuples(
    st.sampled_from([*SERVICES, "service a", " Service B "]),
    st.sampled_from(["4h", "240 min", "8 Std.", "", "2-4 h", "n/a", "0", "≤ 4h"]),
    st.sampled_from(["99,9", "99,5 %", "0,999", "99.9", "", "three nines"]),
    st.sampled_from(["1.200,00 €", "1200", "0.75", "300,-", "", "ca. 5"]),
    st.sampled_from(["Live", "In Betrieb", "retired", "wobbly", ""]),
    st.sampled_from(["Doe, Jane", "Roe", "Roe; Doe, Jane", ""]),
    st.lists(_names, max_size=3).map(", ".join),
)
_relations = st.tuples(
    _names, st.sampled_from(["depends on", "used by", "contains", "odd"]), _names, st.sampled_from(["hard", "soft", ""])
)  # fmt: skip

INVENTORY = ("Application", "RTO", "Verfügbarkeit", "Kosten", "Status", "Owner", "Depends on")
RELATIONS = ("From", "Relation", "To", "Strength")
_USUAL: Rows = [
    ("Service A", "4h", "99,9", "1.200,00 €", "Live", "Roe", "Service B"),
    ("Service B", "8 Std.", "99,5 %", "300,50", "In Betrieb", "Roe", ""),
    ("Service C", "1 Tag", "99,95", "12,00", "retired", "Poe", "Service A, Service B"),
]
_MORE: Rows = [
    ("Service D", "2h", "99", "5,50", "Live", "Roe", "Service C"),
    ("Service E", "1h", "98,5", "7,25", "Live", "Poe", ""),
]
_RELATED: Rows = [
    ("Service D", "depends on", "Service E", "hard"),
    ("Service A", "used by", "Service D", "soft"),
    ("Service E", "depends on", "Service A", ""),
]
"""So that each sheet is what it is called, whatever else it holds."""
_ONCE = "W201"
"""An id that is trimmed is told of in the file that is read first."""


def written(header: Sequence[str], rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def outcome(path: Path, files: dict[str, Rows], order: Sequence[str], mapping: str) -> tuple[object, ...]:
    """What came in and what is wrong with it, without places."""
    headers = {"inventory.csv": INVENTORY, "more.csv": INVENTORY, "relations.csv": RELATIONS}
    write(path, {name: written(headers[name], rows) for name, rows in files.items()})
    (path / "m.toml").write_text(mapping, encoding="utf-8")
    found = resolve(
        read([path / name for name in order], mapping=path / "m.toml"), {}, (), create_missing=False
    )
    kept = {
        kind: sorted(tuple(sorted(row.items())) for row in records(found, kind))
        for kind in sorted(found.tables)
    }
    return (
        kept,
        sorted({told(problem) for problem in found.problems if problem.code != _ONCE}),
        sorted((one.file, one.kind, one.key) for one in found.rejected),
    )


def told(problem: Problem) -> tuple[str, ...]:
    """What is the same wherever it is met first."""
    error = problem.severity == "error"
    return problem.code, problem.value if error else ""


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.data(),
    st.lists(_inventory, max_size=5),
    st.lists(_inventory, max_size=4),
    st.lists(_relations, max_size=5),
)
def test_any_order_of_rows_and_files_gives_the_same(
    data: st.DataObject, first: Rows, second: Rows, relations: Rows
) -> None:
    files: dict[str, Rows] = {
        "inventory.csv": [*_USUAL, *first],
        "more.csv": [*_MORE, *second],
        "relations.csv": [*_RELATED, *relations],
    }
    shuffled = {name: data.draw(st.permutations(rows)) for name, rows in files.items()}
    order = data.draw(st.permutations(sorted(files)))
    headers = {"inventory.csv": INVENTORY, "more.csv": INVENTORY, "relations.csv": RELATIONS}
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        write(Path(one), {name: written(headers[name], rows) for name, rows in files.items()})
        mapping = suggest([Path(one) / name for name in sorted(files)]).toml
        given_ = outcome(Path(one), files, sorted(files), mapping)
        other = outcome(Path(two), shuffled, order, mapping)
    for mine, theirs in zip(given_, other, strict=True):
        assert mine == theirs


def test_what_contradicts_a_row_is_told_wherever_that_is_rejected(tmp_path: Path) -> None:
    mapping = (
        '[[file]]\nname = "*.csv"\ndecimal = ","\n[[file.table]]\nkind = "service"\n'
        '[file.table.columns]\nid = "A"\navailability = "V"\ncost = "K"\n'
    )
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    rows = ["D;0,999;x", "D;99;5,50", "E;98,5;7,25"]
    for at, order in enumerate(permutations(rows)):
        folder = write(tmp_path / str(at), {"s.csv": "\n".join(["A;V;K", *order]) + "\n"})
        found = read([folder / "s.csv"], mapping=tmp_path / "m.toml")
        line = order.index(rows[0]) + 2
        errors = [(p.code, p.line) for p in found.problems if p.severity == "error"]
        assert sorted(errors) == [("E203", line), ("E301", line)]


def test_a_row_is_left_out_by_the_value_that_no_table_wants(tmp_path: Path) -> None:
    mapping = (
        '[[file]]\nname = "*.csv"\n[[file.table]]\nkind = "service"\nwhere = { not = { Type = "Printer" } }\n'
        '[file.table.columns]\nid = "A"\n[[file.table]]\nkind = "dependency"\n'
        '[file.table.columns]\nservice = "A"\ndepends_on = { columns = ["U1", "U2"] }\n'
    )
    folder = write(
        tmp_path, {"s.csv": "A,Type,U1,U2\nShop,App,DB,\nDB,App,,\nLaser,Printer,,\n", "m.toml": mapping}
    )
    found = read([folder / "s.csv"], mapping=folder / "m.toml")
    (left,) = [p for p in found.problems if p.code == "W106"]
    assert (left.line, left.message) == (4, "1 of 3 rows read by no table of the mapping: Type 'Printer' (1)")
