"""What every command has: examples in its help, and errors that say what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.cli.completion import completed
from graphmodel.cli.locate import CATALOGUE_OPTIONS, PROPOSAL_OPTIONS, check_asked_as_is, given_behind
from graphmodel.cli.output import OPTIONS, Target, format_of
from graphmodel.cli.prepared import preparation
from graphmodel.cli.viewer import view, viewed
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


class Argument(click.Argument):
    """An argument that says in the help what it is (click's own do since 8.4 only)."""

    def __init__(self, *args: Any, about: str, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.about = about

    def get_help_record(self, _ctx: click.Context) -> tuple[str, str]:
        """How it is written, and what it is."""
        return str(self.metavar), self.about


class Command(click.Command):
    """A command whose help ends with examples, which a test runs.

    ``-c`` and ``--database`` may stand behind it as well as before, and so may what a proposal is made with.
    """

    def __init__(
        self, *args: Any, examples: Sequence[str] = (), proposes: bool = False, **fields: Any
    ) -> None:
        """``proposes``: it may be asked of a proposal."""
        super().__init__(*args, **fields)
        self.examples = tuple(examples)
        self.proposes = proposes
        self.params += [
            click.Option(**option, expose_value=False, callback=given_behind)
            for option in (*CATALOGUE_OPTIONS, *(PROPOSAL_OPTIONS if proposes else ()))
        ]

    def invoke(self, ctx: click.Context) -> Any:
        """The usual. Raises UsageError for a proposal where none is taken."""
        if not self.proposes:
            check_asked_as_is(ctx)
        return super().invoke(ctx)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The usual, each with its completion."""
        return completed(super().get_params(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments above the options."""
        for title, kind in (("Arguments", click.Argument), ("Options", click.Option)):
            records = [p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, kind)]
            if shown := [record for record in records if record]:
                with formatter.section(title):
                    formatter.write_dl(shown)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, each on one line to copy, after what makes the catalogues that they name."""
        first = preparation(self.examples)
        for title, lines in (("Before the examples, in any folder", first), ("Examples", self.examples)):
            if lines:
                with formatter.section(title):
                    for line in lines:
                        formatter.write(" " * formatter.current_indent + line + "\n")
        super().format_epilog(ctx, formatter)


DRAWN: Final = "graphmodel.drawn"
"""The key of a context's ``meta`` for the files that are drawn beside the answer."""


class AnswerCommand(Command):
    """A command that answers: its callback gets the options of the output as one ``written_to``."""

    def __init__(self, *args: object, **fields: Any) -> None:
        super().__init__(*args, **fields)
        own = {param.name for param in self.params}
        options = [click.Option(**option) for option in OPTIONS]
        self.output = [option for option in options if option.name not in own]
        self.params += self.output

    def invoke(self, ctx: click.Context) -> Any:
        """Gather the options of the output first, so that a target that is refused costs no work."""
        names = [str(option.name) for option in self.output]
        given = {name: ctx.params.pop(name) for name in names}
        given["format"] = self.format_of(given)
        ctx.params["written_to"] = Target(**given)
        shown = viewed([given["output"], *ctx.meta.get(DRAWN, ())]) if given["view"] else ()
        done = super().invoke(ctx)
        for file in shown:
            view(file)
        return done

    def format_of(self, given: dict[str, Any]) -> str:
        """The format of the answer, from the options of the output."""
        return format_of(given["format"], given["output"]) or "table"


class Group(click.Group):
    """Commands with did-you-mean; alone it shows its help."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The usual, each with its completion."""
        return completed(super().get_params(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The usual."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name. Raises UsageError that names what may be meant."""
        name = args[0]
        if ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            known = self.list_commands(ctx)
            hint = did_you_mean(name, known, f"see {ctx.command_path} --help")
            raise UsageError(f"there is no command {name!r}", hint)
        return super().resolve_command(ctx, args)
