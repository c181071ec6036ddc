"""docker compose: the services of projects."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="compose",
    title="docker compose files",
    summary="compose.yaml of any number of projects",
    signs=(Sign(importer="compose"),),
    text=shipped("compose.toml"),
)
