"""A table to read: streamed, its columns as wide as the first rows need; on a terminal it fits the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import readable_cell, visible
from graphmodel.render.reports.fit import (
    COMFORTABLE,
    GAP,
    Need,
    cells,
    fit_all,
    fits,
    longest,
    no_id,
    no_word,
    words,
    wrap,
)
from graphmodel.render.reports.renderer import numeric, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

    from graphmodel.answers.report import Column, Report
    from graphmodel.render.reports.renderer import Row, Screen

_MEASURED: Final = 500
"""Rows that are looked at for the columns' widths."""
_TALLEST: Final = 12
"""Lines of a cell; what goes on after them is in the formats for machines."""
_WORD: Final = 12
"""A word of a text that is longer may be broken; not an id, a place or a number."""
_EMPTY: Final = 100
"""A column without any value is left out before those that have some."""
_IDS: Final = frozenset(
    {"id", "product", "service", "depends_on", "role", "subject", "via", "code", "category", "type", "parent"}
    | {"file", "query"}
)
"""Columns whose cells are in one line."""
_TEXTS: Final = re.compile(
    r"(.*_)?names?|message|hint|note|description|detail|duty|holder|team|answers|title|tags|requirement"
)
"""Columns whose longest words may be broken."""
_WIDEST: Final = 200
"""Where there is no screen, blanks fill a column up to this width: one long cell would cost its length in every row."""
_HEADS: Final = re.compile(r"[^\s_-]*[\s_-]?")
_BRANCHES: Final = re.compile(r"[\s│├└─]*|[\s|+`-]*")
_BOLD: Final = "1"
_RED, _GREEN, _YELLOW, _MAGENTA, _CYAN = "31", "32", "33", "35", "36"
_COLORS: Final = {
    "severity": {"error": _RED, "warning": _YELLOW, "info": _CYAN},
    "state": {"down": _RED, "degraded": _YELLOW, "at-risk": _MAGENTA, "up": _GREEN},
    "change": {"added": _GREEN, "changed": _YELLOW, "removed": _RED, "withdrawn": _RED},
    "ok": {"yes": _GREEN, "no": _RED},
}


@dataclass(frozen=True)
class _Column:
    at: int
    name: str
    width: int
    right: bool
    lines: Callable[[str, int], list[str]]
    """A cell in lines of that width; what must not be broken may be wider."""
    colors: dict[str, str]


def write(report: Report, out: TextIO, screen: Screen) -> int | None:
    """See ``Renderer``."""
    bold = _BOLD if screen.color else ""
    for said, style in ((report.title, bold), (report.subtitle, "")):
        if said:
            said_so = _paragraph(screen.legible(visible(said)), screen)
            out.writelines(_styled(line, style) + "\n" for line in said_so)
    out.write("\n" * bool(report.title))
    if report.text:
        for line in visible(report.text.rstrip("\n"), keep="\n").split("\n"):
            out.writelines(part + "\n" for part in _branch(screen.legible(line), screen))
        return None
    rows = iter(report.rows)
    first = list(islice(rows, _MEASURED))
    if not first:
        return 0
    blocks, left_out = _layout(report, first, screen)
    if len(blocks) > 1:
        first = [*first, *rows]
    writer = _Writer(out, screen)
    count = 0
    for at, layout in enumerate(blocks):
        out.write("\n" * bool(at))
        writer.head(layout, bold)
        count = sum(writer.row(row, layout) for row in (chain(first, rows) if at == 0 else first))
    hints = []
    if left_out:
        how = f"; --columns {','.join(left_out)} or --format csv shows them" if screen.choice else ""
        hints.append(f"left out: {', '.join(left_out)}{how}")
    if writer.shortened:
        how = ": --format csv has all of it" if screen.choice else ""
        hints.append(f"a cell whose last line is … is longer{how}")
    for hint in hints:
        out.writelines(line + "\n" for line in _paragraph(hint, screen))
    return count


class _Writer:
    """Writes rows, each in as many lines as its longest cell needs."""

    def __init__(self, out: TextIO, screen: Screen) -> None:
        self.out = out
        self.screen = screen
        self.shortened = False

    def head(self, layout: Sequence[_Column], style: str) -> None:
        """The names of the columns, over a line."""
        self._lines([_wrapped_head(c.name, c.width) for c in layout], layout, [style] * len(layout), low=True)
        self._lines([["-" * c.width] for c in layout], layout, [""] * len(layout))

    def row(self, row: Row, layout: Sequence[_Column]) -> int:
        """One row; returns 1."""
        shown = [self.screen.legible(readable_cell(row[c.at])) for c in layout]
        styles = [c.colors.get(cell, "") for c, cell in zip(layout, shown, strict=True)]
        if self.screen.width is None:
            self._line(shown, layout, styles)
            return 1
        columns = [self._cell(cell, column) for cell, column in zip(shown, layout, strict=True)]
        self._lines(self._apart(columns, layout), layout, styles)
        return 1

    def _cell(self, cell: str, column: _Column) -> list[str]:
        lines = [cell] if cells(cell) <= column.width else column.lines(cell, column.width)
        if len(lines) <= _TALLEST:
            return lines
        self.shortened = True
        return [*lines[: _TALLEST - 1], self.screen.legible("…")]

    def _apart(self, columns: list[list[str]], layout: Sequence[_Column]) -> list[list[str]]:
        """The same, each cell further down where one before it needs a line for what is wider than its column."""
        for at, lines in enumerate(columns):
            i = 0
            while i < len(lines):
                before = [
                    (text[i], c.width) for text, c in zip(columns[:at], layout, strict=False) if i < len(text)
                ]
                if lines[i] and any(cells(text) > width for text, width in before):
                    lines.insert(0, "")
                    i = 0
                    continue
                if any(text for text, _ in before) and self._start(lines[i], at, layout) is not None:
                    lines.insert(i, "")
                i += 1
        return columns

    def _start(self, text: str, at: int, layout: Sequence[_Column]) -> int | None:
        """Where a text begins that is too wide to begin at its column, or None."""
        start = sum(column.width + GAP for column in layout[:at])
        width = self.screen.width or 0
        if cells(text) <= layout[at].width or start + cells(text) <= width:
            return None
        return max(width - cells(text), 0)

    def _lines(
        self,
        columns: Sequence[list[str]],
        layout: Sequence[_Column],
        styles: Sequence[str],
        *,
        low: bool = False,
    ) -> None:
        height = max(map(len, columns))
        lowered = [[""] * ((height - len(lines)) * low) + lines for lines in columns]
        for line in zip_longest(*lowered, fillvalue=""):
            self._line(line, layout, styles)

    def _line(self, line: Sequence[str], layout: Sequence[_Column], styles: Sequence[str]) -> None:
        parts = []
        for at, (text, column, style) in enumerate(zip(line, layout, styles, strict=True)):
            styled = _styled(text, style)
            if self.screen.width and (start := self._start(text, at, layout)) is not None:
                parts = [" " * start + styled]
                break
            blank = " " * (column.width - cells(text))
            parts.append(blank + styled if column.right else styled + blank)
        self.out.write((" " * GAP).join(parts).rstrip() + "\n")


