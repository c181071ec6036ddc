"""Archi: its export as CSV of elements, relations and properties."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="archi",
    title="an export of Archi as CSV",
    summary="elements.csv, relations.csv, properties.csv, with or without a prefix",
    signs=(
        Sign(("ID", "Type", "Name", "Documentation")),
        Sign(("ID", "Type", "Source", "Target")),
        Sign(("ID", "Key", "Value")),
    ),
    text=shipped("archi.toml"),
)
