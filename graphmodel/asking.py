"""Asking an open catalogue: every analysis by its name, and the diagrams and charts of the answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from graphmodel.answers.question import asked
from graphmodel.diagrams.spec import CLUSTERS, READABLE
from graphmodel.model.errors import UsageError
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from graphmodel.analyses import cycles, diagram, find, gaps, impact, paths, roles, stats, underpinning
    from graphmodel.analyses.details import facts, proof
    from graphmodel.answers.report import Report
    from graphmodel.diagrams.spec import Diagram, Spec
    from graphmodel.index.index import Index
    from graphmodel.render.charts.charting import Charted
    from graphmodel.render.diagrams.formats import Drawn


class Asking:
    """What can be asked of a catalogue that is open."""

    @property
    def index(self) -> Index:
        """The catalogue as integers (``graphmodel.index.index``)."""
        raise NotImplementedError

    # What a type checker knows of the rows; a test holds it to what the analyses give. Others have rows of anything.
    @overload
    def run(
        self, analysis: Literal["impact"], *, notify: Literal[True], **question: Any
    ) -> Report[impact.CallRow]: ...
    @overload
    def run(self, analysis: Literal["impact"], *, why: str, **question: Any) -> Report[proof.ProofRow]: ...
    @overload
    def run(self, analysis: Literal["impact"], **question: Any) -> Report[impact.ImpactRow]: ...
    @overload
    def run(
        self, analysis: Literal["underpinning"], *, matrix: str, **question: Any
    ) -> Report[tuple[Any, ...]]: ...
    @overload
    def run(
        self,
        analysis: Literal["underpinning"],
        *,
        counts: Literal[True],
        by: Literal["service"],
        **question: Any,
    ) -> Report[underpinning.ProductsRow]: ...
    @overload
    def run(
        self, analysis: Literal["underpinning"], *, counts: Literal[True], **question: Any
    ) -> Report[underpinning.ServicesRow]: ...
    @overload
    def run(
        self, analysis: Literal["underpinning"], **question: Any
    ) -> Report[underpinning.UnderpinningRow]: ...
    @overload
    def run(self, analysis: Literal["gaps", "check"], **question: Any) -> Report[gaps.GapsRow]: ...
    @overload
    def run(self, analysis: Literal["paths"], **question: Any) -> Report[paths.PathsRow]: ...
    @overload
    def run(self, analysis: Literal["cycles"], **question: Any) -> Report[cycles.CyclesRow]: ...
    @overload
    def run(self, analysis: Literal["roles"], **question: Any) -> Report[roles.RolesRow]: ...
    @overload
    def run(self, analysis: Literal["find"], **question: Any) -> Report[find.FindRow]: ...
    @overload
    def run(self, analysis: Literal["show"], **question: Any) -> Report[facts.FactRow]: ...
    @overload
    def run(self, analysis: Literal["diagram"], **question: Any) -> Report[diagram.DiagramRow]: ...
    @overload
    def run(self, analysis: Literal["stats"], **question: Any) -> Report[stats.StatsRow]: ...
    @overload
    def run(self, analysis: str, **question: Any) -> Report[Any]: ...

    def run(self, analysis: str, **question: Any) -> Report[Any]:
        """Ask one question; the keywords are the fields of the analysis' ``Question``.

        Where several values may be given, one alone will do. Raises UsageError for an unknown analysis, field, id or
        selector, for a field that is missing, and for a value of another type.
        """
        from graphmodel.analyses import ALL

        if analysis not in ALL:
            hint = did_you_mean(str(analysis), ALL, f"there are: {', '.join(ALL)}")
            raise UsageError(f"there is no analysis {analysis!r}", hint)
        found = ALL[analysis]
        return found.run(self.index, asked(found, question))

    def diagram(
        self,
        report: Report,
        *,
        cluster: str = "type",
        max_nodes: int = READABLE,
        max_edges: int | None = None,
        details: bool = False,
    ) -> Diagram:
        """The diagram of a report, collapsed until it is readable (``graphmodel.diagrams.building``).

        It shows the catalogue as it was when the report was asked for. Raises UsageError for a report that is not
        about services.
        """
        from graphmodel.diagrams.building import diagram

        index, drawn = _spec(report)
        return diagram(
            index,
            drawn,
            cluster=cluster,
            max_nodes=max_nodes,
            max_edges=max_edges,
            details=details,
        )

    def draw(
        self,
        report: Report,
        format: str,
        *,
        cluster: str = "type",
        max_nodes: int = READABLE,
        theme: str = "light",
    ) -> Drawn:
        """The diagram of a report as a file of that format (``graphmodel.render.diagrams.formats``).

        It shows the catalogue as it was when the report was asked for. Raises UsageError for a report that is not
        about services, for a format, cluster or theme that there is not, and for fewer than one node.
        """
        from graphmodel.diagrams.building import diagram
        from graphmodel.render.diagrams.formats import DIAGRAMS, draw
        from graphmodel.render.theme import THEMES

        for what, value, known in (
            ("format", format, (*DIAGRAMS,)),
            ("cluster", cluster, CLUSTERS),
            ("theme", theme, (*THEMES,)),
        ):
            if value not in known:
                raise UsageError(
                    f"there is no {what} {value!r} of diagrams", f"there are: {', '.join(known)}"
                )
        if max_nodes < 1:
            raise UsageError(f"a diagram of {max_nodes} nodes shows nothing", "allow at least one")
        renderer = DIAGRAMS[format]
        index, drawn = _spec(report)
        make = partial(
            diagram,
            index,
            drawn,
            cluster=cluster,
            max_edges=renderer.max_edges,
            details=renderer.details,
        )
        return draw(lambda most: make(max_nodes=most), renderer, THEMES[theme], max_nodes)

    def chart(self, report: Report, format: str, *, theme: str = "light") -> Charted:
        """The chart of a report as a file (``graphmodel.render.charts.charting``); its rows are read.

        Raises UsageError for a report that has no chart, and for a format or theme that there is not.
        """
        from graphmodel.render.charts.charting import charted

        return charted(report, format, theme)


def _spec(report: Report) -> tuple[Index, Spec]:
    """What a diagram of the report shows, and the catalogue that it shows it of."""
    from graphmodel.analyses.details.specs import spec

    drawn = spec(report)
    if drawn.index is None:
        raise UsageError(f"the answer of {report.analysis} has no diagram", "it was asked of no catalogue")
    return drawn.index, drawn
