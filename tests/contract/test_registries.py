"""Registration is explicit; a file that nobody registered is found here.

What makes a file an entry is the name it defines; files without it are helpers of several entries.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from graphmodel import analyses, exporters, importers, operations, rules, stores
from graphmodel.model.register import Deferred, located
from graphmodel.render import reports
from graphmodel.render.charts import formats as charts
from graphmodel.render.diagrams import formats as diagrams


def entries(part: str, name: str) -> Iterator[tuple[str, Any]]:
    """Module and entry of every file of that part that defines one."""
    package = importlib.import_module(f"graphmodel.{part}")
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"graphmodel.{part}.{found.name}")
        if hasattr(module, name):
            yield found.name, getattr(module, name)


def test_every_analysis_is_registered_under_its_name() -> None:
    found = dict(entries("analyses", "ANALYSIS"))
    assert dict(analyses.ALL) == found
    assert {name: a.name for name, a in found.items()} == {name: name for name in found}
    assert {name: a.summary for name, a in found.items()} == analyses.ALL.summaries


def test_every_operation_is_registered_under_its_name() -> None:
    found = {operation.name: (file, operation) for file, operation in entries("operations", "OPERATION")}
    assert dict(operations.ALL) == {name: operation for name, (_, operation) in found.items()}
    assert {name: file for name, (file, _) in found.items()} == {
        n: operations.module(n) for n in operations.ALL
    }
    assert {name: o.summary for name, (_, o) in found.items()} == operations.ALL.summaries
    groups = {name.partition(" ")[0] for name in operations.ALL if " " in name}
    assert groups == set(operations.GROUPS)
    assert not {name.partition(" ")[0] for name in operations.ALL} & set(analyses.ALL)


def test_every_rule_is_registered_in_the_order_of_codes() -> None:
    found = dict(entries("rules", "RULE"))
    assert list(rules.RULES.values()) == sorted(found.values(), key=lambda rule: rule.code)
    assert {name[:5].upper(): rule.code for name, rule in found.items()} == {
        r.code: r.code for r in rules.RULES.values()
    }


def test_every_format_of_reports_is_registered_under_its_name() -> None:
    assert {name: found.name for name, found in reports.FORMATS.items()} == {
        name: name for name, _ in entries("render.reports", "write")
    }


def test_every_format_of_diagrams_is_registered_under_its_name() -> None:
    assert {name: renderer.name for name, renderer in diagrams.DIAGRAMS.items()} == {
        name: name for name, _ in entries("render.diagrams", "write")
    }


def test_every_store_is_registered() -> None:
    shared = {"store", "derived", "values", "holder", "urls", "revisions"}
    shared |= {"memory", "scratch"}  # which no URL opens
    found = {module.name for module in pkgutil.iter_modules(stores.__path__)} - shared
    assert set(stores.STORES.own) == found
    assert {name: stores.STORES[name].name for name in found} == {name: name for name in found}


def test_every_importer_is_registered() -> None:
    found = {i.name: i for _, i in entries("importers", "IMPORTER")}
    assert found == importers.IMPORTERS


def test_every_format_of_exports_is_registered() -> None:
    assert [export.write for export in exporters.EXPORTS.values()] == [
        Deferred(f"graphmodel.exporters.{name}:write") for name, _ in entries("exporters", "write")
    ]


def test_every_format_of_charts_is_drawn() -> None:
    for name, chart in charts.CHARTS.items():
        assert (chart.name, chart.suffixes) == (name, (f".{name}",))
        assert isinstance(chart.write, Deferred)
        assert callable(located(chart.write.place))
