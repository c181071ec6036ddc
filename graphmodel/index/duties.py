"""Who holds which responsibility: what rules and answers about roles share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import distinct
from graphmodel.index.index import LETTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index


def holding(index: Index, letter: str) -> NDArray[np.bool_]:
    """bool[h]: the responsibilities of that letter, one of R, A, C and I."""
    found: NDArray[np.bool_] = index.held_letter == LETTERS.index(letter)
    return found


def expected(index: Index) -> dict[int, list[int]]:
    """Category → the roles that it expects for its services, ascending, stated by it or the nearest above.

    A role that nobody defines means nothing (W305), as the recommended roles of our own types do where a catalogue has
    other roles.
    """
    stated = index.records("category").column("expected_roles")
    known = {identity: r for r, identity in enumerate(index.role_id)}
    nearest = index.category_tree.nearest(stated.where(bool)).tolist()
    found = {
        c: sorted(known[i] for i in stated[at].split(";") if i in known)
        for c, at in enumerate(nearest)
        if at >= 0
    }
    return {c: roles for c, roles in found.items() if roles}


def vacant(index: Index, services: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Of these services (bool[n]) each with each role that its category expects and that holds nothing for it."""
    wanted = expected(index)
    held = set(zip(index.held_service.tolist(), index.held_role.tolist(), strict=True)) if wanted else set()
    asked = services & np.isin(index.category, [*wanted])
    for v in np.flatnonzero(asked).tolist():
        for role in wanted[int(index.category[v])]:
            if (v, role) not in held:
                yield v, role


def holders(index: Index, field: str) -> dict[str, list[int]]:
    """Who holds roles, by code point → the roles, ascending; ``field``: role, holder or team.

    By holder or team a role for which none is stated is left out.
    """
    if field == "role":
        return {identity: [r] for r, identity in enumerate(index.role_id)}
    found: dict[str, list[int]] = defaultdict(list)
    for r, text in enumerate(index.records("role").column(field)):
        if text:
            found[text].append(r)
    return dict(sorted(found.items()))


def carried(
    index: Index, groups: Collection[Sequence[int]], which: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of these responsibilities (bool[h]) each group of roles with each service once: group and service, int64[…] each.

    No role is in two groups.
    """
    whose = np.full(len(index.role_id), -1, np.int64)
    for number, roles in enumerate(groups):
        whose[[*roles]] = number
    held = np.flatnonzero(which & (whose[index.held_role] >= 0))
    size = max(1, index.n)
    pairs = distinct(whose[index.held_role[held]] * size + index.held_service[held])
    return pairs // size, pairs % size
