"""The pages on selectors, configuration and exit codes say what is so."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from graphmodel.cli import settings
from graphmodel.selectors.selector import select
from tests.conftest import ROOT, folder, index, run_cli

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)
BIKE = str(ROOT / "examples" / "exercise-bike")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def table(name: str, title: str) -> list[list[str]]:
    """The rows of the table below that title, without its head."""
    text = page(name).partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [row.split(" | ") for row in ROW.findall(text)][1:]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(BIKE, tmp_path / "examples" / "exercise-bike")
    folder(tmp_path / "broken", {"services.csv": "id,criticality\na,high\n"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHMODEL_CATALOGUE", raising=False)
    return tmp_path


CODES = {int(code): (meaning, example) for code, meaning, example in (
    (row[0], row[1], row[2] if len(row) > 2 else "") for row in table("exit-codes.md", "The codes"))}  # fmt: skip
SHOWN = {
    code: re.findall("`graphmodel (.*)`", example)[0]
    for code, (_, example) in CODES.items()
    if "`" in example
}


def test_the_codes_are_those_of_the_design() -> None:
    assert set(CODES) == {0, 1, 2, 3, 4, 5, 6, 70, 130}
    assert set(SHOWN) == {0, 1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("code", SHOWN)
def test_a_code_is_what_its_example_ends_with(here: Path, code: int) -> None:
    if code == 4:
        (here / "graphmodel.toml").write_text('catalogue = "neo4j://somewhere.example"\n')
    assert run_cli(*SHOWN[code].split()).code == code


@pytest.mark.parametrize(("raised", "code"), [(RuntimeError("a defect"), 70), (KeyboardInterrupt(), 130)])
def test_defects_and_interruptions(here: Path, raised: BaseException, code: int) -> None:
    with mock.patch("graphmodel.session.Session.run", side_effect=raised):
        assert run_cli("-c", BIKE, "stats").code == code


def test_rejected_rows_come_before_changes_and_partial_imports_say_so(here: Path) -> None:
    (here / "broken" / "services.csv").write_text("id,criticality\na,high\nb,1\n")
    assert run_cli("-c", "new.db", "plan", "broken", "--detailed-exitcode").code == 3
    assert run_cli("-c", "new.db", "import", "broken", "--accept-partial").code == 3
    assert "b" in run_cli("-c", "new.db", "list", "services").out


WRITTEN = [
    cell for row in table("selectors.md", "What can be written") for cell in re.findall("`([^`]+)`", row[0])
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_selector_of_the_page_is_understood(written: str) -> None:
    files = {
        "products.csv": "id,name,category\nexercise-bike,Exercise bike,app\n",
        "services.csv": "id,name,category,criticality,supplier,tags,aliases,rto,availability\n"
        "sign-in,Sign-in,identity,1,acme,pci,moodle,PT4H,99.9\ndatabase-a,A,databases,1,acme,,,5h,99\n"
        "ride,Ride tracking,network,2\ncdn-east,East,network,2\na+b,Odd,platform,2\n"
        "hosting,Hosting,platform,3,,,,4h\n",
        "categories.csv": "id,name,parent\nplatform,Platform,\ndatabases,D,platform\nnetwork,N,\n"
        "identity,I,\napp,App,\n",
        "dependencies.csv": "service,depends_on\nexercise-bike,sign-in\nsign-in,database-a\nexercise-bike,hosting\n",
        "roles.csv": "id,name\ndba,Administrator\n",
        "responsibilities.csv": "role,service,responsibility\ndba,database-a,A\n",
    }
    made = index(files)
    found = [made.service_id[v] for v in select(made, written)]
    expected = EXPECTED.get(written)
    assert expected is not None, f"{written}: say in EXPECTED what it selects"
    assert found == sorted(expected)


ALL = {"a+b", "cdn-east", "database-a", "exercise-bike", "hosting", "ride", "sign-in"}
EXPECTED: dict[str, set[str]] = {
    "sign-in": {"sign-in"},
    '"Ride tracking"': {"ride"},
    'id:"a+b"': {"a+b"},
    "database-*": {"database-a"},
    "+exercise-bike": {"exercise-bike", "sign-in", "database-a", "hosting"},
    "sign-in+": {"sign-in", "exercise-bike"},
    "1+sign-in+2": {"sign-in", "database-a", "exercise-bike"},
    "kind:product": {"exercise-bike"},
    "kind:service": ALL - {"exercise-bike"},
    "category:network": {"ride", "cdn-east"},
    "type:platform": {"database-a", "a+b", "hosting"},
    "role:dba": {"database-a"},
    "tag:pci": {"sign-in"},
    "alias:moodle": {"sign-in"},
    "criticality:1": {"sign-in", "database-a"},
    "supplier:acme": {"sign-in", "database-a"},
    "supplier:ac*": {"sign-in", "database-a"},
    "rto:4h": {"sign-in", "hosting"},
    "availability:99.90": {"sign-in"},
    'supplier:""': ALL - {"sign-in", "database-a"},
    "database-* cdn-*": {"database-a", "cdn-east"},
    "+exercise-bike,category:platform": {"database-a", "hosting"},
}


KEYS = [re.findall("`(.*)`", row[0])[0] for row in table("configuration.md", "graphmodel.toml")]
VARIABLES = [
    name
    for row in table("configuration.md", "Environment variables")
    for name in re.findall("`(.*?)`", row[0])
]


def test_every_key_is_documented() -> None:
    assert tuple(KEYS) == settings.KEYS


def test_every_variable_is_documented_and_used() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "graphmodel").rglob("*.py"))
    assert all(name in code for name in VARIABLES if name != "COLUMNS")
    used = set(re.findall(r'"((?:GRAPHMODEL|NEO4J)_[A-Z]+)"', code))
    assert used <= set(VARIABLES)


@pytest.mark.parametrize(("line", "said"), [
    ('catalog = "x.db"', "unknown key 'catalog'"), ('catalogue = "a"\nformat = "csv"', "unknown key 'format'"),
    ("[catalogue]\na = 1", "must be a path or URL"),
])  # fmt: skip
def test_an_unknown_key_is_an_error(here: Path, line: str, said: str) -> None:
    (here / "graphmodel.toml").write_text(line + "\n")
    done = run_cli("stats")
    assert done.code == 2
    assert said in done.err
    assert "catalogue" in done.err


def test_the_order_in_which_a_catalogue_is_chosen(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "three", "four"):
        folder(here / name, {"products.csv": f"id,name\n{name},{name}\n"})
    (here / "products.csv").write_text("id,name\nfolder,folder\n")
    asked = ("list", "products", "-f", "csv", "--columns", "id", "-q")

    def chosen(*args: str) -> str:
        return run_cli(*asked, *args).out.split()[1]

    assert chosen() == "folder"
    assert run_cli("-c", "catalogue.db", "import", "four").code == 0
    assert chosen() == "four"
    (here / "graphmodel.toml").write_text('catalogue = "three"\n')
    assert chosen() == "three"
    monkeypatch.setenv("GRAPHMODEL_CATALOGUE", "two")
    assert chosen() == "two"
    assert chosen("-c", "one") == "one"
