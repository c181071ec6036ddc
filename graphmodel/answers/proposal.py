"""What a world says of itself that is not the catalogue as it stands, but one that is proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphmodel.model.words import called, count, listed

NAMED = 5
"""How many services a note names."""


@dataclass(frozen=True)
class Proposal:
    """How a world differs from the catalogue that it was made of."""

    overlays: tuple[str, ...] = ()
    """The folders laid over it, the last one on top."""
    without: tuple[str, ...] = ()
    """What selected the services that are taken away."""
    at: str = ""
    """The day, ISO 8601, at which it is looked at."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    """Records that the overlays add, change and take out."""
    gone: tuple[tuple[str, str], ...] = ()
    """Id and name of the services that are taken away, ended or not started, by id."""

    def on(self, before: Proposal | None) -> Proposal:
        """The same, proposed of what was a proposal before."""
        if before is None:
            return self
        return replace(
            self,
            overlays=before.overlays + self.overlays,
            without=before.without + self.without,
            at=self.at or before.at,
            added=before.added + self.added,
            changed=before.changed + self.changed,
            removed=before.removed + self.removed,
        )

    @property
    def words(self) -> str:
        """In a line: ``proposal: with next, without db, at 2027-01-01``."""
        parts = [f"with {listed(self.overlays, NAMED)}"] if self.overlays else []
        parts += [f"without {listed(self.without, NAMED)}"] if self.without else []
        parts += [f"at {self.at}"] if self.at else []
        return f"proposal: {', '.join(parts)}"

    def title(self, of: str) -> str:
        """The title of an answer, which says that it is one to a proposal."""
        return f"{of} ({self.words})" if of else self.words

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader of an answer must know besides."""
        found = []
        if self.overlays:
            changes = (
                f"{count(self.added, 'record')} added, {self.changed:,} changed, {self.removed:,} removed"
            )
            found.append(f"{listed(self.overlays, NAMED)}: {changes}")
        if self.gone:
            names = listed([called(*one) for one in self.gone], NAMED)
            found.append(f"{count(len(self.gone), 'service')} gone: {names}")
        return tuple(found)

    def record(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "with": list(self.overlays),
            "without": list(self.without),
            "at": self.at,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "gone": [{"id": one, "name": name} for one, name in self.gone],
        }
