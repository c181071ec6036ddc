"""Settings of the rules, made of what a settings file says of them, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import UsageError
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.suggest import did_you_mean
from graphmodel.rules import by_code
from graphmodel.rules.settings import EVERY, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping


def configured(rules: Mapping[str, Any]) -> Settings:
    """Settings of a table: code of a rule → what is set of it: ``on``, ``severity``, parameters.

    Raises UsageError for a rule, key or value that there is not, with what may have been meant.

    >>> configured({"GM001": {"on": False}, "GM003": {"severity": "info"}}).on
    {'GM001': False}
    """
    given = {by_code(code).code: _table(code, table) for code, table in rules.items()}
    settings = Settings(
        {code: rest for code, table in given.items() if (rest := _without(table, EVERY))},
        {code: table["severity"] for code, table in given.items() if "severity" in table},
        {code: table["on"] for code, table in given.items() if "on" in table},
    )
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Raises UsageError for what no rule takes, with what may have been meant."""
    for code, severity in settings.severity.items():
        if severity not in SEVERITIES:
            raise UsageError(
                f"{by_code(code).code}: severity is {severity!r}", f"it is one of {', '.join(SEVERITIES)}"
            )
    for code, on in settings.on.items():
        if not isinstance(on, bool):
            raise UsageError(f"{by_code(code).code}: on is {on!r}", "write true or false")
    for code, values in settings.parameters.items():
        rule = by_code(code)
        known = {parameter.name: parameter for parameter in rule.parameters}
        for name, value in values.items():
            if name not in known:
                raise UsageError(
                    f"{rule.code} has no parameter {name!r}",
                    did_you_mean(name, (*known, *EVERY), f"it has {', '.join((*known, *EVERY))}"),
                )
            known[name].checked(value)


def _table(code: str, table: object) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise UsageError(f"{code} is {table!r}, and must be a table", f"{code} = {{ on = false }}")
    return table


def _without(table: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}
