"""graphmodel: a graph-based service dependency modeller.

``Workbench`` is the public entry point::

    from graphmodel import Workbench

    with Workbench.open("examples/university") as bench:
        for row in bench.run("impact", services=["sso"]).rows:
            print(row.id, row.state)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Catalogue", "Workbench", "__version__"]

if TYPE_CHECKING:
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.workbench import Workbench


def __getattr__(name: str) -> Any:
    if name == "Workbench":
        from graphmodel.workbench import Workbench

        return Workbench
    if name == "Catalogue":
        from graphmodel.model.catalogue import Catalogue

        return Catalogue
    raise AttributeError(f"module 'graphmodel' has no attribute {name!r}")
