"""Exports of known systems: mappings that ship, and what tells that files are such an export."""

from __future__ import annotations

from typing import Final

from graphmodel.importers.presets.preset import Preset
from graphmodel.model.errors import UsageError
from graphmodel.model.register import Register
from graphmodel.model.suggest import did_you_mean

NONE: Final = "none"
"""In place of a preset: do not look for one."""

_OWN: Final = ("servicenow", "leanix", "itop", "archi", "archimate", "backstage", "compose")

PRESETS: Final = Register(
    "graphmodel.presets",
    Preset,
    {name: f"{__name__}.{name}:PRESET" for name in _OWN},
    lambda preset: preset.name,
)
"""Every preset by name; where several know a file, the first of them. Another package adds one by an entry point of the
group ``graphmodel.presets``."""


def named(name: str) -> Preset:
    """The preset of that name, in any case. Raises UsageError for an unknown one."""
    folded = name.strip().casefold()
    if folded not in PRESETS:
        hint = did_you_mean(folded, [*PRESETS, NONE], "graphmodel mapping list names them")
        raise UsageError(f"there is no preset {name!r}", hint)
    return PRESETS[folded]
