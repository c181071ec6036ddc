"""How rejected rows are written: readable again, all or nothing; and what a folder holds that is no file."""

from __future__ import annotations

import os
import shlex
import socket
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve, write_rejects
from graphmodel.importers.rejects import rejects
from graphmodel.model.errors import RejectedError, StoreError, UsageError
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.workbench import Options, Workbench
from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    from graphmodel.importers import Incoming

CIRCLE = "id,name,parent\nx,{0},y\ny,{0}y,x\nz,Z,\n"
"""Two categories that are rejected, for a reason with arrows in it."""


def cycle(tmp_path: Path, encoding: str, name: str) -> Path:
    place = folder(tmp_path / "cat", {"services.csv": "id\na\n"})
    (place / "categories.csv").write_bytes(CIRCLE.format(name).encode(encoding))
    (place / "services.csv").write_bytes("id,cost\na,bad\n".encode(encoding))
    return place


def resolved(place: Path, encoding: str | None = None) -> Incoming:
    return resolve(read([place], encoding=encoding), {}, set(), create_missing=False)


@pytest.mark.parametrize(
    ("encoding", "name", "kept"),
    [
        ("cp1252", "Ü", False),
        ("iso-8859-15", "€", False),
        ("koi8-r", "Ж", False),
        ("big5", "中", True),
        ("cp932", "日", True),
        ("gb18030", "中", True),
        ("utf-16-le", "Ü", True),
        ("ascii", "U", False),
        ("iso2022_jp", "日", True),
        ("hz", "中", True),
    ],
)
def test_every_encoding_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, name: str, kept: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    cycle(tmp_path, encoding, name)
    with Workbench.open("x.db", create=True) as bench:
        done = bench.import_([Path("cat")], Options(accept_partial=True, encoding=encoding))
    assert done.rejects == Path("cat.rejects")
    assert sorted(p.name for p in done.rejects.iterdir()) == ["categories.csv", "services.csv"]
    assert done.recoded is not kept
    assert done.encoding == (encoding if kept else "utf-8")
    again = resolved(done.rejects, done.encoding)
    assert again.unreadable == frozenset()
    assert {tuple(r.key) for r in again.rejected} == {("x",), ("y",), ("a",)}
    text = (done.rejects / "categories.csv").read_bytes().decode("utf-8-sig" if not kept else encoding)
    assert "x \u2192 y \u2192 x" in text
    assert f",y,{name}y,x" in text


def test_the_command_that_is_shown_imports_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cycle(tmp_path, "cp1252", "Ü")
    done = run_cli("-c", "n.db", "import", "cat", "--encoding", "cp1252", "--accept-partial")
    assert done.code == 3
    assert "UTF-8" in done.err
    shown = next(line for line in done.err.splitlines() if line.startswith("  graphmodel -c"))
    for file in Path("cat.rejects").iterdir():
        text = file.read_text(encoding="utf-8-sig").replace("Üy,x", "Üy,").replace("a,bad", "a,5")
        file.write_text(text, encoding="utf-8-sig")
    again = run_cli(*shlex.split(shown)[1:])
    assert (again.code, "error" in again.err) == (0, False)
    shown = run_cli("-c", "n.db", "list", "categories", "-f", "csv").out
    assert "Üy" in shown


def test_files_named_alike_keep_their_names(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[file]]\nname = "f.csv"\n[[file.table]]\nkind = "service"\n[file.table.columns]\nid = "I"\ncost = "C"\n'
    )
    for name in ("a_b", "a"):
        folder(tmp_path / name, {"f.csv": f"I,C\n{name},bad\n"})
    folder(tmp_path / "a" / "b_f.csv", {"f.csv": "I,C\nc,bad\n"})
    paths = [tmp_path / "a_b" / "f.csv", tmp_path / "a" / "f.csv", tmp_path / "a" / "b_f.csv" / "f.csv"]
    written = write_rejects(read(paths, mapping=mapping), tmp_path / "rejects")
    assert {path.name for path in written} == {"f.csv"}
    again = read(written, mapping=mapping)
    assert {r.key for r in again.rejected} == {("a_b",), ("a",), ("c",)}


