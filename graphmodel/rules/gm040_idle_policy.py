"""GM040: a policy is about nothing, or names what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.errors import UsageError
from graphmodel.model.origin import Origin
from graphmodel.rules.policy import subjects, violations
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Policy, Settings


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """The policies of the settings, in their order, of which that is true."""
    for policy in settings.policies:
        if why := _idle(policy, index):
            message = f"the policy '{policy.name}' {why}"
            yield Gap(policy.name, "", message, Origin(policy.file, policy.line))


def _idle(policy: Policy, index: Index) -> str:
    """Why it says nothing of any service; empty where it does."""
    try:
        if not len(subjects(policy, index)):
            return f"is about nothing: its selector {policy.select!r} matches no service that is in use"
        for _ in violations(policy, index):
            return ""
    except UsageError as error:
        return f"cannot be judged: {error.message}" + f" ({error.hint})" * bool(error.hint)
    return ""


RULE = Rule(
    code="GM040",
    title="Policy whose selector matches nothing",
    severity="error",
    why="A policy that is about nothing always holds. Mostly a category or an attribute was renamed, and what it was "
    "written for is no longer watched.",
    hint="correct the policy's selector in the settings file, or remove the policy",
    bad={
        "services.csv": "id,name,category,criticality\nmail,Mail,workplace,1\n",
        "graphmodel.toml": '[[policy]]\nname = "critical services have a name"\nselect = "criticality:2"\n'
        'must = [{ has = "name" }]\n',
    },
    good={
        "services.csv": "id,name,category,criticality\nmail,Mail,workplace,1\n",
        "graphmodel.toml": '[[policy]]\nname = "critical services have a name"\nselect = "criticality:1"\n'
        'must = [{ has = "name" }]\n',
    },
    find=find,
    about="setting",
    needs=(judged,),
)
