"""Sheets as people keep them: how a mapping reads them, and that nothing in them is lost or changed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import codes, errors, reading, records, write

SERVICE = '[[file.table]]\nkind = "service"\n[file.table.columns]\n'
DEPENDENCY = '[[file.table]]\nkind = "dependency"\n[file.table.columns]\n'


def mapped(path: Path, sheet: str | bytes, said: str) -> Incoming:
    """The sheet as that mapping reads it."""
    file = write(path, {"sheet.csv": sheet}) / "sheet.csv"
    (path / "m.toml").write_text(f'source = "s"\n[[file]]\nname = "sheet.csv"\n{said}', encoding="utf-8")
    return read([file], mapping=path / "m.toml")


def pairs(found: Incoming) -> list[tuple[str, str]]:
    return [(r["service"], r["depends_on"]) for r in records(found, "dependency")]


@pytest.mark.parametrize("row", [",,", " ,\u00a0,", ",,\n,,"])
def test_rows_of_empty_cells_are_skipped_with_one_warning(tmp_path: Path, row: str) -> None:
    found = reading(tmp_path, {"services.csv": f"id,name,description\na,A,x\n{row}\nb,B,y\n{row}\n"})
    assert [r["id"] for r in records(found)] == ["a", "b"]
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("W105", 3)
    assert str(2 * len(row.split("\n"))) in problem.message


@pytest.mark.parametrize("above", [";;\n", ";;\n\n;;\n", '"";"";""\n', " ;\u00a0;\n", "\n;;\n"])
def test_rows_of_empty_cells_above_the_header_are_no_header(tmp_path: Path, above: str) -> None:
    found = reading(tmp_path, {"services.csv": f"{above}id;name;rto\na;A;4h\n"})
    assert (records(found), found.problems) == (
        [{"id": "a", "name": "A", "rto": "4h", "kind": "service"}],
        (),
    )
    assert found.tables["service"].lines == [above.count("\n") + 2]


def test_an_empty_cell_of_a_single_column_is_a_row_of_empty_cells(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": 'id\na\n""\nb\n\n'})
    assert [r["id"] for r in records(found)] == ["a", "b"]
    assert errors(found) == []


TITLED = (
    "IT services;;\nas of 1 October;;\n;;\nService;Cost;Depends on\nshop;1200;db\ndb;300;\n;;\nTotal;1500;\n"
)


@pytest.mark.parametrize("header", ["4", '"auto"'])
def test_titles_above_and_totals_below(tmp_path: Path, header: str) -> None:
    said = f'delimiter = ";"\nheader = {header}\nskip = ["total*"]\n{SERVICE}id = "Service"\ncost = "Cost"\n'
    found = mapped(tmp_path, TITLED, f'{said}{DEPENDENCY}service = "Service"\ndepends_on = "Depends on"\n')
    assert [(r["id"], r["cost"]) for r in records(found)] == [("shop", "1200"), ("db", "300")]
    assert found.tables["service"].lines == [5, 6]
    assert pairs(found) == [("shop", "db")]
    assert codes(found) == ["W105"]


def test_headings_over_headings(tmp_path: Path) -> None:
    sheet = "Plan,,,\n,Recovery,,Owner\nId,RTO,RPO,Name\na,4h,1h,Ann\n"
    columns = 'id = "Id"\nrto = "Recovery RTO"\nrpo = "Recovery RPO"\n"owner" = "Owner Name"\n'
    found = mapped(tmp_path, sheet, f"header = [2, 3]\n{SERVICE}{columns}")
    assert records(found) == [{"id": "a", "rto": "4h", "rpo": "1h", "owner": "Ann", "kind": "service"}]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("header = 0", "header is"),
        ("header = [2, 4]", "header is"),
        ('header = "first"', "header is"),
        (f'{SERVICE}id = {{ column = "a", join = "@" }}', "join and first"),
        (f'{SERVICE}id = {{ columns = ["a"], column = "b" }}', "write the column"),
        (f'{SERVICE}id = "a"\nrto = {{ column = "b", unit = "hours" }}', "unit is one of"),
        (f'{SERVICE}id = "a"\ncost = {{ column = "b", factor = "k" }}', "factor is a number"),
        (SERVICE.replace("[file.table.columns]", "direction = {}\n[file.table.columns]"), "of a dependency"),
        (SERVICE.replace("[file.table.columns]", "unpivot = 1\n[file.table.columns]"), "unpivot: write"),
        (SERVICE.replace("[file.table.columns]", "distinct = 1\n[file.table.columns]"), "true or false"),
    ],
)
def test_a_mapping_with_a_mistake_says_which(tmp_path: Path, said: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        mapped(tmp_path, "a,b\n1,2\n", said)


def test_a_header_beyond_the_end_is_an_error(tmp_path: Path) -> None:
    found = mapped(tmp_path, "a\n1\n", f'header = 9\n{SERVICE}id = "a"\n')
    assert [(p.code, "line 9" in p.message) for p in errors(found)] == [("E104", True)]


@pytest.mark.parametrize("header", ['"Service\nID"', '"Service\r\n ID"', "Service\u00a0ID", "  service-id "])
def test_white_space_in_a_header_is_one_blank(tmp_path: Path, header: str) -> None:
    found = mapped(tmp_path, f"{header},Name\ns1,Shop\n", f'{SERVICE}id = "Service ID"\nname = "Name"\n')
    assert records(found) == [{"id": "s1", "name": "Shop", "kind": "service"}]
    assert found.problems == ()


def test_whole_cells_that_say_nothing(tmp_path: Path) -> None:
    sheet = 'App,Runs on,Owner\nshop,"db, k8s",Ann\nwiki,N/A,TBC\ndb,,-\nk8s,-,Bob\n'
    owners = (
        '[[file.table]]\nkind = "responsibility"\n[file.table.columns]\nrole = "Owner"\nservice = "App"\n'
    )
    said = (
        f'empty = ["n/a", "-", "TBC"]\n{SERVICE}id = "App"\nname = "Owner"\n'
        f'{DEPENDENCY}service = "App"\ndepends_on = {{ column = "Runs on", split = "," }}\n'
        f'{owners}responsibility = {{ constant = "A" }}\n'
    )
    found = mapped(tmp_path, sheet, said)
    assert found.problems == ()
    assert pairs(found) == [("shop", "db"), ("shop", "k8s")]
    assert [(r["role"], r["service"]) for r in records(found, "responsibility")] == [
        ("Ann", "shop"),
        ("Bob", "k8s"),
    ]
    assert [r.get("name", "") for r in records(found)] == ["Ann", "", "", "Bob"]


def test_a_value_translated_to_nothing_makes_no_relation(tmp_path: Path) -> None:
    values = '[file.table.values.depends_on]\n"N/A" = ""\n'
    found = mapped(
        tmp_path, "App,On\na,b\nb,N/A\nc,\n", f'{DEPENDENCY}service = "App"\ndepends_on = "On"\n{values}'
    )
    assert pairs(found) == [("a", "b")]
    assert codes(found) == ["W106"]


def test_whole_cells_are_translated_before_they_are_split(tmp_path: Path) -> None:
    table = '[[file.table]]\nkind = "responsibility"\n[file.table.columns]\nrole = { constant = "Audit" }\n'
    column = 'service = "Activity"\nresponsibility = { column = "Audit", split = "/" }\n'
    values = '[file.table.values.responsibility]\n"n/a" = ""\n"Lead" = "A"\n"A" = "R"\n'
    found = mapped(tmp_path, "Activity,Audit\na,A/I\nb,n/a\nc,lead/C\nd,Lead\n", f"{table}{column}{values}")
    got = [(r["service"], r["responsibility"]) for r in records(found, "responsibility")]
    # What a whole cell stands for is ours already and not translated once more.
    assert got == [("a", "R"), ("a", "I"), ("c", "A"), ("c", "C"), ("d", "A")]


def test_a_list_is_translated_item_by_item(tmp_path: Path) -> None:
    values = '[file.table.values.tags]\n"pci, dss" = "pci"\nx = "y"\n'
    said = f'{SERVICE}id = "a"\ntags = {{ column = "t", split = "," }}\n{values}'
    found = mapped(tmp_path, 'a,t\n1,"pci, dss"\n2,"x, z"\n', said)
    assert [r["tags"] for r in records(found)] == ["pci", "y;z"]


@pytest.mark.parametrize(
    ("cost", "read"),
    [("1.200,50", "1200.5"), ("1200", "1200"), ("1.234.567", "1234567"), ("-1.200", "-1200"), ("€ 1.200,50", "1200.5"),
     ("1.200 €", "1200"), ("1.200 eur", "1200")],
)  # fmt: skip
def test_thousands_in_groups_of_three(tmp_path: Path, cost: str, read: str) -> None:
    said = f'delimiter = ";"\ndecimal = ","\nthousands = "."\n{SERVICE}id = "a"\ncost = "c"\n'
    assert records(mapped(tmp_path, f"a;c\nx;{cost}\n", said))[0]["cost"] == read


@pytest.mark.parametrize(
    "cost", ["0.75", "1.2.3", "12.5", "1,234.5", ".5", "1..234", "1.2345", "12.34,5", "1234.567"]
)
def test_a_thousands_sign_elsewhere_is_no_number(tmp_path: Path, cost: str) -> None:
    said = f'delimiter = ";"\ndecimal = ","\nthousands = "."\n{SERVICE}id = "a"\ncost = "c"\n'
    (problem,) = errors(mapped(tmp_path, f"a;c\nx;{cost}\n", said))
    assert (problem.code, problem.value) == ("E203", cost)


@pytest.mark.parametrize(
    ("sign", "cost"), [(" ", "1\u202f200"), (" ", "1\u00a0200"), ("'", "1’200"), ("’", "1'200")]
)
def test_signs_that_look_alike_are_one(tmp_path: Path, sign: str, cost: str) -> None:
    said = f'thousands = "{sign}"\n{SERVICE}id = "a"\ncost = "c"\n'
    assert records(mapped(tmp_path, f"a,c\nx,{cost}\n", said))[0]["cost"] == "1200"


def test_percentages_that_are_all_fractions(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,availability,rto\na,0.999,4h\nb,1,\nc,,\nd,0.5,\n"})
    assert [r.get("availability", "") for r in records(found)] == ["99.9", "100", "", "50"]
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.column, problem.value) == ("W202", 2, "availability", "0.999")
    assert problem.message == "3 values above 0 and none above 1: read as fractions, 0.999 as 99.9%"


@pytest.mark.parametrize(
    ("cells", "read", "warned"),
    [
        (("0.5", "99.9"), ["0.5", "99.9"], ["W202"]),
        (("0.5%", "0.9%"), ["0.5", "0.9"], []),
        (("0", "99"), ["0", "99"], []),
        (("0.5%", "0.9"), ["0.5", "0.9"], ["W202"]),
        (("0.5%", "0.5"), ["0.5", "0.5"], ["W202"]),
        (("1", "99"), ["1", "99"], ["W202"]),
        (("1", "1"), ["100", "100"], ["W202"]),
        (("0", "0.9"), ["0", "90"], ["W202"]),
        (("0", "0"), ["0", "0"], []),
    ],
)
def test_percentages_among_which_are_small_ones(
    tmp_path: Path, cells: tuple[str, str], read: list[str], warned: list[str]
) -> None:
    found = reading(tmp_path, {"services.csv": f"id,availability\na,{cells[0]}\nb,{cells[1]}\n"})
    assert [r["availability"] for r in records(found)] == read
    assert codes(found) == warned


def test_units_of_a_header(tmp_path: Path) -> None:
    sheet = "S;RTO (h);Cost [k€]\na;4;1,5\nb;4 hours;2\nc;30 min;\nd;1,5;\n"
    columns = (
        'id = "S"\nrto = { column = "RTO (h)", unit = "h" }\ncost = { column = "Cost [k€]", factor = 1000 }\n'
    )
    found = mapped(tmp_path, sheet, f'delimiter = ";"\n{SERVICE}{columns}')
    assert errors(found) == []
    from graphmodel.model.durations import seconds

    assert [seconds(r["rto"]) for r in records(found)] == [14_400, 14_400, 1_800, 5_400]
    assert [r.get("cost", "") for r in records(found)] == ["1500", "2000", "", ""]


def test_several_columns_are_a_record_each(tmp_path: Path) -> None:
    sheet = "Name,Depends on,Depends on,Depends on\nshop,db,k8s,\ndb,,-,k8s\n"
    columns = 'columns = ["Depends on", "Depends on#2", "#4"]'
    found = mapped(
        tmp_path, sheet, f'empty = ["-"]\n{DEPENDENCY}service = "Name"\ndepends_on = {{ {columns} }}\n'
    )
    assert pairs(found) == [("shop", "db"), ("shop", "k8s"), ("db", "k8s")]
    assert found.problems == ()


def test_several_columns_are_one_value(tmp_path: Path) -> None:
    sheet = "name,site,area,domain,n1,n2,t1,t2\nweb,zrh,,ops,7,8,x,y\nweb,,net,ops,,9,,z\n"
    columns = (
        'id = { columns = ["name", "site"], join = "@" }\ncategory = { columns = ["area", "domain"], first = true }\n'
        'aliases = { columns = ["n1", "n2"] }\ntags = { columns = ["t1", "t2"], split = "," }\n'
    )
    assert records(mapped(tmp_path, sheet, SERVICE + columns)) == [
        {"id": "web@zrh", "category": "ops", "aliases": "7;8", "tags": "x;y", "kind": "service"},
        {"id": "web", "category": "net", "aliases": "9", "tags": "z", "kind": "service"},
    ]


SITES = (
    'Name,Site,Uses,Uses site\nweb,zrh,db,zrh\nweb,gva,db,gva\ndb,zrh,,\ndb,gva,,gva\nmail,zrh,"db, web",\n'
)


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        # An end that has only what both ends have, too, says nothing.
        ('{ columns = ["Uses", "Site"], join = "@", split = "," }',
         [("web@zrh", "db@zrh"), ("web@gva", "db@gva"), ("mail@zrh", "db@zrh"), ("mail@zrh", "web@zrh")]),
        ('{ columns = ["Site", "Uses"], join = "/", split = "," }',
         [("web@zrh", "zrh/db"), ("web@gva", "gva/db"), ("mail@zrh", "zrh/db"), ("mail@zrh", "zrh/web")]),
        # Of its own columns one will do, and nothing is guessed.
        ('{ columns = ["Uses", "Uses site"], join = "@" }',
         [("web@zrh", "db@zrh"), ("web@gva", "db@gva"), ("db@gva", "gva"), ("mail@zrh", "db, web")]),
    ],
)  # fmt: skip
def test_ids_of_several_columns_on_both_ends(
    tmp_path: Path, provider: str, expected: list[tuple[str, str]]
) -> None:
    consumer = 'service = { columns = ["Name", "Site"], join = "@" }'
    found = mapped(tmp_path, SITES, f"{DEPENDENCY}{consumer}\ndepends_on = {provider}\n")
    assert pairs(found) == expected


MATRIX = ",sso,k8s,crm\nshop,x,X,\nportal,,-,x\ncrm,?,,x\n"


def test_a_matrix_is_a_record_for_each_mark(tmp_path: Path) -> None:
    unpivot = (
        'unpivot = { columns = "*", except = ["#1"], name = "provider", value = "mark", where = ["x"] }\n'
    )
    table = DEPENDENCY.replace("[file.table.columns]", f"{unpivot}[file.table.columns]")
    found = mapped(tmp_path, MATRIX, f'{table}service = "#1"\ndepends_on = "provider"\n')
    assert pairs(found) == [("shop", "sso"), ("shop", "k8s"), ("portal", "crm"), ("crm", "crm")]
    assert found.tables["dependency"].lines == [2, 2, 3, 4]


@pytest.mark.parametrize(
    ("sheet", "more", "told"),
    [
        (",a,b\ns,x,?\nt,(x),\n", "", "'(x)' (1), '?' (1)"),
        (",a,b\ns,x,?\nt,?,\n", "", "'?' (2)"),
        (",a,b\ns,x,no\nt,0,\n", "", ""),  # says that there is none
        (",a,b\ns,x,?\nt,-,\n", 'empty = ["?", "-"]\n', ""),
    ],
)
def test_marks_that_no_table_reads_are_told(tmp_path: Path, sheet: str, more: str, told: str) -> None:
    unpivot = 'unpivot = { columns = "*", except = ["#1"], name = "p", value = "m", where = ["x"] }\n'
    table = DEPENDENCY.replace("[file.table.columns]", f"{unpivot}[file.table.columns]")
    found = mapped(tmp_path, sheet, f'{more}{table}service = "#1"\ndepends_on = "p"\n')
    assert [p.message.rpartition("not read: ")[2] for p in found.problems if p.code == "W112"] == [
        told
    ] * bool(told)


def test_marks_that_another_table_reads_are_read(tmp_path: Path) -> None:
    def table(mark: str) -> str:
        unpivot = f'unpivot = {{ columns = ["a", "b"], name = "p", value = "m", where = ["{mark}"] }}\n'
        head = DEPENDENCY.replace("[file.table.columns]", f"{unpivot}[file.table.columns]")
        return f'{head}service = "s"\ndepends_on = "p"\n'

    found = mapped(tmp_path, "s,a,b\nt,x,o\n", table("x") + table("o"))
    assert pairs(found) == [("t", "a"), ("t", "b")]
    assert found.problems == ()


def test_rows_that_name_one_record_again_are_no_repetition(tmp_path: Path) -> None:
    unpivot = 'unpivot = { columns = ["from", "to"], name = "end", value = "who" }\ndistinct = true\n'
    table = SERVICE.replace("[file.table.columns]", f"{unpivot}[file.table.columns]")
    found = mapped(tmp_path, "from,to\na,b\nb,c\na,c\n", f'{table}id = "who"\n')
    assert [r["id"] for r in records(found)] == ["a", "b", "c"]
    assert found.problems == ()


def test_the_way_of_a_relation_is_in_its_type(tmp_path: Path) -> None:
    ways = 'consumer_first = ["Depends on*"], provider_first = ["Serv*"], ignore = ["In*"]'
    direction = f'direction = {{ column = "type", {ways} }}\n'
    table = DEPENDENCY.replace("[file.table.columns]", f"{direction}[file.table.columns]")
    found = mapped(
        tmp_path, "a,b,type\nshop,db,Depends on::Used by\ndb,app,Serving\nx,y,In\n",
        f'{table}service = "a"\ndepends_on = "b"\n',
    )  # fmt: skip
    assert pairs(found) == [("shop", "db"), ("app", "db")]


def test_rows_are_left_out_by_what_they_are_not(tmp_path: Path) -> None:
    where = 'where = { Status = "?*", not = { Type = ["Printer", "Mon*"] } }\n'
    table = SERVICE.replace("[file.table.columns]", f"{where}[file.table.columns]")
    sheet = "Name,Type,Status\na,App,on\nb,printer,on\nc,Monitor,on\nd,App,\n"
    assert [r["id"] for r in records(mapped(tmp_path, sheet, f'{table}id = "Name"\n'))] == ["a"]


@pytest.mark.parametrize(
    ("unknown", "kept", "problems"),
    [("keep", ["a"], ["E208"]), ("error", ["a"], ["E208"]), ("skip", ["a", "c"], [])],
)
def test_values_that_are_not_listed(
    tmp_path: Path, unknown: str, kept: list[str], problems: list[str]
) -> None:
    values = f'[file.table.values.lifecycle]\n"Prod" = "live"\nunknown = "{unknown}"\n'
    sheet = "Name,Status\na,PROD\nb,Odd\n" + "c,live\n" * (unknown == "skip")
    found = mapped(tmp_path, sheet, f'{SERVICE}id = "Name"\nlifecycle = "Status"\n{values}')
    assert [r["id"] for r in records(found)] == kept
    assert [p.code for p in errors(found)] == problems


def test_unknown_may_be_a_value_of_theirs(tmp_path: Path) -> None:
    values = '[file.table.values.lifecycle]\nunknown = ""\n'
    found = mapped(tmp_path, "n,s\na,Unknown\n", f'{SERVICE}id = "n"\nlifecycle = "s"\n{values}')
    assert (errors(found), records(found)[0].get("lifecycle", "")) == ([], "")


def test_rejected_rows_of_a_titled_sheet_are_read_again(tmp_path: Path) -> None:
    from graphmodel.importers import write_rejects

    sheet = "Report of today\n\nGroup,,Level\nId,Name,RTO\na,A,4h\nb,B,soon\n"
    said = f'header = [3, 4]\n{SERVICE}id = "Group Id"\nname = "Group Name"\nrto = "Level RTO"\n'
    found = resolve(mapped(tmp_path, sheet, said), {}, (), create_missing=False)
    assert [p.line for p in errors(found)] == [6]
    write_rejects(found, tmp_path / "rejects")
    fixed = (tmp_path / "rejects" / "sheet.csv").read_text(encoding="utf-8").replace("soon", "8h")
    (tmp_path / "rejects" / "sheet.csv").write_text(fixed, encoding="utf-8")
    again = read([tmp_path / "rejects" / "sheet.csv"], mapping=tmp_path / "m.toml")
    assert records(again) == [{"id": "b", "name": "B", "rto": "8h", "kind": "service"}]


def of_files(path: Path, files: dict[str, str], said: str) -> Incoming:
    folder = write(path, dict(files))
    (path / "m.toml").write_text(f'source = "s"\n{said}', encoding="utf-8")
    found = read([folder / name for name in files], mapping=path / "m.toml")
    return resolve(found, {}, (), create_missing=False)


CIS = (
    '[[file]]\nname = "ci.csv"\n'
    + SERVICE.replace("[file.table.columns]", "{where}[file.table.columns]")
    + 'id = "id"\n'
)
RELATIONS = (
    '[[file]]\nname = "rel.csv"\n'
    + DEPENDENCY.replace("[file.table.columns]", "where = {{ type = {types} }}\n[file.table.columns]")
    + 'service = "parent"\ndepends_on = "child"\n'
)


def test_rows_that_no_table_wants_are_told_with_their_values(tmp_path: Path) -> None:
    relations = (
        "parent,child,type\nshop,db,Depends on::Used by\ndb,vm,Hosted on::Hosts\nvm,x,Hosted on::Hosts\n"
    )
    files = {"ci.csv": "id\nshop\ndb\nvm\n", "rel.csv": relations}
    said = CIS.format(where="") + RELATIONS.format(types='"Depends on::*"')
    found = of_files(tmp_path, files, said)
    (problem,) = found.problems
    assert (problem.code, problem.file, problem.line, problem.column) == ("W106", "rel.csv", 3, "type")
    assert "2 of 3 rows" in problem.message
    assert "'Hosted on::Hosts' (2)" in problem.message
    assert [(a.file, a.rows, a.unwanted) for a in found.accounts] == [
        ("ci.csv", 3, 0),
        ("rel.csv", 3, 2),
    ]


@pytest.mark.parametrize("split", ["", ', split = ","'])
def test_every_row_is_accounted_for(tmp_path: Path, split: str) -> None:
    sheet = "Name,Cost,Uses\na,1,b\nb,x,\n,,\nTotal,1,\nc,1\nd,2,\n"
    table = f'{DEPENDENCY}service = "Name"\ndepends_on = {{ column = "Uses"{split} }}\n'
    found = mapped(tmp_path, sheet, f'skip = ["Total"]\n{SERVICE}id = "Name"\ncost = "Cost"\n{table}')
    (account,) = found.accounts
    assert account.rows == 4
    assert (account.blank, account.skipped, account.unwanted) == (1, 1, 0)


def test_relations_to_what_is_left_out_are_left_out(tmp_path: Path) -> None:
    elements = "id,type\nshop,Application\ndb,Application\ngoal-1,Goal\nplan-1,Work package\n"
    relations = (
        "parent,child,type\nshop,db,S\ngoal-1,shop,I\nplan-1,shop,R\nplan-1,goal-1,R\nshop,nowhere,S\n"
    )
    said = CIS.format(where='where = { type = "Application" }\n') + RELATIONS.format(types='["S", "R"]')
    found = of_files(tmp_path, {"ci.csv": elements, "rel.csv": relations}, said)
    assert pairs(found) == [("shop", "db")]
    assert [(p.code, p.value) for p in errors(found)] == [("E304", "nowhere")]
    (left_out,) = [p for p in found.problems if p.code == "W307"]
    assert "2 dependencies" in left_out.message
    assert "goal-1, plan-1" in left_out.message


def test_an_item_that_is_wrong_rejects_its_whole_cell(tmp_path: Path) -> None:
    table = '[[file.table]]\nkind = "responsibility"\n[file.table.columns]\nrole = { constant = "Audit" }\n'
    column = 'service = "Activity"\nresponsibility = { column = "Audit", split = "/" }\n'
    found = mapped(tmp_path, "Activity,Audit\na,A/R\nb,n/a\nc,I\n", f"{table}{column}")
    got = [(r["service"], r["responsibility"]) for r in records(found, "responsibility")]
    assert got == [("a", "A"), ("a", "R"), ("c", "I")]
    assert [(p.code, p.line, p.value) for p in errors(found)] == [("E208", 3, "n")]
    assert {r.line for r in found.rejected} == {3}


@pytest.mark.parametrize("word", ["TBC", "n/a", "unbekannt"])
def test_a_word_for_nothing_that_is_read_as_a_name_is_told(tmp_path: Path, word: str) -> None:
    tables = f'{SERVICE}id = "n"\nlocation = "l"\n{DEPENDENCY}service = "n"\ndepends_on = "d"\n'
    tables += '[[file.table]]\nkind = "responsibility"\n[file.table.columns]\n'
    tables += 'role = "r"\nservice = "n"\nresponsibility = { constant = "A" }\n'
    read = mapped(tmp_path, f"n,d,r,l\na,{word},{word},x\n{word},,,y\n{word},,,z\nb,a,,\n", tables)
    found = resolve(read, {}, (), create_missing=False)
    told = {p.code: p.hint for p in found.problems}
    assert told.keys() == {"E301", "E305", "W304"}
    assert f'empty = ["{word}"]' in told["E301"]
    assert f'empty = ["{word}"]' in told["W304"]
    read = mapped(tmp_path, f"n,d,r,l\na,{word},,x\n", tables)
    (missing,) = resolve(read, {}, (), create_missing=False).problems
    assert (missing.code, f'empty = ["{word}"]' in missing.hint) == ("E304", True)


def test_a_value_that_a_mapping_does_not_translate_is_told_where_to_say_it(tmp_path: Path) -> None:
    values = '[file.table.values.lifecycle]\nProd = "live"\n'
    found = mapped(tmp_path, "n,s\na,Odd\n", f'{SERVICE}id = "n"\nlifecycle = "s"\n{values}')
    assert found.problems[0].hint.endswith("or say what it means under values in the mapping")


def test_a_word_for_nothing_where_a_number_belongs_is_told(tmp_path: Path) -> None:
    said = f'{SERVICE}id = "n"\ncost = "c"\nrto = "r"\nlifecycle = "l"\n'
    found = mapped(tmp_path, "n,c,r,l\na,n/a,TBC,-\nb,dear,,\n", said)
    hints = {p.value: p.hint for p in errors(found)}
    assert hints.keys() == {"n/a", "TBC", "-", "dear"}
    assert all(('empty = ["' + value + '"]' in hint) == (value != "dear") for value, hint in hints.items())
