"""The fast tests with each Python that is found, and with the oldest one also with the lowest versions allowed.

``make test-matrix [PYTHONS="3.11 3.12"]``; by default every version that setup.cfg names. A Python is looked for on
the path, among pyenv's and among uv's. One that is not found is told, and is no failure; a failing run is.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PLACE: Final = ROOT / ".matrix"


def supported() -> list[str]:
    """The versions of Python that setup.cfg names, oldest first."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    return re.findall(r"Python :: (3\.\d+)", settings["metadata"]["classifiers"])


def uv(*arguments: str | Path, quiet: bool = False) -> str | None:
    """What uv says, or None where it fails. It trusts the certificates that the system trusts."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    places = [*sorted(map(str, pyenv.glob("versions/3.*/bin"))), os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(places)}
    done = subprocess.run(
        [Path(sys.executable).parent / "uv", "--native-tls", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
        check=False,
    )
    return None if done.returncode else done.stdout.strip()


def found(version: str) -> str | None:
    """The program of that version of Python; uv fetches it where it can."""
    wanted = ("python", "find", "--no-project", "--system", version)
    return uv(*wanted, quiet=True) or (
        uv("python", "install", version, quiet=True) and uv(*wanted, quiet=True)
    )


def passes(python: str, name: str, resolution: str) -> bool:
    """Do the fast tests pass with that Python in an environment of its own?"""
    home = PLACE / name
    shutil.rmtree(home, ignore_errors=True)
    program = home / "bin" / "python"
    made = uv("venv", "--quiet", "--seed", "--python", python, home) is not None
    installed = made and uv(
        "pip", "install", "--quiet", "--python", program, "--resolution", resolution, "--editable", ".[test]"
    )
    return installed is not None and made and _tested(program)


def _tested(program: Path) -> bool:
    command = [program, "-m", "pytest", "--fast", "-q", "-n", "auto", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main(versions: list[str]) -> int:
    """Run them all, tell how each went, and exit with 1 where one failed."""
    told = []
    for at, version in enumerate(versions or supported()):
        python = found(version)
        if python is None:
            told.append(f"Python {version}: NOT TESTED, it is not on this machine")
            continue
        runs = [(version, "highest")] + [(f"{version}-lowest", "lowest-direct")] * (at == 0)
        for name, resolution in runs:
            print(f"\n== Python {name}: {python}", flush=True)
            told.append(f"Python {name}: {'passed' if passes(python, name, resolution) else 'FAILED'}")
    print("", *told, sep="\n")
    return any(line.endswith("FAILED") for line in told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
