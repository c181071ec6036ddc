"""docker compose: services and what they wait for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve, write_rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from tests.conftest import ROOT
from tests.unit.importers.helpers import codes, errors, records, write

EXAMPLE = ROOT / "examples" / "compose"
MAPPING = ROOT / "graphmodel" / "importers" / "presets" / "compose.toml"


def compose(path: Path, text: str, name: str = "compose.yaml") -> Incoming:
    file = write(path / "shop", {name: text}) / name
    return resolve(read([file], mapping=MAPPING), {}, (), create_missing=False)


def pairs(found: Incoming) -> set[tuple[str, str, str]]:
    return {(r["service"], r["depends_on"], r.get("strength") or "") for r in records(found, "dependency")}


def test_the_example_by_hand() -> None:
    found = resolve(read([EXAMPLE]), {}, (), create_missing=False)
    assert codes(found) == []
    kinds = {r["id"]: r["kind"] for r in records(found)}
    assert {i for i, kind in kinds.items() if kind == "product"} == {"photos/web", "monitoring/dashboard"}
    assert len(kinds) == 13
    assert {r["id"]: r["tags"] for r in records(found) if r.get("tags")} == {"photos/backup": "operations"}
    assert pairs(found) == {
        ("photos/web", "photos/app", ""), ("photos/web", "photos/thumbnails", "soft"),
        ("photos/app", "photos/database", ""), ("photos/app", "photos/migrations", ""),
        ("photos/app", "photos/cache", "soft"), ("photos/app", "photos/storage", ""),
        ("photos/migrations", "photos/database", ""),
        ("photos/thumbnails", "photos/queue", ""), ("photos/thumbnails", "photos/storage", ""),
        ("photos/worker", "photos/queue", ""), ("photos/worker", "photos/database", ""),
        ("photos/worker", "photos/storage", ""),
        ("photos/backup", "photos/database", ""), ("photos/backup", "photos/storage", ""),
        ("monitoring/dashboard", "monitoring/metrics", ""), ("monitoring/alerts", "monitoring/metrics", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("depends_on: [b, c, b]", {("b", ""), ("c", "")}),
        ("depends_on: b", {("b", "")}),
        ("depends_on: {b: {condition: service_started}, c: }", {("b", ""), ("c", "")}),
        ("depends_on: {b: {required: false}}\n    links: [c]", {("b", "soft"), ("c", "")}),
        ("depends_on: {b: {required: false}}\n    links: ['b:db']", {("b", "")}),
        ("depends_on: [b]\n    links: [b]", {("b", "")}),
        ("network_mode: service:b\n    volumes_from: ['c:ro', 'container:x']", {("b", ""), ("c", "")}),
        ("network_mode: host\n    external_links: [z]", set()),
        ("depends_on:\n    healthcheck: {test: x}\n    networks: [n]", set()),
    ],
)
def test_what_a_service_waits_for(tmp_path: Path, said: str, expected: set[tuple[str, str]]) -> None:
    found = compose(tmp_path, f"services:\n  a:\n    image: x\n    {said}\n  b: {{}}\n  c:\n")
    assert errors(found) == []
    assert pairs(found) == {("shop/a", f"shop/{other}", strength) for other, strength in expected}


def test_anchors_and_merges_are_followed(tmp_path: Path) -> None:
    text = "x-a: &a {depends_on: [c]}\nservices:\n  a: {<<: *a, image: x}\n  b: {<<: [*a], depends_on: [a]}\n  c: {}\n"
    found = compose(tmp_path, text)
    assert pairs(found) == {("shop/a", "shop/c", ""), ("shop/b", "shop/a", "")}


def test_a_project_has_the_name_that_it_says_or_that_of_its_folder(tmp_path: Path) -> None:
    found = compose(tmp_path, "name: acme\nservices:\n  a: {}\n")
    assert [r["id"] for r in records(found)] == ["acme/a"]
    assert [r["id"] for r in records(compose(tmp_path, "services:\n  a: {}\n"))] == ["shop/a"]


def test_what_is_not_followed_is_said(tmp_path: Path) -> None:
    found = compose(tmp_path, "include: [b.yaml]\nservices:\n  a:\n    extends: {file: c.yaml, service: b}\n")
    assert [(p.code, p.line) for p in found.problems] == [("W109", 0), ("W109", 3)]
    assert all("docker compose config" in p.hint for p in found.problems)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("services:\n  a: {depends_on: [gone]}\n", "E304", 2, "depends_on + links"),
        ("services:\n  b: {}\n  a: {depends_on: {b: {required: maybe}}}\n", "E208", 3, "depends_on"),
        ("services:\n  a: nginx\n", "E114", 2, "service"),
        ("services:\n  a: {}\n  a: {}\n", "E114", 3, ""),
        ("services: []\n", "E114", 0, ""),
        ("- services\n", "E114", 0, ""),
        ("services:\n  a: {}\n---\nservices:\n  b: {}\n", "E114", 0, ""),
    ],
)
def test_every_problem_has_its_place(tmp_path: Path, text: str, code: str, line: int, column: str) -> None:
    (problem,) = errors(compose(tmp_path, text))
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_services_in_one_line_have_paths(tmp_path: Path) -> None:
    (problem,) = errors(compose(tmp_path, "services: {b: {}, a: {depends_on: [gone]}}\n"))
    assert problem.place == "compose.yaml: services[1].depends_on + links"


def test_rejected_services_can_be_fixed_and_read_again(tmp_path: Path) -> None:
    text = "services:\n  a:\n    depends_on: [gone]\n  b: {links: [nowhere]}\n  c: {}\n"
    (made,) = write_rejects(compose(tmp_path, text), tmp_path / "out")
    again = made.read_text(encoding="utf-8")
    assert again.count("rejected_because") == 2
    made.write_text(again.replace("gone", "c").replace("nowhere", "c"), encoding="utf-8")
    fixed = resolve(read([made], mapping=MAPPING), {}, (), create_missing=False)
    assert errors(fixed) == []
    assert pairs(fixed) == {("shop/a", "shop/c", ""), ("shop/b", "shop/c", "")}
    assert "rejected_because" in {name for sheet in fixed.sheets.values() for name in sheet.header}


def test_equal_names_in_two_projects_are_two_services(tmp_path: Path) -> None:
    text = "services:\n  web: {depends_on: [db], links: [queue]}\n  db: {}\n  queue:\n"
    files = [write(tmp_path / name, {"compose.yaml": text}) / "compose.yaml" for name in ("shop", "blog")]
    found = resolve(read(files), {}, (), create_missing=False)
    assert errors(found) == []
    expected = {(f"{p}/web", f"{p}/{other}", "") for p in ("shop", "blog") for other in ("db", "queue")}
    assert pairs(found) == expected


def test_without_pyyaml_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  web:\n    image: x\n")
    monkeypatch.setitem(sys.modules, "yaml", None)  # as Python has it where an import is to fail
    with pytest.raises(UsageError, match="PyYAML, which is not installed") as error:
        read([tmp_path / "compose.yaml"], preset="compose")
    assert error.value.hint == "pip install PyYAML"


def test_what_no_service_has_is_not_said_to_be_left_out(tmp_path: Path) -> None:
    said = []
    for name, key in (("a", "image: nginx"), ("b", "container_name: front")):
        file = write(tmp_path / name, {"compose.yaml": f"services:\n  web:\n    {key}\n"}) / "compose.yaml"
        said.append([(one.file, one.column) for one in suggest([file]).left_out])
    assert said == [[], [("compose.yaml (services)", "container_name")]]


def test_links_to_other_projects_are_said(tmp_path: Path) -> None:
    found = compose(tmp_path, "services:\n  web:\n    image: x\n    external_links: [old_db:db]\n")
    assert [(p.code, p.line) for p in found.problems] == [("W109", 2)]
    assert "old_db" in found.problems[0].message
