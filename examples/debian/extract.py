"""Turns the package metadata of a Debian machine into CSV files as a foreign system would export them.

    python extract.py                    asks apt-cache dumpavail, writes packages.csv, relations.csv, maintainers.csv
    python extract.py dump.txt -o DIR    reads a file (- for stdin)
    python extract.py --only bash,curl > small.txt
                                         reduces the dump to these packages and what they depend on

``mapping.toml`` beside it imports the files. What is read how stands in ``README.md``.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Package = dict[str, str]
"""The fields of one package by name."""

FIELDS = (
    "Package", "Version", "Section", "Priority", "Maintainer", "Installed-Size", "Homepage", "Tag",
    "Pre-Depends", "Depends", "Recommends", "Provides", "Description",
)  # fmt: skip
RELATIONS = ("Pre-Depends", "Depends", "Recommends")
"""The strongest first: a requirement stated twice counts as the first says."""

_NAME = re.compile(r"[^\s(:\[<]+")
"""A package's name in a relation, without its version, architecture and profile: ``libc6:any (>= 2.34)``."""


class Relation(NamedTuple):
    """One dependency, a row of relations.csv."""

    consumer: str
    provider: str
    relation: str
    """A name in ``RELATIONS``."""
    alternatives: str
    """``a|b`` as the package says it, where there is more than one provider."""


@dataclass(frozen=True)
class Graph:
    """All packages and how they depend on each other."""

    packages: dict[str, Package]
    relations: list[Relation]
    counts: Counter[str]
    """What was merged or left out."""


def packages(lines: Iterable[str]) -> Iterator[Package]:
    """The packages of such a text, of each the fields in ``FIELDS``, descriptions cut to their first line."""
    wanted = frozenset(FIELDS)
    package: Package = {}
    last = ""
    for line in lines:
        if line[0] in " \t":
            if last and last != "Description":
                package[last] += line.rstrip("\n")
        elif line == "\n":
            if package:
                yield package
            package, last = {}, ""
        else:
            name, _, value = line.partition(":")
            last = name if name in wanted else ""
            if last:
                package[last] = value.strip()
    if package:
        yield package


def names(alternatives: str) -> list[str]:
    """The names in one clause: ``a (>= 1) | b:any`` gives a and b."""
    return [found.group() for part in alternatives.split("|") if (found := _NAME.search(part))]


def clauses(package: Package, field: str) -> list[list[str]]:
    """The clauses of a relation, each with its alternatives in the order given."""
    return [names(clause) for clause in package.get(field, "").split(",") if clause.strip()]


def providers(known: dict[str, Package]) -> dict[str, list[str]]:
    """Name → the packages that satisfy it: the one of that name first, then those that provide it, by name."""
    found = {name: [name] for name in known}
    for name in sorted(known):
        for virtual in dict.fromkeys(n for clause in clauses(known[name], "Provides") for n in clause):
            if virtual != name:
                found.setdefault(virtual, []).append(name)
    return found


def graph(found: Iterable[Package]) -> Graph:
    """The packages and their dependencies. Of packages of the same name the first counts."""
    counts: Counter[str] = Counter()
    known: dict[str, Package] = {}
    for package in found:
        if known.setdefault(package["Package"], package) is not package:
            counts["packages of a name seen before, left out"] += 1
    satisfying = providers(known)
    relations = [r for name in sorted(known) for r in _relations(known[name], satisfying, counts)]
    return Graph(known, relations, counts)


def _relations(
    package: Package, satisfying: dict[str, list[str]], counts: Counter[str]
) -> Iterator[Relation]:
    consumer = package["Package"]
    seen: set[frozenset[str]] = set()
    for relation in RELATIONS:
        for clause in clauses(package, relation):
            members = frozenset(p for name in clause for p in satisfying.get(name, ()))
            if not members:
                counts[f"{relation} on what no package provides, left out"] += 1
            elif consumer in members:
                counts["requirements that a package satisfies itself, left out"] += 1
            elif members in seen:
                counts["requirements stated twice, merged"] += 1
            else:
                seen.add(members)
                group = "|".join(dict.fromkeys(clause)) if len(members) > 1 else ""
                for member in sorted(members):
                    yield Relation(consumer, member, relation, group)


def reduced(known: dict[str, Package], start: Iterable[str]) -> set[str]:
    """The names of these packages and of what they need: of a clause every package named, else the first provider."""
    satisfying = providers(known)
    kept: set[str] = set()
    todo = [name for name in start if name in known]
    while todo:
        name = todo.pop()
        if name not in kept:
            kept.add(name)
            for clause in (c for field in RELATIONS[:2] for c in clauses(known[name], field)):
                named = [n for n in clause if n in known]
                todo += named or [p for n in clause for p in satisfying.get(n, ())][:1]
    return kept


def write(found: Graph, folder: Path) -> None:
    """Write the three CSV files: semicolons, CRLF, a BOM, headers and codes of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    maintainers: dict[str, str] = {}
    rows = []
    for name in sorted(found.packages):
        p = found.packages[name]
        owner, mail = parseaddr(p.get("Maintainer", ""))
        maintainers.setdefault(mail, owner)
        product = p.get("Priority") == "required" or p.get("Section", "").endswith("metapackages")
        size, tags = p.get("Installed-Size", ""), p.get("Tag", "").replace(" ", "")
        rows.append((
            name, p.get("Description", ""), "PROD" if product else "SVC", p.get("Section", ""),
            p.get("Priority", ""), mail, p.get("Version", ""), size, p.get("Homepage", ""), tags,
        ))  # fmt: skip
    header = ("PKG", "TITLE", "CLASS", "SECTION", "PRIO", "OWNER", "VERSION", "SIZE_KB", "URL", "DEBTAGS")
    _write(folder / "packages.csv", header, rows)
    _write(folder / "relations.csv", ("FROM_PKG", "TO_PKG", "REL", "ALT"), found.relations)
    _write(
        folder / "maintainers.csv", ("MAIL", "FULL_NAME"), sorted((m, n) for m, n in maintainers.items() if m)
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)


def _dump(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
    elif name:
        with Path(name).open(encoding="utf-8", newline="\n") as file:
            yield from file
    else:
        command = ["apt-cache", "dumpavail"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdout is not None
            yield from process.stdout


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "dump", nargs="?", default="", help="such a text; by default apt-cache dumpavail is asked"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(), metavar="DIR", help="where the CSV files go"
    )
    parser.add_argument(
        "--only", metavar="NAMES", help="print the dump reduced to a,b,c and what they depend on"
    )
    asked = parser.parse_args()
    if asked.only:
        known = {p["Package"]: p for p in packages(_dump(asked.dump))}
        for name in sorted(reduced(known, asked.only.split(","))):
            print("".join(f"{field}: {known[name][field]}\n" for field in FIELDS if field in known[name]))
        return
    found = graph(packages(_dump(asked.dump)))
    write(found, asked.output)
    print(f"{len(found.packages)} packages, {len(found.relations)} dependencies", file=sys.stderr)
    for what in sorted(found.counts):
        print(f"{found.counts[what]} {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
