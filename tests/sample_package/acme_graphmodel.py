"""What another package can add to graphmodel without changing it: see docs/extending.md."""

from __future__ import annotations

from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, TextIO

from graphmodel.answers.question import Analysis, argument
from graphmodel.answers.report import Answer, Report, columns
from graphmodel.answers.world import World
from graphmodel.diagrams.spec import Diagram
from graphmodel.importers.incoming import Importer, Incoming, Rejects, Request
from graphmodel.index.index import Index
from graphmodel.model.rows import documented
from graphmodel.model.table import from_records
from graphmodel.render.diagrams.formats import DiagramFormat
from graphmodel.render.reports.renderer import ReportFormat, Screen
from graphmodel.render.theme import Theme
from graphmodel.rules.rule import Gap, Rule
from graphmodel.rules.settings import Settings


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


def shouting(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services whose id is in capitals, by id; the parameter ``allowed`` names those that may."""
    allowed = settings.parameter("ACME001", "allowed", ())
    for v in range(index.n):
        if (name := index.service_id[v]).isupper() and name not in allowed:
            yield Gap(name, index.service_name[v], f"{name} shouts", index.catalogue().services.origin(v))


LOUD = Rule(
    code="ACME001",
    title="Id in capitals",
    severity="info",
    why="Acme writes its ids in small letters.",
    hint="write the id in small letters",
    bad={"services.csv": "id,name\nMAIL,Mail\n"},
    good={"services.csv": "id,name\nmail,Mail\n"},
    find=shouting,
)


def is_ini(request: Request) -> bool:
    """One ``.ini`` file."""
    return len(request.paths) == 1 and request.paths[0].suffix == ".ini"


def read_ini(request: Request) -> Incoming:
    """A section per service, whose ``needs`` are separated by blanks."""
    (path,) = request.paths
    document = ConfigParser()
    document.read(path, encoding="utf-8")
    services, needs = [], []
    for name in document.sections():
        services.append({"id": name, "kind": "service", "name": document[name].get("name", "")})
        others = document[name].get("needs", "").split()
        needs += [{"service": name, "depends_on": other, "group": ""} for other in others]
    tables = {
        "service": from_records("service", services, path.name),
        "dependency": from_records("dependency", needs, path.name),
    }
    return Incoming(tables, (), Rejects(), path.stem)


INI = Importer("ini", "services as sections of an .ini file", is_ini, read_ini)


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
