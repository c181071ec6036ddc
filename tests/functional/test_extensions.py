"""What another package adds by entry points: installed as users install it, and asked on the command line."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, folder

SAMPLE = ROOT / "tests" / "sample_package"
CATALOGUE = {"services.csv": "id,name,tags\nMAIL,Mail,exam;office\nchat,Chat,office\n"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample package, to be put on the path."""
    home = tmp_path_factory.mktemp("sample")
    source = shutil.copytree(SAMPLE, home / "source")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*pip, "install", "--no-deps", "--target", str(home / "site"), str(source)], check=True)
    return home / "site"


def run(path: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graphmodel", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(path), str(ROOT)]), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_analysis_is_a_command_like_our_own(installed: Path, tmp_path: Path) -> None:
    at = folder(tmp_path / "catalogue", CATALOGUE)
    assert "Which services have a tag." in run(installed, "--help", cwd=tmp_path).stdout
    done = run(installed, "-c", str(at), "tagged", "exam", "--format", "csv", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["id,name", "MAIL,Mail"])


def test_an_operation_is_a_command_like_our_own(installed: Path, tmp_path: Path) -> None:
    folder(tmp_path / "cmdb", CATALOGUE)
    assert "Which sources a catalogue has." in run(installed, "--help", cwd=tmp_path).stdout
    assert run(installed, "-c", "estate.db", "import", "cmdb", cwd=tmp_path).returncode == 0
    for arguments, lines in (((), "cmdb\n"), (("--most", "0"), "")):
        done = run(installed, "-c", "estate.db", "sources", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, lines, "")


def test_a_rule_is_found_listed_and_explained(installed: Path, tmp_path: Path) -> None:
    at = folder(tmp_path / "catalogue", CATALOGUE)
    done = run(installed, "-c", str(at), "gaps", "--rule", "ACME001", "--format", "csv", cwd=tmp_path)
    assert "MAIL shouts" in done.stdout
    assert done.stdout.count("ACME001") == 2, "its code and its identity"
    every = run(installed, "-c", str(at), "gaps", "--format", "jsonl", cwd=tmp_path)
    assert '"ACME001"' in every.stdout
    assert (
        "Acme writes its ids in small letters." in run(installed, "explain", "ACME001", cwd=tmp_path).stdout
    )


ESTATE = {
    "version": 3,
    "products": [{"id": "shop", "name": "Web shop"}],
    "services": [
        {"id": "db", "name": "Database", "criticality": 2, "tags": ["sql", "core"]},
        {"id": "cache", "criticality": "urgent"},
    ],
    "dependencies": [{"service": "shop", "depends_on": "db"}, {"service": "shop", "depends_on": "cache"}],
}
"""Three sheets in one file. One service is wrong, and with it the dependency that names it."""


def written(path: Path, content: object) -> str:
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


def test_an_importer_gives_several_sheets_with_places_in_the_document(
    installed: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "estate.json", ESTATE)
    done = run(installed, "-c", "estate.db", "plan", file, "--format", "json", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    found = {(p["code"], p["file"], p["line"], p["path"]) for p in json.loads(done.stdout)["problems"]}
    assert found == {
        ("E208", "estate.json", 0, "services[1].criticality"),
        ("E305", "estate.json", 0, "dependencies[1].depends_on"),
    }
    assert "estate.json: services[1].criticality [E208]" in done.stderr


def test_what_an_importer_rejects_is_fixed_in_its_own_format(installed: Path, tmp_path: Path) -> None:
    written(tmp_path / "estate.json", ESTATE)
    done = run(installed, "-c", "estate.db", "import", "estate.json", "--accept-partial", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    (rejected,) = (tmp_path / "estate.rejects").iterdir()
    left = json.loads(rejected.read_text("utf-8"))
    assert {name: [one.pop("rejected_because")[:4] for one in left[name]] for name in left} == {
        "services": ["E208"],
        "dependencies": ["E305"],
    }
    assert left == {name: ESTATE[name][-1:] for name in ("services", "dependencies")}
    left["services"][0]["criticality"] = 3
    written(rejected, left)
    shown = next(line for line in done.stderr.splitlines() if line.startswith("  graphmodel -c"))
    again = run(installed, *shlex.split(shown)[1:], cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    asked = run(installed, "-c", "estate.db", "impact", "cache", "--format", "csv", cwd=tmp_path)
    assert [line.split(",")[:3] for line in asked.stdout.splitlines()[1:]] == [
        ["shop", "product", "down"],
        ["cache", "service", "down"],
    ]
    gaps = run(installed, "-c", "estate.db", "gaps", "--rule", "GM001", "--format", "json", cwd=tmp_path)
    answer = json.loads(gaps.stdout)
    (shop,) = (f for f in answer["findings"] if f["subject"] == "shop")
    assert (shop["file"], shop["line"], shop["path"]) == ("estate.json", 0, "products[0]")
    assert "roots" not in answer, "its files are in two folders"
    place = run(installed, "-c", "estate.db", "show", "db", "--format", "jsonl", cwd=tmp_path).stdout
    assert "estate.json: services[0] (source estate)" in place


MAPPING = """
[[file]]
name = "*.json"
sheet = "apps"
[[file.table]]
kind = "service"
columns = { id = "App", name = "Title" }
[[file]]
name = "*.json"
sheet = "link*"
[[file.table]]
kind = "dependency"
columns = { service = "from", depends_on = "to" }
"""


def test_a_mapping_says_what_the_sheets_of_an_importer_are(installed: Path, tmp_path: Path) -> None:
    foreign = {
        "apps": [{"App": "shop", "Title": "Shop"}, {"App": "db", "Title": "Database"}],
        "links": [{"from": "shop", "to": "db"}, {"from": "shop", "to": "nobody"}],
        "people": [{"name": "Zoë"}],
    }
    written(tmp_path / "export.json", foreign)
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    asked = ("-c", "estate.db", "import", "export.json", "--mapping", "mapping.toml", "--accept-partial")
    done = run(installed, *asked, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "export.json: links[1].to [E304]" in done.stderr
    assert "export.json: people [W103] the sheet is not read" in done.stderr
    left = json.loads((tmp_path / "export.rejects" / "export.json").read_text("utf-8"))
    assert [(name, [one["to"] for one in left[name]]) for name in left] == [("links", ["nobody"])]
    listed = run(installed, "-c", "estate.db", "list", "dependencies", "--format", "csv", cwd=tmp_path)
    assert listed.stdout.splitlines()[1].startswith("shop,Shop,db,Database,")


def test_a_mapping_is_proposed_for_the_sheets_of_an_importer(installed: Path, tmp_path: Path) -> None:
    foreign = {"apps": [{"App ID": "shop", "Name": "Shop"}, {"App ID": "db", "Name": "Database"}]}
    written(tmp_path / "export.json", foreign)
    done = run(installed, "mapping", "suggest", "export.json", cwd=tmp_path)
    assert (done.returncode, 'sheet = "apps"' in done.stdout) == (0, True), done.stderr
    (tmp_path / "mapping.toml").write_text(done.stdout, "utf-8")
    asked = ("-c", "estate.db", "import", "export.json", "--mapping", "mapping.toml")
    assert run(installed, *asked, cwd=tmp_path).returncode == 0


def test_a_document_that_is_none_is_refused(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "estate.json").write_text('{"services": [', "utf-8")
    done = run(installed, "-c", "estate.db", "import", "estate.json", cwd=tmp_path)
    assert (done.returncode, "estate.json [E113]" in done.stderr) == (3, True), done.stderr
    written(tmp_path / "estate.json", {"services": [{"id": "shop"}, "db"]})
    done = run(installed, "-c", "estate.db", "import", "estate.json", cwd=tmp_path)
    assert (done.returncode, "estate.json: services [E113]" in done.stderr) == (3, True), done.stderr
    written(tmp_path / "estate.json", {"people": [{"name": "Zoë"}]})
    done = run(installed, "-c", "estate.db", "import", "estate.json", cwd=tmp_path)
    assert (done.returncode, "is no catalogue" in done.stderr) == (2, True), done.stderr


def test_a_store_is_opened_by_its_scheme(installed: Path, tmp_path: Path) -> None:
    held = {
        "service": [{"id": "shop"}, {"id": "db"}],
        "dependency": [{"service": "shop", "depends_on": "db"}],
    }
    written(tmp_path / "acme.json", held)
    done = run(installed, "-c", "acme://acme.json", "impact", "db", "--format", "csv", cwd=tmp_path)
    assert [line.split(",")[:3] for line in done.stdout.splitlines()[1:]] == [
        ["db", "service", "down"],
        ["shop", "service", "down"],
    ], done.stderr
    copied = run(installed, "copy", "acme://acme.json", "copy.db", cwd=tmp_path)
    assert copied.returncode == 0, copied.stderr
    again = run(installed, "-c", "copy.db", "impact", "db", "--format", "csv", cwd=tmp_path)
    assert again.stdout == done.stdout
    other = run(installed, "-c", "acne://acme.json", "stats", cwd=tmp_path)
    assert (other.returncode, "no store for acne:// URLs" in other.stderr) == (5, True)


def test_a_format_of_reports_writes_every_answer(installed: Path, tmp_path: Path) -> None:
    at = folder(tmp_path / "catalogue", CATALOGUE)
    asked = ("-c", str(at), "list", "services", "--columns", "id,name")
    done = run(installed, *asked, "--format", "tsv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "id\tname\nMAIL\tMail\nchat\tChat\n"), done.stderr
    told = run(installed, *asked, "-o", "rows.tsv", cwd=tmp_path)
    assert (told.returncode, (tmp_path / "rows.tsv").read_text()) == (0, done.stdout)
    assert "|tsv]" in "".join(run(installed, "list", "--help", cwd=tmp_path).stdout.split())
    wrong = run(installed, *asked, "--format", "tsw", cwd=tmp_path)
    assert (wrong.returncode, "tsv" in wrong.stderr) == (2, True)


def test_a_format_of_diagrams_draws_every_answer(installed: Path, tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name\nshop,Web shop\ndb,Database\n",
        "dependencies.csv": "service,depends_on\nshop,db\n",
    }
    at = folder(tmp_path / "catalogue", files)
    done = run(installed, "-c", str(at), "diagram", "--format", "tgf", "--cluster", "none", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    nodes, edges = (part.splitlines() for part in done.stdout.split("#\n"))
    key = {name: key for key, _, name in (line.partition(" ") for line in nodes)}
    assert sorted(key) == ["Database", "Web shop"]
    assert edges == [f"{key['Web shop']} {key['Database']}"]
    drawn = run(installed, "-c", str(at), "impact", "db", "--diagram", "impact.tgf", cwd=tmp_path)
    assert (drawn.returncode, (tmp_path / "impact.tgf").read_text().count("#")) == (0, 1), drawn.stderr


def test_a_format_of_charts_charts_every_answer(installed: Path, tmp_path: Path) -> None:
    files = {"products.csv": "id,name\nshop,Web shop\n", "services.csv": "id,name\ndb,Database\n"}
    files["dependencies.csv"] = "service,depends_on\nshop,db\n"
    at = folder(tmp_path / "catalogue", files)
    asked = ("-c", str(at), "underpinning", "--counts", "--by", "service", "--chart")
    done = run(installed, *asked, "most.list", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Database: 1\n" in (tmp_path / "most.list").read_text()
    wrong = run(installed, *asked, "most.lst", cwd=tmp_path)
    assert (wrong.returncode, ".pdf, .list" in wrong.stderr) == (2, True)


def test_a_format_of_exports_holds_the_catalogue(installed: Path, tmp_path: Path) -> None:
    at = folder(tmp_path / "catalogue", CATALOGUE | {"dependencies.csv": "service,depends_on\nchat,MAIL\n"})
    asked = ("-c", str(at), "export", "--format")
    done = run(installed, *asked, "pairs", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"MAIL": [], "chat": ["MAIL"]}), done.stderr
    assert "|pairs]" in "".join(run(installed, "export", "--help", cwd=tmp_path).stdout.split())
    wrong = run(installed, *asked, "pears", cwd=tmp_path)
    assert (wrong.returncode, "pairs" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    ("group", "point", "message"),
    [
        ("graphmodel.rules", "BAD1 = nowhere_at_all:RULE", "cannot be loaded: ModuleNotFoundError"),
        ("graphmodel.rules", "BAD1 = string:digits", "is str, not Rule"),
        (
            "graphmodel.formats.exports",
            "json = string:digits",
            "package acme-bad and graphmodel both bring 'json'",
        ),
        ("graphmodel.rules", "GM001 = string:digits", "package acme-bad and graphmodel both bring 'GM001'"),
        (
            "graphmodel.rules",
            "BAD1 = graphmodel.rules.gm001_no_accountable_role:RULE",
            "brings 'GM001' under",
        ),
    ],
)
def test_a_broken_package_is_named(tmp_path: Path, group: str, point: str, message: str) -> None:
    site = tmp_path / "site" / "acme_bad-1.0.dist-info"
    site.mkdir(parents=True)
    (site / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-bad\nVersion: 1.0\n")
    (site / "entry_points.txt").write_text(f"[{group}]\n{point}\n")
    at = folder(tmp_path / "catalogue", CATALOGUE)
    command = ("export", "--format", "json") if group.endswith("exports") else ("gaps",)
    done = run(site.parent, "-c", str(at), *command, cwd=tmp_path)
    assert done.returncode == 2
    assert "acme-bad" in done.stderr
    assert message in " ".join(done.stderr.split())


def test_a_preset_of_another_package_is_found_named_and_shown(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("Acme item,Runs on\nshop,db\ndb,\n", "utf-8")
    done = run(installed, "-c", "estate.db", "import", "items.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "read as an export of Acme's CMDB (--preset acme-cmdb)" in done.stderr
    listed = run(installed, "-c", "estate.db", "list", "dependencies", "--format", "csv", cwd=tmp_path)
    assert "shop,,db" in listed.stdout
    assert "acme-cmdb" in run(installed, "mapping", "list", "--format", "csv", cwd=tmp_path).stdout
    assert run(installed, "mapping", "show", "acme-cmdb", cwd=tmp_path).stdout.startswith("# Acme's own.")
