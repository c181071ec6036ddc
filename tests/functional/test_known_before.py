"""``check``: what is waived, in the baseline, or was there before does not fail; what is new does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graphmodel import Workbench
from tests.conftest import folder, run_cli

FILES = {
    "services.csv": "id,name,category\nmail,Mail,\n",
    "roles.csv": "id\nit\n",
    "responsibilities.csv": "role,service,responsibility\nit,mail,A\n",
}
MORE = "id,name,category\nfax,Fax,\n\nmail,Mail,\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "estate", FILES)
    return tmp_path


def codes(*arguments: str) -> tuple[int, set[tuple[str, str]]]:
    done = run_cli("check", "-f", "json", *arguments)
    assert done.out, done.err
    return done.code, {(row["code"], row["subject"]) for row in json.loads(done.out)["rows"]}


def git(*arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def test_a_baseline_lets_through_what_it_knows(here: Path) -> None:
    code, before = codes("-c", "estate")
    assert (code, ("GM003", "mail") in before) == (1, True)
    wrote = run_cli("-c", "estate", "check", "--baseline", "known.json", "--update-baseline")
    assert (wrote.code, "known.json knows" in wrote.err) == (0, True)
    assert codes("-c", "estate", "--baseline", "known.json") == (0, set())
    (here / "estate" / "services.csv").write_text(MORE, "utf-8")
    code, found = codes("-c", "estate", "--baseline", "known.json")
    assert code == 1
    assert {subject for _, subject in found} == {"fax"}
    (here / "estate" / "services.csv").write_text("id,name,category\nmail,Mail,network\n", "utf-8")
    done = run_cli("-c", "estate", "check", "--baseline", "known.json")
    assert "of the baseline is fixed" in done.err
    milder = run_cli("-c", "estate", "check", "--baseline", "known.json", "--severity", "error")
    assert "fixed" not in milder.err  # of what is milder it does not know


@pytest.mark.parametrize(
    ("text", "said"), [("{", "not JSON"), ("[]", "no list of findings"), ('{"findings": []}', "version")]
)
def test_a_baseline_that_is_none_is_refused(here: Path, text: str, said: str) -> None:
    (here / "known.json").write_text(text, "utf-8")
    done = run_cli("-c", "estate", "check", "--baseline", "known.json")
    assert (done.code, said in done.err) == (2, True)


def test_settings_hold_without_a_word(here: Path) -> None:
    (here / "graphmodel.toml").write_text(
        'catalogue = "estate"\nbaseline = "known.json"\n[rules]\nignore = ["GM005"]\n'
        '[[waiver]]\nsubject = "mail"\ncode = "GM003"\nreason = "moves"\nowner = "Ada"\nuntil = 2999-01-01\n',
        "utf-8",
    )
    run_cli("check", "--update-baseline")
    (here / "estate" / "services.csv").write_text(MORE, "utf-8")
    done = run_cli("check", "-f", "json")
    said = json.loads(done.out)
    assert {row["subject"] for row in said["rows"]} == {"fax"}
    assert "GM005" not in {row["code"] for row in said["rows"]}
    why = {one["identity"]: one["why"] for one in said["accepted"]}
    assert why["GM003:mail"] == "waived: moves (Ada, until 2999-01-01)"
    sarif = json.loads(run_cli("check", "-f", "sarif").out)["runs"][0]["results"]
    suppressed = [r for r in sarif if "suppressions" in r]
    assert {r["partialFingerprints"]["graphmodelIdentity/v1"] for r in suppressed} == set(why)
    config = run_cli("config", "-f", "json")
    rows = {row["key"]: (row["value"], row["origin"]) for row in json.loads(config.out)["rows"]}
    assert rows["baseline"] == ("known.json", "graphmodel.toml:2")
    assert rows["rules.GM005.on"] == ("false", "graphmodel.toml:4")
    assert rows["timezone"] == ("UTC", "default")


def test_what_a_commit_did_not_have_is_new(here: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    assert codes("-c", "estate", "--changed") == (0, set())
    (here / "estate" / "services.csv").write_text(MORE, "utf-8")
    assert {subject for _, subject in codes("-c", "estate", "--changed")[1]} == {"fax"}
    git("commit", "-qam", "second")
    assert codes("-c", "estate", "--changed") == (0, set())
    assert {subject for _, subject in codes("-c", "estate", "--since", "HEAD~1")[1]} == {"fax"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_a_commit_is_the_file_it_leads_to(here: Path) -> None:
    (here / "estate" / "services.csv").rename(here / "estate" / "kept.txt")
    (here / "estate" / "services.csv").symlink_to("kept.txt")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    assert codes("-c", "estate", "--changed") == (0, set())
    (here / "estate" / "kept.txt").rename(here / "kept.txt")
    (here / "estate" / "services.csv").unlink()
    (here / "estate" / "services.csv").symlink_to("../kept.txt")
    git("add", ".")
    git("commit", "-qm", "second")
    done = run_cli("-c", "estate", "check", "--changed")
    assert (done.code, "services.csv was no file of the folder at that commit" in done.err) == (2, True)


@pytest.mark.parametrize("name", ["HEAD", "--output=x", "nowhere"])
def test_what_git_does_not_know_is_told(here: Path, name: str) -> None:
    done = run_cli("-c", "estate", "check", f"--since={name}")
    assert done.code == 2
    assert "Git does not know" in done.err or "is no commit" in done.err
    assert not (here / "x").exists()


def test_what_a_revision_did_not_have_is_new(here: Path) -> None:
    run_cli("-c", "estate.db", "import", "estate")
    first = run_cli("-c", "estate.db", "check", "--changed")
    assert (first.code, "no revision before 1" in first.err) == (2, True)
    (here / "estate" / "services.csv").write_text(MORE, "utf-8")
    run_cli("-c", "estate.db", "import", "estate")
    for since in (["--changed"], ["--since", "1"]):
        code, found = codes("-c", "estate.db", *since)
        assert (code, {subject for _, subject in found}) == (1, {"fax"})
    assert codes("-c", "estate.db", "--since", "2") == (0, set())
    assert run_cli("-c", "estate.db", "check", "--since", "main").code == 2
    with Workbench.open("estate.db") as bench:
        assert {f.subject for f in bench.run("check", changed=True).findings} == {"fax"}


def test_a_baseline_goes_with_no_selection(here: Path) -> None:
    for more in (["mail"], ["--rule", "GM001"], ["--changed"]):
        done = run_cli("-c", "estate", "check", *more, "--baseline", "k.json", "--update-baseline")
        assert done.code == 2
    assert not (here / "k.json").exists()
    assert run_cli("-c", "estate", "check", "--update-baseline").code == 2


def test_policies_are_in_charts_and_in_the_report(here: Path) -> None:
    (here / "graphmodel.toml").write_text(
        'catalogue = "estate"\n[[policy]]\nname = "all have an rto"\nselect = "kind:service"\n'
        'must = [{ has = "rto" }]\n'
        '[[waiver]]\nsubject = "nobody"\ncode = "GM001"\nreason = "x"\nowner = "Ada"\nuntil = 2999-01-01\n',
        "utf-8",
    )
    done = run_cli("gaps", "--chart", "gaps.svg")
    assert done.code == 0, done.err
    assert "POLICY-all-have-an-rto" in (here / "gaps.svg").read_text("utf-8")
    done = run_cli("report", "-o", "report.html")
    assert done.code == 0, done.err
    assert "all have an rto" in (here / "report.html").read_text("utf-8")
