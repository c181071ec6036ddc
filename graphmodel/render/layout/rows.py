"""Bands become rows no wider than the page, and edges become ways from row to row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.render.layout.shapes import Ends, Piece, Size
from graphmodel.render.layout.shelving import shelved
from graphmodel.render.layout.wrapping import APART, in_levels, ranked, wrapped, written

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from graphmodel.render.layout.shapes import Band, Outline, Wire

WAY: Final = 7.0
"""Points that a way between boxes takes."""
INSET: Final = 10.0
"""Points from a frame to what is in it."""
HUNG: Final = 14.0
"""Points from a box to what hangs from it, and between what hangs there."""
PORTS: Final = 16.0
"""Points at a box's left that nothing hangs from, where edges leave and enter."""
BETWEEN: Final = 8.0
"""Points between two frames."""
BESIDE: Final = 4.0
"""Points from an edge to what is written at it."""


class Line(NamedTuple):
    """What stands in one band, before it is wrapped."""

    ordered: Sequence[Piece]
    sizes: Mapping[str, Size]
    apart: Mapping[str, Counter[str]]
    """As ``written`` gives it."""
    alone: bool
    """Has each level rows of its own anyway?"""


@dataclass
class Token:
    """A member of a row."""

    kind: str
    """``node``, ``heading``, ``label`` or ``way``."""
    key: str
    width: float
    height: float
    rank: int = 0
    row: int = 0
    x: float = 0.0
    """Its centre."""
    segment: int = 0
    """Which of the bands that share its row it belongs to, from the left."""
    above: list[tuple[int, int]] = field(default_factory=list)
    """(token in the row above, how many edges lead along there) …"""
    below: list[tuple[int, int]] = field(default_factory=list)
    """… and in the row below."""


@dataclass
class Row:
    """Members side by side."""

    kind: str
    """``node``, ``heading`` or ``label``."""
    band: str
    members: list[int]
    height: float = 0.0
    ranked: bool = False
    """Do edges lead within the row? Then those of a smaller rank stand left."""
    shared: tuple[str, ...] = ()
    """The bands side by side in it, from the left, where there are several; ``band`` is the first."""

    @property
    def bands(self) -> tuple[str, ...]:
        """All that stand in it."""
        return self.shared or (self.band,)


@dataclass
class Stack:
    """Rows, and each edge as the tokens that it passes, from consumer to provider."""

    rows: list[Row]
    tokens: list[Token]
    paths: dict[Ends, list[int]]
    hung: dict[str, list[Piece]]
    """Key of a node → what hangs from it."""
    sizes: dict[str, Size]
    """Key of a node → its own size, without what hangs from it."""
    around: dict[str, tuple[str, ...]]
    """Key of a band → those around it."""

    @cached_property
    def depth(self) -> dict[str, int]:
        """Key of a band → how many are around it."""
        return {key: len(bands) for key, bands in self.around.items()}

    def ends(self) -> Iterator[tuple[Token, Token]]:
        """Where each edge begins and ends."""
        return ((self.tokens[path[0]], self.tokens[path[-1]]) for path in self.paths.values())

    def width(self) -> float:
        """The least width that all rows have room in."""
        return max((self.least(row) for row in self.rows), default=0.0)

    def least(self, row: Row) -> float:
        """The least width of a row."""
        inset = 2 * INSET * (1 + self.depth.get(row.band, -1))
        if not row.members:
            return inset
        first, last = self.tokens[row.members[0]], self.tokens[row.members[-1]]
        gaps = self.gaps([self.tokens[at] for at in row.members])
        return inset + (first.width + last.width) / 2 + sum(gaps[1:])

    @staticmethod
    def gaps(members: Sequence[Token]) -> list[float]:
        """The least distance of each member's centre from that of the one before it; the first is 0."""
        gaps = [0.0]
        for one, other in pairwise(members):
            between = WAY if "way" in (one.kind, other.kind) else APART
            if other.kind == "heading":
                between = 2 * INSET + BETWEEN
            gaps.append((one.width + other.width) / 2 + between)
        return gaps


