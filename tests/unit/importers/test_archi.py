"""The preset for Archi: what its example says, and its siblings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, final_accounts, read
from graphmodel.importers.checking.references import resolve
from tests.conftest import ROOT
from tests.unit.importers.helpers import errors, records, write

EXAMPLE = ROOT / "examples" / "archi"

ELEMENTS = """\
"ID","Type","Name","Documentation"
"e1","BusinessService","Lending","of books"
"e2","ApplicationComponent","Library System",""
"e3","SystemSoftware","PostgreSQL",""
"g1","Goal","Grow",""
"""
RELATIONS = """\
"ID","Type","Name","Documentation","Source","Target"
"r1","ServingRelationship","","","e2","e1"
"r2","CompositionRelationship","","","e2","e3"
"r3","FlowRelationship","","","e1","e3"
"""
PROPERTIES = (
    '"ID","Key","Value"\n"e2","Owner","IT"\n"e2","rto","4h"\n"e2","Colour","red"\n"g1","Owner","Board"\n'
)


def found(path: Path, **files: str | bytes) -> Incoming:
    folder = write(path / "export", {f"{name}.csv": content for name, content in files.items()})
    return resolve(read([folder]), {}, (), create_missing=False)


def test_the_example() -> None:
    incoming = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert errors(incoming) == []
    names = {r["id"]: r["name"] for r in records(incoming)}
    assert set(names.values()) == {
        "Library Card", "Lending", "Online Catalogue", "Return a book", "Library System", "Catalogue Search",
        "Search Index", "Loan Service", "Reader API", "Loan records", "Database Service", "PostgreSQL",
        "Server Cluster", "Self-Check Terminal", "City Network", "library.war",
    }  # fmt: skip
    products = {r["name"] for r in records(incoming) if r["kind"] == "product"}
    assert products == {"Library Card", "Lending", "Online Catalogue"}
    assert {(names[r["service"]], names[r["depends_on"]]) for r in records(incoming, "dependency")} == {
        # the whole needs its parts
        ("Library Card", "Lending"), ("Library Card", "Online Catalogue"), ("Catalogue Search", "Search Index"),
        # what serves, realizes or is assigned provides
        ("Lending", "Loan Service"), ("Loan Service", "Library System"), ("Online Catalogue", "Catalogue Search"),
        ("Catalogue Search", "Reader API"), ("Reader API", "Library System"), ("Library System", "Database Service"),
        ("Search Index", "Database Service"), ("Database Service", "PostgreSQL"), ("PostgreSQL", "Server Cluster"),
        ("Library System", "library.war"), ("library.war", "Server Cluster"), ("Server Cluster", "City Network"),
        ("Return a book", "Self-Check Terminal"),
        # what accesses needs
        ("Library System", "Loan records"),
    }  # fmt: skip
    held = {
        (r["role"], names[r["service"]], r["responsibility"]) for r in records(incoming, "responsibility")
    }
    assert held == {
        ("Head of IT", "Library System", "A"), ("Head of IT", "Catalogue Search", "A"),
        ("City IT", "Server Cluster", "A"),
    }  # fmt: skip
    system = next(r for r in records(incoming) if r["name"] == "Library System")
    assert (system["criticality"], system["rto"], system["Vendor contract"]) == ("1", "4h", "2023-117")
    relations = {a.file: a.relations for a in final_accounts(incoming)}["relations.csv"]
    assert sum(one.rows for one in relations) == 23
    assert {one.type for one in relations if one.read_as.startswith("left out")} == {
        "FlowRelationship", "TriggeringRelationship", "AssociationRelationship", "InfluenceRelationship",
        "SpecializationRelationship",
    }  # fmt: skip


def expected(incoming: Incoming) -> None:
    assert errors(incoming) == []
    services = [(r["id"], r["name"], r["kind"]) for r in records(incoming)]
    assert services == [
        ("e1", "Lending", "product"), ("e2", "Library System", "service"), ("e3", "PostgreSQL", "service"),
    ]  # fmt: skip
    assert {(r["service"], r["depends_on"]) for r in records(incoming, "dependency")} == {
        ("e1", "e2"),
        ("e2", "e3"),
    }
    assert [(r["role"], r["service"]) for r in records(incoming, "responsibility")] == [("IT", "e2")]
    assert (records(incoming)[1]["rto"], records(incoming)[1]["Colour"]) == ("4h", "red")


def turned(text: str) -> str:
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


@pytest.mark.parametrize(
    ("elements", "relations", "properties"),
    [
        (ELEMENTS, RELATIONS, PROPERTIES),
        (ELEMENTS.replace(",", ";"), RELATIONS.replace(",", "\t"), PROPERTIES),
        (ELEMENTS.encode("utf-8-sig"), RELATIONS.replace("\n", "\r\n"), PROPERTIES.encode("utf-16")),
        (turned(ELEMENTS), turned(RELATIONS), turned(PROPERTIES)),
        (
            ELEMENTS.replace('"ID","Type","Name","Documentation"', "id,type,name,documentation"),
            RELATIONS,
            PROPERTIES,
        ),
        (ELEMENTS, RELATIONS.replace("Relationship", ""), PROPERTIES),
    ],
)
def test_siblings(
    tmp_path: Path, elements: str | bytes, relations: str | bytes, properties: str | bytes
) -> None:
    expected(found(tmp_path, elements=elements, relations=relations, properties=properties))


def test_a_prefix_of_the_names_does_not_matter(tmp_path: Path) -> None:
    expected(found(tmp_path, my_elements=ELEMENTS, my_relations=RELATIONS, my_properties=PROPERTIES))


def test_an_unknown_type_is_listed_and_left_out(tmp_path: Path) -> None:
    incoming = found(tmp_path, elements=ELEMENTS, relations=RELATIONS.replace("Composition", "Friend"))
    relations = {a.file: a.relations for a in final_accounts(incoming)}["relations.csv"]
    assert [one.read_as for one in relations if one.type == "FriendRelationship"] == [""]
    assert [p.line for p in incoming.problems if p.code == "W106" and p.file == "relations.csv"] == [3]


def test_problems_have_their_place(tmp_path: Path) -> None:
    bad = found(tmp_path, elements=ELEMENTS, relations=RELATIONS.replace('"e3"', '"e9"', 1),
                properties=PROPERTIES.replace('"4h"', '"soon"'))  # fmt: skip
    assert {(p.code, p.file, p.line, p.value) for p in errors(bad)} >= {
        ("E304", "relations.csv", 3, "e9"), ("E206", "properties.csv", 3, "soon"),
    }  # fmt: skip
