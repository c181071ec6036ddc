"""A settings file: what it says of rules, policies and waivers, and what it must not say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from graphmodel.model.errors import UsageError
from graphmodel.model.toml_file import key_lines, parsed
from graphmodel.rules import RULES, every
from graphmodel.rules.schema import schema
from graphmodel.rules.settings import Settings
from graphmodel.rules.settings_file import settings
from tests.conftest import index
from tests.ruled import findings

WAIVER = '[[waiver]]\nsubject = "mail"\ncode = "GM003"\nreason = "moves"\nowner = "Ada"\nuntil = 2027-03-31\n'
POLICY = '[[policy]]\nname = "All have an owner"\nselect = "kind:service"\nmust = { role = "A" }\n'
FILES = {
    "services.csv": "id,name,lifecycle\nmail,Mail,\nold,Old,retired\n",
    "roles.csv": "id\nit\n",
}


def of(text: str) -> Settings:
    return settings(parsed(text, "g.toml", ""), "g.toml", key_lines(text))


def subjects(code: str, stated: Settings, files: dict[str, str] = FILES) -> list[str]:
    return [f.subject for f in findings(every(stated)[code], index(files), stated)]


def test_rules_are_chosen() -> None:
    assert of('[rules]\nignore = ["gm010"]\n').on == {"GM010": False}
    only = of('[rules]\nselect = ["GM001", "GM003"]\nignore = ["GM003"]\n')
    assert [code for code, rule in RULES.items() if rule.applies(only)] == ["GM001"]
    own = of('[rules]\nselect = ["GM001"]\n[rules.GM002]\non = true\nseverity = "info"\n')
    assert [code for code, rule in RULES.items() if rule.applies(own)] == ["GM001", "GM002"]
    assert own.severity == {"GM002": "info"}


def test_a_policy_is_a_rule() -> None:
    made = of(POLICY)
    (policy,) = made.policies
    assert (policy.code, policy.line, policy.must) == ("POLICY-all-have-an-owner", 1, (("role", "A"),))
    (found,) = findings(every(made)[policy.code], index(FILES), made)
    assert (found.subject, found.severity, found.origin.file) == ("mail", "error", "services.csv")
    assert found.identity == "POLICY-all-have-an-owner:mail:role A"
    held = {**FILES, "responsibilities.csv": "role,service,responsibility\nit,mail,A\n"}
    assert subjects(policy.code, made, held) == []


def test_a_policy_that_cannot_be_judged_is_a_finding_of_its_own() -> None:
    made = of(POLICY.replace("kind:service", "category:nowhere"))
    assert subjects("POLICY-all-have-an-owner", made) == []
    (found,) = findings(RULES["GM040"], index(FILES), made)
    assert "no category 'nowhere'" in found.message
    idle = of(POLICY.replace("kind:service", "lifecycle:retired"))
    (found,) = findings(RULES["GM040"], index(FILES), idle)
    assert "matches no service that is in use" in found.message


def test_a_waiver_ends() -> None:
    made = of(WAIVER)
    assert subjects("GM039", replace(made, today=date(2027, 3, 31))) == []
    (late,) = findings(RULES["GM039"], index(FILES), replace(made, today=date(2027, 4, 1)))
    assert "ended on 2027-03-31: Ada answers for it" in late.message
    (idle,) = findings(RULES["GM039"], index({"services.csv": "id,category\nmail,network\n"}), made)
    assert "matches nothing" in idle.message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('x = 1\n\n[rules]\nselct = ["GM001"]\n', 4, "selct"),
        ('[rules]\nignore = "GM001"\n', 2, 'ignore = ["GM001", "GM003"]'),
        ('[rules]\nignore = ["GM01"]\n', 2, "did you mean"),
        ("x = 1\n[rules.GM001]\ndays = 3\n", 3, "no parameter 'days'"),
        ('[rules]\nignor = ["GM001"]\n', 2, "did you mean 'ignore'"),
        (POLICY.replace("name", "nam"), 2, "did you mean 'name'"),
        ("policy = 3\n", 1, "[[policy]]"),
        (POLICY.replace("select", "selct"), 3, "did you mean 'select'"),
        (POLICY.replace('name = "All have an owner"\n', ""), 1, "name is missing"),
        (POLICY.replace('"All have an owner"', '"—"'), 2, "no code can be made"),
        (POLICY.replace('{ role = "A" }', "[]"), 4, "no list of conditions"),
        (POLICY.replace("role", "rolle"), 4, "did you mean 'role'"),
        (POLICY + 'severity = "bad"\n', 5, "one of info, warning, error"),
        (POLICY + "\n" + POLICY, 6, "two policies"),
        (WAIVER.replace("2027-03-31", '"soon"'), 6, "until = 2027-03-31"),
        (WAIVER.replace("2027-03-31", "2027-03-31T00:00:00"), 6, "must be a date"),
        (WAIVER.replace('owner = "Ada"\n', ""), 1, "owner is missing"),
        (WAIVER.replace("GM003", "GM03"), 3, "no rule 'GM03'"),
        (WAIVER.replace('"moves"', "7"), 4, "must be a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        of(text)
    assert said in f"{refused.value.message} {refused.value.hint}"
    assert refused.value.message.startswith(f"g.toml:{line}: ")


def test_the_schema_takes_what_is_right_and_refuses_what_is_not() -> None:
    made = schema()
    jsonschema.Draft7Validator.check_schema(made)
    valid = jsonschema.Draft7Validator(made)
    text = (
        f'catalogue = "x.db"\n[rules]\nignore = ["GM001"]\n[rules.GM003]\nseverity = "info"\n{POLICY}{WAIVER}'
    )
    said = json.loads(json.dumps(parsed(text, "g.toml", ""), default=str))
    of(text)
    assert list(valid.iter_errors(said)) == []
    for broken in (
        {"catalog": "x"},
        {"rules": {"GM999": {}}},
        {"rules": {"GM001": {"severity": "bad"}}},
        {"policy": [{"name": "x", "select": "y"}]},
        {"policy": [{"name": "x", "select": "y", "must": [{"hass": "z"}]}]},
        {"waiver": [{"subject": "x"}]},
    ):
        assert list(valid.iter_errors(broken)), broken
