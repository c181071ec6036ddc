"""Proposals, days and scenarios on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli
from tests.unit.analyses.conftest import FILES

NEXT = {
    "services.csv": "id,name,category,ends,remove\ndb3,Database 3,infra,,\nmail,,,,yes\ndb1,,,2027-01-01,\n",
    "dependencies.csv": "service,depends_on,group\nshop,db3,copies\ndb3,net,\n",
}


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """A catalogue folder, and beside it what is proposed."""
    folder(tmp_path / "next", NEXT)
    return folder(tmp_path / "estate", FILES)


def answer(*arguments: str | Path) -> dict[str, object]:
    result = run_cli(*arguments, "--format", "json")
    assert result.code == 0, result.err
    found: dict[str, object] = json.loads(result.out)
    return found


def test_options_stand_before_and_behind(estate: Path, tmp_path: Path) -> None:
    laid = ("--with", tmp_path / "next")
    before = answer("-c", estate, *laid, "--without", "db2", "--at", "2027-01-01", "impact")
    behind = answer("impact", "-c", estate, *laid, "--at", "2027-01-01", "--without", "db2")
    both = answer(*laid, "--without", "db2", "impact", "-c", estate, "--at", "2027-01-01")
    assert before == behind == both
    assert before["proposal"] == {
        "with": [str(tmp_path / "next")], "without": ["db2"], "at": "2027-01-01",
        "added": 3, "changed": 1, "removed": 1,
        "gone": [
            {"id": "db1", "name": "Database 1"}, {"id": "db2", "name": "Database 2"}, {"id": "mail", "name": "Mail"},
        ],
    }  # fmt: skip
    several = answer("-c", estate, "--without", "db1", "impact", "--without", "db2")
    assert several["proposal"] == answer("-c", estate, "impact", "--without", "db1 db2")["proposal"] | {  # type: ignore[operator]
        "without": ["db1", "db2"]
    }


def test_nothing_is_stored_and_the_reader_is_told(estate: Path, tmp_path: Path) -> None:
    store = tmp_path / "estate.db"
    assert run_cli("-c", store, "import", estate).code == 0
    before = store.read_bytes()
    result = run_cli("-c", store, "--with", tmp_path / "next", "--without", "db2", "spof")
    assert result.code == 0
    assert f"(proposal: with {tmp_path / 'next'}, without db2)" in result.out
    assert "next: 3 records added, 1 changed, 1 removed" in result.err
    assert "2 services gone: Database 2 (db2), Mail (mail)" in result.err
    assert store.read_bytes() == before
    assert answer("-c", store, "--without", "db2", "stats")["revision"]["action"] == "proposal"  # type: ignore[index]


@pytest.mark.parametrize("command", [("import", "x"), ("history",), ("export", "x"), ("doctor",), ("undo",)])
def test_what_is_about_the_catalogue_as_it_is_takes_none(estate: Path, command: tuple[str, ...]) -> None:
    result = run_cli("-c", estate, "--without", "db1", *command)
    assert result.code == 2
    assert f"{command[0]} takes no --without" in result.err


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--without", "dbb1"), "there is no service 'dbb1'"),
        (("--without", "tag:nosuch"), "selects no service"),
        (("--with", "nowhere"), "there is no file or folder nowhere"),
        (("--with", ""), "is empty"),
        (("--at", "tomorrow"), "the day 'tomorrow' is not a date"),
        (("--at", ""), "the day is empty"),
    ],
)
def test_what_cannot_be_proposed(estate: Path, options: tuple[str, ...], error: str) -> None:
    result = run_cli("-c", estate, *options, "spof")
    assert result.code == 2
    assert error in result.err


def test_a_wrong_row_is_told_with_its_file_and_line(estate: Path, tmp_path: Path) -> None:
    wrong = folder(tmp_path / "wrong", {"dependencies.csv": "service,depends_on\nshop,atuh\n"})
    result = run_cli("-c", estate, "--with", wrong, "impact", "net")
    assert result.code == 3
    assert f"{wrong}/dependencies.csv:2:depends_on [E304]" in result.err
    assert "did you mean 'auth'?" in result.err
    assert (
        "--create-missing"
        not in run_cli(
            "-c",
            estate,
            "--with",
            folder(tmp_path / "odd", {"dependencies.csv": "service,depends_on\nshop,qqqq\n"}),
            "spof",
        ).err
    )


def test_an_output_never_replaces_what_is_laid_over(estate: Path, tmp_path: Path) -> None:
    file = tmp_path / "next" / "services.csv"
    result = run_cli("-c", estate, "--with", tmp_path / "next", "spof", "-o", file, "--force")
    assert result.code == 2
    assert "would replace what is read" in result.err
    assert file.read_text(encoding="utf-8") == NEXT["services.csv"]


def test_report_and_diagrams_are_of_what_is_proposed(estate: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run_cli("-c", estate, "--without", "db1", "report", "-o", page).code == 0
    assert "proposal: without db1" in page.read_text(encoding="utf-8")
    drawn = run_cli("-c", estate, "--without", "db1", "diagram", "shop db2", "--format", "html")
    data = json.loads(drawn.out.split('type="application/json">')[1].split("</script>")[0])
    assert [data["ids"][v] for v in data["gone"]] == ["db1"]
    assert "proposal: without db1" in drawn.out
    shown = run_cli("-c", estate, "--without", "db1", "diagram", "shop", "--format", "dot").out
    assert "proposal: without db1" in shown


SCENARIOS = """
["The network fails"]
fail = ["net"]
survive = ["lone"]

