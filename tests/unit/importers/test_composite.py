"""Names that are unique only per site make no two services one in silence: suggest proposes ids of two columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import codes, errors, records, write

SITES = """Name,Site,Owner,Depends on,SLA
Mail,Berlin,Anna,Database,99.9
Mail,Paris,Jules,"Database, Portal",99.5
Database,Berlin,Otto,,99.9
Database,Paris,Jules,,99.9
Portal,Berlin,Anna,Mail,99
"""
STAGES = """Anwendung;Umgebung;Verantwortlich;Benötigt;Kritikalität
CRM;Prod;Anna;DB, Mail;hoch
CRM;Test;Jon;DB;niedrig
DB;Prod;Otto;;hoch
DB;Test;Otto;;niedrig
Mail;Prod;Otto;DB;mittel
"""
COUNTRIES = (
    "Nom;Pays;Responsable;Dépend de\nPaie;FR;Anne;Annuaire\nPaie;ES;Juan;Annuaire\nAnnuaire;FR;Anne;\n"
)
INSTANCES = "Name,Instance,Owner,Version\nweb,blue,Anna,1.2\nweb,green,Jon,1.3\ndb,blue,Otto,9\n"


def proposed(path: Path, text: str) -> Incoming:
    """What an import makes of the sheet with the mapping that is proposed."""
    write(path, {"apps.csv": text})
    (path / "m.toml").write_text(suggest([path / "apps.csv"]).toml, encoding="utf-8")
    return resolve(read([path / "apps.csv"], mapping=path / "m.toml"), {}, (), create_missing=False)


def pairs(found: Incoming) -> set[tuple[str, str]]:
    rows = records(found, "dependency") if "dependency" in found.tables else []
    return {(r["service"], r["depends_on"]) for r in rows}


@pytest.mark.parametrize(
    ("sheet", "ids", "expected"),
    [
        (SITES, {"Mail@Berlin", "Mail@Paris", "Database@Berlin", "Database@Paris", "Portal@Berlin"},
         {("Mail@Berlin", "Database@Berlin"), ("Mail@Paris", "Database@Paris"), ("Portal@Berlin", "Mail@Berlin")}),
        (STAGES, {"CRM@Prod", "CRM@Test", "DB@Prod", "DB@Test", "Mail@Prod"},
         {("CRM@Prod", "DB@Prod"), ("CRM@Prod", "Mail@Prod"), ("CRM@Test", "DB@Test"), ("Mail@Prod", "DB@Prod")}),
        # Where all that is named there is once, a name will do.
        (COUNTRIES, {"Paie@FR", "Paie@ES", "Annuaire@FR"}, {("Paie@FR", "Annuaire@FR"), ("Paie@ES", "Annuaire@FR")}),
        (INSTANCES, {"web@blue", "web@green", "db@blue"}, set()),
    ],
)  # fmt: skip
def test_a_name_of_several_sites_is_no_id(
    tmp_path: Path, sheet: str, ids: set[str], expected: set[tuple[str, str]]
) -> None:
    found = proposed(tmp_path, sheet)
    rows = sheet.count("\n") - 1
    assert {r["id"] for r in records(found)} == ids
    assert len(records(found, "responsibility")) == rows  # each of them has its own
    assert expected <= pairs(found)
    # What is not in the same site is an error, and no other service of that name.
    assert {p.value for p in errors(found)} == ({"Portal@Paris"} if sheet is SITES else set())


@pytest.mark.parametrize(
    "sheet",
    [
        "Service,Depends on,Owner\nweb,db,Anna\nweb,mail,Anna\ndb,,Otto\nmail,db,Otto\n",
        "Service,Depends on,Environment\nweb,db,prod\nweb,mail,test\nmail,db,prod\n",
        "ID,Name,Site,Depends on\n1,web,x,3\n2,web,y,3\n3,db,x,\n",
    ],
)
def test_a_service_repeated_for_each_provider_and_one_with_an_id_are_what_they_were(
    tmp_path: Path, sheet: str
) -> None:
    write(tmp_path, {"apps.csv": sheet})
    assert "join" not in suggest([tmp_path / "apps.csv"]).toml


@pytest.mark.parametrize(
    ("columns", "code"), [('id = "Name"\nSite = "Site"', "E301"), ('id = "Name"', "W301")]
)
def test_an_import_says_what_to_do_about_them(tmp_path: Path, columns: str, code: str) -> None:
    write(tmp_path, {"apps.csv": "Name,Site\nMail,Berlin\nMail,Paris\n"})
    (tmp_path / "m.toml").write_text(
        f'[[file]]\nname = "*.csv"\n[[file.table]]\nkind = "service"\n[file.table.columns]\n{columns}\n'
    )
    found = read([tmp_path / "apps.csv"], mapping=tmp_path / "m.toml")
    assert codes(found) == [code]
    assert 'join = "@"' in found.problems[0].hint
