"""Lists of relations from the provider's end, and of what one system sends to another: the way that they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import errors, records, write


def suggested(path: Path, text: str) -> tuple[Incoming, str]:
    """The file, read as it is proposed to; and the proposal."""
    folder = write(path, {"r.csv": text})
    proposed = suggest([folder / "r.csv"]).toml
    (folder / "m.toml").write_text(proposed, encoding="utf-8")
    return read([folder / "r.csv"], mapping=folder / "m.toml"), proposed


def pairs(found: Incoming) -> set[tuple[str, str]]:
    """Who depends on whom."""
    assert errors(found) == []
    return {(one["service"], one["depends_on"]) for one in records(found, "dependency")}


@pytest.mark.parametrize(
    "header",
    ["Service;Used by", "Service;Required by", "Application;Utilisée par", "Dienst;wird genutzt von",
     "Servicio;Usado por", "Service;Supports"],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_repeated_for_each_that_uses_it_is_the_provider(
    tmp_path: Path, header: str, turned: bool
) -> None:
    rows = [header.split(";"), ["db", "web"], ["queue", "worker"], ["db", "worker"]]
    text = "".join(";".join(reversed(row) if turned else row) + "\n" for row in rows)
    found, proposed = suggested(tmp_path, text)
    assert pairs(found) == {("web", "db"), ("worker", "queue"), ("worker", "db")}
    assert "by their names" in proposed


@pytest.mark.parametrize(
    "header",
    ["Sending application;Receiving application;Interface", "Sender;Empfänger;Schnittstelle",
     "Émetteur;Récepteur;Objet", "Sistema emisor;Sistema receptor;Datos", "Applicatif source;Applicatif cible;Flux"],
)  # fmt: skip
def test_who_receives_depends_on_who_sends(tmp_path: Path, header: str) -> None:
    found, proposed = suggested(tmp_path, f"{header}\nPay;Ledger;postings\nHR;Pay;staff\n")
    assert pairs(found) == {("Ledger", "Pay"), ("Pay", "HR")}
    assert "from which something flows" in proposed
