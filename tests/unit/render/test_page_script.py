"""What the page of a diagram works out itself, by its own modules in Node, against the index on random catalogues."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graphmodel.algorithms import states
from graphmodel.algorithms.paths import paths
from graphmodel.algorithms.reach import distances
from graphmodel.analyses.details import headlines
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import Diagram, Spec
from graphmodel.render.diagrams.html import MODULES, known
from graphmodel.render.markup import asset, modules
from graphmodel.session import Session
from tests import consumers
from tests.conftest import index
from tests.needs import left_out

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.index.index import Index

SEVERAL = 120
"""Catalogues: all are asked in one start of Node, which takes longer than its answers."""
IDS = "abcdefghij"


@cache
def several() -> tuple[Index, ...]:
    """Small random catalogues: chains, cycles, self-dependencies, soft ones, k of n, one provider in several groups."""
    return tuple(index(files(Random(seed))) for seed in range(SEVERAL))


def files(random: Random) -> dict[str, str]:
    ids = IDS[: random.randint(2, len(IDS))]
    services = ["id"] + [own for own in ids if random.random() < 0.7]
    products = ["id"] + [own for own in ids if own not in services]
    rows = {}
    for number in range(random.randint(1, 2 * len(ids))):
        consumer, strength = random.choice(ids), random.choice(("hard", "hard", "soft"))
        if random.random() < 0.4:
            members = random.sample(ids, random.randint(1, min(4, len(ids))))
            needs = random.randint(1, len(members))
            for provider in members:
                rows[consumer, provider, f"g{number}"] = f"{consumer},{provider},{strength},g{number},{needs}"
        else:
            provider = random.choice(ids)
            rows[consumer, provider, ""] = f"{consumer},{provider},{strength},,"
    head = "service,depends_on,strength,group,needs"
    return {
        "services.csv": "\n".join(services),
        "products.csv": "\n".join(products),
        "dependencies.csv": "\n".join([head, *rows.values()]),
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    left_out("the script of pages")
    return tmp_path_factory.mktemp("page") / "asked.json"


def drawn(found: Index, services: list[int], **options: Any) -> Diagram:
    return diagram(found, Spec(np.array(services, np.int32)), folds=True, **options)


def asked(file: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    file.write_text(json.dumps(questions), "utf-8")
    answers: list[dict[str, Any]] = consumers.node("ask_page.mjs", file)
    return answers


def failures(services: list[str]) -> list[tuple[list[str], int]]:
    """Each alone, some together, and all; down and degraded."""
    sets = [[s] for s in services] + [services[::2], services[1::3], services]
    return [(some, level) for some, level in product(sets, (states.DOWN, states.DEGRADED)) if some]


def expected(found: Index, failed: list[str], level: int) -> dict[str, list[Any]]:
    """The state of each service and why, as the index has it."""
    outcome = states.fail(found, [found.find(s) for s in failed], level)
    causes = outcome.causes(np.arange(found.n))
    told: dict[str, list[Any]] = {}
    for v, own in enumerate(found.service_id):
        r = int(causes.requirement[v])
        because = causes.because[causes.because_at[v] : causes.because_at[v + 1]].tolist()
        why = [
            found.group[r],
            found.service_id[int(causes.via[v])],
            [found.service_id[m] for m in because],
        ]
        told[own] = [states.NAMES[int(outcome.state[v])], why if r >= 0 else None]
    return told


def test_what_if_in_the_page_of_a_proposal_counts_what_is_gone(file: Path) -> None:
    worlds = [
        Session.of_catalogue(found.catalogue())
        .proposed(without=[found.service_id[0], found.service_id[1]])
        .index
        for found in several()[::3]
    ]
    worlds = [found for found in worlds if found.gone.any() and not found.gone.all()]
    assert len(worlds) > 10
    questions = [
        {
            "data": known(drawn(found, list(range(found.n)))),
            "failures": failures([own for own in found.service_id if own not in found.taken]),
            "pairs": [],
        }
        for found in worlds
    ]
    for found, question, answer in zip(worlds, questions, asked(file, questions), strict=True):
        for (failed, level), told in zip(question["failures"], answer["failures"], strict=True):
            wanted = {own: state for own, (state, _) in expected(found, failed, level).items()}
            assert {own: state for own, state, _ in told} == wanted


def test_what_if_in_the_page_is_what_the_index_says(file: Path) -> None:
    questions = [
        {
            "data": known(drawn(found, list(range(found.n)))),
            "failures": failures([*found.service_id]),
            "pairs": [],
        }
        for found in several()
    ]
    for found, question, answer in zip(several(), questions, asked(file, questions), strict=True):
        single = (np.diff(found.member_at) == 1) & np.array([bool(name) for name in found.group], np.bool_)
        alone = np.isin(np.arange(found.n), found.consumer[single])
        for (failed, level), told in zip(question["failures"], answer["failures"], strict=True):
            same = {own: [state, why] for own, state, why in told}
            wanted = expected(found, failed, level)
            for own, (state, why) in wanted.items():
                assert same[own][0] == state, (own, failed)
                # A group of one member is drawn as a dependency, so among equal causes another may come first.
                if alone[found.find(own)]:
                    assert bool(same[own][1]) == bool(why)
                else:
                    assert same[own][1] == why, (own, failed)
        for (failed, level), told in zip(question["failures"], answer["titles"], strict=True):
            numbers = [found.find(own) for own in failed]
            title = headlines.impact(states.fail(found, numbers, level), numbers).title
            assert told.split(": ")[1] == title.split(": ")[1]


def test_failure_passes_through_what_is_not_drawn(file: Path) -> None:
    questions = []
    for seed, found in enumerate(several()):
        random = Random(seed)
        services = sorted(random.sample(range(found.n), random.randint(1, found.n)))
        ids = [found.service_id[v] for v in services]
        made = drawn(found, services)
        assert {node.id for node in made.nodes if node.kind != "requirement"} == set(ids)
        questions.append({"data": known(made), "failures": failures(ids), "pairs": []})
    for found, question, answer in zip(several(), questions, asked(file, questions), strict=True):
        for (failed, level), told in zip(question["failures"], answer["failures"], strict=True):
            outcome = states.fail(found, [found.find(s) for s in failed], level)
            for own, state, _ in told:
                assert state == states.NAMES[int(outcome.state[found.find(own)])]


def test_ways_and_implied_dependencies_are_those_of_the_index(file: Path) -> None:
    questions = []
    for found in several():
        ids = [*found.service_id]
        pairs = [(a, b) for a in ids for b in ids if a != b]
        questions.append({"data": known(drawn(found, list(range(found.n)))), "failures": [], "pairs": pairs})
    for found, question, answer in zip(several(), questions, asked(file, questions), strict=True):
        for (a, b), (down, up, way) in zip(question["pairs"], answer["pairs"], strict=True):
            v, w = found.find(a), found.find(b)
            assert down == up == distances(found, [v], up=False)[w]
            first = next(iter(paths(found, v, w, 1)), ())
            assert way == [found.service_id[x] for x in first]
        made = drawn(found, list(range(found.n)))
        of = {node.key: node.id for node in made.nodes}
        single = {f"s{v}" for v in range(found.n)}
        edges = [
            [of[e.consumer], of[e.provider], e.implied]
            for e in made.edges
            if {e.consumer, e.provider} <= single
        ]
        assert sorted(answer["links"]) == sorted(edges)


def test_alternatives_with_a_member_that_is_not_drawn() -> None:
    head, rows = "service,depends_on,group,needs\n", "shop,a,db,2\nshop,b,db,2\nshop,c,db,2\n"
    found = index({"services.csv": "id\nshop\na\nb\nc\n", "dependencies.csv": head + rows})
    made = drawn(found, [found.find("a"), found.find("shop")])
    (group,) = [node for node in made.nodes if node.kind == "requirement"]
    assert group.quorum == (2, 3)


def test_modules_become_one_script_in_which_each_keeps_its_own_names() -> None:
    script = modules("diagram", MODULES)
    assert "import {" not in script
    assert "export " not in script
    for i, name in enumerate(MODULES):
        text = asset(f"diagram/{name}.mjs")
        needed = [
            line.rsplit('"./', 1)[1].removesuffix('.mjs";')
            for line in text.splitlines()
            if line.startswith("import {")
        ]
        assert set(needed) <= set(MODULES[:i]), f"{name} stands before what it imports"
