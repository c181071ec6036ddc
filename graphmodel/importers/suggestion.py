"""Proposing a mapping from the headers of foreign files, with a preview of what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graphmodel.importers.incoming import Request
from graphmodel.importers.mapped import read_mapped
from graphmodel.importers.mapping import guess
from graphmodel.importers.mapping.document import parse
from graphmodel.importers.mapping.sample import Sample, samples
from graphmodel.importers.mapping.synonyms import synonym
from graphmodel.importers.mapping.toml import key, text, texts
from graphmodel.importers.names import folded
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES, SERVICE, Kind
from graphmodel.model.problems import Problem

PREVIEWED: Final = 5
"""Records of each kind that a preview shows."""

SAMPLED: Final = 500
"""Records of each file that the proposal is judged by."""


@dataclass(frozen=True)
class Preview:
    """The first records of one kind as the proposed mapping reads them."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Suggestion:
    """A proposed mapping."""

    toml: str
    preview: tuple[Preview, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the first rows when they are read with it."""


@dataclass
class SuggestedTable:
    """A ``[[file.table]]`` to be."""

    kind: str
    columns: dict[str, str]
    """Field → TOML of where it comes from."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    comment: str = ""


def suggest(paths: Sequence[Path]) -> Suggestion:
    """A mapping for these files, by what their columns are called and by what is in their first rows.

    Raises UsageError for a file that cannot be read.
    """
    if not paths:
        raise UsageError(
            "no files to suggest a mapping for", "name the files: graphmodel mapping suggest FILE…"
        )
    sampled = [one for path in paths for one in samples(path, SAMPLED)]
    parts = ["# A proposal of graphmodel mapping suggest: read it through, above all lines with a comment."]
    parts.append(f"source = {text(paths[0].stem)}")
    parts += [_file(s) for s in sampled]
    written = "\n".join(parts) + "\n"
    if not any("\n[[file.table]]" in part for part in parts):
        return Suggestion(written, (), ())
    document = parse(
        "\n".join([parts[1], *(p for p in parts[2:] if "\n[[file.table]]" in p)]), "the proposal"
    )
    known = [s.path for s, part in zip(sampled, parts[2:], strict=True) if "\n[[file.table]]" in part]
    read = read_mapped(document, Request(tuple(dict.fromkeys(known))), limit=SAMPLED)
    previews = []
    for kind, table in read.tables.items():
        rows = [
            tuple(table.columns[n][r] or "" for n in table.columns) for r in range(min(PREVIEWED, len(table)))
        ]
        previews.append(Preview(kind, tuple(table.columns), tuple(rows)))
    return Suggestion(written, tuple(previews), read.problems)


def _file(found: Sample) -> str:
    lines = ["", "[[file]]", f"name = {text(found.path.name)}"]
    if found.sheet:
        lines.append(f"sheet = {text(found.sheet)}")
    if found.encoding:
        lines.append(f"encoding = {text(found.encoding)}")
    lines += [f"{name} = {text(value)}" for name, value in found.form.items()]
    entries = _entries(found)
    if formats := guess.dates(found, [e.columns.get("reviewed", "") for e in entries]):
        lines.append(f"dates = {texts(formats)}")
    if not entries:
        lines.append(
            f"# nothing recognised among the columns {', '.join(found.header)}: add a [[file.table]]"
        )
    return "\n".join(lines + [_table(entry) for entry in entries])


def _table(entry: SuggestedTable) -> str:
    lines = [
        "",
        "[[file.table]]" + (f"  # {entry.comment}" if entry.comment else ""),
        f"kind = {text(entry.kind)}",
    ]
    if entry.attributes:
        lines.append(f"attributes = {texts(entry.attributes)}  # kept as they are; remove what nobody needs")
    lines.append("[file.table.columns]")
    lines += [f"{key(name)} = {source}" for name, source in entry.columns.items()]
    for name, values in entry.values.items():
        lines.append(f"[file.table.values.{key(name)}]")
        for foreign, ours in values.items():
            lines.append(
                f"{text(foreign)} = {text(ours)}" + ("" if ours else "  # say which; empty is: none")
            )
    return "\n".join(lines)


def _entries(found: Sample) -> list[SuggestedTable]:
    if (kind := FILES.get(found.name.casefold())) and (entry := _own(found, kind)):
        return [entry]
    consumer, provider = guess.ends(found)
    if consumer and provider:
        return [_relation(found, consumer, provider)]
    if not (identity := guess.identity(found)):
        return []
    return [_services(found, identity), *_relations(found, identity), *_roles(found, identity)]


def _own(found: Sample, kind: Kind) -> SuggestedTable | None:
    """A file that has the catalogue's own name and columns."""
    columns = {f.name: text(found.named[f.name]) for f in kind.fields if f.name in found.named}
    if not all(f.name in columns for f in kind.fields if f.required):
        return None
    return SuggestedTable("product" if found.name.casefold() == "products" else kind.name, columns)


def _relation(found: Sample, consumer: str, provider: str) -> SuggestedTable:
    columns = {"service": text(consumer), "depends_on": text(provider)}
    entry = SuggestedTable(
        "dependency", columns, comment="does service depend on depends_on, and not the other way?"
    )
    for name in ("strength", "group", "needs", "note"):
        if name in found.named:
            columns[name] = text(found.named[name])
            if values := guess.values(found, name, found.named[name]):
                entry.values[name] = values
    return entry


def _services(found: Sample, identity: str) -> SuggestedTable:
    entry, used = SuggestedTable("service", {"id": text(identity)}), {identity}
    if not synonym(identity):
        entry.comment = (
            f"are these services? {identity} is taken for the id because no cell of it is repeated"
        )
    for name, header in guess.fields(found, identity):
        entry.columns[name] = text(header)
        used.add(header)
        if separator := guess.separator(found, header) if name in {"tags", "aliases"} else "":
            entry.columns[name] = f"{{ column = {text(header)}, split = {text(separator)} }}"
        if values := guess.values(found, name, header):
            entry.values[name] = values
    used |= {header for header, _ in guess.roles(found)} | set(guess.related(found))
    left = [h for h in found.header if h not in used]
    # Called like a field, and not fit to be it.
    foreign = [h for h in left if SERVICE.field(folded(h))]
    entry.columns |= {f"their {h}": text(h) for h in foreign}
    entry.attributes = [h for h in left if h not in foreign]
    return entry


def _relations(found: Sample, identity: str) -> list[SuggestedTable]:
    entries = []
    for header, upwards in guess.related(found).items():
        if header == identity:
            continue
        separator = guess.separator(found, header) or ";"
        other = f"{{ column = {text(header)}, split = {text(separator)} }}"
        ends = (other, text(identity)) if upwards else (text(identity), other)
        comment = f"is {header} what depends on {identity}?" if upwards else ""
        entries.append(
            SuggestedTable("dependency", {"service": ends[0], "depends_on": ends[1]}, comment=comment)
        )
    return entries


def _roles(found: Sample, identity: str) -> list[SuggestedTable]:
    return [
        SuggestedTable(
            "responsibility",
            {
                "role": f'{{ column = {text(header)}, split = ";" }}',
                "service": text(identity),
                "responsibility": f"{{ constant = {text(letter)} }}",
            },
            comment=f"{header} is taken for {'accountable' if letter == 'A' else 'responsible'}",
        )
        for header, letter in guess.roles(found)
    ]
