"""One line of input that once ended as "a defect of graphmodel": each is an error that says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graphmodel.importers.delimited.text import check_encoding
from graphmodel.importers.mapping.parsing import parse
from graphmodel.model.errors import UsageError
from graphmodel.operations.details.parameters import parsed
from graphmodel.stores.neo4j.address import parse as address

FILE = '[[file]]\nname = "services.csv"\n{}\n[[file.table]]\nkind = "service"\ncolumns = {{ id = "id" }}\n'
COMMAND = f"{sys.executable} -m graphmodel"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FILE.format('dates = ["%Y%Y"]'), "'%Y%Y' is no format of dates"),
        (FILE.format('dates = ["%d.%m."]'), "it lacks the day, the month or the year"),
        (FILE.format('dates = ["%"]'), "'%' is no format of dates"),
        (FILE.format('dates = ["%Q\\u0000"]'), "is no format of dates"),
        (FILE.format('dates = [""]'), "is no format of dates"),
        (FILE.format('encoding = "punycode"'), "there is no encoding 'punycode'"),
        (FILE.format('encoding = "utf-8\\u0000"'), "there is no encoding"),
        (f"source = {'9' * 5_000}\n" + FILE.format(""), "is not TOML"),
        (f"source = 0x{'f' * 5_000}\n" + FILE.format(""), "source is a text"),
        ("source = " + "[" * 5_000, "nested too deeply"),
        ("source = " + "{a=" * 5_000, "nested too deeply"),
    ],
)
def test_mappings(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(text, "mapping.toml")


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%G-W%V-%u", "%Y%j", "%d %b %Y", "%x"])
def test_formats_of_dates(form: str) -> None:
    assert parse(FILE.format(f'dates = ["{form}"]'), "m").files[0].notation


@pytest.mark.parametrize(
    "name",
    ["idna", "punycode", "undefined", "UTF-7", "unicode_escape", "raw_unicode_escape", "hex", "rot13",
     "\0", "\udcff", "x" * 9_999],
)  # fmt: skip
def test_encodings_that_are_none_of_files(name: str) -> None:
    with pytest.raises(UsageError, match="there is no encoding"):
        check_encoding(name)


@pytest.mark.parametrize(
    "given",
    ["a:=" + "[" * 99_999, "a:=" + "[" * 200 + "]" * 200, "a:=9223372036854775808",
     'a:={"b":[-9223372036854775809]}', "a:=" + "9" * 5_000],
)  # fmt: skip
def testparsed(given: str) -> None:
    with pytest.raises(UsageError, match="--param a"):
        parsed([given])


def test_parameters_at_the_limit() -> None:
    assert parsed(["a:=9223372036854775807", "b:=[[1.5e300]]"]) == {"a": 2**63 - 1, "b": [[1.5e300]]}


@pytest.mark.parametrize("host", ["a" * 300, "a..b", "a." + "b" * 64, "\u200b"])
def test_hosts(host: str) -> None:
    with pytest.raises(UsageError, match="no URL"):
        address(f"neo4j://{host}")


@pytest.mark.parametrize("host", ["localhost", "10.0.0.1", "[::1]", "db.example.org", "bücher.example"])
def test_hosts_that_may_be(host: str) -> None:
    assert address(f"neo4j://{host}:7687").server == f"neo4j://{host}:7687"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "services.csv").write_text("id,name\na,A\nb,B\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run it where streams can be closed; ``gm`` is graphmodel."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("gm ", f"{COMMAND} ")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a POSIX shell")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("gm -c . stats >&-", 0),
        ("gm -c . stats 2>&-", 0),
        ("gm -c . nosuch 2>&-", 2),
        ("gm -c . list services - <&-", 0),
        ("gm -c . stats <&- >&- 2>&-", 0),
        ("gm -c . query x --timeout nan", 2),
        ("gm -c . query x --timeout inf", 2),
        ("gm -c . query x --timeout 1e300", 2),
        ("ln -s loop loop; gm -c . stats -o loop", 2),
        ("ln -s loop loop; gm -c loop stats", 5),
    ],
)
def test_streams_and_options(here: Path, command: str, code: int) -> None:
    done = shell(command)
    assert (done.returncode, "defect" in done.stderr, "Traceback" in done.stderr) == (code, False, False), (
        done.stderr
    )


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("gm -c . nosuch 2>/dev/full", 2),
        ("gm -c . stats >/dev/full 2>/dev/full", 2),
        ("gm -c . stats 2>/dev/full", 0),
    ],
)
def test_a_full_disk_behind_stderr(here: Path, command: str, code: int) -> None:
    assert shell(command).returncode == code


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a POSIX shell")
def test_an_import_with_stdout_closed_keeps_the_catalogue_whole(here: Path) -> None:
    assert shell("gm -c new.db import . >&- 2>&-").returncode == 0
    done = shell("gm -c new.db doctor && gm -c new.db list services -f csv")
    assert done.returncode == 0, done.stderr
    assert "a,A" in done.stdout or "a,service,A" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="FIFOs are of POSIX")
@pytest.mark.parametrize("fifo", [False, True])
def test_a_matplotlibrc_in_the_working_directory_is_not_read(here: Path, *, fifo: bool) -> None:
    if fifo:
        os.mkfifo("matplotlibrc")
    else:
        Path("matplotlibrc").write_bytes(b"\xff\xfe")
    done = shell("gm -c . gaps --chart gaps.svg")
    assert done.returncode == 0, done.stderr
    assert "</svg>" in Path("gaps.svg").read_text(encoding="utf-8")
