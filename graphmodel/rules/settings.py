"""What a user sets: how the coverage rules judge a catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.problems import Severity

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_KINDS: Final = {bool: "yes or no (true, false)", int: "a whole number", float: "a number", str: "a text"}

EVERY: Final = ("on", "severity")
"""What can be set of every rule; no parameter is called so."""

T = TypeVar("T", bound="bool | int | float | str | tuple[int, ...] | tuple[str, ...]")


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """What a user may set of a rule. Its default says of which type its values are: one of the default's, as many.

    A tuple of numbers takes as many as the default has, a tuple of texts any number.
    """

    code: str
    """The rule's."""
    name: str
    default: T
    help: str
    """What it means, in which unit."""
    least: float | None = None
    """The smallest number that it takes."""
    most: float | None = None
    """The greatest."""
    choices: tuple[str, ...] = ()
    """The texts that it takes; any where there are none."""

    def checked(self, value: object) -> T:
        """The value as the rule takes it. Raises UsageError for one of another type, or out of bounds."""
        if not isinstance(self.default, tuple):
            return self._one(value, type(self.default))  # type: ignore[no-any-return]
        numbers = self.default and not isinstance(self.default[0], str)
        if not isinstance(value, list | tuple) or (numbers and len(value) != len(self.default)):
            raise self._wrong(
                value, f"a list of {len(self.default)} numbers" if numbers else "a list of texts"
            )
        return tuple(self._one(item, int if numbers else str) for item in value)  # type: ignore[return-value]

    def _one(self, value: object, wanted: type) -> Any:
        fits = isinstance(value, int | float if wanted is float else wanted)
        if not fits or (isinstance(value, bool) and wanted is not bool):
            raise self._wrong(value, _KINDS[wanted])
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not (self.least is None or value >= self.least):
                raise self._wrong(value, f"at least {self.least:g}")
            if not (self.most is None or value <= self.most):
                raise self._wrong(value, f"at most {self.most:g}")
        if self.choices and value not in self.choices:
            raise self._wrong(value, f"one of {', '.join(self.choices)}")
        return value

    def _wrong(self, value: object, wanted: str) -> UsageError:
        return UsageError(
            f"{self.code}: {self.name} is {value!r}, and must be {wanted}",
            f"{self.help}; by default {shown(self.default)}",
        )


def shown(value: object) -> str:
    """A value of a parameter as it is written in a settings file.

    >>> shown((180, 365)), shown(True), shown("site"), shown(())
    ('[180, 365]', 'true', '"site"', '[]')
    """
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


@dataclass(frozen=True)
class Settings:
    """What holds for every question of a session; with nothing set the rules do as their pages say.

    ``graphmodel.rules.configured`` checks them.
    """

    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: _NOTHING)
    """Code of a rule → name of a parameter of it → its value."""
    severity: Mapping[str, Severity] = field(default_factory=lambda: _NOTHING)
    """Code of a rule → how bad its findings are, where that is not what the rule says."""
    on: Mapping[str, bool] = field(default_factory=lambda: _NOTHING)
    """Code of a rule → whether it is applied, where that is not what the rule says."""
    timezone: str = "UTC"
    """The time zone of support hours that name none."""
    today: date | None = None
    """The day by which reviews, starts and ends are judged; None for the day on which it is asked."""

    @property
    def day(self) -> date:
        """The day by which reviews, starts and ends are judged."""
        return self.today or date.today()  # noqa: DTZ011  (the user's own day)

    def value(self, parameter: Parameter[T]) -> T:
        """What holds for a parameter: what is set, else its default. Raises UsageError for a value that does not fit.

        >>> NAMES = Parameter("ACME001", "allowed", ("OK",), "ids that may be in capitals")
        >>> Settings({"ACME001": {"allowed": ["MAIL"]}}).value(NAMES), Settings().value(NAMES)
        (('MAIL',), ('OK',))
        """
        given = self.parameters.get(parameter.code, _NOTHING)
        return parameter.checked(given[parameter.name]) if parameter.name in given else parameter.default


DEFAULT: Final = Settings()
"""Nothing set."""
