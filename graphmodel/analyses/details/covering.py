"""Answers about roles: the RACI matrix, what is vacant, what nobody would cover, and who carries how much."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.analyses.details.selection import Names, kind
from graphmodel.analyses.details.selection import distinct as distinct_names
from graphmodel.answers.report import Column, Rows, columns
from graphmodel.index.csr import distinct
from graphmodel.index.duties import carried, holders, holding, vacant
from graphmodel.index.index import LETTERS
from graphmodel.index.stated import criticality
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.report import Cell
    from graphmodel.index.index import Index

MOST = 1_000
"""Roles across that a matrix may have."""
HIGH = 2
"""Up to this criticality a service is critical."""


@documented(
    service="the service",
    name="its name",
    role="the role that its type expects and that holds nothing for it",
    role_name="the role's name",
    category="the service's category",
    criticality="1 (highest) … 5, empty where nobody states it",
)
class VacantRow(NamedTuple):
    """One expected role that is vacant."""

    service: str
    name: str
    role: str
    role_name: str
    category: str
    criticality: str


@documented(
    service="the service",
    name="its name",
    kind="product or service",
    responsibility="what nobody would hold: A, R or both",
    criticality="1 (highest) … 5, empty where nobody states it",
    left="the roles that are still there for it, with what they hold",
)
class LeftRow(NamedTuple):
    """One service that would lose who answers for it, or who does the work."""

    service: str
    name: str
    kind: str
    responsibility: str
    criticality: str
    left: tuple[str, ...]


@documented(
    id="the role, holder or team",
    name="the name of a role; of others their roles",
    services="services that it holds a responsibility for",
    accountable="of those it is accountable for (A)",
    responsible="of those it does the work for (R)",
    consulted="of those it is asked about (C)",
    informed="of those it is told of (I)",
    critical="critical services (criticality 1 or 2) that it is accountable for",
    share="percent of all services with an accountable role for which it is",
)
class LoadRow(NamedTuple):
    """What one of them carries."""

    id: str
    name: str
    services: int
    accountable: int
    responsible: int
    consulted: int
    informed: int
    critical: int
    share: float


def matrix(index: Index, asked: NDArray[np.bool_]) -> tuple[tuple[Column, ...], Rows[tuple[Cell, ...]]]:
    """Services down, roles across, R, A, C and I where they meet; services and roles without any are left out.

    Raises UsageError for more than ``MOST`` roles.
    """
    held = np.flatnonzero(asked[index.held_service])
    roles = sorted(set(index.held_role[held].tolist()))
    if len(roles) > MOST:
        raise UsageError(f"the matrix would have {len(roles):,} roles across", "select fewer services")
    names = Names(index)
    ids = [names.role_id[r] for r in roles]
    head = (Column("service", "the service"), Column("service_name", "its name", wide=True))
    made = head + tuple(
        Column(name, f"what {own} holds: R, A, C, I", title=names.role_name[r])
        for name, own, r in zip(distinct_names(ids, [c.name for c in head]), ids, roles, strict=True)
    )
    return made, Rows(partial(_cells, index, held, roles))


def _cells(index: Index, held: NDArray[np.intp], roles: Sequence[int]) -> Iterator[tuple[Cell, ...]]:
    names = Names(index)
    letters: dict[int, dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for at in held.tolist():
        letters[int(index.held_service[at])][int(index.held_role[at])] += LETTERS[index.held_letter[at]]
    for v in sorted(letters):
        yield (names.id[v], names.name[v], *(letters[v].get(r, "") for r in roles))


VACANT = columns(VacantRow, wide=["role_name"], spare=["category", "criticality"])
LEFT = columns(LeftRow, spare=["kind", "left"])
LOAD = columns(LoadRow, spare=["name", "informed", "consulted"])


def vacancies(index: Index, asked: NDArray[np.bool_]) -> Iterator[VacantRow]:
    """By service, then role."""
    names, critical = Names(index), criticality(index)
    for v, r in vacant(index, asked):
        category = names.category_id[index.category[v]]
        yield VacantRow(
            names.id[v], names.name[v], names.role_id[r], names.role_name[r], category, str(critical[v] or "")
        )


def leaves(index: Index, asked: NDArray[np.bool_], leaving: Sequence[str]) -> list[LeftRow]:
    """What nobody would cover: by criticality, products first, then by id. Raises UsageError for an unknown role."""
    gone = np.zeros(len(index.role_id), np.bool_)
    for name in leaving:
        if (at := index.role_id.find(name.strip())) < 0:
            raise UsageError(
                f"there is no role {name!r}", did_you_mean(name, index.role_id, "list roles shows them")
            )
        gone[at] = True
    lost: dict[int, str] = defaultdict(str)
    for letter in "AR":
        of = holding(index, letter)
        before, after = (np.zeros(index.n, np.bool_) for _ in range(2))
        before[index.held_service[of & gone[index.held_role]]] = True
        after[index.held_service[of & ~gone[index.held_role]]] = True
        for v in np.flatnonzero(before & ~after & asked).tolist():
            lost[v] += letter
    names, critical = Names(index), criticality(index)
    left: dict[int, dict[str, str]] = defaultdict(lambda: defaultdict(str))
    for at in np.flatnonzero(np.isin(index.held_service, [*lost]) & ~gone[index.held_role]).tolist():
        left[int(index.held_service[at])][names.role_id[index.held_role[at]]] += LETTERS[
            index.held_letter[at]
        ]
    order = sorted(lost, key=lambda v: (critical[v] or 9, not index.product[v], v))
    return [
        LeftRow(
            names.id[v],
            names.name[v],
            kind(index, v),
            lost[v],
            str(critical[v] or ""),
            tuple(f"{role} ({letters})" for role, letters in left[v].items()),
        )
        for v in order
    ]


def load(index: Index, asked: NDArray[np.bool_], field: str) -> list[LoadRow]:
    """What each of them carries, the most accountable first, then by id. ``field``: role, holder or team."""
    critical = criticality(index)
    high_up = (critical > 0) & (critical <= HIGH)
    found = holders(index, field)
    inside = asked[index.held_service]

    def counted(which: NDArray[np.bool_]) -> list[int]:
        """How many services each of them has by these responsibilities."""
        whose, _ = carried(index, found.values(), inside & which)
        counts: list[int] = np.bincount(whose, minlength=len(found)).tolist()
        return counts

    accountable = holding(index, "A")
    letters = zip(*(counted(holding(index, letter)) for letter in ("A", "R", "C", "I")), strict=True)
    every = counted(np.ones(len(inside), np.bool_))
    high = counted(accountable & high_up[index.held_service])
    whole = len(distinct(index.held_service[accountable & inside]))
    rows = []
    for number, ((identity, roles), (a, r, c, i)) in enumerate(zip(found.items(), letters, strict=True)):
        name = (
            index.role_name[roles[0]] if field == "role" else ", ".join(index.role_id[role] for role in roles)
        )
        share = round(100 * a / max(1, whole), 1)
        rows.append(LoadRow(identity, name, every[number], a, r, c, i, high[number], share))
    return sorted(rows, key=lambda row: (-row.accountable, -row.services, row.id))
