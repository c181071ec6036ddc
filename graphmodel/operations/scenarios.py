"""Scenarios: a file of what may happen, what becomes of the products then, and whether that is what is expected."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.question import argument
from graphmodel.answers.report import Report, columns
from graphmodel.model.errors import GraphmodelError, UsageError
from graphmodel.model.words import called, count, listed
from graphmodel.operations.details.scenario_rows import TOPICS, ScenarioRow
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.session import Session

FAILED: Final = 1
"""The exit code where an expectation is broken."""
NAMED: Final = 5
"""How many services a sentence names."""
EXAMPLE: Final = (
    """a scenario is a table: ["Acme fails"] with fail = ["supplier:acme"], survive = ["criticality:1"]"""
)


@dataclass(frozen=True)
class ScenariosQuestion:
    """What becomes of the products in each scenario of a file, and is it what is expected?

    A TOML file with a table for each scenario. What happens: fail and degrade (selectors), with (a folder laid over the
    catalogue, relative to the file), without (selectors), at (a day). What is expected: survive (selectors of services
    that must not be down) and restore (how long it may take until every product is back). Exit code 1 where an
    expectation is broken.
    """

    file: Path = argument("the TOML file", "FILE", path="read")


@dataclass(frozen=True)
class Scenario:
    """What happens, and what is expected."""

    name: str
    line: int
    fail: tuple[str, ...] = ()
    degrade: tuple[str, ...] = ()
    with_: tuple[Path, ...] = ()
    without: tuple[str, ...] = ()
    at: str | None = None
    survive: tuple[str, ...] = ()
    restore: str | None = None
    seconds: int | None = None
    """What ``restore`` means."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each key stands."""


VERDICTS: Final = ("broken", "unknown", "kept")
KEYS: Final = ("fail", "degrade", "with", "without", "at", "survive", "restore")


def scenarios(session: Session, file: Path) -> Report[ScenarioRow]:
    """One row for each scenario, in the order of the file.

    Raises UsageError for a file that cannot be read or understood and for what it names that is not there;
    RejectedError for an overlay with errors.
    """
    rows, errors = [], []
    for scenario in read(file):
        try:
            rows.append(_row(session, scenario))
        except UsageError as error:
            errors.append(UsageError(f"{file}:{error.message}", error.hint))
    _raise(errors)
    verdicts = Counter(row.verdict or "without expectation" for row in rows)
    said = [f"{verdicts[one]:,} {one}" for one in (*VERDICTS, "without expectation") if verdicts[one]]
    return Report(
        columns(
            ScenarioRow,
            wide=("products_down", "at_least", "names"),
            spare=("weight", "products_at_risk", "products_degraded"),
        ),
        rows,
        title=f"{count(len(rows), 'scenario')}: {listed(said, len(said))}",
        notes=session.proposal.notes if session.proposal else (),
        more={"file": str(file), **({"proposal": session.proposal.record()} if session.proposal else {})},
        analysis="scenarios",
        revision=session.revision,
    )


def _row(session: Session, scenario: Scenario) -> ScenarioRow:
    """What becomes of the products, and of what is expected."""
    from graphmodel.algorithms import states
    from graphmodel.algorithms.recovery import NEVER, recover
    from graphmodel.analyses.details.failing import harm, own_time, weight
    from graphmodel.analyses.details.selection import Names, numbers
    from graphmodel.model.durations import text

    with _about(scenario, "with"):
        laid = session.proposed(with_=scenario.with_)
    with _about(scenario, "survive"):
        expected = _expected(laid.index, scenario.survive)
    with _about(scenario, "without"):
        index = laid.proposed(without=scenario.without, at=scenario.at).index
    with _about(scenario, "fail"):
        failed = numbers(index, scenario.fail) if scenario.fail else []
    with _about(scenario, "degrade"):
        degraded = numbers(index, scenario.degrade) if scenario.degrade else []
    bad = index.gone.copy()
    bad[failed] = True
    state = states.fail(index, degraded, states.DEGRADED, bad).state
    hit = harm(state, index.product & ~index.gone, weight(index))
    down = hit.down
    found = recover(index, failed, own_time(index))
    least, most = found.restore[down], found.latest[down]
    broken = [*_survived(index, expected, state == states.DOWN), *_restored(scenario, least)]
    never = bool((least == NEVER).any())
    names = Names(index)
    return ScenarioRow(
        scenario.name,
        names.id.of(down.tolist()),
        hit.degraded,
        hit.at_risk,
        hit.weight,
        "" if not len(down) else "never" if never else text(int(least.max())),
        _verdict(scenario, broken, most),
        tuple(broken),
        "yes" if bool((least != most).any()) else "no",
        len(down),
        names.name.of(down.tolist()),
    )


@contextmanager
def _about(scenario: Scenario, key: str) -> Iterator[None]:
    """What is wrong here stands in the line of that key."""
    try:
        yield
    except UsageError as error:
        line = scenario.lines.get(key, scenario.line)
        raise UsageError(f"{line}: {scenario.name}: {error.message}", error.hint) from None


def _expected(index: Index, survive: Sequence[str]) -> list[str]:
    """The ids of the services that are to survive, also of one that is gone already. Raises UsageError for others."""
    from graphmodel.analyses.details.selection import numbers

    found: dict[str, None] = {}
    for text in survive:
        if text in index.taken:
            found[text] = None
        else:
            found |= dict.fromkeys(index.service_id[v] for v in numbers(index, [text]))
    return list(found)


