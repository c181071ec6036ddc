"""LeanIX: its inventory as a workbook or CSV, one sheet for each type of fact sheet or one for all."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="leanix",
    title="a LeanIX export",
    summary="fact sheets of applications, IT components, interfaces: workbook or CSV, one sheet or one for each type",
    signs=(
        Sign(("id", "type", "displayName")),
        Sign(("type", "name", "displayName")),
        Sign(("type", "name", "relApplicationToITComponent")),
        Sign(("type", "name", "lifecycle:active")),
    ),
    text=shipped("leanix.toml"),
)
