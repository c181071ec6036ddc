"""A mapping proposed for foreign files."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.answers.question import argument, option
from graphmodel.answers.report import Column, Report
from graphmodel.model.words import count, listed, short
from graphmodel.operations.details.accounted import accounted, in_a_line
from graphmodel.operations.operation import Access, Operation, Outcome, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.importers.suggestion import Preview, Suggestion


@dataclass(frozen=True)
class MappingSuggestQuestion:
    """Propose a mapping for these files, by the names and the values of their columns.

    The proposal (TOML) says of each line why. A preview of what it reads, what is left out, and the next command go to
    stderr. Correct it where it is wrong, and use it with import --mapping. For exports of a known system it is the
    mapping of the preset.
    """

    files: tuple[Path, ...] = argument(
        "files whose columns have other names; or folders", "FILE", path="read"
    )
    preset: str | None = option(
        "the preset to start from; none: names and values of columns only (default: the one that the files are for)",
        default=None,
        metavar="NAME",
    )
    output: str = option("write the mapping to a file (- is stdout)", default="-", metavar="FILE", short="-o")
    force: bool = option("replace the file", default=False)


def run(_: Access, question: MappingSuggestQuestion) -> Outcome:
    """Propose it. Raises UsageError for unreadable files."""
    from graphmodel.importers.suggestion import suggest
    from graphmodel.render.reports.json import escape

    proposed = suggest(question.files, question.preset)
    toml = "".join(f"{escape(line)}\n" for line in proposed.toml.rstrip("\n").split("\n"))
    return Outcome(
        data=toml.encode(),
        previews=tuple(map(_preview, proposed.preview)),
        problems=proposed.problems,
        accounts=accounted(proposed.accounts),
        remarks=(
            *((Remark(line),) if (line := in_a_line(proposed.accounts)) else ()),
            *_known(proposed, question.files),
            *_remarks(proposed, question),
        ),
    )


def _known(proposed: Suggestion, files: Sequence[Path]) -> Iterator[Remark]:
    """Where no mapping of one's own is needed: what reads the files."""
    if preset := proposed.preset:
        yield Remark(f"this looks like {preset.title}, which needs no mapping of your own:")
        yield Remark(f"graphmodel import {_quoted(files)} --preset {preset.name}", command=True)
        yield Remark(
            "the proposal is the mapping of that preset, to be changed; --preset none goes by columns only"
        )
    elif proposed.own:
        yield Remark("this is a catalogue as graphmodel writes it, which needs no mapping:")
        yield Remark(f"graphmodel import {_quoted(files)}", command=True)


def _preview(made: Preview) -> Report:
    first = f", the first {len(made.rows)} of {made.records:,}" if len(made.rows) < made.records else ""
    columns = tuple(map(Column, made.columns))
    return Report(columns, made.rows, title=f"{made.kind}{first}", analysis="mapping")


def _remarks(proposed: Suggestion, question: MappingSuggestQuestion) -> Iterator[Remark]:
    """What was decided, what is left out, and what to do with the mapping."""
    for sentence in (*proposed.told, *proposed.in_words):
        yield Remark(sentence)
    columns: dict[tuple[str, str], list[str]] = {}
    for one in proposed.left_out:
        columns.setdefault((one.file, one.why), []).append(one.column)
    for (file, why), names in columns.items():
        yield Remark(": ".join(filter(None, ("not read", file, listed([*filter(None, names)]), why))))
    if proposed.undefined:
        named = count(len(proposed.undefined), "service")
        which = listed([short(name) for name in proposed.undefined])
        yield Remark(
            f"{named} named and defined by no row: {which}; --create-missing makes placeholders of them"
        )
    if question.output == "-":
        preset = f" --preset {question.preset}" if question.preset else ""
        yield Remark("save it with")
        yield Remark(
            f"graphmodel mapping suggest {_quoted(question.files)}{preset} -o mapping.toml", command=True
        )
        return
    missing = " --create-missing" if proposed.undefined else ""
    yield Remark("read it through, then")
    yield Remark(
        f"graphmodel import {_quoted(proposed.files)} --mapping {shlex.quote(question.output)}{missing}",
        command=True,
    )


def _quoted(files: Sequence[Path]) -> str:
    return " ".join(shlex.quote(str(file)) for file in files)


OPERATION = Operation(
    name="mapping suggest",
    summary="Propose a mapping for foreign files.",
    question=MappingSuggestQuestion,
    examples=(
        "graphmodel mapping suggest examples/university/services.csv",
        "graphmodel mapping suggest examples/university/services.csv examples/university/roles.csv -o mapping.toml",
    ),
    run=run,
    catalogue=False,
    file=lambda question: question.output,
)
