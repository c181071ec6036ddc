"""What a user sets of the rules, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graphmodel.index.shared import shared
from graphmodel.model.errors import UsageError
from graphmodel.operations.operation import Access
from graphmodel.operations.rules import OPERATION, RulesQuestion
from graphmodel.rules import RULES
from graphmodel.rules.configured import configured
from graphmodel.rules.rule import Rule
from graphmodel.rules.settings import Parameter, Settings
from graphmodel.session import Session
from tests.conftest import catalogue, index
from tests.ruled import findings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

FILES = {"services.csv": "id,category\nmail,\n", "roles.csv": "id\nidle\n"}
"""GM001, GM003 and GM005 find mail, GM010 the role."""

SHARE = Parameter("GM999", "share", 50, "percent", least=1, most=100)
RATE = Parameter("GM999", "rate", 0.5, "a number")
DAYS = Parameter[tuple[int, ...]]("GM999", "days", (1, 2), "days by criticality", least=0)
BY = Parameter("GM999", "by", "site", "an attribute", choices=("site", "team"))
NAMES = Parameter[tuple[str, ...]]("GM999", "names", (), "ids")
STRICT = Parameter("GM999", "strict", False, "everything")


def codes(settings: Settings, **question: Any) -> list[tuple[str, str]]:
    report = Session.of_catalogue(catalogue(FILES), settings).run("gaps", **question)
    return [(row.code, row.severity) for row in report.rows]


def test_a_rule_that_is_off_is_not_applied_unless_it_is_asked_for() -> None:
    off = configured({"GM001": {"on": False}, "gm005": {"on": False}})
    assert codes(off) == [("GM003", "warning"), ("GM010", "info")]
    assert codes(off, rule=("GM001",)) == [("GM001", "warning")]
    assert codes(configured({"GM001": {"on": True}})) == codes(Settings())


def test_a_severity_that_is_set_holds_everywhere() -> None:
    changed = configured({"GM010": {"severity": "error"}, "GM003": {"severity": "info"}})
    assert codes(changed)[0] == ("GM010", "error")
    assert codes(changed, severity="error") == [("GM010", "error")]
    assert ("GM003", "info") in codes(changed)


def test_the_rules_are_listed_with_what_is_set() -> None:
    changed = configured({"GM001": {"on": False}, "GM003": {"severity": "info"}})
    report = OPERATION.run(
        Access(lambda: pytest.fail("no catalogue is needed"), settings=changed), RulesQuestion()
    ).report
    assert report is not None
    said = {row.code: (row.state, row.severity) for row in report.rows}
    assert said["GM001"] == ("off", "warning")
    assert said["GM003"] == ('on, severity = "info"', "info")
    assert said["GM010"] == ("on", "info")
    assert list(said) == list(RULES)


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ({"GM0001": {}}, "there is no rule 'GM0001'", "GM001"),
        ({"GM001": {"sevrity": "info"}}, "GM001 has no parameter 'sevrity'", "severity"),
        ({"GM001": {"severity": "bad"}}, "GM001: severity is 'bad'", "info, warning, error"),
        ({"GM001": {"severity": ["info"]}}, "GM001: severity is ['info']", "info, warning, error"),
        ({"GM001": {"on": "no"}}, "GM001: on is 'no'", "true or false"),
        ({"GM001": False}, "GM001 is False, and must be a table", "on = false"),
    ],
)
def test_what_no_rule_takes_is_an_error(table: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        configured(table)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_settings_made_by_hand_are_checked_when_they_are_used() -> None:
    with pytest.raises(UsageError, match="GM001 has no parameter 'days'"):
        codes(Settings({"GM001": {"days": 3}}))


@pytest.mark.parametrize(
    ("parameter", "value", "fits"),
    [
        (SHARE, 1, True), (SHARE, 100, True), (SHARE, 0, False), (SHARE, 101, False), (SHARE, 2.5, False),
        (SHARE, True, False), (SHARE, "30", False), (RATE, 1, True), (RATE, 0.25, True), (RATE, False, False),
        (DAYS, [3, 4], True), (DAYS, (0, 0), True), (DAYS, [3], False), (DAYS, [3, -1], False), (DAYS, 3, False),
        (DAYS, ["3", "4"], False), (BY, "team", True), (BY, "place", False), (BY, 1, False),
        (NAMES, ["a", "b"], True), (NAMES, [], True), (NAMES, "a", False), (NAMES, [1], False),
        (STRICT, True, True), (STRICT, 1, False),
    ],
)  # fmt: skip
def test_a_value_is_of_the_type_of_the_default(parameter: Parameter[Any], value: object, fits: bool) -> None:
    settings = Settings({"GM999": {parameter.name: value}})
    if fits:
        found = settings.value(parameter)
        assert found == (tuple(value) if isinstance(value, list) else value)
    else:
        with pytest.raises(UsageError, match=f"GM999: {parameter.name} is ") as caught:
            settings.value(parameter)
        assert parameter.help in caught.value.hint


def test_a_parameter_that_is_not_set_has_its_default() -> None:
    assert Settings({"GM999": {"share": 3}}).value(DAYS) == (1, 2)


def test_a_rule_has_only_parameters_of_its_own() -> None:
    given: dict[str, Any] = dict.fromkeys(("title", "why", "hint"), "x")
    given |= {"severity": "info", "bad": {}, "good": {}, "find": lambda *_: iter(())}
    with pytest.raises(ValueError, match="another rule's"):
        Rule("GM998", parameters=(SHARE,), **given)
    with pytest.raises(ValueError, match="every rule has it"):
        Rule("GM999", parameters=(Parameter("GM999", "on", 1, "x"),), **given)


def test_the_day_is_today_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(today=date(2024, 2, 29)).day == date(2024, 2, 29)
    assert Settings().day == date(2025, 6, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'soon'"):
        _ = Settings().day
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert date.today() - Settings().day <= date.resolution  # noqa: DTZ011


def test_shared_work_is_done_once_for_each_index_and_nobody_writes_into_it() -> None:
    calls: list[int] = []

    @shared
    def numbers(given: Index) -> tuple[NDArray[np.int64], list[int]]:
        """Some."""
        calls.append(given.n)
        return np.arange(given.n), [1]

    one, two = index(FILES), index({"services.csv": "id\na\nb\n"})
    assert numbers(one)[0] is numbers(one)[0]
    assert numbers(two)[0].tolist() == [0, 1]
    assert calls == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        numbers(one)[0][0] = 3


def test_two_runs_on_one_index_find_the_same() -> None:
    """What rules share is not changed by any of them."""
    for rule in RULES.values():
        at = index(rule.bad)
        first = [f for other in RULES.values() for f in findings(other, at)]
        assert first == [f for other in RULES.values() for f in findings(other, at)]
        assert sorted(first, key=repr) == sorted(
            (f for other in RULES.values() for f in findings(other, index(rule.bad))), key=repr
        )
