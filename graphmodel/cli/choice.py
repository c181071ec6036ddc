"""An option or argument that is one of several words."""

from __future__ import annotations

from typing import Any

import click

from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean


class Choice(click.Choice):  # type: ignore[type-arg]  # generic since click 8.2 only
    """One of several words, with did-you-mean."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word. Raises UsageError, with what may be meant, for another one."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            what = param.opts[0] if isinstance(param, click.Option) else param.name if param else "it"
            words = [str(word) for word in self.choices]
            hint = f"{did_you_mean(str(value), words)} There are: {', '.join(words)}".strip()
            raise UsageError(f"{what} cannot be {str(value)!r}", hint) from None
