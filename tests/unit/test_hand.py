"""A catalogue changed by hand from Python: what it makes is what files of the same rows make."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from graphmodel import Catalogue, Options, RejectedError, StoreError, UsageError, Workbench
from graphmodel.importers.as_text import as_text
from tests.conftest import catalogue, folder

FILES = {
    "products.csv": "id,name,cost,tags\nshop,Web shop,1250.5,pci;core\n",
    "services.csv": "id,name,category,reviewed,rto,Location\ndb,Customer database,stores,2025-04-03,4h,Berlin\n"
    "db2,Other database,stores,,,\n",
    "categories.csv": "id,name\nstores,Stores\n",
    "roles.csv": "id,name\ndba,Database team\n",
    "dependencies.csv": "service,depends_on,strength,group,needs,note\nshop,db,hard,storage,1,\n"
    "shop,db2,hard,storage,1,\n",
    "responsibilities.csv": "role,service,responsibility\ndba,db,A\ndba,db,R\n",
}


def fill(bench: Workbench) -> None:
    """What the files say, in an order in which what is named often comes later."""
    bench.depends("shop", on=["db", "db2"], strength="hard", group="storage", needs=1)
    bench.assign("dba", to="db", responsibility=["A", "R"])
    bench.add("product", id="shop", name="Web shop", cost=Decimal("1250.50"), tags=["pci", "core"])
    bench.add(
        "service", id="db", name="Customer database", category="stores",
        reviewed=date(2025, 4, 3), rto="4h", Location="Berlin",
    )  # fmt: skip
    bench.add("service", id="db2", name="Other database", category="stores")
    bench.add("category", id="stores", name="Stores")
    bench.add("role", id="dba", name="Database team")


def wanted() -> Catalogue:
    return catalogue(FILES)


def test_what_is_added_is_what_files_would_say() -> None:
    bench = Workbench.new()
    fill(bench)
    assert bench.catalogue() == wanted()
    assert [row.source for row in bench.history().rows] == ["manual"]


def test_a_block_makes_one_revision_of_a_file_and_calls_one_each(tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        with bench.adding() as adding:
            fill(bench)
            assert len(bench.history()) == 0, "nothing is there before the block ends"
        assert adding.done is not None
        assert adding.done.plan.counts["added"] == 9
        assert bench.catalogue() == wanted()
        done = bench.add("service", id="db", cost=5)
        assert done is not None
        assert done.plan.counts["changed"] == 1
        bench.depends("shop", on="db", note="no group")
        assert len(bench.history()) == 3
        bench.undo()
        bench.undo()
        assert bench.catalogue() == wanted()


def test_an_exception_in_a_block_leaves_the_catalogue(tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        with suppress(ZeroDivisionError), bench.adding():
            bench.add("service", id="db")
            raise ZeroDivisionError
        assert len(bench.history()) == 0
        with pytest.raises(UsageError, match="under way"), bench.adding(), bench.adding():
            pass


def test_several_at_once_are_added_all_or_none() -> None:
    bench = Workbench.new()
    bench.add("service", id="a")
    with pytest.raises(RejectedError):
        bench.depends("a", on=["b", "\u200b"])
    assert bench.catalogue() == catalogue({"services.csv": "id\na\n"})


@pytest.mark.parametrize(
    ("fields", "code", "column", "value", "hint"),
    [
        ({"cost": "abc"}, "E203", "cost", "abc", "write digits"),
        ({"cost": "12,5"}, "E203", "cost", "12,5", "write digits with a decimal point, as 1250.5"),
        ({"availability": 101}, "E204", "availability", "101", "write 99.9"),
        ({"lifecycle": "lve"}, "E208", "lifecycle", "lve", "did you mean 'live'?"),
        ({"reviewed": "3.4.2025"}, "E205", "reviewed", "3.4.2025", "write it as"),
        ({"id": ""}, "E201", "id", "", "every service needs one"),
        ({"id": "a\u202eb"}, "E202", "id", "a\u202eb", "ids hold no control"),
    ],
)
def test_a_wrong_value_is_the_problem_that_an_import_has(
    fields: dict[str, object], code: str, column: str, value: str, hint: str
) -> None:
    with pytest.raises(RejectedError) as error:
        Workbench.new().add("service", **{"id": "x", **fields})
    (problem,) = error.value.problems
    assert (problem.code, problem.column, problem.value) == (code, column, value)
    assert problem.hint.startswith(hint)
    assert column in error.value.message


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(RejectedError) as error:
        Workbench.new().add("service", cost="abc", rto="soon")
    assert {problem.column for problem in error.value.problems} == {"id", "cost", "rto"}


@pytest.mark.parametrize(
    ("kind", "fields", "hint"),
    [
        ("servce", {"id": "a"}, "did you mean 'service'?"),
        ("service", {"id": "a", "nmae": "b"}, "did you mean 'name'?"),
        ("service", {"id": "a", "supplier": "x", "provider": "y"}, "'provider' is read as supplier, too"),
        ("service", {"id": "a", "cost": {"a": 1}}, "give a text"),
        ("service", {"id": "a", "tags": ["a;b"]}, "write it without"),
    ],
)
def test_a_slip_is_told_with_what_is_meant(kind: str, fields: dict[str, object], hint: str) -> None:
    with pytest.raises(UsageError) as error:
        Workbench.new().add(kind, **fields)
    assert error.value.hint.startswith(hint)


def test_what_is_missing_can_still_be_added() -> None:
    bench = Workbench.new()
    bench.add("service", id="shop")
    bench.depends("shop", on="dbx")
    for _ in range(2):
        with pytest.raises(RejectedError) as error:
            bench.run("stats")
        assert [problem.code for problem in error.value.problems] == ["E304"]
    bench.add("service", id="dbx")
    assert len(bench.run("impact", services=["dbx"])) == 2


def test_later_words_on_a_field_count_and_silence_keeps() -> None:
    bench = Workbench.new()
    bench.add("product", id="a", name="One", cost=1)
    bench.add("service", id="a", cost=2)
    assert bench.catalogue() == catalogue({"products.csv": "id,name,cost\na,One,2\n"})
    bench.add("service", id="a", cost=None)
    bench.add("service", id="a", tags="x")
    assert bench.catalogue() == catalogue({"products.csv": "id,name,tags\na,One,x\n"})


def test_another_source_that_says_otherwise_is_a_contradiction(tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        bench.import_(folder(tmp_path / "cmdb", FILES), Options(source="cmdb"))
        bench.add("service", id="shop", lifecycle="live")  # of which cmdb says nothing; it stays a product
        with pytest.raises(RejectedError) as error:
            bench.add("service", id="shop", cost=7)
        assert [problem.code for problem in error.value.problems] == ["E401"]
        assert "cmdb" in error.value.problems[0].message
        with pytest.raises(
            UsageError, match=r"source 'manual' gives no service 'db': it is in services\.csv:2"
        ):
            bench.remove("service", "db")
        assert bench.catalogue().services.records


def test_none_is_no_end_of_a_dependency(tmp_path: Path) -> None:
    bench = Workbench.new()
    with pytest.raises(RejectedError, match="is empty"):
        bench.depends("shop", on=None)  # type: ignore[arg-type]


def test_who_depends_on_itself_is_named_once() -> None:
    bench = Workbench.new()
    bench.add("service", id="db")
    bench.depends("db", on="db")
    bench.run("list", kind="services")
    bench.remove("service", "db")
    with pytest.raises(UsageError, match="1 record names it: db -> db"):
        bench.run("list", kind="services")


@pytest.mark.parametrize("name", ["estate.xlsx", "estate.csv", "estate.json"])
def test_no_catalogue_file_is_called_as_another_format_is(tmp_path: Path, name: str) -> None:
    bench = Workbench.new()
    bench.add("service", id="db")
    with pytest.raises(StoreError) as error:
        bench.save(tmp_path / name)
    assert "export" in error.value.hint
    assert not (tmp_path / name).exists()


def test_what_is_removed_is_gone_and_comes_back(tmp_path: Path) -> None:
    with Workbench.open(tmp_path / "estate.db", create=True) as bench:
        with bench.adding():
            fill(bench)
        with pytest.raises(UsageError, match="3 records name it: shop -> db") as error:
            bench.remove("service", "db")
        assert "--links" in error.value.hint
        bench.remove("service", "db", links=True)
        left = {
            name: "".join(
                line for line in text.splitlines(keepends=True) if not {"db"} & {*line.strip().split(",")}
            )
            for name, text in FILES.items()
        }
        assert bench.catalogue() == catalogue(left)
        bench.undo()
        bench.remove("dependency", "shop", "db2")
        bench.remove("responsibility", "dba", "db", "R")
        bench.remove("responsibility", "dba", "db")
        assert not bench.catalogue().responsibilities
        with pytest.raises(UsageError, match="gives no service 'dbb'") as wrong:
            bench.remove("service", "dbb")
        assert "did you mean 'db'" in wrong.value.hint
        with pytest.raises(UsageError, match="cannot say which dependency"):
            bench.remove("dependency", "shop")


def test_what_was_gathered_is_removed_again() -> None:
    bench = Workbench.new()
    bench.add("service", id="a", cost=1)
    bench.remove("service", "a")
    bench.add("service", id="a", name="A")
    bench.add("service", id="b")
    bench.remove("service", "b")
    assert bench.catalogue() == catalogue({"services.csv": "id,name\na,A\n"})
    bench.remove("service", "a")
    bench.add("service", id="a", cost=3)
    assert bench.catalogue() == catalogue({"services.csv": "id,cost\na,3\n"})


def test_a_removal_that_cannot_be_is_said_once_and_all_else_is_kept() -> None:
    bench = Workbench.new()
    bench.add("service", id="a", name="A")
    bench.remove("service", "nobody")
    with pytest.raises(UsageError, match="no service 'nobody'") as error:
        bench.catalogue()
    assert "1 removal forgotten" in error.value.hint
    bench.add("service", id="b")
    assert bench.catalogue() == catalogue({"services.csv": "id,name\na,A\nb,\n"})


def test_a_renamed_service_takes_its_dependencies_along() -> None:
    bench = Workbench.new()
    bench.add("service", id="a")
    bench.add("service", id="old")
    bench.depends("a", on="old")
    assert len(bench.catalogue().services) == 2
    bench.add("service", id="new", aliases=["old"])
    assert bench.catalogue().services.texts("id") == ["a", "new"]
    assert bench.catalogue().dependencies.texts("depends_on") == ["new"]


def test_names_and_placeholders_as_in_an_import() -> None:
    bench = Workbench.new()
    bench.add("service", id="a", name="First")
    bench.add("service", id="b")
    bench.depends("b", on="first")
    assert bench.catalogue().dependencies.texts("depends_on") == ["a"]
    with bench.adding(create_missing=True):
        bench.depends("b", on="nobody")
    services = bench.catalogue().services
    assert dict(zip(services.texts("id"), services.texts("placeholder"), strict=True))["nobody"] == "yes"


def test_places_say_who_spoke(tmp_path: Path) -> None:
    bench = Workbench.new()
    bench.add("service", id="a")
    bench.add("service", id="b")
    places = [bench.catalogue().services.origin(row).place for row in (0, 1)]
    today = r"Python: \d{4}-\d\d-\d\d, service %d \(source manual\)"
    for number, place in enumerate(places, 1):
        assert re.fullmatch(today % number, place)


def test_saved_it_is_the_same_with_its_history(tmp_path: Path) -> None:
    bench = Workbench.new()
    fill(bench)
    bench.run("stats")
    bench.add("service", id="late")
    assert bench.save(tmp_path / "estate.db").revisions == 2
    with Workbench.open(tmp_path / "estate.db") as kept:
        assert kept.catalogue() == bench.catalogue()
        assert kept.catalogue(1) == wanted()
        kept.remove("service", "late")
        assert kept.catalogue() == wanted()
    with pytest.raises(UsageError, match="not empty"):
        bench.save(tmp_path / "estate.db")
    bench.save(tmp_path / "estate.db", force=True)
    bench.save(f"{tmp_path}/folder/")
    with Workbench.open(tmp_path / "folder") as files:
        assert files.catalogue() == bench.catalogue()
        with pytest.raises(UsageError, match="only reads"):
            files.add("service", id="x")


def test_a_copy_in_memory_can_be_changed(tmp_path: Path) -> None:
    path = folder(tmp_path / "cmdb", FILES)
    for given in (path, wanted()):
        bench = Workbench.from_catalogue(given)
        assert bench.catalogue() == wanted()
        bench.add("service", id="more")
        assert len(bench.catalogue().services) == 4
    with Workbench.open(path) as untouched:
        assert len(untouched.catalogue().services) == 3


@pytest.mark.timeout(60)
def test_many_are_added_and_removed_at_once() -> None:
    """What grew with the square of their number would take hours."""
    n = 10_000
    bench = Workbench.new()
    for at in range(n):
        bench.add("service", id=f"s{at}", name=f"Service {at}")
    for at in range(n - 1):
        bench.depends(f"s{at}", on=f"s{at + 1}")
    assert len(bench.run("impact", services=[f"s{n - 1}"])) == n
    for at in range(n):
        bench.remove("service", f"s{at}", links=True)
    assert len(bench.catalogue().services) == 0


def test_values_of_python_are_what_a_cell_would_say() -> None:
    assert as_text(timedelta(days=1, minutes=30)) == "PT88200S"
    assert as_text({"b", "a"}) == "a;b"
    assert as_text(10**20) == "100000000000000000000"
    assert as_text(1e22) == "10000000000000000000000"


@pytest.mark.parametrize(
    ("given", "kept", "read_as"),
    [(0.999, "99.9", "99.9%"), ("0.5", "50", "50%"), (1, "100", "100%"),
     ("0.5%", "0.5", ""), (99.9, "99.9", ""), (0, "0", "")],
)  # fmt: skip
def test_a_fraction_by_hand_is_read_and_warned_of_as_in_a_file(
    tmp_path: Path, given: object, kept: str, read_as: str
) -> None:
    with Workbench.open(tmp_path / "x.db", create=True) as bench:
        done = bench.add("service", id="a", availability=given)
        assert done == bench.done
        assert bench.catalogue().services.texts("availability") == [kept]
        assert done
        assert [(p.code, p.column, p.value, p.message) for p in done.plan.problems] == (
            [("W202", "availability", str(given), f"read as a fraction: {read_as}")] if read_as else []
        )


def test_what_was_gathered_has_its_warnings(tmp_path: Path) -> None:
    bench = Workbench.new()
    bench.add("service", id="a", availability=0.999)
    assert bench.done is None
    bench.save(tmp_path / "x.db")
    assert bench.done
    assert [p.code for p in bench.done.plan.problems] == ["W202"]


@pytest.mark.parametrize("target", ["folder/", "x.xlsx", "x.json", "x.graphml"])
@pytest.mark.parametrize("value", ["0.5%", "1%", "0.001%", "99.9"])
def test_a_small_percentage_is_written_so_that_it_comes_back(tmp_path: Path, target: str, value: str) -> None:
    bench = Workbench.new()
    bench.add("service", id="a", availability=value)
    path = tmp_path / target
    if target.endswith("/"):
        bench.save(f"{path}/")
    else:
        path.write_bytes(bench.graph(path.suffix[1:]))
    with Workbench.open(tmp_path / "again.db", create=True) as again:
        assert again.import_(path).plan.problems == ()
        assert again.catalogue().services.texts("availability") == [value.removesuffix("%")]
