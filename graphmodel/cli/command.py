"""What every command has: examples in its help, and errors that say what was meant."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from graphmodel.analyses import ALL
from graphmodel.cli.output import OPTIONS, Target
from graphmodel.graph.suggest import did_you_mean
from graphmodel.model.errors import UsageError

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
    """A command whose help ends with examples, which a test runs."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments above the options."""
        for title, kind in (("Arguments", click.Argument), ("Options", click.Option)):
            records = [p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, kind)]
            if shown := [record for record in records if record]:
                with formatter.section(title):
                    formatter.write_dl(shown)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, each on one line to copy."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(" " * formatter.current_indent + example + "\n")
        super().format_epilog(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The usual, with a hint for the one option that stands elsewhere."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name in {"-c", "--catalogue"}:
                hint = f"it stands before the command: graphmodel -c CATALOGUE {ctx.info_name} …"
                raise UsageError(f"{error.option_name} is not an option of {ctx.info_name}", hint) from None
            raise


class Reading(Command):
    """A command that answers: its callback gets the options of the output as one ``target``."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.params += [click.Option(**option) for option in OPTIONS]

    def invoke(self, ctx: click.Context) -> Any:
        """Gather the options of the output first, so that a target that is refused costs no work."""
        names = [f.name for f in dataclasses.fields(Target)]
        ctx.params["target"] = Target(**{name: ctx.params.pop(name) for name in names})
        return super().invoke(ctx)


class Group(click.Group):
    """Commands with did-you-mean; alone it shows its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The usual."""
        if not args:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name. Raises UsageError that names what may be meant."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            known = self.list_commands(ctx)
            hint = did_you_mean(name, known, f"see {ctx.command_path} --help")
            raise UsageError(f"there is no command {name!r}", hint)
        return super().resolve_command(ctx, args)


class Root(Group):
    """The analyses, each built when it is asked for, and the commands that were added."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Questions first."""
        return [*ALL, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """That command, or None."""
        found = super().get_command(ctx, cmd_name)
        if found or cmd_name not in ALL:
            return found
        from graphmodel.cli.question import command

        return command(ALL[cmd_name])

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists; the analyses' summaries come from their register."""
        with formatter.section("Questions"):
            formatter.write_dl(list(ALL.summaries.items()))
        with formatter.section("The catalogue itself"):
            formatter.write_dl([(name, c.get_short_help_str(100)) for name, c in self.commands.items()])
