"""Plan, import and undo on every store that can be changed, against plain dictionaries."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.errors import RejectedError, StoreError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.revision import roots
from graphmodel.model.table import Table, from_records
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.neo4j import LIMIT, Neo4jStore
from graphmodel.stores.scratch import ScratchStore
from graphmodel.stores.store import WritableStore
from tests.contract.test_stores import assert_index, origins, records
from tests.neo4j.fixtures import wipe
from tests.neo4j.server import Server

Records = dict[tuple[str, ...], dict[str, str]]
Source = dict[str, Records]
"""Kind → identity → values that are not empty."""
State = dict[str, Source]
Stood = dict[tuple[str, tuple[str, ...]], tuple[str, int]]
"""Kind and identity → file and line."""

SOURCES = st.sampled_from(["cmdb", "wiki", "files"])
ENDS = st.sampled_from("abcd")
COLUMNS = {"service": ["name", "owner", "zone"], "dependency": ["note", "port"], "role": ["team"]}
IDENTITIES = {
    "service": st.tuples(ENDS),
    "role": st.tuples(st.sampled_from("rs")),
    "dependency": st.tuples(ENDS, ENDS, st.sampled_from(["", "g"])),
}


@st.composite
def given(draw: st.DrawFn) -> Tables:
    """What one source gives: some kinds, each with some columns. Values mostly agree between sources."""
    found: Tables = {}
    for kind in draw(st.lists(st.sampled_from(sorted(COLUMNS)), unique=True)):
        names = draw(st.lists(st.sampled_from(COLUMNS[kind]), unique=True))
        rows = []
        for key in draw(st.lists(IDENTITIES[kind], unique=True)):
            values = {name: draw(st.sampled_from(["", "same", "same", "same", "other"])) for name in names}
            rows.append(dict(zip(KINDS[kind].key, key, strict=True)) | values)
        found[kind] = from_records(kind, rows, draw(st.sampled_from(["one.csv", "two.csv"])))
    return found


def plain(tables: Tables) -> Source:
    """Tables as dictionaries."""
    return {name: as_records(table) for name, table in tables.items() if len(table)}


def as_records(table: Table) -> Records:
    return {key: table.record(row) for row, key in enumerate(table.keys())}


def places(tables: Tables) -> Stood:
    """Where the records were read."""
    return {
        (name, key): (file, line)
        for name, table in tables.items()
        for key, file, line in zip(table.keys(), table.files, table.lines, strict=True)
    }


def expected(held: Source, incoming: Tables, *, add: bool) -> Source:
    """What the source holds afterwards: absent columns keep their values, empty cells clear them."""
    after: Source = {}
    for name in KINDS:
        old = held.get(name, {})
        table = incoming.get(name)
        new = deepcopy(old) if add else {}
        for key, record in as_records(table).items() if table else ():
            kept = {n: v for n, v in old.get(key, {}).items() if n not in table.columns}  # type: ignore[union-attr]
            new[key] = kept | record
        if new:
            after[name] = new
    return after


def contradicts(source: str, after: Source, others: State) -> bool:
    """Another source gives another value, or the same group."""
    for other in others.values():
        for name, held in other.items():
            mine = after.get(name, {})
            for key in held.keys() & mine.keys():
                if any(mine[key].get(n, v) != v for n, v in held[key].items()):
                    return True
        groups = {(c, g) for c, _, g in other.get("dependency", {}) if g}
        if groups & {(c, g) for c, _, g in after.get("dependency", {}) if g}:
            return True
    return False


class Machine(RuleBasedStateMachine):
    """The store beside a list of what it held at each revision."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(tempfile.mkdtemp())
        self.store = self.opened()
        self.states: list[State] = [{}]
        self.done: list[int] = []
        """The revisions that can be undone, the latest last."""
        self.stood: list[dict[str, Stood]] = [{}]
        """Where the records of each revision stood: source → places."""

    def opened(self) -> WritableStore:
        raise NotImplementedError

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.directory)

    @rule(source=SOURCES, incoming=given(), add=st.booleans())
    def imports(self, source: str, incoming: Tables, add: bool) -> None:
        state = deepcopy(self.states[-1])
        after = expected(state.get(source, {}), incoming, add=add)
        others = {name: held for name, held in state.items() if name != source}
        made = plan(self.store.held(), source, incoming, base=self.store.base(), add=add, allow_withdraw=True)
        if contradicts(source, after, others):
            with pytest.raises(RejectedError):
                self.store.apply(made)
            return
        revision = self.store.apply(made)
        assert (revision is None) == (state.get(source, {}) == after)
        if revision is not None:
            assert (revision.number, revision.source) == (len(self.states), source)
            self.states.append(others | ({source: after} if after else {}))
            self.done.append(revision.number)
            self.stood.append(deepcopy(self.stood[-1]))
        # Origins are those of the files, also where nothing else changed: then they are the current revision's.
        left = {(name, key) for name, found in after.items() for key in found}
        stood = self.stood[-1].get(source, {}) | places(incoming)
        self.stood[-1][source] = {record: place for record, place in stood.items() if record in left}

    @rule(source=SOURCES)
    def imports_the_same_again(self, source: str) -> None:
        held = self.store.held()
        if source in held:
            made = plan(held, source, held[source], base=self.store.base())
            assert made.empty
            assert self.store.apply(made) is None

    @precondition(lambda self: self.done)
    @rule()
    def undoes(self) -> None:
        last = self.done.pop()
        revision = self.store.undo()
        assert (revision.undoes, revision.number, revision.action) == (last, len(self.states), "undo")
        self.states.append(deepcopy(self.states[last - 1]))
        self.stood.append(deepcopy(self.stood[last - 1]))

    @precondition(lambda self: not self.done)
    @rule()
    def has_nothing_to_undo(self) -> None:
        with pytest.raises(UsageError, match="nothing to undo"):
            self.store.undo()

    @rule()
    def reopens(self) -> None:
        self.store.close()
        self.store = self.opened()

    @rule(data=st.data())
    def remembers(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.states) - 1))
        assert records(self.store.catalogue(number)) == records(merged(self.states[number]))
        for entry, stood in zip(self.store.dump(), self.stood[1:], strict=True):
            assert places(entry.tables) == stood.get(entry.revision.source, {})

    @invariant()
    def holds_what_the_sources_gave(self) -> None:
        held = self.store.held()
        assert {source: plain(tables) for source, tables in held.items()} == self.states[-1]
        for source, tables in held.items():
            assert places(tables) == self.stood[-1][source]

    @invariant()
    def answers_from_what_it_holds(self) -> None:
        assert_index(self.store.index(), self.store.catalogue())
        assert records(self.store.catalogue()) == records(merged(self.states[-1]))

    @invariant()
    def numbers_its_revisions(self) -> None:
        history = self.store.history()
        assert [r.number for r in history] == list(range(len(self.states) - 1, 0, -1))
        assert len({r.uid for r in history}) == len(history)


