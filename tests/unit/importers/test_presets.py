"""Presets: how they are found, named and listed; that files which are none of theirs are read as before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, chosen, read
from graphmodel.importers.presets import PRESETS, named
from graphmodel.model.errors import UsageError
from graphmodel.workbench import Options, Workbench
from tests.conftest import ROOT, run_cli
from tests.unit.importers.helpers import errors, write

EXAMPLES = ROOT / "examples"


def records(found: Incoming, kind: str) -> set[tuple[tuple[str, str], ...]]:
    """The records of a kind, without what is empty."""
    table = found.tables[kind]
    rows = (table.record(row) for row in range(len(table)))
    return {tuple(sorted((name, value) for name, value in row.items() if value)) for row in rows}


@pytest.mark.parametrize("name", PRESETS.own)
def test_each_has_a_mapping_that_loads_an_example_and_a_page(name: str) -> None:
    preset = PRESETS[name]
    assert preset.document.source == name
    assert preset.text().startswith("# ")
    found = chosen([EXAMPLES / name])
    assert found is preset
    assert "# " in (ROOT / "docs" / "presets" / f"{name}.md").read_text(encoding="utf-8")
    assert errors(read([EXAMPLES / name])) == []


def test_a_catalogue_folder_is_none(tmp_path: Path) -> None:
    assert chosen([EXAMPLES / "university"]) is None
    folder = write(tmp_path / "c", {"services.csv": "sys_id,id,sys_class_name,name\n1,a,x,A\n"})
    assert chosen([folder]) is None
    assert read([folder]).preset == ""


def test_all_files_must_be_for_it(tmp_path: Path) -> None:
    files = write(tmp_path, {"a.csv": "sys_id,name,sys_class_name\n1,A,x\n", "b.csv": "colour,size\nred,1\n"})
    assert chosen([files / "a.csv"]) is PRESETS["servicenow"]
    assert chosen([files / "a.csv", files / "b.csv"]) is None
    assert chosen([files]) is None
    assert chosen([tmp_path / "nothing.csv"]) is None


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b'"', b"sys_id,name,sys_class_name", "\ufeff".encode()]
)
def test_odd_files_are_no_trouble(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    chosen([file])


def test_an_unknown_one_is_asked_back(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        named("service-now")
    assert error.value.hint == "did you mean 'servicenow'?"
    with pytest.raises(UsageError, match="no preset 'x'"):
        read([EXAMPLES / "servicenow"], preset="x")
    with pytest.raises(UsageError, match="a mapping and a preset"):
        read([EXAMPLES / "servicenow"], preset="servicenow", mapping=tmp_path / "m.toml")


def test_none_reads_as_before() -> None:
    with pytest.raises(UsageError) as error:
        read([EXAMPLES / "servicenow" / "cmdb_rel_ci.csv"], preset="none")
    assert "graphmodel mapping suggest" in error.value.hint


def test_python_and_the_command_line_give_the_same(tmp_path: Path) -> None:
    files = [EXAMPLES / "servicenow"]
    with Workbench.open(tmp_path / "a.db", create=True) as bench:
        named_ = bench.plan(files, preset="servicenow").counts
        assert bench.plan(files, Options(preset="servicenow")).counts == named_
        done = bench.import_(files, preset="servicenow")
    assert (done.plan.preset, done.plan.source) == ("servicenow", "servicenow")
    shown = run_cli("-c", str(tmp_path / "b.db"), "import", str(files[0]))
    assert "read as a ServiceNow export (--preset servicenow); --preset none reads it otherwise" in shown.err
    said = run_cli("-c", str(tmp_path / "b.db"), "plan", "--preset", "servicenow", str(files[0]))
    assert "--preset none" not in said.err
    assert "no changes" in said.err


def test_the_mapping_that_is_shown_reads_the_same(tmp_path: Path) -> None:
    shown = run_cli("mapping", "show", "servicenow")
    (tmp_path / "my.toml").write_text(shown.out, encoding="utf-8")
    mine, theirs = (
        read([EXAMPLES / "servicenow"], mapping=tmp_path / "my.toml"),
        read([EXAMPLES / "servicenow"]),
    )
    for kind in theirs.tables:
        assert records(mine, kind) == records(theirs, kind)


def test_suggest_says_that_there_is_one(tmp_path: Path) -> None:
    shown = run_cli("mapping", "suggest", str(EXAMPLES / "servicenow" / "cmdb_rel_ci.csv"))
    assert "this looks like a ServiceNow export" in shown.err
    assert "--preset servicenow" in shown.err


def test_rejected_rows_are_imported_again_by_the_same_preset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "export"
    shutil.copytree(EXAMPLES / "servicenow", folder)
    file = folder / "cmdb_ci_service.csv"
    file.write_bytes(file.read_bytes().replace(b"4 - not critical", b"9 - unheard of"))
    monkeypatch.chdir(tmp_path)
    shown = run_cli("-c", "a.db", "import", "export", "--accept-partial")
    assert shown.code == 3
    (command,) = (line.strip() for line in shown.err.splitlines() if "--add" in line)
    assert "--preset servicenow" in command
    for made in (tmp_path / "servicenow.rejects").iterdir():
        made.write_bytes(made.read_bytes().replace(b"9 - unheard of", b"4 - not critical"))
    assert run_cli(*command.split()[1:]).code == 0
    with Workbench.open("a.db") as bench:
        assert bench.plan(
            "export/../" + str(EXAMPLES / "servicenow") if False else EXAMPLES / "servicenow"
        ).empty
