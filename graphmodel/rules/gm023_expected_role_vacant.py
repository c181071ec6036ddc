"""GM023: a role that a service's type expects holds nothing for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.index.duties import vacant
from graphmodel.model.words import called
from graphmodel.rules.rows import judged, named
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Services with each role that is vacant, by service, then role."""
    rows = index.records("service")
    for v, r in vacant(index, judged(index)):
        role, title = index.role_id[r], index.role_name[r]
        message = f"role {called(role, title)} is expected of {named(index, v)} and holds nothing for it"
        yield Gap(
            index.service_id[v], index.service_name[v], message, rows.origin(v), role, (role,), (title,)
        )


RULE = Rule(
    code="GM023",
    title="Expected role is vacant",
    severity="warning",
    why="A category says which roles each of its services needs (expected_roles, its own or of the nearest category "
    "above). Where one of them holds no responsibility at all, its work is done by nobody. A role that the catalogue "
    "does not define is not expected. " + LEFT_OUT,
    hint="give that role its responsibility for the service, or change what the category expects",
    bad={
        "categories.csv": "id,name,expected_roles\nstorage,Storage,owner;operator\n",
        "services.csv": "id,name,category\ndisks,Disks,storage\n",
        "roles.csv": "id,name\nowner,Service owner\noperator,Operator\n",
        "responsibilities.csv": "role,service,responsibility\nowner,disks,A\n",
    },
    good={
        "categories.csv": "id,name,expected_roles\nstorage,Storage,owner;operator\n",
        "services.csv": "id,name,category\ndisks,Disks,storage\n",
        "roles.csv": "id,name\nowner,Service owner\noperator,Operator\n",
        "responsibilities.csv": "role,service,responsibility\nowner,disks,A\noperator,disks,R\n",
    },
    find=find,
    needs=(judged,),
)
