"""An analysis as a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.cli.diagram import DiagramCommand, DiagramOptions, Drawable, answer
from graphmodel.cli.locate import opened, proposal
from graphmodel.cli.output import say
from graphmodel.cli.parameters import from_stdin, parameters

if TYPE_CHECKING:
    from graphmodel.answers.question import Analysis
    from graphmodel.cli.output import Target

FAILED: Final = 1
"""The exit code of a gate that does not let the catalogue through."""


def command(analysis: Analysis) -> Drawable:
    """The command that asks this analysis."""

    def ask(written_to: Target, options: DiagramOptions, **given: object) -> int:
        with opened() as bench:
            question = from_stdin(analysis.question, given)
            world = bench.session().proposed(**proposal())
            report = world.run(analysis.name, **{k: v for k, v in question.items() if v is not None})
            answer(report, written_to, options)
            if bench.remark and not written_to.quiet:
                say(f"note: {bench.remark}")
        return FAILED if analysis.failed and analysis.failed(report) else 0

    kind = DiagramCommand if analysis.diagram else Drawable
    return kind(
        analysis.name,
        proposes=True,
        charts=bool(analysis.charts),
        params=parameters(analysis.question),
        callback=ask,
        help=analysis.question.__doc__,
        short_help=analysis.summary,
        examples=analysis.examples,
    )
