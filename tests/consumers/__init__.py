"""Programs that read what graphmodel draws: Mermaid, D2, axe from npm (``make consumers``), PlantUML through Maven."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from tests.needs import lacking, left_out

HERE = Path(__file__).parent
PLANTUML = "1.2024.7"


def installed(package: str) -> Path:
    """The folder of a package from npm; without it the test is skipped, or fails where CI is set."""
    left_out("what npm's packages read")
    found = HERE / "node_modules" / package
    if not found.exists() or shutil.which("node") is None:
        lacking(
            "no npm: Mermaid and D2 are not read by the real programs, pages not checked by axe "
            "(apt-get install npm; make consumers)"
        )
    return found


def node(script: str, *args: str | Path) -> Any:
    """What a script of this folder says, as JSON; without Node the test is skipped, or fails where CI is set."""
    if shutil.which("node") is None:
        lacking("no Node: what scripts answer is not compared (apt-get install nodejs)")
    done = subprocess.run(
        ["node", *_options(), HERE / script, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def _options() -> list[str]:
    """Node 18, which Debian 12 has, hides the cryptography that D2 needs."""
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return ["--experimental-global-webcrypto"] if told.startswith("v18.") else []


def plantuml() -> Path:
    """PlantUML's program, which Maven fetches; without it the test is skipped, or fails where CI is set."""
    left_out("PlantUML")
    found = HERE / "jars" / f"plantuml-mit-{PLANTUML}.jar"
    maven, java = shutil.which("mvn"), shutil.which("java")
    if maven and java and not found.exists():
        artifact = f"net.sourceforge.plantuml:plantuml-mit:{PLANTUML}"
        subprocess.run(
            [
                maven,
                "-q",
                "-B",
                "dependency:copy",
                f"-Dartifact={artifact}",
                f"-DoutputDirectory={found.parent}",
            ],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    if not (java and found.exists()):
        lacking("no PlantUML: its format is not read by the real program (apt-get install maven)")
    return found
