"""What the interactive page is given: aliases, frames around clusters, what closes cycles."""

from __future__ import annotations

from typing import Any

from graphmodel.diagrams.spec import Cluster, Diagram, Edge, Node
from graphmodel.render.diagrams.html import known

DIAGRAM = Diagram(
    "Title",
    "",
    (
        Node("s0", "Single sign-on", "service", id="sso", cluster="c0", details=(("aliases", "login;idp"),)),
        Node("s1", "Directory", "service", id="dir", cluster="c1"),
    ),
    (Edge("s0", "s1"), Edge("s1", "s0", cycle=True)),
    (Cluster("c0", "Identity", ("s0",), "o1"), Cluster("c1", "Data", ("s1",))),
    outer=(Cluster("o0", "Company", ()), Cluster("o1", "Security", (), "o0")),
)


def test_aliases_lead_to_their_service() -> None:
    assert known(DIAGRAM)["aliases"] == [("login", 0), ("idp", 0)]


def test_frames_around_a_cluster_come_from_the_outermost() -> None:
    assert known(DIAGRAM)["around"] == [["Company", "Security"], []]


def test_only_what_is_marked_is_of_a_cycle() -> None:
    requirements: Any = known(DIAGRAM)["requirements"]
    assert [(consumer, circular) for consumer, *_, circular in requirements] == [(0, []), (1, [0])]
