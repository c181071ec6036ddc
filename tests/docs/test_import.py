"""The mapping that docs/import.md shows reads a file as the page says."""

from __future__ import annotations

import re
from pathlib import Path

from graphmodel.importers import read
from tests.conftest import ROOT

EXPORT = """\
CI,LABEL,LAST_REVIEW,CLASS,LABELS,PHASE,STATUS,OWNER,COST_CENTRE
bike,Exercise bike,31/01/2024,Business Service,"gym,fit",,active,gym-lead,4711
repair,Maintenance,01/02/2024,technical service,,planned,planned soon,gym-lead,4712
old,Old,01/02/2024,Technical Service,,,gone,gym-lead,4713
"""


def test_the_mapping_shown_works(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "cmdb.toml").write_text(shown)
    (tmp_path / "ci_export_2024.csv").write_text(EXPORT)
    incoming = read([tmp_path / "ci_export_2024.csv"], mapping=tmp_path / "cmdb.toml")
    assert [p for p in incoming.problems if p.severity == "error"] == []
    services = incoming.tables["service"]
    assert [services.record(row) for row in range(len(services))] == [
        {"id": "bike", "kind": "product", "name": "Exercise bike", "lifecycle": "live", "provider": "in-house",
         "reviewed": "2024-01-31", "tags": "gym;fit", "COST_CENTRE": "4711"},
        {"id": "repair", "kind": "service", "name": "Maintenance", "lifecycle": "planned", "provider": "in-house",
         "reviewed": "2024-02-01", "COST_CENTRE": "4712"},
    ]  # fmt: skip
    held = incoming.tables["responsibility"]
    assert list(held.keys()) == [("gym-lead", "bike", "A"), ("gym-lead", "repair", "A")]
    assert incoming.source == "cmdb"
