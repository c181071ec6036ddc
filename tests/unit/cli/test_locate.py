from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.cli.locate import catalogue
from graphmodel.cli.settings import LONGEST
from graphmodel.model.errors import NotAllowedError, UsageError
from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "project" / "sub" / "folder"
    path.mkdir(parents=True)
    monkeypatch.chdir(path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("GRAPHMODEL_CATALOGUE", "NEO4J_USERNAME", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "project"


def test_the_default_is_a_file_here(here: Path) -> None:
    assert catalogue(None) == "catalogue.db"


def test_the_nearest_settings_name_it_relative_to_themselves(here: Path) -> None:
    (here / "graphmodel.toml").write_text('catalogue = "far.db"', encoding="utf-8")
    assert catalogue(None) == "../../far.db"
    (here / "sub" / "graphmodel.toml").write_text('catalogue = "data/near"', encoding="utf-8")
    assert catalogue(None) == "../data/near"
    assert catalogue("named.db") == "named.db"


def test_settings_may_name_a_url_an_absolute_path_or_nothing(here: Path) -> None:
    settings = here / "graphmodel.toml"
    settings.write_text('catalogue = "http://u:S3CRET@host/x"', encoding="utf-8")
    with pytest.raises(UsageError, match="no store for http:// URLs"):
        catalogue(None)
    settings.write_text(f'catalogue = "{here / "sub" / "x.db"}"', encoding="utf-8")
    assert catalogue(None) == "../x.db"
    settings.write_text("", encoding="utf-8")
    assert catalogue(None) == "catalogue.db"


@pytest.mark.parametrize(
    "text",
    [
        "catalogue = ",
        "catalogue = 3",
        "\ufffe",
        'catalogue = ""',
        'catalogue = " "',
        'catalogue = "a\\u0000b"',
        "x = " + "[" * 3000,
        "#" * (LONGEST + 1),
    ],
)
def test_settings_that_cannot_be_read_are_named(here: Path, text: str) -> None:
    (here / "graphmodel.toml").write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    with pytest.raises(UsageError, match=r"graphmodel\.toml"):
        catalogue(None)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_the_file_that_chose_is_named_but_for_quiet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(here / "estate", {"services.csv": "id\na\n"})
    write(here / "graphmodel.toml", 'catalogue = "estate"')
    said = "note: the catalogue is ../../estate, as ../../graphmodel.toml says\n"
    assert run_cli("list", "services", "-f", "csv").err == said
    assert run_cli("list", "services", "-f", "csv", "--quiet").err == ""
    assert run_cli("-c", "../../estate", "list", "services", "-f", "csv").err == ""


NEAREST = (
    ("the folder itself", {"there/estate/graphmodel.toml", "there/graphmodel.toml", "sub/graphmodel.toml"}),
    ("a folder above it", {"there/graphmodel.toml", "sub/graphmodel.toml"}),
    ("the working directory", {"sub/graphmodel.toml"}),
)


@pytest.mark.parametrize(("where", "files"), NEAREST, ids=[where for where, _ in NEAREST])
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_settings_of_a_named_catalogue_are_those_beside_it(
    here: Path, where: str, files: set[str], kind: str
) -> None:
    estate = folder(here / "there" / "estate", {"services.csv": "id\na\n"})
    for file in files:
        write(here / file, f'rules.ignore = ["GM00{len(file) % 9 + 1}"]')
    nearest = max(files, key=lambda file: (file.startswith("there"), len(file)))
    if kind == "file":
        run_cli("-c", estate / "estate.db", "import", estate, "--quiet")
        estate /= "estate.db"
    done = run_cli("-c", estate, "config", "-f", "csv")
    name = os.path.relpath(here / nearest)
    assert f"settings file,{name},nearest\n" in done.out
    assert f"rules.GM00{len(nearest) % 9 + 1}.on,false,{name}:1\n" in done.out
    noted = f"note: settings are those of {name}, the nearest to the catalogue\n"
    assert done.err == (noted if "there" in nearest else "")
    assert run_cli("-c", estate, "config", "--quiet").err == ""


def test_without_a_settings_file_config_names_none(here: Path) -> None:
    folder(here / "estate", {"services.csv": "id\na\n"})
    assert "settings file,,default\n" in run_cli("-c", here / "estate", "config", "-f", "csv").out


@pytest.mark.parametrize("text", ["~/estate", "~"])
def test_a_tilde_is_the_home(here: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HOME", str(here))
    write(here / "graphmodel.toml", f'catalogue = "{text}"')
    assert catalogue(None) == text.replace("~", "../..")


posix = pytest.mark.skipif(os.name != "posix", reason="owners and permissions are those of POSIX")


@posix
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    ("file", "where", "why"),
    [
        (0o666, 0o755, "everybody may write to it"),
        (0o602, 0o755, "everybody may write to it"),
        (0o644, 0o777, "everybody may write to its folder"),
        (0o644, 0o1777, "everybody may write to its folder"),
    ],
)
def test_settings_that_everybody_may_write_are_not_obeyed(
    here: Path, capsys: pytest.CaptureFixture[str], file: int, where: int, why: str, below: bool
) -> None:
    write(here / "graphmodel.toml", 'catalogue = "mine.db"')
    write(here / "sub" / "graphmodel.toml", 'catalogue = "evil.db"').chmod(file)
    (here / "sub").chmod(where)
    if not below:
        (here / "graphmodel.toml").unlink()
    assert catalogue(None) == ("../../mine.db" if below else "catalogue.db")
    said = capsys.readouterr().err
    assert f"warning: ../graphmodel.toml is not obeyed: {why}" in said
    assert "evil" not in said


@posix
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("link", [False, True])
def test_settings_of_another_user_are_not_obeyed(
    here: Path, capsys: pytest.CaptureFixture[str], link: bool
) -> None:
    theirs = write(here / "theirs" if link else here / "graphmodel.toml", 'catalogue = "evil.db"')
    os.chown(theirs, 12345, 12345)
    if link:
        (here / "graphmodel.toml").symlink_to("theirs")
    assert catalogue(None) == "catalogue.db"
    assert "../../graphmodel.toml is not obeyed: it belongs to another user" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["-c", "variable"])
def test_an_empty_name_is_never_another_catalogue(
    here: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    write(here / "graphmodel.toml", 'catalogue = "estate.db"')
    if said == "variable":
        monkeypatch.setenv("GRAPHMODEL_CATALOGUE", "")
    with pytest.raises(UsageError, match="empty"):
        catalogue("" if said == "-c" else None)
    done = run_cli(*(["-c", " "] if said == "-c" else []), "undo")
    assert (done.code, done.out) == (2, "")
    assert "the catalogue's name is empty" in done.err


@pytest.mark.parametrize(
    "command", [["diff", "", "x"], ["diff", "x", ""], ["copy", "", "x"], ["copy", "good", ""]]
)
def test_an_empty_argument_is_no_catalogue_either(here: Path, command: list[str]) -> None:
    for name in ("x", "good"):
        folder(Path(name), {"services.csv": "id\na\n"})
    done = run_cli(*command)
    assert (done.code, done.out) == (2, "")
    assert "the catalogue's name is empty" in done.err


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """A server that nobody may come to."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        came: list[object] = []
        yield f"127.0.0.1:{server.getsockname()[1]}", came
        with contextlib.suppress(BlockingIOError):
            came.append(server.accept()[1])
        assert not came


SECRET = "S3CRET-of-the-environment"


@pytest.mark.parametrize("scheme", ["bolt", "NEO4J", "neo4j+s", "bolt+ssc"])
@pytest.mark.parametrize(
    "command", [["impact", "a"], ["doctor"], ["query", "RETURN 1"], ["undo"], ["export", "x"]]
)
def test_a_server_that_only_a_settings_file_names_gets_no_password(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    listener: tuple[str, list[object]],
    scheme: str,
    command: list[str],
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    monkeypatch.setenv("NEO4J_USERNAME", "its-user")
    write(here / "graphmodel.toml", f'catalogue = "{scheme}://{listener[0]}"')
    done = run_cli(*command)
    assert (done.code, done.out) == (4, "")
    assert "../../graphmodel.toml names the server" in done.err
    assert SECRET not in done.err
    assert "its-user" not in done.err


def test_a_server_of_the_users_own_file_may_be_named_by_any(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(here / "graphmodel.toml", 'catalogue = "bolt://host:7688"')
    own = write(tmp_path / "config" / "graphmodel" / "neo4j.toml", '["bolt://host:7687"]\npassword = "x"\n')
    with pytest.raises(NotAllowedError, match="you have not"):
        catalogue(None)
    write(own, '["bolt://host:7688"]\n')
    assert catalogue(None) == "bolt://host:7688"


@pytest.mark.parametrize(
    "url", ["bolt://u:S3CRET@h", "bolt:/u:S3CRET@h", "neo4j:u:S3CRET@h", " bolt://u:S3CRET@h"]
)
@pytest.mark.parametrize("where", ["-c", "settings", "argument"])
def test_a_password_in_a_url_is_refused_and_never_shown(here: Path, url: str, where: str) -> None:
    folder(Path("good"), {"services.csv": "id\na\n"})
    if where == "settings":
        write(here / "graphmodel.toml", f'catalogue = "{url}"')
    arguments = {"-c": ["-c", url, "cycles"], "settings": ["cycles"], "argument": ["copy", "good", url]}
    done = run_cli(*arguments[where])
    assert (done.code, done.out) == (2, "")
    assert "S3CRET" not in done.err