def merged(state: State) -> Catalogue:
    """The catalogue of a state."""
    return merge(
        {
            source: {name: from_records(name, found.values()) for name, found in kinds.items()}
            for source, kinds in state.items()
        }
    )


class EmbeddedMachine(Machine):
    def opened(self) -> WritableStore:
        return EmbeddedStore(str(self.directory / "catalogue.db"), create=True)


TestEmbedded = EmbeddedMachine.TestCase
TestEmbedded.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


class ScratchMachine(Machine):
    """In memory there is nothing to open again."""

    kept: ScratchStore | None = None

    def opened(self) -> WritableStore:
        self.kept = self.kept or ScratchStore()
        return self.kept


TestScratch = ScratchMachine.TestCase
TestScratch.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


class Neo4jMachine(Machine):
    """Every second store opens an import for whatever it does; what the graph shows is held to the records."""

    server: Server
    batches = False

    def __init__(self) -> None:
        wipe(self.server)
        super().__init__()

    def opened(self) -> WritableStore:
        self.batches = not self.batches
        return Neo4jStore(self.server.url, create=True, limit=0 if self.batches else LIMIT)

    def teardown(self) -> None:
        if self.store.history():
            assert [check for check in self.store.doctor() if not check.ok] == []
        super().teardown()


def test_neo4j(neo4j: str, neo4j_server: Server) -> None:
    Neo4jMachine.server = neo4j_server
    run_state_machine_as_test(
        Neo4jMachine, settings=settings(max_examples=8, stateful_step_count=10, deadline=None)
    )


