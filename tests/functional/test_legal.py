"""What all sources hold after an import is a catalogue: histories that once left something else."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import folder, run_cli

Files = dict[str, str]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


class Bench:
    """A catalogue file, and what commands say of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0

    def gives(self, source: str, files: Files, *options: str) -> str:
        """Import; what was said on stderr where it is refused, else nothing."""
        self._count += 1
        given = folder(self._path / f"in{self._count}", files)
        rejects = ("--rejects", str(self.rejects)) if "--accept-partial" in options else ()
        done = run_cli(*self._at, "import", str(given), "--source", source, *options, *rejects)
        assert done.code in (0, 3), done.err
        self.said = done.err
        return done.err if done.code else ""

    def rows(self, *question: str) -> list[dict[str, str]]:
        """The rows of an answer."""
        done = run_cli(*self._at, *question, "-f", "csv", "-q")
        assert done.code == 0, done.err
        return list(csv.DictReader(io.StringIO(done.out)))

    def states(self, *failed: str) -> dict[str, str]:
        """The state of each service that is affected."""
        return {row["id"]: row["state"] for row in self.rows("impact", *failed)}

    def undo(self) -> None:
        """Take back the latest import."""
        assert run_cli(*self._at, "undo").code == 0

    def comes_back(self) -> None:
        """What is exported imports to an empty plan."""
        out = self._path / f"out{self._count}"
        assert run_cli(*self._at, "export", str(out)).code == 0
        fresh = str(self._path / f"fresh{self._count}.db")
        assert run_cli("-c", fresh, "import", str(out), "--source", "x").code == 0
        assert run_cli("-c", fresh, "plan", str(out), "--source", "x", "--detailed-exitcode").code == 0
        assert self.rows("list", "services") == list(
            csv.DictReader(io.StringIO(run_cli("-c", fresh, "list", "services", "-f", "csv", "-q").out))
        )

    @property
    def rejects(self) -> Path:
        return self._path / "rejects"

    @property
    def _at(self) -> tuple[str, ...]:
        return "-c", str(self._path / "c.db")


ALIAS = {
    "services.csv": "id,name,aliases\nt3,Name of A,s3\nx,,\ny,,\nu,,\n",
    "dependencies.csv": "service,depends_on,group,strength\nt3,x,g,hard\nu,t3,,hard\n",
}
OWN = {
    "products.csv": "id,name\ns3,Name of B\n",
    "services.csv": "id\nx\ny\nu\n",
    "dependencies.csv": "service,depends_on,group,strength\ns3,y,g,hard\nu,s3,,soft\n",
}


@pytest.mark.parametrize("order", [(("A", ALIAS), ("B", OWN)), (("B", OWN), ("A", ALIAS))])
def test_an_alias_joins_records_and_groups_of_two_sources(
    bench: Bench, order: tuple[tuple[str, Files], tuple[str, Files]]
) -> None:
    (first, one), (second, two) = order
    assert bench.gives(first, one) == ""
    refused = bench.gives(second, two)
    for said in (":name [E401]", ":kind [E401]", ":strength [E401]", ":group [E402]"):
        assert said in refused
    assert f"source {second!r}" in refused
    assert f"source {first!r}" in refused
    bench.comes_back()


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_aliases_are_followed_to_the_end(bench: Bench, order: str) -> None:
    given = {
        "A": {"services.csv": "id,name,aliases\na,A,b\n"},
        "B": {
            "services.csv": "id,supplier,aliases\nb,ACME,c\ny,,\n",
            "dependencies.csv": "service,depends_on\ny,c\n",
        },
    }
    for source in order:
        assert bench.gives(source, given[source]) == ""
    assert [row["id"] for row in bench.rows("list", "services")] == ["a", "y"]
    assert bench.states("a") == bench.states("c") == {"a": "down", "y": "down"}
    bench.comes_back()


