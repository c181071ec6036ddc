"""A catalogue changed by hand, from Python: records added, changed and removed one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import UsageError
from graphmodel.operations.details.stores import writable

if TYPE_CHECKING:
    from graphmodel.importers.by_hand import HandChanges
    from graphmodel.operations.importing import Imported
    from graphmodel.stores.store import Store


class Adding:
    """What ``Workbench.adding`` gathers."""

    def __init__(self, source: str, *, create_missing: bool) -> None:
        self.source = source
        self.create_missing = create_missing
        self.changes: HandChanges = _none()
        self.done: Imported | None = None
        """What came of it, when the block has ended: the plan, with its warnings, and the revision."""


class ByHand:
    """What can be done by hand. Everything speaks for the source ``manual``, unless ``adding`` says another.

    Each call makes a revision; ``with bench.adding():`` makes one of all calls inside it. A catalogue in memory
    (``Workbench.new``) gathers the calls by itself until it is asked, saved or imported into, then makes one of them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._adding: Adding | None = None
        self._gathered: HandChanges | None = None
        self.done: Imported | None = None
        """What the last import or change by hand did: its plan has the warnings."""

    @property
    def store(self) -> Store:
        """The catalogue as it is kept, with all that was gathered; inside ``adding`` without. Raises RejectedError."""
        if self._gathered and self._adding is None:
            from graphmodel.importers.by_hand import SOURCE
            from graphmodel.operations.by_hand import made_by_hand

            # Gathered on while it is wrong: what is missing can still be added.
            try:
                self.done = made_by_hand(writable(self._store), self._gathered, SOURCE)
            except UsageError as error:  # a removal that cannot be; nobody could take it back
                dropped = self._gathered.forget_removals()
                raise UsageError(
                    error.message, f"{error.hint}; {dropped} forgotten, all else is kept"
                ) from None
            self._gathered = None
        return self._store

    def close(self) -> None:
        """Give back what the store holds open."""
        self._store.close()

    def add(self, kind: str, /, **fields: Any) -> Imported | None:
        """Add a record, or say more of one: what is not named stays, None and ``""`` take a value back.

        ``kind``: ``service``, ``product``, ``category``, ``role``, ``dependency``, ``responsibility`` … A list may be
        given as one. A name that is no field is a free attribute, unless it looks misspelt. What came of it, or None
        where it is gathered.

        Raises UsageError for an unknown kind, a misspelt field, and a catalogue that is only read; RejectedError, which
        has the problems, for values that the fields cannot take and for what contradicts the catalogue.
        """
        return self._change(lambda changes: changes.add(kind, fields))

    def depends(self, service: str, /, *, on: str | Iterable[str], **fields: Any) -> Imported | None:
        """Add a dependency, or one on each of several: ``bench.depends("shop", on="db", strength="soft")``.

        ``fields``: ``strength``, ``group``, ``needs``, ``note``. With a ``group`` they are alternatives, of which
        ``needs`` have to be up. Raises as ``add`` does.
        """
        return self._each(
            "dependency",
            [{"service": service, "depends_on": one, **fields} for one in _several(on)],
        )

    def assign(
        self, role: str, /, *, to: str | Iterable[str], responsibility: str | Iterable[str], **fields: Any
    ) -> Imported | None:
        """Give a role a responsibility for a service: ``bench.assign("dba", to="db", responsibility="A")``.

        ``responsibility``: R, A, C or I, or several of them. ``fields``: ``duty``. Raises as ``add`` does.
        """
        given = [
            {"role": role, "service": service, "responsibility": letter, **fields}
            for service in _several(to)
            for letter in _several(responsibility)
        ]
        return self._each("responsibility", given)

    def remove(self, kind: str, /, *ids: str, links: bool = False) -> Imported | None:
        """Remove a record that was given by hand: ``remove("service", "db")``, ``remove("dependency", "shop", "db")``.

        Of a relationship its two ends say which, all that are between them, or perhaps its group or letter, too.
        ``links``: the dependencies and responsibilities of a node go with it; without, one that has some stays. What
        records of other sources name stays as a placeholder. Raises UsageError for what is not there by hand.
        """
        return self._change(lambda changes: changes.remove(kind, ids, links=links))

    @contextmanager
    def adding(self, source: str = "manual", *, create_missing: bool = False) -> Iterator[Adding]:
        """One revision of all that is added and removed inside: ``with bench.adding() as adding:``.

        ``adding.done`` says afterwards what came of it.

        It is made at the end of the block, all or nothing; an exception in the block leaves the catalogue as it was.
        What is asked inside is asked of the catalogue as it was. ``create_missing``: services that only dependencies
        name become placeholders. Raises RejectedError at the end for what contradicts itself or the catalogue.
        """
        from graphmodel.operations.by_hand import made_by_hand

        if self._adding is not None:
            raise UsageError("adding is under way already", "end that block first")
        store = writable(self.store)
        self._adding = adding = Adding(source, create_missing=create_missing)
        try:
            yield adding
        finally:
            self._adding = None
        if adding.changes:
            adding.done = made_by_hand(store, adding.changes, source, create_missing=create_missing)
            self.done = adding.done

    def _each(self, kind: str, given: list[dict[str, Any]]) -> Imported | None:
        return self._change(lambda changes: changes.add(kind, *given))

    def _change(self, say: Callable[[HandChanges], None]) -> Imported | None:
        """Have it said to what gathers, or made a revision at once."""
        from graphmodel.importers.by_hand import SOURCE
        from graphmodel.operations.by_hand import made_by_hand
        from graphmodel.stores.scratch import ScratchStore

        if self._adding is not None:
            say(self._adding.changes)
            return None
        if isinstance(self._store, ScratchStore):
            if self._gathered is None:
                self._gathered = _none()
            say(self._gathered)
            return None
        store, changes = writable(self._store), _none()
        say(changes)
        self.done = made_by_hand(store, changes, SOURCE)
        return self.done


def _none() -> HandChanges:
    from graphmodel.importers.by_hand import HandChanges

    return HandChanges("Python")


def _several(one: object) -> list[object]:
    """What is given, as a list; what is none is judged as the one value that it is."""
    return list(one) if isinstance(one, Iterable) and not isinstance(one, str | bytes) else [one]
