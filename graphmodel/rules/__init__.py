"""The coverage rules: each in a file of its own, registered here.

A rule is an *error* where the catalogue contradicts itself or something live rests on what is not there; a *warning*
where something is probably missing; *info* where it may well be meant.
"""

from __future__ import annotations

from graphmodel.model.problems import Code
from graphmodel.rules import (
    gm001_no_accountable_role,
    gm002_several_accountable_roles,
    gm003_unclassified_service,
    gm004_empty_category,
    gm005_orphan_service,
    gm006_product_without_underpinning,
    gm007_missing_underpinning_type,
    gm008_dependency_cycle,
    gm009_group_without_redundancy,
    gm010_idle_role,
    gm011_not_live_provider,
    gm012_placeholder,
)
from graphmodel.rules.rule import Rule

ALL: tuple[Rule, ...] = (
    gm001_no_accountable_role.RULE,
    gm002_several_accountable_roles.RULE,
    gm003_unclassified_service.RULE,
    gm004_empty_category.RULE,
    gm005_orphan_service.RULE,
    gm006_product_without_underpinning.RULE,
    gm007_missing_underpinning_type.RULE,
    gm008_dependency_cycle.RULE,
    gm009_group_without_redundancy.RULE,
    gm010_idle_role.RULE,
    gm011_not_live_provider.RULE,
    gm012_placeholder.RULE,
)
"""Every rule, in the order of its code."""

RULES: dict[str, Rule] = {rule.code: rule for rule in ALL}
"""Code → rule, with its bad and its good catalogue."""

CODES: dict[str, Code] = {r.code: Code(r.code, r.title, r.severity, r.why, r.hint) for r in ALL}
"""What ``graphmodel explain`` says of each rule, in the form that it has for the codes of problems."""
