"""What a settings file says of coverage (rules, policies, waivers, the baseline), checked; errors say their line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import UsageError
from graphmodel.model.problems import SEVERITIES
from graphmodel.model.suggest import did_you_mean, near
from graphmodel.rules import RULES, by_code, conditions
from graphmodel.rules.configured import configured
from graphmodel.rules.settings import LEVELS, Policy, Waiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphmodel.rules.settings import Settings

    Lines = Mapping[tuple[str | int, ...], int]

CHOOSING: Final = ("select", "ignore")
"""The keys of ``rules`` that are no code."""
POLICY: Final = ("name", "select", "must", "severity", "why", "hint")
WAIVER: Final = ("subject", "code", "reason", "owner", "until")


def settings(said: Mapping[str, Any], file: str, lines: Lines) -> Settings:
    """The settings of a file that says that; other keys are left alone.

    ``lines``: where each key begins (``graphmodel.model.toml_file.key_lines``). Raises UsageError that begins with
    the file and the line, for what there is not, with what may have been meant.
    """
    place = _SettingsLines(file, lines)
    with place.of("rules"):
        made = _rules(_table(said.get("rules", {}), "rules", '[rules]\nignore = ["GM010"]'), place)
    with place.of("baseline"):
        made = replace(made, baseline=_text(said, "baseline", required=False))
    with place.of("score"):
        made = replace(made, levels=_levels(_table(said.get("score", {}), "score", "[score]\ngold = 95")))
    found = []
    for path, table in place.tables(said, "policy"):
        with place.of(*path):
            found.append(replace(_policy(table), file=file, line=lines.get(path, 0)))
            if any(other.code == found[-1].code for other in found[:-1]):
                raise UsageError(f"there are two policies {found[-1].name!r}", "give each a name of its own")
    made = replace(made, policies=tuple(found))
    waivers = []
    for path, table in place.tables(said, "waiver"):
        with place.of(*path):
            waivers.append(replace(_waiver(table, made), file=file, line=lines.get(path, 0)))
    return replace(made, waivers=tuple(waivers))


class _KeyError(UsageError):
    """A wrong key of a table, or its value."""

    def __init__(self, key: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.key = key


class _SettingsLines:
    """Says of an error where in the file it is."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.file, self.lines = file, lines

    @contextmanager
    def of(self, *path: str | int) -> Iterator[None]:
        """Errors are in what stands there, or in what holds it."""
        try:
            yield
        except UsageError as error:
            if error.message.startswith(self.file):  # told already, of a part
                raise
            path = (*path, error.key) if isinstance(error, _KeyError) else path
            known = (path[:n] for n in range(len(path), 0, -1))
            line = next((self.lines[part] for part in known if part in self.lines), 0)
            where = f"{self.file}:{line}" if line else self.file
            raise UsageError(f"{where}: {error.message}", error.hint) from None

    def tables(
        self, said: Mapping[str, Any], key: str
    ) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
        """The tables of that key, with the path of each."""
        with self.of(key):
            found = said.get(key, [])
            if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
                raise UsageError(f"{key} is no list of tables", f"begin each with [[{key}]]")
        for number, table in enumerate(found):
            yield (key, number), table


def _rules(table: Mapping[str, Any], place: _SettingsLines) -> Settings:
    for key in table:
        if key not in CHOOSING:
            with place.of("rules", key):
                if key not in RULES and near(key, CHOOSING):
                    raise UsageError(f"unknown key {key!r} of rules", did_you_mean(key, CHOOSING))
                configured({key: {}} if isinstance(table[key], dict) else {key: table[key]})
            for name, value in table[key].items():
                with place.of("rules", key, name):
                    configured({key: {name: value}})
    made = configured({key: value for key, value in table.items() if key not in CHOOSING})
    chosen: dict[str, list[str]] = {}
    for key in CHOOSING:
        with place.of("rules", key):
            chosen |= {key: _codes(table[key], key)} if key in table else {}
    on = dict.fromkeys(RULES, False) | dict.fromkeys(chosen["select"], True) if "select" in chosen else {}
    on |= dict.fromkeys(chosen.get("ignore", ()), False)
    return replace(made, on={**on, **made.on})


def _levels(table: Mapping[str, Any]) -> Mapping[str, float]:
    for name, least in table.items():
        if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 100:
            raise _KeyError(
                name, f"{name} of score is {least!r}", "it is the percent from which the level is reached: 95"
            )
    return {name: float(least) for name, least in table.items()} or LEVELS


def _codes(value: object, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise _KeyError(
            key, f"{key} is {value!r}, and must be a list of codes", f'{key} = ["GM001", "GM003"]'
        )
    return [by_code(code).code for code in value]


def _policy(table: Mapping[str, Any]) -> Policy:
    called = table.get("name")
    _known(table, POLICY, f"the policy {called!r}" if isinstance(called, str) else "a policy")
    name = _text(table, "name")
    must = table.get("must")
    if isinstance(must, dict):
        must = [must]
    if not isinstance(must, list) or not must or not all(isinstance(each, dict) for each in must):
        raise _KeyError(
            "must",
            f"must of the policy {name!r} is no list of conditions",
            'must = [{ has = "rto" }, { role = "A" }]',
        )
    asked = tuple((key, value) for each in must for key, value in each.items())
    try:
        for key, value in asked:
            conditions.check(key, value)
    except UsageError as error:
        raise _KeyError("must", error.message, error.hint) from None
    severity = table.get("severity", Policy.severity)
    if severity not in SEVERITIES:
        raise _KeyError("severity", f"severity is {severity!r}", f"it is one of {', '.join(SEVERITIES)}")
    why, hint = (_text(table, key, required=False) for key in ("why", "hint"))
    made = Policy(name, _text(table, "select"), asked, severity, why, hint)
    if made.code.endswith("-"):
        raise _KeyError("name", f"no code can be made of the policy's name {name!r}", "write it with letters")
    return made


def _waiver(table: Mapping[str, Any], made: Settings) -> Waiver:
    _known(table, WAIVER, "a waiver")
    until = table.get("until")
    if not isinstance(until, date) or isinstance(until, datetime):
        if until is None:
            raise UsageError("until is missing", "until = 2027-03-31")
        raise _KeyError("until", f"until is {until!r}, and must be a date", "until = 2027-03-31")
    subject, code, reason, owner = (_text(table, key) for key in WAIVER[:-1])
    try:
        return Waiver(subject, by_code(code, made).code, reason, owner, until)
    except UsageError as error:
        raise _KeyError("code", error.message, error.hint) from None


def _known(table: Mapping[str, Any], keys: tuple[str, ...], what: str) -> None:
    for key in table:
        if key not in keys:
            raise _KeyError(
                key, f"unknown key {key!r} of {what}", did_you_mean(key, keys, f"there are {', '.join(keys)}")
            )


def _table(value: object, key: str, example: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{key} is {value!r}, and must be a table", example)
    return value


def _text(table: Mapping[str, Any], key: str, *, required: bool = True) -> str:
    value = table.get(key, None if required else "")
    if value is None:
        raise UsageError(f"{key} is missing", f'{key} = "…"')
    if not isinstance(value, str) or (required and not value.strip()):
        raise _KeyError(key, f"{key} is {value!r}, and must be a text", f'{key} = "…"')
    return value.strip()
