"""What records refer to: ends that nobody defines, what is only named, and what falls with a rejected record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from graphmodel.importers.checking.accountable import accountable
from graphmodel.importers.checking.by_name import by_name
from graphmodel.importers.checking.groups import requirements
from graphmodel.importers.checking.named import named
from graphmodel.importers.checking.nothing import instead
from graphmodel.importers.checking.verdicts import Place, Verdicts, also_named
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.tables.found import because, ordered
from graphmodel.importers.unread import ABOUT_THEM, of_preset
from graphmodel.model.aliases import aliases, claims
from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import FILES, KINDS
from graphmodel.model.pause import collector_paused
from graphmodel.model.suggest import SUGGESTED, KnownNames
from graphmodel.model.table import Table, concat, empty
from graphmodel.model.words import count, listed
from graphmodel.planning import legal
from graphmodel.planning.groups import Group


def resolve(
    incoming: Incoming,
    others: Mapping[str, Tables],
    placeholders: Collection[str],
    *,
    create_missing: bool,
    partial: Collection[Group] = (),
) -> Incoming:
    """The same, with what the records say of each other checked too.

    ``others``: what the other sources hold (an import that only adds to its source counts that source among them).
    ``placeholders``: ids that the store knows as such. With ``create_missing`` a service that nobody defines is left to
    become a placeholder; otherwise the rows that name it are rejected, with the rest of their group. ``partial``:
    groups to which the rows that come in are added; what they need is judged when it is known what they hold.
    """
    with collector_paused():
        incoming = by_name(incoming, others, placeholders)
        return _resolved(incoming, others, placeholders, partial, create_missing)


def _resolved(
    incoming: Incoming,
    others: Mapping[str, Tables],
    placeholders: Collection[str],
    partial: Collection[Group],
    create_missing: bool,
) -> Incoming:
    verdicts = Verdicts(incoming)
    tables = {kind: _with_doubtful(kind, incoming, verdicts) for kind in KINDS}
    services, categories = _beside(others, tables, "service"), _beside(others, tables, "category")
    for flaw in (*legal.aliases(services, legal.known(services)), *legal.ancestors(categories)):
        if flaw.table in (tables["service"], tables["category"]):
            verdicts.flaw(flaw)
    good = [table if table is not tables["service"] else verdicts.good(table) for _, table in services]
    defined = set(aliases(good)).union(*(table.distinct("id") for table in good))
    out = verdicts.out["service"]
    renamed = tuple((alias, owner) for row, alias, owner in claims(tables["service"]) if out[row])
    # What a rejected row says to be the same service is not to be had without it.
    claimed = {alias for alias, _ in renamed} - defined
    known = defined.union(placeholders, incoming.allowed_missing)
    known -= claimed
    gone = {r.key[0] for r in verdicts.rejected if r.kind == "service" and r.key} - known | claimed
    ends = _Ends(verdicts, known, gone, create_missing)
    for kind in KINDS:
        ends.check(tables[kind])
    ends.tell()
    accountable(tables["responsibility"], legal.known(services).alias, verdicts)
    requirements(tables["dependency"], legal.known(services).alias, verdicts, partial)
    named({name: tables[name] for name in incoming.tables}, list(others.values()), verdicts, known)
    return ordered(
        replace(
            incoming,
            tables={kind: verdicts.good(tables[kind]) for kind in incoming.tables},
            problems=tuple(verdicts.problems),
            rejected=verdicts.rejected,
            renamed=renamed,
        )
    )


def _with_doubtful(kind: str, incoming: Incoming, verdicts: Verdicts) -> Table:
    """The rows of a kind, those rejected for a value after the others: what else is wrong with them is told, too."""
    good, doubtful = (
        tables.get(kind) or empty(KINDS[kind]) for tables in (incoming.tables, incoming.doubtful)
    )
    verdicts.out[kind] = bytearray(len(good)) + b"\1" * len(doubtful)
    return concat(KINDS[kind], [good, doubtful])


def _beside(others: Mapping[str, Tables], tables: Tables, kind: str) -> legal.Parts:
    """What other sources hold of a kind, and after that what comes in."""
    held = [(name, given[kind]) for name, given in sorted(others.items()) if kind in given]
    return [*held, ("", tables[kind])]


FOLLOWS: Final = "fix that row; nothing is wrong with this one"


class _Ends:
    """Services that records of any kind name."""

    def __init__(self, verdicts: Verdicts, known: set[str], gone: set[str], create_missing: bool) -> None:
        self._verdicts = verdicts
        self._known = known
        self._gone = gone
        self._create = create_missing
        self._hints: dict[str, str] = {}
        self._named: dict[str, list[Place]] = defaultdict(list)
        """Missing id → where it is named."""
        self._unread = sorted(f for f in verdicts.incoming.unreadable if _defines_services(f))

    @cached_property
    def _names(self) -> KnownNames:
        return KnownNames(self._known | self._gone)

    @cached_property
    def _called(self) -> KnownNames:
        """What services are called by their names."""
        services = self._verdicts.incoming.tables.get("service")
        return KnownNames(services.distinct("name") - {""} if services else frozenset())

    def check(self, table: Table) -> None:
        """Reject the rows of this table that name a service which is not to be had."""
        columns = [f.name for f in table.kind.fields if f.refers_to == "service" and f.type == "id"]
        missing = set[str]().union(*(table.distinct(name) - self._known for name in columns)) - {""}
        if out := (missing & self._verdicts.incoming.left_out) - self._gone:
            self._leave_out(table, columns, out)
            missing -= out
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
                    self._named[end].append((table, row, name))
        if suspended:
            self._suspend(table, suspended)

    def _leave_out(self, table: Table, columns: list[str], out: set[str]) -> None:
        """Leave out the rows that name services which the mapping leaves out: they are no errors."""
        ends = zip(*(table.texts(name) for name in columns), strict=True)
        rows = [row for row, named in enumerate(ends) if not out.isdisjoint(named)]
        self._verdicts.leave_out(table, rows)
        message = f"{count(len(rows), table.kind.name)} of services that the mapping leaves out: {listed(sorted(out))}"
        problem = self._verdicts.problem("W307", table, rows[0], message, hint=ABOUT_THEM)
        self._verdicts.problems.append(of_preset(problem, self._verdicts.incoming.preset))

    def tell(self) -> None:
        """Reject the rows that name what is missing: one problem for each id, however many name it."""
        defining = {
            (one.key[0], one.file, one.line)
            for one in (self._verdicts.rejected if self._gone & self._named.keys() else ())
            if one.kind == "service" and one.key
        }
        for end, places in self._named.items():
            message = (
                "the row that defines it is rejected"
                if end in self._gone
                else "no service or product has this id"
            )
            code, hint = ("E305", FOLLOWS) if end in self._gone else ("E304", self._hint(end))
            # What stands in the defining row itself falls with it.
            elsewhere = sorted((p for p in places if (end, *_at(p)) not in defining), key=_at)
            for table, row, column in elsewhere[:1]:
                told = f"{message}{also_named(elsewhere)}"
                self._verdicts.problems.append(
                    self._verdicts.problem(code, table, row, told, column, end, hint)
                )
            for table, row, column in places:
                problem = self._verdicts.problem(code, table, row, message, column, end, hint)
                self._verdicts.drop(table, row, because(problem))

    def _hint(self, end: str) -> str:
        if end not in self._hints and len(self._hints) < SUGGESTED:
            self._hints[end] = self._names.hint(end, "") or self._called.hint(end, "")
        return (
            instead(end)
            or self._hints.get(end, "")
            or "define it as a service, or import with --create-missing, which makes a placeholder of it"
        )

    def _suspend(self, table: Table, rows: list[int]) -> None:
        """One problem for all rows that a file which could not be read may have justified."""
        files = listed(self._unread)
        named = count(len(set(rows)), "row names", "rows name")
        message = f"{named} services that may be in {files}, which could not be read"
        problem = self._verdicts.problem("E305", table, rows[0], message, hint="fix that file first")
        self._verdicts.problems.append(problem)
        for row in dict.fromkeys(rows):
            self._verdicts.drop(
                table, row, "E305 a service that it names may be in a file that could not be read"
            )

    def _placeholders(self, table: Table, columns: list[str], lacking: set[str]) -> None:
        row = next(r for r in range(len(table)) if any(table.texts(name)[r] in lacking for name in columns))
        message = f"placeholders are made for services that nobody defines: {listed(sorted(lacking))}"
        self._verdicts.problems.append(
            self._verdicts.problem("W306", table, row, message, hint="define them as services")
        )
        self._known |= lacking


def _at(place: Place) -> tuple[str, int]:
    table, row, _ = place
    return table.files[row], table.lines[row]


def _defines_services(file: str) -> bool:
    kind = FILES.get(file.rpartition("/")[2].removesuffix(".csv"))
    return kind is None or kind.name == "service"