def stack(
    plan: Outline,
    stacked: Sequence[str],
    width: float,
    lines: dict[tuple[str, ...], Line],
    *,
    leveled: bool,
    shared: bool = False,
) -> Stack:
    """The rows of a plan whose bands are stacked so, for a page of that width.

    ``lines``: what stands together, by the keys of its bands, which is the same for every width: empty at first.
    ``leveled``: where what depends on each other has rows of its own, and always those in no band that many arrows
    join.
    ``shared``: bands of one row each stand side by side, where there is room.
    """
    hung, standing = _hanging(plan)
    bands = {band.key: band for band in plan.bands}
    around = {key: _around(key, bands) for key in bands}
    of_band: dict[str, list[Piece]] = defaultdict(list)
    for piece in standing:
        of_band[piece.band or piece.key].append(piece)
    tokens: list[Token] = []
    rows: list[Row] = []
    opened: set[str] = set()
    order = [key for key in stacked if key in of_band]
    groups = _groups(order, bands)
    place = {piece.key: at for at, key in enumerate(order) for piece in of_band[key]}
    if shared:
        groups = shelved(
            plan, groups, around, of_band, lambda piece: whole(piece, hung), width, leveled=leveled
        )
    for group in groups:
        band = bands.get(group[0])
        outer = around[band.key] if band else ()
        for heading in reversed(outer):
            if heading not in opened:
                opened.add(heading)
                tokens.append(Token("heading", heading, *bands[heading].heading))
                rows.append(Row("heading", heading, [len(tokens) - 1]))
        opened.update(group)
        if band and len(group) > 1:
            rows.append(_side_by_side([(bands[key], of_band[key]) for key in group], hung, tokens))
            continue
        if (line := lines.get(tuple(group))) is None:
            pieces = [piece for key in group for piece in of_band[key]]
            line = lines[tuple(group)] = _line(plan, pieces, hung, band, place)
        inner = width - 2 * INSET * (1 + len(outer) if band else 0)
        rows += _rows(line, tokens, band, inner, leveled=leveled)
    sizes = {piece.key: piece.size for piece in plan.pieces}
    made = Stack(_with_labels(rows, tokens, hung, plan), tokens, {}, hung, sizes, around)
    _lead(made, plan)
    return made


def _groups(order: Sequence[str], bands: Mapping[str, Band]) -> list[list[str]]:
    """Each band alone, and what is in none with what stands beside it in the order."""
    groups: list[list[str]] = []
    for key in order:
        if key in bands or not groups or groups[-1][0] in bands:
            groups.append([])
        groups[-1].append(key)
    return groups


def _hanging(plan: Outline) -> tuple[dict[str, list[Piece]], list[Piece]]:
    """What hangs from each node, and what stands of itself."""
    known = {piece.key: piece for piece in plan.pieces}
    hung: dict[str, list[Piece]] = defaultdict(list)
    standing = []
    for piece in plan.pieces:
        holder = known.get(piece.above)
        if holder is not None and not holder.above:
            hung[holder.key].append(piece)
        else:
            standing.append(piece)
    return hung, standing


def _around(key: str, bands: Mapping[str, Band]) -> tuple[str, ...]:
    """The bands around it, the innermost first."""
    found: list[str] = []
    while (key := bands[key].parent) in bands and key not in found:
        found.append(key)
    return tuple(found)


def whole(piece: Piece, hung: Mapping[str, Sequence[Piece]]) -> Size:
    """The size of a node with what hangs from it."""
    below = hung.get(piece.key, ())
    if not below:
        return piece.size
    across = PORTS + sum(one.size.width + HUNG for one in below)
    down = max(one.size.height for one in below)
    return Size(max(piece.size.width, across), piece.size.height + HUNG + down)


def _line(
    plan: Outline,
    pieces: Sequence[Piece],
    hung: Mapping[str, Sequence[Piece]],
    band: Band | None,
    place: Mapping[str, int],
) -> Line:
    """What stands in one band, its heading first; where more edges lead up than down, higher.

    ``place``: where the band of each piece stands, counted from the top.
    """
    holder = {below.key: key for key, several in hung.items() for below in several}
    own = {piece.key for piece in pieces}
    down: dict[str, int] = defaultdict(int)
    joined: set[str] = set()
    for wire in plan.wires:
        one, other = (holder.get(key, key) for key in (wire.consumer, wire.provider))
        joined |= {one, other}
        way = 1 if place[other] >= place[one] else -1
        down[one] += way
        down[other] -= way
    ordered = sorted(ranked(plan, pieces, hung), key=lambda p: (p.rank, down[p.key], p.key not in joined))
    sizes = {piece.key: whole(piece, hung) for piece in pieces}
    if band:
        ordered.insert(0, Piece("", band.heading, rank=ordered[0].rank))
        sizes[""] = band.heading
    inside = sum(wire.consumer in own and wire.provider in own for wire in plan.wires)
    # Arrows from one to many in the same row lie upon each other.
    alone = band is None and any(not one.foot for one in plan.bands) and inside >= len(pieces)
    return Line(ordered, sizes, written(plan, pieces, hung), alone)


def _rows(line: Line, tokens: list[Token], band: Band | None, width: float, *, leveled: bool) -> list[Row]:
    """The rows of one band, its heading at the left of the first."""
    made = []
    for row in (
        in_levels(line.ordered, line.sizes, width, line.apart, alone=line.alone)
        if leveled or line.alone
        else wrapped(line.ordered, line.sizes, width, line.apart)
    ):
        members = []
        for piece in row:
            kind, key = ("node", piece.key) if piece.key or not band else ("heading", band.key)
            tokens.append(Token(kind, key, *line.sizes[piece.key], rank=max(piece.rank, 0)))
            members.append(len(tokens) - 1)
        made.append(
            Row("node", band.key if band else "", members, ranked=len({piece.rank for piece in row}) > 1)
        )
    return made


