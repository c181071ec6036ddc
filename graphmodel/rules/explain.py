"""What ``graphmodel explain CODE`` says, of findings and of problems of input alike."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING, Any

from graphmodel.model.codes import CODES as PROBLEMS
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean
from graphmodel.rules import RULES, codes
from graphmodel.rules.settings import DEFAULT, Settings, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.problems import Code
    from graphmodel.rules.settings import Parameter

WIDTH = 80


def explained(settings: Settings = DEFAULT) -> dict[str, Code]:
    """Every code: of the problems of input, then of the rules and policies."""
    return PROBLEMS | codes(settings)


def explain(code: str, settings: Settings = DEFAULT) -> str:
    """What the code means, why it matters and what to do; letters of either case.

    Of a rule also what can be set of it, a catalogue in which it finds something, and the same fixed. Raises UsageError
    for an unknown code.
    """
    known = explained(settings)
    found = {name.upper(): said for name, said in known.items()}.get(code.strip().upper())
    if found is None:
        hint = did_you_mean(code, known, f"there are: {', '.join(known)}")
        raise UsageError(f"there is no code {code!r}", hint)
    said = [
        f"{found.code} ({found.severity}): {found.title}",
        _fill(found.why),
        _fill(f"What to do: {found.fix}"),
    ]
    if rule := RULES.get(found.code):
        if rule.parameters:
            said += ["What can be set of it:", "\n".join(map(_parameter, rule.parameters))]
        if not rule.on:
            said += [_fill(f"It is off by default: gaps --rule {rule.code} applies it.")]
        said += ["Found in:", _files(rule.bad), "Not found in:", _files(rule.good)]
    return "\n\n".join(said)


def _parameter(parameter: Parameter[Any]) -> str:
    head = f"  {parameter.name} = {shown(parameter.default)}"
    return f"{head}\n{indent(_fill(parameter.help, WIDTH - 6), '      ')}"


def _files(catalogue: Mapping[str, str]) -> str:
    return "\n\n".join(
        indent(f"{name}\n{indent(text.rstrip(), '  ')}", "  ") for name, text in catalogue.items()
    )


def _fill(text: str, width: int = WIDTH) -> str:
    return fill(text, width, break_long_words=False, break_on_hyphens=False)
