"""The catalogue as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.answers.question import argument, option
from graphmodel.exporters import EXPORTS
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class ExportQuestion:
    """Write the whole catalogue: as a FOLDER of CSV files or a workbook, which import back, or as a graph."""

    folder: Path | None = argument(
        "where the CSV files are written; the folder is made", "FOLDER", default=None, path="made"
    )
    format: str | None = option(
        "how: csv is a FOLDER, xlsx a workbook; graphml and json (node-link) the graph. By default what FILE ends in, "
        "else csv",
        choices=("csv", *EXPORTS),
        short="-f",
    )
    source: str | None = option("only what that source gave", metavar="NAME")
    output: str | None = option(
        "write the workbook or the graph to a file (- is stdout, which is the default)",
        metavar="FILE",
        short="-o",
    )
    force: bool = option(
        "replace the file, or the catalogue files of a folder that is not empty", default=False
    )


def folder(store: Store, folder: Path, *, source: str | None = None, force: bool = False) -> list[Path]:
    """Write the catalogue, or what one source gives, as a folder of CSV files; the files written.

    Raises UsageError for an unknown source, a folder that is read, or holds something (unless ``force``); RejectedError
    where the records cannot be written so that they come back.
    """
    from graphmodel.exporters import given
    from graphmodel.exporters.folder import write_folder

    if "://" not in store.url and outputs.same(Path(store.url), folder):
        raise UsageError(f"{folder} is the catalogue that is read", "name another folder")
    return write_folder(lambda: given(store, source), folder, force=force)


def graph(store: Store, format: str, *, source: str | None = None) -> bytes:
    """The catalogue, or what one source gives of it, as a workbook or a graph file.

    Raises UsageError for an unknown format or source, and for a character that the format cannot hold.
    """
    from graphmodel.exporters import given

    return EXPORTS.known(format).write(given(store, source))


def file(question: ExportQuestion) -> str | None:
    """The file of a workbook or a graph; None of a folder. Raises UsageError for what does not go together."""
    chosen = _format(question)
    if chosen == "csv":
        if question.folder is None or question.output is not None:
            raise UsageError(
                "CSV files go into a folder",
                "graphmodel export FOLDER; one file: graphmodel export -o FILE.xlsx",
            )
        return None
    if question.folder is not None:
        raise UsageError(
            f"{chosen} is one file, not a folder",
            f"graphmodel export -o {question.folder.stem}{EXPORTS[chosen].suffixes[0]}",
        )
    return "-" if question.output is None else question.output


def _format(question: ExportQuestion) -> str:
    """What was chosen, else what the file ends in."""
    named = Path(question.output or question.folder or "").suffix.casefold()
    told = EXPORTS.of_suffix(named) if named else None
    if question.format and told and question.output and told != question.format:
        raise UsageError(
            f"{question.output} ends in {named}, but --format says {question.format}",
            "leave out --format, or name another file",
        )
    return question.format or told or "csv"


def run(access: Access, question: ExportQuestion) -> Outcome:
    """Write the folder, or give the file."""
    output, store = file(question), access.store()
    if output is None:
        assert question.folder is not None
        written = folder(store, question.folder, source=question.source, force=question.force)
        return Outcome(text="".join(f"{visible(str(path))}\n" for path in written))
    chosen = _format(question)
    data = graph(store, chosen, source=question.source)
    return Outcome(data=data, text="" if output == "-" else f"{visible(output)}\n")


OPERATION = Operation(
    name="export",
    summary="The catalogue as CSV files, a workbook or a graph.",
    question=ExportQuestion,
    examples=(
        "graphmodel -c examples/university export university",
        "graphmodel -c estate.db export bikes --source exercise-bike",
        "graphmodel -c estate.db export -o estate.xlsx",
        "graphmodel -c estate.db export --format graphml -o estate.graphml",
        "graphmodel -c estate.db export --format json",
    ),
    run=run,
    file=file,
)
