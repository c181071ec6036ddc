"""The ArchiMate exchange format: elements, relationships, who provides and who needs, junctions."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from graphmodel.importers import Incoming, read, resolve, write_rejects
from tests.conftest import ROOT
from tests.unit.importers.helpers import codes, errors, records, write

EXAMPLE = ROOT / "examples" / "archimate"
MAPPING = ROOT / "graphmodel" / "importers" / "presets" / "archimate.toml"
MODEL = (
    '<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' identifier="m"><name>M</name>'
)


def element(identifier: str, type_: str = "Node", inner: str = "") -> str:
    return (
        f'<element identifier="{identifier}" xsi:type="{type_}"><name>{identifier}</name>{inner}</element>\n'
    )


def relation(type_: str, source: str, target: str) -> str:
    ends = f'source="{source}" target="{target}"'
    return f'<relationship identifier="{type_}-{source}-{target}" {ends} xsi:type="{type_}"/>\n'


def model(path: Path, elements: str, relations: str = "", rest: str = "", mapping: str = "") -> Incoming:
    body = (
        f"{MODEL}<elements>\n{elements}</elements><relationships>\n{relations}</relationships>{rest}</model>"
    )
    write(path, {"m.xml": body, "m.toml": mapping or MAPPING.read_text(encoding="utf-8")})
    return resolve(read([path / "m.xml"], mapping=path / "m.toml"), {}, (), create_missing=False)


def pairs(found: Incoming) -> set[tuple[str, str, str]]:
    return {(r["service"], r["depends_on"], r.get("group") or "") for r in records(found, "dependency")}


def test_the_example_by_hand() -> None:
    found = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert codes(found) == ["W106", "W106"]
    services = {r["id"]: r for r in records(found)}
    assert len(services) == 15
    assert {i for i, r in services.items() if r["kind"] == "product"} == {"p-permit", "bs-apply", "bs-pay"}
    assert services["p-permit"]["name"] == "Parking permit"
    assert services["a-permits"]["folder"] == "Applications/Permits"
    assert services["n-east"]["category"] == "platform"
    assert pairs(found) == {
        ("p-permit", "bs-apply", ""), ("p-permit", "bs-pay", ""), ("bs-apply", "bp-check", ""),
        ("bp-check", "as-permits", ""), ("bs-pay", "as-payment", ""), ("as-permits", "a-permits", ""),
        ("as-payment", "a-payment", ""), ("bs-apply", "a-portal", ""), ("bs-pay", "a-portal", ""),
        ("a-permits", "d-residents", ""), ("d-residents", "ss-db", ""), ("a-permits", "n-cluster", ""),
        ("a-portal", "n-cluster", ""), ("a-payment", "n-cluster", ""), ("ss-db", "n-cluster", ""),
        ("n-cluster", "net-city", ""), ("n-cluster", "n-east", "j-either"), ("n-cluster", "n-west", "j-either"),
    }  # fmt: skip
    assert {(r["role"], r["service"], r["responsibility"]) for r in records(found, "responsibility")} == {
        ("r-office", "bp-check", "R"), ("r-ops", "n-cluster", "R"), ("r-ops", "net-city", "R"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Serving", {("b", "a", "")}), ("Realization", {("b", "a", "")}), ("Assignment", {("b", "a", "")}),
        ("Composition", {("a", "b", "")}), ("Aggregation", {("a", "b", "")}), ("Access", {("a", "b", "")}),
        ("Flow", set()), ("Triggering", set()), ("Association", set()), ("Influence", set()), ("Specialization", set()),
    ],
)  # fmt: skip
def test_the_direction_is_in_the_type(
    tmp_path: Path, type_: str, expected: set[tuple[str, str, str]]
) -> None:
    found = model(tmp_path, element("a") + element("b"), relation(type_, "a", "b"))
    assert errors(found) == []
    assert pairs(found) == expected


def test_junctions_lead_on(tmp_path: Path) -> None:
    elements = "".join(map(element, "abcd")) + element("j", "AndJunction") + element("k", "OrJunction")
    ways = [("a", "j"), ("b", "j"), ("j", "k"), ("k", "c"), ("k", "d"), ("k", "j")]
    found = model(tmp_path, elements, "".join(relation("Serving", *way) for way in ways))
    assert pairs(found) == {(needs, other, "k") for needs in "cd" for other in "ab"}
    found = model(tmp_path, elements, relation("Serving", "a", "j") + relation("Serving", "j", "c"))
    assert pairs(found) == {("c", "a", "")}


def test_properties_languages_and_folders_are_columns(tmp_path: Path) -> None:
    properties = (
        '<name xml:lang="de">Netz</name><name xml:lang="en">Net</name><documentation>x &lt;y&gt;</documentation>'
        "<properties>"
        '<property propertyDefinitionRef="p"><value>99.5</value></property>'
        '<property propertyDefinitionRef="q"><value>own</value></property></properties>'
    )
    rest = (
        "<organizations><item><label>One</label><item><label>Two</label>"
        '<item identifierRef="a"/></item></item></organizations>'
        '<propertyDefinitions><propertyDefinition identifier="p" type="number"><name>SLA</name></propertyDefinition>'
        '<propertyDefinition identifier="q" type="string"><name>Name</name></propertyDefinition></propertyDefinitions>'
    )
    mapping = """
