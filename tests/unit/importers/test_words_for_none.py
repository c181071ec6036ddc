"""Ids that are words for none: kept, and never without a word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graphmodel.importers import read
from graphmodel.importers.by_hand import HandChanges
from graphmodel.importers.frames import read_frames
from graphmodel.importers.incoming import Incoming
from tests.unit.importers.helpers import ids, reading, write

MAPPING = """
[[file]]
name = "*"
[[file.table]]
kind = "service"
columns = { id = "id", name = "name" }
"""


class Frame:
    """What a data frame is to graphmodel."""

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = columns
        self.columns = list(columns)

    def __getitem__(self, name: str) -> Frame:
        return Frame({name: self._columns[name]})

    def to_list(self) -> list[str]:
        (cells,) = self._columns.values()
        return cells


def told(found: Incoming) -> list[tuple[str, int, str]]:
    return [(p.severity, p.line, p.value) for p in found.problems if p.code == "W309"]


@pytest.mark.parametrize("word", ["NULL", "n/a", "-", "None", "#N/A", "\\N", "unbekannt"])
def test_an_id_that_is_a_word_for_none_is_told_wherever_it_is_read(tmp_path: Path, word: str) -> None:
    text = f"id,name\nshop,Shop\n{word},Till\n"
    warning = [("warning", 3, word)]
    folder = reading(tmp_path, {"services.csv": text, "roles.csv": f"id\n{word}\n"})
    assert ids(folder) == ["shop", word]
    assert told(folder) == [("warning", 2, word), *warning]
    write(tmp_path, {"m.toml": MAPPING})
    mapped = read([tmp_path / "catalogue" / "services.csv"], mapping=tmp_path / "m.toml")
    assert told(mapped) == warning
    (said,) = tomllib.loads(next(p.hint for p in mapped.problems).rpartition("in a mapping: ")[2]).values()
    assert said == [word]
    frame = read_frames({"services": Frame({"id": ["shop", word]})})
    assert [p.place for p in frame.problems if p.code == "W309"] == ["services: row 1, id"]
    hand = HandChanges("Python")
    hand.add("service", {"id": word})
    assert [p.value for p in hand.incoming("manual").problems] == [word]


def test_a_record_that_is_rejected_is_told_once(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\nn/a,Till\nn/a,Shop\nn/a,Till\n"})
    assert told(found) == []
    assert {p.code for p in found.problems if p.severity == "error"} == {"E301"}
