"""The layer contract holds, and breaks on a wrong import."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import networkx as nx
import pytest

from tests.conftest import ROOT

WRONG = [
    ("model/metamodel.py", "planning.plan"),
    ("planning/plan.py", "index.index"),
    ("index/index.py", "algorithms.bfs"),
    ("algorithms/bfs.py", "selectors.selector"),
    ("selectors/selector.py", "diagrams.spec"),
    ("diagrams/spec.py", "rules.rule"),
    ("rules/rule.py", "answers.report"),
    ("answers/report.py", "analyses"),
    ("analyses/show.py", "importers"),
    ("importers/__init__.py", "interchange.nx"),
    ("interchange/nx.py", "stores.store"),
    ("stores/store.py", "render"),
    ("stores/store.py", "exporters"),
    ("exporters/copy.py", "session"),
    ("session.py", "operations"),
    ("operations/history.py", "workbench"),
    ("workbench.py", "cli"),
    ("render/theme.py", "render.diagrams.caption"),
    ("render/diagrams/d2.py", "render.diagrams.mermaid"),
    ("render/reports/csv.py", "render.reports.md"),
    ("stores/embedded/rows.py", "stores.neo4j.blocks"),
    ("stores/store.py", "stores.derived"),
    ("rules/gm001_no_accountable_role.py", "rules.gm002_several_accountable_roles"),
    ("analyses/show.py", "analyses.impact"),
    ("operations/history.py", "operations.undo"),
    ("cli/locate.py", "importers"),
    ("cli/rows.py", "index.index"),
]


def copy(target: Path) -> Path:
    shutil.copytree(ROOT / "graphmodel", target / "graphmodel", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", target)
    return target


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process whose ``graphmodel`` is the copy, not the installed package."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contract_holds(tmp_path: Path) -> None:
    done = lint_imports(copy(tmp_path))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("file", "imports"), WRONG)
def test_a_wrong_import_breaks_it(tmp_path: Path, file: str, imports: str) -> None:
    path = copy(tmp_path) / "graphmodel" / file
    path.write_text(path.read_text() + f"\nimport graphmodel.{imports}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout
    importer = "graphmodel." + file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert f"{importer} -> graphmodel.{imports}" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize("indent", ["", "def f() -> None:\n    "], ids=["at the top", "in a function"])
def test_a_cycle_breaks_it(tmp_path: Path, indent: str) -> None:
    package = copy(tmp_path) / "graphmodel" / "model"
    (package / "new").mkdir()
    (package / "new" / "__init__.py").write_text("")
    (package / "new" / "one.py").write_text("import graphmodel.model.words\n")
    with (package / "words.py").open("a") as out:
        out.write(f"\n\n{indent}import graphmodel.model.new.one\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "No cycles are allowed in graphmodel.model" in done.stdout


def test_no_file_imports_itself_by_way_of_others() -> None:
    """Packages included, as what their ``__init__`` imports; and what is imported late, or for types only."""
    graph = grimp.build_graph("graphmodel", cache_dir=None)
    links = nx.DiGraph(
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    )
    assert [sorted(c) for c in nx.strongly_connected_components(links) if len(c) > 1] == []


def test_a_new_part_must_find_its_place(tmp_path: Path) -> None:
    (copy(tmp_path) / "graphmodel" / "extras.py").write_text("")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "extras" in done.stdout + done.stderr
