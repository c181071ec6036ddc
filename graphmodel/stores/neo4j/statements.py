"""The statements of ``cypher/``, by name: the only Cypher that is run; what users give are always parameters."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def named(stem: str) -> dict[str, str]:
    """The statements of a file: the first words of each (up to a colon in its comment) → the statement."""
    text = files("graphmodel.cypher").joinpath(f"{stem}.cypher").read_text(encoding="utf-8")
    found = {}
    for part in text.split(";\n"):
        lines = part.strip().splitlines()
        code = "\n".join(line for line in lines if not line.startswith("//"))
        if code.strip():
            comments = [line for line in lines if line.startswith("//")]
            name = comments[-1].removeprefix("//").partition(":")[0].strip() if comments else code.split()[2]
            found[name] = code.strip().removesuffix(";")
    return found


def load(name: str) -> str:
    """A statement that loads."""
    return named("loading")[name]


def schema() -> tuple[str, ...]:
    """The statements that make the schema."""
    return tuple(named("schema").values())
