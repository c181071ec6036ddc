"""The command line as a user meets it: what goes where, and with which exit code it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from graphmodel.session import Session
from tests.conftest import ROOT, folder, run_cli
from tests.hostile import NASTY

if TYPE_CHECKING:
    from collections.abc import Sequence

BIKE = ROOT / "examples" / "exercise-bike"
GOOD = {
    "products.csv": "id,name\nshop,Shop\n",
    "services.csv": "id,name\nweb,Web\ndb,Database\n",
    "dependencies.csv": "service,depends_on\nshop,web\nweb,db\n",
}
BAD = GOOD | {"dependencies.csv": "service,depends_on\nshop,web\nweb,dbb\n"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHMODEL_CATALOGUE", raising=False)
    folder(tmp_path / "good", GOOD)
    folder(tmp_path / "bad", BAD)
    return tmp_path


def process(*args: str, **fields: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graphmodel", *args],
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **fields,
    )


def test_help_is_printed_without_numpy() -> None:
    program = "import sys; sys.argv = ['graphmodel', '--help']\nfrom graphmodel.cli.run import run\nrun()"
    program += "\nprint(sorted({'numpy', 'scipy', 'rich', 'graphmodel.workbench'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_small_question_imports_only_what_it_needs(here: Path) -> None:
    assert run_cli("-c", "estate.db", "import", "good").code == 0
    program = "import sys; sys.argv = ['graphmodel', '-c', 'estate.db', 'impact', 'db']\n"
    program += "from graphmodel.cli.run import run\nrun()\n"
    unneeded = {"scipy", "networkx", "neo4j", "csv", "socket", "tempfile", "lzma", "importlib.resources"}
    program += f"print(sorted({unneeded} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_command_is_a_request_for_help() -> None:
    done = run_cli()
    assert (done.code, done.err) == (0, "")
    assert done.out == run_cli("--help").out


def test_help_lists_every_command() -> None:
    listed = run_cli("--help").out
    for name in (
        "underpinning",
        "impact",
        "gaps",
        "check",
        "plan",
        "import",
        "undo",
        "doctor",
        "explain",
        "mapping",
    ):
        assert f"\n  {name} " in listed


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["imapct", "x"], "did you mean 'impact'"),
        (["mapping", "sugest"], "did you mean 'suggest'"),
        (["xyzzy"], "graphmodel --help"),
        (["impact", "x", "--notfy"], "--notify"),
        (["-c", "b.db", "impact", "x", "-c", "a.db"], "-c is given twice: b.db and a.db"),
        (["list", "service"], "did you mean 'services'"),
        (["paths"], "paths --help"),
        (["-c", str(BIKE), "impact"], "or ask --by FIELD"),
        (["impact", "x", "--as", "broken"], "degraded"),
        (["list", "nothing"], "services"),
        (
            ["list"],
            "Choose from: services, products, categories, roles, dependencies, responsibilities, observations\n",
        ),
        (["-c", str(BIKE), "impact", "sign-inn"], "sign-in"),
        (["-c", "nowhere", "impact", "x"], "nowhere"),
        (["explain", "GM999"], "GM999"),
        (["-c", str(BIKE), "import", str(BIKE)], "folder"),
    ],
)
def test_a_wrong_command_says_what_was_meant(args: Sequence[str], said: str, here: Path) -> None:
    done = run_cli(*args)
    assert done.out == ""
    assert said in done.err
    assert done.code == (5 if "nowhere" in args else 2)


def test_data_goes_to_stdout_and_all_else_to_stderr(here: Path) -> None:
    done = run_cli("-c", "good", "impact", "db", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["shop", "db", "web"]
    assert run_cli("-c", "good", "impact", "db").err.endswith("3 rows\n")
    assert run_cli("-c", "good", "impact", "db", "--quiet").err == ""


def test_an_empty_answer_says_so_in_words(here: Path) -> None:
    done = run_cli("-c", "good", "cycles", "-f", "csv")
    assert done.code == 0
    assert len(done.out.splitlines()) == 1
    assert "nothing found" in done.err


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "md"])
def test_every_analysis_of_a_catalogue_answers_in_every_format(format: str) -> None:
    for args in (
        ["underpinning"],
        ["impact", "sign-in"],
        ["cycles"],
        ["stats"],
        ["list", "products"],
        ["gaps"],
    ):
        done = run_cli("-c", BIKE, *args, "--format", format)
        assert done.code == 0, done.err
        if format == "json":
            answer = json.loads(done.out)
            assert set(answer) >= {"schema_version", "analysis", "question", "revision", "rows", "findings"}


def test_ids_are_read_from_stdin(here: Path) -> None:
    done = run_cli("-c", "good", "impact", "-", "--format", "csv", stdin="db\n")
    assert done.out == run_cli("-c", "good", "impact", "db", "--format", "csv").out


def test_the_catalogue_is_found_by_variable_settings_or_default(here: Path) -> None:
    args = ("list", "services", "-f", "csv")
    assert run_cli(*args).code == 5
    expected = run_cli("-c", "good", *args).out
    assert run_cli(*args, env={"GRAPHMODEL_CATALOGUE": "good"}).out == expected
    (here / "graphmodel.toml").write_text('catalogue = "good"', encoding="utf-8")
    assert run_cli(*args).out == expected


def test_plan_changes_nothing_and_says_with_its_code_that_it_would(here: Path) -> None:
    before = sorted(p.name for p in here.iterdir())
    assert run_cli("-c", "new.db", "plan", "good").code == 0
    assert run_cli("-c", "new.db", "plan", "good", "--detailed-exitcode").code == 6
    assert sorted(p.name for p in here.iterdir()) == before
    assert run_cli("-c", "new.db", "import", "good").code == 0
    done = run_cli("-c", "new.db", "plan", "good", "--detailed-exitcode")
    assert done.code == 0
    assert "no changes" in done.err


def test_plan_and_import_have_the_shape_of_the_design(here: Path) -> None:
    for command in ("plan", "import"):
        answer = json.loads(run_cli(command, "good", "--format", "json").out)
        assert answer["counts"] == {"added": 5, "changed": 0, "withdrawn": 0, "unchanged": 0, "rejected": 0}
        assert answer["problems"] == []
        assert answer["question"] == {"paths": ["good"], "source": "good"}
        assert set(answer["rows"][0]) >= {"change", "kind", "id", "field", "before", "after"}
        assert len(answer["rows"]) == 5
    assert answer["revision"]["number"] == 1


def test_import_makes_a_revision_once_and_undo_takes_it_back(here: Path) -> None:
    assert "revision 1" in run_cli("import", "good").err
    assert "no new revision" in run_cli("import", "good").err
    (here / "good" / "services.csv").write_text("id,name\nweb,Web 2\ndb,Database\n", encoding="utf-8")
    assert "revision 2" in run_cli("import", "good").err
    rows = json.loads(run_cli("diff", "1", "2", "-f", "json").out)["rows"]
    assert [(r["change"], r["id"], r["field"], r["before"], r["after"]) for r in rows] == [
        ("changed", "web", "name", "Web", "Web 2")
    ]
    assert "revision 3 takes back revision 2" in run_cli("undo").out
    assert run_cli("diff", "1", "3", "-f", "jsonl").out == ""
    history = json.loads(run_cli("history", "-f", "json").out)["rows"]
    assert [row["number"] for row in history] == [3, 2, 1]


def test_rejected_rows_are_listed_and_nothing_is_imported(here: Path) -> None:
    done = run_cli("import", "bad")
    assert done.code == 3
    assert done.out == ""
    assert "dependencies.csv:3" in done.err
    assert "dbb" in done.err
    assert "did you mean" in done.err
    assert "--accept-partial" in done.err
    for command in ("plan", "import"):
        done = run_cli(command, "bad", "--format", "json")
        assert done.code == 3
        answer = json.loads(done.out)
        assert answer["counts"]["rejected"] == 1
        problem = answer["problems"][0]
        assert {"code", "file", "line", "column", "record", "value", "message", "hint"} <= set(problem)
    assert not (here / "catalogue.db").exists()


def test_good_rows_are_imported_on_request_and_the_rejected_can_be_mended(here: Path) -> None:
    done = run_cli("import", "bad", "--accept-partial", "--rejects", "mend")
    assert done.code == 3
    assert "revision 1" in done.err
    assert "mend" in done.err
    assert "import mend --source bad --add\n" in done.err
    rejected = here / "mend" / "dependencies.csv"
    rejected.write_text(rejected.read_text(encoding="utf-8").replace("dbb", "db"), encoding="utf-8")
    assert run_cli("import", "mend", "--add", "--source", "bad").code == 0
    shown = run_cli("impact", "db", "-f", "jsonl").out
    assert [json.loads(line)["id"] for line in shown.splitlines()] == ["shop", "db", "web"]


def test_the_command_for_rejected_rows_makes_placeholders_where_the_import_did(here: Path) -> None:
    row = (here / "bad" / "dependencies.csv").read_text(encoding="utf-8")
    (here / "bad" / "dependencies.csv").write_text(row + "shop,,\n", encoding="utf-8")
    refused = run_cli("import", "bad", "--create-missing")
    assert "1 rejected row: nothing was imported\n  hint: fix it, or" in refused.err
    done = run_cli("import", "bad", "--create-missing", "--accept-partial", "--rejects", "mend")
    assert "import mend --create-missing --source bad --add\n" in done.err


def test_hints_to_a_question_name_no_option_that_it_lacks(here: Path) -> None:
    folder(here / "encoded", {})
    (here / "encoded" / "services.csv").write_bytes(b"id,name\na,Caf\xe9\n")
    folder(
        here / "unknown", {"services.csv": "id\nab\n", "dependencies.csv": "service,depends_on\nab,zzzzzz\n"}
    )
    for name, option in (("encoded", "--encoding"), ("unknown", "--create-missing")):
        said = run_cli("-c", name, "gaps").err
        assert f"import with {option}" in said
        assert said.count("--") == 1


def test_an_analysis_of_a_folder_with_errors_refuses_in_the_same_way(here: Path) -> None:
    done = run_cli("-c", "bad", "impact", "db")
    assert (done.code, done.out) == (3, "")
    assert "dependencies.csv:3" in done.err


def test_a_file_that_is_not_ours_is_refused(here: Path) -> None:
    (here / "other.db").write_bytes(b"SQLite format 3\0 no, not really" * 99)
    done = run_cli("-c", "other.db", "list", "services")
    assert (done.code, done.out) == (5, "")
    assert "hint" in done.err


def test_an_output_file_is_not_overwritten(here: Path) -> None:
    args = ("-c", "good", "list", "services", "-f", "csv", "-o")
    assert run_cli(*args, "out.csv").code == 0
    first = (here / "out.csv").read_text(encoding="utf-8")
    done = run_cli(*args, "out.csv")
    assert done.code == 2
    assert "--force" in done.err
    assert run_cli(*args, "out.csv", "--force").code == 0
    assert (here / "out.csv").read_text(encoding="utf-8") == first
    assert run_cli(*args, "good").code == 2


def test_findings_are_the_rows_of_gaps() -> None:
    answer = json.loads(run_cli("-c", BIKE, "gaps", "-f", "json").out)
    assert answer["rows"]
    rows = [{name: value for name, value in row.items() if name != "path" or value} for row in answer["rows"]]
    assert answer["findings"] == rows


def test_check_is_a_gate(here: Path) -> None:
    assert run_cli("-c", "good", "gaps").code == 0
    assert run_cli("-c", "good", "check", "--fail-on", "info").code == 1
    assert run_cli("-c", "good", "check", "--fail-on", "info", "--rule", "GM008").code == 0


def test_the_doctor_finds_a_new_catalogue_whole(here: Path) -> None:
    run_cli("import", "good")
    assert run_cli("doctor").code == 0
    assert run_cli("doctor", "--repair").code == 0


def test_the_doctor_says_with_its_code_that_a_file_is_not_ours(here: Path) -> None:
    (here / "other.db").write_text("not a catalogue", encoding="utf-8")
    assert run_cli("-c", "other.db", "doctor").code == 5


def test_two_catalogues_are_compared_where_there_is_none(here: Path) -> None:
    done = run_cli("diff", "good", "good", "-f", "csv")
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert "no changes" in done.err


def test_init_writes_a_folder_that_imports_without_a_warning(here: Path) -> None:
    assert run_cli("init", "mine").code == 0
    done = run_cli("import", "mine", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["problems"] == []
    assert run_cli("init", "mine").code == 2


def test_every_code_is_explained() -> None:
    for code in ("GM001", "gm008"):
        done = run_cli("explain", code)
        assert done.code == 0
        assert code.upper() in done.out


def test_a_mapping_is_proposed_on_stdout(here: Path) -> None:
    (here / "cmdb.csv").write_text("CI Name,Owner\nweb,ops\n", encoding="utf-8")
    done = run_cli("mapping", "suggest", "cmdb.csv")
    assert done.code == 0
    assert "CI Name" in done.out


def test_a_defect_of_ours_is_told_shortly_and_traced_on_request(here: Path) -> None:
    with mock.patch.object(Session, "run", side_effect=ValueError("\x1b[31mboom")):
        done = run_cli("-c", "good", "cycles")
        assert done.code == 70
        assert "boom" in done.err
        assert "Traceback" not in done.err
        assert "\x1b" not in done.err
        assert "Traceback" in run_cli("-c", "good", "cycles", env={"GRAPHMODEL_DEBUG": "1"}).err


def test_an_interruption_is_130(here: Path) -> None:
    with mock.patch.object(Session, "run", side_effect=KeyboardInterrupt):
        done = run_cli("-c", "good", "cycles")
    assert (done.code, done.err) == (130, "interrupted\n")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    for args, code in ((["list", "services"], 0), (["check", "--fail-on", "info"], 1), (["--help"], 0)):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as gone:
            done = process("-c", str(BIKE), *args, stdout=gone, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["impact", "--help"],
        ["explain", "GM001"],
        ["list", "services"],
        ["list", "services", "-f", "json"],
        ["check", "--fail-on", "info"],
        ["export", "--format", "graphml", "-o", "-"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_told(args: list[str], unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        done = process("-c", str(BIKE), *args, stdout=full, stderr=subprocess.PIPE, env=environment)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "error: cannot write: No space left on device"
    assert done.stderr.count("No space left") == 1
    assert "Traceback" not in done.stderr


def test_names_that_attack_are_inert_in_every_format(here: Path) -> None:
    named = [n for n in NASTY if n.encode("utf-8", "ignore").decode() == n and "\x00" not in n]
    out = io.StringIO()
    csv.writer(out).writerows([("id", "name"), *((f"s{i}", name) for i, name in enumerate(named))])
    folder(here / "nasty", {"services.csv": out.getvalue()})
    for kind in ("table", "md", "csv", "json", "jsonl"):
        done = run_cli("-c", "nasty", "list", "services", "-f", kind)
        if done.code == 3:  # names that the import refuses never come this far
            pytest.skip("every one of them is refused")
        assert done.code == 0
        assert all(c.isprintable() or c in "\n\t\xa0" for c in done.out)
        if kind == "json":
            names = [row["name"] for row in json.loads(done.out)["rows"]]
            assert "=cmd()" in names
            assert "<script>alert(1)</script>" in names


def test_hostile_arguments_are_shown_not_obeyed(here: Path) -> None:
    for name in ("\x1b[31m", "a\nerror: b", "\u202e"):
        done = run_cli("-c", "good", "impact", "--", name)
        assert done.code == 2
        assert all(line.isprintable() for line in done.err.split("\n"))
        assert not done.err.startswith("error: b")
        assert "\nerror: b" not in done.err
