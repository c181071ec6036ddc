"""GM002: more than one role is accountable for a service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.duties import holding
from graphmodel.model.words import count, label, listed
from graphmodel.rules.rows import SHOWN, judged, named, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Services and products with several responsibilities A, by id."""
    accountable = holding(index, "A")
    held, role = index.held_service[accountable], index.held_role[accountable]
    several = judged(index) & (np.bincount(held, minlength=index.n) > 1)
    rows = index.records("service")
    for v in np.flatnonzero(several).tolist():
        start, end = np.searchsorted(held, v), np.searchsorted(held, v, "right")
        held_by = role[start:end].tolist()
        roles, names = (tuple(texts[r] for r in held_by) for texts in (index.role_id, index.role_name))
        said = listed([*map(label, roles, names)], SHOWN)
        message = f"{count(len(roles), 'role')} are accountable for {named(index, v)}: {said}"
        yield replace(service(index, v, message, rows.origin(v)), others=roles, other_names=names)


RULE = Rule(
    code="GM002",
    title="Several accountable roles",
    severity="error",
    why="Accountability cannot be shared: where two roles each hold it, each may wait for the other. The catalogue "
    "contradicts itself, hence an error. " + LEFT_OUT,
    hint="leave one role accountable (A) for it in responsibilities.csv; the others are R, C or I",
    bad={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\nworkplace-team,Workplace team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,A\nworkplace-team,mail,A\n",
    },
    good={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\nworkplace-team,Workplace team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,R\nworkplace-team,mail,A\n",
    },
    find=find,
    needs=(judged,),
)
