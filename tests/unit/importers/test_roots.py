"""From a finding, or a problem, to the file that it comes from: whoever imported it, from wherever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.importers import read
from graphmodel.workbench import Options, Workbench
from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    import pytest

MAPPING = '[[file]]\nname = "*.csv"\n[[file.table]]\nkind = "service"\ncolumns = { id = "I" }\n'


def row(path: Path, line: int) -> str:
    return path.read_text("utf-8").splitlines()[line - 1]


def gaps(*catalogue: str | Path) -> list[tuple[str, str, str]]:
    """Subject, the row that its place leads to, and the source, of each service that nobody is accountable for."""
    done = run_cli("-c", *catalogue, "gaps", "--rule", "GM001", "--format", "json")
    answer = json.loads(done.out)
    return [
        (f["subject"], row(Path(answer["roots"][f["source"]]) / f["file"], f["line"]), f["source"])
        for f in answer["findings"]
    ]


def test_a_finding_leads_to_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder(
        tmp_path / "one", {"products.csv": "id\nshop\n", "dependencies.csv": "service,depends_on\nshop,db\n"}
    )
    folder(tmp_path / "deep" / "two", {"products.csv": "id\npay\nrent\n"})
    assert gaps("deep/two") == [("pay", "pay", "two"), ("rent", "rent", "two")]
    for place in ("one", "deep/two"):
        run_cli("-c", "c.db", "import", place, "--create-missing")
    monkeypatch.chdir(tmp_path.parent)
    store = tmp_path / "c.db"
    assert gaps(store) == [("pay", "pay", "two"), ("rent", "rent", "two"), ("shop", "shop", "one")]


def test_undo_takes_back_the_folder_too(tmp_path: Path) -> None:
    for name, text in (("a", "id\nx\n"), ("b", "id\nx\ny\n")):
        folder(tmp_path / name, {"products.csv": text})
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        for name in ("a", "b"):
            bench.import_([tmp_path / name], Options(source="s"))
        assert bench.run("gaps").roots == {"s": str(tmp_path / "b")}
        bench.undo()
        assert bench.run("gaps").roots == {"s": str(tmp_path / "a")}


def test_files_of_several_folders_are_named_from_the_one_that_holds_them(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, "utf-8")
    for name in ("a", "b"):
        folder(tmp_path / "in" / name, {"f.csv": f"I\n{name}\n"})
    paths = [tmp_path / "in" / name / "f.csv" for name in ("a", "b")]
    found = read(paths, mapping=mapping)
    services = found.tables["service"]
    assert [services.origin(at).file for at in range(2)] == ["a/f.csv", "b/f.csv"]
    for at, name in enumerate(services.texts("id")):
        place = services.origin(at)
        assert row(Path(found.root) / place.file, place.line) == name


def test_files_that_are_added_from_another_folder_leave_no_one_folder(tmp_path: Path) -> None:
    for name, text in (("a", "id\nx\n"), ("more", "id\ny\n"), ("b", "id\nx\ny\nz\n")):
        folder(tmp_path / name, {"products.csv": text})
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        bench.import_([tmp_path / "a"], Options(source="s", add=True))
        assert bench.run("gaps").roots == {"s": str(tmp_path / "a")}, "nothing was there before"
        bench.import_([tmp_path / "more"], Options(source="s", add=True))
        assert bench.run("gaps").roots == {}
        bench.undo()
        assert bench.run("gaps").roots == {"s": str(tmp_path / "a")}
        folder(tmp_path / "a", {"products.csv": "id\nw\n"})
        bench.import_([tmp_path / "a"], Options(source="s", add=True))
        assert bench.run("gaps").roots == {"s": str(tmp_path / "a")}, "more of the same folder"
        bench.import_([tmp_path / "more"], Options(source="s", add=True))
        bench.import_([tmp_path / "b"], Options(source="s"))
        assert bench.run("gaps").roots == {"s": str(tmp_path / "b")}


def test_a_folder_that_has_moved_is_told_no_more(tmp_path: Path) -> None:
    """The same content imported from its new place changes nothing, so no revision knows that place."""
    folder(tmp_path / "a", {"products.csv": "id\nx\n"})
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        bench.import_([tmp_path / "a"], Options(source="s"))
        (tmp_path / "a").rename(tmp_path / "moved")
        assert bench.import_([tmp_path / "moved"], Options(source="s")).revision is None
        assert bench.run("gaps").roots == {}


def test_a_session_leads_to_the_files_of_its_own_revision(tmp_path: Path) -> None:
    for name, text in (("a", "id\nx\n"), ("b", "id\nx\ny\n"), ("c", "id\nz\n")):
        folder(tmp_path / name, {"products.csv": text})
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        bench.import_(tmp_path / "c", Options(source="other"))
        bench.import_(tmp_path / "a", Options(source="s"))
        pinned, what_if = bench.session(), bench.what_if(bench.plan(tmp_path / "b", Options(source="s")))
        bench.import_(tmp_path / "b", Options(source="s"))
        other = str(tmp_path / "c")
        assert pinned.run("gaps").roots == {"s": str(tmp_path / "a"), "other": other}
        assert (
            what_if.run("gaps").roots == bench.run("gaps").roots == {"s": str(tmp_path / "b"), "other": other}
        )
