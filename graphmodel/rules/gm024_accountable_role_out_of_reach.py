"""GM024: an accountable role has no holder or no contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.duties import holding
from graphmodel.model.words import called, count
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Roles that are accountable and cannot be reached, by id."""
    counting = holding(index, "A") & judged(index)[index.held_service]
    services = np.bincount(index.held_role[counting], minlength=len(index.role_id)).tolist()
    rows = index.records("role")
    holder, contact = rows.column("holder"), rows.column("contact")
    for r, number in enumerate(services):
        lacking = [what for what, column in (("holder", holder), ("contact", contact)) if not column[r]]
        if number and lacking:
            own, name = index.role_id[r], index.role_name[r]
            message = f"role {called(own, name)} is accountable for {count(number, 'service')} and has no "
            yield Gap(own, name, message + " and no ".join(lacking), rows.origin(r))


def repair(index: Index, _settings: Settings, findings: Sequence[Finding]) -> Iterator[Repair]:
    """The row of each role, to be filled in."""
    rows = index.records("role")
    for finding in findings:
        r = index.role_id.find(finding.subject)
        row = tuple((name, rows.column(name)[r]) for name in ("id", "name", "holder", "contact"))
        yield Repair((finding,), finding.origin.source, ("role", row))


RULE = Rule(
    code="GM024",
    title="Accountable role that nobody can reach",
    severity="warning",
    why="When a service fails somebody has to be called. A role without a holder is a box in a chart, and one without "
    "a contact costs the hour in which it is looked for. " + LEFT_OUT,
    hint="give the role its holder and contact in roles.csv",
    bad={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name,holder,contact\nmail-team,Mail team,Ada,\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,A\n",
    },
    good={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name,holder,contact\nmail-team,Mail team,Ada,mail@example.org\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,A\n",
    },
    find=find,
    about="role",
    needs=(judged,),
    repair=repair,
)
