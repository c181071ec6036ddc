"""The list of licences is that of what is installed here, whatever the versions."""

from __future__ import annotations

import re
import runpy
from importlib.metadata import Distribution, distribution

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

LISTED = runpy.run_path(str(ROOT / "docs" / "licences.py"))
PACKAGES, DRAWING, ELSEWHERE = LISTED["PACKAGES"], LISTED["DRAWING"], LISTED["ELSEWHERE"]
LIBRARIES, OF_WHEELS = LISTED["LIBRARIES"], LISTED["OF_WHEELS"]
STRONG = re.compile(r"(?<!L)A?GPL-")
FAMILIES = {
    "Apache-2.0": "apache", "BSD-2-Clause": "bsd", "BSD-3-Clause": "bsd", "MIT": "mit", "MIT-CMU": "cmu",
    "PSF-2.0": "python software foundation",
}  # fmt: skip


def closure(*extras: str) -> dict[str, Distribution]:
    """All installed distributions that graphmodel needs with these extras, itself included."""
    found: dict[str, Distribution] = {}
    left = [("graphmodel", frozenset(extras))]
    while left:
        name, wanted = left.pop()
        this = distribution(name)
        key = re.sub(r"[-_.]+", "-", this.name).lower()
        if key in found:
            continue
        found[key] = this
        for requirement in map(Requirement, this.requires or ()):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                left.append((requirement.name, frozenset(requirement.extras)))
    return found


INSTALLED = closure("drawing")


def libraries(wheel: Distribution) -> set[str]:
    """The shared libraries that the wheel brings beside its modules, without versions."""
    paths = [path for path in wheel.files or () if re.search(r"\.libs/[^/]*\.so", str(path))]
    return {re.sub(r"(-r\d+)?(-[0-9a-f]{8,})*(\.\d+)*(\.dev)?\.so.*", "", path.name) for path in paths}


def test_all_that_is_installed_is_listed() -> None:
    assert set(closure()) <= PACKAGES.keys() | ELSEWHERE.keys()
    assert set(INSTALLED) - set(closure()) <= DRAWING.keys()
    assert {"click", "numpy", "scipy", "matplotlib", "neo4j"} <= set(INSTALLED)


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_a_package_says_the_licence_that_is_listed(name: str) -> None:
    listed = (PACKAGES | DRAWING | ELSEWHERE)[name]
    metadata = INSTALLED[name].metadata
    if expression := metadata.get("License-Expression"):
        assert expression == listed
        return
    classified = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    said = " ".join(classified or [metadata.get("License") or ""]).lower()
    assert FAMILIES[listed.split()[0]] in said
    assert "general public" not in said


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_every_library_within_a_wheel_is_listed(name: str) -> None:
    held = libraries(INSTALLED[name])
    assert held <= LIBRARIES.keys()
    assert held <= set(OF_WHEELS.get(name, ()))


def test_nothing_that_everybody_installs_is_under_the_gpl() -> None:
    held = {library for name in closure() for library in libraries(INSTALLED[name])}
    licences = [PACKAGES.get(name) or ELSEWHERE[name] for name in closure()]
    licences += [LIBRARIES[name][1] for name in held]
    for licence in licences:
        choices = [choice for choice in licence.split(" OR ") if not STRONG.search(choice)]
        assert choices or "WITH GCC-exception" in licence


def test_the_one_library_under_the_gpl_says_so() -> None:
    strong = [
        name
        for name, (_, licence) in LIBRARIES.items()
        if all(STRONG.search(choice) for choice in licence.split(" OR ")) and " WITH " not in licence
    ]
    assert strong == ["libjbig"]
    found = [path for path in INSTALLED["pygraphviz"].files or () if path.name.startswith("libjbig")]
    for path in found:
        assert b"GPL" in path.locate().read_bytes()
