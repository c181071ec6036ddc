"""HTML pages that hold all they need: nothing is ever loaded, and no script runs but the page's own."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape as _escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORT: Final = re.compile(r"^import \{([^}]*)\} from \"\./(\w+)\.mjs\";\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:const|function) (\w+))", re.MULTILINE)


def escape(text: str) -> str:
    r"""Text as it stands between tags or in a quoted attribute: no markup, nothing invisible.

    >>> print(escape("<script>alert(1)</script> & 'x' \"y\" &lt; &#0; <!-- --> ]]>"))
    &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;x&#x27; &quot;y&quot; &amp;lt; &amp;#0; &lt;!-- --&gt; ]]&gt;
    >>> print(escape("two\nlines, nul \0, right to left \u202e, C1 \x85, surrogate \udc80, bom \ufeff"))
    two\nlines, nul \x00, right to left \u202e, C1 \x85, surrogate \udc80, bom \ufeff
    >>> print(escape("naïve 保守 ☎ `${x}` {{y}} javascript:"))
    naïve 保守 ☎ `${x}` {{y}} javascript:
    """
    return _escape(visible(text))


def data(value: object) -> str:
    r"""A value as JSON that can be in a ``script`` element; its texts are to be visible already.

    >>> print(data({"a": "</script><!--<script> & \u2028"}))
    {"a":"\u003c/script\u003e\u003c!--\u003cscript\u003e \u0026 \u2028"}
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def asset(name: str) -> str:
    """A style sheet or script of ours."""
    return files("graphmodel.render").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def modules(folder: str, names: tuple[str, ...]) -> str:
    """Modules of JavaScript of ours as one script, each after those that it imports.

    A page whose policy lets one script run cannot import. Each module becomes a function that gives what it exports, so
    that what is at its top stays its own.
    """
    made = [_module(name, asset(f"{folder}/{name}.mjs")) for name in names]
    return f'"use strict";\n(() => {{\n{"".join(made)}}})();\n'


def _module(name: str, text: str) -> str:
    text = _IMPORT.sub(r"const {\1} = from_\2;\n", text)
    exported = ", ".join(_EXPORT.findall(text))
    return f"const from_{name} = (() => {{\n{_EXPORT.sub('', text)}return {{ {exported} }};\n}})();\n"


def page(title: str, body: Iterable[str], *, style: str, script: str = "") -> str:
    """A whole page; ``body`` is HTML, whose texts are escaped.

    The browser itself sees to it that nothing else is loaded or run: only this style and this script, by their hashes.
    """
    policy = f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    policy += f"; script-src {_hash(script)}" if script else ""
    head = (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    end = f"<script>{script}</script>\n" if script else ""
    return "".join((head, *body, end, "</body>\n</html>\n"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
