"""graphmodel: a graph-based service dependency modeller.

``Workbench`` is the public entry point; ``docs/python.md`` lists all that is offered here::

    from graphmodel import Workbench

    with Workbench.open("examples/university") as bench:
        for row in bench.run("impact", services=["sso"]).rows:
            print(row.id, row.state)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from graphmodel.analyses.check import Question as CheckQuestion
    from graphmodel.analyses.cycles import Question as CyclesQuestion
    from graphmodel.analyses.cycles import Row as CyclesRow
    from graphmodel.analyses.details.facts import Fact as FactRow
    from graphmodel.analyses.details.proof import Row as ProofRow
    from graphmodel.analyses.diagram import Question as DiagramQuestion
    from graphmodel.analyses.diagram import Row as DiagramRow
    from graphmodel.analyses.find import Question as FindQuestion
    from graphmodel.analyses.find import Row as FindRow
    from graphmodel.analyses.gaps import Question as GapsQuestion
    from graphmodel.analyses.gaps import Row as GapsRow
    from graphmodel.analyses.impact import CallRow
    from graphmodel.analyses.impact import Question as ImpactQuestion
    from graphmodel.analyses.impact import Row as ImpactRow
    from graphmodel.analyses.list import Question as ListQuestion
    from graphmodel.analyses.paths import Question as PathsQuestion
    from graphmodel.analyses.paths import Row as PathsRow
    from graphmodel.analyses.roles import Question as RolesQuestion
    from graphmodel.analyses.roles import Row as RolesRow
    from graphmodel.analyses.show import Question as ShowQuestion
    from graphmodel.analyses.stats import Question as StatsQuestion
    from graphmodel.analyses.stats import Row as StatsRow
    from graphmodel.analyses.underpinning import ProductsRow, ServicesRow
    from graphmodel.analyses.underpinning import Question as UnderpinningQuestion
    from graphmodel.analyses.underpinning import Row as UnderpinningRow
    from graphmodel.answers.report import Column, Report
    from graphmodel.importing import Imported, Options
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.errors import (
        GraphmodelError,
        NotAllowedError,
        RejectedError,
        StoreError,
        UsageError,
    )
    from graphmodel.model.problems import Problem
    from graphmodel.model.revision import HistoryRow, Revision
    from graphmodel.planning.plan import DiffRow, Plan
    from graphmodel.rules.rule import Finding
    from graphmodel.workbench import Workbench, copy, explain, init, suggest_mapping

__version__ = "0.1.0"

_WHERE: Final = {
    "Workbench": "workbench:Workbench",
    "copy": "workbench:copy",
    "explain": "workbench:explain",
    "init": "workbench:init",
    "suggest_mapping": "workbench:suggest_mapping",
    "Catalogue": "model.catalogue:Catalogue",
    "Revision": "model.revision:Revision",
    "Plan": "planning.plan:Plan",
    "Problem": "model.problems:Problem",
    "Options": "importing:Options",
    "Imported": "importing:Imported",
    "Report": "answers.report:Report",
    "Column": "answers.report:Column",
    "Finding": "rules.rule:Finding",
    "GraphmodelError": "model.errors:GraphmodelError",
    "UsageError": "model.errors:UsageError",
    "RejectedError": "model.errors:RejectedError",
    "NotAllowedError": "model.errors:NotAllowedError",
    "StoreError": "model.errors:StoreError",
    "UnderpinningQuestion": "analyses.underpinning:Question",
    "UnderpinningRow": "analyses.underpinning:Row",
    "ServicesRow": "analyses.underpinning:ServicesRow",
    "ProductsRow": "analyses.underpinning:ProductsRow",
    "ImpactQuestion": "analyses.impact:Question",
    "ImpactRow": "analyses.impact:Row",
    "CallRow": "analyses.impact:CallRow",
    "ProofRow": "analyses.details.proof:Row",
    "GapsQuestion": "analyses.gaps:Question",
    "GapsRow": "analyses.gaps:Row",
    "CheckQuestion": "analyses.check:Question",
    "PathsQuestion": "analyses.paths:Question",
    "PathsRow": "analyses.paths:Row",
    "CyclesQuestion": "analyses.cycles:Question",
    "CyclesRow": "analyses.cycles:Row",
    "RolesQuestion": "analyses.roles:Question",
    "RolesRow": "analyses.roles:Row",
    "ListQuestion": "analyses.list:Question",
    "FindQuestion": "analyses.find:Question",
    "FindRow": "analyses.find:Row",
    "ShowQuestion": "analyses.show:Question",
    "FactRow": "analyses.details.facts:Fact",
    "DiagramQuestion": "analyses.diagram:Question",
    "DiagramRow": "analyses.diagram:Row",
    "StatsQuestion": "analyses.stats:Question",
    "StatsRow": "analyses.stats:Row",
    "DiffRow": "planning.plan:DiffRow",
    "HistoryRow": "model.revision:HistoryRow",
}
"""Name → module and name in it: imported when first asked for, so that ``import graphmodel`` is instant."""

__all__ = [
    "CallRow",
    "Catalogue",
    "CheckQuestion",
    "Column",
    "CyclesQuestion",
    "CyclesRow",
    "DiagramQuestion",
    "DiagramRow",
    "DiffRow",
    "FactRow",
    "FindQuestion",
    "FindRow",
    "Finding",
    "GapsQuestion",
    "GapsRow",
    "GraphmodelError",
    "HistoryRow",
    "ImpactQuestion",
    "ImpactRow",
    "Imported",
    "ListQuestion",
    "NotAllowedError",
    "Options",
    "PathsQuestion",
    "PathsRow",
    "Plan",
    "Problem",
    "ProductsRow",
    "ProofRow",
    "RejectedError",
    "Report",
    "Revision",
    "RolesQuestion",
    "RolesRow",
    "ServicesRow",
    "ShowQuestion",
    "StatsQuestion",
    "StatsRow",
    "StoreError",
    "UnderpinningQuestion",
    "UnderpinningRow",
    "UsageError",
    "Workbench",
    "__version__",
    "copy",
    "explain",
    "init",
    "suggest_mapping",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'graphmodel' has no attribute {name!r}")
    module, _, own = _WHERE[name].partition(":")
    return getattr(import_module(f"graphmodel.{module}"), own)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
