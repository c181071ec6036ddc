from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.index import Index
from graphmodel.index.records import PARTS
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import near
from graphmodel.selectors.selector import one, select
from tests.conftest import index

SHOP = index(
    {
        "products.csv": "id,name,category,criticality,tags,supplier\n"
        "shop,Web shop,apps,1,pci;web,Big Co\n"
        "pos,Point of sale,apps,2,pci,\n",
        "services.csv": "id,name,category,aliases,tags,owner,supplier\n"
        "payments,Card payments,apps/pay,pay;psp,PCI,ada,Big\n"
        "database,Database,platform,,,bob,Co\n"
        "g++,Compiler,platform,,,,\n"
        "g,Gee,,,,,\n"
        "wan,Wide area network,lan,,,,\n"
        '"a,b",Comma,,,,,\n'
        "a b,Space,,,,,\n"
        "urn:x,Colon,,,,,\n"
        "mail-1,Mail,,,,,\n"
        "mail-2,Mail,,,,,\n"
        "mail-3,C++,,,,,\n",
        "categories.csv": "id,name,parent\napps,Applications,\napps/pay,Payment,apps\nplatform,Platform,\n"
        "network,Network,\nlan,LAN,network\n",
        "roles.csv": "id,name\ndba,Database administrator\nops,Operations\n",
        "responsibilities.csv": "role,service,responsibility\ndba,database,A\ndba,payments,C\nops,wan,R\n",
        "dependencies.csv": "service,depends_on,strength,group\n"
        "shop,payments,,\nshop,database,,\npos,payments,soft,\npayments,database,,\ndatabase,wan,,\n",
    }
)


def ids(expression: str, exclude: str = "") -> set[str]:
    found = select(SHOP, expression, exclude)
    assert found.tolist() == sorted(set(found.tolist()))
    assert str(found.dtype) == "int32"
    return {SHOP.service_id[v] for v in found.tolist()}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("shop", "shop"),
        ("pay", "payments"),
        ("Card payments", "payments"),
        ("card PAYMENTS", "payments"),
        ('"Card payments"', "payments"),
        ("+Card payments", "payments|database|wan"),
        ("+shop", "shop|payments|database|wan"),
        ("database+", "database|payments|shop|pos"),
        ("1+shop", "shop|payments|database"),
        ("0+shop", "shop"),
        ("2+shop", "shop|payments|database|wan"),
        ("99999999999999999999+shop", "shop|payments|database|wan"),
        ("1+payments+1", "payments|database|shop|pos"),
        ("+payments+", "payments|database|wan|shop|pos"),
        ("database+1", "database|payments|shop"),
        ("kind:product", "shop|pos"),
        ("kind:product database", "shop|pos|database"),
        ("kind:product,criticality:1", "shop"),
        ("kind:product , criticality:1 database", "shop|database"),
        ("category:apps", "shop|pos|payments"),
        ("category:apps/pay", "payments"),
        ("category:Applications", "shop|pos|payments"),
        ("category:network", "wan"),
        ("category:lan", "wan"),
        ("category:*a*", "shop|pos|payments|database|g++|wan"),
        ("type:network", "wan"),
        ("type:apps", "shop|pos|payments"),
        ("role:dba", "database|payments"),
        ('role:"Database administrator"', "database|payments"),
        ("tag:pci", "shop|pos|payments"),
        ("tags:web", "shop"),
        ("tag:nothing", ""),
        ("criticality:1", "shop"),
        ("owner:ada", "payments"),
        ("owner:?da", "payments"),
        ('supplier:"Big Co"', "shop"),
        ("supplier:Big", "payments"),
        ("supplier:big*", "shop|payments"),
        ('supplier:"Big*"', ""),
        ("name:*a*e*", "payments|database|pos|wan|a b"),
        ("alias:psp", "payments"),
        ("+category:apps/pay", "payments|database|wan"),
        ("role:ops+1", "wan|database"),
        ("pa*", "payments"),
        ("*s*", "shop|pos|payments|database"),
        ("ps?", "payments"),
        ("zzz*", ""),
        ("g++", "g++"),
        ("g+", "g"),
        ("g+++", "g++"),
        ('id:"g++"', "g++"),
        ("id:g++", "g++"),
        ('id:"g++"+', "g++"),
        ("a,b", "a,b"),
        ("a b", "a b"),
        ('id:"a b" id:"a,b"', "a b|a,b"),
        ("+a,b", "a,b"),
        ("urn:x", "urn:x"),
        ("+urn:x", "urn:x"),
        ("C++", "mail-3"),
        ("placeholder:yes", ""),
        ("shop,pos", ""),
    ],
)
def test_what_is_selected(expression: str, expected: str) -> None:
    assert ids(expression) == set(expected.split("|")) - {""}


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_is_all(blank: str) -> None:
    assert ids(blank) == set(SHOP.service_id)


def test_exclude() -> None:
    assert ids("+shop", "database wan") == {"shop", "payments"}
    assert ids("", "*") == set()


