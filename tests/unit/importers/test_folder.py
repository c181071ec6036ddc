"""Catalogue folders: which files are read, and how."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.importers import read, write_rejects
from graphmodel.importers.delimited.dialect import Header, header
from graphmodel.importers.folder import column_name
from graphmodel.importers.names import folded
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.workbooks.xlsx import write_xlsx
from tests.unit.importers.helpers import (
    codes,
    errors,
    ids,
    pairs,
    reading,
    records,
    resolving,
    suggested,
    write,
)


def test_unknown_files_are_warned_of(tmp_path: Path) -> None:
    found = reading(
        tmp_path, {"Services.CSV": "id\na\n", "dependancies.csv": "x\n", "notes.csv": "", "a.txt": ""}
    )
    assert [(p.code, p.file, p.hint.split()[0]) for p in found.problems] == [
        ("W103", "dependancies.csv", "did"),
        ("W103", "notes.csv", "the"),
    ]
    assert found.problems[0].hint == "did you mean dependencies.csv?"
    assert ids(found) == ["a"]


@pytest.mark.parametrize("column", ["depends_on", "Depends on", "Dépend de", "Abhängig von"])
def test_dependencies_in_a_file_of_services_are_said_to_be_none(tmp_path: Path, column: str) -> None:
    found = reading(tmp_path / "plain", {"services.csv": f"id,{column}\na,b\nb,\n"})
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.column) == ("W102", 1, column)
    assert "dependencies.csv" in problem.hint
    assert codes(reading(tmp_path / "free", {"services.csv": f"id,attribute:{column}\na,b\nb,\n"})) == []
    assert column_name(SERVICE, column) == f"attribute:{column}"


@pytest.mark.parametrize("column", ["Abhängig von", "Depends on", "Dépend de"])
def test_a_mapping_is_proposed_that_reads_dependencies_in_a_file_of_services(
    tmp_path: Path, column: str
) -> None:
    file = tmp_path / "services.csv"
    text = f"ID,Name,Owner,{column},RTO\nS1,Shop,Anna,S2; S3,4h\nS2,Pay,Ben,S3,2h\nS3,DB,,,1h\n"
    file.write_text(text, encoding="utf-8")
    _, found = suggested(file)
    assert errors(found) == []
    assert pairs(found) == {("S1", "S2"), ("S1", "S3"), ("S2", "S3")}
    assert {(r["role"], r["service"]) for r in records(found, "responsibility")} == {
        ("Anna", "S1"),
        ("Ben", "S2"),
    }
    file.write_text(text.replace(column, f"attribute:{column}"), encoding="utf-8")
    assert "dependency" not in suggested(file)[1].tables


def test_hints_say_how_much_they_leave_out(tmp_path: Path) -> None:
    wide = {"services.csv": ",".join(f"c{n}" for n in range(25)) + "\n" + "," * 24 + "\n"}
    (missing,) = (p for p in reading(tmp_path / "wide", wide).problems if p.code == "E111")
    assert missing.hint.endswith("c18, c19 and 5 more")
    with pytest.raises(UsageError) as error:
        reading(tmp_path / "many", {f"export{n:02}.csv": "x\n" for n in range(13)})
    assert error.value.hint.endswith("export09.csv -o mapping.toml (add the 3 other files)")


def test_columns_are_found_whatever_their_writing(tmp_path: Path) -> None:
    text = " ID ,Own Availability,support-hours,Cost Centre,rejected_because\n a,99.90%, 24x7 ,K 1,old\n"
    found = reading(tmp_path, {"products.csv": text})
    assert records(found) == [
        {
            "id": "a",
            "kind": "product",
            "own_availability": "99.9",
            "support_hours": "24x7",
            "Cost Centre": "K 1",
        }
    ]
    assert codes(found) == ["W201"]


def test_canonical_values(tmp_path: Path) -> None:
    text = "id;cost;lifecycle;tags;aliases;reviewed;availability\na;01,50;LIVE;x; y ;2024-02-29;100%\n"
    found = reading(tmp_path, {"services.csv": text.replace("x; y ", '"x;; y;x";"b; c"')})
    assert records(found) == [
        {
            "id": "a",
            "kind": "service",
            "lifecycle": "live",
            "availability": "100",
            "cost": "1.5",
            "reviewed": "2024-02-29",
            "aliases": "b;c",
            "tags": "x;y",
        }
    ]


def test_a_kind_that_contradicts_the_file(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,kind\na,Service\nb,\nc,product\n"})
    assert [(p.code, p.line, p.column) for p in found.problems] == [("E210", 4, "kind")]
    assert [r["kind"] for r in records(found)] == ["service", "service"]


def test_columns_without_a_name_are_not_read(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name,\na,A,x\n"})
    assert codes(found) == ["W104"]
    assert records(found) == [{"id": "a", "kind": "service", "name": "A"}]


def test_a_spreadsheet_is_recognised(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": b"PK\x03\x04\x14\x00\x06\x00"})
    assert codes(found) == ["E103"]


def test_utf_16_without_mark_and_utf_32_are_told(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\na,é\n".encode("utf-16-le")})
    assert found.unreadable
    assert "utf-16-le" in found.problems[0].hint
    found = reading(tmp_path, {"services.csv": "id,name\na,é\n".encode("utf-32")})
    assert "utf-32" in found.problems[0].hint
    with pytest.raises(UsageError, match="no encoding 'utf-7x'"):
        reading(tmp_path, {}, encoding="utf-7x")


@given(
    st.lists(st.text("ab ;|,\t", max_size=4), max_size=4),
    st.sampled_from(",;\t|"),
)
def test_the_delimiter_is_found(free: list[str], delimiter: str) -> None:
    cells = ["id", "depends-on", *(f'"{name}"' for name in free)]
    found = header([delimiter.join(cells) + "\n"], "f", "", {"id", "depends_on"})
    assert isinstance(found, Header)
    assert found.delimiter == delimiter
    assert found.cells == ("id", "depends-on", *free)
    assert [folded(c) for c in found.cells[:2]] == ["id", "depends_on"]


def test_rejects_are_mended_and_read(tmp_path: Path) -> None:
    files = {
        "services.csv": 'id,cost\na,1\nb,x\nc,"1" 2\nd,1,2\n',
        "dependencies.csv": "service,depends_on\na,b\na,a\n",
    }
    found = resolving(tmp_path, files)
    assert [(r.file, r.line) for r in found.rejected] == [
        ("dependencies.csv", 2),
        ("services.csv", 3),
        ("services.csv", 4),
        ("services.csv", 5),
    ]
    written = write_rejects(found, tmp_path / "rejects")
    assert [p.name for p in written] == ["dependencies.csv", "services.csv"]
    lines = written[1].read_text().splitlines()
    assert lines[0] == "rejected_because,id,cost"
    assert [line.rsplit(",", 2)[1:] for line in lines[1:3]] == [["b", "x"], ["c", "1 2"]]
    assert lines[3].endswith(",d,1,2")
    text = written[1].read_text().replace("b,x", "b,7").replace("c,1 2", "c,12").replace("d,1,2", "d,1")
    written[1].write_text(text)
    fixed = read([tmp_path / "rejects"])
    assert fixed.problems == ()
    assert [(r["id"], r["cost"]) for r in records(fixed)] == [("b", "7"), ("c", "12"), ("d", "1")]
    assert fixed.tables["service"].free() == []
    assert records(fixed, "dependency") == [{"service": "a", "depends_on": "b"}]
    with pytest.raises(UsageError, match="exists already"):
        write_rejects(found, tmp_path / "rejects")


def test_rejects_of_rejects_carry_one_reason(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "cost,rejected_because,id\nx,old,a\n"})
    (path,) = write_rejects(found, tmp_path / "rejects")
    head, row = path.read_text().splitlines()
    assert head == "rejected_because,cost,id"
    assert row.startswith("E203 cost: is not a number")
    assert row.endswith(",x,a")


def test_a_folder_is_read_in_the_same_way_twice(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,x\n" + "".join(f"s{n},{n % 7}\n" for n in range(2000)),
        "products.csv": "id\np\n",
    }
    first, second = reading(tmp_path, files), read([write(tmp_path / "catalogue", files)])
    assert first.tables == second.tables
    assert first.tables["service"].files[0] == "products.csv"
    assert first.tables["service"].column("x")[0] is None


@pytest.mark.parametrize(
    ("column", "letter"),
    [
        ("Owner", "A"),
        ("service owner", "A"),
        ("Responsible", "R"),
        ("Consulted", "C"),
        ("informed", "I"),
        ("Eigentümer", "A"),
        ("propriétaire", "A"),
        ("dueño", "A"),
    ],
)
def test_a_column_of_owners_makes_them_responsible(tmp_path: Path, column: str, letter: str) -> None:
    found = resolving(
        tmp_path,
        {
            "services.csv": f"id,{column}\na,Ann; the DBAs;x@y.org\nb,\n",
            "roles.csv": "id,name,contact\ndba,The DBAs,\nx,Xaver,X@y.org\n",
        },
    )
    assert [(p.code, p.column) for p in found.problems] == [("W107", column), ("W304", column)]
    assert records(found, "responsibility") == [
        {"role": role, "service": "a", "responsibility": letter} for role in ("Ann", "dba", "x")
    ]
    assert records(found) == [{"id": "a", "kind": "service"}, {"id": "b", "kind": "service"}]


def test_who_is_accountable_is_said_alike_or_not_at_all(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,owner\na,Ann\nb,Bob\nc,\n",
        "responsibilities.csv": "role,service,responsibility\n",
    }
    files["responsibilities.csv"] += "Carl,a,A\nBob,b,A\nDora,b,A\nAnn,a,R\nEve,c,A\n"
    found = resolving(tmp_path, files)
    (problem,) = [p for p in found.problems if p.severity == "error"]
    assert (problem.code, problem.place, problem.value) == ("E313", "services.csv:2:owner", "Ann")
    assert problem.message == "'Ann' is accountable for 'a' here, and 'Carl' in responsibilities.csv:2"
    assert {(r.file, r.line) for r in found.rejected} == {("services.csv", 2), ("responsibilities.csv", 2)}
    assert {(r["role"], r["service"], r["responsibility"]) for r in records(found, "responsibility")} == {
        ("Bob", "b", "A"), ("Dora", "b", "A"), ("Ann", "a", "R"), ("Eve", "c", "A"),
    }  # fmt: skip


def test_headers_in_other_languages_are_read_and_told_once(tmp_path: Path) -> None:
    found = resolving(
        tmp_path,
        {
            "services.csv": "Kennung;Bezeichnung;Verfügbarkeit;Standort\na;Laden;99,5;Bonn\n",
            "dependencies.csv": "consommateur,fournisseur\na,a\n",
        },
    )
    assert [p.code for p in found.problems] == ["W110"] * 2
    assert "'Verfügbarkeit' as availability" in found.problems[1].message
    assert records(found) == [
        {"id": "a", "kind": "service", "name": "Laden", "availability": "99.5", "Standort": "Bonn"}
    ]
    assert records(found, "dependency") == [{"service": "a", "depends_on": "a"}]


def test_a_column_that_is_marked_is_a_free_attribute(tmp_path: Path) -> None:
    found = resolving(
        tmp_path, {"services.csv": "id,Attribute: Owner,attribute:Kosten,attribute:nmae\na,Ann,x,y\n"}
    )
    assert found.problems == ()
    assert records(found) == [{"id": "a", "kind": "service", "Owner": "Ann", "Kosten": "x", "nmae": "y"}]
    twice = resolving(tmp_path / "twice", {"services.csv": "id,attribute:x,x\na,1,2\n"})
    assert [p.code for p in twice.problems] == ["E110"]


def test_an_own_header_counts_before_one_in_another_language(tmp_path: Path) -> None:
    found = resolving(tmp_path, {"services.csv": "id,name,Bezeichnung,status\na,A,B,live\n"})
    assert found.problems == ()
    assert records(found) == [
        {"id": "a", "kind": "service", "name": "A", "Bezeichnung": "B", "status": "live"}
    ]


def test_one_missing_id_is_one_problem_with_its_rows_counted(tmp_path: Path) -> None:
    rows = "".join(f"s{n},db1\n" for n in range(300))
    found = resolving(
        tmp_path,
        {
            "services.csv": "id,cost,owner\n" + "".join(f"s{n},,\n" for n in range(300)) + "bad,x,Ann\n",
            "dependencies.csv": f"service,depends_on\n{rows}s1,bad\ns2,bad\n",
            "responsibilities.csv": "role,service,responsibility\nr,db1,R\n",
        },
    )
    problems = {p.code: p for p in found.problems if p.severity == "error"}
    assert len([p for p in found.problems if p.severity == "error"]) == 3
    assert problems["E304"].message == (
        "no service or product has this id (named in 301 rows: dependencies.csv:2, dependencies.csv:3, "
        "dependencies.csv:4, dependencies.csv:5, dependencies.csv:6 and 296 more)"
    )
    assert problems["E305"].message == (
        "the row that defines it is rejected (named in 2 rows: dependencies.csv:302, dependencies.csv:303)"
    )
    assert len({(r.file, r.line) for r in found.rejected}) == 304


def test_rows_that_name_a_missing_id_are_listed_in_the_order_of_the_files(tmp_path: Path) -> None:
    """Also those that are rejected for a value of their own."""
    rows = "a,zzz,hrd\na,zzz,\na,zzz2,\n"
    found = resolving(
        tmp_path, {"services.csv": "id\na\n", "dependencies.csv": f"service,depends_on,strength\n{rows}"}
    )
    named = [p for p in found.problems if p.code == "E304"]
    assert [(p.line, p.value) for p in named] == [(2, "zzz"), (4, "zzz2")]
    assert named[0].message.endswith("(named in 2 rows: dependencies.csv:2, dependencies.csv:3)")


@pytest.mark.parametrize(
    "names",
    [
        ("Dienste", "Abhängigkeiten", "Rollen", "Zuständigkeiten"),
        ("services", "dépendances", "Rôles", "responsabilités"),
        ("Servicios", "DEPENDENCIAS", "roles", "responsabilidades"),
        ("SERVICES", "dependencies", "Roles", "responsibilities"),
    ],
)
def test_files_have_names_in_four_languages(tmp_path: Path, names: tuple[str, ...]) -> None:
    texts = (
        "id,name\na,A\nb,B\n",
        "service,depends_on\na,b\n",
        "id,name\nops,Operations\n",
        "role,service,responsibility\nops,b,R\n",
    )
    files = {f"{name}.csv": text for name, text in zip(names, texts, strict=True)}
    found = resolving(tmp_path, files)
    assert found.problems == ()
    assert [len(found.tables[kind]) for kind in ("service", "role", "dependency", "responsibility")] == [
        2,
        1,
        1,
        1,
    ]
    english = {"services", "roles", "dependencies", "responsibilities"}
    assert len(found.notes) == sum(name.casefold() not in english for name in names)


def test_a_product_file_in_another_language_holds_products(tmp_path: Path) -> None:
    found = reading(tmp_path, {"Produkte.csv": "Kennung,Bezeichnung\na,A\n", "liste.csv": "x\n1\n"})
    assert [(r["id"], r["name"], r["kind"]) for r in records(found)] == [("a", "A", "product")]
    assert [p.code for p in found.problems if p.code != "W110"] == ["W103"]


def test_workbooks_that_are_not_read_are_said(tmp_path: Path) -> None:
    write(tmp_path, {"services.csv": "id\na\n", "readme.txt": "x", "~$notes.xlsx": "x"})
    write_xlsx({"products": [("id",), ("p",)]}, tmp_path / "products.xlsx")
    write_xlsx({"x": [("id",), ("z",)]}, tmp_path / "servces.xlsx")
    found = read([tmp_path])
    assert ids(found) == ["p", "a"]
    assert [(p.code, p.file, p.hint) for p in found.problems] == [
        ("W103", "servces.xlsx", "did you mean services.xlsx?")
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "names", [('"\nid"', "name"), ('"\r\nid"', '"\nname\n"'), ('"id\n"', "name"), ("id", '"\nname"')]
)
def test_names_of_columns_begin_or_end_with_a_line_break(
    tmp_path: Path, delimiter: str, names: tuple[str, str]
) -> None:
    text = delimiter.join(names) + "\n" + delimiter.join(["S1", "Shop"]) + "\n"
    found = reading(tmp_path, {"services.csv": '"",""\n\n' + text if delimiter == "," else text})
    assert codes(found) == []
    assert [(one["id"], one["name"]) for one in records(found)] == [("S1", "Shop")]
