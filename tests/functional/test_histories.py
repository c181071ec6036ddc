"""Random histories of several sources with every option: what results is always a catalogue.

Ids are few, so that aliases, groups, cycles and sources collide. What is exported imports to an empty plan; sources
give the same catalogue in any order, or are refused in every order; and correcting what was rejected gives what a full
import of the corrected files gives.
"""

from __future__ import annotations

import itertools
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from graphmodel.model.catalogue import Catalogue
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.workbench import Options, Workbench
from tests.conftest import folder

IDS = "abcd"
Files = dict[str, str]


def sheet(names: list[str], rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in [names, *rows])


def drawn(r: random.Random, errors: float) -> Files:
    """What a source gives. ``errors``: how often a cell is wrong where it can be."""

    def cell(*values: str) -> str:
        return "?" if r.random() < errors else r.choice(values)

    files = {}
    names = ["id", "name", "rto", "aliases", "tags", "category", "placeholder"]
    services: dict[str, list[list[str]]] = {"services": [], "products": []}
    for name in r.sample(IDS, r.randint(1, 4)):
        aliases = ";".join(x for x in r.sample(IDS + "q", r.choice([0, 0, 0, 1, 2])) if x != name)
        row = [name, r.choice(["", "", "N", "M"]), cell("", "4h", "PT4H"), aliases]
        row += [r.choice(["", "t;u", "u;t", "v"]), r.choice(["", "", "k", "l"]), ""]
        services["products" if r.random() < 0.2 else "services"].append(row)
    if r.random() < 0.3:
        services["services"].append([r.choice("az"), "", "", "", "", "", "yes"])
    files |= {f"{stem}.csv": sheet(names, rows) for stem, rows in services.items() if rows}
    names = ["service", "depends_on", *(n for n in ("group", "needs", "strength") if r.random() < 0.8)]
    if "group" not in names and "needs" in names:
        names.remove("needs")
    rows = []
    for _ in range(r.randint(0, 4)):
        group = r.choice(["", "g", "g", "h"])
        values = {
            "service": r.choice(IDS),
            "depends_on": r.choice(IDS + "qz"),
            "group": group,
            "needs": cell("", "", "1", "2") if group else "",
            "strength": cell("", "", "", "hard", "soft"),
        }
        rows.append([values[name] for name in names][: -1 if r.random() < errors / 2 else None])
    files["dependencies.csv"] = sheet(names, rows)
    if r.random() < 0.5:
        categories = [[c, r.choice(["", "", "k", "l"]), cell("", "")] for c in r.sample("klm", 2)]
        files["categories.csv"] = sheet(["id", "parent", "rto"], categories)
    return files


def comes_back(bench: Workbench, path: Path) -> None:
    """What is exported imports to the same, and to an empty plan after that."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    bench.export(path / "out")
    with Workbench.open(path / "fresh.db", create=True) as fresh:
        fresh.import_(path / "out", Options(source="x"))
        assert fresh.catalogue() == bench.catalogue()
        assert fresh.plan(path / "out", Options(source="x")).empty


@pytest.mark.parametrize("seed", range(12))
def test_what_results_is_a_catalogue(tmp_path: Path, seed: int) -> None:
    r = random.Random(seed)
    done = 0
    with Workbench.open(tmp_path / "c.db", create=True) as bench:
        for step in range(8):
            options = Options(
                source=r.choice("AABC"),
                create_missing=r.random() < 0.7,
                add=r.random() < 0.3,
                accept_partial=r.random() < 0.5,
                allow_withdraw=True,
                rejects=tmp_path / f"rejects{step}",
            )
            files = drawn(r, 0.05)
            try:
                if r.random() < 0.15:
                    bench.undo()
                else:
                    bench.import_(folder(tmp_path / f"in{step}", files), options)
            except (RejectedError, UsageError):
                continue
            comes_back(bench, tmp_path / "back")
            done += 1
    assert done, "no step was possible: the test has tested nothing"


def imported(path: Path, given: list[tuple[str, Path]]) -> Catalogue | None:
    """What the sources make together in that order; None where one is refused."""
    with Workbench.open(path, create=True) as bench:
        try:
            for source, files in given:
                bench.import_(files, Options(source=source, create_missing=True, allow_withdraw=True))
        except RejectedError:
            return None
        return bench.catalogue()


def test_the_order_of_sources_does_not_matter(tmp_path: Path) -> None:
    r, outcomes = random.Random(1), []
    while len(outcomes) < 16:
        at = tmp_path / str(r.random())
        sources = {s: folder(at / s, drawn(r, 0)) for s in "AB" + "C" * r.randint(0, 1)}
        given = [(s, f) for s, f in sources.items() if imported(at / f"{s}.db", [(s, f)]) is not None]
        if len(given) < 2:
            continue
        made = [
            imported(at / f"{n}.db", list(order)) for n, order in enumerate(itertools.permutations(given))
        ]
        assert all(one == made[0] for one in made), sources
        outcomes.append(made[0] is None)
    assert len(set(outcomes)) == 2, "all or none are refused: the test has tested nothing"


def corrected(files: Files) -> Files:
    """Without what ``drawn`` has made wrong."""
    return {name: text.replace("?", "") for name, text in files.items()}


def corrections(path: Path, r: random.Random, wanted: int) -> int:
    """Compare so many corrections with full imports; how many of them changed something."""
    compared = changed = 0
    while compared < wanted:
        at = path / str(r.random())
        before, after = drawn(r, 0), drawn(r, 0.12)
        start, rejects = folder(at / "before", before), at / "rejects"
        options = Options(source="A", create_missing=True, allow_withdraw=True)
        partial = replace(options, accept_partial=True, rejects=rejects)
        full = imported(at / "full.db", [("A", start), ("A", folder(at / "after", corrected(after)))])
        if full is None:
            continue
        with Workbench.open(at / "partial.db", create=True) as bench:
            bench.import_(start, options)
            try:
                done = bench.import_(folder(at / "wrong", after), partial)
            except RejectedError:
                continue
            if not done.rejects:
                continue
            fixed = corrected({file.name: file.read_text() for file in rejects.iterdir()})
            revision = bench.import_(folder(at / "fixed", fixed), replace(options, add=True)).revision
            assert bench.catalogue() == full, (before, after)
        compared += 1
        changed += revision is not None
    return changed


def test_correcting_what_was_rejected_is_a_full_import(tmp_path: Path) -> None:
    assert corrections(tmp_path, random.Random(2), 12) > 3
