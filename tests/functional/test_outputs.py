"""No option of any command writes over the catalogue, over what is read, over another output, or through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli

FILES = {
    "products.csv": "id\np\n",
    "services.csv": "id\na\n",
    "dependencies.csv": "service,depends_on\np,a\n",
}
EVERY = ("list services", "stats", "impact a", "gaps", "history", "doctor", "diagram", "diff 1 1", "cycles")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHMODEL_CATALOGUE", raising=False)
    folder(tmp_path / "in", FILES)
    assert run_cli("-c", "estate.db", "import", "in").code == 0
    return tmp_path


def seen(folder: Path) -> dict[str, object]:
    """Everything there, by content."""
    return {
        str(p.relative_to(folder)): p.readlink()
        if p.is_symlink()
        else p.read_bytes()
        if p.is_file()
        else None
        for p in sorted(folder.rglob("*"))
    }


def refused(*args: object, said: str) -> None:
    before = seen(Path())
    done = run_cli(*args)
    assert done.code == 2, done
    assert said in done.err
    assert seen(Path()) == before


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize(
    "name", ["estate.db", "./in/../estate.db", "ESTATE.DB", "hard.db", "estate.db.lock", "estate.db-journal"]
)
def test_the_catalogue_is_never_replaced(here: Path, command: str, name: str) -> None:
    os.link("estate.db", "hard.db")
    refused(
        "-c",
        "estate.db",
        *command.split(),
        "-f",
        "json",
        "-o",
        name,
        "--force",
        said="would replace what is read",
    )


@pytest.mark.parametrize("option", ["--diagram", "--chart"])
def test_nor_by_a_diagram(here: Path, option: str) -> None:
    os.link("estate.db", "estate.svg")
    refused("-c", "estate.db", "gaps", option, "estate.svg", "--force", said="would replace what is read")


@pytest.mark.parametrize("name", ["in/services.csv", "in/roles.csv", "in/../in/Roles.CSV"])
@pytest.mark.parametrize("catalogue", ["in", "./in/", "in/."])
def test_nor_a_file_of_a_catalogue_folder(here: Path, name: str, catalogue: str) -> None:
    refused("-c", catalogue, "list", "services", "-o", name, "--force", said="would replace what is read")
    refused(
        "-c",
        catalogue,
        "export",
        "--format",
        "json",
        "-o",
        name,
        "--force",
        said="would replace what is read",
    )


def test_nor_what_a_settings_file_chose_nor_itself(here: Path) -> None:
    Path("graphmodel.toml").write_text('catalogue = "estate.db"')
    Path("graphmodel.toml").chmod(0o600)
    refused("list", "services", "-o", "estate.db", "--force", said="would replace what is read")
    refused("list", "services", "-o", "graphmodel.toml", "--force", said="would replace settings")


def test_nor_what_is_imported_or_compared(here: Path) -> None:
    Path("m.toml").write_text(
        '[[file]]\nname = "f.txt"\n[[file.table]]\nkind = "service"\n[file.table.columns]\nid = "Id"\n'
    )
    folder(here / "foreign", {"f.txt": "Id\nx\n"})
    for command in ("plan", "import"):
        for name in ("m.toml", "foreign/f.txt"):
            args = (command, "foreign", "--mapping", "m.toml", "-f", "csv", "-o", name, "--force")
            refused("-c", "new.db", *args, said="would replace what is read")
        refused(
            "-c",
            "new.db",
            command,
            "in",
            "-o",
            "in/services.csv",
            "--force",
            said="would replace what is read",
        )
    refused("diff", "in", "estate.db", "-o", "estate.db", "--force", said="would replace what is read")
    refused("diff", "in", "estate.db", "-o", "in/services.csv", "--force", said="would replace what is read")


@pytest.mark.parametrize("other", ["z.svg", "./z.svg", "in/../z.svg", "Z.svg", "hard.svg"])
@pytest.mark.parametrize("first", ["-o", "--chart"])
def test_two_outputs_are_two_files(here: Path, other: str, first: str) -> None:
    if other == "hard.svg":
        Path("z.svg").write_text("")
        os.link("z.svg", other)
    given = ["-f", "csv", first, "z.svg", "--diagram", other, "--force"]
    refused("-c", "estate.db", "gaps", *given, said="name two files")


@pytest.mark.parametrize("option", ["-o", "--diagram", "--chart"])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
def test_nothing_is_written_through_what_is_no_file(here: Path, option: str, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo("x.svg")
    else:
        Path("x.svg").symlink_to("in/services.csv" if kind == "link" else "in/roles.csv")
    args = ["-c", "estate.db", "gaps", "-f", "csv", option, "x.svg", "--force"]
    done = run_cli(*args)
    assert (done.code, done.out) == (2, "")
    assert "x.svg is a" in done.err
    assert not Path("in/roles.csv").exists()
    assert Path("in/services.csv").read_text() == FILES["services.csv"]


@pytest.mark.parametrize("name", ["out", "dangling", "services"])
@pytest.mark.parametrize("command", ["export", "init", "copy"])
def test_a_folder_is_not_written_through_links(here: Path, name: str, command: str) -> None:
    Path("elsewhere").mkdir()
    Path("victim.csv").write_text("victim")
    if name == "out":
        Path("out").symlink_to("elsewhere")
    elif name == "dangling":
        Path("out").symlink_to("nowhere")
    else:
        Path("out").mkdir()
        Path("out/services.csv").symlink_to("../victim.csv")
    args = ["copy", "estate.db", "out/"] if command == "copy" else ["-c", "estate.db", command, "out"]
    refused(*args, "--force", said="is a symbolic link")


@pytest.mark.parametrize(
    "args",
    [
        ["list", "services", "-o", ""],
        ["gaps", "--diagram", ""],
        ["gaps", "--chart", " "],
        ["report", "-o", ""],
        ["export", ""],
        ["export", "--format", "json", "-o", ""],
        ["init", ""],
        ["import", ""],
        ["import", "in", "--mapping", ""],
        ["import", "in", "--rejects", ""],
        ["plan", ""],
        ["mapping", "suggest", ""],
        ["--database", "", "list", "services"],
    ],
)
def test_an_empty_name_is_no_place(here: Path, args: list[str]) -> None:
    before = seen(here)
    done = run_cli("-c", "estate.db", *args)
    assert (done.code, done.out) == (2, "")
    assert "error: " in done.err
    assert seen(here) == before


@pytest.mark.graphviz
def test_null_and_stdout_are_fine(here: Path) -> None:
    assert run_cli("-c", "estate.db", "list", "services", "-o", "/dev/null").code == 0
    assert run_cli("-c", "estate.db", "gaps", "-f", "csv", "-o", "/dev/null", "--diagram", "x.svg").code == 0
    assert Path("x.svg").read_text().startswith("<")


@pytest.mark.parametrize("command", [["import", "in"], ["copy", "in", "new.db"]])
def test_no_catalogue_is_made_where_a_link_leads(here: Path, command: list[str]) -> None:
    Path("new.db").symlink_to("elsewhere.db")
    done = run_cli(*([] if command[0] == "copy" else ["-c", "new.db"]), *command)
    assert (done.code, "is a symbolic link to elsewhere.db" in done.err) == (5, True)
    assert not Path("elsewhere.db").exists()


def test_a_catalogue_behind_a_link_is_that_catalogue(here: Path) -> None:
    Path("link.db").symlink_to("estate.db")
    assert run_cli("-c", "link.db", "import", "in", "--source", "other").code == 0
    assert Path("link.db").is_symlink()
    refused(
        "-c",
        "link.db",
        "stats",
        "-f",
        "json",
        "-o",
        "estate.db",
        "--force",
        said="would replace what is read",
    )