def _layout(report: Report, first: list[Row], screen: Screen) -> tuple[list[list[_Column]], list[str]]:
    """The columns, in blocks one below the other where none may be left out, and the names of those left out."""
    shown = readable(report)
    columns = [report.columns[i] for i in shown]
    right = [numeric(first, i) for i in shown]
    needs = [_need(c, [row[i] for row in first], screen) for i, c in zip(shown, columns, strict=True)]

    def made(widths: dict[int, int]) -> list[_Column]:
        return [
            _Column(
                shown[i],
                screen.legible(visible(columns[i].name)),
                width,
                right[i],
                _lines_of(columns[i].name),
                _COLORS.get(columns[i].name, {}) if screen.color else {},
            )
            for i, width in widths.items()
        ]

    if screen.width is None:
        return [made({i: need.most for i, need in enumerate(needs)})], []
    widths = fit_all(needs, screen.width)
    left_out = [visible(c.name) for i, c in enumerate(columns) if i not in widths]
    if left_out and (report.grid or any(c.asked for c in columns)):
        return [made(block) for block in _blocks(needs, screen.width)], []
    return [made(widths)], left_out


def _blocks(needs: Sequence[Need], available: int) -> Iterator[dict[int, int]]:
    """The widths of all columns, in blocks that each begin with the first column."""
    kept = [replace(need, spare=0, key=True) for need in needs]
    taken = [0, 1]
    for i in range(2, len(needs) + 1):
        if i == len(needs) or not fits([kept[at] for at in (*taken, i)], available):
            yield {taken[at]: width for at, width in fit_all([kept[at] for at in taken], available).items()}
            taken = [0]
        taken.append(i)


def _need(column: Column, values: Iterable[object], screen: Screen) -> Need:
    texts = [screen.legible(readable_cell(value)) for value in values]
    head = screen.legible(visible(column.name))
    most = max(cells(head), *map(cells, texts))
    if screen.width is None:
        most = min(most, _WIDEST)
        return Need(most, most, most)
    bare = max(map(cells, _HEADS.findall(head)))
    if column.name in _IDS:
        bare = max(bare, *map(cells, texts))
    elif _TEXTS.fullmatch(column.name):
        bare = max(bare, *(_unbroken(text) for text in texts))
    else:
        bare = max(bare, *map(longest, texts))
    spare = column.spare if any(texts) else column.spare + _EMPTY
    key = not column.spare and (column.name in _IDS or column.name == "name")
    return Need(bare, max(bare, min(most, COMFORTABLE)), max(most, bare), spare, key)


def _unbroken(text: str) -> int:
    """The characters that a text needs for each of its words that is not to be broken."""
    if longest(text) <= _WORD:
        return longest(text)
    return max(min(_WORD, cells(w)) if no_id(w) else cells(w) for w in words(text))


def _lines_of(column: str) -> Callable[[str, int], list[str]]:
    if column in _IDS:
        return lambda cell, _: [cell]
    return partial(wrap, breaks=no_id if _TEXTS.fullmatch(column) else no_word)


def _wrapped_head(name: str, width: int) -> list[str]:
    lines = [""]
    for piece in _HEADS.findall(name):
        if lines[-1] and cells(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [part for line in lines for part in wrap(line.rstrip(), width)]


def _branch(line: str, screen: Screen) -> list[str]:
    """A line of a tree, which goes on behind its branches."""
    if screen.width is None or cells(line) <= screen.width:
        return [line]
    branches = _BRANCHES.match(line)
    before = branches[0] if branches and len(branches[0]) <= screen.width // 2 else ""
    first, *others = wrap(line[len(before) :], screen.width - len(before), no_id)
    below = before.translate({ord("├"): "│", ord("└"): " ", ord("─"): " "})
    return [before + first, *(below + other for other in others)]


def _paragraph(text: str, screen: Screen) -> list[str]:
    return wrap(text, screen.width, no_id) if screen.width else [text]


def _styled(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text
