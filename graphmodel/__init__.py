"""graphmodel: a graph-based service dependency modeller.

``Workbench`` is the public entry point; ``docs/python.md`` lists all that is offered here::

    from graphmodel import Workbench

    with Workbench.open("examples/university") as bench:
        for row in bench.run("impact", services=["sso"]).rows:
            print(row.id, row.state)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphmodel.analyses.availability import AvailabilityQuestion, AvailabilityRow, ImportanceRow
    from graphmodel.analyses.check import CheckQuestion
    from graphmodel.analyses.cutsets import CutsetRow, CutsetsQuestion, GroupRow
    from graphmodel.analyses.cycles import CyclesQuestion, CyclesRow
    from graphmodel.analyses.details.between import BetweenRow
    from graphmodel.analyses.details.calling import CallRow, ContactRow
    from graphmodel.analyses.details.common_cause import CommonCauseRow
    from graphmodel.analyses.details.covering import LeftRow, LoadRow, VacantRow
    from graphmodel.analyses.details.facts import FactRow
    from graphmodel.analyses.details.proof import ProofRow
    from graphmodel.analyses.diagram import DiagramQuestion, DiagramRow
    from graphmodel.analyses.drift import DriftQuestion, DriftRow
    from graphmodel.analyses.find import FindQuestion, FindRow
    from graphmodel.analyses.gaps import GapsQuestion, GapsRow
    from graphmodel.analyses.impact import ImpactQuestion, ImpactRow
    from graphmodel.analyses.improve import ImproveQuestion, ImproveRow
    from graphmodel.analyses.levels import LevelsQuestion, LevelsRow
    from graphmodel.analyses.list import ListQuestion
    from graphmodel.analyses.paths import PathsQuestion, PathsRow
    from graphmodel.analyses.promises import PromisesQuestion, PromisesRow
    from graphmodel.analyses.recovery import RecoveryQuestion, RecoveryRow
    from graphmodel.analyses.roles import RolesQuestion, RolesRow
    from graphmodel.analyses.score import FixRow, ScoreQuestion, ScoreRow, TrendRow
    from graphmodel.analyses.show import ShowQuestion
    from graphmodel.analyses.spof import SpofQuestion, SpofRow
    from graphmodel.analyses.stats import StatsQuestion, StatsRow
    from graphmodel.analyses.underpinning import (
        ProductsRow,
        ServicesRow,
        UnderpinningQuestion,
        UnderpinningRow,
    )
    from graphmodel.analyses.vision import AskRow, VisionQuestion, VisionRow
    from graphmodel.answers.proposal import Proposal
    from graphmodel.answers.report import Column, Report
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
    from graphmodel.operations.details.answer_rows import AnswerRow
    from graphmodel.operations.details.scenario_rows import ScenarioRow
    from graphmodel.operations.importing import Imported, Options
    from graphmodel.planning.plan import DiffRow, Plan
    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings
    from graphmodel.session import Session
    from graphmodel.workbench import Workbench, copy, explain, init, suggest_mapping

__version__ = "0.1.0"

_WHERE: Final = {
    "Workbench": "workbench",
    "copy": "workbench",
    "explain": "workbench",
    "init": "workbench",
    "suggest_mapping": "workbench",
    "Session": "session",
    "Settings": "rules.settings",
    "Catalogue": "model.catalogue",
    "Revision": "model.revision",
    "Plan": "planning.plan",
    "Problem": "model.problems",
    "Options": "operations.importing",
    "Imported": "operations.importing",
    "Report": "answers.report",
    "Column": "answers.report",
    "Finding": "rules.rule",
    "GraphmodelError": "model.errors",
    "UsageError": "model.errors",
    "RejectedError": "model.errors",
    "NotAllowedError": "model.errors",
    "StoreError": "model.errors",
    "UnderpinningQuestion": "analyses.underpinning",
    "UnderpinningRow": "analyses.underpinning",
    "ServicesRow": "analyses.underpinning",
    "ProductsRow": "analyses.underpinning",
    "ImpactQuestion": "analyses.impact",
    "ImpactRow": "analyses.impact",
    "CallRow": "analyses.details.calling",
    "ProofRow": "analyses.details.proof",
    "GapsQuestion": "analyses.gaps",
    "GapsRow": "analyses.gaps",
    "CheckQuestion": "analyses.check",
    "PathsQuestion": "analyses.paths",
    "PathsRow": "analyses.paths",
    "CyclesQuestion": "analyses.cycles",
    "CyclesRow": "analyses.cycles",
    "RolesQuestion": "analyses.roles",
    "RolesRow": "analyses.roles",
    "ListQuestion": "analyses.list",
    "FindQuestion": "analyses.find",
    "FindRow": "analyses.find",
    "ShowQuestion": "analyses.show",
    "FactRow": "analyses.details.facts",
    "DiagramQuestion": "analyses.diagram",
    "DiagramRow": "analyses.diagram",
    "StatsQuestion": "analyses.stats",
    "StatsRow": "analyses.stats",
    "SpofQuestion": "analyses.spof",
    "SpofRow": "analyses.spof",
    "CommonCauseRow": "analyses.details.common_cause",
    "CutsetsQuestion": "analyses.cutsets",
    "CutsetRow": "analyses.cutsets",
    "GroupRow": "analyses.cutsets",
    "AvailabilityQuestion": "analyses.availability",
    "AvailabilityRow": "analyses.availability",
    "ImportanceRow": "analyses.availability",
    "LevelsQuestion": "analyses.levels",
    "LevelsRow": "analyses.levels",
    "PromisesQuestion": "analyses.promises",
    "PromisesRow": "analyses.promises",
    "RecoveryRow": "analyses.recovery",
    "RecoveryQuestion": "analyses.recovery",
    "VisionQuestion": "analyses.vision",
    "VisionRow": "analyses.vision",
    "AskRow": "analyses.vision",
    "ImproveRow": "analyses.improve",
    "ImproveQuestion": "analyses.improve",
    "AnswerRow": "operations.details.answer_rows",
    "DriftQuestion": "analyses.drift",
    "DriftRow": "analyses.drift",
    "BetweenRow": "analyses.details.between",
    "ScenarioRow": "operations.details.scenario_rows",
    "Proposal": "answers.proposal",
    "ScoreQuestion": "analyses.score",
    "ScoreRow": "analyses.score",
    "FixRow": "analyses.score",
    "TrendRow": "analyses.score",
    "VacantRow": "analyses.details.covering",
    "LeftRow": "analyses.details.covering",
    "LoadRow": "analyses.details.covering",
    "ContactRow": "analyses.details.calling",
    "DiffRow": "planning.plan",
    "HistoryRow": "model.revision",
}
"""Name → its module: imported when first asked for, so that ``import graphmodel`` is instant."""

__all__ = [
    "AnswerRow",
    "AskRow",
    "AvailabilityQuestion",
    "AvailabilityRow",
    "BetweenRow",
    "CallRow",
    "Catalogue",
    "CheckQuestion",
    "Column",
    "CommonCauseRow",
    "ContactRow",
    "CutsetRow",
    "CutsetsQuestion",
    "CyclesQuestion",
    "CyclesRow",
    "DiagramQuestion",
    "DiagramRow",
    "DiffRow",
    "DriftQuestion",
    "DriftRow",
    "FactRow",
    "FindQuestion",
    "FindRow",
    "Finding",
    "FixRow",
    "GapsQuestion",
    "GapsRow",
    "GraphmodelError",
    "GroupRow",
    "HistoryRow",
    "ImpactQuestion",
    "ImpactRow",
    "ImportanceRow",
    "Imported",
    "ImproveQuestion",
    "ImproveRow",
    "LeftRow",
    "LevelsQuestion",
    "LevelsRow",
    "ListQuestion",
    "LoadRow",
    "NotAllowedError",
    "Options",
    "PathsQuestion",
    "PathsRow",
    "Plan",
    "Problem",
    "ProductsRow",
    "PromisesQuestion",
    "PromisesRow",
    "ProofRow",
    "Proposal",
    "RecoveryQuestion",
    "RecoveryRow",
    "RejectedError",
    "Report",
    "Revision",
    "RolesQuestion",
    "RolesRow",
    "ScenarioRow",
    "ScoreQuestion",
    "ScoreRow",
    "ServicesRow",
    "Session",
    "Settings",
    "ShowQuestion",
    "SpofQuestion",
    "SpofRow",
    "StatsQuestion",
    "StatsRow",
    "StoreError",
    "TrendRow",
    "UnderpinningQuestion",
    "UnderpinningRow",
    "UsageError",
    "VacantRow",
    "VisionQuestion",
    "VisionRow",
    "Workbench",
    "__version__",
    "copy",
    "explain",
    "init",
    "suggest_mapping",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'graphmodel' has no attribute {name!r}")
    return getattr(import_module(f"graphmodel.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
