"""Matrices: a row for each service, a column for each provider or role, a mark where both are related."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graphmodel.importers.mapping.duties import letter, says_duties
from graphmodel.importers.mapping.guess import ENUMERATED, TRUSTED
from graphmodel.importers.mapping.headers import Name, split_words
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.profile import LETTERS, Profile
from graphmodel.importers.mapping.proposal import Source, SuggestedTable, in_words, short, source
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, is_known, level, means, ours, says
from graphmodel.importers.mapping.toml import pattern, text, texts
from graphmodel.importers.mapping.ways import way
from graphmodel.importers.names import halves, same_name
from graphmodel.model.words import listed

_SIGNS: Final = frozenset("o*+✓✔✅☑•●■")
"""What a matrix has where two things are related, beside words for yes."""

_CORNER: Final = re.compile(r"[/\\|×→↓>]|(?<=\s)(?:vs\.?|x)(?=\s)", re.IGNORECASE)
"""Between what the rows of a matrix are and what its columns are, in its corner: ``Service / Role``."""
_LOWEST: Final = 4
"""The rank of servers, databases and the like."""
_CRUD: Final = re.compile(r"(?!.*(.).*\1)[CRUD]+", re.IGNORECASE)
"""What is done with data: create, read, update, delete."""
_CODE: Final = re.compile(r"[^\W\d_]{1,2}")
"""What stands for a word: ``H``, ``V``."""
_RANKED: Final = re.compile(r"\d\s*[-–—:=.)]\s*[^\W\d].*")
"""A word with its rank: ``1 - critical``."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d|(?:q|kw|cw|w)\s?\d{1,2}(?:[\s/-]*\d{2,4})?", re.IGNORECASE)
_CROSSED: Final = re.compile(r"[\s_](?:per|by|x|vs|je|pro|nach|par|por)[\s_]|×", re.IGNORECASE)
"""Between what is down and what is across, in the name of a sheet."""
_SPARSE: Final = 0.25
"""Of the cells of a matrix so many are blank at least."""
_LEAST: Final = 2
"""Columns of a matrix."""
_LONGEST: Final = 4
_SHORT: Final = 20
_MOST: Final = 10
"""Characters and number of the marks that a matrix may have."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """The columns of a matrix."""

    found: Sample
    label: Profile
    columns: tuple[Profile, ...]
    marks: tuple[str, ...]
    """Of dependencies; empty where the cells are the letters R, A, C and I."""

    @property
    def roles_down(self) -> bool:
        """Are the rows roles, and the columns services?"""
        rows = Name.of(_corner(self.label.header)[0])
        return not self.marks and any(means(rows, field) > 1 for field in ("role", "A", "R"))

    @property
    def upwards(self) -> bool:
        """Does the name of the first column say that its services are what those of the others depend on?"""
        return _names_providers(self.label.header)

    @property
    def says(self) -> dict[str, str]:
        """Mark → how strong the dependency is, where all marks are words for that; else empty."""
        made = {mark: ours("strength", mark) for mark in self.marks if not _is_mark(mark)}
        return made if all(made.values()) else {}


def matrix(found: Sample, known: Sequence[Key]) -> Matrix | None:
    """The columns of a matrix, where the file is one or has one."""
    label = next((c for c in found.columns if c.unique and not c.lettered and not _is_marked(c)), None)
    if label is None:
        return None
    named = {name for key in known for name in key.known}
    flags = [c for c in found.columns if same_name(c.header) not in named and (_is_flag(c) or _is_sum(c))]
    labels = [c for c in found.columns if c.unique and max(means(c.name, "id"), means(c.name, "name")) > 1]
    others = [c for c in found.columns if c is not label and c.some and c not in (*flags, *labels)]
    if crud := [c for c in others if all(map(_CRUD.fullmatch, c.some))]:
        marks = sorted({v for c in crud for v in c.values})
        if 1 < len(crud) >= TRUSTED * len(others) and any({*"UDud"} & {*mark} for mark in marks):
            return Matrix(found, label, tuple(crud), tuple(marks))
    letters = [c for c in others if says_duties(c)]
    if len(letters) > 1 and len(letters) >= TRUSTED * len(others):
        # One with a slip in it is a role, too: import says where it is wrong.
        return Matrix(found, label, tuple(c for c in others if c in letters or _mostly_letters(c)), ())
    if own := _of_names(others, named):
        marks = sorted({v for c in own for v in c.values if not says("no", v)})
        own += [c for c in others if c not in own and _is_between(c, own, marks)]
        empty = [c for c in found.columns if not c.values and is_named(c.header, named)]
        return Matrix(found, label, tuple(c for c in found.columns if c in {*own, *empty}), tuple(marks))
    marked = [c for c in others if _is_marked(c)]
    names = [
        c
        for c in found.columns
        if c not in {label, *flags} and (c in marked or (not _says_more(c) and is_named(c.header, named)))
    ]
    of_names = [c.at for c in names if is_named(c.header, named)]
    if of_names and len(marked) < len(others):
        names = [c for c in names if min(of_names) <= c.at <= max(of_names)]
    # Columns of yes and no alone may be anything.
    if (
        marked
        and len(names) > 1
        and (of_names or (len(marked) == len(others) and not any(map(_denies, marked))))
    ):
        marks = sorted({v for c in marked for v in c.values if _is_mark(v)})
        return Matrix(found, label, tuple(names), tuple(marks))
    if coded := _of_codes(others, known):
        return Matrix(found, label, tuple(coded), tuple(sorted({v for c in coded for v in c.values})))
    return None


def _of_codes(others: Sequence[Profile], keys: Sequence[Key]) -> list[Profile]:
    """The columns called like nothing known, whose cells are the same few words for how strong, or letters; or blank.

    Where all are filled, or one of them is called as a field, they are what somebody thinks of each row.
    """
    coded = [c for c in others if c.few and all(map(_is_code, c.some))]
    words = _words(coded)
    cells = [cell for c in coded for cell in c.cells]
    blank = sum(1 for cell in cells if not cell or says("nothing", cell))
    shared = any(count > 1 for count in words.values()) or all(says("interface", word) for word in words)
    most = len(coded) > 1 and len(coded) >= TRUSTED * len(others) and len(words) <= _MOST
    known = any(map(is_called, coded))
    names = any(not key.known.isdisjoint(words) for key in keys if key.column not in coded)
    return coded if most and shared and not known and not names and blank >= _SPARSE * len(cells) else []


def _words(columns: Sequence[Profile]) -> Counter[str]:
    """Folded value → in how many of the columns it stands."""
    return Counter(word for c in columns for word in {*map(same_name, c.values)})


def _is_code(value: str) -> bool:
    if _is_mark(value) or says("no", value):
        return False
    said = not value.isdecimal() and (ours("strength", value) or ours("criticality", value))
    return bool(said or _CODE.fullmatch(value) or _RANKED.fullmatch(value)) or says("interface", value)


def of_no_services(matrix: Matrix, known: Collection[str]) -> str:
    """What the columns of a matrix of dependencies are, where words say that they are no services; else empty.

    ``known``: what other columns call services.
    """
    if not matrix.marks or any(is_named(c.header, known) for c in matrix.columns):
        return ""
    names = [c.header for c in matrix.columns]
    if all(says("period", name) or _YEAR.fullmatch(name) for name in names):
        return "periods"
    shared = set.intersection(*({*split_words(name)} for name in names))
    rows, across = _corner(matrix.label.header)
    if any(means(Name.of(rows), end) == SURE for end in ("consumer", "provider")):
        return ""
    crossed = _CROSSED.split(matrix.found.sheet_name)[1:]
    for phrase, *others in (
        (across, "category"),
        *([word] for word in shared),
        *([p, "category"] for p in crossed),
    ):
        bare = phrase.strip()
        forms = bare, bare.removesuffix("s"), bare.removesuffix("es")
        if any(_is_no_service(one, others) for one in forms):
            return bare
    return ""


def _is_no_service(word: str, others: Sequence[str]) -> bool:
    called = any(means(Name.of(word), field) == SURE for field in ("role", "A", "R", *others))
    return bool(word) and (called or any(says(meaning, word) for meaning in ("scope", "period", "across")))


def taken(matrix: Matrix, known: Collection[str]) -> str:
    """In words: the columns of a matrix that are services only by their marks; empty where something else says so."""
    across = _corner(matrix.label.header)[1]
    new = [c.header for c in matrix.columns if not is_named(c.header, known)]
    if not matrix.marks or not new or level(Name.of(across))[1]:
        return ""
    marks = listed([*map(short, matrix.marks)], 5)
    return (
        f"{matrix.found.place}: {listed([*map(short, new)], 5)} {'are' if len(new) > 1 else 'is'} taken for "
        f"services by the marks below ({marks}), and by nothing else: "
        "if these are sites, teams, data or the like, remove the tables with unpivot"
    )


def _corner(header: str) -> tuple[str, str]:
    """What the rows of a matrix are, and what its columns are, as its corner says: ``Consumer → / Provider ↓``."""
    rows, columns, *_ = *(part.strip() for part in _CORNER.split(header) if part.strip(" -=")), "", ""
    turned = columns and "↓" in header and header.index("↓") > header.index(columns)
    return (columns, rows) if turned else (rows, columns)


def _names_providers(corner: str) -> bool:
    """Are rows below these words providers: ``Provider``, ``Server``, ``is used by``, ``Provider / Consumer``?"""
    said, columns = _corner(corner)
    rows, across = Name.of(said), Name.of(columns)
    if means(rows, "sender") > 1 or means(rows, "receiver") > 1:
        return means(rows, "sender") > 1
    if max(means(across, "provider"), means(across, "consumer")) > 1:
        return means(across, "consumer") > means(across, "provider")
    if ways := {way(said), way(" ".join(rows.words))} - {""}:
        return "underpins" in ways
    return means(rows, "consumers") > 1 or means(rows, "provider") == SURE or level(rows)[1] >= _LOWEST


def _is_sum(column: Profile) -> bool:
    """Does a column say how many marks there are?"""
    return says("total", column.header) and column.share("number") == 1


def loose_marks(found: Sample) -> list[str]:
    """The columns of a sheet that hold nothing but marks and are called like no field and no property."""
    marked = [c for c in found.columns if c.some and all(v.casefold() in {"x", *_SIGNS} for v in c.some)]
    return [c.header for c in marked or _alike(found) if not is_called(c)]


def of_one_form(columns: Sequence[Profile]) -> str:
    """What the cells of all these columns hold, where that may be marks: in words; empty where they differ."""
    if sum(1 for c in columns if not is_called(c)) < _LEAST:
        return ""
    if all(c.flagged for c in columns):
        return "yes and no"
    forms = {"percentages": "percent", "numbers": "number"}
    return next((said for said, form in forms.items() if all(c.share(form) == 1 for c in columns)), "")


def beside(matrix: Matrix) -> list[str]:
    """The columns of a sheet with a matrix that hold the same marks, are called like nothing known and not in it."""
    rest = (c for c in matrix.found.columns if c not in matrix.columns and c is not matrix.label and c.some)
    marked = (c for c in rest if matrix.marks and {*matrix.marks}.issuperset(c.some))
    return [c.header for c in marked if not is_called(c)]


def _alike(found: Sample) -> list[Profile]:
    """The columns of a sheet that holds beside them nothing but names, and in them the same few codes or words."""
    label = next((c for c in found.columns if c.unique), None)
    others = [c for c in found.columns if c is not label and c.some]
    if not label or len(others) < 2 or not all(c.few and max(map(len, c.some)) <= _SHORT for c in others):
        return []
    words = _words(others)
    blank = sum(len(c.cells) - c.filled for c in others) >= _SPARSE * len(others) * found.rows
    alike = len(words) <= _MOST and any(count > 1 for count in words.values())
    return others if alike and (blank or all(map(_is_code, words))) else []


def is_called(column: Profile) -> bool:
    """Has it no name, or that of a field or of what something is: is it called otherwise than a service may be?"""
    return column.header.startswith("#") or is_known(column.header) or _is_flag(column)


def _is_flag(column: Profile) -> bool:
    """Is a column called after what something is, and not after what it needs: ``Critical``, ``In scope``?"""
    called = " ".join(column.name.words)
    return says("flag", called) or any(ours(field, called) for field in ENUMERATED)


def is_named(header: str, known: Collection[str]) -> bool:
    """Is a column called as a service is, be it by its id and its name?"""
    return same_name(header) in known or any(
        same_name(one) in known and same_name(two) in known for one, two in halves(header)
    )


def _of_names(others: Sequence[Profile], named: Collection[str]) -> list[Profile]:
    """The columns that are called as services are, where most are so and hold short marks, whatever these are."""
    own = [c for c in others if is_named(c.header, named)]
    values = {v for c in own for v in c.values if not says("no", v)}
    short = values and max(map(len, values)) <= _LONGEST and len(values) <= _MOST
    most = len(own) > 1 and len(own) >= TRUSTED * len(others)
    return own if most and short and not any(same_name(v) in named for v in values) else []


def _is_between(column: Profile, own: Sequence[Profile], marks: Sequence[str]) -> bool:
    """Does a column between those of a matrix hold nothing but its marks, and is called like no field?"""
    between = min(c.at for c in own) < column.at < max(c.at for c in own)
    alike = set(marks).issuperset(v for v in column.values if not says("no", v))
    return between and alike and _is_marked(column) and not is_known(column.header)


def _mostly_letters(column: Profile) -> bool:
    return 2 * sum(1 for value in column.values if LETTERS.fullmatch(value)) > len(column.values)


def _is_mark(value: str) -> bool:
    return value.casefold() in _SIGNS or says("yes", value)


def _is_marked(column: Profile) -> bool:
    """Are its cells marks, but for those that say that there is none?"""
    return not _says_more(column) and any(map(_is_mark, column.some))


def _says_more(column: Profile) -> bool:
    return any(not _is_mark(v) and not says("no", v) for v in column.some)


def _denies(column: Profile) -> bool:
    return any(v != "0" and says("no", v) for v in column.some)


def of_matrix(matrix: Matrix, label: Profile, known: Collection[str]) -> Iterator[SuggestedTable]:
    """A record for each mark, and the services that only a column is named after.

    ``known``: what other columns call services.
    """
    columns = texts(column.header for column in matrix.columns)
    if not matrix.marks:
        split = next((s for s in "/,;|+&" if any(s in v for c in matrix.columns for v in c.values)), "")
        cell = f'{{ column = "letter", split = {text(split)} }}' if split else text("letter")
        name = "service" if matrix.roles_down else "role"
        crossed = Source(text(name), f"likely: each column is a {name}")
        unpivot = f'{{ columns = {columns}, name = {text(name)}, value = "letter" }}'
        if matrix.roles_down:
            table = SuggestedTable(
                "service", {"id": crossed}, unpivot=unpivot, reads=matrix.columns, distinct=True
            )
            table.ids = tuple(column.header for column in matrix.columns)
            yield table
        ends = {
            "role": source(label) if matrix.roles_down else crossed,
            "service": crossed if matrix.roles_down else source(label),
            "responsibility": Source(cell, "sure: its cells are R, A, C and I"),
        }
        table = SuggestedTable("responsibility", ends, unpivot=unpivot, reads=matrix.columns)
        worded = {v for c in matrix.columns for v in c.values if letter(v) and not LETTERS.fullmatch(v)}
        if worded:
            table.values["responsibility"] = {value: letter(value) for value in sorted(worded)}
        yield table
        return
    end = "consumer" if matrix.upwards else "provider"
    only = f'name = "{end}", value = "mark", where = {texts(map(pattern, matrix.marks))}'
    if new := [c.header for c in matrix.columns if not is_named(c.header, known)]:
        unpivot = f"{{ columns = {texts(new)}, {only} }}"
        named = {"id": Source(text(end), "the column's name")}
        table = SuggestedTable("service", named, unpivot=unpivot, reads=matrix.columns, distinct=True)
        table.comments.append("services that only a column is named after")
        yield table
    if matrix.upwards:
        why = f"likely: what is marked depends on the row, by the name {short(label.header)}"
        ends = {"service": Source(text(end), why), "depends_on": source(label)}
    else:
        why = "likely: a row depends on what is marked"
        ends = {"service": source(label), "depends_on": Source(text(end), why)}
    unpivot = f"{{ columns = {columns}, {only} }}"
    table = SuggestedTable("dependency", ends, unpivot=unpivot, reads=matrix.columns)
    if matrix.says:
        table.columns["strength"] = Source(text("mark"), "sure: all cells are words for it")
        table.values["strength"] = {mark: said for mark, said in matrix.says.items() if said != mark}
    elif len(matrix.marks) > 1 and not all(map(_is_mark, matrix.marks)):
        table.columns["note"] = Source(text("mark"), "what the cell says; is it how strong? strength = …")
    table.comments += in_words(marked(matrix, label))
    rows = Name.of(_corner(label.header)[0])
    if not matrix.upwards and (not means(rows, "consumer") or means(rows, "sends")):
        table.comments.append("(a row is taken for what depends: swap service and depends_on if not)")
    yield table


def marked(matrix: Matrix, label: Profile) -> Iterator[tuple[str, str]]:
    """(consumer, provider) of each mark."""
    for at, name in enumerate(label.cells):
        for column in matrix.columns:
            if column.cells[at] in matrix.marks:
                yield (column.header, name) if matrix.upwards else (name, column.header)
