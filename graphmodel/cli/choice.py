"""An option or argument that is one of several words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import current
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from graphmodel.model.register import Register


class Choice(click.Choice):  # type: ignore[type-arg]  # generic since click 8.2 only
    """One of several words, with did-you-mean."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word. Raises UsageError, with what may be meant, for another one."""
        try:
            return super().convert(value if value in self.choices else current(value), param, ctx)
        except click.BadParameter:
            what = param.opts[0] if isinstance(param, click.Option) else param.name if param else "it"
            words = [str(word) for word in self.choices]
            hint = f"{did_you_mean(str(value), words)} There are: {', '.join(words)}".strip()
            raise UsageError(f"{what} cannot be {str(value)!r}", hint) from None


class Registered(Choice):
    """An entry of one of these registers; what other packages bring is looked for only when it matters."""

    def __init__(self, *registers: Register[Any]) -> None:
        super().__init__(list(dict.fromkeys(name for register in registers for name in register.own)))
        self._registers = registers

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name. Raises UsageError, with what may be meant, for another one."""
        if value not in self.choices:
            self._widen()
        return super().convert(value, param, ctx)

    def get_metavar(self, *args: Any, **fields: Any) -> str | None:
        """All names."""
        self._widen()
        return super().get_metavar(*args, **fields)

    def shell_complete(self, *args: Any, **fields: Any) -> Any:
        """All names."""
        self._widen()
        return super().shell_complete(*args, **fields)

    def _widen(self) -> None:
        self.choices = tuple(dict.fromkeys(name for register in self._registers for name in register))
