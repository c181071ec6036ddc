"""Compose files (https://github.com/compose-spec/compose-spec): the services of a project, and what they wait for.

One sheet, ``services``; what a service waits for is named with its project: ``shop/db``. Networks, volumes, health
checks, secrets and variables are not followed; ``extends`` and ``include`` are said, since what they bring is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from graphmodel.importers.documents.content import BadDocument, text, unread
from graphmodel.importers.documents.records import BadRecord, DocumentRecords, Stretch, cell, frequent, named
from graphmodel.importers.documents.yaml import YamlMap, documents
from graphmodel.importers.importer import IGNORED, File, Importer, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.words import listed

KNOWN: Final = (
    "project",
    "service",
    "image",
    "container_name",
    "profiles",
    "depends_on",
    "optional",
    "links",
    "front",
)
_NAMES: Final = re.compile(r"(docker-)?compose([.-].*)?\.ya?ml", re.IGNORECASE)
_SERVICES: Final = re.compile(rb"^services[ \t]*:", re.MULTILINE)
_RESOLVE: Final = "docker compose config > resolved.yaml writes one file with all of it, which is read whole"
_FORM: Final = "a compose file has services:, and below it a name for each"


def sniff(path: Path, head: bytes) -> bool:
    """A YAML file called as compose files are, or with services at its top."""
    if path.suffix.casefold() not in {".yaml", ".yml"} or b"backstage.io/" in head:
        return False
    return _NAMES.fullmatch(path.name) is not None or _SERVICES.search(head) is not None


class _Project(NamedTuple):
    """What is in a file."""

    text: str
    name: str
    services: YamlMap
    includes: bool


def read(file: File) -> Iterator[Sheet | Problem]:
    """The services. Raises UsageError where the file cannot be opened."""
    try:
        found = _read(file.path)
        records, extending = _records(found)
    except BadDocument as error:
        yield error.problem(file.name)
        return
    if found.includes:
        yield unread(file, "what include brings from other files", _RESOLVE)
    if extending:
        yield unread(
            file, f"what extends brings to {listed(extending)}", _RESOLVE, found.services.lines[extending[0]]
        )
    for name, said in found.services.items():
        if isinstance(said, dict) and (outside := _items(said.get("external_links"))):
            yield unread(
                file,
                f"external_links of {name}: {listed(outside)}",
                "a container of another project: add the dependency by hand",
                found.services.lines[name],
            )
    yield records.sheet()


def _read(path: Path) -> _Project:
    content = text(path)
    found = [document.value for document in documents(content) if document.value is not None]
    if len(found) != 1 or not isinstance(found[0], YamlMap):
        raise BadDocument("no compose file: it is no single mapping", _FORM)
    services = found[0].get("services")
    if not isinstance(services, YamlMap) or not services:
        raise BadDocument("there are no services", _FORM)
    name = cell(found[0].get("name")) or path.resolve().parent.name.casefold()
    return _Project(content, name, services, "include" in found[0])


def _records(project: _Project) -> tuple[DocumentRecords, list[str]]:
    """The services, and the names of those that extend others."""
    records = DocumentRecords("services", "services[{}]", 0, KNOWN)
    bad: dict[str, BadRecord] = {}
    rows = {name: _row(project.name, name, said, bad) for name, said in project.services.items()}
    needed = {
        other
        for row in rows.values()
        for c in ("depends_on", "optional", "links")
        for other in row[c].split(";")
    }
    labels = {name: _labels(said) for name, said in project.services.items()}
    columns = named(frequent(key for found in labels.values() for key in found), KNOWN, "label")
    for number, (name, row) in enumerate(rows.items(), 1):
        said = project.services[name]
        ports = isinstance(said, dict) and bool(said.get("ports"))
        row["front"] = "yes" if ports and f"{project.name}/{name}" not in needed else "no"
        row |= {columns[key]: value for key, value in labels[name].items() if key in columns}
        line = project.services.lines.get(name, 0)
        records.add(number, line, Stretch(0, 0), row, bad.get(name))
    extending = [
        name for name, said in project.services.items() if isinstance(said, dict) and "extends" in said
    ]
    return records, extending


def _row(project: str, name: str, said: object, bad: dict[str, BadRecord]) -> dict[str, str]:
    row = dict.fromkeys(KNOWN, "") | {"project": project, "service": name}
    if said is None:
        return row
    if not isinstance(said, dict):
        bad[name] = BadRecord("service", "E114", "a service is a mapping", "write image: … below its name")
        return row
    row |= {key: cell(said.get(key)) for key in ("image", "container_name", "profiles")}
    hard, soft = _depends_on(name, said.get("depends_on"), bad)
    links = [str(link).partition(":")[0] for link in _items(said.get("links"))]
    links += [str(said[key]).removeprefix("service:") for key in ("network_mode", "ipc", "pid")
              if str(said.get(key)).startswith("service:")]  # fmt: skip
    links += [
        str(v).partition(":")[0]
        for v in _items(said.get("volumes_from"))
        if not str(v).startswith("container:")
    ]
    links = [link for link in dict.fromkeys(links) if link not in hard]
    soft = [other for other in soft if other not in links]
    for column, others in (("depends_on", hard), ("links", links), ("optional", soft)):
        row[column] = ";".join(f"{project}/{other}" for other in others)
    if IGNORED in said:
        row[IGNORED] = cell(said[IGNORED])
    if any(";" in name for name in (project, *hard, *soft, *links)):
        bad[name] = BadRecord(
            "depends_on", "E208", "a name with a semicolon", "services have letters, digits, . _ -"
        )
    return row


def _depends_on(name: str, said: object, bad: dict[str, BadRecord]) -> tuple[list[str], list[str]]:
    """(needed, useful) services; ``required: false`` is useful only."""
    if not isinstance(said, dict):
        return list(dict.fromkeys(map(str, _items(said)))), []
    soft = []
    for other, how in said.items():
        required = cell(how.get("required")).casefold() if isinstance(how, dict) else ""
        if required in {"false", "no", "off"}:
            soft.append(other)
        elif required not in {"", "true", "yes", "on"}:
            bad[name] = BadRecord("depends_on", "E208", f"required is {required!r}", "write true or false")
    return [other for other in said if other not in soft], soft


def _items(said: object) -> list[Any]:
    found = said if isinstance(said, list) else [] if said is None else [said]
    return [item for item in found if isinstance(item, str)]


def _labels(said: object) -> dict[str, str]:
    """Labels, written as a mapping or as ``name=value``."""
    given = said.get("labels") if isinstance(said, dict) else None
    if isinstance(given, dict):
        return {name: cell(value) for name, value in given.items()}
    return {name: value for name, _, value in (str(one).partition("=") for one in _items(given))}


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The whole file, since services share what they refer to; the reason is the first key of a rejected one."""
    try:
        project = _read(file.path)
        records, _ = _records(project)
    except BadDocument as error:
        raise UsageError(f"{file.path} has changed while it was read: {error}", "import it again") from None
    names, written = list(project.services), project.text
    for at, why in reversed(list(records.chosen(chosen.get(records.name)))):
        said = project.services[names[at]]
        if isinstance(said, YamlMap):
            reason = json.dumps(why)
            rest = written[said.start :]
            if said.flow:
                rest = f"{{{json.dumps(IGNORED)}: {reason}, {rest[1:]}"
            else:
                rest = rest.split("\n", 1)[1].lstrip(" ") if rest.startswith(f"{IGNORED}:") else rest
                rest = f"{IGNORED}: {reason}\n{' ' * said.column}{rest}"
            written = written[: said.start] + rest
    if not written.startswith("name:") and "\nname:" not in written:
        written = f"name: {json.dumps(project.name)}\n{written}"
    target.write_text(written, encoding="utf-8", newline="")


IMPORTER: Final = Importer("compose", "docker compose files", sniff, read, rewrite)
