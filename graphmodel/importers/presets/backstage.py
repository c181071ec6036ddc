"""Backstage: entities of its software catalogue."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="backstage",
    title="entities of Backstage",
    summary="catalog-info.yaml, also of a whole tree of folders; entities as JSON",
    signs=(Sign(importer="backstage"),),
    text=shipped("backstage.toml"),
)
