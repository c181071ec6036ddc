"""ServiceNow: lists of services, offerings and applications, and of the relations of configuration items."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="servicenow",
    title="a ServiceNow export",
    summary="cmdb_ci_service and its kin, service_offering, cmdb_rel_ci: CSV or workbook, names or labels of columns",
    signs=(
        Sign(("sys_id", "sys_class_name")),
        Sign(("name", "sys_class_name")),
        Sign(("name", "busines_criticality")),
        Sign(("Sys ID", "Name", "Class")),
        Sign(("Name", "Class", "Operational status")),
        Sign(("Name", "Class", "Business criticality", "Owned by")),
        Sign(("Name", "Service classification")),
        Sign(("Name", "Parent"), {"Class": "*Offering"}),
        Sign(("parent", "child"), {"type": "*::*"}),
        Sign(("parent", "child"), {"type.name": "*::*"}),
        Sign(("parent.sys_id", "child.sys_id")),
        Sign(("parent.name", "child.name")),
        Sign(("parent.name", "child.sys_id")),
        Sign(("parent.sys_id", "child.name")),
        Sign(("service_id", "ci_id")),
        Sign(("service_id.sys_id", "ci_id.sys_id")),
        Sign(("service_id.name", "ci_id.name")),
        Sign(sheet="cmdb_rel_ci*", columns=("parent", "child", "type")),
    ),
    text=shipped("servicenow.toml"),
)
