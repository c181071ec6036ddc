"""Each rule's bad catalogue has exactly the findings named here; its good one has none of the rule's."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from graphmodel import rules
from graphmodel.importers import read, resolve
from graphmodel.index.build import index as build
from graphmodel.model.catalogue import merge
from graphmodel.model.metamodel import FILES
from graphmodel.model.toml_file import key_lines, parsed
from graphmodel.rules import RULES, codes
from graphmodel.rules.explain import explain
from graphmodel.rules.rule import Rule
from graphmodel.rules.settings import Settings
from graphmodel.rules.settings_file import settings
from tests.conftest import REVISION, folder, index
from tests.ruled import findings

EXPECTED = {
    "GM001": [("mail", "services.csv", 2)],
    "GM002": [("mail", "services.csv", 2)],
    "GM003": [("mail", "services.csv", 2)],
    "GM004": [("remote", "categories.csv", 4)],
    "GM005": [("fax", "services.csv", 3)],
    "GM006": [("bike", "products.csv", 2)],
    "GM007": [("shop", "products.csv", 2)],
    "GM008": [("directory", "dependencies.csv", 3)],
    "GM009": [("vpn", "dependencies.csv", 2)],
    "GM010": [("fax-team", "roles.csv", 3)],
    "GM011": [("mainframe", "dependencies.csv", 2)],
    "GM012": [("mainframe", "dependencies.csv", 2)],
    "GM013": [("shop", "products.csv", 2)],
    "GM014": [("shop", "products.csv", 2)],
    "GM015": [("shop", "products.csv", 2)],
    "GM016": [("shop", "products.csv", 2)],
    "GM017": [("database", "services.csv", 3)],
    "GM018": [("line-a", "services.csv", 2)],
    "GM019": [("vpn", "dependencies.csv", 2)],
    "GM020": [("vpn", "dependencies.csv", 2)],
    "GM021": [("Acme", "services.csv", 2)],
    "GM022": [("a", "roles.csv", 2)],
    "GM023": [("disks", "services.csv", 2)],
    "GM024": [("mail-team", "roles.csv", 2)],
    "GM025": [("mail", "services.csv", 2)],
    "GM026": [("mainframe", "services.csv", 3)],
    "GM027": [("mail", "services.csv", 2)],
    "GM028": [("lan", "dependencies.csv", 2)],
    "GM029": [("database", "services.csv", 2)],
    "GM030": [("mail-2", "services.csv", 4)],
    "GM031": [("kiosk", "products.csv", 3)],
    "GM032": [("hosting", "services.csv", 2)],
    "GM033": [("billing", "dependencies.csv", 3)],
    "GM034": [("shop", "observations.csv", 3)],
    "GM035": [("directory", "dependencies.csv", 3)],
    "GM036": [("fax-team", "roles.csv", 2)],
    "GM037": [("vpn", "dependencies.csv", 2)],
    "GM038": [("wan", "services.csv", 4)],
    "GM039": [("mial", "graphmodel.toml", 1)],
    "GM040": [("critical services have a name", "graphmodel.toml", 1)],
}

FILE = "graphmodel.toml"


def stated(files: Mapping[str, str]) -> Settings:
    """What the settings file of an example says."""
    text = files.get(FILE, "")
    return settings(parsed(text, FILE, ""), FILE, key_lines(text))


each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def test_every_file_is_registered_in_the_order_of_its_code() -> None:
    names = sorted(m.name for m in iter_modules(rules.__path__) if m.name.startswith("gm"))
    assert [import_module(f"graphmodel.rules.{name}").RULE for name in names] == list(RULES.values())
    assert [name[:5].upper() for name in names] == list(RULES) == list(codes()) == list(EXPECTED)


@each_rule
def test_the_bad_catalogue_has_the_findings_expected(rule: Rule) -> None:
    bad = index(rule.bad)
    found = list(findings(rule, bad, stated(rule.bad)))
    assert [(f.subject, f.origin.file, f.origin.line) for f in found] == EXPECTED[rule.code]
    for f in found:
        assert (f.code, f.severity, f.hint) == (rule.code, rule.severity, rule.hint)
        assert f.subject in f.message
        kind, column = ("service", "supplier") if f.about == "supplier" else (f.about, "id")
        assert f.about == "setting" or f.subject in bad.catalogue().table(kind).texts(column)
        assert f.about == rule.about


@each_rule
def test_the_good_catalogue_has_none(rule: Rule) -> None:
    assert list(findings(rule, index(rule.good), stated(rule.good))) == []


@each_rule
def test_the_good_catalogue_is_the_bad_one_mended(rule: Rule) -> None:
    """One file differs, so that the example shows one thing; or a file was needed for what was missing."""
    different = [name for name in rule.good if rule.good[name] != rule.bad.get(name)]
    assert set(rule.bad) <= set(rule.good)
    assert len([name for name in different if name in rule.bad]) <= 1
    assert different


@each_rule
def test_an_example_is_a_catalogue_folder(rule: Rule) -> None:
    for files in (rule.bad, rule.good):
        assert {Path(name).stem for name in files if name != FILE} <= set(FILES)
        assert all(Path(name).suffix == ".csv" for name in files if name != FILE)
        assert all(text.endswith("\n") for text in files.values())
        assert (FILE in files) == (rule.about == "setting")


@each_rule
def test_an_example_imports_without_an_error(rule: Rule, tmp_path: Path) -> None:
    for name, files in (("bad", rule.bad), ("good", rule.good)):
        tables = {file: text for file, text in files.items() if file != FILE}
        incoming = resolve(read([folder(tmp_path / name, tables)]), {}, [], create_missing=True)
        assert [p for p in incoming.problems if p.severity == "error"] == []
        found = findings(rule, build(merge({name: incoming.tables}), REVISION), stated(files))
        assert [f.subject for f in found] == [
            subject for subject, _, _ in EXPECTED[rule.code] if name == "bad"
        ]


@each_rule
def test_a_rule_says_what_it_shares(rule: Rule) -> None:
    """All that it has worked out of the index, and nothing that it does not use."""
    alone = index(rule.bad)
    list(findings(rule, alone, stated(rule.bad)))
    ready = index(rule.bad)
    for need in rule.needs:
        need(ready)
    assert set(rule.needs) <= set(alone.worked)
    assert set(alone.worked) <= set(ready.worked) or rule.code == "GM039"  # which asks other rules


@each_rule
def test_a_parameter_is_explained_and_its_default_fits(rule: Rule) -> None:
    assert len({p.name for p in rule.parameters}) == len(rule.parameters)
    for parameter in rule.parameters:
        assert parameter.checked(parameter.default) == parameter.default
        assert parameter.help
        assert not parameter.help.endswith(".")
        assert f"{parameter.name} = " in explain(rule.code)


@each_rule
def test_the_text_is_text(rule: Rule) -> None:
    code = codes()[rule.code]
    assert (code.title, code.severity, code.why, code.fix) == (
        rule.title,
        rule.severity,
        rule.why,
        rule.hint,
    )
    assert rule.why.endswith(".")
    assert not rule.hint.endswith(".")
    assert rule.title[0].isupper()