@pytest.mark.parametrize(
    ("expression", "message", "hint"),
    [
        ("shopp", "no service 'shopp'", "'shop'"),
        ("+paymens", "no service", "'payments'"),
        ("Databse", "no service", "'database'"),
        ("Web shpo", "no service", ""),
        ("Mail", "2 services have the name 'Mail'", "'mail-1', 'mail-2'"),
        ("kinds:product", "no attribute 'kinds'", "'kind'"),
        ("criticalty:1", "no attribute", "'criticality'"),
        ("ownr:ada", "no attribute", "'owner'"),
        ("kind:foo", "no kind 'foo'", "kind:product"),
        ("category:netwrk", "no category 'netwrk'", "'network'"),
        ("category:zzz*", "no category", ""),
        ("type:lan", "is no type", "category:lan"),
        ("role:dbs", "no role 'dbs'", "'dba'"),
        ("id:nope", "no service 'nope'", ""),
        ("category:", "needs a value", 'category:""'),
        ('"shop', "quote is not closed", ""),
        (",shop", "before the comma", ""),
        ("shop,", "nothing follows the comma", ""),
        ("shop,,pos", "before the comma", ""),
        ("+", "no service '+'", ""),
        ("shop nothing-of-the-kind", "no service 'nothing-of-the-kind'", ""),
    ],
)
def test_what_is_not_there_is_an_error_with_what_may_be_meant(
    expression: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as error:
        ids(expression)
    assert message in error.value.message
    assert hint in error.value.hint


def test_without_a_value() -> None:
    assert "shop" not in ids('category:""')
    assert ids('category:""') == ids('type:""') >= {"g", "urn:x"}
    assert ids('role:""') == set(SHOP.service_id) - {"database", "payments", "wan"}
    assert ids('owner:""') == set(SHOP.service_id) - {"payments", "database"}


@pytest.mark.parametrize(
    "text", ["payments", "pay", "Card payments", 'id:"payments"', "id:payments", '"payments"', " pay "]
)
def test_one(text: str) -> None:
    assert SHOP.service_id[one(SHOP, text)] == "payments"


@pytest.mark.parametrize("text", ["Mail", "+payments", "kind:product", "pa*", ""])
def test_one_is_no_selector(text: str) -> None:
    with pytest.raises(UsageError):
        one(SHOP, text)


def test_the_index_is_enough_for_what_it_holds() -> None:
    def refused() -> Any:
        raise AssertionError("the records were loaded")

    quick = Index(SHOP.arrays, refused, SHOP.revision)
    for expression in (
        "shop",
        "+pay+",
        "p*",
        "kind:product",
        "category:apps",
        "type:apps",
        "role:dba",
        "name:*a*",
        "Mai?",
    ):
        select(quick, expression)
    with pytest.raises(UsageError):
        select(quick, "shopp")


def test_of_another_attribute_one_column_is_read() -> None:
    read: set[str] = set()

    class Watched(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            read.add(name)
            return super().__getitem__(name)

    quick = Index(Watched(SHOP.arrays), SHOP.catalogue, SHOP.revision)
    select(quick, "criticality:1")
    assert {name for name in read if "." in name} == {f"{part}:service.criticality" for part in PARTS}


def test_near_finds_among_many() -> None:
    known = [f"service-{i:06}" for i in range(30_000)]
    assert near("servce-012345", known)[0] == "service-012345"
    assert near("service-012345x", known)[0] == "service-012345"
    assert near("xervice-029999", known)[0] == "service-029999"
    assert near("", known) == near("#", known) == []


# Expressions are drawn as trees and written down; the oracle reads the trees.

IDS = ["a", "b", "b+", "+b", "2", "a*", "A", "x y", "x,y", "k:v", "kind:product", 'q"t', "+", "ab?"]
WORDS = ["red", "Red", "x y", "r*d", "c++", ""]
CATEGORIES = {"top": "", "mid": "top", "low": "mid", "other": ""}


@dataclass(frozen=True)
class World:
    records: dict[str, dict[str, str]]
    edges: set[tuple[str, str]]
    held: set[tuple[str, str]]

    def index(self) -> Index:
        def text(rows: list[list[str]]) -> str:
            return "".join(
                ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
            )

        head = ["id", "category", "colour", "tags"]
        files = {
            f"{kind}s.csv": text(
                [
                    head,
                    *(
                        [i, r["category"], r["colour"], r["tags"]]
                        for i, r in self.records.items()
                        if r["kind"] == kind
                    ),
                ]
            )
            for kind in ("product", "service")
        }
        files["categories.csv"] = text([["id", "parent"], *([c, p] for c, p in CATEGORIES.items())])
        files["dependencies.csv"] = text([["service", "depends_on"], *map(list, sorted(self.edges))])
        files["responsibilities.csv"] = text(
            [["role", "service", "responsibility"], *([r, s, "A"] for r, s in sorted(self.held))]
        )
        files["roles.csv"] = text([["id"], ["r1"], ["r2"]])
        return index(files)

    def spread(self, start: set[str], steps: int | None, up: bool) -> set[str]:
        links = {(p, c) if up else (c, p) for c, p in self.edges}
        found = set(start)
        for _ in range(len(self.records) if steps is None else steps):
            found |= {b for a, b in links if a in found}
        return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    known = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    fields = {
        "kind": st.sampled_from(["product", "service"]),
        "category": st.sampled_from([*CATEGORIES, ""]),
        "colour": st.sampled_from(WORDS),
        "tags": st.lists(st.sampled_from(WORDS[:-1]), max_size=2, unique=True).map(";".join),
    }
    end = st.sampled_from(known)
    return World(
        {i: draw(st.fixed_dictionaries(fields)) for i in sorted(known)},
        draw(st.sets(st.tuples(end, end), max_size=12)),
        draw(st.sets(st.tuples(st.sampled_from(["r1", "r2"]), end), max_size=5)),
    )


@st.composite
def cores(draw: st.DrawFn, world: World) -> tuple[str, set[str]]:
    """What stands between the operators, and what it selects."""
    records = world.records
    method = draw(st.sampled_from(["id", "glob", "kind", "category", "type", "role", "colour", "tag"]))
    if method == "id":
        name = draw(st.sampled_from(list(records)))
        return "id:" + quoted(name), {name}
    if method == "glob":
        pattern = draw(st.sampled_from(["*", "?", "a*", "*b*", "x?y*", "zz*"]))
        return pattern, {i for i in records if fnmatch.fnmatchcase(i, pattern)}
    if method == "kind":
        word = draw(st.sampled_from(["product", "service", "PRODUCT", "*"]))
        return f"kind:{word}", {i for i, r in records.items() if word in (r["kind"], r["kind"].upper(), "*")}
    if method == "category":
        name = draw(st.sampled_from(list(CATEGORIES)))
        return f"category:{name}", {i for i, r in records.items() if name in above(r["category"])}
    if method == "type":
        name = draw(st.sampled_from(["top", "other"]))
        return f"type:{name}", {i for i, r in records.items() if name in above(r["category"])[-1:]}
    if method == "role":
        name = draw(st.sampled_from(["r1", "r2"]))
        return f"role:{name}", {s for r, s in world.held if r == name}
    word = draw(st.sampled_from(WORDS))
    column = {"tag": "tags"}.get(method, method)
    values = {i: r[column].split(";") if method == "tag" else [r[column]] for i, r in records.items()}
    return f"{method}:{quoted(word)}", {
        i for i, v in values.items() if word.casefold() in map(str.casefold, v)
    }


def above(category: str) -> list[str]:
    found = []
    while category:
        found.append(category)
        category = CATEGORIES[category]
    return found


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@st.composite
def expressions(draw: st.DrawFn) -> tuple[World, str, set[str]]:
    world = draw(worlds())
    texts, selected = [], set()
    for _ in range(draw(st.integers(1, 3))):
        factor, common = [], set(world.records)
        for _ in range(draw(st.integers(1, 3))):
            text, starts = draw(cores(world))
            if text in world.records:
                starts = {text}
            found = set(starts)
            steps = st.sampled_from([None, 0, 1, 2])
            if draw(st.booleans()):
                limit = draw(steps)
                text, found = (
                    f"{'' if limit is None else limit}+{text}",
                    found | world.spread(starts, limit, up=False),
                )
            if draw(st.booleans()):
                limit = draw(steps)
                text, found = (
                    f"{text}+{'' if limit is None else limit}",
                    found | world.spread(starts, limit, up=True),
                )
            factor.append(text)
            common &= found
        texts.append(draw(st.sampled_from([",", " , "])).join(factor))
        selected |= common
    return world, draw(st.sampled_from([" ", "  "])).join(texts), selected


@given(expressions(), st.booleans())
def test_against_a_naive_reading(drawn: tuple[World, str, set[str]], excluded: bool) -> None:
    world, expression, expected = drawn
    if expression in world.records:
        expected = {expression}
    found = world.index()
    numbers = select(found, "", expression) if excluded else select(found, expression)
    assert {found.service_id[v] for v in numbers.tolist()} == (
        set(world.records) - expected if excluded else expected
    )


@given(worlds())
def test_an_exact_id_always_wins(world: World) -> None:
    found = world.index()
    for name in world.records:
        assert [found.service_id[v] for v in select(found, name).tolist()] == [name]
        assert found.service_id[one(found, name)] == name


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rto:4h", "ab"),
        ("rto:PT240M", "ab"),
        ("rto:4*", "a"),
        ("rto:soon", ""),
        ("availability:99.50", "a"),
        ("availability:99.5%", "a"),
        ("support_hours:24/7", "a"),
        ('support_hours:"mon-sun 0:00-24:00"', "a"),
        ("reviewed:2024-01-31", "b"),
        ("cost:1e3", "b"),
        ("grade:1", "a"),
        ('rto:""', "c"),
    ],
)
def test_an_attribute_is_compared_by_what_it_means(expression: str, expected: str) -> None:
    made = index(
        {
            "services.csv": "id,rto,availability,support_hours,reviewed,cost,grade\n"
            "a,4h,99.5,24x7,,,1\nb,PT4H,99,,2024-01-31,1000,1.0\nc,,,,,,\n"
        }
    )
    assert "".join(made.service_id[v] for v in select(made, expression).tolist()) == expected
