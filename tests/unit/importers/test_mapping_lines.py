"""What is wrong in a mapping is told with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.importers.mapping.parsing import parse
from graphmodel.model.errors import UsageError
from graphmodel.model.toml_file import Path, key_lines

MAPPING = '''# a mapping
source = "x"
note = """
[[file]]
name = "inside a text"
"""

[[file]]
name = "a.csv"
skip = [
    "one = 1",
    "two",
]
[[file.table]]
kind = "service"
colums = {}
[file.table.columns]
id = "Id"
"my field" = { column = "X", splitt = "," }
rto = { column = "R", unit = "y" }

[[file]]
name = "b.csv"
[[file.table]]
kind = "servise"
[[file.table]]
kind = "dependency"
[file.table.columns]
service = "A"
[file.table.values.strength]
"hard" = "hard"
'''


def test_each_mistake_has_its_line() -> None:
    with pytest.raises(UsageError) as raised:
        parse(MAPPING, "m.toml")
    listed = re.compile(r"(has source, prefer|one of product), .*")
    assert [listed.sub(r"\1, …", line) for line in raised.value.message.splitlines()] == [
        "m.toml:3: the mapping has no key 'note'; it has source, prefer, …",
        "m.toml:16: file 'a.csv', table 1 has no key 'colums'; did you mean columns?",
        "m.toml:19: file 'a.csv', table 1, my field has no key 'splitt'; did you mean split?",
        "m.toml:20: file 'a.csv', table 1, rto: unit is one of s, m, h, d, w, and not 'y'",
        "m.toml:25: file 'b.csv', table 1: kind is one of product, …",
        "m.toml:28: file 'b.csv', table 2: columns lacks depends_on, which a dependency must have",
        "m.toml:30: file 'b.csv', table 2: values of strength, which columns does not have",
    ]


NAMES = st.sampled_from(["a", "b-c", "d e", "x.y", '"', "é"])
TABLES = st.recursive(
    st.just({})
    | st.dictionaries(NAMES, st.sampled_from(["text", "a = 1", "[[b]]", "line\n[c]\nd = 2"]), max_size=3),
    lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, min_size=1, max_size=2), max_size=3),
    max_leaves=6,
)


def _written(data: dict[str, Any], at: Path, header: str, lines: list[str], found: dict[Path, int]) -> None:
    """Write TOML by its definition, noting the line of every key."""

    def quoted(key: str) -> str:
        return '"' + key.replace('"', '\\"') + '"'

    for key, value in data.items():
        if isinstance(value, str):
            found[*at, key] = len(lines) + 1
            lines.extend(f'{quoted(key)} = """{value}"""'.split("\n"))
    for key, value in data.items():
        name = ".".join(filter(None, (header, quoted(key))))
        if isinstance(value, dict):
            found[*at, key] = len(lines) + 1
            lines.append(f"[{name}]  # [[x]]")
            _written(value, (*at, key), name, lines, found)
        elif isinstance(value, list):
            for n, item in enumerate(value):
                found[*at, key, n] = len(lines) + 1
                lines.append(f"[[{name}]]")
                _written(item, (*at, key, n), name, lines, found)


@given(TABLES)
@settings(max_examples=60)
def test_lines_of_keys_against_writing_them(data: dict[str, Any]) -> None:
    lines: list[str] = []
    found: dict[Path, int] = {}
    _written(data, (), "", lines, found)
    text = "\n".join(lines)
    assert tomllib.loads(text) == data
    assert key_lines(text) == found
