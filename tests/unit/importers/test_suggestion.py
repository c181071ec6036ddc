"""Proposed mappings: whatever is proposed can be read, and says what an architect would."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.importers import read
from graphmodel.importers.mapping.toml import key, text
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import errors, records, write

CMDB = """\
CI Name;Display Name;Status;Business Criticality;SLA;Last Review;Owner;Support Group;Depends On;Parent;"Rack ""x"
shop;Web shop;Operational;High;99,5;24.12.2024;Sales;Ops;web, db;;1
web;Web server;Operational;Low;99,9;13.01.2025;IT;Ops;;portal;2
db;Database;Strange;High;99,9;;IT;Ops;;;3
"""


def test_a_cmdb_export(tmp_path: Path) -> None:
    path = write(tmp_path, {"cmdb.csv": CMDB.encode("cp1252")}) / "cmdb.csv"
    proposed = suggest([path])
    (file,) = tomllib.loads(proposed.toml)["file"]
    assert (file["delimiter"], file["decimal"], file["dates"]) == (";", ",", ["%d.%m.%Y"])
    tables = {t["kind"] + str(i): t for i, t in enumerate(file["table"])}
    assert tables["service0"]["columns"] == {
        "id": "CI Name",
        "name": "Display Name",
        "lifecycle": "Status",
        "criticality": "Business Criticality",
        "availability": "SLA",
        "reviewed": "Last Review",
        "kind": "CI Name",
        "their Status": "Status",  # nobody knows what Strange is
    }
    assert tables["service0"]["attributes"] == ['Rack "x']
    assert tables["service0"]["values"] == {
        "lifecycle": {"Operational": "live", "Strange": ""},
        "criticality": {"High": "2", "Low": "4"},
        "kind": {"shop": "product", "*": "service"},
    }
    assert tables["dependency1"]["columns"]["depends_on"] == {"column": "Depends On", "split": ","}
    assert tables["dependency2"]["columns"] == {
        "service": {"column": "Parent", "split": ";"},
        "depends_on": "CI Name",
    }
    roles = [table["columns"] for table in file["table"][3:]]
    assert [(r["role"]["column"], r["responsibility"]["constant"]) for r in roles] == [
        ("Owner", "A"),
        ("Support Group", "R"),
    ]
    assert proposed.problems == ()
    previews = {p.kind: p for p in proposed.preview}
    assert previews["dependency"].rows == (("shop", "web"), ("shop", "db"), ("portal", "web"))
    first = dict(zip(previews["service"].columns, previews["service"].rows[0], strict=True))
    assert first["reviewed"] == "2024-12-24"
    assert first["availability"] == "99.5"
    (tmp_path / "m.toml").write_text(proposed.toml, encoding="utf-8")
    assert errors(read([path], mapping=tmp_path / "m.toml")) == []


def test_a_file_of_relations(tmp_path: Path) -> None:
    files = {"rel.csv": "Parent,Child,Strength\na,b,Mandatory\n", "other.csv": "x,y\n1,2\n1,2\n"}
    folder = write(tmp_path, files)
    proposed = suggest([folder / "rel.csv", folder / "other.csv"])
    previews = {p.kind: p.rows for p in proposed.preview}
    assert previews == {"service": (("a", "product"), ("b", "service")), "dependency": (("a", "b", "hard"),)}
    assert proposed.files == (folder / "rel.csv",)
    assert "# other.csv is not read" in proposed.toml


def test_names_that_nobody_knows(tmp_path: Path) -> None:
    files = {"pkg.csv": "SECTION,PKG,OWNER\nnet,a,x\nnet,b,x\n", "rel.csv": "FROM_PKG,TO_PKG\na,b\n"}
    folder = write(tmp_path, files)
    proposed = suggest([folder / name for name in files])
    previews = {p.kind: p.rows for p in proposed.preview}
    assert previews["dependency"] == (("a", "b"),)
    assert [row[0] for row in previews["service"]] == ["a", "b"]
    assert 'id = "PKG" ' in proposed.toml
    assert "FROM_PKG, TO_PKG refer to it" in proposed.toml


def test_the_catalogues_own_files(tmp_path: Path) -> None:
    files = {
        "products.csv": "id,name\np,P\n",
        "roles.csv": "id,team\nr,T\n",
        "responsibilities.csv": "role,service,responsibility\nr,p,A\n",
    }
    folder = write(tmp_path, files)
    proposed = suggest([folder / name for name in files])
    (tmp_path / "m.toml").write_text(proposed.toml)
    found = read([folder / name for name in files], mapping=tmp_path / "m.toml")
    assert {kind: records(found, kind) for kind in found.tables} == {
        "service": [{"id": "p", "kind": "product", "name": "P"}],
        "role": [{"id": "r", "team": "T"}],
        "responsibility": [{"role": "r", "service": "p", "responsibility": "A"}],
    }


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, {"x.csv": "Service ID,Title\na,café\n".encode("cp1252")}) / "x.csv"
    proposed = suggest([path])
    assert tomllib.loads(proposed.toml)["file"][0]["encoding"] == "cp1252"
    assert ("a", "café", "service") in proposed.preview[0].rows


def test_nothing_to_propose_for(tmp_path: Path) -> None:
    folder = write(tmp_path, {"empty.csv": "", "strange.csv": "x,y\n1,2\n1,2\n"})
    with pytest.raises(UsageError, match="empty file"):
        suggest([folder / "empty.csv"])
    with pytest.raises(UsageError, match="no files"):
        suggest([])
    (preview,) = suggest([folder / "strange.csv"]).preview
    assert (preview.kind, preview.rows) == ("service", (("1", "2", "service"),))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_what_is_written_is_read_back(value: str) -> None:
    assert tomllib.loads(f"{key(value)} = {text(value)}") == {value: value}
