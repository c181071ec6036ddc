"""The script that turns Debian's package metadata into foreign files."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from graphmodel import Workbench
from tests import oracles
from tests.example_answers import EXAMPLES, import_debian, read

if TYPE_CHECKING:
    from pathlib import Path

SMALL = EXAMPLES / "debian" / "small"


def extract(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    script = EXAMPLES / "debian" / "extract.py"
    return subprocess.run(
        [sys.executable, script, *arguments],
        input=stdin, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip


def test_extract_makes_the_small_files(tmp_path: Path) -> None:
    done = extract(SMALL / "dump.txt", "-o", tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (SMALL / made.name).read_bytes()
    assert {f.name for f in tmp_path.iterdir()} == {"packages.csv", "relations.csv", "maintainers.csv"}
    assert done.stderr.splitlines()[0] == "179 packages, 574 dependencies"


def test_extract_agrees_with_an_independent_reading_of_the_dump(tmp_path: Path) -> None:
    with Workbench.open(import_debian(tmp_path)) as bench:
        imported = bench.catalogue()
    assert oracles.requirements(imported) == oracles.requirements(read("debian"))
    assert oracles.products(imported) == oracles.products(read("debian"))


TINY = """\
Package: app
Section: games
Priority: optional
Maintainer: Ann <ann@debian.example>
Depends: lib (>= 1), lib (<= 2), mail-agent, virtual:any | absent, nobody
Recommends: lib, other | lib, unknown
Description: an app
 with a long text

Package: lib
Section: metapackages
Priority: optional
Maintainer: Ann <ann@debian.example>
Pre-Depends: own-feature
Provides: own-feature, mail-agent (= 2)
Tag: role::lib,
 use::all

Package: other
Section: mail
Priority: required
Maintainer: Bob <bob@debian.example>
Provides: mail-agent, virtual
"""


def test_extract_reads_relations_as_documented(tmp_path: Path) -> None:
    done = extract("-", "-o", tmp_path, stdin=TINY)
    relations = (tmp_path / "relations.csv").read_text(encoding="utf-8-sig").splitlines()
    assert relations == [
        "FROM_PKG;TO_PKG;REL;ALT",
        "app;lib;Depends;",
        "app;lib;Depends;mail-agent",
        "app;other;Depends;mail-agent",
        "app;other;Depends;",
    ]
    assert done.stderr.splitlines() == [
        "3 packages, 4 dependencies",
        "1 Depends on what no package provides, left out",
        "1 Recommends on what no package provides, left out",
        "3 requirements stated twice, merged",
        "1 requirements that a package satisfies itself, left out",
    ]
    packages = (tmp_path / "packages.csv").read_text(encoding="utf-8-sig").splitlines()
    assert packages[2] == "lib;;PROD;metapackages;optional;ann@debian.example;;;;role::lib,use::all"
    assert [line.split(";")[2] for line in packages[1:]] == ["SVC", "PROD", "PROD"]


def test_extract_reduces_a_dump_to_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "dump.txt").write_text(TINY, encoding="utf-8")
    assert re.findall(
        r"^Package: (.*)", extract(tmp_path / "dump.txt", "--only", "lib").stdout, re.MULTILINE
    ) == ["lib"]
    whole = extract(tmp_path / "dump.txt", "--only", "app").stdout
    assert re.findall(r"^Package: (.*)", whole, re.MULTILINE) == ["app", "lib", "other"]
