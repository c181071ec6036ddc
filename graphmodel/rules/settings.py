"""What a user sets: how the coverage rules judge a catalogue."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from graphmodel.model.errors import UsageError
from graphmodel.model.folding import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.problems import Severity

_NOTHING: Mapping[Any, Any] = MappingProxyType({})
_KINDS: Final = {bool: "yes or no (true, false)", int: "a whole number", float: "a number", str: "a text"}

EPOCH: Final = "SOURCE_DATE_EPOCH"
"""The variable with the second, since 1970, that counts as now, so that an answer can be made again."""

LEVELS: Final[Mapping[str, float]] = MappingProxyType({"bronze": 60.0, "silver": 80.0, "gold": 95.0})
"""The levels of scores, where nobody sets others."""

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
class Policy:
    """A rule that a user writes without Python: which services, and what must hold of them."""

    name: str
    """What it wants, in words."""
    select: str
    """The services that it is about; retired ones and placeholders among them are left out."""
    must: tuple[tuple[str, str], ...]
    """Conditions (``graphmodel.rules.conditions``) and what each asks; all must hold."""
    severity: Severity = "error"
    why: str = ""
    """Why it matters."""
    hint: str = ""
    """What to do about a finding."""
    file: str = ""
    """The settings file."""
    line: int = 0
    """Where it begins there."""

    @property
    def code(self) -> str:
        """Its code, made of its name.

        >>> Policy("Critical products are watched!", "", ()).code, Policy("Größe", "", ()).code
        ('POLICY-critical-products-are-watched', 'POLICY-grosse')
        """
        return "POLICY-" + re.sub(r"[\W_]+", "-", folded(self.name)).strip("-")


@dataclass(frozen=True)
class Waiver:
    """Findings that a user accepts for a while."""

    subject: str
    """The id of what the findings are about."""
    code: str
    """The rule's, or the policy's."""
    reason: str
    owner: str
    """Who answers for it."""
    until: date
    """The last day on which it holds."""
    file: str = ""
    """The settings file."""
    line: int = 0
    """Where it begins there."""

    @property
    def words(self) -> str:
        """Why, who, and how long, as messages say it."""
        return f"{self.reason} ({self.owner}, until {self.until})"


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
    policies: tuple[Policy, ...] = ()
    """Rules that the user wrote."""
    waivers: tuple[Waiver, ...] = ()
    """Findings that the user accepts for a while."""
    baseline: str = ""
    """The file with what was known before, for ``check``; empty where there is none."""
    levels: Mapping[str, float] = field(default_factory=lambda: LEVELS)
    """Level of a score → the percent from which it is reached, ascending."""
    places: Mapping[tuple[str | int, ...], str] = field(default_factory=lambda: _NOTHING)
    """Where each key was set, as ``FILE:LINE``; keys within tables as paths."""
    file: str = ""
    """The settings file that was read; empty where there is none."""
    today: date | None = None
    """The day by which reviews, starts and ends are judged; None for the day on which it is asked.

    Where ``SOURCE_DATE_EPOCH`` is set (https://reproducible-builds.org/specs/source-date-epoch/), that is its day.
    """

    def level(self, score: float) -> str:
        """The highest level that a score in percent reaches; empty below the lowest.

        >>> Settings().level(80), Settings().level(59.9), Settings(levels={"good": 50.0}).level(99)
        ('silver', '', 'good')
        """
        reached = [(least, name) for name, least in self.levels.items() if score >= least]
        return max(reached)[1] if reached else ""

    def origin(self, *path: str | int) -> str:
        """Where that key was set, or the table that it is in; empty where nobody did."""
        known = (path[:n] for n in range(len(path), 0, -1))
        return next((self.places[part] for part in known if part in self.places), "")

    @property
    def day(self) -> date:
        """The day by which reviews, starts and ends are judged."""
        if self.today:
            return self.today
        if fixed := os.environ.get(EPOCH):
            try:
                return datetime.fromtimestamp(int(fixed), UTC).date()
            except (ValueError, OverflowError, OSError):
                raise UsageError(f"{EPOCH} is {fixed!r}", "it is a number of seconds since 1970") from None
        return date.today()  # noqa: DTZ011  (the user's own day)

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
