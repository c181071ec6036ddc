"""Bad input and what is expected of it: each test is named after its row of the table."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from graphmodel.importers import read, write_rejects
from tests.hostile import NASTY
from tests.unit.importers.helpers import codes, errors, ids, places, reading, records, resolving, write

SERVICES = "id,name\na,A\nb,B\nc,C\nd,D\n"


def test_row_1_empty_file(tmp_path: Path) -> None:
    for content in (b"", b"\n\r\n", b"\xef\xbb\xbf"):
        found = reading(tmp_path, {"services.csv": content})
        assert [(p.code, p.file, p.line, p.message) for p in found.problems] == [
            ("E101", "services.csv", 0, "empty file")
        ]
        assert found.unreadable == {"services.csv"}
        assert found.tables == {}


def test_row_1_header_only(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\n"})
    assert places(found) == [("W101", "services.csv", 1, 0)]
    assert ids(found) == []
    assert not found.unreadable


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_row_2_bom_and_line_ends(tmp_path: Path, end: str, mark: bytes) -> None:
    text = end.join(["id,name", "a,A", 'b,"two', 'lines"', "c,C"])
    found = reading(tmp_path, {"services.csv": mark + text.encode()})
    assert found.problems == ()
    assert records(found) == [
        {"id": "a", "kind": "service", "name": "A"},
        {"id": "b", "kind": "service", "name": f"two{end}lines"},
        {"id": "c", "kind": "service", "name": "C"},
    ]
    assert found.tables["service"].lines == [2, 3, 5]


def test_row_2_mixed_line_ends(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": b"id,name\ra,A\r\n\nb,B\n\rc,C"})
    assert ids(found) == ["a", "b", "c"]
    assert found.tables["service"].lines == [2, 4, 6]


def test_row_2_utf_16(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na,Ä\n".encode("utf-16")})
    assert records(found) == [{"id": "a", "kind": "service", "name": "Ä"}]
    assert found.notes == ("services.csv: read as utf-16",)


def test_row_3_invalid_utf_8(tmp_path: Path) -> None:
    content = b"id,name\r\na,ok\r\nb,caf\xe9\r\n"
    found = reading(tmp_path, {"services.csv": content})
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("E102", 3)
    assert "offset 20 " in problem.message
    assert content[20] == 0xE9
    assert problem.hint == "it looks like cp1252: import with --encoding cp1252"
    assert found.tables == {}
    fixed = reading(tmp_path, {"services.csv": content}, encoding="cp1252")
    assert records(fixed)[1]["name"] == "café"


def test_row_4_unclosed_quote(tmp_path: Path) -> None:
    rows = "".join(f"s{n},S\n" for n in range(5000))
    found = reading(tmp_path, {"services.csv": f'id,name\na,"open\n{rows}b,"fine"\nc,C\n'})
    assert places(found) == [("E104", "services.csv", 2, 1)]
    assert found.problems[0].column == "name"
    assert ids(found) == [*(f"s{n}" for n in range(5000)), "b", "c"]
    assert found.tables["service"].lines == list(range(3, 5005))


def test_row_4_quote_unclosed_to_the_end(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": 'id,name\na,A\nb,"open\nc,C\nd,D'})
    assert places(found) == [("E104", "services.csv", 3, 2)]
    assert ids(found) == ["a", "c", "d"]


def test_row_4_text_after_a_closing_quote(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": 'id,name\na,A\nb,"x" y\nc,C\n'})
    assert places(found) == [("E105", "services.csv", 3, 2)]
    assert "' y'" in found.problems[0].message
    assert ids(found) == ["a", "c"]


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x1b", "\u200b", "\u2060", "\u202e", "\u2066", "\ufeff", "\u2028"]
)
def test_row_5_unseen_characters_in_an_id(tmp_path: Path, char: str) -> None:
    found = reading(tmp_path, {"services.csv": f"id,name\na{char}b,A\nc,C\n"})
    assert places(found) == [("E202", "services.csv", 2, 1)]
    problem = found.problems[0]
    assert problem.value == f"a{char}b"
    assert f"U+{ord(char):04X}" in problem.message
    assert ids(found) == ["c"]


def test_row_6_short_and_long_rows(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na\nb,B,x,y\nc,C\n"})
    assert places(found) == [("E106", "services.csv", 2, 1), ("E106", "services.csv", 3, 2)]
    assert [p.message for p in found.problems] == [
        "the row has 1 cell, the header has 2",
        "the row has 4 cells, the header has 2",
    ]
    assert ids(found) == ["c"]


@pytest.mark.timeout(60)  # a reader that is not linear takes hours
def test_row_6_limits_are_named(tmp_path: Path) -> None:
    many = ",".join(["id", *(f"c{n}" for n in range(9_999))])
    found = reading(tmp_path, {"services.csv": f"{many}\n"})
    assert [(p.code, p.message) for p in found.problems] == [
        ("E107", "10,000 columns; at most 1,000 are read")
    ]
    found = reading(tmp_path, {"services.csv": f"id,name\na,{'x' * 131_073}\nb,{'y' * 131_072}\n"})
    assert places(found) == [("E108", "services.csv", 2, 1)]
    assert found.problems[0].message == "the cell has 131,073 characters; at most 131,072 are read"
    assert ids(found) == ["b"]
    found = reading(tmp_path, {"services.csv": f"id,name\na,A\nb{',' * 9_999}\n"})
    assert found.problems[0].message == "the row has 10,000 cells, the header has 2"
    found = reading(tmp_path, {"services.csv": b"x," * 10_000_000})
    assert [(p.code, p.line) for p in found.problems] == [("E109", 1)]
    found = reading(tmp_path, {"services.csv": b"id,name\na,A\n" + b"x," * 1_000_000 + b'\n"b","B"\n'})
    assert places(found) == [("E109", "services.csv", 3, 2)]
    assert ids(found) == ["a", "b"]


def test_row_7_duplicate_header(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,Name,name \na,A,B\n"})
    assert [(p.code, p.line, p.column) for p in found.problems] == [("E110", 1, "name")]
    assert found.unreadable == {"services.csv"}


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("i-d,name", "id"),
        ("CI Name,title", "CI Name"),
        ("identifier,name", "identifier"),
        ("ids,name", "ids"),
    ],
)
def test_row_7_missing_required_column(tmp_path: Path, header: str, hint: str) -> None:
    found = reading(tmp_path, {"services.csv": f"{header}\na,A\n"})
    (problem,) = [p for p in found.problems if p.severity == "error"]
    assert (problem.code, problem.line, problem.column) == ("E111", 1, "id")
    assert f"did you mean it by {hint!r}?" == problem.hint or hint == "id"


def test_row_7_misspelt_known_column(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,descripton,zone,team\na,x,y,z\n"})
    assert [(p.code, p.column, p.hint) for p in found.problems] == [
        ("W102", "descripton", "did you mean 'description'?")
    ]
    assert records(found) == [{"id": "a", "kind": "service", "descripton": "x", "zone": "y", "team": "z"}]


def test_row_8_white_space_and_normal_forms_are_one_id(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9", unicodedata.normalize("NFD", "caf\u00e9")
    files = {
        "services.csv": f"id,name\n{composed},A\nb,B\n",
        "dependencies.csv": f"service,depends_on\n b ,{decomposed}\n",
    }
    found = resolving(tmp_path, files)
    assert errors(found) == []
    assert codes(found) == ["W201", "W201"]
    assert records(found, "dependency") == [{"service": "b", "depends_on": composed}]
    twice = reading(tmp_path / "second", {"services.csv": f"id,name\n{composed},A\n {decomposed},A\n"})
    assert codes(twice) == ["W201", "W301"]
    assert ids(twice) == [composed]


def test_row_8_ids_that_differ_in_case(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id\nab\nAB\n"})
    assert places(found) == [("W302", "services.csv", 3, 2)]
    assert ids(found) == ["ab", "AB"]


def test_row_9_same_id_same_content(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na,A\nb,B\na,A\n"})
    assert places(found) == [("W301", "services.csv", 4, 3)]
    assert "services.csv:2" in found.problems[0].message
    assert ids(found) == ["a", "b"]
    assert found.rejected == ()


def test_row_9_same_id_other_content(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na,A\nb,B\na,X\n"})
    assert places(found) == [("E301", "services.csv", 4, 3)]
    assert "services.csv:2" in found.problems[0].message
    assert ids(found) == ["b"]
    assert [(r.key, r.line, r.record) for r in found.rejected] == [(("a",), 2, 1), (("a",), 4, 3)]


def test_row_9_same_id_same_meaning(tmp_path: Path) -> None:
    first = "a,4h,90m,Mon-Fri 08:00-18:00,x;y,99.9\n"
    second = "a,PT4H,1h30m,Mon 08:00-18:00;Tue-Fri 08:00-18:00,y;x,99.90%\n"
    files = {"services.csv": "id,rto,rpo,support_hours,tags,availability\n" + first + second}
    found = reading(tmp_path, files)
    assert places(found) == [("W301", "services.csv", 3, 2)]
    assert [(r["rto"], r["tags"]) for r in records(found, "service")] == [("4h", "x;y")]
    categories = "id,expects,rto\nk,m;n,1d\nk,n;m,24h\nm,,\nn,,\n"
    assert codes(reading(tmp_path / "categories", {"categories.csv": categories})) == ["W301"]
    files["services.csv"] += "a,5h,,,,\n"
    assert codes(reading(tmp_path / "other", files)) == ["W301", "E301"]


def test_row_9_same_id_in_products_and_services(tmp_path: Path) -> None:
    found = reading(tmp_path, {"products.csv": "id\na\n", "services.csv": "id\nb\na\n"})
    assert places(found) == [("E302", "services.csv", 3, 2)]
    assert "products.csv:2" in found.problems[0].message
    assert ids(found) == ["b"]


def test_row_10_dangling_end(tmp_path: Path) -> None:
    files = {
        "services.csv": "id\npayment-api\ncheckout\n",
        "dependencies.csv": "service,depends_on\ncheckout,payment-apj\ncheckout,payment-api\n",
        "responsibilities.csv": "role,service,responsibility\nowner,shop,A\n",
        "roles.csv": "id\nowner\n",
    }
    found = resolving(tmp_path, files)
    assert places(found) == [("E304", "dependencies.csv", 2, 1), ("E304", "responsibilities.csv", 2, 1)]
    assert (found.problems[0].column, found.problems[0].value) == ("depends_on", "payment-apj")
    assert found.problems[0].hint == "did you mean 'payment-api'?"
    assert records(found, "dependency") == [{"service": "checkout", "depends_on": "payment-api"}]
    created = resolving(tmp_path, files, create_missing=True)
    assert codes(created) == ["W306", "W306"]
    assert len(created.tables["dependency"]) == 2
    assert len(created.tables["responsibility"]) == 1


def test_row_11_self_dependency_parallel_and_cycle(tmp_path: Path) -> None:
    rows = ["a,a,", "a,b,", "b,a,", "a,b,", "a,b,g", "a,c,g"]
    files = {"services.csv": SERVICES, "dependencies.csv": "\n".join(["service,depends_on,group", *rows])}
    found = resolving(tmp_path, files)
    assert places(found) == [("W301", "dependencies.csv", 5, 4)]
    kept = list(found.tables["dependency"].keys())
    assert kept == [("a", "a", ""), ("a", "b", ""), ("b", "a", ""), ("a", "b", "g"), ("a", "c", "g")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("availability", "100.1", "E204"),
        ("availability", "-1", "E204"),
        ("availability", "NaN", "E203"),
        ("availability", "1e999", "E204"),
        ("cost", "inf", "E203"),
        ("cost", "1e999", "E204"),
        ("cost", "9" * 5000, "E204"),
        ("cost", "0." + "1" * 5000, "E204"),
        ("cost", "2024-01-01", "E203"),
        ("cost", "٣", "E203"),
        ("criticality", "0", "E208"),
        ("criticality", "6", "E208"),
        ("reviewed", "31.12.2024", "E205"),
        ("reviewed", "2024-02-30", "E205"),
        ("rto", "soon", "E206"),
        ("support_hours", "always", "E207"),
        ("lifecycle", "alive", "E208"),
    ],
)
def test_row_12_bad_values(tmp_path: Path, column: str, value: str, code: str) -> None:
    found = reading(tmp_path, {"services.csv": f'id,{column.title()}\na,\nb,"{value}"\nc,\n'})
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.record) == (code, 3, 2)
    assert (problem.column, problem.value) == (column.title(), value)
    assert problem.hint
    assert ids(found) == ["a", "c"]


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "two", "9" * 31])
def test_row_12_bad_needs(tmp_path: Path, value: str) -> None:
    rows = f"a,b,g,{value}\na,c,g,\nd,b,,\n"
    files = {"services.csv": SERVICES, "dependencies.csv": f"service,depends_on,group,needs\n{rows}"}
    found = resolving(tmp_path, files)
    assert places(found) == [("E204", "dependencies.csv", 2, 1), ("E309", "dependencies.csv", 3, 2)]
    assert records(found, "dependency") == [{"service": "d", "depends_on": "b"}]


def test_row_13_category_that_is_its_own_ancestor(tmp_path: Path) -> None:
    text = "id,parent\nx,z\ny,x\nz,y\nroot,\nleaf,y\nself,self\n"
    found = resolving(tmp_path, {"categories.csv": text})
    assert [(p.code, p.line) for p in errors(found)] == [("E310", 2), ("E310", 7)]
    assert "x → z → y → x" in errors(found)[0].message
    assert "self → self" in errors(found)[1].message
    assert [r.line for r in found.rejected] == [2, 3, 4, 7]
    assert found.tables["category"].texts("id") == ["root", "leaf"]


def test_row_13_group_with_needs_beyond_members(tmp_path: Path) -> None:
    rows = "a,b,g,3\na,c,g,\na,d,h,1\n"
    files = {"services.csv": SERVICES, "dependencies.csv": f"service,depends_on,group,needs\n{rows}"}
    found = resolving(tmp_path, files)
    assert places(found) == [("E308", "dependencies.csv", 2, 1)]
    assert "3 of 2" in found.problems[0].message
    assert list(found.tables["dependency"].keys()) == [("a", "d", "h")]
    assert [r.line for r in found.rejected] == [2, 3]


@pytest.mark.parametrize("name", [n for n in NASTY if "\x00" not in n and "\udc80" not in n])
def test_row_14_nasty_names_are_read_verbatim(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    found = reading(tmp_path, {"services.csv": f"id,name,free\na,{quoted},{quoted}\nb,B,\n"})
    assert found.problems == ()
    assert records(found)[0] == {"id": "a", "kind": "service", "name": name, "free": name}
    assert ids(found) == ["a", "b"]


def test_row_14_rejected_rows_are_written_verbatim(tmp_path: Path) -> None:
    nasty = [n for n in NASTY if "\x00" not in n and "\udc80" not in n]
    rows = "".join('s{},"{}",99x\n'.format(i, n.replace('"', '""')) for i, n in enumerate(nasty))
    found = reading(tmp_path, {"services.csv": f"id,name,cost\n{rows}"})
    write_rejects(found, tmp_path / "rejects")
    fixed = (tmp_path / "rejects" / "services.csv").read_bytes().replace(b"99x", b"99")
    again = read([write(tmp_path / "mended", {"services.csv": fixed})])
    assert errors(again) == []
    assert [r["name"] for r in records(again)] == nasty
