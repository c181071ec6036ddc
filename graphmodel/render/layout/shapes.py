"""What is laid out, and where it stands then."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Point = tuple[float, float]
Ends = tuple[str, str]
"""The keys of an edge's consumer and provider."""


class Size(NamedTuple):
    """In points."""

    width: float
    height: float

    def turned(self) -> Size:
        """By a quarter."""
        return Size(self.height, self.width)


class Rectangle(NamedTuple):
    """Its top left corner and its size, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Halfway between left and right."""
        return self.x + self.width / 2


NOWHERE: Final = Rectangle(0, 0, 0, 0)


LOWEST: Final = 1_000_000
"""The rank of what stands at the bottom, whatever it is joined to."""


class Piece(NamedTuple):
    """One node to lay out."""

    key: str
    size: Size
    band: str = ""
    """The key of the cluster that it is in, or empty."""
    rank: int = 0
    """Smaller ranks stand higher; whatever it is joined to, below 0 on top, and ``LOWEST`` at the bottom."""
    above: str = ""
    """The key of the node that it hangs from (a requirement from its consumer), or empty."""


class Wire(NamedTuple):
    """One edge to lay out."""

    consumer: str
    provider: str
    look: str = ""
    """Wires of one provider and one look may share their way."""
    label: Size | None = None
    """The size of what is written at it."""


class Band(NamedTuple):
    """A frame over the full width."""

    key: str
    heading: Size
    parent: str = ""
    foot: bool = False
    """It stands below all others, by itself; only what stands at the bottom is below it."""


class Outline(NamedTuple):
    """All there is to lay out."""

    pieces: Sequence[Piece]
    wires: Sequence[Wire]
    """The edges to draw."""
    bands: Sequence[Band]
    links: Mapping[Ends, int] = MappingProxyType({})
    """All that nodes are joined by, drawn or not, with the number of dependencies: what stands above what."""
    ordered: bool = False
    """The bands stand in their order, each by itself, the first at the bottom."""

    def turned(self) -> Outline:
        """With all sizes turned by a quarter."""
        return Outline(
            [piece._replace(size=piece.size.turned()) for piece in self.pieces],
            [wire._replace(label=wire.label and wire.label.turned()) for wire in self.wires],
            [band._replace(heading=band.heading.turned()) for band in self.bands],
            self.links,
            self.ordered,
        )


@dataclass
class Arrangement:
    """Where everything stands, in points from the top left."""

    width: float = 0
    height: float = 0
    nodes: dict[str, Rectangle] = field(default_factory=dict)
    frames: dict[str, Rectangle] = field(default_factory=dict)
    headings: dict[str, Rectangle] = field(default_factory=dict)
    routes: dict[Ends, list[Point]] = field(default_factory=dict)
    """The control points of cubic Bézier curves, 3 n + 1 of them, from the consumer; the last is the arrow's tip."""
    labels: dict[Ends, Rectangle] = field(default_factory=dict)
    title: Rectangle = NOWHERE
    footer: Rectangle = NOWHERE

    def moved(self, across: float, down: float) -> Arrangement:
        """The same elsewhere."""
        return self._changed(
            self.width,
            self.height,
            lambda r: Rectangle(r.x + across, r.y + down, r.width, r.height),
            lambda at: (at[0] + across, at[1] + down),
        )

    def mirrored(self) -> Arrangement:
        """With what was on top below."""
        return self._changed(
            self.width,
            self.height,
            lambda r: Rectangle(r.x, self.height - r.bottom, r.width, r.height),
            lambda at: (at[0], self.height - at[1]),
        )

    def turned(self) -> Arrangement:
        """With what was on top at the left, and what was at the left on top."""
        return self._changed(
            self.height,
            self.width,
            lambda r: Rectangle(r.y, r.x, r.height, r.width),
            lambda at: (at[1], at[0]),
        )

    def _changed(
        self,
        width: float,
        height: float,
        box: Callable[[Rectangle], Rectangle],
        point: Callable[[Point], Point],
    ) -> Arrangement:
        return Arrangement(
            width,
            height,
            {key: box(r) for key, r in self.nodes.items()},
            {key: box(r) for key, r in self.frames.items()},
            {key: box(r) for key, r in self.headings.items()},
            {ends: [point(at) for at in points] for ends, points in self.routes.items()},
            {ends: box(r) for ends, r in self.labels.items()},
            box(self.title),
            box(self.footer),
        )
