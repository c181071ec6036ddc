"""Writing a proposed mapping down, with the reason of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphmodel.importers.delimited.dialect import DELIMITERS
from graphmodel.importers.mapping.guess import dates, signs
from graphmodel.importers.mapping.proposal import SuggestedFile, SuggestedTable
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.toml import comment, key, pattern, text, texts
from graphmodel.model.metamodel import KINDS
from graphmodel.model.values import DATED

_REASONS_AT = 48
"""Reasons stand below each other."""


_HEAD = (
    "# A proposal of graphmodel mapping suggest. Read it through: each line says why, and how sure that is."
)


def written(source: str, files: list[SuggestedFile]) -> str:
    """The mapping as TOML."""
    return f"{_HEAD}\nsource = {text(source)}\n{_entries(files)}"


def written_into(other: str, about: str, files: list[SuggestedFile]) -> str:
    """A mapping as TOML whose entries go before those of another; ``about``: what that other one is, in a sentence."""
    top, entry, rest = other.partition("\n[[file]]")
    return f"{_HEAD}\n{comment(about)}\n\n{top}\n{_entries(files)}{entry}{rest}"


def _entries(files: list[SuggestedFile]) -> str:
    return "".join(f"{line}\n" for file in files for line in _file(file))


def _file(file: SuggestedFile) -> list[str]:
    found = file.found
    if not file.tables:
        unread = [
            ": ".join(filter(None, (f"{one.file} is not read", one.column, one.why))) for one in file.left_out
        ]
        entry = [f"[[file]]\nname = {text(pattern(found.path.name))}", *_form(file)] if file.comments else []
        lines = [line for part in entry for line in part.splitlines()]
        return ["", *map(comment, (*unread, *file.told, *lines, *file.comments))]
    lines = ["", "[[file]]", f"name = {text(pattern(found.path.name))}", *_form(file)]
    if found.header:
        at = ", ".join(map(str, found.header))
        why = 'the lines above are titles; "auto" looks for the line with these columns'
        lines.append(
            _reasoned(
                f"header = [{at}]" if len(found.header) > 1 else f"header = {at}",
                "below another table" if found.below else why,
            )
        )
    if found.skipped:
        lines.append(
            _reasoned(f"skip = {texts(map(pattern, found.skipped))}", "rows of totals, notes and headings")
        )
    if found.fill:
        lines.append(_reasoned(f"fill = {texts(found.fill)}", "blank cells mean what is above them"))
    if file.nothing:
        lines.append(_reasoned(f"empty = {texts(file.nothing)}", "read as empty cells"))
    if file.pivot:
        lines.append(_reasoned(f"pivot = {file.pivot}", "keys, named as columns below, and their values"))
    lines += [comment(said) for said in (*file.told, *file.comments)]
    for one in file.left_out:
        lines.append(comment(": ".join(filter(None, ("not read", one.column, one.why)))))
    for table in file.tables:
        lines += _table(table)
    return lines


def _form(file: SuggestedFile) -> list[str]:
    """How the file is written."""
    found, plain = file.found, file.found.delimiter in {"", ","}
    numbers, percents = ([*file.columns(*_fields(kind))] for kind in ("number", "percent"))
    decimal, thousands = signs(found, numbers, percents)
    said = {
        "sheet": text(pattern(found.sheet)) * bool(found.sheet),
        "until": text(pattern(found.until)) * bool(found.until),
        "encoding": text(found.encoding) * bool(found.encoding),
        "delimiter": text(found.delimiter)
        * bool(not plain or (found.delimiter and (found.header or _ambiguous(found)))),
        "decimal": text(decimal) * (not plain or (decimal, thousands) != (".", "")),
        "thousands": text(thousands) * bool(thousands),
        "dates": texts(forms) if (forms := dates(file.columns(*_fields(*DATED)))) else "",
    }
    return [f"{name} = {value}" for name, value in said.items() if value]


def _ambiguous(found: Sample) -> bool:
    """May another sign be taken for the delimiter, since names of columns have it?"""
    return any(
        sign in column.header for column in found.columns for sign in DELIMITERS if sign != found.delimiter
    )


def _fields(*types: str) -> list[str]:
    return [field.name for kind in KINDS.values() for field in kind.fields if field.type in types]


def _table(table: SuggestedTable) -> list[str]:
    lines = ["", *map(comment, table.comments), "[[file.table]]", f"kind = {text(table.kind)}"]
    where = _fitting(table.where)
    where += [f'{key(name)} = "?*"' for name in table.filled if name not in table.where]
    where += [f'{key(name)} = ""' for name in table.blank_in if name not in table.where]
    if table.but:
        where.append(f"not = {{ {', '.join(_fitting(table.but))} }}")
    if where:
        lines.append(f"where = {{ {', '.join(where)} }}")
    if table.unpivot:
        lines.append(f"unpivot = {table.unpivot}")
    if table.nested:
        lines.append(f"nested = {table.nested}")
    if table.distinct:
        lines.append(_reasoned("distinct = true", "many rows say the same one"))
    if table.attributes:
        lines.append(
            _reasoned(f"attributes = {texts(table.attributes)}", "kept as they are; remove what nobody needs")
        )
    lines.append("[file.table.columns]")
    lines += [_reasoned(f"{key(name)} = {source.toml}", source.why) for name, source in table.columns.items()]
    for name, values in table.values.items():
        lines.append(f"[file.table.values.{key(name)}]")
        for foreign, ours in values.items():
            lines.append(
                _reasoned(f"{text(foreign)} = {text(ours)}", "" if ours else "say which; empty: none")
            )
    return lines


def _fitting(cells: Mapping[str, Sequence[str]]) -> list[str]:
    """Columns with the values that their cells may have."""
    return [f"{key(name)} = {texts(map(pattern, values))}" for name, values in cells.items()]


def _reasoned(line: str, why: str) -> str:
    return f"{line.ljust(_REASONS_AT)} {comment(why)}" if why else line
