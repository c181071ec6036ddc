"""Foreign files beside the export of a known system; and workbooks that are parsed once, whoever looks at them."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
import xlsxwriter

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.importers.workbook import opened
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import errors, records, write

EXAMPLES = files("graphmodel.examples")
OURS = "Anwendung;Fachlicher Owner;Nutzt\nKantine;Eva;Online Banking\nBibliothek;Jon;Kantine\n"


@pytest.mark.parametrize("preset", ["servicenow", "leanix", "archi", "compose", "backstage", "itop"])
def test_each_file_is_read_by_what_fits_it(tmp_path: Path, preset: str) -> None:
    export = [
        p for p in Path(str(EXAMPLES / preset)).iterdir() if p.is_file() and p.suffix not in {".md", ".toml"}
    ]
    given = [Path(shutil.copy(path, tmp_path)) for path in sorted(export)]
    alone = resolve(read(given), {}, (), create_missing=True)
    write(tmp_path, {"ours.csv": OURS})
    proposed = suggest([tmp_path / "ours.csv", *given])
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    assert proposed.files == (tmp_path / "ours.csv", *given)
    assert any("read by the mapping of that preset" in said for said in proposed.told)
    both = resolve(read(list(proposed.files), mapping=tmp_path / "m.toml"), {}, (), create_missing=True)
    assert errors(both) == errors(alone)
    for kind in ("service", "dependency"):
        theirs = [r for r in records(both, kind) if r not in records(alone, kind)]
        assert len(theirs) == 2
        assert len(records(both, kind)) == len(records(alone, kind)) + 2


def test_without_a_preset_all_go_by_their_columns(tmp_path: Path) -> None:
    export = shutil.copy(Path(str(EXAMPLES / "servicenow" / "cmdb_rel_ci.csv")), tmp_path)
    write(tmp_path, {"ours.csv": OURS})
    assert suggest([tmp_path / "ours.csv", Path(export)], "none").told == ()


def test_a_workbook_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    really = opened._open
    monkeypatch.setattr(opened, "_open", lambda path: times.append(path.name) or really(path))
    file = tmp_path / "apps.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Apps")
        for at, row in enumerate([["Application", "Depends on"], ["Shop", "DB"], ["DB", ""]]):
            page.write_row(at, 0, row)
    suggest([file])
    assert times == ["apps.xlsx"]
    with pytest.raises(UsageError):
        read([file])
    assert times == ["apps.xlsx"] * 2
    export = Path(shutil.copy(Path(str(EXAMPLES / "leanix" / "inventory.xlsx")), tmp_path))
    assert read([export]).preset == "leanix"
    assert times == ["apps.xlsx"] * 2 + ["inventory.xlsx"]
