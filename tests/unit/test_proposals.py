"""Proposals: what they mean is worked out anew from the records, or by the definitions of ``tests.oracles``."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import from_records
from graphmodel.session import Session
from tests import strategies
from tests.conftest import catalogue as read
from tests.conftest import folder
from tests.oracles import STATES, products, records, requirements, rounds, services, underpinning
from tests.unit.analyses.conftest import FILES
from tests.unit.test_worlds import ASKED

Record = dict[str, str]
few = settings(max_examples=20, deadline=None)


def session(found: Catalogue) -> Session:
    return Session.of_catalogue(found)


def rows(world: Session, analysis: str, **question: Any) -> list[dict[str, Any]]:
    report = world.run(analysis, **question)
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report]


def states(found: Catalogue, failed: Collection[str]) -> dict[str, str]:
    return {one: STATES[state] for one, state in rounds(found, failed)[-1].items()}


@st.composite
def taken(draw: st.DrawFn) -> tuple[Catalogue, list[str]]:
    """A catalogue, and services that are taken away."""
    found = draw(strategies.catalogues())
    ids = services(found)
    return found, draw(st.lists(st.sampled_from(ids), max_size=3, unique=True)) if ids else []


def without(found: Catalogue, gone: Collection[str]) -> Session:
    return session(found).proposed(without=[f'id:"{one}"' for one in gone])


# What is gone is down, and so is who cannot do without it.


@few
@given(taken())
def test_an_impact_is_that_of_what_fails_and_what_is_gone(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    world = without(found, gone)
    for failed in [one for one in services(found) if one not in gone]:
        then = states(found, {failed, *gone})
        expected = {one: state for one, state in then.items() if state != "up" and one not in gone}
        assert {
            row["id"]: row["state"] for row in rows(world, "impact", services=f'id:"{failed}"')
        } == expected
    if gone:
        then = states(found, gone)
        expected = {one: state for one, state in then.items() if state != "up" and one not in gone}
        assert {row["id"]: row["state"] for row in rows(world, "impact")} == expected


@few
@given(taken())
def test_a_single_failure_counts_what_gets_worse(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    before = states(found, gone)
    counted = {row["service"]: row for row in rows(without(found, gone), "spof", top=0)}
    assert not counted.keys() & set(gone)
    for failed in [one for one in services(found) if one not in gone]:
        then = states(found, {failed, *gone})
        worse = [
            p
            for p in products(found)
            if p not in {failed, *gone} and STATES.index(then[p]) > STATES.index(before[p])
        ]
        if not worse:
            assert failed not in counted
            continue
        row = counted[failed]
        assert sorted(row["products_down"]) == [p for p in worse if then[p] == "down"]
        assert row["products_degraded"] == sum(then[p] == "degraded" for p in worse)
        assert row["products_at_risk"] == sum(then[p] == "at-risk" for p in worse)
        assert row["down"] == len(row["products_down"])


@few
@given(taken())
def test_cut_sets_are_what_takes_the_product_down_besides(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    world = without(found, gone)
    there = [one for one in services(found) if one not in gone]
    for product in [one for one in there if one in products(found)]:
        cuts: list[tuple[str, ...]] = []
        for order in range(3):
            for some in combinations([one for one in there if one != product], order):
                if any(set(cut) <= set(some) for cut in cuts):
                    continue
                if states(found, {*some, *gone})[product] == "down":
                    cuts.append(some)
        listed = rows(world, "cutsets", products=f'id:"{product}"')
        assert sorted(tuple(row["members"]) for row in listed) == sorted(cuts)
        assert all(row["order"] == len(row["members"]) for row in listed)


@few
@given(taken(), st.data())
def test_what_is_gone_is_as_available_as_what_never_works(
    drawn: tuple[Catalogue, list[str]], data: st.DataObject
) -> None:
    found, gone = drawn
    own = {one: data.draw(st.sampled_from(("", "90", "99.5", "100"))) for one in services(found)}
    stated = with_columns(found, "own_availability", own)
    never = with_columns(found, "own_availability", own | dict.fromkeys(gone, "0"))
    expected = {row["id"]: row for row in rows(session(never), "availability", select="kind:product")}
    listed = rows(without(stated, gone), "availability", select="kind:product")
    assert {row["id"] for row in listed} == {one for one in products(found) if one not in gone}
    for row in listed:
        assert row["low"] == pytest.approx(expected[row["id"]]["low"], abs=1e-9)
        assert row["high"] == pytest.approx(expected[row["id"]]["high"], abs=1e-9)


def with_columns(found: Catalogue, column: str, values: dict[str, str]) -> Catalogue:
    changed = [record | {column: values[record["id"]]} for record in records(found.services)]
    return Catalogue(found.tables | {"service": from_records("service", changed)})


@few
@given(taken())
def test_what_is_gone_underpins_nothing(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    before = states(found, gone)
    left = Catalogue(
        found.tables
        | {
            "dependency": from_records(
                "dependency",
                [r for r in records(found.dependencies) if not {r["service"], r["depends_on"]} & set(gone)],
            )
        }
    )
    world = without(found, gone)
    pairs = {pair for pair in underpinning(left) if not set(pair) & set(gone)}
    listed = rows(world, "underpinning")
    assert {(row["product"], row["service"]) for row in listed} == pairs
    for row in listed:
        then = states(found, {row["service"], *gone})[row["product"]]
        assert row["required"] == (then == "down" != before[row["product"]])
    counted = {row["id"]: row["services"] for row in rows(world, "underpinning", counts=True)}
    for product, number in counted.items():
        assert number == sum(pair[0] == product for pair in pairs)


@few
@given(taken())
def test_together_is_counted_as_alone(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    before = states(found, gone)
    for row in rows(without(found, gone), "impact", by="category"):
        assert not set(row["services"]) & set(gone)
        then = states(found, {*row["services"], *gone})
        worse = [p for p in products(found) if STATES.index(then[p]) > STATES.index(before[p])]
        worse = [p for p in worse if p not in {*row["services"], *gone}]
        assert sorted(row["products_down"]) == [p for p in worse if then[p] == "down"]
        assert row["products_degraded"] == sum(then[p] == "degraded" for p in worse)


@few
@given(taken())
def test_the_rest_knows_nothing_of_what_is_gone(drawn: tuple[Catalogue, list[str]]) -> None:
    found, gone = drawn
    world = without(found, gone)
    numbers = {row["name"]: row["value"] for row in rows(world, "stats")}
    there = [one for one in services(found) if one not in gone]
    assert numbers["products"] + numbers["services that are no product"] == len(there)
    assert numbers["placeholders among them"] == 0
    assert [row["id"] for row in rows(world, "list", kind="services")] == there
    assert not {row[end] for row in rows(world, "diagram") for end in ("consumer", "provider")} & set(gone)
    for one in gone:
        for name, question in (("impact", {"services": f'id:"{one}"'}), ("show", {"id": f'id:"{one}"'})):
            with pytest.raises(UsageError, match="gone"):
                world.run(name, **question)


def test_a_world_without_what_nobody_needs_is_that_of_a_catalogue_without_it() -> None:
    """Every analysis; what is taken away has dependencies, roles and a category of its own."""
    more = {
        "services.csv": FILES["services.csv"] + "extra,Extra,infra,live,ex,pci,\n",
        "dependencies.csv": FILES["dependencies.csv"] + "extra,net,,,,,\nextra,db1,soft,,,,\n",
        "responsibilities.csv": FILES["responsibilities.csv"] + "owner,extra,A,\n",
    }
    world, plain = without(read(FILES | more), ["extra"]), session(read(FILES))
    assert world.index.catalogue() == plain.index.catalogue()
    for name, question in ASKED:
        found, expected = world.run(name, **question), plain.run(name, **question)
        assert list(found) == list(expected), (name, question)
        assert found.title == f'{expected.title} (proposal: without id:"extra")'
        assert found.more["proposal"] == {
            "with": [], "without": ['id:"extra"'], "at": "", "added": 0, "changed": 0, "removed": 0,
            "gone": [{"id": "extra", "name": "Extra"}],
        }  # fmt: skip
        assert found.revision.action == "proposal"


# An overlay is what the records say with the overlay's in place of theirs.


def written(place: Path, tables: dict[str, list[Record]]) -> Path:
    """A folder of these records; services in the file that their kind says."""
    place.mkdir()
    files: dict[str, list[Record]] = {}
    for kind, given_ in tables.items():
        for record in given_:
            stem = f"{record['kind']}s" if kind == "service" else KINDS[kind].plural
            files.setdefault(stem, []).append({k: v for k, v in record.items() if k != "kind"})
    for stem, given_ in files.items():
        names = list(dict.fromkeys(name for record in given_ for name in record))
        with (place / f"{stem}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, names)
            writer.writeheader()
            writer.writerows(given_)
    return place


LISTS = ("aliases", "tags")


def laid(base: Tables, overlay: dict[str, list[Record]]) -> tuple[Catalogue, set[str]]:
    """What the definition says, record by record; and the services that are taken out."""
    found = {kind: {key(kind, r): r for r in records(base[kind])} for kind in base}
    every = [(kind, r) for kind, rs in overlay.items() for r in rs]
    for kind, r in every:
        if not r.get("remove"):
            add(found[kind].setdefault(key(kind, r), {}), r)
    for kind, r in every:
        if kind == "dependency" and not r.get("remove"):
            state(found[kind], r, r)
    for kind, r in every:
        if r.get("remove"):
            for one in group(found[kind], r) if kind == "dependency" else ():
                state(found[kind], r, one)
            del found[kind][key(kind, r)]
    gone = {r["id"] for kind, r in every if kind == "service" and r.get("remove")}
    for kind in ("dependency", "responsibility"):
        found[kind] = {k: r for k, r in found[kind].items() if r["service"] not in gone}
    if "observation" in found:
        found["observation"] = {
            k: r for k, r in found["observation"].items() if not gone & {r["service"], r["depends_on"]}
        }
    return merge({"t": {kind: from_records(kind, rs.values()) for kind, rs in found.items()}}), gone


def add(old: Record, new: Record) -> None:
    """What the new row says, where it says anything; lists that are united have the items of both."""
    for name, value in new.items():
        if name in LISTS and value:
            parts = dict.fromkeys([*value.split(";"), *filter(None, old.get(name, "").split(";"))])
            old[name] = ";".join(parts)
        elif value:
            old[name] = value


def state(of: dict[tuple[str, ...], Record], row: Record, stated: Record) -> None:
    """All rows of the group of that row state what this one does."""
    for other in group(of, row) if row["group"] else ():
        other |= {name: stated[name] for name in ("strength", "needs") if stated.get(name)}


def key(kind: str, record: Record) -> tuple[str, ...]:
    return tuple(record.get(name, "") for name in KINDS[kind].key)


def group(of: dict[tuple[str, ...], Record], row: Record) -> list[Record]:
    return [r for r in of.values() if (r["service"], r.get("group", "")) == (row["service"], row["group"])]


@st.composite
def overlays(draw: st.DrawFn) -> tuple[Tables, dict[str, list[Record]]]:
    """What a source gives, and an overlay of it: what is new, what changes, what goes."""
    base = draw(strategies.tables(most=6))
    held = records(base["service"])
    ids = [r["id"] for r in held]
    new = [{"id": f"new{i}", "kind": "service", "name": "New"} for i in range(draw(st.integers(0, 2)))]
    changed = [
        {
            "id": r["id"],
            "kind": r["kind"],
            "criticality": draw(st.sampled_from(("", "2"))),
            "tags": draw(st.sampled_from(("", "fresh"))),
            "remove": draw(st.sampled_from(("", "", "yes"))),
        }
        for r in held
        if draw(st.booleans())
    ]
    everyone = ids + [r["id"] for r in new]
    dependencies: dict[tuple[str, ...], Record] = {}
    for r in records(base["dependency"]):
        if draw(st.integers(0, 3)) == 0:
            goes = {name: r.get(name, "") for name in ("service", "depends_on", "group")} | {"remove": "yes"}
            dependencies[key("dependency", r)] = goes
        elif r.get("group") and draw(st.booleans()):
            more = {
                "service": r["service"],
                "depends_on": draw(st.sampled_from(everyone)),
                "group": r["group"],
            }
            more["needs"] = draw(st.sampled_from(("", "1", "2")))
            dependencies.setdefault(key("dependency", more), more)
    for _ in range(draw(st.integers(0, 3)) if everyone else 0):
        pair = {name: draw(st.sampled_from(everyone)) for name in ("service", "depends_on")}
        more = pair | {"group": "", "strength": draw(st.sampled_from(("", "hard", "soft")))}
        dependencies.setdefault(key("dependency", more), more)
    found = {"service": new + changed, "dependency": list(dependencies.values())}
    return base, {kind: rs for kind, rs in found.items() if rs}


def legal(found: Catalogue) -> bool:
    """Groups that can hold, and state one thing."""
    said: dict[tuple[str, str], list[Record]] = {}
    for r in records(found.dependencies):
        if r.get("group"):
            said.setdefault((r["service"], r["group"]), []).append(r)
    one = all(len({r[n] for r in rs if r.get(n)}) < 2 for rs in said.values() for n in ("strength", "needs"))
    return one and all(r.needs <= len(r.members) for r in requirements(found))


@settings(max_examples=30, deadline=None)
@given(overlays())
def test_an_overlay_is_what_its_records_say_in_place_of_others(
    drawn: tuple[Tables, dict[str, list[Record]]],
) -> None:
    base, overlay = drawn
    if not overlay:
        return
    expected, gone = laid(base, overlay)
    stated = [r for r in overlay.get("dependency", []) if r["group"] and not r.get("remove")]
    own = [r for r in stated if r["service"] not in gone]
    torn = any(
        len({r["needs"] for r in own if (r["service"], r["group"]) == of and r["needs"]}) > 1
        for of in {(r["service"], r["group"]) for r in own}
    )
    world = session(merge({"base": base}))
    with tempfile.TemporaryDirectory() as place:
        path = written(Path(place) / "next", overlay)
        if torn or not legal(expected):
            with pytest.raises(RejectedError, match="nothing is answered"):
                world.proposed(with_=path)
            return
        found = world.proposed(with_=path)
    assert found.proposal is not None
    assert {one for one, _ in found.proposal.gone} == gone
    after = found.index.catalogue()
    assert requirements(after) == requirements(expected)
    assert unstated(after) == unstated(expected)
    assert services_there(found) == sorted(
        {r["id"] for r in records(expected.services) if "placeholder" not in r}
    )


def unstated(found: Catalogue) -> Catalogue:
    """Without what any row of a group may say for all of them."""
    table = found.dependencies
    columns = {name: column for name, column in table.columns.items() if name not in ("strength", "needs")}
    return Catalogue(found.tables | {"dependency": replace(table, columns=columns)})


def services_there(world: Session) -> list[str]:
    return [row["id"] for row in rows(world, "list", kind="services")]


def test_an_overlay_has_the_last_word_and_says_where_it_is_wrong(tmp_path: Path) -> None:
    world = session(read(FILES))
    path = folder(
        tmp_path / "next",
        {
            "services.csv": "id,criticality,remove\nmail,2,\nlone,,yes\n",
            "products.csv": "id,availability\nshop,99.5\n",
            "dependencies.csv": "service,depends_on,group,needs,remove\nshop,net,copies,2,\napp,auth,,,yes\n",
            "responsibilities.csv": "role,service,responsibility,remove\nowner,shop,A,yes\ndba,shop,A,\n",
            "roles.csv": "id,name,remove\nowner,,yes\ndba,Databases,\n",
        },
    )
    found = world.proposed(with_=path)
    listed = {row["id"]: row for row in rows(found, "list", kind="services")}
    assert listed.keys() == {"app", "auth", "db1", "db2", "dns", "mail", "net", "pay", "shop"}
    assert (listed["mail"]["criticality"], listed["mail"]["name"]) == ("2", "Mail")
    assert (listed["shop"]["availability"], listed["shop"]["criticality"]) == ("99.5", "1")
    needed = {
        (row["service"], row["depends_on"], row["group"]): row
        for row in rows(found, "list", kind="dependencies")
    }
    assert needed["shop", "net", "copies"]["needs"] == "2"
    assert ("app", "auth", "") not in needed
    assert found.run("impact", services=["db1"]).title.startswith("Database 1 down: 2 products")
    assert {row["id"]: row["name"] for row in rows(found, "list", kind="roles")} == {"dba": "Databases"}
    assert found.proposal is not None
    assert found.proposal.record() == {
        "with": [str(path)], "without": [], "at": "", "added": 2, "changed": 3, "removed": 4,
        "gone": [{"id": "lone", "name": "Lone"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "place", "code", "hint"),
    [
        ({"services.csv": "id,rto\npay,soon\n"}, "services.csv:2:rto", "E206", "4h"),
        ({"services.csv": "id,remove\nmial,yes\n"}, "services.csv:2:id", "E405", "did you mean 'mail'?"),
        ({"services.csv": "id,remove\nmail,perhaps\n"}, "services.csv:2:remove", "E208", "yes"),
        (
            {"dependencies.csv": "service,depends_on\nshop,atuh\n"},
            "dependencies.csv:2:depends_on",
            "E304",
            "did you mean 'auth'?",
        ),
        (
            {"dependencies.csv": "service,depends_on,remove\nshop,db1,yes\n"},
            "dependencies.csv:2:service",
            "E405",
            "there are: shop -> db1 (copies)",
        ),
        (
            {"dependencies.csv": "service,depends_on,remove\nshop,dbb1,yes\n"},
            "dependencies.csv:2:depends_on",
            "E405",
            "did you mean 'db1'",
        ),
        (
            {"dependencies.csv": "service,depends_on,group,needs\nshop,net,copies,4\n"},
            "dependencies.csv:2:needs",
            "E308",
            "can a row be missing",
        ),
        ({"categories.csv": "id,parent\ninfra,infra/net\n"}, "categories.csv:2:parent", "E310", "root"),
        ({"services.csv": "id,aliases\nmail,psp\n"}, "services.csv:2:aliases", "E311", "one service"),
    ],
)
def test_errors_of_an_overlay_name_its_file_and_line(
    tmp_path: Path, files: dict[str, str], place: str, code: str, hint: str
) -> None:
    path = folder(tmp_path / "next", files)
    with pytest.raises(RejectedError, match="1 error: nothing is answered") as caught:
        session(read(FILES)).proposed(with_=path)
    (problem,) = [p for p in caught.value.problems if p.severity == "error"]
    assert (problem.place, problem.code) == (f"{path}/{place}", code)
    assert hint in problem.hint


def test_several_overlays_lie_on_each_other_and_proposals_on_proposals(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", {"services.csv": "id,criticality,remove\npay,2,\nmail,,yes\n"})
    second = folder(tmp_path / "second", {"services.csv": "id,criticality\npay,3\nmail,4\n"})
    world = session(read(FILES))
    both, after = world.proposed(with_=[first, second]), world.proposed(with_=first).proposed(with_=second)
    for found in (both, after):
        listed = {row["id"]: row["criticality"] for row in rows(found, "list", kind="services")}
        assert (listed["pay"], listed["mail"]) == ("3", "4")
        assert found.proposal is not None
        assert found.proposal.gone == ()
        assert found.proposal.overlays == (str(first), str(second))
    then = world.proposed(without="db1").proposed(without="db2")
    assert then.proposal is not None
    assert [one for one, _ in then.proposal.gone] == ["db1", "db2"]
    assert {row["id"]: row["state"] for row in rows(then, "impact")} == {"shop": "down", "app": "down"}
    assert rows(then, "impact", why="shop")[0]["state"] == "down"
    assert rows(then, "impact")[0]["because"] == ("db1", "db2")
    assert rows(then, "impact")[0]["because_names"] == ("Database 1", "Database 2")


DATED = FILES | {
    "services.csv": FILES["services.csv"]
    .replace("keeper\n", "keeper,starts,ends\n")
    .replace(",ada\n", ",ada,,2027-04-01\n")
    .replace("db2,Database 2,infra,live,,,\n", "db2,Database 2,infra,live,,,,2027-02-01,2027-06-01\n")
}


@pytest.mark.parametrize(
    ("day", "gone", "state"),
    [
        ("2027-01-31", ["db2"], "at-risk"),
        ("2027-02-01", [], "up"),
        ("2027-03-31", [], "up"),
        ("2027-04-01", ["db1"], "at-risk"),
        ("2027-05-31", ["db1"], "at-risk"),
        ("2027-06-01", ["db1", "db2"], "down"),
    ],
)
def test_a_day_is_there_for_what_has_started_and_not_ended(day: str, gone: list[str], state: str) -> None:
    world = session(read(DATED)).proposed(at=day)
    assert world.proposal is not None
    assert [one for one, _ in world.proposal.gone] == gone
    assert {row["id"]: row["state"] for row in rows(world, "impact")}.get("shop", "up") == state


def test_each_day_on_which_something_changes_is_that_day() -> None:
    world = session(read(DATED))
    listed = rows(world, "impact", between=("2027-01-01", "2027-12-31"))
    assert [(row["date"], row["starts"], row["ends"]) for row in listed] == [
        ("2027-02-01", ("db2",), ()),
        ("2027-04-01", (), ("db1",)),
        ("2027-06-01", (), ("db2",)),
    ]
    for row in listed:
        then = {r["id"]: r for r in rows(world.proposed(at=row["date"]), "impact") if r["kind"] == "product"}
        assert row["products_down"] == tuple(sorted(i for i, r in then.items() if r["state"] == "down"))
        assert row["products_at_risk"] == sum(r["state"] == "at-risk" for r in then.values())
    failing = rows(world, "impact", services="db1", between=("2027-02-01", "2027-02-01"))
    assert [row["products_at_risk"] for row in failing] == [2]
    for wrong, error in ((("2027-02-01", "2027-01-01"), "after"), (("soon", "2027-01-01"), "not a date")):
        with pytest.raises(UsageError, match=error):
            world.run("impact", between=wrong)
    with pytest.raises(UsageError, match="cannot be"):
        world.run("impact", between="2027-01-01")
    with pytest.raises(UsageError, match="different questions"):
        world.proposed(at="2027-01-01").run("impact", between=("2027-02-01", "2027-02-01"))


def test_what_is_gone_never_comes_back() -> None:
    world = session(read(FILES)).proposed(without="db1")
    assert {row["id"] for row in rows(world, "recovery", services="db2")} == {"db2", "shop", "app"}
    alone = session(read(FILES)).proposed(without=["db1", "db2"])
    listed = {row["id"]: row["restore"] for row in rows(alone, "recovery", services="auth")}
    assert (listed["shop"], listed["app"]) == ("", "")
    assert "db1" not in listed


@few
@given(strategies.catalogues(), st.data())
def test_another_alternative_never_makes_an_answer_worse(found: Catalogue, data: st.DataObject) -> None:
    grouped = [r for r in requirements(found) if r.group]
    others = [(r, one) for r in grouped for one in services(found) if one not in r.members]
    if not others:
        return
    r, more = data.draw(st.sampled_from(others))
    overlay = {"dependency": [{"service": r.consumer, "depends_on": more, "group": r.group}]}
    with tempfile.TemporaryDirectory() as place:
        then = session(found).proposed(with_=written(Path(place) / "next", overlay))
    for failed in services(found):
        before, after = (
            {row["id"]: row["state"] for row in rows(w, "impact", services=f'id:"{failed}"')}
            for w in (session(found), then)
        )
        for one, state in after.items():
            if state == "down":
                assert before.get(one) == "down"
    old, new = ({row["id"]: row["low"] for row in rows(w, "availability")} for w in (session(found), then))
    assert all(new[one] >= low - 1e-9 for one, low in old.items())


def test_the_order_of_rows_never_matters(tmp_path: Path) -> None:
    given_ = {
        "services.csv": ["id,name,remove\n", "new,New,\n", "mail,,yes\n", "pay,Paying,\n"],
        "dependencies.csv": [
            "service,depends_on,group,remove\n",
            "app,auth,,yes\n",
            "app,new,,\n",
            "shop,new,copies,\n",
        ],
    }
    paths = [
        folder(
            tmp_path / name, {file: "".join([head, *body[::way]]) for file, (head, *body) in given_.items()}
        )
        for name, way in (("a", 1), ("b", -1))
    ]
    one, other = (session(read(FILES)).proposed(with_=path) for path in paths)
    for name, question in ASKED:
        if question.get("services") != "mail":
            assert list(one.run(name, **question)) == list(other.run(name, **question)) or name in (
                "gaps",
                "score",
                "check",
                "show",
            )
    assert one.index.catalogue() == other.index.catalogue()
