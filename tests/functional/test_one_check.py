"""Whether two statements of one record contradict each other does not depend on how they come in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.model.catalogue import Catalogue
from graphmodel.model.errors import RejectedError
from graphmodel.workbench import Options, Workbench
from tests.conftest import folder

SERVICES = "id\na\nb\n"
STATED = st.fixed_dictionaries(
    {}, optional={"strength": st.sampled_from(["hard", "soft"]), "note": st.sampled_from(["x", "y"])}
)
Said = dict[str, str]


def line(said: Said) -> str:
    return f"a,b,{said.get('strength', '')},{said.get('note', '')}\n"


def files(*rows: Said) -> dict[str, str]:
    header = "service,depends_on,strength,note\n"
    return {"services.csv": SERVICES, "dependencies.csv": header + "".join(map(line, rows))}


def outcome(made: Any) -> Said | str:
    """The one dependency that there is then; else what is wrong."""
    try:
        catalogue = made()
    except RejectedError as error:
        return ",".join(sorted({p.code for p in error.problems}))
    (record,) = catalogue.dependencies.records()
    return {name: value for name, value in record.items() if name in ("strength", "note")}


@settings(max_examples=12, deadline=None)
@given(STATED, STATED)
def test_files_sources_and_graphs_agree(one: Said, other: Said) -> None:
    torn = [name for name in one.keys() & other.keys() if one[name] != other[name]]

    def of_files(*given: tuple[str, dict[str, str]]) -> Catalogue:
        with TemporaryDirectory() as path, Workbench.open(Path(path) / "c.db", create=True) as bench:
            for at, (source, content) in enumerate(given):
                bench.import_(folder(Path(path) / f"f{at}", content), Options(source=source))
            return bench.catalogue()

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_edges_from([("a", "b", one), ("a", "b", other)])
    expected = {**one, **other}
    assert outcome(lambda: of_files(("s", files(one, other)))) == ("E301" if torn else expected)
    assert outcome(lambda: of_files(("s", files(one)), ("t", files(other)))) == ("E401" if torn else expected)
    assert outcome(lambda: Catalogue.from_networkx(graph)) == ("E301" if torn else expected)
