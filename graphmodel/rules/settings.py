"""What a user sets: how the coverage rules judge a catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """What holds for every question of a session; with nothing set the rules do as their pages say."""

    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: _NOTHING)
    """Code of a rule → name of a parameter of it → its value."""

    def parameter(self, code: str, name: str, default: object) -> Any:
        """The value of a rule's parameter, where it is set.

        >>> Settings({"ACME001": {"allowed": ("MAIL",)}}).parameter("ACME001", "allowed", ())
        ('MAIL',)
        >>> Settings().parameter("ACME001", "allowed", ())
        ()
        """
        return self.parameters.get(code, _NOTHING).get(name, default)


DEFAULT: Final = Settings()
"""Nothing set."""
