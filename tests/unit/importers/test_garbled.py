"""Text that was read in a wrong encoding is kept, and warned of with its place and what it was."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.importers.garbled import meant
from graphmodel.model.problems import Problem
from tests.unit.importers.helpers import codes, reading

CODECS = ("cp1252", "mac_roman", "cp850", "cp437")
SOUND = [
    "Größe", "Citroën", "“MANHÃ…”", "MENÜ…", "Île-de-France", "SÃO PAULO", "Ångström", "CAFÉ — BAR", "№ 5", "日本語",
    "√2", "Ärzte–Liste",
    "« À l’été »", "Ð", "Łódź", "Привет", "Ελλάδα", "n\u00b0 5", "¿Qué? ¡Sí!", "5 € – 10 £", "🙂",
]  # fmt: skip


def misread(text: str, codec: str) -> str:
    """What a program shows of UTF-8 that it takes for that encoding; bytes that this has not, as browsers do."""
    return "".join(
        bytes([b]).decode(codec) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} or codec != "cp1252" else chr(b)
        for b in text.encode()
    )


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    assert meant(text) == text


def test_no_small_letter_stands_before_a_capital_one() -> None:
    assert meant(misread("voilà", "cp1252")) == "voilà"


@pytest.mark.parametrize("codec", CODECS)
@given(
    st.lists(st.sampled_from("äöüßéèàçñáíóúabcxyz"), min_size=3, max_size=12)
    .map("".join)
    .filter(lambda text: not text.isascii())
)
def test_what_was_meant_is_known(codec: str, word: str) -> None:
    assert meant(misread(word, codec)) == word


@pytest.mark.parametrize(
    "text",
    [
        "Öffentlich",
        "Übung – 5 €",
        "“Straße”",
        "Paweł",
        "Příliš",
        "Привет",
        "ÄÖÜ",
        "à la carte",
        "🙂 ok",
        "don’t",
    ],
)
def test_capitals_signs_and_other_scripts(text: str) -> None:
    assert meant(misread(text, "cp1252")) == text


def garbled(files: dict[str, str | bytes], path: Path, encoding: str | None = None) -> list[Problem]:
    return [p for p in reading(path, files, encoding).problems if p.code == "W111"]


def test_a_file_in_two_encodings(tmp_path: Path) -> None:
    data = "id,name,team\na,Größe,x\n".encode("cp1252") + "b,Zürich,Süd\n".encode()
    files: dict[str, str | bytes] = {"services.csv": data}
    (one,) = garbled(files, tmp_path, "cp1252")
    assert (one.line, one.column, one.value) == (3, "name", "ZÃ¼rich")
    assert "'Zürich' is likely meant (2 cells like it in name, team)" in one.message
    assert reading(tmp_path, files, "cp1252").tables["service"].columns["name"] == ["Größe", "ZÃ¼rich"]


def test_without_an_encoding_the_lines_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    data = "id,name\na,Größe\nb,Süd\n".encode() + "c,Köln\n".encode("cp1252") + "d,Öl\n".encode()
    (problem,) = reading(tmp_path, {"services.csv": data}).problems
    assert (problem.code, problem.line) == ("E102", 4)
    assert "but for line 4:" in problem.hint
    assert "cp1252" not in problem.hint  # it would spoil three of four lines


def test_a_file_encoded_twice_its_header_too(tmp_path: Path) -> None:
    text = misread("id,name,Größe\na,Übung,x\n", "cp1252")
    header, cell = garbled({"services.csv": text}, tmp_path)
    assert (header.line, header.value) == (1, "GrÃ¶ÃŸe")
    assert (cell.line, cell.column) == (2, "name")
    assert "'Übung'" in cell.message


def test_characters_that_were_lost_before(tmp_path: Path) -> None:
    (one,) = garbled({"services.csv": "id,name\na,Gr\ufffd\ufffde\n"}, tmp_path)
    assert "lost" in one.message


def test_sound_files_are_not_warned_of(tmp_path: Path) -> None:
    rows = "".join(f'a{at},"{name}"\n' for at, name in enumerate(SOUND))
    assert "W111" not in codes(reading(tmp_path, {"services.csv": f"id,name\n{rows}"}))
