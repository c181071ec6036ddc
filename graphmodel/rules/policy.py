"""What the policies of a settings file find."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.errors import UsageError
from graphmodel.rules.conditions import broken
from graphmodel.rules.rows import judged, service
from graphmodel.rules.rule import Rule
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Gap
    from graphmodel.rules.settings import Policy, Settings


def as_rule(policy: Policy) -> Rule:
    """The coverage rule that a policy is."""
    return Rule(
        code=policy.code,
        title=policy.name,
        severity=policy.severity,
        why=policy.why or f"A policy of your settings file says so of all that {policy.select!r} selects.",
        hint=policy.hint
        or f"change what the catalogue says, or the policy '{policy.name}' in graphmodel.toml",
        bad={},
        good={},
        find=partial(_find, policy),
        over=partial(_over, policy),
    )


def subjects(policy: Policy, index: Index) -> NDArray[np.int32]:
    """The services that it is about, ascending. Raises UsageError for a selector that names what is not there."""
    among = np.zeros(index.n, np.bool_)
    among[selector.select(index, policy.select)] = True
    return np.flatnonzero(among & judged(index)).astype(np.int32)


def violations(policy: Policy, index: Index) -> Iterator[Gap]:
    """The services of which a condition does not hold, condition by condition, by id.

    Raises UsageError for a selector or condition that names what is not there.
    """
    services, records = subjects(policy, index), index.records("service")
    for name, value in policy.must:
        for found in broken(index, services, name, value):
            place = records.origin(found.service)
            yield service(index, found.service, found.message, place, f"{name} {value}", found.others)


def _find(policy: Policy, index: Index, _settings: Settings) -> Iterator[Gap]:
    """What it finds; of one that cannot be judged GM040 speaks, which is asked with every policy."""
    with suppress(UsageError):
        yield from violations(policy, index)


def _over(policy: Policy, index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services that it is about; none where it cannot be judged."""
    found = np.zeros(index.n, np.bool_)
    with suppress(UsageError):
        found[subjects(policy, index)] = True
    return found
