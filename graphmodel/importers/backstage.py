"""Backstage (https://backstage.io/docs/features/software-catalog/descriptor-format): YAML files, and entities as JSON.

One sheet, ``entities``: a row for each entity, what it says of others as lists of full references
(``component:default/shop``). Where an entity has ``relations``, as the catalogue's own API gives them, these count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from graphmodel.importers.documents.content import BadDocument, text, unread
from graphmodel.importers.documents.json import JsonText, reasoned
from graphmodel.importers.documents.records import BadRecord, DocumentRecords, Stretch, cell, frequent, named
from graphmodel.importers.documents.yaml import YamlMap, documents
from graphmodel.importers.importer import IGNORED, File, Importer, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.words import count, listed

REFERENCES: Final = {
    "owner": ("ownedBy", "group"), "system": ("", "system"), "domain": ("", "domain"),
    "dependsOn": ("dependsOn", "component"), "dependencyOf": ("dependencyOf", "component"),
    "consumesApis": ("consumesApi", "api"), "apiConsumedBy": ("apiConsumedBy", "component"),
    "providesApis": ("providesApi", "api"), "apiProvidedBy": ("apiProvidedBy", "component"),
    "parent": ("childOf", "group"), "memberOf": ("memberOf", "group"),
    "subcomponentOf": ("", "component"), "subdomainOf": ("", "domain"),
}  # fmt: skip
"""Column → the type of relation that says the same, and the kind that a reference without one is to."""

_PART_OF: Final = {"system": "system", "domain": "domain", "component": "subcomponentOf"}
"""partOf: kind of the target → column."""

_PAIRS: Final = (
    ("dependsOn", "dependencyOf"),
    ("consumesApis", "apiConsumedBy"),
    ("providesApis", "apiProvidedBy"),
)
"""The same relation from its two ends."""

KNOWN: Final = (
    "ref", "kind", "namespace", "name", "title", "displayName", "email", "description", "type", "lifecycle", "tags",
    *REFERENCES,
)  # fmt: skip
_REF: Final = re.compile(r"(?:([^:/;]+):)?(?:([^:/;]+)/)?([^:/;]+)")
_SUFFIXES: Final = (".yaml", ".yml", ".json")


def sniff(path: Path, head: bytes) -> bool:
    """YAML or JSON in which Backstage is named, as every entity does in its ``apiVersion``."""
    return path.suffix.casefold() in _SUFFIXES and b"backstage.io/" in head


class _Entity(NamedTuple):
    """One entity as it is written."""

    number: int
    line: int
    span: Stretch
    said: Mapping[str, Any]


class _Entities(NamedTuple):
    """What is in a file."""

    text: str
    is_json: bool
    entities: list[_Entity]
    others: int
    """Documents that are no entities."""
    templates: list[_Entity]
    """What a template makes entities of: their names are to be filled in."""


def read(file: File) -> Iterator[Sheet | Problem]:
    """The entities. Raises UsageError where the file cannot be opened."""
    try:
        found = _read(text(file.path))
    except BadDocument as error:
        yield error.problem(file.name)
        return
    if found.others:
        said = f"{count(found.others, 'document')} without kind and metadata: no entities of Backstage"
        yield unread(file, said, "remove them, or add apiVersion, kind and metadata")
    if found.templates:
        names = listed([cell(one.said["metadata"].get("name")) for one in found.templates])
        hint = "nothing is lost: what the template made has a file of its own"
        yield unread(file, f"{names}: a name that a template fills in", hint, found.templates[0].line)
    yield _records(found).sheet()


def _read(content: str) -> _Entities:
    if content.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"}:
        document = JsonText(content)
        items = list(document.items(("items",)))
        if not document.lists:
            raise BadDocument("no list of entities", 'it is read as [entity, …] or as {"items": [entity, …]}')
        made = [_Entity(i.number, 0, i.span, i.value) for i in items if _is_entity(i.value)]
        return _Entities(content, True, made, len(items) - len(made), [])
    found, templates, others = list[_Entity](), list[_Entity](), 0
    for number, document_ in enumerate(documents(content), 1):
        said = document_.value
        if isinstance(said, YamlMap) and _is_entity(said):
            filled = "{{" in cell(said["metadata"].get("name"))
            made_of = templates if filled else found
            made_of.append(_Entity(number, said.line, Stretch(document_.start, document_.end), said))
        elif said is not None:
            others += 1
    return _Entities(content, False, found, others, templates)


def _is_entity(said: object) -> bool:
    return (
        isinstance(said, dict)
        and isinstance(said.get("kind"), str)
        and isinstance(said.get("metadata"), dict)
    )


def _records(found: _Entities) -> DocumentRecords:
    path = "[{}]" if not found.text.lstrip().startswith("{") else "items[{}]"
    records = DocumentRecords("entities", path, 0, KNOWN)
    labels = frequent(name for entity in found.entities for name in _free(entity.said))
    columns = named(labels, KNOWN, "label")
    rows = []
    for entity in found.entities:
        bad: list[BadRecord] = []
        row = _row(entity.said, bad)
        row |= {columns[name]: value for name, value in _free(entity.said).items() if name in columns}
        rows.append((entity, row, bad))
    _once([row for _, row, _ in rows])
    for entity, row, bad in rows:
        records.add(entity.number, entity.line, entity.span, row, bad[0] if bad else None)
    return records


def _free(said: Mapping[str, Any]) -> dict[str, str]:
    """Labels and annotations, by name."""
    metadata = said["metadata"]
    found: dict[str, str] = {}
    for given in (metadata.get("labels"), metadata.get("annotations")):
        if isinstance(given, dict):
            found |= {name: cell(value) for name, value in given.items()}
    if IGNORED in said:
        found[IGNORED] = cell(said[IGNORED])
    return found


def _row(said: Mapping[str, Any], bad: list[BadRecord]) -> dict[str, str]:
    metadata, spec = said["metadata"], said.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    profile = spec["profile"] if isinstance(spec.get("profile"), dict) else {}
    kind, name = said["kind"].casefold(), cell(metadata.get("name"))
    namespace = cell(metadata.get("namespace")) or "default"
    if not name.strip():
        bad.append(
            BadRecord("name", "E201", "metadata.name is missing", "every entity has one: write it there")
        )
    ref = _reference(f"{kind}:{namespace}/{name}", "", "", bad, "name") if name.strip() else ""
    row = {
        "ref": ref, "kind": said["kind"],
        "namespace": namespace, "name": name,
        **{column: cell(metadata.get(column)) for column in ("title", "description", "tags")},
        **{column: cell(spec.get(column)) for column in ("type", "lifecycle")},
        **{column: cell(profile.get(column)) for column in ("displayName", "email")},
    }  # fmt: skip
    relations = said.get("relations")
    if isinstance(relations, list) and relations:
        return row | _related(relations, namespace, bad)
    for column, (_, meant) in REFERENCES.items():
        given = spec.get(column)
        items = given if isinstance(given, list) else [given]
        row[column] = _joined(
            [_reference(item, meant, namespace, bad, column) for item in items if item is not None]
        )
    return row


def _related(relations: list[Any], namespace: str, bad: list[BadRecord]) -> dict[str, str]:
    """Column → references, by the relations of an entity."""
    columns = {type_: column for column, (type_, _) in REFERENCES.items() if type_}
    found: dict[str, list[str]] = {}
    for relation in relations:
        said = relation if isinstance(relation, dict) else {}
        target = said.get("targetRef")
        if target is None and isinstance(said.get("target"), dict):  # before 2022
            parts = said["target"]
            target = f"{parts.get('kind')}:{parts.get('namespace', 'default')}/{parts.get('name')}"
        ref = _reference(target, "", namespace, bad, "relations")
        type_ = said.get("type")
        column = _PART_OF.get(ref.partition(":")[0], "") if type_ == "partOf" else columns.get(str(type_), "")
        if column:
            found.setdefault(column, []).append(ref)
    return {column: _joined(refs) for column, refs in found.items()}


def _reference(said: object, kind: str, namespace: str, bad: list[BadRecord], column: str) -> str:
    """The full reference, in small letters: ``[kind:][namespace/]name``; what is none goes to ``bad``."""
    match = _REF.fullmatch(said.strip()) if isinstance(said, str) else None
    if match is None or not (match[1] or kind):
        value = cell(said)
        hint = "a reference is [kind:][namespace/]name, without : / ; in the name"
        bad.append(BadRecord(column, "E208", f"{value[:100]!r} is no reference to an entity", hint))
        return ""
    return f"{match[1] or kind}:{match[2] or namespace}/{match[3]}".casefold()


def _joined(refs: list[str]) -> str:
    return ";".join(dict.fromkeys(filter(None, refs)))


def _once(rows: list[dict[str, str]]) -> None:
    """Leave out at one end what the other end says, too: it is one relation."""
    for here, there in _PAIRS:
        said = {(row["ref"], ref) for row in rows for ref in row.get(here, "").split(";")}
        for row in rows:
            if row.get(there):
                row[there] = ";".join(ref for ref in row[there].split(";") if (ref, row["ref"]) not in said)


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The entities as they were written, each with its reason as its first key."""
    try:
        found = _read(text(file.path))
    except BadDocument as error:
        raise UsageError(f"{file.path} has changed while it was read: {error}", "import it again") from None
    records = _records(found)
    made = []
    for at, why in records.chosen(chosen.get(records.name)):
        entity = found.entities[at]
        written = found.text[entity.span.start : entity.span.end]
        if isinstance(entity.said, YamlMap):
            made.append(_with_reason(written, entity.said, entity.span.start, why))
        else:
            made.append(reasoned(written, why))
    joined = "[\n" + ",\n".join(made) + "\n]\n" if found.is_json else "".join(made)
    target.write_text(joined, encoding="utf-8", newline="")


def _with_reason(written: str, said: YamlMap, start: int, why: str) -> str:
    """The text of a document with the reason before its keys, in place of one that it has."""
    reason, at = json.dumps(why), said.start - start
    body = written[at:]
    if said.flow:
        body = f"{{{json.dumps(IGNORED)}: {reason}, {body[1:]}"
    else:
        if IGNORED in said and body.startswith(IGNORED):
            body = body.split("\n", 1)[1].lstrip(" ")
        body = f"{IGNORED}: {reason}\n{' ' * said.column}{body}"
    head = written[:at] if written.startswith("---") else f"---\n{' ' * said.column}"
    return head + body + ("" if body.endswith("\n") else "\n")


IMPORTER: Final = Importer(
    "backstage", "Backstage: catalog-info.yaml, entities as JSON", sniff, read, rewrite
)
