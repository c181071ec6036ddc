"""What foreign files call the fields of a catalogue, the best name first."""

from __future__ import annotations

from typing import Final

from graphmodel.importers.names import folded

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "id", "ci_id", "service_id", "application_id", "asset_id", "sys_id", "configuration_item_id", "key",
        "identifier", "code", "number", "asset_tag", "ci", "ci_name", "configuration_item",
        "service_name", "application", "name",
    ),
    "name": ("name", "display_name", "ci_name", "service_name", "application_name", "title", "label", "full_name"),
    "description": ("description", "short_description", "summary", "purpose", "comments"),
    "category": ("category", "service_category", "service_type", "ci_class", "class", "ci_type", "type", "section"),
    "criticality": ("criticality", "business_criticality", "business_impact", "importance", "tier", "priority"),
    "lifecycle": (
        "lifecycle", "life_cycle", "lifecycle_status", "life_cycle_stage", "status", "operational_status",
        "install_status", "state",
    ),
    "supplier": ("supplier", "provider", "vendor", "manufacturer"),
    "availability": ("availability", "availability_target", "target_availability", "sla_availability", "sla"),
    "support_hours": ("support_hours", "service_hours", "hours_of_support", "coverage"),
    "rto": ("rto", "recovery_time_objective", "recovery_time"),
    "rpo": ("rpo", "recovery_point_objective", "recovery_point"),
    "response": ("response", "response_time", "response_target"),
    "resolution": ("resolution", "resolution_time", "resolution_target", "fix_time"),
    "cost": ("cost", "annual_cost", "yearly_cost", "total_cost", "price"),
    "reviewed": ("reviewed", "last_reviewed", "last_review", "review_date", "attested_date"),
    "aliases": ("aliases", "alias", "also_known_as", "other_names"),
    "tags": ("tags", "labels", "keywords"),
}  # fmt: skip
"""Field of a service → folded names of columns."""

ENDS: Final = (
    ("service", "depends_on"), ("consumer", "provider"), ("parent", "child"), ("source", "target"), ("from", "to"),
    ("dependent", "dependency"), ("service", "requires"), ("service", "supporting_service"),
    ("application", "depends_on"),
)  # fmt: skip
"""In a file of relations: (the end that depends, the end that is depended on)."""

THINGS: Final = frozenset({"ci", "id", "name", "key", "item", "pkg", "package", "app", "node", "sys"})
"""Words that say what stands at an end, not which end it is: ``from_ci`` is ``from``."""

DEPENDS_ON: Final = (
    "depends_on", "dependencies", "dependency", "uses", "requires", "relies_on", "runs_on", "hosted_on", "upstream",
)  # fmt: skip
"""Providers, in a file of services."""

PARENT: Final = ("parent", "parent_ci", "used_by", "consumers")
"""Consumers, in a file of services."""

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "A": ("accountable", "service_owner", "owner", "owned_by", "business_owner", "product_owner"),
    "R": (
        "responsible",
        "managed_by",
        "support_group",
        "support_team",
        "maintainer",
        "assigned_to",
        "operated_by",
    ),
}
"""Responsibility → columns that name who holds it."""

VALUES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "lifecycle": {
        "live": (
            "in production",
            "production",
            "operational",
            "active",
            "in use",
            "installed",
            "in service",
            "running",
        ),
        "planned": ("proposed", "in development", "development", "ordered", "pipeline", "design", "planning"),
        "retiring": ("phase out", "phasing out", "end of life", "sunset", "deprecated", "to be retired"),
        "retired": ("decommissioned", "disposed", "inactive", "non-operational", "end of support", "removed"),
    },
    "criticality": {
        "1": ("most critical", "mission critical", "critical", "very high", "platinum", "1 - most critical"),
        "2": ("high", "somewhat critical", "gold", "2 - somewhat critical"),
        "3": ("medium", "moderate", "normal", "less critical", "silver", "3 - less critical"),
        "4": ("low", "not critical", "bronze", "4 - not critical"),
        "5": ("very low", "none", "negligible"),
    },
    "strength": {
        "hard": ("mandatory", "required", "strong", "depends", "depends on::used by"),
        "soft": ("optional", "recommended", "weak", "recommends"),
    },
    "kind": {
        "product": ("product", "business application", "application", "offering"),
        "service": ("service", "technical service", "infrastructure service"),
    },
}
"""Field → our value → what others write, casefolded."""

DATES: Final = (
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M",
)  # fmt: skip
"""Formats of dates, tried in this order."""


def synonym(header: str) -> str:
    """The field that a column of that name is for, in any kind of record; or empty."""
    name = folded(header)
    for consumer, provider in ENDS:
        if name in {consumer, provider}:
            return "service" if name == consumer else "depends_on"
    return next((field for field, names in FIELDS.items() if name in names), "")
