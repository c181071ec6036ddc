"""What holds for a command here, and where it comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.answers.question import option
from graphmodel.answers.report import Report, columns
from graphmodel.model.rows import documented
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.rules.settings import Settings

DEFAULT = "default"
"""Where a value comes from that nobody set."""


@dataclass(frozen=True)
class ConfigQuestion:
    """Show what holds here, and where each value comes from: a line of a settings file, the environment, an option.

    The settings file is the nearest to the catalogue that is named, else to the working directory. What nobody
    set is the default. graphmodel rules lists the rules with their state.
    """

    schema: bool = option("the JSON schema of graphmodel.toml in their place, for an editor", default=False)


@documented(
    key="as a settings file writes it",
    value="what holds",
    origin="file and line, environment variable or option; nearest for the settings file; default where nobody set it",
)
class ConfigRow(NamedTuple):
    """One value."""

    key: str
    value: str
    origin: str


def run(access: Access, question: ConfigQuestion) -> Outcome:
    """List the values, or give the schema."""
    if question.schema:
        from graphmodel.rules.schema import schema

        return Outcome(text=json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
    catalogue, origin = access.chosen()
    rows = [ConfigRow("catalogue", catalogue, origin), *_rows(access.settings)]
    return Outcome(Report(columns(ConfigRow), rows, analysis="config", title="What holds here"))


def _rows(settings: Settings) -> Iterator[ConfigRow]:
    from graphmodel.rules.settings import shown

    def row(key: str, value: str, *path: str | int) -> ConfigRow:
        return ConfigRow(key, value, settings.origin(*path) or DEFAULT)

    yield ConfigRow("settings file", settings.file, "nearest" if settings.file else DEFAULT)
    yield row("timezone", settings.timezone, "timezone")
    yield row("baseline", settings.baseline, "baseline")
    for name, least in settings.levels.items():
        yield row(f"score.{name}", f"{least:g}", "score", name)
    for code, on in settings.on.items():
        own = ("rules", code, "on")
        yield row(
            f"rules.{code}.on",
            shown(on),
            *(own if own in settings.places else ("rules", "select" if on else "ignore")),
        )
    for code, severity in settings.severity.items():
        yield row(f"rules.{code}.severity", severity, "rules", code, "severity")
    for code, values in settings.parameters.items():
        for name, value in values.items():
            yield row(f"rules.{code}.{name}", shown(value), "rules", code, name)
    for n, policy in enumerate(settings.policies):
        yield row("policy", f"{policy.name} ({policy.severity}): {policy.select}", "policy", n)
    for n, waiver in enumerate(settings.waivers):
        yield row("waiver", f"{waiver.code} for {waiver.subject}: {waiver.words}", "waiver", n)


OPERATION = Operation(
    name="config",
    summary="What holds here, and where it comes from.",
    question=ConfigQuestion,
    examples=("graphmodel config", "graphmodel config --schema"),
    run=run,
    catalogue=False,
    gives="rows",
)
