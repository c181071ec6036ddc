"""The answers to the examples' questions, by the naive oracles, in the shapes that analyses promise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphmodel.model.catalogue import merge
from graphmodel.model.table import from_records
from tests import oracles
from tests.conftest import ROOT, catalogue, run_cli

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.model.catalogue import Catalogue

EXAMPLES = ROOT / "examples"
PRIORITIES = {"required": "1", "important": "2", "standard": "3", "optional": "4", "extra": "5"}


def read(name: str) -> Catalogue:
    """The records of an example, by the csv module alone; Debian's by no code of ``extract.py`` and no mapping."""
    if name == "debian":
        return debian()
    folder = EXAMPLES / name
    return catalogue({f.name: f.read_text(encoding="utf-8") for f in folder.glob("*.csv")})


def import_debian(folder: Path) -> Path:
    """The small extract, imported through its mapping into a file in that folder."""
    small, store = EXAMPLES / "debian" / "small", folder / "debian.db"
    files = [small / name for name in ("packages.csv", "relations.csv", "maintainers.csv")]
    done = run_cli("-c", store, "import", *files, "--mapping", EXAMPLES / "debian" / "mapping.toml")
    assert done.code == 0, done.err
    return store


def debian() -> Catalogue:
    """The catalogue of ``small/dump.txt``, by no code of ``extract.py`` and no mapping."""
    text = (EXAMPLES / "debian" / "small" / "dump.txt").read_text(encoding="utf-8")
    packages = [dict(line.split(": ", 1) for line in p.splitlines()) for p in text.strip().split("\n\n")]
    satisfying: dict[str, set[str]] = {}
    for p in packages:
        for name in [p["Package"], *re.findall(r"(?:^|, )([^ ,]+)", p.get("Provides", ""))]:
            satisfying.setdefault(name, set()).add(p["Package"])
    rows: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
    for p in packages:
        for field, strength in (("Pre-Depends", "hard"), ("Depends", "hard"), ("Recommends", "soft")):
            for clause in filter(None, p.get(field, "").split(", ")):
                names = [re.split(r"[ :]", name)[0] for name in clause.split(" | ")]
                members = frozenset().union(*(satisfying.get(n, set()) for n in names))
                if members and p["Package"] not in members:
                    group = "|".join(names) if len(members) > 1 else ""
                    rows.setdefault((p["Package"], members), {"group": group, "strength": strength})
    dependencies = [
        {"service": consumer, "depends_on": provider, **row}
        for (consumer, members), row in rows.items()
        for provider in members
    ]
    services = [
        {
            "id": p["Package"],
            "kind": "product" if "required" in p["Priority"] or p["Section"] == "metapackages" else "service",
            "category": p["Section"],
            "criticality": PRIORITIES[p["Priority"]],
        }
        for p in packages
    ]
    return merge(
        {
            "dump": {
                "service": from_records("service", services),
                "dependency": from_records("dependency", dependencies),
            }
        }
    )


def impact(held: Catalogue, arguments: list[str]) -> list[dict[str, Any]]:
    state = "degraded" if "--as" in arguments else "down"
    aliases = {a: r["id"] for r in oracles.records(held.services) for a in r.get("aliases", "").split(";")}
    failed = {aliases.get(a, a) for a in arguments if a not in {"--as", "degraded"}}
    final = oracles.rounds(held, failed, state)[-1]
    cause = oracles.causes(held, failed, state)
    far = oracles.distances(held, failed, up=True)
    product = set(oracles.products(held))
    critical = {r["id"]: r.get("criticality") or "9" for r in oracles.records(held.services)}
    order = sorted(
        (s for s in final if final[s]),
        key=lambda s: (s not in product, -final[s], critical[s], far[s], s),
    )
    return [
        {
            "id": s,
            "kind": "product" if s in product else "service",
            "state": oracles.STATES[final[s]],
            "distance": far[s],
            "via": why.via if why else "",
            "because": list(why.because) if why else [],
        }
        for s in order
        for why in [cause[s]]
    ]


def underpinning(held: Catalogue, arguments: list[str]) -> list[dict[str, Any]]:
    if "--counts" in arguments:
        return counts(held, by_service="--by" in arguments)
    every = oracles.products(held)
    asked = [] if "--of" in arguments else arguments
    down = {s: oracles.rounds(held, {s})[-1] for s in oracles.services(held)}
    types = roots(held)
    rows = [
        {
            "product": product,
            "service": service,
            "type": types[service],
            "distance": far,
            "required": down[service][product] == oracles.STATES.index("down"),
        }
        for product in asked or every
        for service, far in sorted(
            oracles.distances(held, {product}, up=False).items(), key=lambda pair: (pair[1], pair[0])
        )
        if service != product
    ]
    if "--of" not in arguments:
        return rows
    mine = [row for row in rows if row["service"] == arguments[-1]]
    return sorted(mine, key=lambda row: (row["distance"], row["product"]))


def counts(held: Catalogue, *, by_service: bool) -> list[dict[str, Any]]:
    pairs = oracles.underpinning(held)
    products = oracles.products(held)
    of, column = (1, "products") if by_service else (0, "services")
    every = oracles.services(held) if by_service else products
    many = {s: sum(pair[of] == s for pair in pairs) for s in every}
    return [
        {"id": s, "kind": "product" if s in products else "service", column: many[s]}
        for s in sorted(every, key=lambda s: (-many[s], s))
    ]


def roots(held: Catalogue) -> dict[str, str]:
    """The type of every service."""
    parent = {r["id"]: r.get("parent", "") for r in oracles.records(held.categories)}
    found = {}
    for record in oracles.records(held.services):
        at = record.get("category", "")
        while parent.get(at):
            at = parent[at]
        found[record["id"]] = at
    return found


def paths(held: Catalogue, arguments: list[str]) -> list[dict[str, Any]]:
    found = oracles.paths(held, *arguments)
    return [{"path": list(path), "length": len(path) - 1} for path in found]


def cycles(held: Catalogue, _: list[str]) -> list[dict[str, Any]]:
    return [{"members": list(m), "shortest": list(s)} for m, s in oracles.cycles(held)]


def promises(held: Catalogue, _: list[str]) -> list[dict[str, Any]]:
    critical = {r["id"]: r.get("criticality") or "9" for r in oracles.records(held.services)}
    verdicts = ["broken", "unknown", "kept"]
    rows = oracles.promises(held)
    rows.sort(key=lambda row: (verdicts.index(row[3]), critical[row[0]], row[0]))
    return [dict(zip(("id", "level", "promised", "verdict"), row, strict=True)) for row in rows]


ORACLES = {
    "promises": promises,
    "impact": impact,
    "underpinning": underpinning,
    "paths": paths,
    "cycles": cycles,
}
