"""A repository of CSV files behind a gate: the steps of the example workflow, and the hook, run by what runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / "docs" / "ci" / "catalogue.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
BROKEN = "service,role,responsibility\nmail,it,A\nmail,ops,A\n"
WHOLE = BROKEN.replace("mail,ops,A", "mail,ops,R")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / "services.csv").write_text("id,name,category\nmail,Mail,workplace\n", "utf-8")
    (catalogue / "roles.csv").write_text("id\nit\nops\n", "utf-8")
    (catalogue / "responsibilities.csv").write_text(WHOLE, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    return tmp_path


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)


def environment(**more: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, **more}


def steps() -> dict[str, str]:
    job = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["check"]
    assert job["env"] == {"GRAPHMODEL_CATALOGUE": "catalogue"}
    return {step["name"]: step["run"] for step in job["steps"] if "run" in step}


def run(step: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The step as GitHub runs it on Linux: bash, which ends at the first command that fails."""
    return subprocess.run(
        ["bash", "-e", "-c", steps()[step]],
        cwd=folder,
        env=environment(GRAPHMODEL_CATALOGUE="catalogue"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_workflow_lets_a_whole_catalogue_through(repository: Path) -> None:
    found = run("Findings for code scanning", repository)
    assert (found.returncode, found.stderr) == (0, "")
    assert (repository / "gaps.sarif").stat().st_size > 0
    assert run("Gate", repository).returncode == 0


def test_the_workflow_stops_an_error_and_shows_its_line(repository: Path) -> None:
    (repository / "catalogue" / "responsibilities.csv").write_text(BROKEN, "utf-8")
    gate = run("Gate", repository)
    assert gate.returncode == 1
    assert "::error file=catalogue/services.csv,line=2,title=GM002::" in gate.stdout


def test_the_workflow_stops_a_row_that_is_rejected(repository: Path) -> None:
    (repository / "catalogue" / "roles.csv").write_text("id\nit\nit,ops\n", "utf-8")
    gate = run("Gate", repository)
    assert gate.returncode == 3
    assert "roles.csv:3" in gate.stderr


def hook(folder: Path) -> subprocess.CompletedProcess[str]:
    """pre-commit runs our hook, with graphmodel as it is installed here in place of one of its own."""
    (told,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert told["language"] == "python"
    local: dict[str, Any] = {
        **told,
        "language": "system",
        "args": ["-c", "catalogue", "--fail-on", "error"],
    }
    (folder / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]}), "utf-8"
    )
    git(folder, "add", ".")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=folder,
        env=environment(PRE_COMMIT_HOME=str(folder / ".git" / "pre-commit")),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_hook_lets_a_whole_catalogue_through(repository: Path) -> None:
    done = hook(repository)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_the_hook_stops_a_commit(repository: Path) -> None:
    (repository / "catalogue" / "responsibilities.csv").write_text(BROKEN, "utf-8")
    done = hook(repository)
    assert done.returncode == 1, done.stdout
    assert "GM002" in done.stdout
