"""Lists of relations from the provider's end, and of what one system sends to another: the way that they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.importers.helpers import errors, pairs, suggested, write


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
    proposed, found = suggested(write(tmp_path, {"r.csv": text}) / "r.csv")
    assert errors(found) == []
    assert pairs(found) == {("web", "db"), ("worker", "queue"), ("worker", "db")}
    assert "by their names" in proposed.toml


@pytest.mark.parametrize(
    "header",
    ["Sending application;Receiving application;Interface", "Sender;Empfänger;Schnittstelle",
     "Émetteur;Récepteur;Objet", "Sistema emisor;Sistema receptor;Datos", "Applicatif source;Applicatif cible;Flux"],
)  # fmt: skip
def test_who_receives_depends_on_who_sends(tmp_path: Path, header: str) -> None:
    text = f"{header}\nPay;Ledger;postings\nHR;Pay;staff\n"
    proposed, found = suggested(write(tmp_path, {"r.csv": text}) / "r.csv")
    assert errors(found) == []
    assert pairs(found) == {("Ledger", "Pay"), ("Pay", "HR")}
    assert "from which something flows" in proposed.toml
