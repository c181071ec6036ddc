"""What another package can add to graphmodel without changing it: see docs/extending.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

import numpy as np

from graphmodel.answers.chart import Bars, Chart
from graphmodel.answers.question import Analysis, argument, option
from graphmodel.answers.report import Answer, Report, columns
from graphmodel.answers.world import World
from graphmodel.diagrams.spec import Diagram
from graphmodel.exporters import ExportFormat
from graphmodel.importers.importer import IGNORED, File, Importer, Sheet, sheet
from graphmodel.importers.presets.preset import Preset, Sign
from graphmodel.index.index import Index
from graphmodel.index.shared import shared
from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.rows import documented
from graphmodel.model.table import from_records
from graphmodel.model.visible import visible
from graphmodel.operations.operation import Access, Operation, Outcome
from graphmodel.render.charts.formats import ChartFormat
from graphmodel.render.diagrams.formats import DiagramFormat
from graphmodel.render.reports.renderer import ReportFormat, Screen
from graphmodel.render.theme import Theme
from graphmodel.rules.rule import Gap, Rule
from graphmodel.rules.settings import Parameter, Settings
from graphmodel.stores.memory import MemoryStore
from graphmodel.stores.store import Opener, Store

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Question:
    """Which services have this tag?"""

    tag: str = argument("the tag", "TAG")


@documented(id="the service", name="its name")
class Row(NamedTuple):
    """One service with the tag."""

    id: str
    name: str


def tagged(world: World, question: Question) -> Answer[Row]:
    """The services with the tag, by id."""
    index = world.index
    tags = index.catalogue().services.texts("tags")
    rows = [
        Row(index.service_id[v], index.service_name[v])
        for v in range(index.n)
        if question.tag in tags[v].split(";")
    ]
    return Answer(columns(Row), rows)


TAGGED = Analysis(
    "tagged",
    "Which services have a tag.",
    Question,
    ("graphmodel -c examples/university tagged exam",),
    tagged,
)


@dataclass(frozen=True)
class SourcesQuestion:
    """Say which sources the catalogue is made of."""

    most: int = option("name so many at most", default=10, metavar="N")


def sources(access: Access, question: SourcesQuestion) -> Outcome:
    """A line per source, by name."""
    named = sorted(access.store().held())[: question.most]
    return Outcome(text="".join(f"{visible(name)}\n" for name in named))


SOURCES = Operation(
    name="sources",
    summary="Which sources a catalogue has.",
    question=SourcesQuestion,
    examples=("graphmodel -c estate.db sources", "graphmodel -c estate.db sources --most 1"),
    run=sources,
)


ALLOWED = Parameter[tuple[str, ...]]("ACME001", "allowed", (), "ids that may be in capitals")


@shared
def capitals(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services whose id is in capitals; worked out once, however many rules ask."""
    return index.service_id.where(str.isupper)


