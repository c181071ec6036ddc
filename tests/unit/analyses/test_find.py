"""Search by words: what is found, in which order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.analyses import ALL
from graphmodel.answers.question import asked
from graphmodel.answers.world import World
from graphmodel.model import folding
from graphmodel.model.errors import UsageError
from tests.conftest import index

FILES = {
    "services.csv": "id,name,description,aliases,tags,category\n"
    "sso,Single sign-on,,login;signin,critical,security\n"
    "sso-proxy,Proxy,,,,security\n"
    "old-sso,Former one,,,,security\n"
    "mail,E-mail,uses sso for its users,,,security\n"
    "café,Café Zoë,,,sso,security\n"
    "db,Database,,,,security\n",
    "categories.csv": "id,name\nsecurity,Security\n",
    "roles.csv": "id,name,holder\ndba,Administrator of sso,Zoë Łukasz\n",
}


def found(*words: str) -> list[str]:
    answer = ALL["find"].ask(World(index(FILES)), asked(ALL["find"], {"words": words}))
    return [row[0] for row in answer.rows]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["sso"], ["sso", "sso-proxy", "old-sso", "dba", "café", "mail"]),
        (["SSO"], ["sso", "sso-proxy", "old-sso", "dba", "café", "mail"]),
        (["login"], ["sso"]),
        (["single", "sign"], ["sso"]),
        (["sign", "single"], ["sso"]),
        (["zoe"], ["café", "dba"]),
        (["cafe"], ["café"]),
        (["sso", "users"], ["mail"]),
        (["secur"], ["security"]),
        (["nothing like it"], []),
    ],
)
def test_found_in_this_order(words: list[str], ids: list[str]) -> None:
    assert found(*words) == ids


def test_no_word_is_refused_and_a_slip_is_helped() -> None:
    with pytest.raises(UsageError):
        found(" ")
    answer = ALL["find"].ask(World(index(FILES)), asked(ALL["find"], {"words": ("databsae",)}))
    assert "did you mean 'Database'" in answer.notes[0]


@given(st.lists(st.text(max_size=5), max_size=5))
def test_many_are_folded_as_one_by_one(texts: list[str]) -> None:
    assert folding.all_folded(texts) == [folding.folded(text) for text in texts]


@given(st.text(max_size=8))
def test_folding_is_the_same_for_either_case(text: str) -> None:
    assert folding.folded(text.casefold()) == folding.folded(text)


def relations(kind: str, *select: str) -> list[dict[str, Any]]:
    files = {
        "services.csv": "id,name\na,Aa\nb,Bb\nc,Cc\n",
        "dependencies.csv": "service,depends_on,strength,note,speed\nb,c,,x,\na,b,soft,,fast\n",
        "roles.csv": "id,name\nr,Rr\n",
        "responsibilities.csv": "role,service,responsibility\nr,b,A\nr,a,R\n",
    }
    answer = ALL["list"].ask(World(index(files)), asked(ALL["list"], {"kind": kind, "select": select}))
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def test_dependencies_are_listed_with_the_names_of_both_ends() -> None:
    first, second = relations("dependencies")
    assert (first["service"], first["service_name"], first["depends_on"], first["depends_on_name"]) == (
        "a",
        "Aa",
        "b",
        "Bb",
    )
    assert (first["strength"], first["speed"], second["note"]) == ("soft", "fast", "x")
    assert [row["service"] for row in relations("dependencies", "c")] == ["b"]
    assert [row["service"] for row in relations("dependencies", "a")] == ["a"]


def test_responsibilities_are_listed_with_the_names_of_both_ends() -> None:
    first, second = relations("responsibilities")
    assert [*first.values()][:5] == ["r", "Rr", "a", "Aa", "R"]
    assert second["responsibility"] == "A"
    assert [row["service"] for row in relations("responsibilities", "b")] == ["b"]
