"""Every analysis gives the same rows and findings from every store, byte for byte."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from graphmodel.analyses import ALL
from graphmodel.answers.world import World
from graphmodel.exporters.folder import write_folder
from graphmodel.index.index import Index
from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import GraphmodelError
from graphmodel.model.revision import Revision
from graphmodel.render.reports import render
from graphmodel.render.reports.renderer import Screen
from graphmodel.workbench import Options, Workbench
from tests import strategies
from tests.example_answers import EXAMPLES
from tests.parity.questions import questions
from tests.parity.stores import STORES

NOWHERE = Revision(0, "", "", "")


def answer(index: Index, name: str, question: dict[str, Any]) -> str:
    """All that a user is shown but the revision; an error, too."""
    try:
        report = ALL[name].ask(World(index), ALL[name].question(**question))
        out = io.StringIO()
        render(replace(report, revision=NOWHERE), "json", out, Screen(None, False))
    except GraphmodelError as error:
        return f"{type(error).__name__}: {error.message}\n{error.hint}"
    return "\n".join([out.getvalue(), report.title, report.text, *report.notes])


def assert_alike(folder: Path, other: Workbench) -> None:
    """The store answers as the folder does."""
    with Workbench.open(folder) as bench, other:
        given, kept = bench.index, other.index
        for name, question in questions(given.catalogue()):
            assert (name, question, answer(kept, name, question)) == (
                name,
                question,
                answer(given, name, question),
            )


@pytest.fixture(scope="session")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small extract as a catalogue file, imported through its mapping."""
    small, store = EXAMPLES / "debian" / "small", tmp_path_factory.mktemp("debian") / "debian.db"
    with Workbench.open(store, create=True) as bench:
        bench.import_(sorted(small.glob("*.csv")), Options(mapping=EXAMPLES / "debian" / "mapping.toml"))
    return store


@pytest.fixture(scope="session")
def folders(debian: Path) -> dict[str, Path]:
    """Every example as a folder of the catalogue's own columns; Debian's as it is exported."""
    exported = debian.with_name("debian")
    with Workbench.open(debian) as bench:
        bench.export(exported)
    return {name: EXAMPLES / name for name in ("exercise-bike", "university")} | {"debian": exported}


@pytest.mark.parametrize("example", ["exercise-bike", "university", "debian"])
@pytest.mark.parametrize("store", STORES)
def test_examples(store: str, example: str, folders: dict[str, Path], request: pytest.FixtureRequest) -> None:
    assert_alike(folders[example], STORES[store].fill(request)(folders[example]))


@pytest.mark.parametrize("store", STORES)
def test_random_catalogues(store: str, request: pytest.FixtureRequest) -> None:
    fill = STORES[store].fill(request)

    @settings(max_examples=STORES[store].examples)
    @given(tables=strategies.tables(placeholders=True))
    def check(tables: Tables) -> None:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "catalogue"
            write_folder(lambda: merge({"test": tables}), folder)
            assert_alike(folder, fill(folder))

    check()


@pytest.mark.parametrize("store", STORES)
def test_proposals(store: str, folders: dict[str, Path], request: pytest.FixtureRequest) -> None:
    """With files laid over them, on a day, without services: all stores have one world."""
    laid, folder = EXAMPLES / "university" / "proposals" / "cloud-gateway", folders["university"]
    with Workbench.open(folder) as bench, STORES[store].fill(request)(folder) as other:
        for proposal in ({"with_": laid, "at": "2027-04-01"}, {"without": ["category:network", "sso"]}):
            given, kept = (one.session().proposed(**proposal) for one in (bench, other))
            assert given.proposal == kept.proposal
            for name, question in questions(given.index.catalogue()):
                wanted = answer(given.index, name, question)
                assert (name, question, answer(kept.index, name, question)) == (name, question, wanted)


def test_every_analysis_is_asked(folders: dict[str, Path]) -> None:
    """Several questions each, most of which have an answer."""
    with Workbench.open(folders["university"]) as bench:
        index = bench.index
    asked = list(questions(index.catalogue()))
    answered = [name for name, question in asked if '"rows": [\n{' in answer(index, name, question)]
    nothing = {"drift"}  # nothing was observed there; its own tests ask it of what was
    assert {name for name, _ in asked} == {*answered, *nothing} == set(ALL)
    assert len(answered) * 2 > len(asked)


def test_debian_answers_alike_through_its_mapping_and_through_its_export(
    folders: dict[str, Path], debian: Path
) -> None:
    """But for the places in files, which are not the same."""
    with Workbench.open(debian) as bench, Workbench.open(folders["debian"]) as exported:
        mapped, index = bench.index, exported.index
    for name, question in questions(index.catalogue()):
        if name in {"underpinning", "impact", "paths", "roles", "diagram"}:
            assert answer(mapped, name, question) == answer(index, name, question), (name, question)
