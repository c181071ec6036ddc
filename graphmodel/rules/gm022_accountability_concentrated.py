"""GM022: one role or holder is accountable for a large share of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import distinct
from graphmodel.index.duties import carried, holders, holding
from graphmodel.model.words import called, listed
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

SHARE = Parameter(
    "GM022",
    "share",
    25,
    "percent of the services with an accountable role, above which it is found",
    least=1,
    most=100,
)
LEAST = Parameter("GM022", "services", 10, "for fewer services than this it is never found", least=1)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Holders, and roles without one, by the id of their first role."""
    counting = holding(index, "A") & judged(index)[index.held_service]
    whole = len(distinct(index.held_service[counting]))
    named = holders(index, "holder")
    taken = {r for roles in named.values() for r in roles}
    each = [(text, roles) for text, roles in named.items()]
    each += [("", [r]) for r in range(len(index.role_id)) if r not in taken]
    each.sort(key=lambda one: one[1])
    whose, _ = carried(index, [roles for _, roles in each], counting)
    rows = index.records("role")
    for (text, roles), mine in zip(each, np.bincount(whose, minlength=len(each)).tolist(), strict=True):
        if mine < settings.value(LEAST) or 100 * mine <= settings.value(SHARE) * whole:
            continue
        own = [called(index.role_id[r], index.role_name[r]) for r in roles]
        who = f"{text} ({listed(own)})" if text else f"role {own[0]}"
        share = f"{100 * mine / whole:.0f} %"
        first = roles[0]
        yield Gap(
            index.role_id[first],
            index.role_name[first],
            f"{who} is accountable for {mine:,} of {whole:,} services: {share}",
            rows.origin(first),
            "",
            tuple(index.role_id[r] for r in roles[1:]),
            tuple(index.role_name[r] for r in roles[1:]),
        )


def _responsibilities(holder: str) -> dict[str, str]:
    services = [f"s{n:02}" for n in range(12)]
    return {
        "services.csv": "id,name,category\n" + "".join(f"{s},Service {s},support\n" for s in services),
        "roles.csv": f"id,name,holder\na,First desk,Ada\nb,Second desk,{holder}\nc,Third desk,Cy\nd,Fourth desk,Di\n"
        "e,Fifth desk,Ed\n",
        "responsibilities.csv": "role,service,responsibility\n"
        + "".join(
            f"{'abcde'[min(4, n // 3)] if n > 9 else 'ab'[n % 2]},{s},A\n" for n, s in enumerate(services)
        ),
    }


RULE = Rule(
    code="GM022",
    title="Accountability in one hand",
    severity="info",
    why="Whoever is accountable for a large part of the catalogue decides on little of it with care, and one absence "
    "leaves all of it without a decision. Roles of one holder count together. " + LEFT_OUT,
    hint="share the accountability with others, or raise the share in the settings file where it is meant",
    bad=_responsibilities("Ada"),
    good=_responsibilities("Bo"),
    find=find,
    about="role",
    needs=(judged,),
    parameters=(SHARE, LEAST),
)
