"""What the README tells people to type works. (The output it shows is compared by ``tests/docs``.)"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
README = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the commands of the README see of the repository."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    return tmp_path


def lines(language: str) -> list[str]:
    return [line for kind, text in README if kind == language for line in text.splitlines()]


def shell(command: str, cwd: Path) -> str:
    """Run it where ``graphmodel`` is the one under test."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")} | {"PATH": path}
    done = subprocess.run(
        command, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_quickstart_comes_first() -> None:
    assert lines("sh")[:2] == ["make quickstart", "make test"]


@pytest.mark.slow
@pytest.mark.graphviz
def test_make_quickstart_shows_the_three_answers_a_screen_each_and_a_diagram(clone: Path) -> None:
    venv = Path(sys.executable).parent.parent
    said = shell(f"make quickstart VENV={venv} -o {venv}/installed", clone)
    _, *answers = re.split(r"^\S*graphmodel -c quickstart/catalogue.db ", said, flags=re.MULTILINE)
    assert [a.split()[0] for a in answers] == ["import", "underpinning", "impact", "gaps", "diagram"]
    assert all(5 < len(a.splitlines()) <= 50 for a in answers[1:-1])
    diagram = clone / "quickstart" / "university.html"
    assert said.rstrip().endswith(f" {diagram}")
    assert "<svg" in diagram.read_text(encoding="utf-8")
    assert (clone / "quickstart" / "catalogue.db").exists()


@pytest.mark.slow
@pytest.mark.graphviz
def test_commands_run_in_this_order(clone: Path) -> None:
    commands = [line for line in lines("sh") if line.startswith("graphmodel ")]
    commands += [line.removeprefix("$ ") for line in lines("console") if line.startswith("$ ")]
    assert len(commands) >= 6
    for command in commands:
        shell(command, clone)


def test_python_runs(clone: Path) -> None:
    (program,) = [text for kind, text in README if kind == "python"]
    (clone / "program.py").write_text(program)
    assert shell(f"{sys.executable} program.py", clone)
