"""A session: an answer's world, pinned, and what can be asked of it: every analysis by its name.

Of the answers there are diagrams and charts, and of all that matters one page.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from graphmodel.answers.question import asked
from graphmodel.answers.world import World
from graphmodel.diagrams.spec import CLUSTERS, DIRECTIONS, LAYOUTS, PAGES, READABLE, SETUP
from graphmodel.model import outputs
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.metamodel import current
from graphmodel.model.revision import NO_REVISION, Revision, roots
from graphmodel.model.suggest import did_you_mean
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
    from graphmodel.analyses.details import between, common_cause, covering, facts, proof
    from graphmodel.answers.report import Report
    from graphmodel.diagrams.spec import Diagram, Setup, Spec
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.planning.plan import Plan
    from graphmodel.render.charts.formats import Charted
    from graphmodel.render.diagrams.formats import Drawn
    from graphmodel.render.pages.contents import Pages
    from graphmodel.stores.store import Store, WritableStore


class Asking:
    """What can be asked of a catalogue."""

    def session(self) -> Session:
        """The world that the next question is asked of."""
        raise NotImplementedError

    # What a type checker knows of the rows; a test holds it to what the analyses give. Others have rows of anything.
    @overload
    def run(
        self, analysis: Literal["impact"], *, notify: Literal[True], **question: Any
    ) -> Report[impact.CallRow]: ...
    @overload
    def run(
        self, analysis: Literal["impact"], *, between: tuple[str, str], **question: Any
    ) -> Report[between.BetweenRow]: ...
    @overload
    def run(
        self, analysis: Literal["impact"], *, contacts: Literal[True], **question: Any
    ) -> Report[impact.ContactRow]: ...
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


@dataclass(frozen=True)
class Session(World, Asking):
    """One state of a catalogue, with the settings that hold, to be asked as often as one likes."""

    def session(self) -> Session:
        """Itself: whatever is asked of it is asked of the same world."""
        return self

    def proposed(
        self,
        *,
        with_: str | Path | Sequence[str | Path] = (),
        without: str | Sequence[str] = (),
        at: str | date | None = None,
    ) -> Self:
        """What if: the catalogue with records laid over it, on another day, without some services. Nothing is stored.

        ``with_``: folders of CSV files, each as a source of its own that has the last word, the last on top; a row
        whose column ``remove`` is yes takes its record out. ``at``: without what has ended by that day, or has not
        started. ``without``: selectors of services that are taken away. Who needs what is gone finds it down.

        Raises UsageError for an unknown selector, folder or day, RejectedError for an overlay with errors.
        """
        from graphmodel.proposing import proposed

        paths = [with_] if isinstance(with_, str | Path) else with_
        selected = [without] if isinstance(without, str) else without
        return proposed(self, paths, selected, None if at is None else str(at))

    @classmethod
    def of_store(cls, store: Store, settings: Settings = DEFAULT) -> Self:
        """What a store holds now. Raises StoreError, or RejectedError for a folder with errors."""
        index = store.index()
        return cls(
            index, settings, partial(_roots, store, index.revision), past=partial(_past, store, settings)
        )

    @classmethod
    def of_catalogue(
        cls, catalogue: Catalogue, settings: Settings = DEFAULT, revision: Revision = NO_REVISION
    ) -> Self:
        """A catalogue in memory."""
        from graphmodel.index import build

        return cls(build.index(catalogue, revision), settings)

    @classmethod
    def of_plan(cls, store: WritableStore, plan: Plan, settings: Settings = DEFAULT) -> Self:
        """What if the plan were applied to the store: what all sources would hold then. Nothing is changed.

        Of rows that are rejected it knows nothing, as an import that accepts the others.

        Raises RejectedError for a plan with contradictions, StoreError when the store has moved on since it was made.
        """
        from graphmodel.stores.derived import changes_something
        from graphmodel.stores.values import merged

        changes_something(plan)
        base = store.revision()
        held = {**store.held(), plan.source: plan.incoming}
        if base.uid != plan.base:
            raise StoreError(
                "the catalogue was changed by somebody else since this was planned", "plan it again"
            )
        counts = {name: plan.counts[name] for name in ("added", "changed", "withdrawn")}
        then = Revision(base.number + 1, "", "", plan.source, "plan", root=plan.root, **counts)
        found = cls.of_catalogue(merged(held), settings, then)
        return replace(found, roots=partial(_roots, store, base, then))


def _roots(store: Store, last: Revision, *planned: Revision) -> dict[str, str]:
    """Source → the folder of its files when that was the last revision, and what is planned had followed.

    A folder that is gone (moved, or on another machine) is none.
    """
    history = [*planned, *(known for known in store.history() if known.number <= last.number)]
    return {source: root for source, root in roots(history).items() if Path(root).is_dir()}


def _past(store: Store, settings: Settings, name: str) -> Session:
    """What the store held at a revision; of a folder in Git at a commit. Empty: at the one before.

    Raises UsageError where there is none.
    """
    from graphmodel.stores.folder import FolderStore

    if isinstance(store, FolderStore):
        return Session.of_catalogue(store.committed(name or "HEAD"), settings)
    current = store.revision().number
    if name and not (name.isdecimal() and len(name) < 19):
        raise UsageError(f"{name!r} is no number of a revision", "graphmodel history lists them")
    number = int(name) if name else current - 1
    if not 1 <= number <= current:
        raise UsageError(
            f"there is no revision {number}" if name else f"there is no revision before {current}",
            "graphmodel history lists them",
        )
    revision = next(known for known in store.history() if known.number == number)
    return Session.of_catalogue(store.catalogue(number), settings, revision)


def _spec(report: Report) -> tuple[Index, Spec]:
    """What a diagram of the report shows, and the catalogue that it shows it of."""
    from graphmodel.analyses.details.specs import spec

    drawn = spec(report)
    if drawn.index is None:
        raise UsageError(f"the answer of {report.analysis} has no diagram", "it was asked of no catalogue")
    return drawn.index, drawn
