"""Presets: how they are found, named and listed; that files which are none of theirs are read as before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, chosen, read, resolve
from graphmodel.importers.presets import PRESETS, named
from graphmodel.importers.suggestion import suggest
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


@pytest.mark.parametrize("name", PRESETS.own)
def test_what_is_suggested_for_an_export_gives_the_same_catalogue(name: str, tmp_path: Path) -> None:
    proposed, mapping = suggest([EXAMPLES / name]), tmp_path / "mapping.toml"
    mapping.write_text(proposed.toml, encoding="utf-8")
    assert proposed.preset is PRESETS[name]
    theirs = bare(read([EXAMPLES / name], mapping=mapping))
    assert theirs["service"]
    assert theirs["dependency"]
    assert theirs == bare(read([EXAMPLES / name], preset=name))


def bare(incoming: Incoming) -> dict[str, set[tuple[tuple[str, str], ...]]]:
    """All records, the ends of relations as they are found."""
    found = resolve(incoming, {}, (), create_missing=False)
    assert errors(found) == []
    return {kind: records(found, kind) for kind in found.tables}


def test_suggest_says_that_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run_cli("mapping", "suggest", str(EXAMPLES / "servicenow"))
    assert "this looks like a ServiceNow export" in shown.err
    assert "--preset servicenow" in shown.err
    assert '"Online Banking" depends on "Single Sign-On"' in shown.err
    assert "not read: cmdb_ci_service.csv: sys_updated_on: no field is taken from it" in shown.err
    assert "left out: containment" in shown.err
    assert shown.out.endswith(PRESETS["servicenow"].text())
    monkeypatch.chdir(tmp_path)
    by_columns = run_cli(
        "mapping", "suggest", str(EXAMPLES / "servicenow"), "--preset", "none", "-o", "m.toml"
    )
    assert "looks like" not in by_columns.err
    assert "consumer_first" not in (tmp_path / "m.toml").read_text(encoding="utf-8")
    assert run_cli("mapping", "suggest", str(EXAMPLES / "archi"), "--preset", "acme").code == 2


def test_relations_alone_say_what_services_there_are(tmp_path: Path) -> None:
    """The preset would leave each end undefined."""
    file = write(tmp_path, {"rel.csv": "parent,type,child\nShop,Depends on::Used by,Db\n"}) / "rel.csv"
    assert chosen([file]) is PRESETS["servicenow"]
    assert suggest([file]).preset is None
    assert suggest([file], "servicenow").preset is PRESETS["servicenow"]


def test_a_catalogue_of_our_own_needs_no_mapping(tmp_path: Path) -> None:
    file = tmp_path / "u.json"
    assert (
        run_cli("-c", str(EXAMPLES / "university"), "export", "--format", "json", "-o", str(file)).code == 0
    )
    shown = run_cli("mapping", "suggest", str(file))
    assert (
        f"this is a catalogue as graphmodel writes it, which needs no mapping:\ngraphmodel import {file}"
        in shown.err
    )
    assert "--create-missing" not in shown.err  # what a file says is missing need not be said


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
        assert bench.plan(EXAMPLES / "servicenow").empty
