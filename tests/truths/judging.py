"""What ``mapping suggest`` makes of a case, beside what is true."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import GraphmodelError
from tests.truths import case as cases
from tests.truths.case import Case
from tests.truths.faults import ERROR, GUESSED, MISSED, SILENT, Fault, Reading, alike, some
from tests.truths.fields import compared

_ANSWERS: Final = re.compile("respons|verantwort", re.IGNORECASE)
"""Who is called so is accountable, or responsible."""


def run(seed: int, folder: Path) -> tuple[Case, list[Fault]]:
    """The case of a seed, and its faults."""
    made = cases.case(seed, folder)
    return made, judge(made)


def judge(case: Case) -> list[Fault]:
    """The faults of what is read with the proposed mapping."""
    try:
        proposed = suggest(case.files)
        mapping = case.files[0].parent / "proposed.toml"
        mapping.write_text(proposed.toml, encoding="utf-8")
        found = resolve(read(proposed.files, mapping=mapping), {}, (), create_missing=False)
    except GraphmodelError as error:
        return [Fault(ERROR, "refused", str(error))]
    reading = Reading(proposed, found)
    errors = [p for p in found.problems if p.severity == "error"]
    faults = [
        Fault(ERROR, p.code, f"{p.file}:{p.line} {p.column} {p.value!r} {p.message}") for p in errors[:3]
    ]
    return [*faults, *_Judge(case, reading).faults()]


class _Judge:
    def __init__(self, case: Case, reading: Reading) -> None:
        self.case, self.reading = case, reading
        self.names = {alike(s.key): at for at, s in enumerate(case.truth.services)}
        if case.ids:
            self.names |= {alike(s.id): at for at, s in enumerate(case.truth.services)}
        self.read: dict[str, int] = {}
        """Id that was read → position in the truth."""

    def faults(self) -> Iterator[Fault]:
        yield from self._services()
        yield from self._dependencies()
        yield from self._answers()
        rows = {self.read[r["id"]]: r for r in self.reading.records("service") if r["id"] in self.read}
        if rows:
            yield from compared(self.case, self.reading, rows)

    def _services(self) -> Iterator[Fault]:
        """Each once, under its name, with its id."""
        services, truth = self.case.truth.services, self.case.truth
        met, extra, known = defaultdict[int, list[str]](list), [], set[str]()
        for record in self.reading.records("service"):
            said = [record["id"], record.get("name", ""), *record.get("aliases", "").split(";")]
            at = next((self.names[alike(one)] for one in said if alike(one) in self.names), None)
            if at is None:
                extra.append(record["id"])
                continue
            met[at].append(record["id"])
            self.read[record["id"]] = at
            known.update(map(alike, (said[0], *said[2:])))
            name = record.get("name", "")
            if name and not truth.composite and alike(name) != alike(services[at].name):
                yield Fault(SILENT, "other name", f"{name!r} for {services[at].name!r}")
        if extra:
            yield Fault(SILENT, "invented service", some(extra))
        if twice := [ids for ids in met.values() if len(ids) > 1]:
            yield Fault(SILENT, "service twice", some(twice))
        if missing := [s.key for at, s in enumerate(services) if at not in met]:
            yield Fault(MISSED if self.reading.refused else SILENT, "service lost", some(missing))
        elif self.case.ids and not known.issuperset(alike(s.id) for s in services):
            headers = self.case.headers["id"]
            yield Fault(self.reading.harm(headers), "ids lost", repr(headers))

    def _dependencies(self) -> Iterator[Fault]:
        """Each, and in its direction."""
        true = set(self.case.truth.depends) if self.case.features["layout"] != "none" else set()
        said = {
            (self.read.get(r["service"], -1), self.read.get(r["depends_on"], -1))
            for r in self.reading.records("dependency")
        }
        names = [*(service.key for service in self.case.truth.services), "?"]
        shown = {pair: f"{names[pair[0]]} on {names[pair[1]]}" for pair in true | said}
        turned = {pair for pair in said - true if pair[::-1] in true - said}
        harm = GUESSED if self.reading.guesses else SILENT
        if turned:
            yield Fault(harm, "reversed", some([shown[pair] for pair in turned]))
        if extra := said - true - turned:
            yield Fault(harm, "invented dependency", some([shown[pair] for pair in extra]))
        if missing := true - said - {pair[::-1] for pair in turned}:
            columns = self.case.headers.get("providers", []) + self.case.headers.get("consumers", [])
            none = len(missing) == len(true)
            harm = self.reading.harm(columns) if none or self.reading.refused else SILENT
            if none and any(not left.column for left in self.reading.proposed.left_out):
                harm = MISSED
            what = "no dependencies" if none else "dependency lost"
            yield Fault(harm, what, some([shown[pair] for pair in missing]))

    def _answers(self) -> Iterator[Fault]:
        """Who answers for what, and how."""
        key = [service.key for service in self.case.truth.services]
        said = {
            (alike(r["role"]), key[self.read[r["service"]]], r["responsibility"])
            for r in self.reading.records("responsibility")
            if r["service"] in self.read
        }
        true = {(alike(who), service, letter) for who, service, letter in self.case.answers}
        known = {(who, service) for who, service, _ in true}
        for letter in "ARCI":
            headers = self.case.headers.get(letter, [])
            missing = {(who, of) for who, of, one in true - said if one == letter}
            other = {one for who, of, one in said if (who, of) in missing}
            if letter == "A" and other == {"R"} and _ANSWERS.search(" ".join(headers)):
                continue
            if other:
                yield Fault(SILENT, f"{letter} as {','.join(sorted(other))}", repr(headers))
            elif missing:
                yield Fault(self.reading.harm(headers), f"{letter} lost", f"{headers} {some(missing)}")
            extra = {(who, of) for who, of, one in said - true if one == letter}
            if not extra <= known:
                yield Fault(SILENT, f"invented {letter}", some(extra - known))
