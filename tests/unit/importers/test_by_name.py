"""References by name: found where one record has it, an error with the candidates where several have."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import read, resolve
from graphmodel.model.table import from_records
from tests.unit.importers.helpers import codes, errors, records, resolving, write

SERVICES = "id,name\nshop,Shop\npayment,Payment gateway\n"


@pytest.mark.parametrize(
    "written",
    ["Payment gateway", "payment GATEWAY", "  Payment \u00a0gateway ", "\uff30ayment gateway"],
    ids=["as it is", "case", "white space", "compatible form"],
)
def test_a_name_stands_for_the_one_record_that_has_it(tmp_path: Path, written: str) -> None:
    files = {
        "services.csv": SERVICES,
        "dependencies.csv": f"service,depends_on\nSHOP,{written}\n",
        "responsibilities.csv": f"role,service,responsibility\nThe team,{written},A\n",
        "roles.csv": "id,name\nteam,The Team\n",
    }
    found = resolving(tmp_path, files)
    assert errors(found) == []
    assert "W304" not in codes(found)
    assert records(found, "dependency") == [{"service": "shop", "depends_on": "payment"}]
    assert records(found, "responsibility") == [{"role": "team", "service": "payment", "responsibility": "A"}]
    assert any(note.startswith("dependencies.csv: 2 references by name") for note in found.notes)


def test_categories_by_name(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,category\nshop,Data Bases\n",
        "categories.csv": "id,name,parent\ndb,Data bases,Platform Things\nplat,Platform things,\n",
    }
    found = resolving(tmp_path, files)
    assert codes(found) == []
    assert records(found) == [{"id": "shop", "kind": "service", "category": "db"}]
    assert records(found, "category")[0]["parent"] == "plat"


def test_an_id_and_an_alias_come_before_a_name(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name,aliases\na,b,\nb,B,\nc,x,\nd,D,x\n",
        "dependencies.csv": "service,depends_on\na,b\na,x\n",
    }
    found = resolving(tmp_path, files)
    assert errors(found) == []
    assert [r["depends_on"] for r in records(found, "dependency")] == ["b", "x"]
    assert found.notes == ()


def test_a_name_of_several_records_is_an_error_with_the_candidates(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name\nshop,Shop\ndb1,Database\ndb2,database\n",
        "dependencies.csv": "service,depends_on\nshop,DATABASE\nshop,db1\n",
    }
    found = resolving(tmp_path, files)
    (error,) = errors(found)
    assert (error.code, error.place, error.value) == ("E312", "dependencies.csv:2:depends_on", "DATABASE")
    assert "'db1' (services.csv:3), 'db2' (services.csv:4)" in error.message
    assert [(r.kind, r.line) for r in found.rejected] == [("dependency", 2)]
    assert records(found, "dependency") == [{"service": "shop", "depends_on": "db1"}]


def test_rows_by_name_and_by_id_are_one_record(tmp_path: Path) -> None:
    rows = "shop,payment,hard,\nshop,Payment gateway,,why\nShop,payment,hard,\n"
    files = {"services.csv": SERVICES, "dependencies.csv": "service,depends_on,strength,note\n" + rows}
    found = resolving(tmp_path, files)
    assert [(p.code, p.line) for p in found.problems] == [("W301", 4)]
    assert records(found, "dependency") == [
        {"service": "shop", "depends_on": "payment", "strength": "hard", "note": "why"}
    ]
    torn = resolving(
        tmp_path / "torn",
        files | {"dependencies.csv": files["dependencies.csv"].replace(",,why", ",soft,why")},
    )
    assert [p.code for p in errors(torn)] == ["E301"]
    assert {r.line for r in torn.rejected} == {2, 3, 4}


def test_a_name_that_another_source_holds(tmp_path: Path) -> None:
    held = {"cmdb": {"service": from_records("service", [{"id": "dns", "name": "Name service"}], "cmdb.csv")}}
    files = {"services.csv": SERVICES, "dependencies.csv": "service,depends_on\nshop,name SERVICE\n"}
    found = resolving(tmp_path, files, held)
    assert errors(found) == []
    assert records(found, "dependency") == [{"service": "shop", "depends_on": "dns"}]


def test_a_name_of_a_rejected_row_falls_with_it(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name,cost\nshop,Shop,1\npayment,Payment gateway,much\n",
        "dependencies.csv": "service,depends_on\nshop,Payment gateway\n",
    }
    found = resolving(tmp_path, files)
    assert [p.code for p in errors(found)] == ["E305", "E203"]
    assert [r.key for r in found.rejected] == [("shop", "payment", ""), ("payment",)]


def test_a_name_that_is_near_is_a_hint_and_never_a_match(tmp_path: Path) -> None:
    files = {"services.csv": SERVICES, "dependencies.csv": "service,depends_on\nshop,Payment gatewy\n"}
    found = resolving(tmp_path, files)
    assert [p.code for p in errors(found)] == ["E304"]


def test_a_row_with_an_ambiguous_name_is_told_what_else_is_wrong_with_it(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name\ndb1,Database\ndb2,Database\n",
        "dependencies.csv": "service,depends_on\nnobody,Database\n",
    }
    read_, ambiguous = read([write(tmp_path, files)]), "E312"
    found = resolve(read_, {}, (), create_missing=False)
    assert [p.code for p in errors(found)] == [ambiguous, "E304"]
    assert len(found.rejected) == 1


@pytest.mark.parametrize(
    "written",
    [
        "Payment gateway (P-2)", "P-2 (payment gateway)", "[P-2] Payment gateway", "Payment gateway [P-2]",
        "P-2 - Payment gateway", "P-2 – Payment gateway", "P-2: Payment gateway", "P-2 Payment gateway",
        "Payment gateway / P-2", "P-2|Payment gateway", "P-2_Payment  gateway", "Payment gateway, p-2",
        "PG (P-2)", "PG: payment gateway",
    ],
)  # fmt: skip
def test_an_id_beside_a_name_of_the_same_record_stands_for_it(tmp_path: Path, written: str) -> None:
    files = {
        "services.csv": "id,name,aliases\nshop,Shop,\nP-2,Payment gateway,PG\nP-3,Payment,\n",
        "dependencies.csv": f'service,depends_on\nshop,"{written}"\n',
    }
    found = resolving(tmp_path, files)
    assert errors(found) == []
    assert records(found, "dependency") == [{"service": "shop", "depends_on": "P-2"}]


@pytest.mark.parametrize(
    "written", ["Payment gateway (P-9)", "P-2 - Payments", "P-2 P-3", "(P-2)", "P-2 gateway"]
)
def test_an_id_beside_another_name_stands_for_nothing(tmp_path: Path, written: str) -> None:
    files = {
        "services.csv": "id,name\nshop,Shop\nP-2,Payment gateway\nP-3,Payment\n",
        "dependencies.csv": f"service,depends_on\nshop,{written}\n",
    }
    found = resolving(tmp_path, files)
    assert [(p.code, p.value) for p in errors(found)] == [("E304", written)]


def test_an_id_beside_a_name_that_stands_for_two_is_an_error(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,name\nshop,Shop\na,b\nb,a\n",
        "dependencies.csv": "service,depends_on\nshop,a (b)\n",
    }
    found = resolving(tmp_path, files)
    assert [(p.code, p.value) for p in errors(found)] == [("E312", "a (b)")]


def test_a_slip_in_a_name_is_a_hint_and_no_match(tmp_path: Path) -> None:
    files = {"services.csv": SERVICES, "dependencies.csv": "service,depends_on\nshop,Paymnt gateway\n"}
    (problem,) = errors(resolving(tmp_path, files))
    assert (problem.code, problem.line, problem.column) == ("E304", 2, "depends_on")
    assert problem.hint == "did you mean 'Payment gateway'?"