[[file]]
name = "*"
sheet = "elements"
[[file.table]]
kind = "service"
attributes = ["folder", "property Name", "name (de)"]
columns = { id = "identifier", name = "name (en)", availability = "SLA", description = "documentation" }
"""
    (found,) = records(model(tmp_path, element("a", "Path", properties), rest=rest, mapping=mapping))
    assert found == {
        "id": "a", "kind": "service", "name": "Net", "availability": "99.5", "description": "x <y>",
        "folder": "One/Two", "property Name": "own", "name (de)": "Netz",
    }  # fmt: skip


def test_a_property_without_definition_is_said(tmp_path: Path) -> None:
    inner = '<properties><property propertyDefinitionRef="gone"><value>1</value></property></properties>'
    (problem,) = model(tmp_path, element("a", inner=inner)).problems
    assert (problem.code, "gone" in problem.message) == ("W109", True)


def test_problems_have_lines(tmp_path: Path) -> None:
    found = model(tmp_path, element("a") + '<element identifier="b"/>\n', relation("Serving", "a", "gone"))
    assert {(p.code, p.line, p.value) for p in errors(found)} == {("E201", 3, ""), ("E304", 5, "gone")}


def test_rejected_records_can_be_fixed_and_read_again(tmp_path: Path) -> None:
    elements = "".join(map(element, "abc")) + element("j", "OrJunction")
    relations = (
        relation("Serving", "a", "gone") + relation("Serving", "b", "j") + relation("Serving", "j", "c")
    )
    found = model(tmp_path, elements, relations)
    (made,) = write_rejects(found, tmp_path / "out")
    again = made.read_text(encoding="utf-8")
    assert again.count("rejected_because") == 1
    assert 'element identifier="a"' in again
    assert 'identifier="c"' not in again
    made.write_text(again.replace("gone", "b"), encoding="utf-8")
    fixed = resolve(read([made], mapping=MAPPING), {"s": found.tables}, (), create_missing=False)
    assert errors(fixed) == []
    assert pairs(fixed) == {("b", "a", "")}


@pytest.mark.parametrize("name", ["<script>", "=cmd()", "a\u202eb", "{{x}}", "'\"", "\U0001f6b2", "]]>"])
def test_texts_are_verbatim(tmp_path: Path, name: str) -> None:
    text = f'<element identifier="a" xsi:type="Node"><name>{escape(name)}</name></element>\n'
    assert [r["name"] for r in records(model(tmp_path, text))] == [name]


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        (
            '<archimate:model xmlns:archimate="http://www.archimatetool.com/archimate"/>',
            "E114",
            "Archi's own",
        ),
        (f"{MODEL}</model>", "E114", "no elements"),
        (f"{MODEL}<elements>", "E114", "not well-formed"),
        (f'<!DOCTYPE model [<!ENTITY a "b">]>{MODEL}</model>', "E115", "entity"),
        (f"{MODEL}{'<a>' * 300}", "E115", "levels"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, code: str, why: str) -> None:
    file = write(tmp_path, {"m.xml": text}) / "m.xml"
    (problem,) = errors(read([file], mapping=MAPPING))
    assert problem.code == code
    assert why in problem.message
