"""The catalogue as integers: what every analysis and every rule works on.

Services are numbered 0 … n-1 in the order of their ids by code point, so the smaller number is the smaller id; so are
categories and roles. The dependencies of one consumer are its *requirements*, numbered on: first those without a
group, by provider, then the groups by name. The members of a requirement are in ascending order.

Everything is an array that a store can keep and give back one by one; also whatever else there is of the records,
which ``Index.records`` reads by column or by row.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graphmodel.index.records import Records, column_name, line_name
from graphmodel.index.strings import Coded, Strings
from graphmodel.index.tree import CategoryTree
from graphmodel.model.metamodel import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Array
    from graphmodel.index.levels import Levels
    from graphmodel.index.names import ServiceNames
    from graphmodel.index.records import Texts
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.revision import Revision


ARRAYS = (
    "requirement_at", "member_at", "member", "needs", "hard", "used_at", "used",
    "product", "placeholder", "category", "category_parent", "alias_of",
    "held_service", "held_role", "held_letter",
)  # fmt: skip
STRINGS = (
    "service_id", "service_name", "group", "category_id", "category_name", "role_id", "role_name", "alias", "duty",
    "column",
)  # fmt: skip
"""Each is kept as two arrays: ``NAME`` (the bytes) and ``NAME_at`` (the offsets)."""

GIVEN = {
    "service": ("id", "name", "category"),
    "category": ("id", "name", "parent"),
    "role": ("id", "name"),
    "dependency": ("service", "depends_on", "group"),
    "responsibility": ("role", "service", "responsibility", "duty"),
}
"""The columns of the records that are read off the arrays above, so not kept again; of another kind all are kept."""

LETTERS = "RACI"
"""What the numbers in ``held_letter`` stand for."""


class Index:
    """See the head of this file. Arrays are loaded when first used and must not be written to."""

    def __init__(
        self,
        arrays: Mapping[str, Array],
        catalogue: Callable[[], Catalogue],
        revision: Revision,
        gone: Collection[str] = (),
    ) -> None:
        self.arrays = arrays
        """Every array by its name, also those that ``records`` reads."""
        self._catalogue = catalogue
        self.revision = revision
        self.taken = frozenset(gone)
        """Ids of the services that are gone, also of those that nobody needs."""
        self._records: dict[str, Records] = {}
        self.worked: dict[object, Any] = {}
        """What ``graphmodel.index.shared`` keeps."""

    @property
    def n(self) -> int:
        """The number of services, products among them."""
        return len(self.requirement_at) - 1

    def members(self, requirement: int) -> NDArray[np.int32]:
        """int32[·]: the providers in a requirement."""
        return self.member[self.member_at[requirement] : self.member_at[requirement + 1]]

    @cached_property
    def requirement_at(self) -> NDArray[np.int64]:
        """int64[n + 1]: the requirements of service v are ``requirement_at[v]`` … ``requirement_at[v + 1] - 1``."""
        return self.arrays["requirement_at"]

    @cached_property
    def member_at(self) -> NDArray[np.int64]:
        """int64[r + 1]: where the members of each requirement begin in ``member``."""
        return self.arrays["member_at"]

    @cached_property
    def member(self) -> NDArray[np.int32]:
        """int32[m]: the providers, requirement by requirement, so also consumer by consumer."""
        return self.arrays["member"]

    @cached_property
    def needs(self) -> NDArray[np.int32]:
        """int32[r]: how many members must be up (k); 1 for a dependency without group."""
        return self.arrays["needs"]

    @cached_property
    def hard(self) -> NDArray[np.bool_]:
        """bool[r]: hard (a failure takes the consumer down) or soft (degrades it)."""
        return self.arrays["hard"]

    @cached_property
    def group(self) -> Strings:
        """Strings[r]: the name of the group, empty for a dependency without one."""
        return self._strings("group")

    @cached_property
    def used_at(self) -> NDArray[np.int64]:
        """int64[n + 1]: where the requirements that a service is a member of begin in ``used``."""
        return self.arrays["used_at"]

    @cached_property
    def used(self) -> NDArray[np.int32]:
        """int32[m]: requirements, provider by provider, ascending."""
        return self.arrays["used"]

    @cached_property
    def consumer(self) -> NDArray[np.int32]:
        """int32[r]: the consumer of each requirement."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.requirement_at))

    @cached_property
    def provider_at(self) -> NDArray[np.int64]:
        """int64[n + 1]: the providers of v are ``member[provider_at[v]:provider_at[v + 1]]`` (one may come twice)."""
        return self.member_at[self.requirement_at]

    @cached_property
    def product(self) -> NDArray[np.bool_]:
        """bool[n]: is it a product?"""
        return self.arrays["product"]

    @cached_property
    def placeholder(self) -> NDArray[np.bool_]:
        """bool[n]: is it only named by others?"""
        return self.arrays["placeholder"]

    @cached_property
    def gone(self) -> NDArray[np.bool_]:
        """bool[n]: is it taken away in what is proposed? It is down for good, and there only for who needs it."""
        found = np.zeros(self.n, np.bool_)
        for name in self.taken:
            if (at := self.service_id.find(name)) >= 0:
                found[at] = True
        return found

    @cached_property
    def category(self) -> NDArray[np.int32]:
        """int32[n]: the category of each service, or -1."""
        return self.arrays["category"]

    @cached_property
    def category_parent(self) -> NDArray[np.int32]:
        """int32[c]: the parent of each category, or -1 for a root."""
        return self.arrays["category_parent"]

    @cached_property
    def category_tree(self) -> CategoryTree:
        """What is above and below each category."""
        return CategoryTree(self.category_parent)

    @cached_property
    def levels(self) -> Levels:
        """The effective service levels, and where they come from."""
        from graphmodel.index.levels import Levels  # which few questions need

        return Levels(self.records("service"), self.records("category"), self.category, self.category_tree)

    @cached_property
    def type(self) -> NDArray[np.int32]:
        """int32[n]: the root category of each service, or -1 (unclassified)."""
        return np.append(self.category_tree.root, np.int32(-1))[self.category]

    @cached_property
    def held_service(self) -> NDArray[np.int32]:
        """int32[h]: responsibilities, by service, then letter in the order of ``LETTERS``, then role: the service."""
        return self.arrays["held_service"]

    @cached_property
    def held_role(self) -> NDArray[np.int32]:
        """int32[h]: the role of each responsibility."""
        return self.arrays["held_role"]

    @cached_property
    def held_letter(self) -> NDArray[np.uint8]:
        """uint8[h]: the letter of each responsibility, a position in ``LETTERS``."""
        return self.arrays["held_letter"]

    @cached_property
    def duty(self) -> Strings:
        """Strings[h]: the duty of each responsibility."""
        return self._strings("duty")

    @cached_property
    def service_id(self) -> Strings:
        """Strings[n], sorted by code point."""
        return self._strings("service_id")

    @cached_property
    def service_name(self) -> Strings:
        """Strings[n]: the names, empty where there is none."""
        return self._strings("service_name")

    @cached_property
    def names(self) -> ServiceNames:
        """The ids and names of all services, decoded, and what they are called: for what speaks of very many."""
        from graphmodel.index.names import decoded  # which small questions do not need

        return decoded(self.service_id, self.service_name)

    @cached_property
    def category_id(self) -> Strings:
        """Strings[c], sorted by code point."""
        return self._strings("category_id")

    @cached_property
    def category_name(self) -> Strings:
        """Strings[c]."""
        return self._strings("category_name")

    @cached_property
    def role_id(self) -> Strings:
        """Strings, sorted by code point."""
        return self._strings("role_id")

    @cached_property
    def role_name(self) -> Strings:
        """Strings."""
        return self._strings("role_name")

    @cached_property
    def alias(self) -> Strings:
        """Strings[a], sorted by code point: other ids of services."""
        return self._strings("alias")

    @cached_property
    def alias_of(self) -> NDArray[np.int32]:
        """int32[a]: the service of each alias."""
        return self.arrays["alias_of"]

    @cached_property
    def column(self) -> Strings:
        """Strings: the columns of the records that the index has in no other form, as ``KIND.FIELD``, sorted."""
        return self._strings("column")

    def records(self, kind: str) -> Records:
        """The records of one kind, by the kind's name: attributes and origins, read when asked for."""
        if kind not in self._records:
            head = column_name(kind, "")
            columns = [name.removeprefix(head) for name in self.column if name.startswith(head)]
            size, given = self._given(kind)
            read_off = dict(zip(GIVEN.get(kind, ()), given, strict=True))
            self._records[kind] = Records(KINDS[kind], size, self.arrays, columns, read_off)
        return self._records[kind]

    def catalogue(self) -> Catalogue:
        """The records with all attributes and origins, read when first asked for."""
        return self._loaded

    @cached_property
    def _loaded(self) -> Catalogue:
        return self._catalogue()

    def find(self, name: str) -> int:
        """The service of that id or alias, or -1, as of one that is gone. An id wins over an alias."""
        at = self.service_id.find(name)
        if at < 0 and len(self.alias) and (known := self.alias.find(name)) >= 0:
            at = int(self.alias_of[known])
        return -1 if at >= 0 and self.gone[at] else at

    def _given(self, kind: str) -> tuple[int, tuple[Callable[[], Texts], ...]]:
        """How many records of a kind there are, and how its columns ``GIVEN`` are read off."""
        if kind == "service":
            category = lambda: _named(self.category_id, self.category)  # noqa: E731
            return self.n, (lambda: self.service_id, lambda: self.service_name, category)
        if kind == "category":
            parent = lambda: _named(self.category_id, self.category_parent)  # noqa: E731
            return len(self.category_id), (lambda: self.category_id, lambda: self.category_name, parent)
        if kind == "role":
            return len(self.role_id), (lambda: self.role_id, lambda: self.role_name)
        if kind == "dependency":
            sizes = np.diff(self.member_at)
            return len(self.member), (
                lambda: Coded(self.service_id, np.repeat(self.consumer, sizes)),
                lambda: Coded(self.service_id, self.member),
                lambda: Coded(self.group, np.repeat(np.arange(len(sizes)), sizes)),
            )
        if kind != "responsibility":
            return len(self.arrays[line_name(kind)]), ()
        return len(self.held_service), (
            lambda: Coded(self.role_id, self.held_role),
            lambda: Coded(self.service_id, self.held_service),
            lambda: Coded(Strings.of(LETTERS), self.held_letter),
            lambda: self.duty,
        )

    def _strings(self, name: str) -> Strings:
        return Strings(self.arrays[name], self.arrays[name + "_at"])


def _named(ids: Strings, numbers: NDArray[np.int32]) -> Coded:
    """The ids of these numbers, empty for -1."""
    return Coded(Strings.of([*ids, ""]), np.where(numbers < 0, len(ids), numbers))
