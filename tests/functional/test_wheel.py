"""What users install: a wheel built from the repository, in an environment that holds nothing else of it."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, folder

pytestmark = pytest.mark.slow

LEFT_OUT = (".*", "build", "dist", "data", "quickstart", "*.egg-info", "__pycache__", "node_modules", "*.db")
CATALOGUE = {
    "products.csv": "id,name\nbike,Exercise bike\n",
    "services.csv": "id,name\nrepair,Maintenance\n",
    "dependencies.csv": "service,depends_on\nbike,repair\n",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build in, so that the checkout stays clean."""
    target = tmp_path_factory.mktemp("source") / "graphmodel"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return target


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    target = source.parent / "wheel"
    pip("wheel", "--no-deps", "--wheel-dir", str(target), str(source))
    return next(target.glob("graphmodel-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path) -> Path:
    """A virtual environment with the wheel; its requirements come from this one, whose checkout it cannot see."""
    home = wheel.parent.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    pip("--python", str(home / "bin" / "python"), "install", "--no-deps", str(wheel))
    own = next(home.glob("lib/python*/site-packages"))
    (own / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home


def pip(*arguments: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run(environment: Path, cwd: Path, *command: str) -> str:
    program, *rest = command
    done = subprocess.run(
        [str(environment / "bin" / program), *rest], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_every_module_and_every_data_file(wheel: Path, source: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    settings = configparser.ConfigParser()
    settings.read(source / "setup.cfg")
    mapped = [line.split(" = ") for line in settings["options"]["package_dir"].split("\n") if line]
    wanted = set()
    for package, folder_name in [["graphmodel", "graphmodel"], *mapped]:
        root = source / folder_name
        inside = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
        wanted |= {f"{package.replace('.', '/')}/{path}" for path in inside}
    assert held == wanted


def test_it_asks_for_what_the_package_imports(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA"))).decode()
    required = {line.split()[1] for line in metadata.splitlines() if line.startswith("Requires-Dist:")}
    named = {name.split(">")[0].split(";")[0].strip() for name in required}
    assert {"click", "rich", "numpy", "scipy", "networkx", "matplotlib", "pygraphviz", "neo4j"} <= named
    assert "Requires-Python: >=3.11" in metadata
    assert any(name.endswith("LICENSE") for name in archive.namelist())


def test_it_is_the_installed_package_that_runs(environment: Path, tmp_path: Path) -> None:
    said = run(environment, tmp_path, "python", "-c", "import graphmodel; print(graphmodel.__file__)")
    assert Path(said.strip()).is_relative_to(environment)


def test_help_and_module(environment: Path, tmp_path: Path) -> None:
    assert "impact" in run(environment, tmp_path, "graphmodel", "--help")
    assert "impact" in run(environment, tmp_path, "python", "-m", "graphmodel", "--help")


def test_init_import_and_ask(environment: Path, tmp_path: Path) -> None:
    run(environment, tmp_path, "graphmodel", "init", "starter")
    run(environment, tmp_path, "graphmodel", "-c", "starter.db", "import", "starter")
    folder(tmp_path / "gym", CATALOGUE)
    run(environment, tmp_path, "graphmodel", "-c", "gym.db", "import", "gym")
    said = run(environment, tmp_path, "graphmodel", "-c", "gym.db", "impact", "repair", "--format", "csv")
    assert [line.split(",")[0] for line in said.splitlines()[1:]] == ["bike", "repair"]


def test_its_examples_answer(environment: Path, tmp_path: Path) -> None:
    where = run(
        environment, tmp_path, "python", "-c", "import graphmodel.examples as e; print(*e.__path__)"
    ).strip()
    for name in ("exercise-bike", "university"):
        assert run(environment, tmp_path, "graphmodel", "-c", f"{where}/{name}", "list", "products")


ALL_HELP_EXAMPLES = """
import os, shlex, sys, tempfile
import click
from graphmodel.cli.command import Command
from graphmodel.cli.prepared import preparation
from graphmodel.cli.root import ROOT
from graphmodel.cli.run import run

def commands(group, path):
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield command

count, place = 0, sys.argv[1]
for command in commands(ROOT, "graphmodel"):
    os.chdir(tempfile.mkdtemp(dir=place))
    for line in [*preparation(command.examples), *command.examples]:
        if "neo4j://" in line:
            continue
        count += 1
        sys.argv[1:] = shlex.split(line)[1:]
        code = run()
        if code and not (command.name, code) in {("check", 1), ("plan", 6)}:
            sys.exit(f"{line}: {code}")
print("RAN", count)
"""


@pytest.mark.graphviz
def test_the_examples_of_every_help_run_with_nothing_but_the_wheel(environment: Path, tmp_path: Path) -> None:
    said = run(environment, tmp_path, "python", "-c", ALL_HELP_EXAMPLES, str(tmp_path))
    assert int(said.rpartition("RAN ")[2]) > 60
