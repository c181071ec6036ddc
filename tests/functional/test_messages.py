"""What is said of files fits how they were read, and says what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from graphmodel.model.visible import visible
from tests.conftest import ROOT, folder, run_cli

EXAMPLES = ROOT / "examples"
SERVICES = {"services.csv": "id,name\na,A\n"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def planned(*args: str | Path) -> list[str]:
    return run_cli("-c", "new.db", "plan", *args).err.splitlines()


def test_what_is_not_there_is_no_folder_and_no_file(here: Path) -> None:
    folder(here / "one", SERVICES)
    for args in (["none"], ["none.xlsx"], ["one", "none.csv"], ["none.csv", "--preset", "itop"]):
        assert (
            planned(*args)[0] == f"error: there is no file or folder {next(a for a in args if 'none' in a)}"
        )


def test_a_file_of_a_catalogue_and_several_folders_are_named(here: Path) -> None:
    folder(here / "one", SERVICES)
    folder(here / "two", SERVICES)
    assert planned("one/services.csv") == [
        "error: one/services.csv is one file of a catalogue",
        "  hint: a catalogue is read whole: name the folder one",
    ]
    assert planned("one", "two")[0] == "error: one, two are several folders"


def test_files_that_are_only_called_as_those_of_a_catalogue_need_a_mapping(here: Path) -> None:
    folder(here / "one", {"services.csv": "Number,Name,Owner\n1,Shop,Anna\n"})
    with Workbook(here / "book.xlsx") as book:
        sheet = book.add_worksheet("Services")
        sheet.write_row(0, 0, ["Number", "Name", "Owner"])
        sheet.write_row(1, 0, ["7", "Shop", "Anna"])
    proposed = "this proposes one: graphmodel mapping suggest {} -o mapping.toml"
    for path in ("one/services.csv", "one", "book.xlsx"):
        done = run_cli("-c", "new.db", "import", path)
        assert done.code in {2, 3}
        assert done.err.splitlines()[-1].endswith(proposed.format(path))
        done = run_cli("mapping", "suggest", path, "-o", "m.toml", "--force")
        assert done.code == 0
        assert run_cli("-c", "new.db", "import", path, "--mapping", "m.toml").code == 0


def test_what_to_do_with_a_folder_of_foreign_files(here: Path) -> None:
    (here / "books").mkdir()
    with Workbook(here / "books" / "apps.xlsx") as book:
        book.add_worksheet("Apps").write_row(0, 0, ["App", "Uses"])
    assert planned("books")[1].endswith("graphmodel mapping suggest books/apps.xlsx -o mapping.toml")
    (here / "tree" / "shop").mkdir(parents=True)
    (here / "tree" / "shop" / "catalog-info.yaml").write_text(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {owner: b}\n"
    )
    assert planned("tree")[1].endswith("graphmodel -c new.db import --preset backstage tree")
    (here / "none").mkdir()
    assert planned("none")[1].strip() == "hint: graphmodel init DIR writes a folder to start from"


def test_a_mapping_is_suggested_for_a_folder(here: Path) -> None:
    (here / "inventory").mkdir()
    assert run_cli("mapping", "suggest", "inventory").err.splitlines()[0] == (
        "error: inventory holds no file that can be read"
    )
    (here / "inventory" / "apps.csv").write_text("Application,Used by\nCRM,Web shop\nWeb shop,\n")
    (here / "inventory" / "notes.md").write_text("no table\n")
    done = run_cli("mapping", "suggest", "inventory", "-o", "m.toml")
    assert done.code == 0
    assert "graphmodel import inventory/apps.csv --mapping m.toml" in done.err.splitlines()


@pytest.mark.parametrize("example", ["leanix", "archi", "servicenow", "archimate"])
def test_who_uses_a_preset_is_not_told_to_change_a_mapping_or_a_file_of_ours(
    example: str, here: Path
) -> None:
    said = planned(EXAMPLES / example)
    hints = [line.strip() for line in said if line.strip().startswith("hint:")]
    assert (
        f"hint: if they matter, change a copy of the preset's mapping: graphmodel mapping show {example} > mapping.toml"
        in hints
    )
    assert not [hint for hint in hints if ".csv" in hint or "[[" in hint or "widen" in hint]
    run_cli("mapping", "show", example)  # which is there


def test_columns_are_named_as_the_file_has_them(here: Path) -> None:
    said = planned(EXAMPLES / "itop")
    assert said[0].startswith("ApplicationSolution.csv:2:contacts_list [W304]")
    assert any(
        "ITComponent!4.id or displayName and 1 more [W301]" in line for line in planned(EXAMPLES / "leanix")
    )


def test_a_hidden_sheet_that_is_not_read_is_not_said_to_be_read(here: Path) -> None:
    rows = {"services": [["id", "name"], ["a", "A"]], "roles": [["id"], ["r"]], "lists": [["x"], ["y"]]}
    with Workbook(here / "b.xlsx") as book:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
            if name != "services":
                sheet.hide()
    said = [line for line in planned("b.xlsx") if "[W" in line]
    assert said == [
        "b.xlsx: roles [W108] a hidden sheet, read like the others",
        "b.xlsx: lists [W103] the sheet is not read",
    ]


def test_a_table_beside_the_answer_is_not_wider_than_a_page(here: Path) -> None:
    (here / "wide.csv").write_text(
        "Application,Description,Used by\n"
        + "".join(f"A{n},{'long text ' * 30},A{n + 1}\n" for n in range(9))
    )
    tables = [
        line for line in run_cli("mapping", "suggest", "wide.csv").err.splitlines() if "  " in line.strip()
    ]
    assert tables
    assert max(map(len, tables)) <= 120


def test_a_plan_shows_the_ids_that_the_catalogue_holds_and_the_names(here: Path) -> None:
    """A relation may name a service by an alias, as a ServiceNow export does by its sys_id."""
    folder(
        here / "one",
        {
            "services.csv": "id,name,aliases\nS1,Shop,0a1b\nS2,Vault,0c2d\nS3,,\n",
            "roles.csv": "id,name\nk,Keeper\n",
            "dependencies.csv": "service,depends_on\n0a1b,0c2d\nS2,S3\n",
            "responsibilities.csv": "service,role,responsibility\n0c2d,k,A\n",
        },
    )
    made = json.loads(run_cli("-c", "new.db", "plan", "one", "--format", "json").out)
    relations = [
        (row["id"], row["name"]) for row in made["rows"] if row["kind"] in ("dependency", "responsibility")
    ]
    assert relations == [
        ("S1 -> S2", "Shop -> Vault"),
        ("S2 -> S3", "Vault -> S3"),
        ("k -> S2 (A)", "Keeper -> Vault"),
    ]
    table = run_cli("-c", "new.db", "plan", "one").out.splitlines()
    assert table[2].split() == ["change", "kind", "id", "name"]
    assert visible(table[2]) == table[2]


def test_a_plan_of_another_source_knows_its_aliases(here: Path) -> None:
    folder(here / "one", {"services.csv": "id,name,aliases\nS1,Shop,0a1b\n"})
    folder(
        here / "two",
        {"services.csv": "id,name\nT,Till\n", "dependencies.csv": "service,depends_on\nT,0a1b\n"},
    )
    assert run_cli("-c", "e.db", "import", "one").code == 0
    made = json.loads(run_cli("-c", "e.db", "plan", "two", "--format", "json").out)
    assert [row["id"] for row in made["rows"]] == ["T", "T -> S1"]


def test_a_problem_of_no_file_names_none(here: Path) -> None:
    rows = "".join(f"s{n},{n}\n" for n in range(30))
    folder(
        here / "all",
        {"services.csv": f"id,name\n{rows}", "roles.csv": "id\n" + "".join(f"r{n}\n" for n in range(30))},
    )
    folder(here / "few", SERVICES)
    assert run_cli("-c", "e.db", "import", "all", "--source", "all").code == 0
    said = run_cli("-c", "e.db", "plan", "few", "--source", "all").err.splitlines()
    assert said[0] == "[E403] 30 of the 30 services that source 'all' gave before are missing now"


def test_what_is_said_of_a_record_by_hand_has_no_file_and_no_day(here: Path) -> None:
    assert run_cli("-c", "e.db", "add", "service", "a").code == 0
    said = run_cli("-c", "e.db", "link", "a", "nix").err.splitlines()
    assert said[0] == "command line: depends_on [E304] no service or product has this id"
    done = run_cli("-c", "e.db", "add", "service", "b", "--name", "B")
    assert done.out.splitlines()[2].split() == ["change", "kind", "id", "name"]


def test_columns_that_every_row_has_alike_go_first(here: Path) -> None:
    """Of what one service underpins its id and name are in every row."""
    from graphmodel import Workbench

    with Workbench.open(EXAMPLES / "university") as bench:
        spare = {column.name: column.spare for column in bench.run("underpinning", of="sso").columns}
        others = {column.name: column.spare for column in bench.run("underpinning").columns}
    assert spare["service"]
    assert not spare["product_name"]
    assert not others["service"]
