"""What one rule finds, one finding after the other: in plain words what ``rules/findings.py`` does in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.rules.rule import Finding, Rule, identity
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index


def findings(rule: Rule, index: Index, settings: Settings = DEFAULT) -> Iterator[Finding]:
    """What the rule finds in that catalogue, in the rule's order."""
    severity = rule.severity_in(settings)
    for f in rule.find(index, settings):
        yield Finding(
            rule.code,
            severity,
            f.subject,
            f.name,
            identity(rule.code, f.subject, f.detail),
            f.message,
            rule.hint,
            f.origin,
            f.others,
            f.other_names,
            f.about or rule.about,
        )
