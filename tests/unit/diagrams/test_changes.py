"""Two catalogues in one drawing."""

from __future__ import annotations

from hypothesis import given

from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.changes import changes
from graphmodel.diagrams.spec import Diagram, Spec
from graphmodel.index.index import Index
from graphmodel.model.catalogue import Catalogue
from tests import oracles
from tests.conftest import REVISION, catalogue
from tests.strategies import catalogues

SERVICES = "id,name,aliases\n"
NEEDS = "service,depends_on,strength,group,needs\n"


def compared(
    before: dict[str, str], after: dict[str, str]
) -> tuple[dict[str, str], dict[tuple[str, str], str], Diagram]:
    """Service → change, (consumer, provider) → change, and the diagram."""
    spec = changes(catalogue(before), catalogue(after), REVISION)
    index = spec.index
    assert index is not None
    made = diagram(index, spec, cluster="none")
    return (
        {node.id: node.state for node in made.nodes if node.kind != "requirement"},
        {(index.service_id[a], index.service_id[b]): change for (a, b), change in spec.edge_marks.items()},
        made,
    )


def test_what_came_went_and_changed() -> None:
    before = {
        "services.csv": SERVICES + "a,A,\nb,B,\nc,C,\nd,D,\nz,Z,\n",
        "dependencies.csv": NEEDS + "a,b,,,\na,c,,,\nb,d,,,\nd,z,,,\n",
    }
    after = {
        "services.csv": SERVICES + "a,Aa,\nb,B,\nd,D,\ne,E,\nz,Z,\n",
        "dependencies.csv": NEEDS + "a,b,soft,,\na,e,,,\nb,d,,,\nd,z,,,\n",
    }
    services, edges, _ = compared(before, after)
    assert services == {"a": "changed", "b": "", "c": "removed", "e": "added"}
    assert edges == {("a", "b"): "changed", ("a", "c"): "removed", ("a", "e"): "added"}


def test_the_title_says_what_changed_and_not_what_did_not() -> None:
    whole = {"services.csv": SERVICES + "a,A,\nb,B,\n", "dependencies.csv": NEEDS + "a,b,,,\n"}
    fewer = whole | {"dependencies.csv": NEEDS}
    renamed = whole | {"services.csv": SERVICES + "a,A,\nb,C,\n"}

    def said(before: dict[str, str], after: dict[str, str]) -> tuple[str, str]:
        made = compared(before, after)[2]
        return made.title, made.subtitle

    assert said(whole, fewer) == ("What changed: 1 dependency removed", "")
    assert said(whole, renamed) == ("What changed: 1 service changed", "")
    assert said(fewer, renamed) == ("What changed: 1 service changed", "1 dependency added")
    assert said(whole, whole) == ("What changed: no service, no dependency", "")


def test_a_group_is_drawn_as_it_is_and_what_it_lost_apart() -> None:
    members = "a,\nb,\nc,\nd,\ns,\n".replace(",\n", ",,\n")
    before = {
        "services.csv": SERVICES + members,
        "dependencies.csv": NEEDS + "s,a,,g,3\ns,b,,g,3\ns,c,,g,3\n",
    }
    after = {"services.csv": SERVICES + members, "dependencies.csv": NEEDS + "s,a,,g,1\ns,d,,g,1\n"}
    services, edges, made = compared(before, after)
    assert services == dict.fromkeys("abcds", "")
    assert edges == {("s", "a"): "changed", ("s", "b"): "removed", ("s", "c"): "removed", ("s", "d"): "added"}
    labels = {node.id: node.label for node in made.nodes if node.kind == "requirement"}
    assert labels["g"] == "g: 1 of 2"
    assert set(labels) == {"g", "g (before)"}


def test_a_renamed_service_is_one() -> None:
    before = {"services.csv": SERVICES + "old,A,\nb,B,\n", "dependencies.csv": NEEDS + "b,old,,,\n"}
    after = {"services.csv": SERVICES + "new,A,old\nb,B,\n", "dependencies.csv": NEEDS + "b,new,,,\n"}
    services, edges, _ = compared(before, after)
    assert services == {"new": "changed"}
    assert edges == {}


