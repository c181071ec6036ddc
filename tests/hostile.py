"""Names that attack every output format."""

from __future__ import annotations

NASTY = (
    "=cmd()",
    "+1",
    "@sum(1)",
    "-x",
    "\tx",
    "\rx",
    "a\nb",
    "a\r\nb",
    'say "x"',
    "a,b;c|d",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "\x07\x08\x00\x7f",
    "right \u202e left",
    "zero\u200bwidth\ufeff",
    "\u2028\u2029\x85",
    "<script>alert(1)</script>",
    "**bold** `code` [x](http://x)",
    "{{ x }} ${y} %s %(z)s \\n",
    "surrogate \udc80",
    "\U000e0041tag",
    "保守 naïve ☎",
    "| --- |",
    "[red]x[/red]",
)
