"""What another package brings may fail: the message says whose fault it is, of which entry and at which file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graphmodel.importers.importer import Batch, File, Importer, Sheet
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.foreign import shielded
from graphmodel.model.origin import Origin
from graphmodel.rules.rule import Gap, Rule

FILE = File(Path("/in/x.yml"), "x.yml")
BLAMED = r"^/in/x\.yml: 'yaml' \(graphmodel\.importers\) of package acme failed: KeyError: 'id'$"


def importer(read: Callable[[File], Any]) -> Importer:
    def rewrite(*_: Any) -> None:
        raise KeyError("id")

    def sniff(path: Path, head: bytes) -> bool:
        raise KeyError("id")

    return shielded(
        Importer("yaml", "YAML", sniff, read, rewrite), "package acme", "'yaml' (graphmodel.importers)"
    )


def batches() -> Iterator[Batch]:
    yield Batch([("a",)], [1])
    raise KeyError("id")


def at_once(_: File) -> list[Sheet]:
    raise KeyError("id")


def after_a_sheet(_: File) -> Iterator[Sheet]:
    yield Sheet(("id",), [])
    raise KeyError("id")


def in_a_sheet(_: File) -> list[Sheet] | Iterator[Sheet]:
    yield Sheet(("id",), batches())


@pytest.mark.parametrize("read", [at_once, after_a_sheet, in_a_sheet])
def test_an_importer_that_fails_is_named_with_the_file(read: Callable[[File], Any]) -> None:
    made = importer(read)
    with pytest.raises(UsageError, match=BLAMED) as caught:
        [list(sheet.batches) for sheet in made.read(FILE)]  # type: ignore[union-attr]
    assert isinstance(caught.value.__cause__, KeyError)
    assert "package acme" in caught.value.hint


def test_whatever_is_asked_of_it_is_shielded() -> None:
    made = importer(at_once)
    with pytest.raises(UsageError, match=BLAMED):
        made.sniff(Path("/in/x.yml"), b"")
    with pytest.raises(UsageError, match=BLAMED):
        made.rewrite(FILE, {}, Path("/out/x.yml"), None)


def test_rules_fail_while_they_find() -> None:
    def find(*_: Any) -> Iterator[Gap]:
        yield Gap("a", "A", "a", Origin("services.csv", 2))
        raise ValueError("two\nlines")

    rule = shielded(
        Rule("X1", "t", "info", "w", "h", {}, {}, find), "package acme", "'X1' (graphmodel.rules)"
    )
    found = rule.find(None, None)  # type: ignore[arg-type]
    assert next(iter(found)).subject == "a"
    with pytest.raises(
        UsageError, match=r"'X1' \(graphmodel\.rules\) of package acme failed: ValueError: two lines$"
    ):
        list(found)


@pytest.mark.parametrize(
    "error", [StoreError("busy"), BrokenPipeError(), UnicodeEncodeError("ascii", "ä", 0, 1, "not in range")]
)
def test_what_is_clear_as_it_is_stays(error: Exception) -> None:
    @dataclass(frozen=True)
    class Format:
        write: Callable[[], None]

    def write() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        shielded(Format(write), "package acme", "'f' (graphmodel.formats)").write()
    assert caught.value is error


def test_rows_that_can_be_read_again_still_can() -> None:
    class Twice:
        def __iter__(self) -> Iterator[int]:
            yield from (1, 2)

    @dataclass(frozen=True)
    class Answering:
        run: Callable[[], Any]

    def run() -> Twice:
        return Twice()

    rows = shielded(Answering(run), "package acme", "'a' (graphmodel.analyses)").run()
    assert list(rows) == list(rows) == [1, 2]
