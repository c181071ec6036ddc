"""ArchiMate: models in the exchange format of The Open Group."""

from __future__ import annotations

from graphmodel.importers.presets.preset import Preset, Sign, shipped

PRESET = Preset(
    name="archimate",
    title="an ArchiMate model",
    summary="the model exchange format (XML) of any ArchiMate tool",
    signs=(Sign(importer="archimate"),),
    text=shipped("archimate.toml"),
)
