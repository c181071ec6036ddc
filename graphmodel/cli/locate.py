"""Which catalogue is meant, and opening it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import click
from click.core import ParameterSource

from graphmodel.cli.apart import check_apart
from graphmodel.cli.output import say
from graphmodel.cli.settings import FILE, nearest
from graphmodel.model.errors import NotAllowedError, UsageError
from graphmodel.rules.settings import DEFAULT as DEFAULT_SETTINGS

if TYPE_CHECKING:
    from graphmodel.cli.settings import Setting
    from graphmodel.rules.settings import Settings
    from graphmodel.workbench import Workbench

VARIABLE: Final = "GRAPHMODEL_CATALOGUE"
CATALOGUE_OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["-c", "--catalogue"],
        "metavar": "CATALOGUE",
        "help": "The catalogue; may also stand before the command.",
    },
    {
        "param_decls": ["--database"],
        "metavar": "NAME",
        "help": "The database on a Neo4j server; may also stand before the command.",
    },
)
"""What a command takes behind its name, too; see ``graphmodel --help``."""
PROPOSAL_OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["--with", "with_"],
        "metavar": "FOLDER",
        "multiple": True,
        "help": "What if these CSV files were laid over the catalogue? A row with remove = yes takes its record out.",
    },
    {
        "param_decls": ["--without"],
        "metavar": "SELECT",
        "multiple": True,
        "help": "What if these services were gone? Who needs them finds them down.",
    },
    {
        "param_decls": ["--at"],
        "metavar": "DATE",
        "help": "What if it were that day? What has ended by then, or has not started, is gone.",
    },
)
"""What a question to a proposal takes, before and behind the name of the command."""
_PROPOSED: Final = ("with_", "without", "at")
DEFAULT: Final = "catalogue.db"


def opened(*, create: bool = False) -> Workbench:
    """The catalogue that the command is about. Raises StoreError where it cannot be opened."""
    from graphmodel.workbench import Workbench

    url = located(create=create)
    check_apart(url, *proposal().get("with_", ()))
    return Workbench.open(url, create=create, settings=settings())


def settings() -> Settings:
    """What the nearest settings file says of the answers. Raises UsageError for one that is not understood."""
    found = nearest_settings()
    return found.settings if found else DEFAULT_SETTINGS


def chosen() -> tuple[str, str]:
    """The path or URL of the catalogue that a command here is about, and what chose it."""
    root = click.get_current_context().find_root()
    if root.get_parameter_source("catalogue") is ParameterSource.COMMANDLINE:
        by = "-c"
    elif os.environ.get(VARIABLE) is not None:
        by = VARIABLE
    else:
        found = nearest_settings()
        by = (found.settings.origin("catalogue") if found and found.catalogue else "") or "default"
    return located(), by


def located(*, create: bool = False) -> str:
    """The path or URL of the catalogue that the command is about; ``create``: where there is none yet, of a new one."""
    given = click.get_current_context().find_root().params
    return _within(catalogue(given["catalogue"], create=create), given["database"])


def proposal() -> dict[str, Any]:
    """What the command line proposes, as ``Session.proposed`` takes it."""
    given = click.get_current_context().find_root().params
    return {name: given[name] for name in _PROPOSED if given.get(name) not in (None, ())}


def check_asked_as_is(ctx: click.Context) -> None:
    """Raises UsageError where something is proposed to a command that is about the catalogue as it is."""
    root = ctx.find_root()
    given = [
        param.opts[0]
        for param in root.command.params
        if param.name in _PROPOSED and root.params.get(param.name) not in (None, ())
    ]
    if given:
        raise UsageError(
            f"{ctx.command_path} takes no {given[0]}: it is about the catalogue as it is",
            "a proposal is asked, and never stored: graphmodel --help lists the questions",
        )


def given_behind(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Take ``-c`` or another option of ``graphmodel`` that stands behind the command as if it stood before.

    Raises UsageError where it is given in both places with different values, unless it takes several.
    """
    if value in (None, ()):
        return
    root, name = ctx.find_root(), str(param.name)
    before = root.params.get(name)
    if param.multiple:
        value, before = (*(before or ()), *value), None
    if before not in (None, value) and root.get_parameter_source(name) is ParameterSource.COMMANDLINE:
        raise UsageError(f"{param.opts[0]} is given twice: {before} and {value}", "give it once")
    root.params[name] = value
    root.set_parameter_source(name, ParameterSource.COMMANDLINE)


