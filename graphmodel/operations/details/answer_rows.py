"""What ``diff --answers`` answers, and what it means."""

from __future__ import annotations

from typing import Final, NamedTuple

from graphmodel.answers.question import Topic
from graphmodel.model.rows import documented


@documented(
    question="spof, cut set (of two services), availability, restore, promise or finding",
    subject="what it is asked of: a service or product; of a cut set the product: its members",
    before="the answer before; empty where there was none",
    after="the answer after; empty where there is none",
    verdict="worse, changed or better",
    because="the changes without each of which it would not differ: kind and id",
    name="the subject's name",
)
class AnswerRow(NamedTuple):
    """One answer that a change makes another one."""

    question: str
    subject: str
    before: str
    after: str
    verdict: str
    because: tuple[str, ...]
    name: str


TOPICS: Final = (
    Topic(
        "diff",
        AnswerRow,
        "diff --answers: which answers a change makes others, the worst first. Both catalogues are asked for single "
        "points of failure, pairs of services that take a product down (where none of them does alone), availability, "
        "the longest that a product is down whichever service fails alone, promises, and what the rules find. What "
        "was so before and still is does not appear. because names changed rows, each of them such that without it "
        "the answer would be as it was before; it is empty where no single change decides.",
    ),
)
