"""What the commands that change records by hand have in common."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.question import option
from graphmodel.importers.by_hand import HandChanges, kind_of
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.words import one_of
from graphmodel.operations.by_hand import check_good, planned_by_hand
from graphmodel.operations.details.planned import nothing, reported, sample
from graphmodel.operations.details.stores import writable
from graphmodel.operations.operation import Access, Outcome, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from graphmodel.model.metamodel import Field, Kind

_LISTS: Final = ("list", "ids")


@dataclass(frozen=True, kw_only=True)
class HandQuestion:
    """How it is done."""

    source: str = option("the source that it speaks for", default="manual", metavar="NAME")
    dry_run: bool = option("show what would change, and change nothing", default=False)


@dataclass(frozen=True)
class AskedByHand:
    """What was asked to be changed by hand."""

    kind: str
    ids: tuple[str, ...]
    source: str


def questions(
    name: str, about: str, base: type[Any], kinds: Iterable[Kind], but: Collection[str]
) -> type[Any]:
    """The question ``base`` with an option for each field of these kinds, as the metamodel has them."""
    fields: dict[str, Field] = {}
    for field in (field for kind in kinds for field in kind.fields if field.name not in but):
        fields.setdefault(field.name, field)
    options: list[tuple[str, Any, Any]] = []
    for field in fields.values():
        named = (field.refers_to or "text").upper()
        if field.type in _LISTS:
            options.append((field.name, tuple[str, ...], option(field.help, default=(), metavar=named)))
        else:
            options.append((field.name, str | None, option(field.help, metavar=named)))
    free = option("an attribute of your own", default=(), metavar="NAME=VALUE", flag="--attribute")
    options.append(("attribute", tuple[str, ...], free))
    made = dataclasses.make_dataclass(name, options, bases=(base,), frozen=True, kw_only=True)
    made.__doc__ = about
    made.__module__ = base.__module__
    return made


def fields_of(question: Any, kind: Kind) -> dict[str, Any]:
    """What a question made by ``questions`` gives: the fields that are named, and attributes.

    Raises UsageError for a field that the kind does not have, and an attribute that is not NAME=VALUE.
    """
    names = {name for every in KINDS.values() for name in every.names}
    given = {
        field.name: value
        for field in dataclasses.fields(question)
        if field.name in names and (value := getattr(question, field.name)) not in (None, ())
    }
    for name in given:
        if not kind.field(name):
            owners = one_of(every.name for every in KINDS.values() if every.field(name))
            flag = "--" + name.replace("_", "-")
            raise UsageError(f"a {kind.name} has no {flag}", f"that is of a {owners}")
    for text in question.attribute:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--attribute {text!r} is not NAME=VALUE", "--attribute location=Berlin")
        given[name.strip()] = value
    return given


def changed(
    name: str,
    access: Access,
    question: Any,
    asked: AskedByHand,
    say: Callable[[HandChanges], None],
    *,
    create_missing: bool = False,
) -> Outcome:
    """Plan what ``say`` tells, make it a revision unless it is only to be shown, and say what it changes.

    Raises UsageError as ``planned_by_hand`` does, StoreError when the store is busy.
    """
    store, changes = writable(access.store()), HandChanges("command line", numbered=False)
    try:
        say(changes)
        plan = planned_by_hand(store, changes, question.source, create_missing=create_missing)
        check_good(plan)
        revision = None if question.dry_run else store.apply(plan)
    except RejectedError as error:
        return _refused(name, asked, error, store.revision())
    report = reported(name, asked, plan, revision or store.revision())
    if question.dry_run:
        remark = "nothing was changed: this is a dry run"
    else:
        remark = f"revision {revision.number}" if revision else "nothing has changed: no new revision"
    return Outcome(
        report, sample(report, plan), empty="no changes", problems=plan.problems, remarks=(Remark(remark),)
    )


def added(
    name: str, access: Access, question: Any, record: str, ids: tuple[str, ...], identity: Mapping[str, str]
) -> Outcome:
    """Add the record of that identity with the fields that the question gives. ``ids``: as they were asked.

    Raises UsageError for a field that its kind does not have, and as ``changed`` does.
    """
    values = {**identity, **fields_of(question, kind_of(record))}
    return changed(
        name,
        access,
        question,
        AskedByHand(record, ids, question.source),
        lambda changes: changes.add(record, values),
        create_missing=question.create_missing,
    )


def _refused(name: str, asked: AskedByHand, error: RejectedError, revision: Any) -> Outcome:
    return Outcome(
        nothing(name, asked, error, revision),
        problems=error.problems,
        refused=RejectedError("nothing was changed", ()),
    )


def identity(kind: Kind, ids: Sequence[str]) -> dict[str, str]:
    """The fields that identify a record. Raises UsageError for more names than it has, and fewer than it needs."""
    least = 1 if kind.is_node else 2
    if not least <= len(ids) <= len(kind.key):
        hint = f"a {kind.name} has {', '.join(kind.key)}"
        raise UsageError(f"{' '.join(ids)!r} is no {kind.name}", hint)
    return dict(zip(kind.key, ids, strict=False))
