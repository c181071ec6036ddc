"""What stands above a diagram of an answer says the answer, in words; derived by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel.analyses.details import specs
from graphmodel.index.index import Index
from tests.conftest import index
from tests.unit.analyses.conftest import ask

FILES = {
    "products.csv": "id,name,category\nlms,Learning,app\nmail,Mail,app\nwiki,Wiki,\n",
    "categories.csv": "id,name\napp,Applications\n",
    "roles.csv": "id,name\ndba,Database team\n",
    "responsibilities.csv": "role,service,responsibility\ndba,db1,A\n",
    "services.csv": "id,name\nsso,Single sign-on\ndb1,Database 1\ndb2,Database 2\nnet,Network\nfw,Firewall\n",
    "dependencies.csv": "service,depends_on,strength,group,needs\n"
    "lms,sso,,,\nlms,db1,,copies,1\nlms,db2,,copies,1\nmail,sso,soft,,\nsso,net,,,\nnet,fw,,,\nfw,net,,,\n",
}


@pytest.fixture(scope="module")
def found() -> Index:
    return index(FILES)


@pytest.mark.parametrize(
    ("name", "question", "title", "subtitle"),
    [
        (
            "impact",
            {"services": ("sso",)},
            "If Single sign-on fails: 2 of 3 products go down or are degraded",
            "Down: Learning. Degraded: Mail.",
        ),
        (
            "impact",
            {"services": ("sso",), "state": "degraded"},
            "If Single sign-on is degraded: 2 of 3 products are degraded",
            "Degraded: Learning and Mail.",
        ),
        (
            "impact",
            {"services": ("db1",)},
            "If Database 1 fails: 1 of 3 products is at risk",
            "At risk: Learning.",
        ),
        (
            "impact",
            {"services": ("db1", "db2")},
            "If Database 1 and Database 2 fail: 1 of 3 products goes down",
            "Down: Learning.",
        ),
        (
            "impact",
            {"services": ("wiki",)},
            "If Wiki fails: no product is affected",
            "Every product keeps working.",
        ),
        (
            "impact",
            {"services": ("net",)},
            "If Network fails: 2 of 3 products go down or are degraded",
            "Down: Learning. Degraded: Mail. Also 2 other services.",
        ),
        (
            "impact",
            {"services": ("net",), "why": "mail"},
            "Why Mail is degraded: Network fails",
            "The shortest way to what fails has 2 dependencies.",
        ),
        ("impact", {"services": ("db1",), "why": "wiki"}, "Why Wiki is up: although Database 1 fails", ""),
        (
            "underpinning",
            {"select": ("lms",)},
            "What underpins Learning",
            "5 services; 3 of them take a product down alone.",
        ),
        (
            "paths",
            {"consumer": "lms", "provider": "net"},
            "Learning depends on Network in 1 way",
            "The shortest: Learning → Single sign-on → Network",
        ),
        (
            "paths",
            {"consumer": "lms", "provider": "net", "limit": 1},
            "Learning depends on Network in 1 way or more",
            "The shortest: Learning → Single sign-on → Network",
        ),
        ("paths", {"consumer": "net", "provider": "lms"}, "Network does not depend on Learning", ""),
        (
            "cycles",
            {},
            "1 cycle: 2 services depend on each other",
            "Without 1 dependency there would be none. A shortest way round: Firewall → Network → Firewall",
        ),
        (
            "cutsets",
            {"products": ("lms",)},
            "Learning can go down in 4 ways, by failures of up to 2 services",
            "Alone: Firewall, Network and Single sign-on. Together with another: Database 1 and Database 2.",
        ),
        (
            "cutsets",
            {"products": ("lms",), "order": 1},
            "Learning can go down in 3 ways, by single failures",
            "Alone: Firewall, Network and Single sign-on.",
        ),
        ("cutsets", {"products": ("wiki",)}, "No failures of up to 2 services take Wiki down", ""),
        ("show", {"id": "category:app"}, "Applications: 2 services", ""),
        ("show", {"id": "role:dba"}, "Database team (role): 1 service", ""),
        ("show", {"id": "sso"}, "Single sign-on, what it needs and what needs it", ""),
        ("diagram", {}, "Services and what underpins them", "8 services, 3 of them products"),
        ("diagram", {"select": ("+sso",)}, "Single sign-on and what underpins it", "3 services"),
        (
            "diagram",
            {"select": ("sso+",)},
            "Single sign-on and what depends on it",
            "3 services, 2 of them products",
        ),
        (
            "diagram",
            {"select": ("kind:product",)},
            "Learning, Mail and Wiki",
            "3 services, 3 of them products",
        ),
        ("diagram", {"select": ("d*", "net")}, "Database 1, Database 2 and Network", "3 services"),
        (
            "diagram",
            {"select": ("1+lms",)},
            "Learning and part of what underpins it",
            "4 services, 1 of them a product",
        ),
        ("diagram", {"select": ("x*",)}, "No services", "0 services"),
    ],
)
def test_the_answer_in_words(
    found: Index, name: str, question: dict[str, Any], title: str, subtitle: str
) -> None:
    made = specs.spec(ask(found, name, **question))
    assert (made.title, made.subtitle) == (title, subtitle)


def test_without_products_services_are_counted() -> None:
    made = specs.spec(ask(index({"services.csv": "id,name\na,A\nb,B\n"}), "impact", services=("a",)))
    assert made.title == "If A fails: no other service is affected"


def test_gaps_count_services_and_name_what_comes_most_often(found: Index) -> None:
    report = ask(found, "gaps", rule=("GM001",))
    made = specs.spec(report)
    services = {finding.subject for finding in report.findings}
    assert made.title.startswith(f"{len(services)} of 8 services have a gap: ")
    assert f"(GM001, {len(report.findings)} times)" in made.subtitle


def test_names_that_are_cut_to_the_same_are_told_by_their_ids() -> None:
    long = "A service of the university that has a very long name, number "
    made = index({"services.csv": f"id,name\na,{long}1\nb,{long}1\n".replace(", number", " number")})
    assert specs.spec(ask(made, "diagram", select=("a", "b"))).title.count("(a)") == 1


def test_lists_of_services_say_in_words_what_they_are(found: Index) -> None:
    assert (
        ask(found, "find", words=("net",)).spec().title == "1 service with 'net' in id, name or description"
    )
    assert ask(found, "roles").spec().title == "1 of 8 services has somebody responsible"
    assert ask(found, "stats").spec().title == "Services and what underpins them"
