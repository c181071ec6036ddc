"""The coverage rules: each in a file of its own, registered here.

A rule is an *error* where the catalogue contradicts itself or something live rests on what is not there; a *warning*
where something is probably missing; *info* where it may well be meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.errors import UsageError
from graphmodel.model.register import Register
from graphmodel.model.suggest import did_you_mean
from graphmodel.rules.rule import Rule
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.problems import Code

MODULES = (
    "gm001_no_accountable_role",
    "gm002_several_accountable_roles",
    "gm003_unclassified_service",
    "gm004_empty_category",
    "gm005_orphan_service",
    "gm006_product_without_underpinning",
    "gm007_missing_underpinning_type",
    "gm008_dependency_cycle",
    "gm009_group_without_redundancy",
    "gm010_idle_role",
    "gm011_not_live_provider",
    "gm012_placeholder",
    "gm013_availability_not_kept",
    "gm014_recovery_too_short",
    "gm015_support_hours_not_covered",
    "gm016_promise_cannot_be_judged",
    "gm017_criticality_inversion",
    "gm018_single_point_of_failure",
    "gm019_false_redundancy",
    "gm020_common_cause",
    "gm021_supplier_concentration",
    "gm022_accountability_concentrated",
    "gm023_expected_role_vacant",
    "gm024_accountable_role_out_of_reach",
    "gm025_review_overdue",
    "gm026_ends_too_early",
    "gm027_no_date",
    "gm028_against_the_order",
    "gm029_missing_attributes",
    "gm030_duplicates",
    "gm031_same_services",
    "gm032_dark_service",
    "gm033_never_observed",
    "gm034_never_declared",
    "gm035_cold_cycle",
    "gm036_responsible_for_nothing_used",
    "gm037_only_degraded",
    "gm038_spelt_in_several_ways",
    "gm039_idle_waiver",
    "gm040_idle_policy",
)
"""Our own rules, in the order of their codes: module ``gm0NN_…`` of this package, with ``RULE``."""

RULES = Register(
    "graphmodel.rules",
    Rule,
    {name[:5].upper(): f"{__name__}.{name}:RULE" for name in MODULES},
    lambda rule: rule.code,
)
"""Code → rule, with its bad and its good catalogue: our own in the order of codes, then those of other packages.

Another package adds one by an entry point of the group ``graphmodel.rules``, whose name is the code.
"""


def every(settings: Settings) -> Mapping[str, Rule]:
    """Code → rule, the policies of the settings behind the rules."""
    if not settings.policies:
        return RULES
    from graphmodel.rules.policy import as_rule

    return {**RULES, **{policy.code: as_rule(policy) for policy in settings.policies}}


def by_code(code: str, settings: Settings = DEFAULT) -> Rule:
    """The rule or policy of that code, letters of either case. Raises UsageError where there is none."""
    known = every(settings)
    by_letters = {name.upper(): rule for name, rule in known.items()}
    if code.upper() not in by_letters:
        raise UsageError(
            f"there is no rule {code!r}", did_you_mean(code, known, "graphmodel rules lists them")
        )
    return by_letters[code.upper()]


def codes(settings: Settings = DEFAULT) -> dict[str, Code]:
    """What ``graphmodel explain`` says of each rule and policy, in the form that it has for the codes of problems."""
    return {code: rule.explained for code, rule in every(settings).items()}
