"""One decimal sign per file; encodings that a file has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.importers.helpers import codes, errors, reading, records


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_dot_beside_decimal_commas_is_no_number(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = ["a;99,5;12", "b;99.5;1.250", "c;;7,5"]
    text = "id;availability;cost\n" + "".join(f"{rows[at]}\n" for at in order)
    found = reading(tmp_path, {"services.csv": text})
    line = order.index(1) + 2
    assert [(p.code, p.line, p.column, p.value) for p in errors(found)] == [
        ("E203", line, "availability", "99.5"),
        ("E203", line, "cost", "1.250"),
    ]
    assert {r["id"] for r in records(found)} == {"a", "c"}
    assert [(r.key, r.line) for r in found.rejected] == [(("b",), line)]


def test_dots_alone_are_decimal_points(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id;availability;cost\na;99.5;12.50\nb;99.9;1.250\n"})
    assert found.problems == ()
    assert [(r["availability"], r["cost"]) for r in records(found)] == [("99.5", "12.5"), ("99.9", "1.25")]


def test_each_file_has_its_own(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id;cost\na;1,5\n", "products.csv": "id;cost\np;1.5\n"})
    assert found.problems == ()


def test_dots_that_may_stand_between_thousands_are_told(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id;cost\na;12.500\nb;900\nc;1.250\n"})
    assert [(p.code, p.line, p.value) for p in found.problems] == [("W203", 2, "12.500")]
    assert codes(reading(tmp_path / "comma", {"services.csv": "id,cost\na,12.500\n"})) == []


def test_a_row_with_another_fault_is_told_of_its_dot_too(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id;cost;availability;rto\na;1,5;;\nb;2.5;much;soon\n"})
    assert [(p.code, p.column) for p in errors(found)] == [
        ("E203", "availability"),
        ("E203", "cost"),
        ("E206", "rto"),
    ]
    assert {r.line for r in found.rejected} == {3}


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "utf-8"])
def test_a_file_that_is_utf8_is_read_so_whatever_the_others_are(tmp_path: Path, encoding: str) -> None:
    files = {"services.csv": "id,name\na,Zürich\n".encode(), "roles.csv": b"id,name\nr,Ann\n"}
    found = reading(tmp_path, files, encoding)
    assert records(found)[0]["name"] == "Zürich"
    if encoding != "utf-8":
        files["roles.csv"] = "id,name\nr,Jürg\n".encode(encoding)
        found = reading(tmp_path, files, encoding)
        assert (records(found)[0]["name"], records(found, "role")[0]["name"]) == ("Zürich", "Jürg")


@pytest.mark.parametrize("encoding", ["utf-16-le", "iso2022_jp", "cp500"])
def test_an_encoding_whose_bytes_are_ascii_is_heeded(tmp_path: Path, encoding: str) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na,東京\n".encode(encoding, "replace")}, encoding)
    assert records(found)[0]["id"] == "a"
    assert records(found)[0]["name"] == "東京".encode(encoding, "replace").decode(encoding)
