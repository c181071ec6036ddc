from __future__ import annotations

import pytest

from graphmodel import analyses, operations
from graphmodel.model.rows import helps
from graphmodel.operations.explain import TOPICS, topics
from tests.conftest import run_cli


@pytest.mark.parametrize("word", TOPICS)
def test_the_figures_of_an_answer_are_explained(word: str) -> None:
    """In lines of 80, with every field of its rows."""
    done = run_cli("explain", word.upper())
    assert done.code == 0
    first, *rest = done.out.splitlines()
    assert first == word
    assert all(len(line) <= 80 for line in rest)
    topic = next(topic for topic in topics(TOPICS[word]) if topic.name == word)
    flat = " ".join(done.out.split())
    assert " ".join(topic.text.split()) in flat
    for name, text in helps(topic.row).items():
        assert f"{name}: {' '.join(text.split())}" in flat


def test_every_topic_can_be_asked_for() -> None:
    commands = [*analyses.ALL, *operations.ALL]
    assert {topic.name: name for name in commands for topic in topics(name)} == TOPICS
