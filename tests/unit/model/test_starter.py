from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graphmodel.importers import read, resolve
from graphmodel.index.build import index
from graphmodel.model import taxonomy
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES
from graphmodel.model.starter import copy_example, examples, starter
from graphmodel.rules import RULES
from tests.conftest import REVISION, ROOT, catalogue
from tests.ruled import findings

NAMES = ["README.md", *sorted(f"{stem}.csv" for stem in FILES)]


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}


def test_a_file_of_every_kind_with_every_column(tmp_path: Path) -> None:
    written = starter(tmp_path / "new" / "catalogue")
    assert [path.name for path in written] == NAMES
    for path in written[1:]:
        kind = FILES[path.stem]
        header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True)
        assert rows
        assert {len(row) for row in rows} == {len(header)}
        derived = {"kind", "placeholder"} if kind.name == "service" else set()
        known = [name for name in kind.names if name not in derived]
        # A type's own defaults of these would say that nothing below it matters.
        own = {name for name in known if name.startswith("own_")}
        expected = set(known) - (own if kind.name == "category" else set())
        assert set(header) - {"description"} == expected - {"description"}


def test_it_brings_the_seven_types_and_the_recommended_roles(tmp_path: Path) -> None:
    starter(tmp_path)
    made = catalogue(texts(tmp_path))
    assert set(made.categories.texts("id")) == set(taxonomy.types())
    assert set(made.roles.texts("id")) == set(taxonomy.roles())
    assert not made.services.column("placeholder")[0]
    assert 0 not in made.categories.lines + made.roles.lines + made.services.lines


def test_its_only_gaps_are_what_is_still_to_be_filled_and_what_the_shop_cannot_do_without(
    tmp_path: Path,
) -> None:
    starter(tmp_path)
    gaps = index(catalogue(texts(tmp_path)), REVISION)
    assert [f.identity for rule in RULES.values() for f in findings(rule, gaps)] == [
        "GM004:data-integration",
        "GM004:workplace",
        "GM010:data-steward",
        "GM010:workplace-engineer",
        "GM018:hosting",
        "GM018:sign-in",
        "GM023:service-desk:service-owner",
        "GM023:sign-in:service-owner",
        "GM024:security-officer",
        "GM024:service-desk",
        "GM024:service-owner",
    ]


def test_it_imports_without_a_warning(tmp_path: Path) -> None:
    starter(tmp_path)
    incoming = resolve(read([tmp_path]), {}, [], create_missing=False)
    assert (incoming.problems, incoming.rejected) == ((), ())


def test_nothing_is_overwritten_unless_forced(tmp_path: Path) -> None:
    mine = tmp_path / "services.csv"
    mine.write_text("id\nmine\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"already has services\.csv"):
        starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["services.csv"]
    starter(tmp_path, force=True)
    assert "hosting" in mine.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file"):
        starter(tmp_path / "file")


def test_an_example_is_copied_as_it_stands(tmp_path: Path) -> None:
    assert (
        {"debian", "exercise-bike", "servicenow", "university"}
        < set(examples())
        == {
            path.name
            for path in (ROOT / "examples").iterdir()
            if path.is_dir() and path.name != "__pycache__"
        }
    )
    kinds = {".csv", ".md", ".toml", ".xlsx", ".xml", ".yaml"}
    for name in examples():
        written = {
            p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in copy_example(name, tmp_path / name)
        }
        there = [p for p in (ROOT / "examples" / name).rglob("*") if p.suffix in kinds]
        kept = [p.relative_to(ROOT / "examples") for p in there if "expected" not in p.parts]
        assert written == {p.as_posix(): (ROOT / "examples" / p).read_bytes() for p in kept}


def test_an_unknown_example_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        copy_example("univercity", tmp_path)
    assert caught.value.hint == "did you mean 'university'?"
    with pytest.raises(UsageError) as caught:
        copy_example("x", tmp_path)
    assert "exercise-bike" in caught.value.hint