@pytest.mark.parametrize(
    "source",
    ["../../OUTSIDE", "/tmp/OUTSIDE", "a\\..\\b", "x\ny", "\x1b[31m", ".", "..", "CON", "~root", "n" * 300],
)
def test_no_source_leads_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    inside = tmp_path / "a" / "b"
    folder(inside / "in", {"services.csv": "id,cost\na,bad\nb,1\n"})
    monkeypatch.chdir(inside)
    with Workbench.open("x.db", create=True) as bench:
        done = bench.import_([Path("in")], Options(accept_partial=True, source=source))
    assert done.rejects
    assert done.rejects.parent == Path()
    assert done.rejects.name[0] not in ".~"
    assert done.rejects.name.isprintable()
    assert sorted(p.name for p in inside.iterdir()) == sorted(["in", "x.db", done.rejects.name])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a"]


def listed(place: Path) -> list[str]:
    return sorted(p.name for p in place.iterdir())


def bad(tmp_path: Path) -> Path:
    return folder(tmp_path / "in", {"services.csv": "id,cost\na,bad\nb,1\n"})


def test_a_store_that_is_busy_leaves_no_rejects(tmp_path: Path) -> None:
    bad(tmp_path)
    store = EmbeddedStore(str(tmp_path / "x.db"), create=True, wait=0)
    bench = Workbench(store)
    bench.import_([folder(tmp_path / "first", {"services.csv": "id\nz\n"})])
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    options = Options(accept_partial=True, rejects=tmp_path / "out")
    with pytest.raises(StoreError, match="locked"):
        bench.import_([tmp_path / "in"], options)
    other.execute("ROLLBACK")
    other.close()
    assert "out" not in listed(tmp_path)
    assert not [name for name in listed(tmp_path) if name.endswith(".part")]
    done = bench.import_([tmp_path / "in"], options)
    assert done.revision
    assert listed(tmp_path / "out") == ["services.csv"]


@pytest.mark.parametrize("step", ["begin", "inserted", "snapshot", "committing"])
def test_both_or_neither(tmp_path: Path, step: str) -> None:
    def fail(name: str) -> None:
        if name == step:
            raise StoreError("no more")

    bad(tmp_path)
    store = EmbeddedStore(str(tmp_path / "x.db"), create=True, step=fail)
    made = store.apply
    if step == "committing":

        def late(plan: object, ready: object) -> None:
            def then() -> None:
                ready()  # type: ignore[operator]
                raise StoreError("no more")

            made(plan, then)  # type: ignore[arg-type]

        store.apply = late  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreError, match="no more"):
        Workbench(store).import_([tmp_path / "in"], Options(accept_partial=True, rejects=tmp_path / "out"))
    assert [name for name in listed(tmp_path) if name not in {"in", "x.db"}] == []
    assert EmbeddedStore(str(tmp_path / "x.db"), create=True).history() == []


@pytest.mark.parametrize("there", ["file", "folder", "dangling", "link", "comes"])
def test_what_is_there_stays_and_nothing_is_imported(tmp_path: Path, there: str) -> None:
    bad(tmp_path)
    out = tmp_path / "out"

    def comes(name: str) -> None:
        if name == "begin" and there == "comes":
            folder(out, {"mine": "x"})

    if there == "file":
        out.write_text("mine")
    elif there == "folder":
        folder(out, {"mine": "x"})
    elif there == "dangling":
        out.symlink_to("nowhere")
    elif there == "link":
        (tmp_path / "else").mkdir()
        out.symlink_to("else")
    bench = Workbench(EmbeddedStore(str(tmp_path / "x.db"), create=True, step=comes))
    with pytest.raises(UsageError, match="out"):
        bench.import_([tmp_path / "in"], Options(accept_partial=True, rejects=out))
    assert list(bench.history().rows) == []
    assert not (tmp_path / "nowhere").exists()
    assert listed(tmp_path / "else") == [] if there == "link" else True
    assert not [name for name in listed(tmp_path) if name.endswith(".part")]


