"""What CONTRIBUTING.md says an extension costs: made in a copy of the package by these files alone, and used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT, folder, package_copy

SAMPLE = (ROOT / "tests" / "sample_package" / "acme_graphmodel.py").read_text(encoding="utf-8")
"""One of each, as another package brings it."""
CATALOGUE = {
    "services.csv": "id,name,tags\nMAIL,Mail,exam\nchat,Chat,\n",
    "dependencies.csv": "service,depends_on\nchat,MAIL\n",
}
ESTATE = '{"services": [{"id": "shop"}]}'
HELD = '{"service": [{"id": "shop"}]}'


@dataclass(frozen=True)
class Extension:
    """How one is made in a copy of the package, and how it is seen to work."""

    file: str
    """The new file; empty where there is none."""
    entry: str
    """The line that makes of the sample what the file has to hold."""
    edited: str
    """The file that gets lines …"""
    before: str
    """… before this text …"""
    lines: str
    """… namely these."""
    ask: tuple[str, ...]
    expected: str
    files: dict[str, str] = field(default_factory=dict)


EXTENSIONS = {
    "an analysis": Extension(
        "analyses/tagged.py",
        "ANALYSIS = TAGGED",
        "analyses/__init__.py",
        '    "stats":',
        '    "tagged": "Which services have a tag.",\n',
        ("-c", "catalogue", "tagged", "exam", "--format", "csv"),
        "MAIL,Mail",
    ),
    "a rule": Extension(
        "rules/gm099_capitals.py",
        "import dataclasses\nRULE = dataclasses.replace(LOUD, code='GM099', parameters=())",
        "rules/__init__.py",
        '    "gm012_placeholder",',
        '    "gm099_capitals",\n',
        ("-c", "catalogue", "gaps", "--rule", "GM099", "--format", "csv"),
        "MAIL shouts",
    ),
    "an importer": Extension(
        "importers/estate.py",
        "IMPORTER = ESTATE._replace(name='estate')",
        "importers/choosing.py",
        '    "graphml",\n',
        '    "estate",\n',
        ("-c", "new.db", "import", "estate.json"),
        "revision 1",
        {"estate.json": ESTATE},
    ),
    "a format of reports": Extension(
        "render/reports/tsv.py",
        "write = write_tsv",
        "render/reports/__init__.py",
        '        _format("md"',
        '        _format("tsv", ".tsv"),\n',
        ("-c", "catalogue", "list", "services", "--columns", "id,name", "--format", "tsv"),
        "MAIL\tMail",
    ),
    "a format of diagrams": Extension(
        "render/diagrams/tgf.py",
        "write = write_tgf",
        "render/diagrams/formats.py",
        '        _format("d2"',
        '        _format("tgf", ".tgf"),\n',
        ("-c", "catalogue", "diagram", "--cluster", "none", "--format", "tgf"),
        "Mail\n",
    ),
    "a format of charts": Extension(
        "render/charts/listed.py",
        "write = write_list",
        "render/charts/formats.py",
        '        _format("pdf"',
        '        _format("list", "listed:write"),\n',
        ("-c", "catalogue", "underpinning", "--counts", "--by", "service", "--chart", "out.list"),
        "out.list: ",
    ),
    "a format of exports": Extension(
        "exporters/pairs.py",
        "write = write_pairs",
        "exporters/__init__.py",
        '        _format("json"',
        '        _format("pairs", ".pairs", "pairs"),\n',
        ("-c", "catalogue", "export", "--format", "pairs"),
        '{"MAIL": [], "chat": ["MAIL"]}',
    ),
    "a store": Extension(
        "stores/acme.py",
        "OPENER = STORE",
        "stores/urls.py",
        '"neo4j")}',
        '"acme", ',
        ("-c", "acme://held.json", "list", "services", "--columns", "id", "--format", "csv"),
        "shop",
        {"held.json": HELD},
    ),
    "a field": Extension(
        "",
        "",
        "model/metamodel.py",
        '        Field("tags"',
        '        Field("datacenter", "text", "where it runs"),\n',
        ("-c", "catalogue", "list", "services", "--columns", "id,datacenter", "--format", "csv"),
        "mail,bonn",
        {
            "catalogue/services.csv": "id,datacenter\nmail,bonn\n",
            "catalogue/dependencies.csv": "service,depends_on\n",
        },
    ),
    "a kind of node": Extension(
        "",
        "",
        "model/metamodel.py",
        "KINDS: Final",
        'SITE: Final = Kind("site", "sites", "Site", (Field("id", "id", "identity", required=True),\n'
        '    Field("name", "text", "its name")))\n',
        ("-c", "catalogue", "list", "sites", "--columns", "id,name", "--format", "csv"),
        "bonn,Bonn",
        {"catalogue/sites.csv": "id,name\nbonn,Bonn\n"},
    ),
    "a relationship": Extension(
        "",
        "",
        "model/metamodel.py",
        "KINDS: Final",
        'FLOW: Final = Kind("flow", "flows", "DATA_FLOW", key=("service", "receiver"), fields=(\n'
        '    Field("service", "id", "who sends", required=True, refers_to="service"),\n'
        '    Field("receiver", "id", "who receives", required=True, refers_to="service")))\n',
        ("-c", "catalogue", "list", "flows", "--format", "csv"),
        "chat,Chat,MAIL,Mail",
        {"catalogue/flows.csv": "service,receiver\nchat,MAIL\n"},
    ),
}
ENTRIES = {"a kind of node": "SITE", "a relationship": "FLOW"}
"""What is named in ``KINDS``, too."""


def insert(file: Path, before: str, lines: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, (file, before)
    file.write_text(text.replace(before, lines + before), encoding="utf-8")


@pytest.mark.parametrize("what", EXTENSIONS)
def test_an_extension_costs_what_is_said(what: str, tmp_path: Path) -> None:
    extension = EXTENSIONS[what]
    package = package_copy(tmp_path / "copy")
    if extension.file:
        (package / extension.file).write_text(f"{SAMPLE}\n\n{extension.entry}\n", encoding="utf-8")
    insert(package / extension.edited, extension.before, extension.lines)
    if what in ENTRIES:
        insert(package / extension.edited, "DEPENDENCY, RESPONSIBILITY", f"{ENTRIES[what]}, ")
    folder(tmp_path / "catalogue", CATALOGUE)
    folder(tmp_path, extension.files)
    argv = [sys.executable, "-m", "graphmodel", *extension.ask]
    env = os.environ | {"PYTHONPATH": str(tmp_path / "copy")}
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    assert extension.expected in done.stdout + done.stderr


def test_contributing_says_it() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (an? [\w ]+) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    said = {
        what: (re.findall(r"`([\w/]+\.py)`", new), re.findall(r"`([\w/]+\.py)`", edited))
        for what, new, edited in rows
    }
    assert said == {
        what: ([extension.file] if extension.file else [], [extension.edited])
        for what, extension in EXTENSIONS.items()
    }
