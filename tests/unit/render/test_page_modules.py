"""The page's modules for searching, addresses and columns, in Node, against definitions written down naively."""

from __future__ import annotations

import json
from itertools import combinations, pairwise, product
from random import Random
from typing import TYPE_CHECKING, Any

from tests import consumers
from tests.hostile import DRAWN
from tests.needs import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def called(folder: Path, calls: Sequence[Sequence[object]]) -> list[Any]:
    left_out("the script of pages")
    file = folder / "calls.json"
    file.write_text(json.dumps(calls), "utf-8")
    found: list[Any] = consumers.node("call_page.mjs", file)
    return found


def edits(a: str, b: str) -> int:
    """Letters to insert, remove, change or swap with the next one, none of them touched twice."""
    if not a or not b:
        return len(a) + len(b)
    found = min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))
    if len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1]:
        found = min(found, edits(a[2:], b[2:]) + 1)
    return found


def test_how_far_words_are_apart(tmp_path: Path) -> None:
    words = ["".join(letters) for size in range(5) for letters in product("ab", repeat=size)] + [
        "abcd",
        "bacd",
    ]
    pairs = [(a, b) for a in words for b in words]
    told = called(tmp_path, [["search", "distance", pair] for pair in pairs])
    for (a, b), far in zip(pairs, told, strict=True):
        assert far == min(3, edits(a, b)), (a, b)


def test_what_begins_so_comes_first_then_what_holds_the_words_else_what_is_nearly_so(tmp_path: Path) -> None:
    names = ["Mail gateway", "Gateway", "E-mail", "Zürich office", "Directory", "mail"]
    texts = [{"name": name.lower().replace("ü", "u"), "id": f"x{i}"} for i, name in enumerate(names)]
    none = [0] * len(names)
    asked = ("mail", "GATEWAY", "way mail", "zurich", "zürich", "x4", "directroy", "qqqq", " ", "mail")
    skipped = [none] * 9 + [[1, 0, 0, 0, 0, 0]]
    told = called(
        tmp_path,
        [["search", "find", [texts, query, skip]] for query, skip in zip(asked, skipped, strict=True)],
    )
    assert [(answer["found"], answer["nearly"]) for answer in told] == [
        ([5, 0, 2], False),
        ([1, 0], False),
        ([0], False),
        ([3], False),
        ([3], False),
        ([4], False),
        ([4], True),
        ([], True),
        ([], False),
        ([5, 2], False),
    ]


def test_an_address_says_again_what_was_written(tmp_path: Path) -> None:
    ids = [*DRAWN, "a,b", "impact=x", "a&b", "#", "%", "service=y"]
    said = [{"service": [a], "impact": [b, a], "degraded": [], "path": []} for a, b in pairwise(ids)]
    said += [
        {"service": [], "impact": [], "degraded": [a], "path": [a, b]} for a, b in combinations(ids[:12], 2)
    ]
    said += [{"service": [own], "impact": [], "degraded": [], "path": []} for own in ids]
    said = [
        each for each in said if all(own and own.isprintable() for found in each.values() for own in found)
    ]
    hashes = called(tmp_path, [["address", "written", [each]] for each in said])
    assert called(tmp_path, [["address", "parse", [text]] for text in hashes]) == said
    assert called(tmp_path, [["address", "parse", ["#%E0%A4"]]])[0]["service"] == ["%E0%A4"]


def test_columns_are_the_nearest_to_those_wanted(tmp_path: Path) -> None:
    random = Random(0)
    cases = [(sorted(random.uniform(-1, 7) for _ in range(random.randint(1, 5))), 6) for _ in range(40)]
    told = called(tmp_path, [["layout", "apart", case] for case in cases])
    for (wanted, columns), found in zip(cases, told, strict=True):
        assert all(a < b for a, b in pairwise(found))
        assert min(found) >= 0
        assert max(found) < columns

        def cost(places: Sequence[int], wanted: list[float] = wanted) -> float:
            return sum((a - b) ** 2 for a, b in zip(places, wanted, strict=True))

        best = min(map(cost, combinations(range(columns), len(wanted))))
        # Whole numbers of a mean are at most half a column off.
        assert cost(found) <= best + len(wanted)
