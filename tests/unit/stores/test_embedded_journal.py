"""Files beside a catalogue that SQLite would play back into it, wait at, write through or delete others for."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from graphmodel.stores.embedded import schema
from graphmodel.stores.embedded.journal import MAGIC
from tests.conftest import folder, run_cli

pytestmark = pytest.mark.timeout(60)

NONCE = 12345
SECTOR = 512
PAGE = schema.PAGE_SIZE

LINKED, NONE = "victim", "nosuch"
KINDS: dict[str, Callable[[Path], None]] = {
    "a symbolic link": lambda path: path.symlink_to(LINKED),
    "a symbolic link to an empty file": lambda path: path.symlink_to("empty"),
    "a symbolic link to nothing": lambda path: path.symlink_to(NONE),
    "a named pipe": os.mkfifo,
    "a directory": Path.mkdir,
}
COMMANDS = (
    ("stats",),
    ("history",),
    ("undo",),
    ("import", "more", "--source", "s"),
    ("doctor",),
    ("copy", "k.db", "other.db"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the catalogue k.db, one with more in it, and files that nobody may touch."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / LINKED).write_text("precious")
    (tmp_path / "empty").touch()
    for name, rows in (("some", "a,A\n"), ("more", "a,Other\nb,B\n")):
        folder(tmp_path / name, {"services.csv": f"id,name\n{rows}"})
    assert run_cli("-c", "k.db", "import", "some", "--source", "s").code == 0
    return tmp_path


def journal(before: bytes, *, named: bytes = b"") -> bytes:
    """The journal of a transaction that has changed every page of that file; ``named``: another that it names.

    https://sqlite.org/fileformat2.html#the_rollback_journal
    """
    pages = [before[at : at + PAGE] for at in range(0, len(before), PAGE)]
    made = struct.pack(">8sIIIII", MAGIC, len(pages), NONCE, len(pages), SECTOR, PAGE).ljust(SECTOR, b"\0")
    for number, page in enumerate(pages, 1):
        checksum = (NONCE + sum(page[PAGE - 200 : 0 : -200])) % 2**32
        made += struct.pack(">I", number) + page + struct.pack(">I", checksum)
    if named:
        made += (
            struct.pack(">I", 2**30 // PAGE + 1) + named + struct.pack(">II", len(named), sum(named)) + MAGIC
        )
    return made


def assert_refused(
    here: Path, beside: str, why: str, *, commands: tuple[tuple[str, ...], ...] = COMMANDS
) -> None:
    """Every command says so in one line, and nothing that was there changes."""
    before = {path: path.read_bytes() for path in sorted(here.iterdir()) if path.is_file()}
    for command in commands:
        done = run_cli("-c", "k.db", *command)
        assert done.code == 5, (command, done)
        assert f"{beside} is not of graphmodel, and SQLite would use it: {why}" in done.err + done.out
        assert {path: path.read_bytes() for path in sorted(here.iterdir()) if path.is_file()} == before
        assert os.path.lexists(beside)


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("suffix", ["journal", "wal", "shm"])
def test_what_is_no_regular_file(here: Path, what: str, suffix: str) -> None:
    KINDS[what](here / f"k.db-{suffix}")
    assert_refused(here, f"k.db-{suffix}", f"it is {' '.join(what.split()[:3])}")
    assert not (here / NONE).exists()


@pytest.mark.parametrize("suffix", ["wal", "shm"])
def test_a_log_beside_a_file_that_has_none(here: Path, suffix: str) -> None:
    (here / f"k.db-{suffix}").write_bytes(b"x" * 40_000)
    assert_refused(here, f"k.db-{suffix}", "the catalogue is not in the mode")


def test_a_journal_that_names_another_file_deletes_nothing(here: Path) -> None:
    sound = Path("k.db").read_bytes()
    for content in (journal(sound, named=bytes(here / LINKED)), journal(b"", named=bytes(here / LINKED))):
        Path("k.db-journal").write_bytes(content)
        assert_refused(here, "k.db-journal", "it names another file, which would be deleted")


def test_the_journal_of_an_interrupted_import_is_played_back(here: Path) -> None:
    before = Path("k.db").read_bytes()
    assert run_cli("-c", "k.db", "import", "more", "--source", "s").code == 0
    after = Path("k.db").read_bytes()
    for content in (after, before + after[len(before) :], before[:PAGE] + after[PAGE:]):
        Path("k.db").write_bytes(content)
        Path("k.db-journal").write_bytes(journal(before))
        assert "rolled back" in run_cli("-c", "k.db", "doctor").out
        assert Path("k.db").read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_the_journal_of_another_state_is_not(here: Path, command: tuple[str, ...]) -> None:
    """As where a catalogue was restored from a backup, and the journal of the lost one was still there."""
    left = journal(Path("k.db").read_bytes())
    for source in ("more", "some"):
        assert run_cli("-c", "k.db", "import", source, "--source", "s").code == 0
    Path("k.db-journal").write_bytes(left)
    assert_refused(here, "k.db-journal", "it is of another state of the catalogue", commands=(command,))
    Path("k.db-journal").rename("elsewhere")
    assert run_cli("-c", "k.db", *command).code == 0


def test_journals_of_no_catalogue(here: Path) -> None:
    sound = Path("k.db").read_bytes()
    first = journal(b"")  # of the first import: it empties the file
    assert run_cli("-c", "k.db", "import", "more", "--source", "s").code == 0
    other = bytearray(journal(sound))
    other[24:28] = struct.pack(">I", 4096)
    for content, why in (
        (b"my notes", "it is no journal"),
        (first, "it is of another state"),
        (bytes(other), "it is of a file with pages of another size"),
    ):
        Path("k.db-journal").write_bytes(content)
        assert_refused(here, "k.db-journal", why, commands=(("stats",), ("undo",)))


def test_a_journal_that_is_done_with_is_in_nobodys_way(here: Path) -> None:
    for content in (b"", bytes(28) + journal(Path("k.db").read_bytes())[28:]):
        Path("k.db-journal").write_bytes(content)
        assert run_cli("-c", "k.db", "import", "more", "--source", "s").code == 0
        assert run_cli("-c", "k.db", "undo").code == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("suffix", ["journal", "wal", "shm"])
def test_a_file_of_another_user_where_everybody_may_make_one(here: Path, suffix: str) -> None:
    beside = Path(f"k.db-{suffix}")
    beside.touch()
    os.chown(beside, 12345, 12345)
    here.chmod(0o1777)
    assert_refused(
        here, beside.name, "it belongs to another user (12345), in a folder to which everybody may write"
    )
    here.chmod(0o775)  # who may make files here may write to the catalogue, too
    assert suffix != "journal" or run_cli("-c", "k.db", "stats").code == 0
    here.chmod(0o1777)
    os.chown("k.db", 12345, 12345)
    assert suffix != "journal" or run_cli("-c", "k.db", "stats").code == 0


def test_a_link_to_a_catalogue_has_the_files_beside_what_it_leads_to(here: Path) -> None:
    Path("there").mkdir()
    shutil.move("k.db", "there/real.db")
    Path("k.db").symlink_to("there/real.db")
    Path("there/real.db-journal").symlink_to(here / LINKED)
    done = run_cli("-c", "k.db", "stats")
    assert (done.code, "real.db-journal is not of graphmodel" in done.err) == (5, True)


def test_a_catalogue_that_is_no_regular_file(here: Path) -> None:
    os.mkfifo("fifo.db")
    for name, what in (("fifo.db", "a named pipe"), ("some/..", "a directory"), (os.devnull, "a device")):
        for command in (("doctor",), ("import", "more"), ("stats",)):
            if name == "some/.." and command != ("doctor",):
                continue  # read as a folder
            done = run_cli("-c", name, *command)
            assert done.code in (2, 5)
            assert what in done.err + done.out or "folder" in done.err
