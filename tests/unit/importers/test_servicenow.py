"""The preset for ServiceNow: what its example says, and its siblings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, final_accounts, read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.model.accounts import ReadRelation
from tests.conftest import ROOT
from tests.unit.importers.helpers import errors, records, write

EXAMPLE = ROOT / "examples" / "servicenow"

CI = """\
sys_id,name,sys_class_name,busines_criticality,operational_status,owned_by,support_group
aa11,Shop,Business Service,1 - most critical,Operational,Anna,Team Ä
bb22,Database,Service,3 - less critical,Retired,Jon,
"""
REL = "parent.sys_id,type,child.sys_id\naa11,Depends on::Used by,bb22\nbb22,Contains::Contained by,aa11\n"


def found(path: Path, **files: str | bytes) -> Incoming:
    folder = write(path / "export", {f"{name}.csv": content for name, content in files.items()})
    return resolve(read([folder]), {}, (), create_missing=False)


def pairs(incoming: Incoming) -> list[tuple[str, str]]:
    return sorted((r["service"], r["depends_on"]) for r in records(incoming, "dependency"))


def test_the_example() -> None:
    incoming = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert errors(incoming) == []
    services = {r["id"]: r for r in records(incoming)}
    assert len(services) == 18
    assert services["SNSVC0002002"] == {
        "id": "SNSVC0002002", "kind": "service", "name": "Core Banking",
        "description": "Accounts, postings, interest", "criticality": "1", "lifecycle": "live",
        "supplier": "Häuselmann Systeme AG", "aliases": services["SNSVC0002002"]["aliases"],
        "sys_class_name": "Mapped Application Service", "used_for": "Production", "location": "Zürich",
    }  # fmt: skip
    products = {i for i, r in services.items() if r["kind"] == "product"}
    assert products == {
        "BSN0001001", "BSN0001002", "BSN0001003", "BSN0001004",
        "SNOFF0004001", "SNOFF0004002", "SNOFF0004003", "SNOFF0004004",
    }  # fmt: skip
    lifecycles = {i: r["lifecycle"] for i, r in services.items() if r["lifecycle"] != "live"}
    # The archive has no operational status, and is pending installation.
    assert lifecycles == {"BSN0001004": "planned", "SNSVC0002004": "planned", "SNSVC0003006": "retired"}
    names = {one: r["name"] for i, r in services.items() for one in (i, *r["aliases"].split(";"), r["name"])}
    said = {(names[a], names[b]) for a, b in pairs(incoming)}
    assert len(said) == 21
    assert ("Online Banking - Retail", "Online Banking") in said  # an offering and its parent
    assert ("Core Banking", "Virtual Machines") in said  # Hosted on
    assert ("Single Sign-On", "Data Centre Network") in said  # Used by, from the other end
    assert ("Payment Hub", "Document Archive") not in said  # sends data to
    held = {
        (r["role"], names[r["service"]], r["responsibility"]) for r in records(incoming, "responsibility")
    }
    assert {h for h in held if h[1] == "Core Banking"} == {
        ("Ursula Wälti", "Core Banking", "A"), ("Pietro Bianchi", "Core Banking", "R"),
        ("Core Banking Operations", "Core Banking", "R"), ("Core Banking Changes", "Core Banking", "R"),
    }  # fmt: skip
    relations = {a.file: a.relations for a in final_accounts(incoming)}["cmdb_rel_ci.csv"]
    assert sum(one.rows for one in relations) == 21
    assert ReadRelation("Contains::Contained by", 1, "left out: containment") in relations
    assert ReadRelation("Impacts::Impacted by", 1, "") in relations


def expected(incoming: Incoming) -> None:
    assert errors(incoming) == []
    assert [(r["id"], r["name"], r["kind"], r["criticality"], r["lifecycle"]) for r in records(incoming)] == [
        ("aa11", "Shop", "product", "1", "live"), ("bb22", "Database", "service", "3", "retired"),
    ]  # fmt: skip
    assert pairs(incoming) == [("aa11", "bb22")]
    held = {(r["role"], r["service"], r["responsibility"]) for r in records(incoming, "responsibility")}
    assert held == {("Anna", "aa11", "A"), ("Jon", "bb22", "A"), ("Team Ä", "aa11", "R")}


LABELS = dict(
    zip(
        [
            "sys_id",
            "name",
            "sys_class_name",
            "busines_criticality",
            "operational_status",
            "owned_by",
            "support_group",
        ],
        [
            "Sys ID",
            "Name",
            "Class",
            "Business criticality",
            "Operational status",
            "Owned by",
            "Support group",
        ],
        strict=True,
    )
)


def turned(text: str) -> str:
    """The columns from the last to the first."""
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


def labelled(text: str) -> str:
    head, rest = text.split("\n", 1)
    return ",".join(LABELS[name] for name in head.split(",")) + "\n" + rest


@pytest.mark.parametrize(
    ("ci", "rel"),
    [
        (CI, REL),
        (CI.encode("cp1252"), REL),
        (CI.encode("utf-8-sig"), REL),
        (CI.encode("utf-16"), REL.encode("utf-16")),
        (turned(CI), turned(REL)),
        (CI.replace(",", ";"), REL.replace(",", "\t")),
        (CI.replace("\n", "\r\n"), REL.upper().replace("AA11", "aa11").replace("BB22", "bb22")),
        (labelled(CI), REL.replace("parent.sys_id,type,child.sys_id", "Parent,Type,Child")),
        (labelled(CI).upper().replace("TEAM Ä", "Team Ä").replace("ANNA", "Anna").replace("JON", "Jon")
         .replace("SHOP", "Shop").replace("DATABASE", "Database").replace("AA11", "aa11").replace("BB22", "bb22"), REL),
        (CI, "sys_id,parent,type,child\n1,Shop,Depends on::Used by,Database\n2,x,Located in::Houses,y\n"),
        (CI, "parent.name,type.name,child.name\nShop,1a9cb166f1571100a92eb60da2bce5c5,Database\n"
             .replace("type.name", "type")),
        (CI.replace("Operational,", "1,").replace("Retired,", "6,"), REL),
    ],
)  # fmt: skip
def test_siblings(tmp_path: Path, ci: str | bytes, rel: str | bytes) -> None:
    expected(found(tmp_path, ci=ci, rel=rel))


def test_what_is_lacking_is_not_said(tmp_path: Path) -> None:
    least = found(tmp_path, ci="name,sys_class_name\nShop,Business Service\nDatabase,Service\n")
    assert records(least) == [
        {"id": "Shop", "name": "Shop", "kind": "product", "sys_class_name": "Business Service"},
        {"id": "Database", "name": "Database", "kind": "service", "sys_class_name": "Service"},
    ]
    assert errors(least) == []


def test_problems_have_their_place(tmp_path: Path) -> None:
    bad = found(tmp_path, ci=CI.replace("Retired", "Half dead"), rel=REL.replace("bb22\n", "cc33\n"))
    assert [(p.code, p.file, p.line, p.column, p.value) for p in errors(bad)] == [
        ("E208", "ci.csv", 3, "operational_status", "Half dead"),
        ("E304", "rel.csv", 2, "child.sys_id", "cc33"),
    ]


def test_names_that_two_have_are_an_error_for_relations_by_name(tmp_path: Path) -> None:
    twice = CI + "cc33,Database,Service,,,,\n"
    bad = found(tmp_path, ci=twice, rel="parent,type,child\nShop,Depends on::Used by,Database\n")
    assert [(p.code, p.line, p.value) for p in errors(bad)] == [("E312", 2, "Database")]


def test_what_is_proposed_by_values_says_the_same_where_values_can_tell(tmp_path: Path) -> None:
    """They cannot tell that an offering depends on its parent, and which relations are no dependencies."""
    files = sorted(EXAMPLE.glob("*.csv"))
    (tmp_path / "proposed.toml").write_text(suggest(files, "none").toml, encoding="utf-8")
    theirs = resolve(read(files, mapping=tmp_path / "proposed.toml"), {}, (), create_missing=False)
    ours = resolve(read(files), {}, (), create_missing=False)
    assert errors(theirs) == []
    assert {r["name"] for r in records(theirs)} == {r["name"] for r in records(ours)}
    offerings = {r["name"] for r in records(ours) if r["sys_class_name"] == "Offering"}
    of_relations = [named(one, offerings) for one in (theirs, ours)]
    assert of_relations[0]["pairs"] - of_relations[1]["pairs"] == {
        ("Data Centre Network", "Fax Gateway"),  # Impacts
        ("Oracle Database Platform", "Data Centre Network"),  # Connects to
    }
    assert of_relations[1]["pairs"] <= of_relations[0]["pairs"]
    assert of_relations[0]["held"] == of_relations[1]["held"]


def named(incoming: Incoming, without: set[str]) -> dict[str, set[tuple[str, ...]]]:
    """Dependencies and responsibilities by the names of services, but for those without."""
    names = {
        one: r["name"]
        for r in records(incoming)
        for one in (r["id"], r["name"], *r.get("aliases", "").split(";"))
    }
    pairs = {(names[r["service"]], names[r["depends_on"]]) for r in records(incoming, "dependency")}
    return {
        "pairs": {pair for pair in pairs if not without & set(pair)},
        "held": {
            (r["role"], names[r["service"]], r["responsibility"]) for r in records(incoming, "responsibility")
        },
    }


def test_columns_that_follow_a_reference_and_those_that_are_not_read(tmp_path: Path) -> None:
    """An export may have owned_by.email in place of owned_by; what a preset does not read it names."""
    text = (
        "sys_id,number,name,sys_class_name,operational_status,owned_by.email,support_group.name,u_tier,sys_updated_on\n"
        "01,B1,Mail,cmdb_ci_service,Operational,a@x.ch,Ops,Gold,2025\n"
        "02,B2,DB,cmdb_ci_service,Odd,,Ops,Gold,2025\n"
    )
    (tmp_path / "cmdb_ci_service.csv").write_text(text)
    found = resolve(read([tmp_path / "cmdb_ci_service.csv"]), {}, (), create_missing=False)
    assert found.preset == "servicenow"
    roles = {(r["role"], r["responsibility"]) for r in records(found, "responsibility")}
    assert roles == {("a@x.ch", "A"), ("Ops", "R")}
    assert "cmdb_ci_service.csv: not read: u_tier, sys_updated_on" in found.notes
    # A status that nobody knows is no guess: its row is rejected, and it is said where to say what it means.
    (problem,) = (p for p in found.problems if p.code == "E208")
    assert (problem.line, problem.value) == (3, "Odd")
    assert problem.hint.endswith("graphmodel mapping show servicenow > mapping.toml")


def test_a_service_depends_on_the_items_that_it_is_made_of(tmp_path: Path) -> None:
    files = {"ci.csv": CI, "svc_ci_assoc.csv": "service_id,ci_id\nShop,Database\n"}
    write(tmp_path, files)
    read_in = resolve(read([tmp_path / name for name in files]), {}, (), create_missing=False)
    assert read_in.preset == "servicenow"
    names = {r["id"]: r["name"] for r in records(read_in)}
    assert [(names[r["service"]], names[r["depends_on"]]) for r in records(read_in, "dependency")] == [
        ("Shop", "Database")
    ]


def test_lists_of_offerings_and_of_relations_by_labels_in_a_folder_whose_list_is_called_services(
    tmp_path: Path,
) -> None:
    incoming = found(
        tmp_path,
        services="Number,Name,Class,Operational status\nB1,Shop,Business Service,\nB2,Database,Service,\n",
        offerings="Number,Name,Parent,Class\nO1,Shop - Gold,Shop,Service Offering\n",
        rel="Parent,Type,Child\nShop,Depends on::Used by,Database\n",
    )
    assert incoming.preset == "servicenow"
    assert errors(incoming) == []
    assert pairs(incoming) == [("B1", "B2"), ("O1", "B1")]


def test_offerings_without_a_class_are_told_by_their_parent(tmp_path: Path) -> None:
    incoming = found(
        tmp_path,
        ci=CI,
        offering="name,number,parent,busines_criticality\nShop - Gold,O1,Shop,\n",
        rel=REL,
    )
    assert errors(incoming) == []
    assert {r["id"]: r["kind"] for r in records(incoming)} == {
        "aa11": "product",
        "bb22": "service",
        "O1": "product",
    }
    assert pairs(incoming) == [("O1", "aa11"), ("aa11", "bb22")]