@pytest.fixture(params=["embedded", "neo4j", "neo4j in batches"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> WritableStore:
    if request.param == "embedded":
        return EmbeddedStore(str(tmp_path / "catalogue.db"), create=True)
    limit = 0 if "batches" in request.param else LIMIT
    return Neo4jStore(request.getfixturevalue("neo4j"), create=True, limit=limit)


def services(*ids: str, **values: str) -> Tables:
    return {"service": from_records("service", [{"id": i, **values} for i in ids], "services.csv")}


def give(store: WritableStore, source: str, incoming: Tables) -> None:
    store.apply(plan(store.held(), source, incoming, base=store.base()))


def test_a_plan_made_against_another_revision_is_refused(store: WritableStore) -> None:
    stale = plan(store.held(), "a", services("x"), base=store.base())
    give(store, "a", services("y"))
    with pytest.raises(StoreError, match="changed by somebody else"):
        store.apply(stale)
    assert store.held()["a"]["service"].texts("id") == ["y"]


def another(store: WritableStore) -> WritableStore:
    """The same catalogue, as somebody else opens it."""
    if isinstance(store, EmbeddedStore):
        return EmbeddedStore(store.url, wait=0.05)
    return Neo4jStore(store.url)


def test_what_is_to_be_ready_is_so_before_there_is_a_revision(store: WritableStore) -> None:
    """It is done when nobody else can write, and nobody sees the revision yet."""
    give(store, "a", services("x"))
    seen = []

    def ready() -> None:
        try:
            seen.append([revision.number for revision in another(store).history()])
        except StoreError as error:  # Neo4j: an import in batches is open
            seen.append([1] if "is open" in str(error) else [])

    store.apply(plan(store.held(), "a", services("x", "y"), base=store.base()), ready)
    assert seen == [[1]]
    assert [revision.number for revision in store.history()] == [2, 1]


def test_what_is_raised_there_ends_all(store: WritableStore) -> None:
    def fails() -> None:
        raise UsageError("there is a folder of that name")

    def stops() -> None:
        raise KeyboardInterrupt

    for raised, ready in ((UsageError, fails), (KeyboardInterrupt, stops)):
        with pytest.raises(raised):
            store.apply(plan(store.held(), "a", services("x"), base=store.base()), ready)
        assert store.history() == []
    give(store, "a", services("x"))
    before = records(store.catalogue())
    for raised, ready in ((UsageError, fails), (KeyboardInterrupt, stops)):
        with pytest.raises(raised):
            store.apply(plan(store.held(), "a", services("y"), base=store.base()), ready)
        for seen in (store, another(store)):
            assert [revision.number for revision in seen.history()] == [1]
            assert records(seen.catalogue()) == before
            assert [check for check in seen.doctor() if not check.ok] == []
    give(another(store), "a", services("y"))
    assert store.held()["a"]["service"].texts("id") == ["y"]


def test_the_folder_of_the_files_is_kept_with_the_revision(store: WritableStore) -> None:
    for root in ("/first", "/second"):
        store.apply(plan(store.held(), "a", services("x", name=root), base=store.base(), root=root))
    assert roots(store.history()) == {"a": "/second"}
    store.undo()
    assert (store.revision().undoes, roots(store.history())) == (2, {"a": "/first"})


def test_an_empty_plan_makes_no_revision(store: WritableStore) -> None:
    give(store, "a", {})
    assert store.history() == []
    assert len(store.catalogue().services) == 0
    assert store.index().n == 0


def test_a_withdrawn_service_that_others_name_is_a_placeholder(store: WritableStore) -> None:
    ends = {"dependency": from_records("dependency", [{"service": "a", "depends_on": "b"}])}
    give(store, "one", services("a", "b"))
    give(store, "two", ends)
    give(store, "one", services("a"))
    found = store.catalogue().services
    assert (found.texts("id"), found.texts("placeholder")) == (["a", "b"], ["", "yes"])
    assert store.index().placeholder.tolist() == [False, True]


def test_a_renaming_keeps_what_names_the_service(store: WritableStore) -> None:
    ends = {"dependency": from_records("dependency", [{"service": "a", "depends_on": "old"}])}
    give(store, "one", services("a", "old") | ends)
    new = services("a") | ends
    new["service"] = from_records("service", [{"id": "a"}, {"id": "new", "aliases": "old"}])
    give(store, "one", new)
    latest = store.revision()
    assert (latest.added, latest.changed, latest.withdrawn) == (0, 1, 0)
    assert store.catalogue().dependencies.texts("depends_on") == ["new"]
    assert store.catalogue(1).dependencies.texts("depends_on") == ["old"]
    index = store.index()
    assert (list(index.service_id), index.find("old")) == (["a", "new"], 1)


def test_moved_records_are_placed_anew_without_a_revision(store: WritableStore) -> None:
    give(store, "one", services("a", "b"))
    give(store, "one", services("b", "a"))
    assert len(store.history()) == 1
    assert_index(store.index(), store.catalogue())
    places = {o for o in origins(store.catalogue()) if o[2]}
    found = store.catalogue().services
    assert dict(zip(found.texts("id"), found.lines, strict=True)) == {"b": 2, "a": 3}
    assert places == {("service", "services.csv", 2), ("service", "services.csv", 3)}


def lines(store: WritableStore, revision: int | None = None) -> dict[str, int]:
    found = store.catalogue(revision).services
    return dict(zip(found.texts("id"), found.lines, strict=True))


def test_undo_gives_the_places_back_and_leaves_those_of_other_revisions(store: WritableStore) -> None:
    give(store, "one", services("a", "b", "c"))
    give(store, "one", services("b", "c"))
    store.undo()
    assert lines(store) == lines(store, 1) == {"a": 2, "b": 3, "c": 4}
    assert lines(store, 2) == {"b": 2, "c": 3}
    give(store, "one", services("c", "b", "a"))
    assert lines(store) == lines(store, 3) == {"c": 2, "b": 3, "a": 4}
    assert lines(store, 1) == {"a": 2, "b": 3, "c": 4}
    give(store, "two", services("d"))
    store.undo()
    assert lines(store) == {"c": 2, "b": 3, "a": 4}


def test_what_is_refused_changes_nothing(store: WritableStore) -> None:
    give(store, "one", services("a", name="A"))
    refused = plan(store.held(), "two", services("a", name="B"), base=store.base())
    with pytest.raises(RejectedError) as caught:
        store.apply(refused)
    assert [p.code for p in caught.value.problems] == ["E401"]
    assert len(store.history()) == 1


def test_nothing_is_taken_back_or_copied_to_what_is_no_catalogue(
    store: WritableStore, tmp_path: Path
) -> None:
    """As an older graphmodel may have left it."""
    give(store, "one", {"service": from_records("service", [{"id": "a", "aliases": "q"}], "services.csv")})
    made = plan(
        store.held(),
        "two",
        {"service": from_records("service", [{"id": "b", "aliases": "q"}])},
        base=store.base(),
    )
    assert [p.code for p in made.refused] == ["E311"]
    store.apply(replace(made, refused=()))
    with pytest.raises(RejectedError, match="the copy would leave") as caught:
        EmbeddedStore(str(tmp_path / "copy.db"), create=True).load(store.dump())
    assert [(p.code, p.source) for p in caught.value.problems] == [("E311", "two")]
    give(store, "two", {"service": from_records("service", [{"id": "b", "aliases": ""}], "services.csv")})
    assert store.revision().number == 3
    with pytest.raises(RejectedError, match="taking back revision 3 would leave") as caught:
        store.undo()
    assert [p.code for p in caught.value.problems] == ["E311"]
    assert store.revision().number == 3


def test_values_come_back_as_they_were(store: WritableStore) -> None:
    values = {
        "name": "a\tb\n'\"; DROP TABLE service; --",
        "π=cmd()": "=1+1",
        "until": "x",
        "free": "{}",
        "note": "\U0001f6b2",
    }
    give(store, "a 'source'", services("x", **values))
    assert store.held()["a 'source'"]["service"].record(0) == {"id": "x", **values}


def test_absent_and_empty_stay_apart(store: WritableStore) -> None:
    table = from_records("service", [{"id": "a", "name": "", "own": ""}, {"id": "b", "name": "B"}])
    give(store, "one", {"service": table})
    kept = store.held()["one"]["service"]
    assert kept.columns["name"] == ["", "B"]
    assert kept.columns["own"] == ["", None]
