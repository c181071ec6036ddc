"""Write what is derived: ``docs/reference.md`` and ``docs/rules.md`` from the registries,
``docs/licences.md`` from their list, and the output shown in ``README.md``, ``docs/selectors.md`` and
``docs/tutorial.md``.

``--check`` writes nothing and fails when one of them is out of date.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import licences

from graphmodel.cli.command import Command
from graphmodel.cli.root import ROOT as COMMANDS
from graphmodel.model.codes import CODES
from graphmodel.model.metamodel import KINDS
from graphmodel.rules import RULES
from graphmodel.rules.rule import Rule
from graphmodel.rules.settings import shown as as_written
from graphmodel.stores.neo4j import statements

ROOT = Path(__file__).parent.parent
WIDTH = 80
"""Characters of the terminal whose output is shown."""
DAY = "1748736000"
"""1 June 2025: the day by which reviews are judged in the output that is shown."""
CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
FILE = re.compile(r"<!-- file: (.*?) -->\n```csv\n(.*?)```", re.DOTALL)
FIRST = "<!-- Made by docs/generate.py from the registries; change those. -->\n\n# Reference\n"
RULES_HEAD = """<!-- Made by docs/generate.py from graphmodel/rules/; change those. -->

# The coverage rules

`graphmodel gaps` lists what they find, `check` is the same as a gate, `graphmodel rules` lists them with their state,
and `graphmodel explain GM001` shows one of these pages. What they are held to, and how to write one:
[extending.md](extending.md#a-rule).

"""


def main() -> None:
    """Write or check them."""
    shown_on = (ROOT / "README.md", ROOT / "docs" / "selectors.md", ROOT / "docs" / "proposals.md")
    made = {
        ROOT / "docs" / "reference.md": reference(),
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "licences.md": licences.page(),
        ROOT / "cypher" / "schema.cypher": statements.schema_page(),
        ROOT / "cypher" / "loading.cypher": statements.loading_page(),
        **{path: shown(path.read_text(encoding="utf-8")) for path in shown_on},
        ROOT / "docs" / "tutorial.md": walked((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")),
    }
    stale = False
    for path, text in made.items():
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before == text:
            continue
        if "--check" in sys.argv[1:]:
            stale = True
            lines = difflib.unified_diff(
                before.splitlines(), text.splitlines(), path.name, "as generated", lineterm=""
            )
            print("\n".join(lines))
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit("the generated docs are out of date: python docs/generate.py")


def reference() -> str:
    """Commands, files, rules and codes."""
    return FIRST + "".join(f"\n## {title}\n\n{body}" for title, body in _sections())


def shown(text: str) -> str:
    """The text with the output of every ``$`` line of its console blocks made again."""
    return CONSOLE.sub(lambda block: "".join(map(_run, _commands(block[0]))), text)


def walked(text: str) -> str:
    """The same of a page whose commands follow each other in one folder, which has the files that the page shows.

    What they write to stderr is shown, too.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, content in FILE.findall(text):
            (Path(folder) / name).write_text(content, encoding="utf-8")
        return CONSOLE.sub(
            lambda block: "".join(_run(c, Path(folder), every=True) for c in _commands(block[0])), text
        )


def _commands(block: str) -> list[str]:
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def _run(command: str, folder: Path = ROOT, *, every: bool = False) -> str:
    program, *arguments = shlex.split(command)
    if program != "graphmodel":
        raise ValueError(f"a console block runs graphmodel, not {program}")
    environment = os.environ | {
        "COLUMNS": str(WIDTH), "LINES": "24", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "TERM": "dumb",
        "SOURCE_DATE_EPOCH": DAY,
    }  # fmt: skip
    argv = [sys.executable, "-m", program, *arguments]
    ours, terminal = pty.openpty()
    stderr = terminal if every else subprocess.PIPE
    with subprocess.Popen(
        argv, cwd=folder, env=environment, stdout=terminal, stderr=stderr, encoding="utf-8"
    ) as started:
        os.close(terminal)
        said = b"".join(_parts(ours)).decode().lstrip()
        _, told = started.communicate()
    os.close(ours)
    if started.returncode:
        raise RuntimeError(f"{command}\n{told}")
    lines = [line.rstrip() for line in said.splitlines()]
    return "\n".join([f"$ {command}", *lines, ""])


def _parts(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal; Linux ends one whose other side is closed with an error."""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            yield part


def _sections() -> Iterator[tuple[str, str]]:
    yield "Commands", "`graphmodel [-c CATALOGUE] COMMAND`\n\n" + "\n".join(_group(COMMANDS, "graphmodel"))
    fields = [
        (f"`{stem}.csv`", f"**{f.name}**" if f.required else f.name, f.type, f.help)
        for kind in KINDS.values()
        for stem in kind.files
        for f in kind.fields
    ]
    yield (
        "Columns of a catalogue folder",
        _table(("file", "column (**required**)", "type", "meaning"), fields),
    )
    rules = [(f"[{code}](rules.md#{code.lower()})", r.severity, r.title) for code, r in own_rules().items()]
    yield "Coverage rules", _table(("code", "severity", "finds"), rules)
    codes = [(c.code, c.severity, c.title, c.why, c.fix) for c in CODES.values()]
    yield "Problems of input", _table(("code", "severity", "problem", "why", "what to do"), codes)


def own_rules() -> dict[str, Rule]:
    """Those that ship."""
    return {code: RULES[code] for code in RULES.own}


def rules_page() -> str:
    """Every rule: why, what to do, what can be set, where it finds something and where it does not."""
    rows = [(f"[{code}](#{code.lower()})", rule.severity, rule.title) for code, rule in own_rules().items()]
    return (
        RULES_HEAD + _table(("code", "severity", "finds"), rows) + "".join(map(_rule, own_rules().values()))
    )


def _rule(rule: Rule) -> str:
    said = [
        f"\n## {rule.code}\n",
        f"**{rule.title}** ({rule.severity}{', off by default' * (not rule.on)}). {rule.why}\n",
    ]
    said += [f"What to do: {rule.hint}.\n"]
    if rule.parameters:
        rows = [(f"`{p.name}`", f"`{as_written(p.default)}`", p.help) for p in rule.parameters]
        said += [_table(("parameter", "default", "meaning"), rows)]
    for title, files in (("Found in:", rule.bad), ("Not found in:", rule.good)):
        said += [
            f"{title}\n",
            "".join(f"`{name}`\n\n```csv\n{text}```\n\n" for name, text in files.items()).rstrip("\n") + "\n",
        ]
    return "\n".join(said)


def _group(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _group(command, f"{path} {name}")
        else:
            yield _command(command, f"{path} {name}")


def _command(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    records = [record for p in command.get_params(context) if (record := p.get_help_record(context))]
    options = _table(("option", "meaning"), [(f"`{names}`", meaning) for names, meaning in records])
    examples = command.examples if isinstance(command, Command) else ()
    shown = "".join(["\n```sh\n", *(f"{example}\n" for example in examples), "```\n"]) if examples else ""
    about = " ".join((command.help or "").split())
    return f"### `{usage}`\n\n{about}\n\n{options}{shown}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(
        "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in line) + " |\n" for line in lines
    )


if __name__ == "__main__":
    main()
