"""What the fields of a row hold, in words: said once, beside the row, for every column and every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


def documented(**help: str) -> Callable[[type[T]], type[T]]:
    """Say in words what each field of a NamedTuple holds, all of them: ``@documented(id="…", name="…")``.

    Each field has it as its docstring, too. Raises TypeError where a field is missing or blank, or is none.
    """

    def document(row: Any) -> Any:
        if (*help,) != row._fields:
            raise TypeError(f"{row.__name__} has the fields {row._fields}, not {(*help,)}")
        if not all(help.values()):
            raise TypeError(f"{row.__name__} has a field of which nothing is said")
        for name, text in help.items():
            getattr(row, name).__doc__ = text
        row.column_help = help
        return row

    return document


def helps(row: type[object]) -> Mapping[str, str]:
    """Field → what it holds, of a documented NamedTuple. Raises TypeError for another one."""
    found: Mapping[str, str] | None = getattr(row, "column_help", None)
    if found is None:
        raise TypeError(f"{row.__module__}.{row.__name__} does not say what its fields hold")
    return found
