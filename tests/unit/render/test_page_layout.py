"""What the page of a diagram draws of random catalogues, folded and not: nothing is lost, no line is in a box."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import Spec
from graphmodel.render.diagrams.html import known
from tests import consumers
from tests.conftest import index
from tests.needs import left_out

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.index.index import Index

SEVERAL = 60
CATEGORIES = ("apps", "platform", "network", "")


def catalogue(random: Random) -> Index:
    """Up to 40 services in layers, with cycles, alternatives, soft dependencies and some that many need."""
    ids = [f"s{i:02}" for i in range(random.randint(1, 40))]
    name = lambda own: f"Service {own} " * random.randint(1, 4)  # noqa: E731
    rows = {}
    for at, consumer in enumerate(ids):
        for number in range(random.randint(0, 4)):
            grouped = random.random() < 0.3
            span = ids[: max(1, at)] if random.random() < 0.9 else ids
            for provider in random.sample(span, min(len(span), random.randint(2, 3) if grouped else 1)):
                group = f"g{number}" if grouped else ""
                strength = "hard" if grouped else random.choice(("hard", "hard", "soft"))
                rows[consumer, provider, group] = f"{consumer},{provider},{strength},{group}"
        if random.random() < 0.7:
            rows[consumer, ids[0], ""] = f"{consumer},{ids[0]},hard,"
    kinds = {own: "product" if random.random() < 0.2 else "service" for own in ids}
    files = {
        f"{kind}s.csv": "\n".join(
            ["id,name,category"]
            + [f"{own},{name(own)},{random.choice(CATEGORIES)}" for own in ids if kinds[own] == kind]
        )
        for kind in ("product", "service")
    }
    files["categories.csv"] = "id,name\napps,Applications\nplatform,Platform\nnetwork,Network"
    files["dependencies.csv"] = "\n".join(["service,depends_on,strength,group", *rows.values()])
    return index(files)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Index, dict[str, Any], dict[str, Any]]]:
    """(catalogue, what is asked, what is shown) of many: folded, hidden, with all dependencies, in rows only."""
    left_out("the script of pages")
    asked, catalogues = [], []
    for seed in range(SEVERAL):
        random = Random(seed)
        found = catalogue(random)
        made = diagram(found, Spec(np.arange(found.n, dtype=np.int32)), folds=True)
        clusters, services = range(len(made.clusters)), range(found.n)
        catalogues.append(found)
        asked.append(
            {
                "data": known(made),
                "folded": random.sample(clusters, random.randint(0, len(clusters))),
                "hidden": random.sample(services, random.randint(0, found.n // 4)),
                "all": seed % 5 == 0,
                "layered": seed % 7 == 0,
            }
        )
    file = tmp_path_factory.mktemp("page") / "asked.json"
    file.write_text(json.dumps(asked), "utf-8")
    return list(zip(catalogues, asked, consumers.node("lay_out_page.mjs", file), strict=True))


Laid = list[tuple["Index", dict[str, Any], dict[str, Any]]]


def test_every_dependency_is_drawn_implied_in_a_badge_or_inside_a_fold(laid_out: Laid) -> None:
    for found, asked, told in laid_out:
        place = {own: i for i, (_, members) in enumerate(told["items"]) for own in members}
        hidden = {found.service_id[v] for v in asked["hidden"]}
        assert set(place) == set(found.service_id) - hidden
        size = np.diff(found.member_at)
        wanted = Counter(
            (found.service_id[c], found.service_id[m], found.group[r] if size[r] > 1 else "")
            for r, c in enumerate(found.consumer.tolist())
            for m in found.member[found.member_at[r] : found.member_at[r + 1]].tolist()
            if {found.service_id[c], found.service_id[m]} <= set(place)
        )
        shown = Counter(tuple(d) for link in told["links"] for d in link["dependencies"])
        inside = {
            d for d in wanted if place[d[0]] == place[d[1]] and told["items"][place[d[0]]][0].startswith("c")
        }
        # A group of one member beside a dependency without group is one line.
        assert {d[:2] for d in shown} == {d[:2] for d in wanted} - {d[:2] for d in inside}
        assert all(place[c] == link["from"] for link in told["links"] for c, _, _ in link["dependencies"])
        assert all(place[p] == link["to"] for link in told["links"] for _, p, _ in link["dependencies"])


def test_what_is_left_out_is_implied_by_what_is_shown(laid_out: Laid) -> None:
    left = 0
    for _, asked, told in laid_out:
        ways = {hard: nx.DiGraph() for hard in (True, False)}
        for link in told["links"]:
            if not link["implied"] and not link["joint"]:
                ways[False].add_edge(link["from"], link["to"])
                if not link["soft"]:
                    ways[True].add_edge(link["from"], link["to"])
        for link in told["links"]:
            if link["implied"]:
                left += 1
                assert not asked["all"]
                assert not link["joint"]
                assert nx.has_path(ways[not link["soft"]], link["from"], link["to"])
    assert left > 20


def test_badges_count_the_lines_that_they_stand_for(laid_out: Laid) -> None:
    for _, asked, told in laid_out:
        counted = Counter(link["to"] for link in told["links"] if link["badge"])
        assert dict(told["badges"]) == dict(counted)
        assert not (asked["all"] and counted)


def test_no_box_covers_another_and_no_line_runs_through_one(laid_out: Laid) -> None:
    lines = 0
    for _, _, told in laid_out:
        boxes = told["boxes"]
        for i, (x, y, w, h, _) in enumerate(boxes):
            assert x >= 0
            assert x + w <= told["width"]
            assert y + h <= told["height"]
            for other in boxes[:i]:
                apart = (
                    x >= other[0] + other[2]
                    or other[0] >= x + w
                    or y >= other[1] + other[3]
                    or other[1] >= y + h
                )
                assert apart
        x, y, w, h = np.array([box[:4] for box in boxes]).reshape(-1, 4).T
        for link in told["links"]:
            lines += bool(link["points"])
            px, py = np.array(link["points"]).reshape(-1, 2).T[..., None]
            through = ((x < px) & (px < x + w) & (y < py) & (py < y + h)).any(axis=0)
            assert set(np.flatnonzero(through)) <= {link["from"], link["to"]}
    assert lines > 500


def test_no_two_names_are_cut_to_the_same_text(laid_out: Laid) -> None:
    for found, _, told in laid_out:
        names = dict(zip(found.service_id, found.service_name, strict=True))
        seen: dict[str, str] = {}
        for (key, members), box in zip(told["items"], told["boxes"], strict=True):
            if key.startswith("s"):
                text = "\n".join(box[4])
                assert seen.setdefault(text, names[members[0]]) == names[members[0]]


def test_a_line_between_narrow_frames_runs_beside_the_heading(tmp_path: Path) -> None:
    left_out("the script of pages")
    files = {
        "categories.csv": "id,name\na,Applications\nb,Platforms",
        "services.csv": "id,name,category\nshop,A shop of some length,a\nhub,A hub of some length,b",
        "dependencies.csv": "service,depends_on\nshop,hub",
    }
    made = diagram(index(files), Spec(np.arange(2, dtype=np.int32)), folds=True)
    file = tmp_path / "asked.json"
    asked = {"data": known(made), "folded": [], "hidden": [], "all": False, "layered": False}
    file.write_text(json.dumps([asked]), "utf-8")
    (shown,) = consumers.node("lay_out_page.mjs", file)
    (link,) = shown["links"]
    assert link["points"]
    assert len(shown["headings"]) == 2
    for x, y, w, h in shown["headings"]:
        assert not [p for p in link["points"] if x <= p[0] <= x + w and y <= p[1] <= y + h]
