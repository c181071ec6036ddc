"""Markdown: a table as GitHub reads it, in which names are text and nothing else."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import readable_cell, visible
from graphmodel.render.reports.renderer import chunks, numeric, readable

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen

_SPECIAL: Final = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_[]{}#!|~^$"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"}
)
_LINK: Final = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)


def write(report: Report, out: TextIO, _screen: Screen) -> int | None:
    """See ``Renderer``."""
    if report.title:
        out.write(f"**{escape(report.title)}**\n\n")
    if report.subtitle:
        out.write(f"{escape(report.subtitle)}\n\n")
    if report.text:
        out.write(fenced(report.text))
        return None
    shown = readable(report)
    count = 0
    remaining = chunks(report.rows)
    first = next(remaining, [])
    if not first:
        return 0
    out.write(_line([escape(report.columns[i].name) for i in shown]))
    out.write(f"|{'|'.join('--:' if numeric(first, i) else '---' for i in shown)}|\n")
    for chunk in chain([first], remaining):
        out.writelines(_line([escape(readable_cell(row[i], keep="\n")) for i in shown]) for row in chunk)
        count += len(chunk)
    return count


def escape(text: str) -> str:
    r"""Text as it is in a cell: no markup, no HTML, no link, no new line of the table.

    >>> print(escape("a|b\nc *bold* _it_ `code` [x](http://x) <script> &amp; ![i](www.x) C:\\ $x$"))
    a\|b<br>c \*bold\* \_it\_ \`code\` \[x\](http&#58;//x) &lt;script&gt; &amp;amp; \!\[i\](www&#46;x) C:\\ \$x\$
    >>> print(escape("\x1b[31m \u202e =cmd()"))
    \\x1b\[31m \\u202e =cmd()
    """
    plain = visible(text, keep="\n").translate(_SPECIAL)
    return _LINK.sub(lambda found: f"&#{ord(found[0])};", plain)


def fenced(text: str) -> str:
    r"""Text as a block of code whose fence is longer than any in the text.

    >>> print(fenced("a ```` b\n\x1b c"), end="")
    `````text
    a ```` b
    \x1b c
    `````
    """
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{visible(text, keep=chr(10)).rstrip(chr(10))}\n{fence}\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