def test_rows_that_are_all_rejected_are_written_too(tmp_path: Path) -> None:
    place = folder(tmp_path / "in", {"services.csv": "id,cost\na,bad\n"})
    with Workbench.open(tmp_path / "x.db", create=True) as bench:
        done = bench.import_([place], Options(accept_partial=True, rejects=tmp_path / "out"))
    assert done.revision is None
    assert listed(tmp_path / "out") == ["services.csv"]


def test_a_body_that_fails_takes_them_away(tmp_path: Path) -> None:
    found = resolved(bad(tmp_path))

    def placed() -> None:
        with rejects(found, tmp_path / "out") as made:
            made.place()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        placed()
    assert listed(tmp_path) == ["in"]


HOSTILE = {
    "dangling": "a symbolic link to a file that does not exist",
    "loop": "Too many levels of symbolic links",
    "pipe": "a named pipe",
    "directory": "a directory",
    "socket": "a socket",
    "device": "a device",
    "forbidden": "Permission denied",
}


def hostile(place: Path, kind: str) -> None:
    place.unlink()
    if kind in {"dangling", "loop", "device"}:
        place.symlink_to({"dangling": "nowhere", "loop": place.name, "device": "/dev/zero"}[kind])
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "directory":
        place.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(place))
    else:
        place.write_text("id\n")
        place.chmod(0)


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and permissions are those of POSIX")
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("mapped", [False, True])
@pytest.mark.parametrize("more", ["one", "both"])
def test_what_cannot_be_read_is_an_error_never_a_withdrawal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, mapped: bool, more: str
) -> None:
    if kind == "forbidden" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    monkeypatch.chdir(tmp_path)
    place = folder(Path("in"), {"services.csv": "id\na\nb\n", "roles.csv": "id\nr\n"})
    Path("m.toml").write_text(
        'source = "in"\n'
        + "".join(
            f'[[file]]\nname = "{k}s.csv"\n[[file.table]]\nkind = "{k}"\n[file.table.columns]\nid = "id"\n'
            for k in ("service", "role")
        )
    )
    mapping = Path("m.toml") if mapped else None
    with Workbench.open("x.db", create=True) as bench:
        bench.import_([place], Options(mapping=mapping))
        for name in ("services.csv", "roles.csv")[: 1 + (more == "both")]:
            hostile(place / name, kind)
        for accept in (False, True):
            options = Options(mapping=mapping, accept_partial=accept, allow_withdraw=True)
            with pytest.raises(RejectedError, match=r"services\.csv could not be read") as raised:
                bench.import_([place], options)
            problem = next(p for p in raised.value.problems if p.file == "services.csv")
            assert problem.code == "E113"
            assert HOSTILE[kind] in problem.message
        assert len(list(bench.history().rows)) == 1
        assert len(bench.catalogue().services) == 2
    if not mapped:
        done = run_cli("-c", "in", "list", "services")
        assert (done.code, done.out) == (3, "")
        assert "services.csv [E113] the file cannot be read" in done.err


def test_the_cause_of_a_row_comes_first_and_each_reason_once(tmp_path: Path) -> None:
    """One row of a mapping gives a service, its dependency and its responsibility; the service has a bad cost."""
    mapping = tmp_path / "m.toml"
    table = '[[file.table]]\nkind = "{}"\ncolumns = {{ {} }}\n'.format
    mapping.write_text(
        '[[file]]\nname = "f.csv"\n'
        + table("service", 'id = "CI", cost = "Cost"')
        + table("dependency", 'service = "CI", depends_on = "Runs On"')
        + table(
            "responsibility",
            'service = "CI", role = "Owner", responsibility = { constant = "A" }',
        )
    )
    place = folder(tmp_path / "in", {"f.csv": "CI,Cost,Runs On,Owner\na,bad,a,ops\n"})
    found = resolve(read([place / "f.csv"], mapping=mapping), {}, set(), create_missing=False)
    (written,) = write_rejects(found, tmp_path / "rejects")
    reasons = written.read_text().splitlines()[1].split(",")[0].split("; ")
    assert [reason.partition(":")[0] for reason in reasons] == ["E203 Cost", "E305 CI", "E305 Runs On"]
