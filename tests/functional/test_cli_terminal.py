"""What a terminal sees: widths, colors, the first problems, a bar while files are read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tests.conftest import folder

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 50
STYLE = re.compile(r"\x1b\[\d*m")
CURSOR = re.compile(r"\x1b\[[?\d;]*[A-Za-z]|\r")


def seen(here: Path, *args: str, typed: str = "", **env: str) -> tuple[int, str]:
    """The exit code and everything that a terminal of ``WIDTH`` columns was sent, where somebody typed that."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS", "LINES"}}
    started = subprocess.Popen(
        [sys.executable, "-m", "graphmodel", *args],
        cwd=here,
        env=environment | {"TERM": "xterm-256color"} | env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux ends a terminal whose other side is closed with an error
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return started.wait(60), b"".join(parts).decode().replace("\r\n", "\n")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    services = "id,name\n" + "".join(f"s{i},{'保守' * i} long name {i}\n" for i in range(30))
    folder(tmp_path / "good", {"services.csv": services})
    folder(
        tmp_path / "bad",
        {"services.csv": "id,name,criticality\n" + "".join(f"s{i},n,bad\n" for i in range(30))},
    )
    return tmp_path


def test_a_table_fits_and_is_colored(here: Path) -> None:
    code, text = seen(here, "-c", "good", "list", "services", "--columns", "id,name")
    assert code == 0
    assert "\x1b[1m" in text
    assert max(cell_len(STYLE.sub("", line)) for line in text.splitlines()) <= WIDTH
    assert all(f"long name {i}" in re.sub(r"\s+", " ", text) for i in range(30))
    assert "30 rows" in text


def test_no_color_is_heeded(here: Path) -> None:
    assert "\x1b" not in seen(here, "-c", "good", "list", "services", NO_COLOR="1")[1]
    assert "\x1b" not in seen(here, "-c", "good", "list", "services", "--color", "never")[1]


def test_the_table_beside_an_import_heeds_color(here: Path) -> None:
    for number, (color, bold) in enumerate((("never", False), ("always", True))):
        _, text = seen(here, "-c", f"{number}.db", "import", "bad", "--color", color)
        (title,) = [line for line in text.splitlines() if "what became of the rows" in line]
        assert ("\x1b[1m" in title) == bold


def test_the_first_problems_are_listed_and_the_rest_counted(here: Path) -> None:
    code, text = seen(here, "import", "bad")
    plain = CURSOR.sub("", text)
    assert code == 3
    assert plain.count("services.csv:") == 3
    assert "… and 27 more like it in services.csv" in plain
    assert CURSOR.sub("", seen(here, "import", "bad", "--all-problems")[1]).count("services.csv:") == 30


def test_messages_go_on_below_their_text_and_break_no_word(here: Path) -> None:
    code, text = seen(here, "-c", "good", "list", "services", "--sort", "nam")
    lines = text.splitlines()
    assert code == 2
    assert lines[:2] == [
        "error: list has no column 'nam' here",
        "  hint: did you mean 'name'? the columns are id,",
    ]
    assert all(line.startswith("        ") and len(line) <= WIDTH for line in lines[2:])
    assert " own_availability, " in " ".join(text.split())
    path = "folder-" * 12
    _, text = seen(here, "-c", path, "gaps")
    assert f"  hint: graphmodel -c\n        {path}\n        import FOLDER makes it" in text


def test_a_problem_goes_on_further_in(here: Path) -> None:
    files = {"services.csv": "id\na\n", "dependencies.csv": "service,depends_on,group\na,a,g\na,nix,g\n"}
    folder(here / "half", files)
    _, text = seen(here, "-c", "half", "gaps")
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if "[E309]" in line)
    assert lines[at].startswith("dependencies.csv:2:group [E309]")
    assert lines[at + 1].startswith("    ")
    assert not lines[at + 1].startswith("    value")
    assert all(len(line) <= WIDTH for line in lines)


def test_a_preview_names_no_option_that_its_command_lacks(here: Path) -> None:
    names = [f"Attribute number {i}" for i in range(9)]
    folder(here / "foreign", {"ci.csv": "CI Name," + ",".join(names) + "\n" + "x," * 9 + "x\n"})
    code, text = seen(here, "mapping", "suggest", "foreign/ci.csv")
    assert code == 0
    assert "left out: " in text
    assert "--columns" not in text
    assert "--format" not in text


def test_the_command_to_copy_is_one_line(here: Path) -> None:
    folder(here / "a b", {"services.csv": "id,criticality\ns,1\nt,bad\n"})
    _, text = seen(here, "import", "a b", "--accept-partial")
    copied = "  graphmodel -c catalogue.db import 'a b.rejects' --source 'a b' --add"
    assert copied in CURSOR.sub("", text).splitlines()


def test_an_import_ends_with_its_revision(here: Path) -> None:
    code, text = seen(here, "import", "good")
    assert code == 0
    assert "revision 1" in text


def test_a_command_in_a_hint_can_be_copied(here: Path) -> None:
    """It is on a line of its own, whatever its length."""
    name = "an-export-of-the-inventory-of-applications"
    (here / f"{name}.csv").write_text("Application,Used by\nCRM,Web shop\n")
    text = seen(here, "plan", f"{name}.csv", typed="n\n")[1]
    assert f"\n        graphmodel mapping suggest {name}.csv -o mapping.toml\n" in CURSOR.sub(
        "", text
    ).replace("\r", "")


@pytest.mark.parametrize(("typed", "code"), [("\n", 0), ("y\n", 0), ("n\n", 2), ("\x04", 2)])
def test_a_mapping_for_files_that_nobody_knows_is_offered(tmp_path: Path, typed: str, code: int) -> None:
    (tmp_path / "apps.csv").write_text("Application;Uses\nShop;DB\nDB;\n", encoding="utf-8")
    found, shown = seen(tmp_path, "-c", "e.db", "import", "apps.csv", typed=typed)
    assert found == code
    assert "propose one now, as mapping.toml? [Y/n]" in shown
    assert (tmp_path / "mapping.toml").exists() == (code == 0)
    assert ("graphmodel -c e.db import apps.csv --mapping mapping.toml" in shown) == (code == 0)


def test_it_is_offered_for_files_that_are_only_called_as_those_of_a_catalogue(tmp_path: Path) -> None:
    folder(tmp_path / "one", {"services.csv": "Number;Name;Uses\n1;Shop;DB\n2;DB;\n"})
    code, shown = seen(tmp_path, "import", "one", "-c", "e.db", typed="\n")
    assert (code, (tmp_path / "mapping.toml").exists()) == (0, True)
    assert "graphmodel -c e.db import one/services.csv --mapping mapping.toml" in shown


def test_an_existing_mapping_is_not_overwritten_by_what_is_offered(tmp_path: Path) -> None:
    (tmp_path / "apps.csv").write_text("Application;Uses\nShop;DB\nDB;\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text("mine", encoding="utf-8")
    assert seen(tmp_path, "import", "apps.csv", typed="y\n")[0] == 2
    assert (tmp_path / "mapping.toml").read_text(encoding="utf-8") == "mine"
