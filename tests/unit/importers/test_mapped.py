"""Foreign files through a mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve, write_rejects
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import codes, errors, ids, records, write

HEAD = '[[file]]\nname = "*.csv"\n'
SERVICE = '[[file.table]]\nkind = "service"\n[file.table.columns]\nid = "CI"\n'


def mapped(path: Path, mapping: str, *files: str | bytes, encoding: str | None = None) -> Incoming:
    contents = {f"f{n}.csv": content for n, content in enumerate(files)}
    folder = write(path / "export", contents)
    (path / "m.toml").write_text(mapping, encoding="utf-8")
    return read([folder / name for name in contents], mapping=path / "m.toml", encoding=encoding)


def test_one_mapping_reads_several_files_in_one_go(tmp_path: Path) -> None:
    found = mapped(tmp_path, HEAD + SERVICE, "CI\na\n", "ci\nb\nc\n")
    assert found.problems == ()
    assert ids(found) == ["a", "b", "c"]
    assert found.tables["service"].files == ["f0.csv", "f1.csv", "f1.csv"]
    assert found.tables["service"].texts("kind") == ["service"] * 3
    assert found.source == "f0"


def test_files_of_one_record_complete_each_other(tmp_path: Path) -> None:
    mapping = (
        '[[file]]\nname = "f0.csv"\n'
        + SERVICE
        + 'name = "N"\n[[file]]\nname = "f1.csv"\n'
        + SERVICE
        + 'cost = "C"\n'
    )
    found = mapped(tmp_path, mapping, "CI,N\na,A\nb,B\n", "CI,C\nb,2\n")
    assert codes(found) == []
    assert records(found)[1] == {"id": "b", "kind": "service", "name": "B", "cost": "2"}
    assert found.tables["service"].columns["cost"] == [None, "2"]


def test_attributes(tmp_path: Path) -> None:
    table = (
        SERVICE.replace('kind = "service"', 'kind = "service"\nattributes = ["*"]') + 'where_it_is = "Site"\n'
    )
    found = mapped(tmp_path, HEAD + table, "CI,Site,Rack,\na,Bonn,7,\n")
    assert records(found) == [{"id": "a", "kind": "service", "Rack": "7", "where_it_is": "Bonn"}]
    unnamed = mapped(tmp_path, HEAD + SERVICE, "CI,Site,Site\na,Bonn,7\n")
    assert unnamed.problems == ()
    assert records(unnamed) == [{"id": "a", "kind": "service"}]


ALL = SERVICE.replace('kind = "service"', 'kind = "service"\nattributes = ["*"]')


@pytest.mark.parametrize(
    "kept", ['["*"]', '["kind", "availability", "placeholder", "Life Cycle", "category"]']
)
def test_attributes_called_like_a_field_are_that_field(tmp_path: Path, kept: str) -> None:
    mapping = HEAD + ALL.replace('["*"]', kept)
    header = "CI,kind,availability,placeholder,LifeCycle,category\n".replace("LifeCycle", "Life Cycle")
    bad = mapped(tmp_path / "bad", mapping, f"{header}x,server,abc,no,xx,c\td\n")
    assert [(p.code, p.column) for p in errors(bad)] == [
        ("E203", "availability"), ("E202", "category"), ("E208", "kind"),
    ]  # fmt: skip
    good = mapped(tmp_path / "good", mapping, f"{header}x,product,99%,no,,c\ny,,,,,\n")
    assert [(r["id"], r["kind"], r.get("availability")) for r in records(good)] == [
        ("x", "product", "99"),
        ("y", "service", None),
    ]


@pytest.mark.parametrize("name", ["since", "until", "file", "line", "source", "free", "key", "type", "owner"])
def test_attributes_called_like_what_stores_keep_are_free(tmp_path: Path, name: str) -> None:
    found = mapped(tmp_path, HEAD + ALL, f"CI,{name}\nx,1\n")
    assert found.problems == ()
    assert records(found) == [{"id": "x", "kind": "service", name: "1"}]


@pytest.mark.parametrize(
    ("more", "header"),
    [
        ("", "CI,id"),
        ('name = "N"\n', "CI,N,Name"),
        ('"my zone" = "Z"\n', "CI,Z,My_Zone"),
        ('"Name" = "N"\nname = "M"\n', "CI,N,M"),
        ('rejected_because = "N"\n', "CI,N"),
    ],
)
def test_no_two_columns_under_one_name(tmp_path: Path, more: str, header: str) -> None:
    mapping = HEAD + ALL.replace('["*"]', f'["{header.rpartition(",")[2]}"]') + more
    found = mapped(tmp_path, mapping, f"{header}\n{'x,' * header.count(',')}y\n")
    assert [p.code for p in errors(found)] == ["E112"]
    assert found.unreadable == {"f0.csv"}


def test_numbers_dates_and_encoding_of_a_file(tmp_path: Path) -> None:
    form = 'decimal = ","\nthousands = "."\ndates = ["%d.%m.%Y", "%m/%d/%y"]\nencoding = "cp1252"\n'
    mapping = form + HEAD + SERVICE + 'cost = "C"\nreviewed = "R"\nname = "N"\n'
    found = mapped(
        tmp_path, mapping, 'CI,C,R,N\na,"1.234,50",31.12.2024,caf\xe9\nb,7,12/31/24,\n'.encode("cp1252")
    )
    assert found.problems == ()
    assert [(r["cost"], r["reviewed"]) for r in records(found)] == [
        ("1234.5", "2024-12-31"),
        ("7", "2024-12-31"),
    ]
    assert records(found)[0]["name"] == "café"
    assert found.notes == ("f0.csv: read as cp1252",)


def test_problems_name_the_column_of_the_file(tmp_path: Path) -> None:
    mapping = HEAD + SERVICE + 'lifecycle = "Status"\n[file.table.values.lifecycle]\nactive = "live"\n'
    found = mapped(tmp_path, mapping, "CI,Status\na,Active\nb, live\nc,broken\n")
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.column, problem.value) == ("E208", 4, "Status", "broken")
    assert [r["lifecycle"] for r in records(found)] == ["live", "live"]


def test_missing_columns_are_all_told(tmp_path: Path) -> None:
    found = mapped(tmp_path, HEAD + SERVICE + 'name = "Nmae"\ncost = "Price"\n', "CI,Name\na,A\n")
    assert [(p.code, p.column, p.hint) for p in found.problems] == [
        ("E111", "Nmae", "did you mean 'Name'?"),
        ("E111", "Price", "the file has CI, Name"),
    ]
    assert found.unreadable == {"f0.csv"}


def test_rows_that_give_several_records_fall_together_where_they_must(tmp_path: Path) -> None:
    mapping = (
        HEAD
        + SERVICE
        + 'cost = "C"\n'
        + (
            '[[file.table]]\nkind = "dependency"\nwhere = { C = "?*" }\n[file.table.columns]\nservice = "CI"\n'
            'depends_on = { column = "On", split = "|" }\ngroup = { constant = "any" }\n'
        )
    )
    found = mapped(tmp_path, mapping, "CI,C,On\na,1,b | c|\nb,x,c\nc,,a\n")
    assert [(p.code, p.line) for p in found.problems] == [("E203", 3)]
    assert list(found.tables["dependency"].keys()) == [
        ("a", "b", "any"),
        ("a", "c", "any"),
        ("b", "c", "any"),
    ]
    assert found.tables["dependency"].lines == [2, 2, 3]
    assert [(r.kind, r.key, r.line) for r in found.rejected] == [("service", ("b",), 3)]


def test_rejected_rows_of_a_foreign_file_are_read_again_with_the_same_mapping(tmp_path: Path) -> None:
    mapping = 'encoding = "cp1252"\n' + HEAD + SERVICE + 'cost = "C"\nname = "N"\n'
    found = mapped(tmp_path, mapping, "CI;C;N\na;1,5;ä\nb;x;ö\nc;y;ü;;\n".encode("cp1252"))
    assert len(found.rejected) == 2
    (path,) = write_rejects(found, tmp_path / "again")
    lines = path.read_bytes().decode("cp1252").splitlines()
    assert lines[0] == "rejected_because;CI;C;N"
    assert lines[1].endswith(";b;x;ö")
    assert lines[2].endswith(";c;y;ü;;")
    path.write_bytes(path.read_bytes().replace(b";x;", b";2,5;").replace(b";y;\xfc;;", b";3;\xfc"))
    fixed = read([path], mapping=tmp_path / "m.toml")
    assert errors(fixed) == []
    assert [(r["id"], r["cost"], r["name"]) for r in records(fixed)] == [("b", "2.5", "ö"), ("c", "3", "ü")]


def test_mistakes_of_a_mapping_are_told_at_once(tmp_path: Path) -> None:
    mapping = (
        'sorce = "x"\nencoding = "utf-9"\n[[file]]\nname = "*.csv"\ndelimiter = ";;"\n'
        '[[file.table]]\nkind = "servise"\n'
        '[[file.table]]\nkind = "product"\ncolumn = {}\n[file.table.columns]\nnam = "N"\nkind = "K"\ncost = 7\n'
        "[file.table.values.tags]\n[[file]]\n"
    )
    with pytest.raises(UsageError) as raised:
        mapped(tmp_path, mapping, "x\n")
    told = raised.value.message
    for part in (
        "has no key 'sorce'; did you mean source?",
        "there is no encoding 'utf-9'",
        "not ';;'",
        "and not 'servise'",
        "has no key 'column'; did you mean columns?",
        "lacks id",
        "did you mean name?",
        "a product's kind is said already",
        "cost: write the column",
        "values of tags, which columns does not have",
        "file 2 has no name",
        "needs at least one [[file.table]]",
    ):
        assert part in told
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [("a = ", "is not TOML"), ("", "needs at least one [[file]]"), (HEAD + SERVICE, "says nothing of x.txt")],
)
def test_mappings_that_are_not_for_these_files(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "m.toml").write_text(text)
    (tmp_path / "x.txt").write_text("CI\na\n")
    with pytest.raises(UsageError, match=message.replace("[", "\\[")):
        read([tmp_path / "x.txt"], mapping=tmp_path / "m.toml")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(HEAD + SERVICE)
    (tmp_path / "empty").mkdir()
    for paths, mapping, message in [
        ([tmp_path / "none.csv"], tmp_path / "m.toml", "there is no file"),
        ([tmp_path / "empty"], tmp_path / "m.toml", "no files to import"),
        ([tmp_path / "empty"], tmp_path / "none.toml", "No such file"),
        ([tmp_path / "empty"], None, "is no catalogue folder"),
        ([tmp_path / "none"], None, "there is no file or folder"),
        ([tmp_path / "m.toml"], None, "is not a catalogue"),
        ([], None, "there is nothing to read"),
    ]:
        with pytest.raises(UsageError, match=message) as raised:
            read(paths, mapping=mapping)
        assert raised.value.hint


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(HEAD + SERVICE)
    one, two = write(tmp_path / "one", {"x.csv": "CI\na\n"}), write(tmp_path / "two", {"x.csv": "CI\nb\n"})
    found = read([one / "x.csv", two / "x.csv"], mapping=tmp_path / "m.toml")
    assert [Path(name).parts[-2:] for name in found.tables["service"].files] == [
        ("one", "x.csv"),
        ("two", "x.csv"),
    ]


TWO_TABLES = """
[[file]]
name = "m.csv"
[[file.table]]
kind = "service"
columns = { id = "Machine" }
[[file.table]]
kind = "dependency"
columns = { service = "Serves", depends_on = "Machine" }
[[file.table]]
kind = "responsibility"
columns = { role = "Owner", service = "Machine", responsibility = { constant = "A" } }
[[file.table]]
kind = "responsibility"
columns = { role = "Group", service = "Serves", responsibility = { constant = "R" } }
"""


def in_two_tables(path: Path, rows: str) -> Incoming:
    (path / "m.csv").write_text("Machine,Serves,Owner,Group\n" + rows)
    (path / "map.toml").write_text(TWO_TABLES)
    return resolve(read([path / "m.csv"], mapping=path / "map.toml"), {}, (), create_missing=False)


def test_a_problem_names_the_column_of_the_table_that_has_the_value(tmp_path: Path) -> None:
    """Two tables of one kind take their roles and services from different columns of one line."""
    found = in_two_tables(tmp_path, "m1,,Ann,Ops\nm2,nobody,Bob,Web\n")
    assert [(p.code, p.line, p.column, p.value) for p in errors(found)] == [("E304", 3, "Serves", "nobody")]
    assert [r.kind for r in found.rejected] == ["dependency", "responsibility"]
    (implied,) = [p for p in found.problems if p.code == "W304"]
    assert (implied.line, implied.column, implied.value) == (2, "Owner", "Ann")


def test_a_contradiction_names_the_column_as_the_file_has_it(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Machine,Cost\nm1,1\nm1,2\n")
    (tmp_path / "map.toml").write_text(
        '[[file]]\nname = "m.csv"\n[[file.table]]\nkind = "service"\n'
        'columns = { id = "Machine", cost = "Cost" }\n'
    )
    (problem,) = errors(read([tmp_path / "m.csv"], mapping=tmp_path / "map.toml"))
    assert (problem.code, problem.column) == ("E301", "Machine")


def test_a_cell_that_two_tables_read_is_told_once_and_its_row_counted_once(tmp_path: Path) -> None:
    table = '[[file.table]]\nkind = "service"\ncolumns = { id = "id", cost = "cost" }\n'
    again = '[[file.table]]\nkind = "service"\ncolumns = { id = "id", cost = "cost" }\ndistinct = true\n'
    (tmp_path / "m.csv").write_text("id,cost\na,x\nb,1\n,2\n")
    (tmp_path / "map.toml").write_text('[[file]]\nname = "m.csv"\n' + table + again)
    found = read([tmp_path / "m.csv"], mapping=tmp_path / "map.toml")
    assert [(p.code, p.line) for p in errors(found)] == [("E203", 2), ("E201", 4)]
    assert found.rejected.rows == 2
