"""GM039: a waiver has expired, or there is nothing that it waives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.origin import Origin
from graphmodel.rules import every
from graphmodel.rules.rule import Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """The waivers of the settings, in their order, of which one or the other is true."""
    rules, subjects = every(settings), dict[str, set[str]]()
    for waiver in settings.waivers:
        what = f"the waiver of {waiver.code} for {waiver.subject}"
        if waiver.until < settings.day:
            message = f"{what} ended on {waiver.until}: {waiver.owner} answers for it"
        else:
            if waiver.code not in subjects:
                subjects[waiver.code] = {gap.subject for gap in rules[waiver.code].find(index, settings)}
            if waiver.subject in subjects[waiver.code]:
                continue
            message = f"{what} matches nothing: the gap is closed, or the id is another one"
        yield Gap(waiver.subject, "", message, Origin(waiver.file, waiver.line), waiver.code)


RULE = Rule(
    code="GM039",
    title="Waiver that expired or matches nothing",
    severity="error",
    why="A waiver is a promise to look again. Past its end the finding counts once more; one that waives nothing "
    "would hide the gap when it comes back, and nobody would know why.",
    hint="fix the gap and remove the waiver from the settings file, or agree on a new end with its owner",
    bad={
        "services.csv": "id,name,category\nmail,Mail,\n",
        "graphmodel.toml": '[[waiver]]\nsubject = "mial"\ncode = "GM003"\nreason = "moves to the cloud"\n'
        'owner = "Ada"\nuntil = 2099-12-31\n',
    },
    good={
        "services.csv": "id,name,category\nmail,Mail,\n",
        "graphmodel.toml": '[[waiver]]\nsubject = "mail"\ncode = "GM003"\nreason = "moves to the cloud"\n'
        'owner = "Ada"\nuntil = 2099-12-31\n',
    },
    find=find,
    about="setting",
)