def shouting(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services whose id is in capitals, by id, but those that may."""
    allowed = settings.value(ALLOWED)
    rows = index.records("service")
    for v in np.flatnonzero(capitals(index)).tolist():
        if (name := index.service_id[v]) not in allowed:
            yield Gap(name, index.service_name[v], f"{name} shouts", rows.origin(v))


LOUD = Rule(
    code="ACME001",
    title="Id in capitals",
    severity="info",
    why="Acme writes its ids in small letters.",
    hint="write the id in small letters",
    bad={"services.csv": "id,name\nMAIL,Mail\n"},
    good={"services.csv": "id,name\nmail,Mail\n"},
    find=shouting,
    needs=(capitals,),
    parameters=(ALLOWED,),
)


def is_estate(path: Path, head: bytes) -> bool:
    """A JSON object in a ``.json`` file."""
    return path.suffix == ".json" and head.lstrip().startswith(b"{")


def read_estate(file: File) -> Iterator[Sheet | Problem]:
    """Each list of objects is a sheet: ``{"services": [{"id": "shop"}], "dependencies": [...]}``."""
    try:
        document = json.loads(file.path.read_bytes())
    except (ValueError, RecursionError) as error:
        yield Problem("E113", "error", file.name, 0, f"the file cannot be read: {error}", hint="is it JSON?")
        return
    for name, objects in document.items():
        if not isinstance(objects, list):
            continue  # what the file says of itself: a version, a date
        if not all(isinstance(one, dict) for one in objects):
            yield Problem("E113", "error", file.name, 0, "not all items are objects", hint="{…}", path=name)
        else:
            records = [{key: text(value) for key, value in one.items()} for one in objects]
            yield sheet(name, records, f"{name}[{{}}]")


def text(value: object) -> str:
    """A value as a cell has it; the items of a list with ``;``."""
    if isinstance(value, list):
        return ";".join(map(text, value))
    return "" if value is None else str(value)


def rewrite_estate(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The same lists with the chosen objects, and the reason in each."""
    document = json.loads(file.path.read_bytes())
    left = {
        name: [
            one | {IGNORED: why} for number, one in enumerate(document[name], 1) if (why := why_of(number))
        ]
        for name, why_of in chosen.items()
    }
    target.write_text(json.dumps(left, indent=2, ensure_ascii=False), "utf-8")


ESTATE = Importer("acme-json", "services and dependencies as JSON", is_estate, read_estate, rewrite_estate)


CMDB = Preset(
    name="acme-cmdb",
    title="an export of Acme's CMDB",
    summary="acme items as CSV",
    signs=(Sign(("Acme item", "Runs on")),),
    text=lambda: (
        """# Acme's own.
source = "acme-cmdb"
[[file]]
name = "*"
[[file.table]]
kind = "service"
columns = { id = "Acme item" }
[[file.table]]
kind = "dependency"
columns = { service = "Acme item", depends_on = "Runs on" }
"""
    ),
)


def write_tsv(report: Report, out: TextIO, _screen: Screen) -> int:
    """A line per row, with tabs; tabs and line breaks inside a value are blanks."""
    count = 0
    out.write("\t".join(column.name for column in report.columns) + "\n")
    for row in report.rows:
        count += 1
        cells = ("" if value is None else " ".join(str(value).split()) for value in row)
        out.write("\t".join(cells) + "\n")
    return count


TSV = ReportFormat("tsv", (".tsv",), write_tsv)


def write_tgf(diagram: Diagram, out: BinaryIO, _theme: Theme) -> None:
    """The Trivial Graph Format: a line per node, ``#``, a line per edge."""
    lines = [f"{node.key} {' '.join(node.label.split())}" for node in diagram.nodes]
    lines += ["#", *(f"{edge.consumer} {edge.provider}" for edge in diagram.edges)]
    out.write("".join(f"{line}\n" for line in lines).encode())


TGF = DiagramFormat("tgf", (".tgf",), write_tgf)


def write_list(chart: Chart, title: str, subtitle: str, _theme: Theme) -> bytes:
    """A line per bar, or per cell of a grid, with blanks for line breaks."""
    if isinstance(chart, Bars):
        parts = [f"{label}: {value}" for label, value in zip(chart.labels, chart.values, strict=True)]
    else:
        parts = [f"{chart.down[y]} / {chart.across[x]}: {cell.text}" for (y, x), cell in chart.cells.items()]
    return "".join(f"{' '.join(line.split())}\n" for line in (title, subtitle, *parts)).encode()


LIST = ChartFormat("list", (".list",), write_list)


def write_pairs(catalogue: Catalogue) -> bytes:
    """A JSON object: services by id, each with the ids of its providers."""
    pairs: dict[str, list[str]] = {record["id"]: [] for record in catalogue.services.records()}
    for record in catalogue.dependencies.records():
        pairs[record["service"]].append(record["depends_on"])
    return json.dumps(pairs, sort_keys=True).encode()


PAIRS = ExportFormat("pairs", (".pairs",), write_pairs)


def opened(url: str, create: bool) -> Store:
    """The catalogue in the JSON file that follows the scheme: one list of records for each kind."""
    if create:
        raise UsageError(f"{url} is only read")
    text = Path(url.partition("://")[2]).read_text("utf-8")
    tables = {kind: from_records(kind, records) for kind, records in json.loads(text).items()}
    return MemoryStore(merge({"acme": tables}), url)


STORE = Opener("acme", lambda url: url.startswith("acme://"), opened)