def _within(url: str, database: str | None) -> str:
    """The URL of that database on the server that ``url`` names."""
    if database is None:
        return url
    if not database.strip():
        raise UsageError("--database is empty", "leave it out for the user's home database")
    if "://" not in url or "?" in url:
        raise UsageError("--database goes with the URL of a Neo4j server that names none itself")
    return f"{url}?database={quote(database, safe='')}"


def catalogue(named: str | None, *, create: bool = False) -> str:
    """``-c`` or GRAPHMODEL_CATALOGUE (as click gives it), else what the nearest graphmodel.toml says.

    Else ./catalogue.db; where there is none and the working directory is a catalogue folder, that folder.
    A name that is given and empty is most likely a variable that is not set: it never means another catalogue.
    Raises UsageError for it, and for a server with a password that only a settings file names.
    """
    if named is None and os.environ.get(VARIABLE) is not None:
        named = os.environ[VARIABLE]
    if named is not None:
        return check_named(named)
    found = nearest_settings()
    if found is None or not found.catalogue:
        return _here(create=create)
    check_trusted(found)
    if not _quiet():
        say(f"note: the catalogue is {found.catalogue}, as {found.file} says")
    return found.catalogue


def nearest_settings() -> Setting | None:
    """What the settings file says that is nearest to the catalogue that is named, else to the working directory.

    Read once for a command; a note says so of one that stands elsewhere than here or above.
    """
    context, here = click.get_current_context(silent=True), Path.cwd()
    if context is None:
        return nearest(here)
    if FILE not in context.meta:
        there = _folder(context.find_root().params.get("catalogue") or "")
        found = context.meta[FILE] = nearest(there, here)
        if (
            found
            and Path(os.path.normpath(here / found.file)).parent not in (here, *here.parents)
            and not _quiet()
        ):
            say(f"note: settings are those of {found.file}, the nearest to the catalogue")
    known: Setting | None = context.meta[FILE]
    return known


def _folder(named: str) -> Path:
    """The folder in which that catalogue is, or which it is; the working directory where it is none of a disk."""
    path = Path.cwd() if "://" in named else Path(os.path.realpath(named))
    return path if path.is_dir() else path.parent


def _here(*, create: bool) -> str:
    if not create and not Path(DEFAULT).exists():
        from graphmodel.model.metamodel import FILES

        if any(Path(f"{stem}.csv").is_file() for stem in FILES):
            return "."
    return DEFAULT


def check_named(catalogue: str) -> str:
    """That name of a catalogue. Raises UsageError for an empty one."""
    if not catalogue.strip():
        raise UsageError(
            "the catalogue's name is empty",
            f"-c and {VARIABLE} name a folder, a file or a URL; is a variable not set?",
        )
    return catalogue


def check_trusted(found: Setting) -> None:
    """Raises NotAllowedError for a server that a settings file names and the user does not.

    The password would go to whoever wrote the file.
    """
    if "://" not in found.catalogue:
        return
    from graphmodel.stores.neo4j import address, credentials

    if not address.claims(found.catalogue):
        return
    server = address.parse(found.catalogue)
    if not credentials.lists(server):
        raise NotAllowedError(
            f"{found.file} names the server {server.server}, and you have not: no password is sent to it",
            f"name it yourself with -c {server} or in {VARIABLE}, or give it a table in {credentials.path()}",
        )


def _quiet() -> bool:
    context = click.get_current_context(silent=True)
    params = context.params if context else {}
    return bool(params.get("quiet") or getattr(params.get("written_to"), "quiet", False))
