"""``add``, ``link`` and ``remove`` as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli


@pytest.fixture
def estate(tmp_path: Path) -> str:
    url = str(tmp_path / "estate.db")
    for arguments in (
        ["add", "service", "db", "--name", "Database"],
        ["add", "product", "shop"],
        ["link", "shop", "db"],
    ):
        assert run_cli("-c", url, *arguments).code == 0
    return url


def test_what_changes_is_shown_and_told_to_machines(estate: str) -> None:
    done = run_cli("-c", estate, "add", "service", "db", "--cost", "5", "--format", "json")
    said = json.loads(done.out)
    assert said["counts"] == {"added": 0, "changed": 1, "withdrawn": 0, "unchanged": 2, "rejected": 0}
    assert [(row["change"], row["id"], row["field"], row["after"]) for row in said["rows"]] == [
        ("changed", "db", "cost", "5")
    ]
    assert said["question"] == {"kind": "service", "ids": ["db"], "source": "manual"}
    assert "revision 4" in done.err
    again = run_cli("-c", estate, "add", "service", "db", "--cost", "5.0")
    assert (again.code, again.err.split("\n")[-2]) == (0, "nothing has changed: no new revision")


def test_a_dry_run_changes_nothing(estate: str) -> None:
    for arguments in (
        ["remove", "service", "shop", "--links"],
        ["add", "role", "dba"],
        ["link", "db", "shop"],
    ):
        done = run_cli("-c", estate, *arguments, "--dry-run")
        assert (done.code, "dry run" in done.err) == (0, True)
    assert "revision 4" in run_cli("-c", estate, "add", "role", "dba").err


@pytest.mark.parametrize(
    ("arguments", "code", "texts"),
    [
        (["add", "service", "x", "--cost", "abc"], 3, ["command line: cost [E203]", "value: 'abc'"]),
        (["add", "service", "x", "--cost", "1,5"], 3, ["a decimal point, as 1250.5\n"]),
        (
            ["add", "service", "x", "--strength", "soft"],
            2,
            ["a service has no --strength", "of a dependency"],
        ),
        (["add", "service", "x", "--attribute", "nmae=y"], 2, ["did you mean 'name'?"]),
        (["add", "service", "x", "--attribute", "y"], 2, ["is not NAME=VALUE"]),
        (["add", "service", "x", "y"], 2, ["'x y' is no service"]),
        (["add", "servic", "x"], 2, ["did you mean 'service'?"]),
        (["link", "shop", "dbb"], 3, ["[E304]", "did you mean 'db'?"]),
        (["link", "shop", "nothing-like-it"], 3, ["[E304]", "--create-missing"]),
        (["link", "shop", "db", "--needs", "2"], 3, ["[E307]"]),
        (["remove", "service", "db"], 2, ["1 record names it: shop -> db", "--links"]),
        (["remove", "service", "dbb"], 2, ["source 'manual' gives no service 'dbb'", "did you mean 'db'?"]),
        (["remove", "dependency", "shop"], 2, ["1 name cannot say which dependency is meant"]),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(
    estate: str, arguments: list[str], code: int, texts: list[str]
) -> None:
    done = run_cli("-c", estate, *arguments)
    assert done.code == code, done
    for text in texts:
        assert text in done.err
    assert run_cli("-c", estate, "history", "--format", "csv").out.count("\n") == 4


def test_a_missing_end_becomes_a_placeholder_if_asked(estate: str) -> None:
    assert run_cli("-c", estate, "link", "shop", "mail", "--create-missing").code == 0
    assert (
        json.loads(run_cli("-c", estate, "list", "services", "--format", "json").out)["rows"][1]["id"]
        == "mail"
    )


def test_a_folder_is_edited_in_its_files(tmp_path: Path) -> None:
    files = folder(tmp_path / "files", {"services.csv": "id\na\n"})
    for arguments in (["add", "service", "b"], ["link", "a", "a"], ["remove", "service", "a"]):
        done = run_cli("-c", str(files), *arguments)
        assert done.code == 2
        assert "which graphmodel only reads" in done.err
        assert "import FOLDER" in done.err


def test_what_was_changed_in_python_and_here_is_of_one_source(estate: str) -> None:
    from graphmodel import Workbench

    with Workbench.open(estate) as bench:
        bench.remove("service", "shop", links=True)
    assert run_cli("-c", estate, "remove", "service", "db").code == 0
    assert run_cli("-c", estate, "list", "services").out.startswith("0 services")
