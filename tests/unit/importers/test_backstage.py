"""Backstage: what entities say, as YAML and as JSON, with places, and within bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve, write_rejects
from tests.conftest import ROOT
from tests.unit.importers.helpers import codes, errors, records, write

EXAMPLE = ROOT / "examples" / "backstage"
MAPPING = ROOT / "graphmodel" / "importers" / "presets" / "backstage.toml"


def backstage(path: Path, files: dict[str, str]) -> Incoming:
    write(path, files)
    return resolve(read([path / name for name in files], mapping=MAPPING), {}, (), create_missing=False)


def pairs(found: Incoming) -> set[tuple[str, str]]:
    return {(r["service"], r["depends_on"]) for r in records(found, "dependency")}


def entity(name: str, kind: str = "Component", spec: str = "type: service", metadata: str = "") -> str:
    return f"apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n{metadata}spec:\n  {spec}\n"


def test_the_example_by_hand() -> None:
    found = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert found.preset == "backstage"
    assert codes(found) == ["W106"]  # of the location
    services = {r["id"]: r for r in records(found)}
    assert {i: (r["kind"], r.get("category"), r.get("lifecycle")) for i, r in services.items()} == {
        "component:default/book-shop-web": ("product", "system:default/book-shop", "live"),
        "component:default/catalogue": ("service", "system:default/book-shop", "live"),
        "component:default/orders": ("service", "system:default/book-shop", "live"),
        "component:default/recommendations": ("service", "system:default/book-shop", "planned"),
        "api:default/catalogue-api": ("service", "system:default/book-shop", "live"),
        "api:default/orders-api": ("service", "system:default/book-shop", "live"),
        "resource:default/books-db": ("service", "system:default/book-shop", None),
        "resource:default/orders-db": ("service", "system:default/book-shop", None),
        "resource:default/search-index": ("service", "system:default/book-shop", None),
        "component:platform/mail-gateway": ("service", "system:platform/hosting", "retiring"),
        "resource:platform/cdn": ("service", "system:platform/hosting", None),
    }
    assert services["component:default/book-shop-web"]["tags"] == "typescript;public"
    web, catalogue, api = (
        "component:default/book-shop-web",
        "component:default/catalogue",
        "api:default/catalogue-api",
    )
    assert pairs(found) == {
        (web, "resource:platform/cdn"),
        (web, api),
        (web, "api:default/orders-api"),
        (web, "component:default/recommendations"),
        (api, catalogue),
        ("api:default/orders-api", "component:default/orders"),
        (catalogue, "resource:default/search-index"),
        (catalogue, "resource:default/books-db"),
        ("component:default/orders", "resource:default/orders-db"),
        ("component:default/orders", "component:platform/mail-gateway"),
        ("component:default/recommendations", api),
    }
    assert {(r["id"], r["name"], r.get("parent")) for r in records(found, "category")} == {
        ("domain:default/retail", "Retail", None),
        ("system:default/book-shop", "Book shop", "domain:default/retail"),
        ("system:platform/hosting", "Hosting", None),
    }
    owners = {r["service"]: r["role"] for r in records(found, "responsibility")}
    assert len(owners) == 11
    assert owners["resource:platform/cdn"] == "group:platform/platform"
    assert owners["resource:default/books-db"] == "group:platform/platform"
    assert owners["component:default/orders"] == "group:default/orders"
    assert {r["name"]: r.get("contact") for r in records(found, "role")} == {
        "Platform team": "platform@example.org", "Commerce team": None, "Orders team": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("b", "component:default/b"),
        ("Component:B", "component:default/b"),
        ("other/b", "component:other/b"),
        ("resource:Other/B", "resource:other/b"),
    ],
)
def test_references_are_full_and_in_small_letters(tmp_path: Path, said: str, meant: str) -> None:
    kind, _, rest = meant.partition(":")
    namespace, _, name = rest.partition("/")
    there = entity(name.upper(), kind.title(), metadata=f"  namespace: {namespace}\n")
    here = entity("A", spec=f"dependsOn: ['{said}']")
    found = backstage(tmp_path, {"x.yaml": f"{here}---\n{there}"})
    assert errors(found) == []
    assert pairs(found) == {("component:default/a", meant)}


def test_texts_are_as_they_are_written(tmp_path: Path) -> None:
    found = backstage(
        tmp_path, {"x.yaml": entity("1.10", metadata="  title: no\n  description: 0o17\n  tags: [yes, ~]\n")}
    )
    (service,) = records(found)
    assert (service["id"], service["name"], service["description"]) == (
        "component:default/1.10",
        "no",
        "0o17",
    )


def api(name: str, relations: list[tuple[str, str]], **spec: object) -> dict[str, object]:
    return {
        "metadata": {"namespace": "default", "name": name, "annotations": {"backstage.io/x": "url:x"}},
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "spec": {"type": "service", **spec},
        "relations": [{"type": type_, "targetRef": target} for type_, target in relations],
    }  # fmt: skip


@pytest.mark.parametrize("paged", [False, True])
def test_relations_are_what_counts_where_there_are_any(tmp_path: Path, paged: bool) -> None:
    web, db = "component:default/web", "component:default/db"
    entities = [
        api("web", [("dependsOn", db), ("ownedBy", "group:default/x"), ("partOf", "system:default/s")],
            dependsOn=["component:gone"], owner="y"),
        api("db", [("dependencyOf", web)]),
        api("old", [], dependsOn=["web"]),
    ]  # fmt: skip
    document = {"items": entities, "totalItems": 3} if paged else entities
    found = backstage(tmp_path, {"entities.json": json.dumps(document)})
    assert errors(found) == []
    assert "W301" not in codes(found)  # each relation is at both ends
    assert pairs(found) == {(web, db), ("component:default/old", web)}
    assert [(r["role"], r["service"]) for r in records(found, "responsibility")] == [("group:default/x", web)]
    assert records(found)[0]["category"] == "system:default/s"


def test_problems_name_the_line_of_the_entity_and_the_value(tmp_path: Path) -> None:
    text = f"{entity('a', spec='dependsOn: [gone]')}---\n{entity('b', spec='owner: a;b')}---\nkind: x\n---\n"
    found = backstage(tmp_path, {"x.yaml": text})
    assert {(p.code, p.line, p.column, p.value) for p in found.problems} == {
        ("E304", 1, "dependsOn + consumesApis and 1 more", "component:default/gone"),
        ("E208", 8, "owner", ""),
        ("W109", 0, "", ""),
    }
    found = backstage(tmp_path, {"x.json": json.dumps([api("a", [("dependsOn", "component:default/gone")])])})
    (problem,) = errors(found)
    assert problem.place == "x.json: [0].dependsOn + consumesApis and 1 more"


def test_rejected_entities_can_be_fixed_and_read_again(tmp_path: Path) -> None:
    text = f"# ours\n{entity('ok')}---\n{entity('a', spec='dependsOn: [gone]')}"
    found = backstage(
        tmp_path, {"x.yaml": text, "y.json": json.dumps([api("b", [("dependsOn", "component:x/no")])])}
    )
    made = write_rejects(found, tmp_path / "out")
    assert sorted(path.name for path in made) == ["x.yaml", "y.json"]
    for path in made:
        again = path.read_text(encoding="utf-8")
        assert again.count("rejected_because") == 1
        assert "name: ok" not in again
        path.write_text(
            again.replace("gone", "ok").replace("component:x/no", "component:default/ok"), encoding="utf-8"
        )
    held = resolve(read([tmp_path / "x.yaml"], mapping=MAPPING), {}, (), create_missing=True).tables
    fixed = resolve(read(sorted(made), mapping=MAPPING), {"s": held}, (), create_missing=False)
    assert errors(fixed) == []
    assert pairs(fixed) == {
        ("component:default/a", "component:default/ok"),
        ("component:default/b", "component:default/ok"),
    }
    (twice, *_) = write_rejects(
        resolve(read([made[0]], mapping=MAPPING), {}, (), create_missing=False), tmp_path / "again"
    )
    assert twice.read_text(encoding="utf-8").count("rejected_because") == 1


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (BOMB, "E115", 6),
        (f"metadata: {'[' * 200}", "E115", 1),
        (f"metadata: {'{a: ' * 5000}", "E115", 1),
        ("kind: a\nkind: b\n", "E114", 2),
        ("kind: *gone\n", "E114", 1),
        ("kind: [a\n", "E114", 2),
        ("? [a]\n: b\n", "E114", 1),
        ("a: b\n\tc: d\n", "E114", 2),
        ("a: \x01\n", "E114", 0),
        ("<<: x\n", "E114", 1),
    ],
)
def test_yaml_that_is_refused(tmp_path: Path, text: str, code: str, line: int) -> None:
    (problem,) = errors(backstage(tmp_path, {"x.yaml": f"# backstage.io/\n{text}"}))
    assert (problem.code, problem.line) == (code, line + 1 if line else 0)


def test_nothing_in_a_document_is_ever_made_or_run(tmp_path: Path) -> None:
    text = entity("a", metadata="  title: !!python/object/apply:os.system ['touch made']\n")
    found = backstage(tmp_path, {"x.yaml": text})
    assert [r["name"] for r in records(found)] == ["touch made"]


HOSTILE = ["<script>", "=cmd()", "a\u202eb", "{{x}}", "'\"", "\U0001f6b2"]


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_are_verbatim(tmp_path: Path, name: str) -> None:
    found = backstage(
        tmp_path, {"x.yaml": entity("a", metadata=f"  title: {json.dumps(name, ensure_ascii=False)}\n")}
    )
    assert [r["name"] for r in records(found)] == [name]


def test_a_tree_of_folders_is_read_whole(tmp_path: Path) -> None:
    write(
        tmp_path / "a" / "deep",
        {"catalog-info.yaml": "# backstage.io\n" + entity("a", spec="dependsOn: [b]")},
    )
    write(
        tmp_path / "b",
        {"catalog-info.yml": entity("b"), "values.yaml": "x: 1\n", "README.md": "backstage.io/\n"},
    )
    write(tmp_path / ".hidden", {"catalog-info.yaml": entity("no")})
    write(tmp_path / "b" / "node_modules", {"catalog-info.yaml": entity("neither")})
    found = resolve(read([tmp_path], preset="backstage"), {}, (), create_missing=False)
    assert codes(found) == []
    assert pairs(found) == {("component:default/a", "component:default/b")}
    assert min(found.tables["service"].files).startswith("a/deep/catalog-info.yaml")


def test_an_entity_without_a_name_is_said_to_have_none(tmp_path: Path) -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  title: Shop\nspec:\n  type: website\n"
    file = write(tmp_path, {"catalog-info.yaml": text}) / "catalog-info.yaml"
    (problem,) = errors(read([file], mapping=MAPPING))
    assert (problem.code, problem.line, problem.column) == ("E201", 1, "name")
    assert problem.message == "metadata.name is missing"


def test_what_a_template_makes_entities_of_is_none(tmp_path: Path) -> None:
    text = f"{entity('${{ values.name }}')}---\n{entity('shop')}"
    found = backstage(tmp_path, {"catalog-info.yaml": text})
    assert [r["id"] for r in records(found)] == ["component:default/shop"]
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("W109", 1)
    assert "${{ values.name }}" in problem.message
