"""What readers of JSON and CSV rely on: these fields stay, in this order; more may stand behind them."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any

import pytest

from graphmodel.analyses import ALL
from graphmodel.answers.question import check_choices
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.unit.analyses.conftest import ask

FINDINGS = "code severity subject identity message hint file line"
SHAPES: list[tuple[str, dict[str, Any], str]] = [
    ("list", {"kind": "services"}, "id name kind"),
    ("list", {"kind": "products"}, "id name kind"),
    ("list", {"kind": "categories"}, "id name kind"),
    ("list", {"kind": "roles"}, "id name kind"),
    ("underpinning", {}, "product service type distance required"),
    ("underpinning", {"of": "net"}, "product service type distance required"),
    ("underpinning", {"counts": True}, "id kind services"),
    ("underpinning", {"counts": True, "by": "service"}, "id kind products"),
    ("impact", {"services": ("net",)}, "id kind state distance via because"),
    ("cutsets", {"products": ("app",)}, "product members order probability false_redundancy"),
    (
        "recovery",
        {"services": ("db1",)},
        "id kind wave restore own waits_for critical promised verdict at_least",
    ),
    ("improve", {"target": "no-spof"}, "step change subject cost reaches"),
    ("spof", {}, "service products_down products_degraded products_at_risk weight"),
    (
        "spof",
        {"by": "category"},
        "field value services products_down products_degraded products_at_risk weight",
    ),
    ("levels", {}, "id name level value"),
    ("promises", {}, "id level promised supported verdict because"),
    ("vision", {}, "product vision mapped open dark oldest ask"),
    ("vision", {"ask": True}, "service vision products ruled_out"),
    ("paths", {"consumer": "app", "provider": "net"}, "path length"),
    ("cycles", {}, "members shortest"),
    ("gaps", {}, FINDINGS),
    ("check", {}, FINDINGS),
]


@pytest.mark.parametrize(("name", "question", "fields"), SHAPES)
def test_fields_that_stay(drawn: Index, name: str, question: dict[str, Any], fields: str) -> None:
    report = ask(drawn, name, **question)
    names = [column.name for column in report.columns]
    assert names[: len(fields.split())] == fields.split()
    assert len(set(names)) == len(names)
    rows = list(report.rows)
    assert rows
    assert {len(row) for row in rows} == {len(names)}
    assert all(isinstance(cell, str | int | float | tuple) for row in rows for cell in row)


@pytest.mark.parametrize(("name", "question", "fields"), SHAPES)
def test_every_column_says_what_it_holds(
    drawn: Index, name: str, question: dict[str, Any], fields: str
) -> None:
    assert all(
        column.help and "Alias for" not in column.help for column in ask(drawn, name, **question).columns
    )


@pytest.mark.parametrize("name", list(ALL))
def test_every_question_can_be_asked_from_a_command_line(name: str) -> None:
    analysis = ALL[name]
    assert analysis.question.__doc__
    assert len(analysis.examples) >= 2
    assert all(
        line.startswith("graphmodel -c examples/") and f" {name}" in line for line in analysis.examples
    )
    for field in dataclasses.fields(analysis.question):
        assert field.metadata["ask"].help


def test_a_choice_that_is_none_is_refused() -> None:
    check_choices(ALL["underpinning"].question(matrix="types"))
    with pytest.raises(UsageError, match="matrix cannot be 'typos'") as error:
        check_choices(ALL["underpinning"].question(matrix="typos"))
    assert "types, services" in error.value.hint


def test_small_questions_import_nothing_heavy() -> None:
    program = """
import sys
from tests.unit.analyses.conftest import FILES, ask
from tests.conftest import index
found = index(FILES)
before = set(sys.modules)
for name, question in (
    ("impact", {"services": ("net",)}), ("impact", {"services": ("net",), "why": "app"}), ("list", {"kind": "roles"}),
    ("show", {"id": "net"}), ("paths", {"consumer": "app", "provider": "net"}), ("cycles", {}), ("gaps", {}),
    ("underpinning", {}), ("underpinning", {"counts": True}), ("stats", {}), ("roles", {"select": ("+app",)}),
):
    list(ask(found, name, **question).rows)
added = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(added & {"scipy", "networkx", "rich", "matplotlib", "neo4j"}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_impact_needs_no_records(drawn: Index) -> None:
    def refused() -> Any:
        raise AssertionError("the records were loaded")

    quick = Index(drawn.arrays, refused, drawn.revision)
    for name, question in (
        ("impact", {"services": ("Network",)}),
        ("impact", {"services": ("net",), "why": "app"}),
        ("levels", {}),
        ("promises", {}),
        ("paths", {"consumer": "app", "provider": "net"}),
        ("underpinning", {"select": ("category:apps",)}),
        ("roles", {"select": ("+app",)}),
        ("cycles", {}),
    ):
        assert list(ask(quick, name, **question).rows)
