"""What people write otherwise than a catalogue does: read where it can mean one thing only, and said."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from graphmodel.importers import read
from graphmodel.importers.tables.columns import Memo
from graphmodel.workbooks.cells import Percent, Value
from graphmodel.workbooks.xlsx import write_xlsx
from tests.unit.importers.helpers import codes, errors, reading, records, write

BOTH_ENDS = """
[[file]]
name = "*.csv"
delimiter = ";"
[[file.table]]
kind = "service"
columns = { id = "App", name = "App" }
[[file.table]]
kind = "dependency"
columns = { service = "App", depends_on = { column = "Uses", split = "," } }
[[file.table]]
kind = "dependency"
columns = { service = { column = "Used by", split = "," }, depends_on = "App" }
"""


def numbers(path: Path, *rows: tuple[Value, Value]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(availability, cost) of the services of a workbook, and (code, value) of what is wrong with it."""
    path.mkdir(exist_ok=True)
    cells = [(f"s{n}", *row) for n, row in enumerate(rows)]
    write_xlsx({"services": [("id", "availability", "cost"), *cells]}, path / "services.xlsx")
    found = read([path])
    said = [(one.get("availability", ""), one.get("cost", "")) for one in records(found)]
    return said, [(problem.code, problem.value) for problem in found.problems]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("99,9 %", "1200,50 €"), (99.5, 1.234)], [("99.9", "1200.5"), ("99.5", "1.234")]),
        ([("99.9 %", ""), ("98,5 %", ""), (Percent(0.97), "")], [("99.9", ""), ("98.5", ""), ("97", "")]),
        ([("0,999 %", "0,125")], [("0.999", "0.125")]),
    ],
)
def test_texts_of_a_workbook_may_have_a_decimal_comma(
    tmp_path: Path, rows: list[tuple[Value, Value]], said: list[tuple[str, str]]
) -> None:
    assert numbers(tmp_path / "w", *rows) == (said, [])


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("", "1,200")], ("E203", "1,200")),
        ([("", "1.200,50")], ("E203", "1.200,50")),
        ([("99,9", "1.200 €")], ("E203", "1.200 €")),
        ([("99.9", "1.200 €")], ("W203", "1.200 €")),
    ],
)
def test_signs_between_thousands_in_texts_of_a_workbook_are_never_decimal_signs_in_silence(
    tmp_path: Path, rows: list[tuple[Value, Value]], wrong: tuple[str, str]
) -> None:
    assert numbers(tmp_path / "w", *rows)[1] == [wrong]


def test_a_dot_between_thousands_of_an_amount_is_warned_of(tmp_path: Path) -> None:
    assert codes(reading(tmp_path, {"services.csv": "id;cost\na;1.200 €\n"})) == ["W203"]


def test_strengths_and_lifecycles_in_other_words(tmp_path: Path) -> None:
    words = {
        "weich": "soft",
        "hart": "hard",
        "fort": "hard",
        "faible": "soft",
        "blando": "soft",
        "Soft": "soft",
    }
    services = "id,lifecycle\n" + "".join(f"s{n},produktiv\n" for n in range(len(words) + 1))
    dependencies = "".join(f"s0,s{n},{word}\n" for n, word in enumerate(words, 1))
    found = reading(
        tmp_path,
        {"services.csv": services, "dependencies.csv": f"service,depends_on,strength\n{dependencies}"},
    )
    assert [one["strength"] for one in records(found, "dependency")] == [*words.values()]
    assert {one["lifecycle"] for one in records(found)} == {"live"}
    told = [(p.code, p.file, p.line, p.column, p.value) for p in found.problems]
    assert told == [
        ("W110", "dependencies.csv", 2, "strength", "weich"),
        ("W110", "services.csv", 2, "lifecycle", "produktiv"),
    ]
    assert "'fort' as hard" in found.problems[0].message
    assert "Soft" not in found.problems[0].message


@pytest.mark.parametrize("word", ["yes", "nein", "purple"])
def test_what_is_no_strength_is_refused(tmp_path: Path, word: str) -> None:
    found = reading(
        tmp_path,
        {"services.csv": "id\na\nb\n", "dependencies.csv": f"service,depends_on,strength\na,b,{word}\n"},
    )
    assert [(p.code, p.value) for p in errors(found)] == [("E208", word)]


def test_blanks_around_ids_are_told_of_each_file_with_the_first_place(tmp_path: Path) -> None:
    files = {
        "services.csv": "id\na\nz \nb \n",
        "dependencies.csv": "service,depends_on\na,b \n z,a\n",
    }
    found = reading(tmp_path, files)
    assert [(p.code, p.file, p.line, p.column, p.value) for p in found.problems] == [
        ("W201", "dependencies.csv", 2, "depends_on", "b "),
        ("W201", "dependencies.csv", 3, "service", " z"),
        ("W201", "services.csv", 3, "id", "z "),
    ]
    assert "and 1 more" in found.problems[2].message


def test_a_name_that_is_the_id_has_no_blanks_around_it(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.csv": "App;Uses;Used by\nshop ;;\n", "m.toml": BOTH_ENDS})
    found = read([folder / "a.csv"], mapping=folder / "m.toml")
    assert [(one["id"], one["name"]) for one in records(found)] == [("shop", "shop")]


def test_blanks_around_a_text_are_no_contradiction(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name\nsso,Single sign-on\n", "products.csv": "id\np\n"})
    assert errors(found) == []
    twice = reading(tmp_path, {"services.csv": "id,name\nsso,Single sign-on \nsso,Single sign-on\n"})
    assert codes(twice) == ["W301"]


def test_relations_that_a_sheet_says_from_both_ends_are_one_warning(tmp_path: Path) -> None:
    rows = ["shop;db, k8s;", "db;k8s;shop", "k8s;;shop, db"]
    for number, order in enumerate(permutations(rows)):
        text = "\n".join(["App;Uses;Used by", *order, ""])
        folder = write(tmp_path / str(number), {"a.csv": text, "m.toml": BOTH_ENDS})
        found = read([folder / "a.csv"], mapping=folder / "m.toml")
        pairs = {(one["service"], one["depends_on"]) for one in records(found, "dependency")}
        assert pairs == {("shop", "db"), ("shop", "k8s"), ("db", "k8s")}
        (problem,) = found.problems
        assert problem.code == "W301"
        assert "from the other end" in problem.message
        assert "and 2 more" in problem.message


def test_what_is_known_of_cells_are_plain_dicts() -> None:
    # A set takes the keys of a subclass of dict one by one, for each window of a file.
    assert {type(Memo().values), type(Memo().fixed)} == {dict}