def test_two_sources_that_each_know_the_others_id(bench: Bench) -> None:
    assert bench.gives("A", {"services.csv": "id,aliases\nb,a\n"}) == ""
    assert bench.gives("B", {"services.csv": "id,aliases\na,b\n"}) == ""
    assert [row["id"] for row in bench.rows("list", "services")] == ["a"]
    bench.comes_back()


def test_an_alias_that_two_services_claim_is_refused_in_either_order(bench: Bench) -> None:
    assert bench.gives("A", {"services.csv": "id,aliases\na,q\n"}) == ""
    assert "[E311]" in bench.gives("B", {"services.csv": "id,aliases\nb,q\n"})
    assert bench.gives("B", {"services.csv": "id,aliases\nb,r\n"}) == ""
    assert "[E311]" in bench.gives("C", {"services.csv": "id,aliases\nq,r\n"})


TWO = {
    "products.csv": "id\na\n",
    "services.csv": "id\nx\ny\n",
    "dependencies.csv": "service,depends_on,group,needs\na,x,g,2\na,y,g,2\n",
}


def test_a_group_shrinks_while_the_column_needs_is_left_out(bench: Bench) -> None:
    assert bench.gives("A", TWO) == ""
    refused = bench.gives("A", TWO | {"dependencies.csv": "service,depends_on,group\na,x,g\n"})
    assert "[E308] group 'g' of a needs 2 of 1\n" in refused
    assert bench.states("x") == {"a": "down", "x": "down"}
    bench.comes_back()


def test_an_alias_of_another_source_joins_two_members_of_a_group(bench: Bench) -> None:
    assert bench.gives("A", TWO) == ""
    refused = bench.gives("B", {"services.csv": "id,aliases\nx,y\n"})
    assert (
        "source A: dependencies.csv:2:needs [E308] group 'g' of a needs 2 of 1: x and y are one service, by an alias"
        in refused
    )
    bench.comes_back()


def test_a_row_added_to_a_group_is_judged_with_the_group(bench: Bench) -> None:
    services = {"services.csv": "id\na\nx\ny\nz\n"}
    header = "service,depends_on,group,strength,needs\n"
    assert bench.gives("A", services | {"dependencies.csv": f"{header}a,x,g,hard,2\na,y,g,,\n"}) == ""
    refused = bench.gives("A", {"dependencies.csv": f"{header}a,z,g,soft,\n"}, "--add")
    assert "[E306] strength of group 'g' of a is soft here and hard for x (dependencies.csv:2)" in refused
    assert refused.count("strength of group 'g' of a") == 1, "the same is said twice"
    assert refused.endswith("error: nothing was imported\n")
    assert "[E306]" in bench.gives("A", {"dependencies.csv": f"{header}a,z,g,,1\n"}, "--add")
    assert bench.gives("A", {"dependencies.csv": f"{header}a,z,g,,2\n"}, "--add") == ""
    assert bench.states("x")["a"] == "at-risk"
    assert bench.states("x", "y")["a"] == "down"
    bench.comes_back()


def test_a_partial_import_leaves_no_circle_of_categories(bench: Bench) -> None:
    service = {"services.csv": "id,category\nx,c0\n"}
    assert bench.gives("A", service | {"categories.csv": "id,parent,rto\nc0,c1,4h\nc1,,4h\n"}) == ""
    again = service | {"categories.csv": "id,parent,rto\nc0,,soon\nc1,c0,4h\n"}
    assert "[E310]" in bench.gives("A", again, "--accept-partial")
    assert not bench.rejects.exists()
    bench.comes_back()


def test_a_partial_import_leaves_no_alias_claimed_twice(bench: Bench) -> None:
    assert bench.gives("A", {"services.csv": "id,aliases,criticality\nx,q,1\n"}) == ""
    again = {"services.csv": "id,aliases,criticality\nx,,9\ny,q,1\n"}
    assert "[E311]" in bench.gives("A", again, "--accept-partial")
    bench.comes_back()


