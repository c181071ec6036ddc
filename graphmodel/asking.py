"""What can be asked of a catalogue: every analysis by its name.

Of the answers there are diagrams and charts, and of all that matters one page.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from graphmodel.answers.question import asked
from graphmodel.diagrams.spec import CLUSTERS, DIRECTIONS, LAYOUTS, PAGES, READABLE, SETUP
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import current
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from graphmodel.analyses import (
        availability,
        cutsets,
        cycles,
        diagram,
        drift,
        find,
        gaps,
        impact,
        improve,
        levels,
        paths,
        promises,
        recovery,
        roles,
        score,
        spof,
        stats,
        underpinning,
        vision,
    )
    from graphmodel.analyses.details import between, calling, common_cause, covering, facts, proof
    from graphmodel.answers.report import Report
    from graphmodel.answers.world import World
    from graphmodel.diagrams.spec import Diagram, Setup, Spec
    from graphmodel.index.index import Index
    from graphmodel.render.charts.formats import Charted
    from graphmodel.render.diagrams.formats import Drawn
    from graphmodel.render.pages.contents import Pages


class Asking:
    """What can be asked of a catalogue."""

    def session(self) -> World:
        """The world that the next question is asked of."""
        raise NotImplementedError

    # What a type checker knows of the rows; a test holds it to what the analyses give. Others have rows of anything.
    @overload
    def run(
        self, analysis: Literal["impact"], *, notify: Literal[True], **question: Any
    ) -> Report[calling.CallRow]: ...
    @overload
    def run(
        self, analysis: Literal["impact"], *, between: tuple[str, str], **question: Any
    ) -> Report[between.BetweenRow]: ...
    @overload
    def run(
        self, analysis: Literal["impact"], *, contacts: Literal[True], **question: Any
    ) -> Report[calling.ContactRow]: ...
    @overload
    def run(self, analysis: Literal["impact"], *, why: str, **question: object) -> Report[proof.ProofRow]: ...
    @overload
    def run(
        self, analysis: Literal["impact", "spof"], *, by: str, **question: Any
    ) -> Report[common_cause.CommonCauseRow]: ...
    @overload
    def run(self, analysis: Literal["impact"], **question: Any) -> Report[impact.ImpactRow]: ...
    @overload
    def run(self, analysis: Literal["spof"], *, why: str, **question: Any) -> Report[proof.ProofRow]: ...
    @overload
    def run(self, analysis: Literal["spof"], **question: Any) -> Report[spof.SpofRow]: ...
    @overload
    def run(
        self, analysis: Literal["cutsets"], *, groups: Literal[True], **question: Any
    ) -> Report[cutsets.GroupRow]: ...
    @overload
    def run(self, analysis: Literal["cutsets"], **question: Any) -> Report[cutsets.CutsetRow]: ...
    @overload
    def run(
        self, analysis: Literal["availability"], *, importance: str, **question: Any
    ) -> Report[availability.ImportanceRow]: ...
    @overload
    def run(
        self, analysis: Literal["availability"], **question: Any
    ) -> Report[availability.AvailabilityRow]: ...
    @overload
    def run(self, analysis: Literal["recovery"], **question: object) -> Report[recovery.RecoveryRow]: ...
    @overload
    def run(self, analysis: Literal["improve"], **question: Any) -> Report[improve.ImproveRow]: ...
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
        **question: object,
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
    def run(self, analysis: Literal["levels"], **question: object) -> Report[levels.LevelsRow]: ...
    @overload
    def run(self, analysis: Literal["promises"], **question: object) -> Report[promises.PromisesRow]: ...
    @overload
    def run(
        self, analysis: Literal["vision"], *, ask: Literal[True], **question: Any
    ) -> Report[vision.AskRow]: ...
    @overload
    def run(self, analysis: Literal["vision"], **question: Any) -> Report[vision.VisionRow]: ...
    @overload
    def run(self, analysis: Literal["drift"], **question: object) -> Report[drift.DriftRow]: ...
    @overload
    def run(self, analysis: Literal["gaps", "check"], **question: object) -> Report[gaps.GapsRow]: ...
    @overload
    def run(
        self, analysis: Literal["score"], *, fix: Literal[True], **question: Any
    ) -> Report[score.FixRow]: ...
    @overload
    def run(
        self, analysis: Literal["score"], *, trend: Literal[True], **question: Any
    ) -> Report[score.TrendRow]: ...
    @overload
    def run(self, analysis: Literal["score"], **question: Any) -> Report[score.ScoreRow]: ...
    @overload
    def run(self, analysis: Literal["paths"], **question: object) -> Report[paths.PathsRow]: ...
    @overload
    def run(self, analysis: Literal["cycles"], **question: object) -> Report[cycles.CyclesRow]: ...
    @overload
    def run(
        self, analysis: Literal["roles"], *, matrix: Literal[True], **question: Any
    ) -> Report[tuple[Any, ...]]: ...
    @overload
    def run(
        self, analysis: Literal["roles"], *, vacant: Literal[True], **question: Any
    ) -> Report[covering.VacantRow]: ...
    @overload
    def run(
        self, analysis: Literal["roles"], *, leaves: Any, **question: Any
    ) -> Report[covering.LeftRow]: ...
    @overload
    def run(self, analysis: Literal["roles"], *, load: str, **question: Any) -> Report[covering.LoadRow]: ...
    @overload
    def run(self, analysis: Literal["roles"], **question: Any) -> Report[roles.RolesRow]: ...
    @overload
    def run(self, analysis: Literal["find"], **question: object) -> Report[find.FindRow]: ...
    @overload
    def run(self, analysis: Literal["show"], **question: object) -> Report[facts.FactRow]: ...
    @overload
    def run(self, analysis: Literal["diagram"], **question: object) -> Report[diagram.DiagramRow]: ...
    @overload
    def run(self, analysis: Literal["stats"], **question: object) -> Report[stats.StatsRow]: ...
    @overload
    def run(self, analysis: str, **question: object) -> Report[Any]: ...

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
        report = found.ask(self.session(), asked(found, question))
        for file, text in report.files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with outputs.writing(file, force=True) as raw:
                raw.write(text.encode())
        return report

    @staticmethod
    def diagram(
        report: Report,
        *,
        cluster: str | None = None,
        max_nodes: int = READABLE,
        max_edges: int | None = None,
        details: bool = False,
        all_dependencies: bool = False,
    ) -> Diagram:
        """The diagram of a report, collapsed until it is readable (``graphmodel.diagrams.building``).

        Without ``cluster`` services are put together by type, or as the answer says (by wave). It shows the catalogue
        as it was when the report was asked for. Raises UsageError for a report that is not about services.
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
            all_dependencies=all_dependencies,
        )

    @staticmethod
    def draw(
        report: Report,
        format: str,
        *,
        cluster: str | None = None,
        max_nodes: int | None = None,
        theme: str = "light",
        all_dependencies: bool = False,
        title: str | None = None,
        subtitle: str | None = None,
        setup: Setup = SETUP,
    ) -> Drawn:
        """The diagram of a report as a file of that format (``graphmodel.render.diagrams.formats``).

        Without ``cluster`` services are put together by type, or as the answer says (by wave).
        ``title`` and ``subtitle`` stand above it, by default the answer in words and what to take away from it.
        Without ``max_nodes`` a page is collapsed until its names can be read on it. It shows the catalogue as it was
        when the report was asked for. Raises UsageError for a report that is not about services, for a format,
        cluster, theme or value of ``setup`` that there is not, and for fewer than one node.
        """
        from graphmodel.diagrams.building import diagram
        from graphmodel.render.diagrams.formats import DIAGRAMS, draw
        from graphmodel.render.theme import THEMES

        renderer = DIAGRAMS.known(format)
        for what, value, known in (
            ("cluster", current(cluster or CLUSTERS[0]), CLUSTERS),
            ("theme", theme, (*THEMES,)),
            ("layout", setup.layout, LAYOUTS),
            ("direction", setup.direction, DIRECTIONS),
            ("page", setup.page, PAGES),
        ):
            if value not in known:
                raise UsageError(
                    f"there is no {what} {value!r} of diagrams", f"there are: {', '.join(known)}"
                )
        if max_nodes is not None and max_nodes < 1:
            raise UsageError(f"a diagram of {max_nodes} nodes shows nothing", "allow at least one")
        index, drawn = _spec(report)
        drawn = replace(
            drawn,
            title=drawn.title if title is None else title,
            subtitle=drawn.subtitle if subtitle is None else subtitle,
        )
        make = partial(
            diagram,
            index,
            drawn,
            cluster=cluster,
            max_edges=renderer.max_edges,
            details=renderer.details,
            folds=renderer.folds,
            marked=renderer.marks,
            all_dependencies=all_dependencies,
        )
        return draw(
            lambda most: replace(make(max_nodes=most), setup=setup), renderer, THEMES[theme], max_nodes
        )

    @staticmethod
    def chart(report: Report, format: str, *, theme: str = "light") -> Charted:
        """The chart of a report as a file (``graphmodel.render.charts.formats``); its rows are read.

        Raises UsageError for a report that has no chart, and for a format or theme that there is not.
        """
        from graphmodel.render.charts.formats import charted

        return charted(report, format, theme)

    @staticmethod
    def write(
        report: Report, path: str | Path, *, format: str | None = None, force: bool = False
    ) -> int | None:
        """Write the rows of a report to a file, by default in the format that its suffix tells: ``.csv``, ``.xlsx``, …

        How many rows were written; None where the format shows the report's text in their place. Raises UsageError
        for a file that exists (unless ``force``), for a format that there is not, and for what it cannot hold.
        """
        from graphmodel.render.reports import FORMATS, render

        file = Path(path)
        chosen = FORMATS.known(format or FORMATS.by_suffix(str(file))).name
        with outputs.writing(file, force=force) as raw:
            out = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
            try:
                return render(report, chosen, out)
            finally:
                out.detach()

    def report(self, title: str = "What underpins our products") -> str:
        """The report as one HTML page to read and to print; it needs no network."""
        return self.pages(title).html

    def pages(self, title: str = "What underpins our products") -> Pages:
        """The same, with all rows that the page has no room for (``graphmodel.render.pages.contents``)."""
        from graphmodel.render.pages.contents import pages

        return pages(self.session(), title)


def _spec(report: Report) -> tuple[Index, Spec]:
    """What a diagram of the report shows, and the catalogue that it shows it of."""
    from graphmodel.analyses.details.specs import spec

    drawn = spec(report)
    if drawn.index is None:
        raise UsageError(f"the answer of {report.analysis} has no diagram", "it was asked of no catalogue")
    return drawn.index, drawn
