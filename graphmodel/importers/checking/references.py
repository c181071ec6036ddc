"""What records refer to: ends that nobody defines, what is only named, and what falls with a rejected record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from graphmodel.importers.checking.circles import circles
from graphmodel.importers.checking.clashes import clashes
from graphmodel.importers.checking.groups import groups
from graphmodel.importers.checking.identity import resolved
from graphmodel.importers.checking.named import named
from graphmodel.importers.checking.outcome import Outcome, listed
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.near import SUGGESTED, Names
from graphmodel.importers.reading.found import ordered
from graphmodel.importers.reading.sheet import hurried
from graphmodel.model.catalogue import Tables, aliases
from graphmodel.model.metamodel import FILES
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table


def resolve(
    incoming: Incoming, others: Mapping[str, Tables], placeholders: Collection[str], *, create_missing: bool
) -> Incoming:
    """The same, with what the records say of each other checked too.

    ``others``: what the other sources hold (an import that only adds to its source counts that source among them).
    ``placeholders``: ids that the store knows as such. With ``create_missing`` a service that nobody defines is left to
    become a placeholder; otherwise the rows that name it are rejected, with the rest of their group.
    """
    with hurried():
        return _resolved(incoming, list(others.values()), placeholders, create_missing)


def _resolved(
    incoming: Incoming, held: Sequence[Tables], placeholders: Collection[str], create_missing: bool
) -> Incoming:
    outcome, tables = Outcome(incoming), incoming.tables
    clashes(tables, held, outcome)
    circles(tables, held, outcome)
    services = [t["service"] for t in held if "service" in t]
    services += [outcome.good(tables["service"])] if "service" in tables else []
    alias = aliases(services)
    known = {*alias, *placeholders, *incoming.allowed_missing}.union(
        *(table.texts("id") for table in services)
    )
    gone = {r.key[0] for r in outcome.rejected if r.kind == "service" and r.key} - known
    ends = _Ends(outcome, known, gone, create_missing)
    for kind in ("dependency", "responsibility"):
        if kind in tables:
            ends.check(tables[kind])
    if "dependency" in tables:
        groups(tables["dependency"], alias, outcome)
    named(tables, held, outcome)
    good = {kind: outcome.good(table) for kind, table in tables.items()}
    problems = (*incoming.problems, *outcome.problems)
    return ordered(replace(incoming, tables=good, problems=problems, rejected=tuple(outcome.rejected)))


class _Ends:
    """Services that dependencies and responsibilities name."""

    def __init__(self, outcome: Outcome, known: set[str], gone: set[str], create_missing: bool) -> None:
        self._outcome = outcome
        self._known = known
        self._gone = gone
        self._create = create_missing
        self._names = Names(known | gone)
        self._hints: dict[str, str] = {}
        self._unread = sorted(f for f in outcome.incoming.unreadable if _defines_services(f))

    def check(self, table: Table) -> None:
        """Reject the rows of this table that name a service which is not to be had."""
        columns = [f.name for f in table.kind.fields if f.refers_to == "service"]
        missing = set[str]().union(*(resolved(table, name, {}) for name in columns)) - self._known
        lacking = missing - self._gone if self._create else set()
        if lacking:
            self._placeholders(table, columns, lacking)
            missing -= lacking
        if not missing:
            return
        suspended = []
        for row, ends in enumerate(zip(*(table.texts(name) for name in columns), strict=True)):
            for name, end in zip(columns, ends, strict=True):
                if end not in missing:
                    continue
                if self._unread and end not in self._gone:
                    suspended.append(row)
                else:
                    self._outcome.reject(table, row, self._problem(table, row, name, end))
        if suspended:
            self._suspend(table, suspended)

    def _problem(self, table: Table, row: int, column: str, end: str) -> Problem:
        if end in self._gone:
            hint = "mend that row; this one is then as good as it was"
            return self._outcome.problem(
                "E305", table, row, "the row that defines it is rejected", column, end, hint
            )
        if end not in self._hints and len(self._hints) < SUGGESTED:
            self._hints[end] = self._names.hint(end, "")
        hint = (
            self._hints.get(end, "")
            or "define it in services.csv, or allow placeholders with --create-missing"
        )
        return self._outcome.problem(
            "E304", table, row, "no service or product has this id", column, end, hint
        )

    def _suspend(self, table: Table, rows: list[int]) -> None:
        """One problem for all rows that a file which could not be read may have justified."""
        files = ", ".join(self._unread)
        message = f"{len(set(rows))} rows name services that may stand in {files}, which could not be read"
        problem = self._outcome.problem("E305", table, rows[0], message, hint="mend that file first")
        self._outcome.problems.append(problem)
        for row in dict.fromkeys(rows):
            self._outcome.drop(
                table, row, "E305 a service that it names may stand in a file that could not be read"
            )

    def _placeholders(self, table: Table, columns: list[str], lacking: set[str]) -> None:
        row = next(r for r in range(len(table)) if any(table.columns[name][r] in lacking for name in columns))
        message = f"placeholders are made for services that nobody defines: {listed(lacking)}"
        self._outcome.problems.append(
            self._outcome.problem("W306", table, row, message, hint="define them in services.csv")
        )
        self._known |= lacking


def _defines_services(file: str) -> bool:
    kind = FILES.get(file.rpartition("/")[2].removesuffix(".csv"))
    return kind is None or kind.name == "service"
