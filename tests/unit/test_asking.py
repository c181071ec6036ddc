"""Questions from Python: what is wrong with one is said, and what a type checker knows of the rows is true."""

from __future__ import annotations

import shutil
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

from graphmodel.analyses import ALL
from graphmodel.asking import Asking
from graphmodel.model.errors import GraphmodelError, UsageError
from graphmodel.workbench import Workbench, suggest_mapping
from tests.conftest import ROOT, folder
from tests.unit.analyses.conftest import FILES
from tests.unit.test_worlds import ASKED


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return Workbench.open(folder(tmp_path_factory.mktemp("asking") / "estate", FILES))


@pytest.mark.parametrize(
    ("analysis", "question", "message", "hint"),
    [
        ("impcat", {}, "there is no analysis 'impcat'", "did you mean 'impact'?"),
        ("zzz", {}, "there is no analysis 'zzz'", "there are: underpinning, impact"),
        (7, {}, "there is no analysis 7", "there are: underpinning"),
        (["gaps"], {}, "there is no analysis ['gaps']", ""),
        ("impact", {"service": ["shop"]}, "impact has no field 'service'", "did you mean 'services'"),
        ("impact", {"services": ["shop"], "zzz": 1}, "impact has no field 'zzz'", "it has services, state"),
        ("stats", {"select": "shop"}, "stats has no field 'select'", "ask it without"),
        ("impact", {}, "impact needs services", "services: the services that fail"),
        ("paths", {"consumer": "shop"}, "paths needs provider", "provider: the one"),
        ("impact", {"services": 7}, "services of impact cannot be 7", "a text or a list of texts"),
        ("impact", {"services": ["shop", 7]}, "services of impact cannot be ['shop', 7]", "a list of texts"),
        ("impact", {"services": None}, "services of impact cannot be None", "a list of texts"),
        ("impact", {"services": ["shop"], "state": "broken"}, "state cannot be 'broken'", "down, degraded"),
        ("impact", {"services": ["shop"], "state": ["down"]}, "state of impact cannot be ['down']", "a text"),
        ("impact", {"services": ["shop"], "why": 3}, "why of impact cannot be 3", "a text or None"),
        ("underpinning", {"counts": "yes"}, "counts of underpinning cannot be 'yes'", "True or False"),
        ("underpinning", {"counts": 1}, "counts of underpinning cannot be 1", "True or False"),
        ("paths", {"consumer": "shop", "provider": "net", "limit": "3"}, "limit of paths", "a whole number"),
        ("paths", {"consumer": "shop", "provider": "net", "limit": True}, "limit of paths", "a whole number"),
        ("paths", {"consumer": "shop", "provider": "net", "limit": 2.5}, "limit of paths", "a whole number"),
        ("show", {"id": "shopp"}, "there is no service", "did you mean"),
    ],
)
def test_a_wrong_question_is_a_usage_error(
    bench: Workbench, analysis: Any, question: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as error:
        bench.run(analysis, **question)
    assert message in error.value.message
    assert hint in error.value.hint


def test_one_text_is_a_list_of_one(bench: Workbench) -> None:
    wanted = list(bench.run("impact", services=["db1"]))
    assert wanted
    for given in ("db1", ("db1",), {"db1"}, iter(["db1"])):
        report = bench.run("impact", services=given)
        assert list(report) == wanted
        assert report.question.services == ("db1",)


def _matches(annotation: str, keywords: dict[str, Any], name: str, question: dict[str, Any]) -> bool:
    wanted = {"Literal[True]": (True,), 'Literal["service"]': ("service",)}
    if f'"{name}"' not in annotation:
        return False
    return all(
        key in question and question[key] in wanted.get(said, (question[key],))
        for key, said in keywords.items()
    )


@pytest.mark.parametrize(("name", "question"), ASKED)
def test_the_types_of_the_rows_are_what_the_analyses_give(
    bench: Workbench, name: str, question: dict[str, Any]
) -> None:
    for overload in typing.get_overloads(Asking.run):
        said: dict[str, Any] = dict(overload.__annotations__)
        analysis, returned = said.pop("analysis").replace("'", '"'), said.pop("return")
        said.pop("question")
        keywords = {key: text.replace("'", '"') for key, text in said.items()}
        if analysis == "str" or _matches(analysis, keywords, name, question):
            break
    kinds = {
        f"{type(row).__module__.rpartition('.')[2]}.{type(row).__name__}"
        for row in bench.run(name, **question)
    }
    if "list" in (name, question.get("matrix")) or "matrix" in question:
        assert kinds == {"builtins.tuple"}
        assert returned in {"Report[Any]", "Report[tuple[Any, ...]]"}
    else:
        # Nothing is vacant there, and nothing was observed.
        none = name == "drift" or "vacant" in question
        assert {f"Report[{kind}]" for kind in kinds} == (set() if none else {returned})


PROGRAM = """
from typing import assert_type

from graphmodel import ImpactRow, Report, UsageError, Workbench

with Workbench.open("examples/university") as bench:
    report = bench.run("impact", services=["sso"])
    assert_type(report, Report[ImpactRow])
    for row in report.rows:
        print(row.id, row.state.upper(), (row.distance or 0) + 1)
    for call in bench.run("impact", services=["sso"], notify=True):
        print(call.role, call.contact)
    for step in bench.run("impact", services=["sso"], why="sso"):
        print(step.depth + 1, step.requirement)
    for pair in bench.run("underpinning"):
        print(pair.product, pair.required)
    for counted in bench.run("underpinning", counts=True):
        print(counted.services + 1)
    for finding in bench.run("gaps", severity="warning"):
        print(finding.code, finding.line + 1)
    for listed in bench.run("list", kind="roles"):
        print(listed[0])
    try:
        bench.run("cycles")
    except UsageError as error:
        print(error.message, error.hint)
"""
WRONG = """
from graphmodel import Workbench

for row in Workbench.open("x").run("impact", services=["sso"]).rows:
    print(row.nothing_of_that_name)
"""


@pytest.mark.slow
def test_a_program_passes_the_strictest_type_check_and_runs(tmp_path: Path) -> None:
    program, wrong = tmp_path / "program.py", tmp_path / "wrong.py"
    program.write_text(PROGRAM)
    wrong.write_text(WRONG)
    # As ``make types`` checks the package, so that what it keeps is of use here.
    command = [sys.executable, "-m", "mypy", "--strict", str(program), str(wrong)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    errors = [line for line in found.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1, found.stdout
    assert "wrong.py:5: " in errors[0]
    assert "nothing_of_that_name" in errors[0]
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    subprocess.run([sys.executable, "program.py"], cwd=tmp_path, check=True, timeout=60, capture_output=True)


def test_what_the_package_offers_is_there() -> None:
    import graphmodel

    for name in graphmodel.__all__:
        assert getattr(graphmodel, name) is not None
    assert set(dir(graphmodel)) >= set(graphmodel.__all__)
    for analysis in ALL.values():
        assert getattr(graphmodel, f"{analysis.name.title()}Question") is analysis.question
    assert issubclass(graphmodel.StoreError, GraphmodelError)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        getattr(graphmodel, "Nothing")  # noqa: B009


def test_a_path_will_do_where_there_may_be_several(tmp_path: Path) -> None:
    estate = folder(tmp_path / "estate", FILES)
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        for number, paths in enumerate((str(estate), estate, [estate], (str(estate),))):
            assert bench.plan(paths).empty == (number > 0)
            assert (bench.import_(paths).revision is None) == (number > 0)
        wrong: Any
        for wrong in (7, [7], None, b"estate"):
            with pytest.raises(UsageError, match="cannot be read"):
                bench.plan(wrong)
    one, several = suggest_mapping(estate / "services.csv"), suggest_mapping([estate / "services.csv"])
    assert one.toml == several.toml
