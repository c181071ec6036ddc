"""Every example answers as its ``expected`` folder says, and so do the definitions (``tests/oracles.py``)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import run_cli
from tests.example_answers import EXAMPLES, ORACLES, import_debian, read

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = sorted(EXAMPLES.glob("*/expected/*.json"))
SCREENS = sorted(EXAMPLES.glob("*/expected/*.txt"))


def ids(paths: list[Path]) -> list[str]:
    return [f"{p.parent.parent.name}-{p.stem}" for p in paths]


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each example as a catalogue; Debian's as an embedded file, imported through its mapping."""
    debian = import_debian(tmp_path_factory.mktemp("debian"))
    return {
        "exercise-bike": EXAMPLES / "exercise-bike",
        "university": EXAMPLES / "university",
        "debian": debian,
    }


@pytest.mark.parametrize("path", ANSWERS, ids=ids(ANSWERS))
def test_rows_are_as_expected(stores: dict[str, Path], path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    store = stores[path.parent.parent.name]
    result = run_cli("-c", store, *expected["command"], "--format", "json")
    assert result.code == 0, result.err
    fields = expected["rows"][0].keys()
    rows = [{name: row[name] for name in fields} for row in json.loads(result.out)["rows"]]
    assert rows == expected["rows"]


@pytest.mark.parametrize("path", SCREENS, ids=ids(SCREENS))
def test_screens_are_as_expected(stores: dict[str, Path], path: Path) -> None:
    command, _, expected = path.read_text(encoding="utf-8").partition("\n")
    prompt, name, option, _, *arguments = command.split()
    assert (prompt, name, option) == ("$", "graphmodel", "-c")
    result = run_cli("-c", stores[path.parent.parent.name], *arguments)
    assert result.code == 0, result.err
    assert result.out == expected


@pytest.mark.parametrize("name", ["exercise-bike", "university"])
def test_it_imports_without_a_problem(tmp_path: Path, name: str) -> None:
    result = run_cli("-c", tmp_path / "x.db", "import", EXAMPLES / name)
    assert result.code == 0
    assert not re.search(r"\[[EW][0-9]+\]", result.err), result.err


DEFINED = [p for p in ANSWERS if p.stem != "gaps"]  # whose rules have tests of their own


@pytest.mark.parametrize("path", DEFINED, ids=ids(DEFINED))
def test_the_definitions_agree(path: Path) -> None:
    name = path.parent.parent.name
    expected = json.loads(path.read_text(encoding="utf-8"))
    question, *arguments = expected["command"]
    assert ORACLES[question](read(name), arguments) == expected["rows"]
