"""Where findings point, for programs that show them beside the line of a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.origin import Origin


def place(origin: Origin, roots: Mapping[str, str]) -> str:
    """The path of the file, with ``/``: below the working directory where it is there, as a checkout has it.

    Elsewhere it is absolute, and as it was imported where nobody knows the folder; empty where there is no file.

    >>> from graphmodel.model.origin import Origin
    >>> place(Origin("services.csv", 3, "cmdb"), {"cmdb": "estate"}), place(Origin("services.csv", 3, "cmdb"), {})
    ('estate/services.csv', 'services.csv')
    """
    root = roots.get(origin.source) if origin.file else None
    if root is None:
        return origin.file
    file, here = Path(os.path.abspath(root), origin.file), Path.cwd()  # noqa: PTH100, a link stays a link
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
