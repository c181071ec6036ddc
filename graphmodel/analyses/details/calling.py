"""Whom to call when services fail: every responsibility for what is affected, or each contact once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.report import columns
from graphmodel.index.index import LETTERS
from graphmodel.model.rows import documented
from graphmodel.model.words import called, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.states import States
    from graphmodel.index.index import Index

NAMED = 5
"""How many services a note names."""


@documented(
    role="the role to call",
    name="its name",
    holder="who holds it",
    contact="how to reach it",
    service="the affected service",
    service_name="its name",
    state="what became of it",
    responsibility="R, A, C or I",
    duty="what the duty is",
)
class CallRow(NamedTuple):
    """One responsibility for one affected service."""

    role: str
    name: str
    holder: str
    contact: str
    service: str
    service_name: str
    state: str
    responsibility: str
    duty: str


@documented(
    contact="how to reach them; a role's id where it has no contact",
    holder="who is there",
    roles="their roles",
    role_names="the names of roles",
    state="the worst that became of their services",
    services="the affected services, in the order of the impact",
    service_names="their names",
    responsibilities="what they hold for them: R, A, C, I",
)
class ContactRow(NamedTuple):
    """One contact, once, with all that it has to be told."""

    contact: str
    holder: str
    roles: tuple[str, ...]
    role_names: tuple[str, ...]
    state: str
    services: tuple[str, ...]
    service_names: tuple[str, ...]
    responsibilities: tuple[str, ...]


CALLS = columns(CallRow, spare=("duty", "service_name", "name", "responsibility", "holder"))
CONTACTS = columns(ContactRow, wide=("services", "role_names"), spare=("responsibilities", "holder", "roles"))


def unheld(index: Index, affected: NDArray[np.intp]) -> tuple[str, ...]:
    """A note on the affected services for which nobody holds a responsibility; none where there are none."""
    held = np.zeros(index.n, np.bool_)
    held[index.held_service] = True
    alone = affected[~held[affected]].tolist()
    if not alone:
        return ()
    named = listed([called(index.service_id[v], index.service_name[v]) for v in alone], NAMED)
    return (f"nobody holds a responsibility for {len(alone):,} of the affected services: {named}",)


def calls(outcome: States, affected: NDArray[np.intp]) -> Iterator[CallRow]:
    """Every responsibility for what is affected: by role, then in the order of the impact, then R, A, C, I."""
    index = outcome.index
    roles = index.records("role")
    holder, contact = roles.column("holder"), roles.column("contact")
    place = np.full(index.n, -1)
    place[affected] = np.arange(len(affected))
    held = np.flatnonzero(place[index.held_service] >= 0)
    order = np.lexsort((index.held_letter[held], place[index.held_service[held]], index.held_role[held]))
    names = Names(index)
    for at in held[order].tolist():
        role, service = int(index.held_role[at]), int(index.held_service[at])
        yield CallRow(
            names.role_id[role],
            names.role_name[role],
            holder[role],
            contact[role],
            names.id[service],
            names.name[service],
            states.NAMES[outcome.state[service]],
            LETTERS[index.held_letter[at]],
            index.duty[at],
        )


def contacts(outcome: States, affected: NDArray[np.intp]) -> Iterator[ContactRow]:
    """Each contact once: the worst state first, then who has most to be told, then by contact."""
    found: dict[str, list[CallRow]] = {}
    for row in calls(outcome, affected):
        found.setdefault(row.contact or row.role, []).append(row)
    ids = outcome.index.service_id
    place = {ids[v]: at for at, v in enumerate(affected.tolist())}
    made = []
    for contact, own in found.items():
        told = {row.service: row for row in sorted(own, key=lambda row: place[row.service])}
        roles = {row.role: row.name for row in own}
        worst = max((row.state for row in own), key=states.NAMES.index)
        holders = dict.fromkeys(row.holder for row in own if row.holder)
        letters = {row.responsibility for row in own}
        one = ContactRow(
            contact,
            ", ".join(holders),
            tuple(roles),
            tuple(roles.values()),
            worst,
            tuple(told),
            tuple(row.service_name for row in told.values()),
            tuple(letter for letter in LETTERS if letter in letters),
        )
        made.append(one)
    yield from sorted(made, key=lambda r: (-states.NAMES.index(r.state), -len(r.services), r.contact))
