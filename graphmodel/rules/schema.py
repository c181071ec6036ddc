"""The JSON schema of a settings file, for editors that check and complete TOML (Taplo, Even Better TOML)."""

from __future__ import annotations

from typing import Any, Final

from graphmodel.model.problems import SEVERITIES
from graphmodel.rules import RULES
from graphmodel.rules.conditions import CONDITIONS
from graphmodel.rules.settings import LEVELS, Parameter

_TEXT: Final = {"type": "string", "minLength": 1}
_SEVERITY: Final = {"enum": list(SEVERITIES)}


def schema() -> dict[str, Any]:
    """The schema (draft 7, which those editors read): every key, every rule with what can be set of it."""
    code = {"type": "string", "description": "the code of a rule, or of a policy"}
    codes = {"type": "array", "items": {"enum": list(RULES)}}
    rules = {
        rule.code: _object(
            {
                "on": {"type": "boolean", "description": "is it applied?", "default": rule.on},
                "severity": {**_SEVERITY, "default": rule.severity},
                **{p.name: _value(p) for p in rule.parameters},
            },
            description=rule.title,
        )
        for rule in RULES.values()
    }
    conditions = {name: {**_TEXT, "description": condition.help} for name, condition in CONDITIONS.items()}
    condition = _object(conditions, minProperties=1)
    policy = {
        "name": {**_TEXT, "description": "what it wants, in words"},
        "select": {**_TEXT, "description": "the services that it is about"},
        "must": {"anyOf": [condition, {"type": "array", "items": condition, "minItems": 1}]},
        "severity": {**_SEVERITY, "default": "error"},
        "why": {**_TEXT, "description": "why it matters"},
        "hint": {**_TEXT, "description": "what to do about a finding"},
    }
    waiver = {
        "subject": {**_TEXT, "description": "the id of what the findings are about"},
        "code": code,
        "reason": _TEXT,
        "owner": {**_TEXT, "description": "who answers for it"},
        "until": {"description": "the last day on which it holds: 2027-03-31"},
    }
    chosen = {
        "select": {**codes, "description": "only these rules are applied"},
        "ignore": {**codes, "description": "these rules are not applied"},
    }
    keys = {
        "catalogue": {**_TEXT, "description": "a path, relative to the folder of the file, or a URL"},
        "timezone": {**_TEXT, "description": "of support hours that name none", "default": "UTC"},
        "baseline": {**_TEXT, "description": "the file with what check knew before"},
        "score": {
            "type": "object",
            "description": "the levels of scores: from which percent each is reached",
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100},
            "default": dict(LEVELS),
        },
        "rules": _object({**chosen, **rules}),
        "policy": {"type": "array", "items": _object(policy, required=["name", "select", "must"])},
        "waiver": {"type": "array", "items": _object(waiver, required=list(waiver))},
    }
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "graphmodel.toml", **_object(keys)}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _value(parameter: Parameter[Any]) -> dict[str, Any]:
    default = parameter.default
    said: dict[str, Any] = {"description": parameter.help}
    if isinstance(default, tuple):
        numbers = bool(default) and not isinstance(default[0], str)
        said |= {
            "type": "array",
            "default": list(default),
            "items": _item(parameter, int if numbers else str),
        }
        return {**said, "minItems": len(default), "maxItems": len(default)} if numbers else said
    return {**said, **_item(parameter, type(default)), "default": default}


def _item(parameter: Parameter[Any], kind: type) -> dict[str, Any]:
    if parameter.choices:
        return {"enum": list(parameter.choices)}
    bounds = {"minimum": parameter.least, "maximum": parameter.most}
    name = {bool: "boolean", int: "integer", float: "number", str: "string"}[kind]
    return {"type": name, **{key: bound for key, bound in bounds.items() if bound is not None}}
