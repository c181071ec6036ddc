"""Every question to the imported estate, as a whole process; also asked with an older revision of graphmodel."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.process import GRAPHMODEL, Run, run

QUESTIONS = (
    ("show", "SERVICE"),
    ("impact", "SERVICE", "--format", "csv"),
    ("underpinning", "--counts", "--format", "csv"),
    ("underpinning", "--matrix", "types", "--format", "csv"),
    ("stats",),
    ("list", "services", "--format", "csv"),
    ("list", "services", "criticality:1", "--format", "csv"),
    ("gaps", "--format", "csv"),
)
"""What is asked; SERVICE is one that many others rest on."""


def asked(database: Path, service: str, repeat: int, code: Path | None = None) -> dict[str, Run]:
    """The fastest run of each question; ``code``: the working tree that answers, where it is not this one."""
    found = {}
    for question in QUESTIONS:
        words = [service if word == "SERVICE" else word for word in question]
        done = run(*GRAPHMODEL, "-c", database, *words, repeat=repeat, folder=code, keep=False)
        found[" ".join(question).removesuffix(" --format csv")] = done
    return found


def before(revision: str, estate: Path, service: str, repeat: int) -> tuple[Run, dict[str, Run]]:
    """The import, and the questions, with the code of a revision of this repository."""
    with _checked_out(revision) as (code, database):
        imported = run(*GRAPHMODEL, "-c", database, "import", estate, "--quiet", folder=code)
        return imported, asked(database, service, repeat, code)


@contextmanager
def _checked_out(revision: str) -> Iterator[tuple[Path, Path]]:
    """A working tree of that revision, and where its catalogue goes."""
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        git = ("git", "-C", str(Path(__file__).parent))
        subprocess.run([*git, "worktree", "add", "--quiet", "--detach", code, revision], check=True)
        try:
            yield code, Path(folder) / "catalogue.db"
        finally:
            subprocess.run([*git, "worktree", "remove", "--force", code], check=True)