def _survived(index: Index, expected: Sequence[str], down: NDArray[np.bool_]) -> Iterator[str]:
    gone = [one for one in expected if one in index.taken]
    lost = [v for one in expected if (v := index.find(one)) >= 0 and down[v]]
    if gone or lost:
        named = [f"{one} is gone" for one in gone]
        named += [f"{called(index.service_id[v], index.service_name[v])} is down" for v in lost]
        yield f"survive: {listed(named, NAMED)}"


def _restored(scenario: Scenario, least: NDArray[np.int64]) -> Iterator[str]:
    from graphmodel.algorithms.recovery import NEVER
    from graphmodel.model.durations import text

    if scenario.seconds is None or not len(least):
        return
    if (least == NEVER).any():
        yield f"restore: {count(int((least == NEVER).sum()), 'product is', 'products are')} never back"
    elif int(least.max()) > scenario.seconds:
        yield f"restore: {text(int(least.max()))} is longer than {scenario.restore}"


def _verdict(scenario: Scenario, broken: Sequence[str], most: NDArray[np.int64]) -> str:
    """Unknown where an own time that nobody states would decide."""
    from graphmodel.algorithms.recovery import NEVER

    if broken:
        return "broken"
    if not scenario.survive and scenario.seconds is None:
        return ""
    late = (most == NEVER) | (most > (scenario.seconds or 0))
    return "unknown" if scenario.seconds is not None and bool(late.any()) else "kept"


def read(file: Path) -> list[Scenario]:
    """The scenarios of a file. Raises UsageError that names every key that is not understood."""
    from graphmodel.model import toml_file

    text = toml_file.text(file, "check the path")
    said, lines = toml_file.parsed(text, str(file), EXAMPLE), toml_file.key_lines(text)
    found, errors = [], []
    for name, path, table in _tables(said):
        line = lines.get(path, 0)
        if not isinstance(table, dict):
            errors.append(UsageError(f"{file}:{line}: {name!r} is no scenario", EXAMPLE))
            continue
        values: dict[str, Any] = {}
        for key, value in table.items():
            try:
                values |= _value(file, key, value)
            except GraphmodelError as error:
                at = lines.get((*path, key), line)
                errors.append(UsageError(f"{file}:{at}: {name}: {error.message}", error.hint))
        stands = {key: lines.get((*path, key), line) for key in table}
        found.append(Scenario(name, line, **values, lines=stands))
    _raise(errors)
    if not found:
        raise UsageError(f"{file} has no scenario", EXAMPLE)
    return found


def _tables(said: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """(name, path, table) of each scenario: a table of the file, or of one that is called ``scenario``."""
    for name, table in said.items():
        if name in ("scenario", "scenarios") and isinstance(table, list):
            for at, one in enumerate(table):
                if not isinstance(one, dict):
                    yield "", (name, at), one
                    continue
                fields = dict(one)
                yield str(fields.pop("name", f"scenario {at + 1}")), (name, at), fields
        elif name in ("scenario", "scenarios") and isinstance(table, dict) and _nested(table):
            yield from ((inner, (name, inner), one) for inner, one in table.items())
        else:
            yield name, (name,), table


def _nested(table: Mapping[str, Any]) -> bool:
    return bool(table) and all(isinstance(one, dict) for one in table.values())


def _value(file: Path, key: str, value: object) -> dict[str, Any]:
    """A key of a scenario as its field. Raises UsageError for an unknown key and a value of another type."""
    from graphmodel.analyses.details.between import day
    from graphmodel.model.durations import seconds
    from graphmodel.model.suggest import did_you_mean

    if key not in KEYS:
        raise UsageError(f"unknown key {key!r}", did_you_mean(key, KEYS, f"the keys are: {', '.join(KEYS)}"))
    if key == "at":
        return {"at": day(value.isoformat() if isinstance(value, date) else _text(key, value))}
    if key == "restore":
        stated = _text(key, value)
        try:
            return {"restore": stated, "seconds": seconds(stated)}
        except ValueError as error:
            raise UsageError(f"restore {error}") from None
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(one, str) and one.strip() for one in texts):
        raise UsageError(f"{key} cannot be {value!r}", "it is a text or a list of texts, none of them empty")
    if key == "with":
        return {"with_": tuple(file.parent / one for one in texts)}
    return {key: tuple(texts)}


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{key} cannot be {value!r}", "it is a text in quotes")
    return value


def _raise(errors: Sequence[UsageError]) -> None:
    """Raises one error that says all of these."""
    if errors:
        hints = dict.fromkeys(error.hint for error in errors if error.hint)
        raise UsageError("\n".join(error.message for error in errors), " ".join(hints))


def run(access: Access, question: ScenariosQuestion) -> Outcome:
    """Go through the scenarios."""
    report = scenarios(access.session(), question.file)
    return Outcome(report, code=FAILED if any(row.verdict == "broken" for row in report.rows) else 0)


OPERATION = Operation(
    name="scenarios",
    summary="What happens in each scenario of a file, and is it what is expected? A gate for CI.",
    question=ScenariosQuestion,
    examples=(
        "graphmodel -c examples/university scenarios examples/university/scenarios.toml",
        "graphmodel -c examples/university scenarios examples/university/scenarios.toml --format json",
    ),
    run=run,
    gives="rows",
    proposes=True,
    topics=TOPICS,
)
