"""Completion in bash, zsh and fish: the scripts that a shell loads, and what stands behind each argument."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from graphmodel.cli.locate import located, opened
from graphmodel.model.errors import GraphmodelError
from graphmodel.model.metamodel import NODES, RELATIONSHIPS
from graphmodel.model.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graphmodel.answers.world import World

VARIABLE: Final = "_GRAPHMODEL_COMPLETE"
"""The environment variable by which a script asks: ``bash_complete``, ``zsh_complete``, ``fish_complete``."""
MOST: Final = 500
"""Candidates that a shell is given: more than any screen holds."""
_LINE, _BREAKS = "_GRAPHMODEL_LINE", "_GRAPHMODEL_BREAKS"

_BASH: Final = r"""# graphmodel completion for bash 4.4 and newer
_graphmodel_completion() {
    local type value current="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS=$'\t' read -r type value _; do
        case "$type" in
            file) compopt -o default ;;
            dir) compopt -o dirnames ;;
            plain)
                [[ "$current" == [\"\']* ]] || printf -v value '%%q' "$value"
                COMPREPLY+=("$value")
                [[ "$value" == *[:+] ]] && compopt -o nospace ;;
        esac
    done < <(_GRAPHMODEL_LINE="${COMP_LINE:0:COMP_POINT}" _GRAPHMODEL_BREAKS="$COMP_WORDBREAKS" \
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _graphmodel_completion %(prog_name)s
"""
_ZSH: Final = r"""#compdef %(prog_name)s
# graphmodel completion for zsh
_graphmodel_completion() {
    local type value help
    local -a values shown open opened
    while IFS=$'\t' read -r type value help; do
        case "$type" in
            file) _files ;;
            dir) _files -/ ;;
            plain)
                if [[ "$value" == *[:+] ]]; then
                    open+=("$value"); opened+=("$value${help:+  -- $help}")
                else
                    values+=("$value"); shown+=("$value${help:+  -- $help}")
                fi ;;
        esac
    done < <(_GRAPHMODEL_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" \
        %(complete_var)s=zsh_complete ${words[1]} 2>/dev/null)
    (( $#values )) && compadd -V graphmodel -l -d shown -a values
    (( $#open )) && compadd -V graphmodel -S '' -l -d opened -a open
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _graphmodel_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _graphmodel_completion %(prog_name)s
fi
"""
_FISH: Final = r"""# graphmodel completion for fish
function _graphmodel_completion
    set -l found (env _GRAPHMODEL_LINE=(commandline -cp) %(complete_var)s=fish_complete %(prog_name)s 2>/dev/null)
    for line in $found
        set -l part (string split -m 2 \t -- $line)
        switch $part[1]
            case file
                __fish_complete_path (commandline -ct)
            case dir
                __fish_complete_directories (commandline -ct)
            case plain
                printf '%%s\t%%s\n' $part[2] $part[3]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments '(_graphmodel_completion)'
"""


class _Shell(ShellComplete):
    """What the three have in common: the line up to the cursor comes in, tab-separated candidates go out."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one that is being written."""
        line = os.environ.get(_LINE)
        if line is None:  # a script of click's own
            words = split_arg_string(os.environ.get("COMP_WORDS", ""))
            at = int(os.environ.get("COMP_CWORD") or 0)
            return words[1:at], (words[at : at + 1] or [""])[0]
        words = split_arg_string(line)
        last = words.pop() if words and not line[-1:].isspace() else ""
        return words[1:], last

    def complete(self) -> str:
        """One candidate a line: type, value, help. Nothing of what cannot be seen is offered."""
        words, last = self.get_completion_args()
        typed = last[: last.rfind(":") + 1] if ":" in os.environ.get(_BREAKS, "") else ""
        lines = []
        for item in islice(self.get_completions(words, last), MOST):
            value = str(item.value)
            if value == visible(value):
                lines.append(f"{item.type}\t{value.removeprefix(typed)}\t{visible(item.help or '')}")
        return "\n".join(lines)

    def format_completion(self, item: CompletionItem[object]) -> str:
        """Not used: ``complete`` does it."""
        return str(item.value)


class _Bash(_Shell):
    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH


class _Zsh(_Shell):
    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH


class _Fish(_Shell):
    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH


SHELLS: Final = {shell.name: shell for shell in (_Bash, _Zsh, _Fish)}
_OTHERS: Final = [kind for kind in NODES if kind != "service"]
"""The kinds of node that are named with their kind."""


def script(shell: str, root: click.Command) -> str:
    """What that shell loads."""
    return SHELLS[shell](root, {}, "graphmodel", VARIABLE).source()


def answer(root: click.Command, instruction: str) -> str:
    """The candidates that a shell asks for; empty where anything goes wrong, as nobody could read a message."""
    for shell in SHELLS.values():
        add_completion_class(shell)
    name, _, task = instruction.partition("_")
    if name not in SHELLS or task != "complete":
        return script(name, root) if name in SHELLS and task == "source" else ""
    try:
        return SHELLS[name](root, {}, "graphmodel", VARIABLE).complete()
    except (GraphmodelError, click.ClickException, OSError, ValueError):
        return ""


def completed(params: list[click.Parameter]) -> list[click.Parameter]:
    """The arguments and options, each with the completion that its metavar asks for."""
    for param in params:
        names = (param.metavar or "").strip("[]…").split("|")
        found = next((_COMPLETERS[name] for name in names if name in _COMPLETERS), None)
        if found is not None and isinstance(param.type, click.types.StringParamType):
            param._custom_shell_complete = found  # noqa: SLF001
    return params


def _files(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    return [CompletionItem(typed, type="file")]


def _directories(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    return [CompletionItem(typed, type="dir")]


def _codes(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Rules; for ``explain`` the codes of problems, too."""
    from graphmodel.rules import RULES

    known: dict[str, str] = {code: rule.title for code, rule in RULES.items()}
    if ctx.info_name == "explain":
        from graphmodel.rules.explain import explained

        known |= {code: found.title for code, found in explained().items()}
        from graphmodel.operations.explain import TOPICS

        known |= {word: f"what the figures of {analysis} mean" for word, analysis in TOPICS.items()}
    return [CompletionItem(c, help=h) for c, h in known.items() if c.upper().startswith(typed.upper())]


def _presets(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    from graphmodel.operations.mapping_list import presets

    return [
        CompletionItem(p.preset, help=p.title) for p in presets() if p.preset.startswith(typed.casefold())
    ]


def _ids(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    kind = _meant(ctx, str(param.name))
    if kind in _OTHERS:
        return _of_catalogue(ctx, lambda world: _bare(world, kind, typed))
    if kind == "responsibility":
        from graphmodel.model.values import choices  # which no other key press needs

        return [CompletionItem(letter) for letter in choices("raci") if letter.startswith(typed.upper())]
    found = list(_of_catalogue(ctx, lambda world: _services(world, typed))) if kind == "service" else []
    if ctx.info_name == "show":
        for kind in _OTHERS:
            found += _of_catalogue(ctx, lambda world, k=kind: _of_kind(world, k, typed))  # type: ignore[misc]
    return found


def _meant(ctx: click.Context, name: str) -> str:
    """Of which kind of node an argument takes ids, ``responsibility`` for its letters; empty where of none."""
    kind = str(ctx.params.get("record") or ctx.params.get("type") or "")
    if kind not in RELATIONSHIPS:
        return kind if kind in NODES else "service"
    key = RELATIONSHIPS[kind].key
    given = ctx.params.get("ids") or ()
    at = len(given) if name == "ids" else ("start", "end").index(name)
    field = RELATIONSHIPS[kind].field(key[at]) if at < len(key) else None
    return (field.refers_to or field.name) if field else ""


def _nodes(kind: str, ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    return _of_catalogue(ctx, lambda world: _bare(world, kind, typed))


def _selectors(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Ids, with a ``+`` before them kept; methods; behind a method its values."""
    head = typed[: typed.rfind(",") + 1]
    term = typed[len(head) :]
    plus = term[: len(term) - len(term.lstrip("0123456789+"))] if "+" in term else ""
    rest = term[len(plus) :]
    found = list(_of_catalogue(ctx, lambda world: _selected(world, rest)))
    return [CompletionItem(f"{head}{plus}{item.value}", help=item.help) for item in found]


def _selected(world: World, typed: str) -> Iterator[CompletionItem[str]]:
    index = world.index
    method, colon, value = typed.partition(":")
    yield from _services(world, typed)
    if not colon:
        columns = ["kind", *_OTHERS, "id", *index.records("service").columns]
        for name in dict.fromkeys(columns):
            if name.startswith(typed) and name.isidentifier():
                yield CompletionItem(f"{name}:", help="services by this attribute")
    elif method in _OTHERS:
        yield from _of_kind(world, method, typed)
    elif method == "kind":
        yield from (CompletionItem(f"kind:{k}") for k in ("product", "service") if k.startswith(value))
    elif method in index.records("service").columns or method in ("tag", "alias"):
        texts = index.records("service").texts({"tag": "tags", "alias": "aliases"}.get(method, method))
        values = {part for text in set(texts) if text for part in text.split(";")}
        yield from (
            CompletionItem(f"{method}:{v}")
            for v in sorted(values)
            if v.startswith(value) and not set(v) & set(' ,"')
        )


def _services(world: World, typed: str) -> Iterator[CompletionItem[str]]:
    index = world.index
    for number, known in enumerate(index.service_id):
        if known.startswith(typed):
            yield CompletionItem(known, help=index.service_name[number])


def _bare(world: World, kind: str, typed: str) -> Iterator[CompletionItem[str]]:
    records = world.index.records(kind)
    for known, name in zip(records.column("id"), records.column("name"), strict=True):
        if known.startswith(typed):
            yield CompletionItem(known, help=name)


def _of_kind(world: World, kind: str, typed: str) -> Iterator[CompletionItem[str]]:
    records = world.index.records(kind)
    ids, names = records.column("id"), records.column("name")
    for number, known in enumerate(ids):
        if typed and f"{kind}:{known}".startswith(typed):
            yield CompletionItem(f"{kind}:{known}", help=names[number])


def _of_catalogue(
    ctx: click.Context, ask: Callable[[World], Iterable[CompletionItem[str]]]
) -> list[CompletionItem[str]]:
    """What the catalogue says; nothing of one on a server, which a key press should not call."""
    with ctx.scope(cleanup=False):
        if "://" in located():
            return []
        with opened() as bench:
            return list(islice(ask(bench.session()), MOST))


_COMPLETERS: Final[dict[str, Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]]] = {
    "ID": _ids,
    "FROM": _ids,
    "TO": _ids,
    "SELECT": _selectors,
    "CODE": _codes,
    "PRESET": _presets,
    "FILE": _files,
    "FOLDER": _files,
    "CATALOGUE": _files,
    "SOURCE": _files,
    "TARGET": _files,
    "BEFORE": _files,
    "AFTER": _files,
    "DIR": _directories,
    **{kind.upper(): partial(_nodes, kind) for kind in NODES},
}
"""Metavar → what completes it."""
