"""How a source writes its values, and what is told of a value that cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notation:
    """How a source writes numbers and dates."""

    decimal: str = "."
    """The decimal sign, ``.`` or ``,``. With ``,`` a number that has only a dot is read with the dot; whether it may be
    one is for the file to say: one of them that has a comma rules it out."""
    thousands: str = ""
    """The sign between groups of three digits, or none."""
    dates: tuple[str, ...] = ()
    """Formats of ``datetime.strptime``, tried before ISO 8601."""
    texts: bool = False
    """Cells are numbers or texts: where ``decimal`` is ``.`` a text with a comma is read with a decimal comma, unless
    that may stand between groups of digits."""


PLAIN = Notation()
"""As graphmodel itself writes them."""


class BadValue(ValueError):  # noqa: N818  (a value that is refused, reported as a problem)
    """A cell that its field cannot take. ``code`` is a key of ``graphmodel.model.codes.CODES``."""

    def __init__(self, message: str, hint: str = "", code: str = "E208") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
