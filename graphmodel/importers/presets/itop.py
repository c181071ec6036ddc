"""iTop: its exports as CSV, with codes or labels of attributes as header."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="itop",
    title="an iTop export",
    summary="CSV of configuration items and of lnk… tables, with codes or labels, linked sets in cells",
    signs=(
        Sign(("name", "finalclass")),
        Sign(("Name", "CI sub-class")),
        Sign(("Full name", "CI sub-class")),
        Sign(("Name", "id (Primary Key)")),
        Sign(("Full name", "id (Primary Key)")),
        Sign(("name", "functionalcis_list")),
        Sign(("name", "business_criticity")),
        Sign(("applicationsolution_name", "functionalci_name")),
        Sign(("businessprocess_name", "applicationsolution_name")),
        Sign(("functionalci_name", "contact_name")),
        Sign(("applicationsolution_id->name", "functionalci_id->name")),
        Sign(("businessprocess_id->name", "applicationsolution_id->name")),
        Sign(("functionalci_id->name", "contact_id->name")),
        Sign(("Application solution name", "Functionalci name")),
        Sign(("Business process name", "Application solution name")),
        Sign(("Functionalci name", "Contact name")),
    ),
    text=shipped("itop.toml"),
)
