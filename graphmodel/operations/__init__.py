"""What can be done with a catalogue besides asking it: each operation in a file of its own, registered here.

One line per operation: its name and its own summary, said here again so that ``--help`` can list the operations without
importing them (a test holds the two together).
"""

from __future__ import annotations

from typing import Final

from graphmodel.answers.registry import Summaries
from graphmodel.operations.operation import Operation

_OWN: Final = {
    "report": "A report to hand on: what matters on page one, ten pages at most, all rows beside it.",
    "scenarios": "What happens in each scenario of a file, and is it what is expected? A gate for CI.",
    "init": "A catalogue folder to start from.",
    "plan": "What importing files would change.",
    "import": "Make what files say the next revision.",
    "add": "Add a record by hand, or change one.",
    "link": "Say by hand that one service depends on another.",
    "remove": "Remove a record that was added by hand.",
    "history": "Every revision, the latest first.",
    "undo": "Take back the latest revision.",
    "diff": "What changed between two revisions or catalogues, or in the answers.",
    "export": "The catalogue as CSV files, a workbook or a graph.",
    "copy": "A catalogue to another store.",
    "mapping suggest": "Propose a mapping for foreign files.",
    "mapping list": "The presets: systems whose exports are read as they are.",
    "mapping show": "The mapping of a preset, to copy and to change.",
    "doctor": "Is the catalogue whole? Checks it, and can repair it.",
    "cypher list": "Which queries there are.",
    "cypher show": "One of them, with its comments.",
    "cypher run": "Run one of them.",
    "query": "Ask a catalogue in Neo4j anything, in Cypher.",
    "schema show": "The schema in Cypher.",
    "schema apply": "Make what is missing of it.",
    "rules": "The coverage rules: code, severity, state and what each finds.",
    "config": "What holds here, and where it comes from.",
    "explain": "What a code means and what to do about it; what the figures of an answer mean.",
}

GROUPS: Final = {
    "mapping": ("Read foreign files.", "Say once how foreign files become a catalogue."),
    "cypher": (
        "The queries in Cypher that ship with graphmodel.",
        """List, show and run the queries that give Neo4j's users the same answers in their own tools.

        They are the files of graphmodel's folder cypher, to be used as they are in Neo4j's browser, too.
        """,
    ),
    "schema": (
        "The constraints and indexes of a catalogue in Neo4j.",
        "Show or make the constraints and indexes of a catalogue in Neo4j; the first import makes them, too.",
    ),
}
"""First word of a name of two → what it is about, in one line and in full."""


def module(name: str) -> str:
    """The file of an operation.

    >>> module("mapping suggest"), module("import")
    ('mapping_suggest', 'import_')
    """
    return "import_" if name == "import" else name.replace(" ", "_")


ALL = Summaries(
    "graphmodel.operations",
    Operation,
    {name: f"{__name__}.{module(name)}:OPERATION" for name in _OWN},
    _OWN,
)
"""Every operation by name, in the order in which help lists them; each is imported when it is first asked for.

Another package adds one by an entry point of the group ``graphmodel.operations``.
"""