def _side_by_side(
    group: Sequence[tuple[Band, Sequence[Piece]]], hung: Mapping[str, Sequence[Piece]], tokens: list[Token]
) -> Row:
    """One row of several bands, each behind its heading."""
    keys = tuple(band.key for band, _ in group)
    row = Row("node", keys[0], [], ranked=True, shared=keys)
    for segment, (band, pieces) in enumerate(group):
        made = [Token("heading", band.key, *band.heading, segment=segment)]
        made += [
            Token("node", piece.key, *whole(piece, hung), max(piece.rank, 0), segment=segment)
            for piece in sorted(pieces, key=lambda piece: piece.rank)
        ]
        row.members += range(len(tokens), len(tokens) + len(made))
        tokens += made
    return row


def _with_labels(
    rows: list[Row], tokens: Sequence[Token], hung: Mapping[str, Sequence[Piece]], plan: Outline
) -> list[Row]:
    """With rows for what is written at edges that pass no other row, next to those that they begin in."""
    at: dict[str, int] = {}
    for number, row in enumerate(rows):
        for key in (tokens[member].key for member in row.members if row.kind == "node"):
            at |= dict.fromkeys((key, *(piece.key for piece in hung.get(key, ()))), number)
    labelled = [(at[wire.consumer], at[wire.provider]) for wire in plan.wires if wire.label]
    labelled = [(one, other) for one, other in labelled if abs(one - other) <= 1]
    above = {one for one, other in labelled if other < one}
    below = {one for one, other in labelled if other >= one}
    made: list[Row] = []
    for number, row in enumerate(rows):
        # A frame begins with its heading: what stands above it is the one's before.
        before = made[-1] if made else Row("", "", [])
        made += [Row("label", before.band, [], shared=before.shared)] if number in above else []
        made.append(row)
        made += [Row("label", row.band, [], shared=row.shared)] if number in below else []
    return made


def _lead(made: Stack, plan: Outline) -> None:
    """Lead each edge from row to row, through a way of its provider's in every row between."""
    at: dict[str, int] = {}
    for number, row in enumerate(made.rows):
        for member in row.members:
            token = made.tokens[member]
            token.row = number
            if token.kind == "node":
                at[token.key] = member
                at |= dict.fromkeys((piece.key for piece in made.hung.get(token.key, ())), member)
    ways: dict[tuple[int, bool, str, int], int] = {}
    for wire in plan.wires:
        path = _path(made, wire, at, ways)
        made.paths[wire.consumer, wire.provider] = path
        for one, other in pairwise(path):
            upper, lower = sorted((one, other), key=lambda t: made.tokens[t].row)
            if made.tokens[upper].row == made.tokens[lower].row:
                continue
            _join(made.tokens[upper].below, lower)
            _join(made.tokens[lower].above, upper)
    for row in made.rows:
        row.height = max((made.tokens[at].height for at in row.members), default=0.0)


def _join(side: list[tuple[int, int]], token: int) -> None:
    for place, (other, number) in enumerate(side):
        if other == token:
            side[place] = (other, number + 1)
            return
    side.append((token, 1))


def _path(
    made: Stack, wire: Wire, at: Mapping[str, int], ways: dict[tuple[int, bool, str, int], int]
) -> list[int]:
    start, end = at[wire.consumer], at[wire.provider]
    one, other = made.tokens[start].row, made.tokens[end].row
    down = other > one
    path = [start]
    if other == one:
        if wire.label:
            path.append(_new(made, one + 1, _label(wire.label)))
        return [*path, end]
    step = 1 if down else -1
    row = one + step
    if wire.label:
        path.append(_new(made, row, _label(wire.label)))
        row += step
    while row != other:
        path.append(_way_of(made, row, end, down, wire.look, ways))
        row += step
    return [*path, end]


def _label(size: Size) -> Token:
    """Its edge passes at its left."""
    return Token("label", "", size.width + BESIDE, size.height)


def _way_of(
    made: Stack, row: int, end: int, down: bool, look: str, ways: dict[tuple[int, bool, str, int], int]
) -> int:
    key = (end, down, look, row)
    if key not in ways:
        ways[key] = _new(made, row, Token("way", "", 0.0, 0.0))
    return ways[key]


def _new(made: Stack, row: int, token: Token) -> int:
    token.row = row
    made.tokens.append(token)
    made.rows[row].members.append(len(made.tokens) - 1)
    return len(made.tokens) - 1
