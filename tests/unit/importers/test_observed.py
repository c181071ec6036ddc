"""What was observed: from a mapping with ``evidence``, a folder, frames and Python, through every store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas
import pytest

from graphmodel import Options, UsageError, Workbench, copy
from graphmodel.importers import read
from graphmodel.importers.mapping.parsing import parse
from tests.conftest import catalogue, folder
from tests.unit.importers.helpers import codes, records, write

TRACES = (
    "Caller,Callee,Calls,Last call\nshop,pay,100,03.04.2025\nshop,pay,20,05.04.2025\npay,db,7,\npay,db,7,\n"
)
MAPPING = (
    '[[file]]\nname = "traces.csv"\nevidence = "observed"\ndates = ["%d.%m.%Y"]\n[[file.table]]\nkind = "dependency"\n'
    '[file.table.columns]\nservice = "Caller"\ndepends_on = "Callee"\ncount = "Calls"\nlast_seen = "Last call"\n'
)
CMDB = {
    "services.csv": "id,name,aliases\nshop,Shop,\npay,Payments,psp\ndb,Database,\n",
    "dependencies.csv": "service,depends_on\nshop,pay\nshop,db\n",
}
SEEN = [
    {"service": "shop", "depends_on": "pay", "count": "120", "last_seen": "2025-04-05"},
    {"service": "pay", "depends_on": "db", "count": "14"},
]


def traces(path: Path, mapping: str = MAPPING) -> tuple[Path, Path]:
    write(path, {"traces.csv": TRACES, "map.toml": mapping})
    return path / "traces.csv", path / "map.toml"


def seen(bench: Workbench) -> list[tuple[str, ...]]:
    table = bench.catalogue().table("observation")
    return sorted(
        (r["service"], r["depends_on"], r.get("count", ""), r.get("last_seen", ""))
        for r in map(table.record, range(len(table)))
    )


def test_a_mapping_says_that_it_is_observed(tmp_path: Path) -> None:
    file, mapping = traces(tmp_path)
    found = read([file], mapping=mapping)
    assert records(found, "observation") == SEEN
    assert "dependency" not in found.tables
    assert not [code for code in codes(found) if code[0] == "E" or code == "W301"]


def test_the_whole_mapping_may_say_so(tmp_path: Path) -> None:
    file, mapping = traces(
        tmp_path, 'evidence = "observed"\n' + MAPPING.replace('evidence = "observed"\n', "")
    )
    assert records(read([file], mapping=mapping), "observation") == SEEN


def test_declared_is_as_if_nothing_was_said(tmp_path: Path) -> None:
    file, mapping = traces(tmp_path, MAPPING.replace('"observed"', '"declared"'))
    assert "observation" not in read([file], mapping=mapping).tables


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (MAPPING.replace('"observed"', '"seen"'), "evidence is one of declared, observed, and not 'seen'"),
        (MAPPING + 'strength = "Calls"\n', "what was observed has no strength: that is declared"),
        (MAPPING + 'group = "Calls"\n', "what was observed has no group"),
    ],
)
def test_what_a_mapping_cannot_say(mapping: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse(mapping, "map.toml")


def test_services_of_an_observed_file_are_watched(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "agents.csv": "Service\nshop\ndb\n",
            "map.toml": '[[file]]\nname = "agents.csv"\nevidence = "observed"\n[[file.table]]\nkind = "service"\n'
            '[file.table.columns]\nid = "Service"\n',
        },
    )
    bench = Workbench.new()
    bench.import_(folder(tmp_path / "cmdb", CMDB))
    bench.import_([tmp_path / "agents.csv"], Options(mapping=tmp_path / "map.toml", source="agents"))
    assert seen(bench) == [("db", "db", "", ""), ("shop", "shop", "", "")]
    assert [(r.service, r.depends_on, r.drift) for r in bench.run("drift")] == [
        ("shop", "db", "never observed")
    ]


def test_sources_add_up_and_go_apart_again(tmp_path: Path) -> None:
    file, mapping = traces(tmp_path)
    bench = Workbench.new()
    bench.import_(folder(tmp_path / "cmdb", CMDB))
    bench.import_([file], Options(mapping=mapping, source="traces"))
    flows = {"observations.csv": "service,depends_on,count,last_seen\nshop,psp,0.5,2025-05-01\ndb,shop,,\n"}
    bench.import_(folder(tmp_path / "flows", flows))
    both = [("db", "shop", "", ""), ("pay", "db", "14", ""), ("shop", "pay", "120.5", "2025-05-01")]
    assert seen(bench) == both
    assert not bench.import_(folder(tmp_path / "flows", flows)).plan.counts["changed"]
    assert sum(len(t) for t in [bench.catalogue().dependencies]) == 2
    bench.undo()
    assert seen(bench) == [("pay", "db", "14", ""), ("shop", "pay", "120", "2025-04-05")]


def test_every_way_back_keeps_it(tmp_path: Path) -> None:
    file, mapping = traces(tmp_path)
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        bench.import_(folder(tmp_path / "cmdb", CMDB))
        bench.import_([file], Options(mapping=mapping, source="traces"))
        wanted, drift = bench.catalogue(), list(bench.run("drift"))
        bench.export(tmp_path / "out")
        assert Workbench.from_catalogue(wanted.from_networkx(wanted.to_networkx())).catalogue() == wanted
    assert [(r.service, r.depends_on, r.drift) for r in drift] == [
        ("shop", "db", "never observed"),
        ("pay", "db", "never declared"),
    ]
    copy(tmp_path / "estate.db", tmp_path / "copy.db")
    for place in (tmp_path / "out", tmp_path / "copy.db", tmp_path / "estate.db"):
        with Workbench.open(place) as bench:
            assert bench.catalogue() == wanted, place
            assert [row[:6] for row in bench.run("drift")] == [row[:6] for row in drift], place


def test_by_hand_and_in_code() -> None:
    bench = Workbench.new()
    for name in ("a", "b"):
        bench.add("service", id=name)
    bench.add("observation", service="a", depends_on="b", count=3, last_seen="2025-01-02")
    assert seen(bench) == [("a", "b", "3", "2025-01-02")]
    files = {
        "services.csv": "id\na\nb\n",
        "observations.csv": "service,depends_on,count,last_seen\na,b,3,2025-01-02\n",
    }
    assert bench.catalogue() == catalogue(files)


def test_who_is_not_known_is_an_error_or_a_placeholder(tmp_path: Path) -> None:
    bench = Workbench.new()
    strange = folder(tmp_path / "flows", {"observations.csv": "service,depends_on\nshop,cloud\n"})
    bench.import_(folder(tmp_path / "cmdb", CMDB))
    assert "E304" in {p.code for p in bench.plan([strange]).problems}
    bench.import_(strange, Options(create_missing=True))
    (row,) = bench.run("drift")
    assert (row.service, row.depends_on, row.note) == ("shop", "cloud", "nobody defines cloud")


def test_as_a_data_frame(tmp_path: Path) -> None:
    bench = Workbench.new()
    bench.import_(folder(tmp_path / "cmdb", CMDB))
    frame = pandas.DataFrame(
        {
            "service": ["shop", "pay"],
            "depends_on": ["psp", "db"],
            "count": [12, 3],
            "last_seen": [date(2025, 1, 2), None],
        }
    )
    bench.import_dataframe({"observations": frame}, options=Options(source="flows"))
    assert seen(bench) == [("pay", "db", "3", ""), ("shop", "pay", "12", "2025-01-02")]
