"""What a change does to the answers, against the answers of both catalogues asked one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel import Workbench
from graphmodel.operations.details.answered import AnswerRow, differences
from graphmodel.session import Session
from tests.conftest import catalogue, folder, run_cli

IDS = ("p0", "p1", "a", "b", "c", "d")
FOREVER = float("inf")
Key = tuple[str, str, str]
"""Consumer, provider, group."""


def session(rows: set[Key], own: dict[str, str]) -> Session:
    listed = {
        True: "id,own_availability,own_rto,availability\n",
        False: "id,own_availability,own_rto,availability\n",
    }
    for v in IDS:
        listed[v[0] == "p"] += f"{v},{own[v]},{'2h' if v in 'ac' else '1h'},{'99' if v[0] == 'p' else ''}\n"
    files = {
        "products.csv": listed[True],
        "services.csv": listed[False],
        "dependencies.csv": "service,depends_on,group\n"
        + "".join(f"{','.join(row)}\n" for row in sorted(rows)),
    }
    return Session.of_catalogue(catalogue(files))


def naive(of: Session, own: dict[str, str]) -> dict[tuple[str, str], Any]:
    """The same answers by the analyses that a user asks."""
    found: dict[tuple[str, str], Any] = {}
    for row in of.run("spof", top=0):
        if row.products_down:
            found["spof", row.service] = "takes down " + ", ".join(row.products_down)
    for row in of.run("cutsets", products="kind:product", most=0):
        if row.order == 2:
            found["cut set", f"{row.product}: {' + '.join(row.members)}"] = "takes it down"
    for row in of.run("availability"):
        ends = f"{row.low:.10g}" if row.low == row.high else f"{row.low:.10g} to {row.high:.10g}"
        found["availability", row.id] = f"{ends} %"
    for row in of.run("promises"):
        found["promise", f"{row.id}: {row.level}"] = row.verdict
    for finding in of.run("gaps").findings:
        found["finding", finding.identity] = finding.message
    for product in ("p0", "p1"):
        times = []
        for v in IDS:
            restored = {row.id: row.restore for row in of.run("recovery", services=v)}
            if product in restored and own[v] != "100":
                times.append({"": 99, "0s": 0, "1h": 1, "2h": 2}[restored[product]])
        found["restore", product] = {99: "never", 0: "0s", 1: "1h", 2: "2h"}[max(times, default=0)]
    return found


rows = st.sets(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS[1:]), st.sampled_from(("", "", "g"))), max_size=9
)
owns = st.fixed_dictionaries({v: st.sampled_from(("99", "99", "95", "100")) for v in IDS})


@settings(max_examples=20)
@given(rows, rows, owns)
def test_all_that_differs_and_nothing_else(before: set[Key], after: set[Key], own: dict[str, str]) -> None:
    old, new = session(before, own), session(after, own)
    was, now = naive(old, own), naive(new, own)
    found, untried = differences(old, new, FOREVER)
    assert not untried
    told = {(row.question, row.subject): (row.before, row.after) for row in found}
    assert len(told) == len(found)
    for key, (one, other) in told.items():
        assert (one, other) == (was.get(key, ""), now.get(key, ""))
        assert one != other
    for key in {*was, *now} - {*told}:
        if was.get(key, "") != now.get(key, "") and "kept" not in {was.get(key), now.get(key)}:
            assert key[0] == "cut set"
            product, pair = key[1].split(": ")
            there = now if key in was else was
            down = [there.get(("spof", one), "").replace(",", "").split()[2:] for one in pair.split(" + ")]
            assert any(product in products for products in down)


turned = st.sets(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS[1:]), st.just("")), min_size=1, max_size=2
)


@settings(max_examples=10)
@given(rows, turned, owns)
def test_without_a_cause_the_answer_is_as_before(
    before: set[Key], turned: set[Key], own: dict[str, str]
) -> None:
    """``because`` names a change exactly where B without it answers as A."""
    after = before ^ turned
    was = naive(session(before, own), own)
    found, _ = differences(session(before, own), session(after, own), FOREVER)
    for change in turned:
        name = f"dependency {change[0]} -> {change[1]}"
        then = naive(session(after ^ {change}, own), own)
        for row in found:
            key = row.question, row.subject
            if row.question != "cut set":
                assert (name in row.because) == (then.get(key, "") == was.get(key, "")), row


BEFORE = {
    "products.csv": "id,name,availability,own_availability\nshop,Shop,99,100\n",
    "services.csv": "id,name,own_availability\ndb1,Database 1,99\ndb2,Database 2,99\n",
    "dependencies.csv": "service,depends_on,group\nshop,db1,db\nshop,db2,db\n",
}
AFTER = BEFORE | {"dependencies.csv": "service,depends_on,group\nshop,db1,db\n"}


def told(rows: Any) -> list[tuple[str, ...]]:
    return [row[:6] for row in rows if row.question not in ("finding", "promise")]


def test_a_database_less(tmp_path: Path) -> None:
    """Both were down 1 percent of 1 percent; the one that is left, 1 percent. Whose fault it is, is said."""
    one, other = folder(tmp_path / "one", BEFORE), folder(tmp_path / "other", AFTER)
    cause = ("dependency shop -> db2 (db)",)
    assert told(Workbench.open(one).diff(str(one), str(other), answers=True)) == [
        ("spof", "db1", "", "takes down shop", "worse", cause),
        ("availability", "shop", "99.99 %", "99 %", "worse", cause),
    ]
    assert told(Workbench.open(one).diff(str(other), str(one), answers=True)) == [
        ("spof", "db1", "takes down shop", "", "better", cause),
        ("availability", "shop", "99 %", "99.99 %", "better", cause),
    ]
    assert not list(Workbench.open(one).diff(str(one), str(one), answers=True))


def test_a_gate(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", BEFORE), folder(tmp_path / "other", AFTER)
    worse = run_cli("diff", one, other, "--answers", "--fail-on", "worse", "--format", "md")
    assert worse.code == 1
    assert "| spof | db1 |  | takes down shop | worse | dependency shop -&gt; db2 (db) |" in worse.out
    assert run_cli("diff", one, other, "--answers").code == 0
    better = run_cli("diff", other, one, "--answers", "--fail-on", "worse")
    assert better.code == 0, better.out
    same = run_cli("diff", one, one, "--answers", "--fail-on", "worse")
    assert same.code == 0
    assert "no answer differs" in same.err
    none = run_cli("diff", one, other, "--fail-on", "worse")
    assert none.code == 2
    assert "--fail-on is about answers" in none.err
    alone = run_cli("diff", one)
    assert alone.code == 2
    assert "--with FOLDER" in alone.err


def test_a_catalogue_and_a_proposal(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", BEFORE)
    overlay = folder(
        tmp_path / "overlay",
        {"dependencies.csv": "service,depends_on,group,remove\nshop,db2,db,yes\n"},
    )
    asked = run_cli("diff", one, "--with", overlay, "--answers", "--format", "csv")
    assert (
        asked.out.splitlines()[1] == "spof,db1,,takes down shop,worse,dependency shop -> db2 (db),Database 1"
    )
    gone = Workbench.open(one).diff(str(one), answers=True, without="db2")
    assert ("spof", "db1", "", "takes down shop", "worse", ("service db2",)) in told(gone)
    assert gone.title.endswith("the proposal: without db2")


def test_a_stop_in_time_says_what_was_not_tried(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", BEFORE), folder(tmp_path / "other", AFTER)
    report = Workbench.open(one).diff(str(one), str(other), answers=True, within=0)
    assert all(isinstance(row, AnswerRow) and row.because == () for row in report)
    assert report.notes == ("the causes are without 1 change; a larger --within tries more",)
