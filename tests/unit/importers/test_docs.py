"""The mapping that docs/mapping.md shows reads the files that it shows."""

from __future__ import annotations

import re
from pathlib import Path

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from tests.conftest import ROOT
from tests.unit.importers.helpers import codes, records

TEXT = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")


def test_the_mapping_example_works(tmp_path: Path) -> None:
    for name, content in re.findall(r"<!-- file: (.*?) -->\n```csv\n(.*?)```", TEXT, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (example,) = re.findall(r"<!-- mapping -->\n```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "cmdb.toml").write_text(example, encoding="utf-8")
    files = [tmp_path / "ci_services.csv", tmp_path / "rel_ci.csv"]
    found = read(files, mapping=tmp_path / "cmdb.toml")
    assert codes(found) == ["W106"]  # of what is located in something
    assert found.source == "cmdb"
    assert records(found)[0] == {
        "id": "shop",
        "kind": "product",
        "name": "Web shop",
        "criticality": "2",
        "lifecycle": "live",
        "supplier": "ACME",
        "availability": "99.5",
        "reviewed": "2024-12-24",
        "tags": "web;pci",
        "Location": "Berlin",
    }
    assert [(r["id"], r["kind"], r["lifecycle"]) for r in records(found)[1:]] == [
        ("k8s", "service", "live"),
        ("db", "service", "retiring"),
        ("db2", "service", "planned"),
    ]
    assert sorted(found.tables["dependency"].keys()) == [
        ("shop", "db", ""),
        ("shop", "db", "storage"),
        ("shop", "db2", "storage"),
        ("shop", "k8s", ""),
        ("shop", "payment", ""),
    ]
    strengths = {r["depends_on"]: r.get("strength", "") for r in records(found, "dependency")[2:]}
    assert strengths == {"payment": "hard", "db": "soft", "db2": "soft"}
    assert [tuple(r.values()) for r in records(found, "responsibility")] == [
        ("Sales IT", "shop", "A"),
        ("Platform team", "k8s", "A"),
        ("Platform team", "db", "A"),
        ("Platform team", "db2", "A"),
    ]
    assert "E304" in codes(resolve(found, {}, (), create_missing=False))
    created = resolve(found, {}, (), create_missing=True)
    assert created.rejected == ()
    assert codes(created) == ["W304", "W306", "W106"]
    again = read([tmp_path], mapping=tmp_path / "cmdb.toml")
    assert again.tables == found.tables


def test_the_mapping_that_is_shown_is_proposed(tmp_path: Path) -> None:
    (sheet,) = re.findall(r"<!-- file: applications.csv -->\n```csv\n(.*?)```", TEXT, re.DOTALL)
    (shown,) = re.findall(r"<!-- suggested -->\n```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "applications.csv").write_text(sheet, encoding="utf-8")
    proposed = suggest([tmp_path / "applications.csv"])
    assert proposed.toml == shown
    assert proposed.problems == ()
    assert [(r[0], r[-1]) for r in proposed.preview[0].rows] == [
        ("Web shop", "product"),
        ("CRM", "service"),
        ("Payments", "service"),
    ]