["No copy is left"]
without = ["db1", "db2"]
survive = "kind:product"
restore = "4h"

["A third copy"]
with = "next"
at = 2027-06-01
fail = "db2"
degrade = ["auth"]
survive = ["shop", "app"]
restore = "0s"

["Sign-in has no parts of its own"]
fail = "auth"
restore = "4h"
"""


def test_scenarios_are_a_gate(estate: Path, tmp_path: Path) -> None:
    file = tmp_path / "what.toml"
    file.write_text(SCENARIOS, encoding="utf-8")
    result = run_cli("-c", estate, "scenarios", file, "--format", "json")
    assert result.code == 1
    listed = json.loads(result.out)["rows"]
    assert [row["scenario"] for row in listed] == [
        "The network fails",
        "No copy is left",
        "A third copy",
        "Sign-in has no parts of its own",
    ]
    assert [row["verdict"] for row in listed] == ["kept", "broken", "kept", "kept"]
    assert [row["products_down"] for row in listed] == [["app", "shop"], ["app", "shop"], [], ["app", "shop"]]
    # net and dns need each other: no order starts them.
    assert [row["longest_restore"] for row in listed] == ["never", "never", "", "0s"]
    assert [row["at_least"] for row in listed] == ["no", "no", "no", "no"]
    assert [(row["products_degraded"], row["products_at_risk"]) for row in listed] == [
        (0, 0),
        (0, 0),
        (2, 0),
        (0, 0),
    ]
    assert [row["weight"] for row in listed] == [9, 9, 0, 9]
    assert listed[1]["broken"] == [
        "survive: Phone app (app) is down, Web shop (shop) is down",
        "restore: 2 products are never back",
    ]
    shown = run_cli("-c", estate, "scenarios", file)
    assert "4 scenarios: 1 broken, 3 kept" in shown.out
    kept = SCENARIOS.replace('survive = "kind:product"\nrestore = "4h"', "")
    file.write_text(kept, encoding="utf-8")
    assert run_cli("-c", estate, "scenarios", file).code == 0
    # In a world that is proposed itself.
    result = run_cli("-c", estate, "--without", "lone", "scenarios", file, "--format", "json")
    assert (result.code, json.loads(result.out)["proposal"]["without"]) == (1, ["lone"])


@pytest.mark.parametrize(
    ("own", "longest", "at_least", "verdict"),
    [
        ("", "0s", "yes", "unknown"),
        ("3h", "3h", "no", "kept"),
        ("4h", "4h", "no", "kept"),
        ("5h", "5h", "no", "broken"),
    ],
)
def test_what_is_not_known_decides_nothing(
    tmp_path: Path, own: str, longest: str, at_least: str, verdict: str
) -> None:
    files = {
        "products.csv": "id\nshop\n",
        "services.csv": f"id,own_rto\ndb,{own}\n",
        "dependencies.csv": "service,depends_on\nshop,db\n",
    }
    file = (
        folder(tmp_path / "small", files | {"what.toml": '[a]\nfail = "db"\nrestore = "4h"\n'}) / "what.toml"
    )
    result = run_cli("-c", file.parent, "scenarios", file, "--format", "json")
    (row,) = json.loads(result.out)["rows"]
    assert (row["longest_restore"], row["at_least"], row["verdict"]) == (longest, at_least, verdict)
    assert result.code == (verdict == "broken")


@pytest.mark.parametrize(
    "text",
    [
        '["a b"]\nfail = "net"\n',
        '[scenario."a b"]\nfail = "net"\n',
        '[scenarios."a b"]\nfail = ["net"]\n',
        '[[scenario]]\nname = "a b"\nfail = "net"\n',
    ],
)
def test_a_scenario_is_a_table(estate: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "what.toml"
    file.write_text(text, encoding="utf-8")
    (row,) = answer("-c", estate, "scenarios", file)["rows"]  # type: ignore[misc,attr-defined]
    assert (row["scenario"], row["down"], row["verdict"]) == ("a b", 2, "")


@pytest.mark.parametrize(
    ("text", "error", "hint"),
    [
        ('[a]\nfial = "net"\n', "what.toml:2: a: unknown key 'fial'", "did you mean 'fail'?"),
        ('[a]\nfail = 3\n', "what.toml:2: a: fail cannot be 3", "a text or a list of texts"),
        ('[a]\nfail = ["net", ""]\n', "fail cannot be", "none of them empty"),
        ('[a]\nrestore = "soon"\n', "what.toml:2: a: restore 'soon' is not a duration", ""),
        ('[a]\nat = "soon"\n', "what.toml:2: a: the day 'soon' is not a date", ""),
        ('[a]\nat = 7\n', "a: at cannot be 7", "text in quotes"),
        ('x = 1\n', "what.toml:1: 'x' is no scenario", "a scenario is a table"),
        ("", "has no scenario", "a scenario is a table"),
        ("[a\n", "is not TOML", "a scenario is a table"),
        ('[a]\nfail = "nett"\n', "what.toml:2: a: there is no service 'nett'", "did you mean"),
        ('[a]\nsurvive = "tag:nosuch"\n', "selects no service", ""),
        ('[a]\nwith = "nowhere"\n', "there is no file or folder", "check the path"),
    ],
)  # fmt: skip
def test_a_wrong_scenario_is_told_with_its_line(
    estate: Path, tmp_path: Path, text: str, error: str, hint: str
) -> None:
    file = tmp_path / "what.toml"
    file.write_text(text, encoding="utf-8")
    result = run_cli("-c", estate, "scenarios", file)
    assert result.code == 2
    said = " ".join(result.err.split())
    assert error in said
    assert hint in said


def test_every_wrong_scenario_is_told_at_once(estate: Path, tmp_path: Path) -> None:
    file = tmp_path / "what.toml"
    file.write_text('[a]\nfial = "net"\n[b]\nsurvive = 3\n', encoding="utf-8")
    result = run_cli("-c", estate, "scenarios", file)
    assert "what.toml:2: a: unknown key" in result.err
    assert "what.toml:4: b: survive cannot be 3" in result.err
    assert run_cli("-c", estate, "scenarios", tmp_path / "nowhere.toml").code == 2