def test_a_rejected_row_that_renames_keeps_what_is_held(bench: Bench) -> None:
    before = {
        "services.csv": "id,aliases,criticality\nx,,1\ny,,1\n",
        "dependencies.csv": "service,depends_on\ny,x\n",
    }
    after = {
        "services.csv": "id,aliases,criticality\nx2,x,9\ny,,1\n",
        "dependencies.csv": "service,depends_on\ny,x2\n",
    }
    assert bench.gives("A", before) == ""
    bench.gives("A", after, "--accept-partial")
    assert bench.states("x") == {"x": "down", "y": "down"}
    fixed = {path.name: path.read_text().replace(",9", ",2") for path in bench.rejects.iterdir()}
    assert bench.gives("A", fixed, "--add") == ""
    assert bench.states("x") == {"x2": "down", "y": "down"}
    bench.comes_back()


@pytest.mark.parametrize("row", ["x,X,live", "x,X,live,1,too many"])
def test_a_row_of_too_few_or_many_cells_keeps_what_is_held(bench: Bench, row: str) -> None:
    files = {
        "services.csv": "id,name,lifecycle,criticality\nx,X,live,1\ny,Y,,\n",
        "dependencies.csv": "service,depends_on\ny,x\n",
    }
    assert bench.gives("A", files) == ""
    broken = files | {"services.csv": f"id,name,lifecycle,criticality\n{row}\ny,Y,,\n"}
    bench.gives("A", broken, "--accept-partial")
    assert bench.states("x") == {"x": "down", "y": "down"}


def test_the_group_that_was_rejected_replaces_the_one_that_was_held(bench: Bench) -> None:
    services = {"services.csv": "id,placeholder\na,\nb,\nx,\ny,\nlater,yes\n"}
    header = "service,depends_on,group,needs\n"
    assert bench.gives("A", services | {"dependencies.csv": f"{header}a,x,g,1\na,y,g,1\n"}) == ""
    new = services | {"dependencies.csv": f"{header}a,b,g,0\na,later,g,\n"}
    bench.gives("A", new, "--accept-partial")
    assert {row["provider"] for row in bench.rows("diagram")} == {"x", "y"}
    fixed = {path.name: path.read_text().replace(",0", ",1") for path in bench.rejects.iterdir()}
    assert bench.gives("A", fixed, "--add") == ""
    assert {row["provider"] for row in bench.rows("diagram")} == {"b", "later"}
    bench.comes_back()


def test_places_after_undo(bench: Bench) -> None:
    assert bench.gives("A", {"services.csv": "id,name\na,A\nb,B\nc,C\n"}) == ""
    assert bench.gives("A", {"services.csv": "id,name\nb,B\nc,C\n"}) == ""
    bench.undo()
    found = bench.rows("gaps", "--rule", "GM003")
    assert [(row["subject"], row["line"], row["source"]) for row in found] == [
        ("a", "2", "A"),
        ("b", "3", "A"),
        ("c", "4", "A"),
    ]


def test_the_same_said_otherwise(bench: Bench) -> None:
    header = "id,rto,support_hours,tags,aliases\n"
    one = f"{header}x,4h,Mon-Fri 08:00-18:00,a;b,sap-1\n"
    other = f"{header}x,PT4H,Mon-Thu 08:00-18:00; Fri 08:00-18:00,b;a;c,jira-7\n"
    assert bench.gives("A", {"services.csv": one}) == ""
    assert bench.gives("B", {"services.csv": other}) == ""
    assert bench.states("sap-1") == bench.states("jira-7") == {"x": "down"}
    respelt = f"{header}x,240m,Mon-Fri 8:00-18:00,b;a,sap-1\n"
    assert bench.gives("A", {"services.csv": respelt}) == ""
    assert "nothing has changed" in bench.said
    bench.comes_back()


def test_everything_wrong_with_a_row_is_told_at_once(bench: Bench) -> None:
    files = {
        "services.csv": "id,name\nshop,Shop\ncdn,CDN\n",
        "dependencies.csv": "service,depends_on,strength,needs\nshop,cdnn,perhaps,2\n",
    }
    said = bench.gives("A", files)
    for code in ("strength [E208]", "depends_on [E304]", "needs [E307]", "did you mean 'cdn'?"):
        assert code in said
