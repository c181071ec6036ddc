"""Where outputs go: into a new file, or over one's own; nowhere else, whatever stands there."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.model import outputs
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and permissions are those of POSIX")


def files(folder: Path) -> dict[str, str]:
    """What lies there: name and content, or kind."""
    return {
        p.name: f"-> {p.readlink()}" if p.is_symlink() else p.read_text() if p.is_file() else ""
        for p in folder.iterdir()
    }


def write(path: Path, *, force: bool = False, meanwhile: Callable[[], object] = lambda: None) -> None:
    with outputs.writing(path, force=force) as out:
        out.write(b"new")
        meanwhile()


def test_it_takes_its_name_at_the_end(tmp_path: Path) -> None:
    with outputs.writing(tmp_path / "x") as out:
        out.write(b"half")
        assert "x" not in files(tmp_path)
        out.write(b" and half")
    assert files(tmp_path) == {"x": "half and half"}


def test_nothing_is_left_of_one_that_fails(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "x", force=True, meanwhile=lambda: 1 / 0)
    assert files(tmp_path) == {"x": "old"}


def test_a_longest_name(tmp_path: Path) -> None:
    with outputs.writing(tmp_path / ("x" * 255)):
        pass
    with pytest.raises(UsageError, match="cannot write"), outputs.writing(tmp_path / ("x" * 256)):
        pass


def hostile(place: Path, kind: str) -> None:
    if kind == "link":
        place.symlink_to("victim")
    elif kind == "dangling":
        place.symlink_to("nowhere")
    elif kind == "loop":
        place.symlink_to(place.name)
    elif kind == "absolute":
        place.symlink_to("/dev/null")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(place))
    elif kind == "directory":
        place.mkdir()
    else:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 3))


KINDS = {
    "link": "is a symbolic link to victim",
    "dangling": "is a symbolic link to nowhere",
    "loop": "is a symbolic link to x",
    "absolute": "is a symbolic link to /dev/null",
    "pipe": "is a named pipe",
    "socket": "is a socket",
    "directory": "is a directory",
    "device": "is a device",
}


@posix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("when", ["before", "while"])
def test_what_is_no_file_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, force: bool, when: str
) -> None:
    if kind == "device" and os.geteuid() != 0:
        pytest.skip("only root can make devices")
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    (tmp_path / "victim").write_text("victim")
    place = Path("x")
    if when == "before":
        hostile(place, kind)
        found = files(tmp_path)
        with pytest.raises(UsageError, match=KINDS[kind]), outputs.writing(place, force=force):
            raise AssertionError
        assert files(tmp_path) == found
        return
    found = []

    def meanwhile() -> None:
        hostile(place, kind)
        found.append(files(tmp_path))

    with pytest.raises(UsageError):
        write(place, force=force, meanwhile=meanwhile)
    assert files(tmp_path) == {n: f for n, f in found[0].items() if not n.endswith(".part")}


def test_what_comes_in_between_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        write(tmp_path / "x", meanwhile=lambda: (tmp_path / "x").write_text("theirs"))
    assert files(tmp_path) == {"x": "theirs"}


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    write(tmp_path / "x")
    with pytest.raises(UsageError, match="exists"):
        write(tmp_path / "y", meanwhile=lambda: (tmp_path / "y").write_text("theirs"))
    assert files(tmp_path) == {"x": "new", "y": "theirs"}


@posix
def test_permissions_are_kept_and_other_names_of_the_file_too(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "x").chmod(0o600)
    os.link(tmp_path / "x", tmp_path / "y")
    with outputs.writing(tmp_path / "x", force=True) as out:
        assert {stat.S_IMODE(p.stat().st_mode) for p in tmp_path.glob(".*")} == {0o600}
        out.write(b"new")
    assert files(tmp_path) == {"x": "new", "y": "old"}
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


@posix
def test_the_null_device_takes_all() -> None:
    with outputs.writing(Path("/dev/null")) as out:
        out.write(b"gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_a_file_of_another_user_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("theirs")
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "x").stat().st_uid + 1)
    with pytest.raises(UsageError, match="belongs to another user"):
        write(tmp_path / "x", force=True)
    assert files(tmp_path) == {"x": "theirs"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a", "./a", True),
        ("a", "sub/../a", True),
        ("a", "{}/a", True),
        ("a", "A", True),
        ("caf\xe9", "cafe\u0301", True),
        ("new.svg", "sub/../NEW.svg", True),
        ("link/n", "sub/n", True),
        ("hard", "a", True),
        ("soft", "a", True),
        ("dangling", "nowhere", True),
        ("a", "b", False),
        ("a", "sub/a", False),
        ("none/a", "none/./a", True),
    ],
)
def test_two_spellings_of_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: str, other: str, expected: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_text("")
    Path("sub").mkdir()
    Path("link").symlink_to("sub")
    Path("soft").symlink_to("a")
    Path("dangling").symlink_to("nowhere")
    os.link("a", "hard")
    assert outputs.same(Path(one), Path(other.format(tmp_path))) is expected
    assert outputs.same(Path(other.format(tmp_path)), Path(one)) is expected


@posix
@pytest.mark.parametrize("kind", [*KINDS, "full"])
def test_a_folder_takes_the_place_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "device" and os.geteuid() != 0:
        pytest.skip("only root can make devices")
    monkeypatch.chdir(tmp_path)
    target = Path("x")
    with outputs.folder(target) as part:
        (part / "f").write_text("new")
        if kind == "full":
            target.mkdir()
            (target / "theirs").write_text("")
        else:
            hostile(target, kind)
        if kind == "directory":
            outputs.move(part, target)
        else:
            with pytest.raises(UsageError):
                outputs.move(part, target)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert (target / "f").exists() is (kind == "directory")