def test_a_service_that_became_an_alias_is_not_gone() -> None:
    before = {"services.csv": SERVICES + "a,A,\nb,B,\n"}
    after = {"services.csv": SERVICES + "a,A,b\n"}
    assert compared(before, after)[0] == {"a": "changed"}


def test_changed_roles_show_the_service() -> None:
    services = {"services.csv": SERVICES + "a,A,\nb,B,\n", "roles.csv": "id,name\nr,R\n"}
    after = services | {"responsibilities.csv": "role,service,responsibility\nr,a,A\n"}
    _, _, made = compared(services, after)
    assert [(node.id, node.state, node.mark) for node in made.nodes] == [("a", "", "roles")]


def test_a_placeholder_that_came_to_be_defined_is_added() -> None:
    before = {"services.csv": SERVICES + "a,A,\n", "dependencies.csv": NEEDS + "a,b,,,\n"}
    after = before | {"services.csv": SERVICES + "a,A,\nb,B,\n"}
    services, _, made = compared(before, after)
    assert services == {"b": "added"}
    assert [node.kind for node in made.nodes] == ["service"]


def edges(found: Catalogue) -> set[tuple[str, str, str]]:
    return {(r["service"], r["depends_on"], r.get("group", "")) for r in oracles.records(found.dependencies)}


@given(catalogues(most=6), catalogues(most=6))
def test_all_that_differs_is_drawn(before: Catalogue, after: Catalogue) -> None:
    spec = changes(before, after, REVISION)
    index = spec.index
    assert isinstance(index, Index)
    assert isinstance(spec, Spec)
    shown = {index.service_id[v] for v in spec.services.tolist()}
    old, new = set(oracles.services(before)), set(oracles.services(after))
    alias = {index.service_id[index.find(s)] for s in old - new}
    assert (old ^ new) & set(index.service_id) <= shown
    assert alias <= set(index.service_id)
    for consumer, provider, _ in edges(before) ^ edges(after):
        ends = index.find(consumer), index.find(provider)
        assert {index.service_id[v] for v in ends} <= shown
        assert spec.edge_marks[ends] in {"added", "removed", "changed"}


@given(catalogues())
def test_nothing_differs_from_itself(found: Catalogue) -> None:
    assert len(changes(found, found, REVISION).services) == 0


def test_an_alias_of_what_is_gone_may_be_that_of_another_service() -> None:
    before = catalogue({"services.csv": "id,name,aliases\nsign-in,Sign-in,login\n"})
    after = catalogue(
        {
            "services.csv": "id,name,aliases\nsso,SSO,login;old\nshop,Shop,\n",
            "dependencies.csv": "service,depends_on\nshop,sso\n",
        }
    )
    found = changes(before, after, REVISION)
    assert found.index is not None
    names = found.index.service_id
    assert {(names[v], names[p]) for v, p in found.edge_marks} == {("shop", "sso")}
    assert [names[v] for v in found.services.tolist()] == ["shop", "sign-in", "sso"]


def test_what_came_and_went_between_many_is_told_by_signs() -> None:
    many = "id,category\n" + "".join(f"{kind}{i},{kind}\n" for kind in "ab" for i in range(9))
    files = {"services.csv": many, "categories.csv": "id\na\nb\n"}
    before = files | {"dependencies.csv": NEEDS + "a0,b0,,,\na1,b1,,,\na2,b2,,,\n"}
    after = files | {"dependencies.csv": NEEDS + "a0,b0,,,\na3,b3,,,\na4,b4,,,\na5,b5,,,\n"}
    spec = changes(catalogue(before), catalogue(after), REVISION)
    assert spec.index is not None
    made = diagram(spec.index, spec, max_nodes=2)
    # a0 and b0 did not change.
    assert [edge.label for edge in made.edges] == ["+3 −2"]
    assert ("+2 −1", "so many dependencies added, removed") in {(e.name, e.text) for e in made.legend}
