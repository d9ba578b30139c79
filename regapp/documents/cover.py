"""An ornament for an event without a picture, drawn from its slug.

The manner is that of Kazakh felt and carpet work: rhombs, rams' horns (qoshqar muyiz), steps and
amulet triangles, mirrored left and right, in a field between two borders, in three tones.
The same slug always gives the same picture. No style attributes: the pages' CSP forbids them.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
Point = tuple[float, float]

FELT, INK, SKY, SAND, RED, ICE = "#f4ecdc", "#14272c", "#00697a", "#a8701f", "#8c2f2a", "#9ad2d8"
GOLD, NIGHT = "#e2b76c", "#0a3d47"


@dataclass(frozen=True)
class Tones:
    """Three colours of felt: the field, the figures cut into it, and a few accents."""

    field: str
    figure: str
    accent: str


TONES = (
    Tones(SKY, FELT, GOLD),
    Tones(NIGHT, ICE, FELT),
    Tones(FELT, SKY, SAND),
    Tones(RED, FELT, GOLD),
    Tones(INK, GOLD, FELT),
    Tones(FELT, RED, INK),
    Tones(SAND, FELT, INK),
    Tones(ICE, NIGHT, RED),
)


class Draw:
    """Choices read one after the other from the slug's digest."""

    def __init__(self, slug: str) -> None:
        digest = hashlib.sha256(slug.encode()).digest()
        self.name = digest[-3:].hex()
        self._left = int.from_bytes(digest[:-3], "big")

    def one_of(self, choices: Sequence[T]) -> T:
        """The next choice."""
        self._left, index = divmod(self._left, len(choices))
        return choices[index]


def number(value: float) -> str:
    """A coordinate in as few characters as it needs."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"


def coordinates(*points: Point) -> str:
    """Points as path data; a minus sign needs no space before it."""
    return " ".join(number(v) for p in points for v in p).replace(" -", "-")


def horn(turn: float, root: float, tip: float, length: float) -> str:
    """Path data of one ram's horn that grows upwards from the origin and curls to the right.

    Its spine is a clothoid: it bends ever more, `turn` radians in all. Its width falls
    from `root` to `tip`, and it ends round.
    """
    steps = 480
    spine: list[Point] = [(0.0, 0.0)]
    for step in range(steps):
        heading = turn * ((step + 0.5) / steps) ** 2 - math.pi / 2
        x, y = spine[-1]
        spine.append((x + math.cos(heading) * length / steps, y + math.sin(heading) * length / steps))

    def edge(step: int, side: int) -> Point:
        x, y = spine[step]
        normal = turn * (step / steps) ** 2
        half = side * (root + (tip - root) * step / steps) / 2
        return x + math.cos(normal) * half, y + math.sin(normal) * half

    def along(side: int, knots: list[int]) -> str:
        data = []
        for here, there in pairwise(knots):
            stride, unit = (there - here) / 3, 1 if there > here else -1
            (ax, ay), (bx, by) = edge(here, side), edge(here + unit, side)
            (cx, cy), (dx, dy) = edge(there - unit, side), edge(there, side)
            pull = stride * unit
            first = (ax + (bx - ax) * pull, ay + (by - ay) * pull)
            second = (dx - (dx - cx) * pull, dy - (dy - cy) * pull)
            data.append(coordinates(first, second, (dx, dy)))
        return "C" + " ".join(data).replace(" -", "-")

    knots = [round(steps * math.sqrt(i / 7)) for i in range(8)]
    cap = number(tip / 2)
    return (
        f"M{coordinates(edge(0, -1))}{along(-1, knots)}A{cap} {cap} 0 0 1 {coordinates(edge(steps, 1))}"
        f"{along(1, knots[::-1])}Z"
    )


def rhomb(radius: float, colour: str, *, at: Point = (0, 0)) -> str:
    """A plain rhomb."""
    x, y, r = *at, radius
    corners = coordinates((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    return f'<path fill="{colour}" d="M{corners}Z"/>'


def stepped(radius: float, steps: int) -> str:
    """Path data of a rhomb whose sides are flights of steps, as in a woven carpet."""
    step = radius / (steps + 0.5)
    treads = [(step * (i + 0.5), step * i - radius) for i in range(steps + 1)]
    quarter = [point for x, y in treads for point in ((x, y), (x, y + step))][:-1]
    corners: list[Point] = []
    for _ in range(4):
        corners += quarter
        quarter = [(-y, x) for x, y in quarter]
    return f"M{coordinates(*corners)}Z"


class Ornament:
    """The pieces of one cover, made from one slug's choices."""

    def __init__(self, slug: str) -> None:
        draw = Draw(slug)
        self.id = "o" + draw.name
        self.tones = draw.one_of(TONES)
        self.field = draw.one_of(FIELDS)
        self.border = draw.one_of(BORDERS)
        self.count = draw.one_of((1, 2, 2))
        self.steps = draw.one_of((0, 4, 6))
        self.root = draw.one_of((12, 15, 18))
        self.horn = horn(draw.one_of((5.6, 6.4, 7.2)), self.root, draw.one_of((6, 8)), 130)
        self.heart = draw.one_of((1, 2, 3))
        self.bud = draw.one_of((7, 9, 11))

    def pieces(self) -> str:
        """The definitions: one horn, a pair of them on a stem, a cross of four pairs, a rhomb."""
        name, half = self.id, self.root / 2
        turned = "".join(f'<use href="#{name}p" transform="rotate({turn})"/>' for turn in (0, 90, 180, 270))
        rim = stepped(100, self.steps) if self.steps else "M0-100 100 0 0 100-100 0Z"
        return (
            f'<path id="{name}h" d="{self.horn}"/>'
            f'<g id="{name}p"><path d="M-{half:g}-36V0H{half:g}V-36Z"/><g transform="translate(0 -35)">'
            f'<use href="#{name}h"/><use href="#{name}h" transform="scale(-1 1)"/></g></g>'
            f'<g id="{name}s">{turned}</g><path id="{name}q" d="{rim}"/>'
        )

    def pair(self, colour: str, transform: str) -> str:
        """Two horns on a stem."""
        return f'<use href="#{self.id}p" fill="{colour}" transform="{transform}"/>'

    def rim(self, radius: float, colour: str, at: Point = (0, 0)) -> str:
        """A rhomb, stepped or plain as this cover's choice was."""
        place = f"translate({at[0]:g} {at[1]:g}) " if at != (0, 0) else ""
        return f'<use href="#{self.id}q" fill="{colour}" transform="{place}scale({radius / 100:g})"/>'

    def star(self, figure: str, core: str) -> str:
        """Four pairs of horns about a heart of rhombs, as in the middle of a felt rug."""
        heart = "".join(rhomb(29 - 9 * i, (figure, core)[i % 2]) for i in range(self.heart + 1))
        buds = "".join(rhomb(self.bud, core, at=at) for at in ((0, -84), (84, 0), (0, 84), (-84, 0)))
        return f'<use href="#{self.id}s" fill="{figure}"/>{heart}{buds}'

    def at_corners(self, piece: str, x: int, y: int) -> str:
        """A piece at the four corners of the tile, where its neighbours complete it."""
        name = self.id + "k"
        copies = "".join(
            f'<use href="#{name}" transform="translate({a} {b})"/>' for a in (-x, x) for b in (-y, y)
        )
        return f'<defs><g id="{name}">{piece}</g></defs>{copies}'


Tile = tuple[int, int, int, str]


def lattice(o: Ornament) -> Tile:
    """Rhombs and the gaps between them change colours: what is figure here is field there."""
    t = o.tones
    gaps = o.at_corners(f'<g transform="scale(.6)">{o.star(t.figure, t.accent)}</g>', 100, 100)
    middle = f'<g transform="scale(.6)">{o.star(t.field, t.accent)}</g>'
    return o.count, 200, 200, o.rim(100, t.figure) + gaps + middle


def medallions(o: Ornament) -> Tile:
    """One row of great stars, and between them trees of horns."""
    t = o.tones
    tree = "".join(
        o.pair(t.accent, f"translate({x} 0) scale(.6 {y})") for x in (-142, 142) for y in (0.9, -0.9)
    )
    hearts = "".join(o.rim(26, t.figure, (x, 0)) + rhomb(10, t.field, at=(x, 0)) for x in (-142, 142))
    corners = o.at_corners(o.rim(17, t.figure) + rhomb(7, t.field), 88, 86)
    return 1, 284, 200, o.star(t.figure, t.accent) + tree + hearts + corners


def rows(o: Ornament) -> Tile:
    """Horns that grow from amulet triangles, from below and from above, between one another."""
    t = o.tones
    grown = "".join(
        f'<path fill="{t.figure}" d="M{x - 54} {y}L{x} {y * 0.5:g} {x + 54} {y}Z"/>'
        + o.pair(t.figure, f"translate({x} {y * 0.72:g}) scale(.94 {0.94 if y > 0 else -0.94})")
        + rhomb(13, t.accent, at=(x, y * 0.8))
        + o.rim(24, t.accent, (x, -y * 0.6))
        + rhomb(11, t.field, at=(x, -y * 0.6))
        for x, y in ((0, 100), (-108, -100), (108, -100))
    )
    return o.count, 216, 200, grown


def carpet(o: Ornament) -> Tile:
    """Rhombs within rhombs, hooked with horns at their corners, as on a woven carpet."""
    t = o.tones
    nest = ((60, t.figure), (49, t.field), (38, t.accent), (24, t.field), (13, t.figure))
    hooks = "".join(
        o.pair(t.figure, f"rotate({turn}) translate(0 -26) scale(.7)") for turn in (0, 90, 180, 270)
    )
    corners = o.at_corners(o.rim(36, t.accent) + o.rim(24, t.field) + o.rim(13, t.figure), 100, 100)
    return o.count, 200, 200, hooks + "".join(o.rim(*ring) for ring in nest) + corners


def tumar(o: Ornament) -> str:
    """A row of amulet triangles."""
    t = o.tones
    return f'<path fill="{t.field}" d="M-30 0 0 32 30 0Z"/>' + rhomb(7, t.accent, at=(0, 11))


def stairs(o: Ornament) -> str:
    """A row of stepped pyramids."""
    t = o.tones
    return f'<path fill="{t.field}" d="{stepped(30, 3)}"/>' + rhomb(8, t.accent, at=(0, 10))


def chain(o: Ornament) -> str:
    """A chain of rhombs."""
    t = o.tones
    links = rhomb(17, t.field, at=(0, 20)) + rhomb(8, t.figure, at=(0, 20))
    return links + rhomb(6, t.accent, at=(-30, 20)) + rhomb(6, t.accent, at=(30, 20))


def waves(o: Ornament) -> str:
    """A running row of single horns; the two halves of the cover run towards each other."""
    return f'<use href="#{o.id}h" fill="{o.tones.field}" transform="translate(-22 40) scale(.68)"/>'


FIELDS = (lattice, medallions, rows, carpet)
BORDERS = (tumar, stairs, chain, waves)
BORDER = 44


def cover_svg(slug: str, *, width: int = 2000, height: int = 400) -> str:
    """The ornament for an event as an SVG document, the same each time for the same slug."""
    o = Ornament(slug)
    t = o.tones
    count, across, down, tile = o.field(o)
    scale = (height - 2 * BORDER) / (count * down)
    half = width // 2
    left = half - across * scale / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><defs>'
        f"{o.pieces()}"
        f'<pattern id="{o.id}f" width="{across}" height="{down}" patternUnits="userSpaceOnUse"'
        f' patternTransform="translate({left:.5g} {BORDER}) scale({scale:.4g})">'
        f'<g transform="translate({across // 2} {down // 2})">{tile}</g></pattern>'
        f'<pattern id="{o.id}b" width="60" height="{BORDER}" patternUnits="userSpaceOnUse"'
        f' patternTransform="translate({half})"><g transform="translate(30)">{o.border(o)}</g></pattern>'
        f'<path id="{o.id}e" fill="url(#{o.id}b)" d="M0 0H{half}V40H0Z"/>'
        f'<g id="{o.id}r"><path fill="{t.figure}" d="M0 0H{width}V{BORDER}H0Z"/><use href="#{o.id}e"/>'
        f'<use href="#{o.id}e" transform="translate({width}) scale(-1 1)"/>'
        f'<path fill="{t.accent}" d="M0 40H{width}V{BORDER}H0Z"/></g></defs>'
        f'<path fill="{t.field}" d="M0 0H{width}V{height}H0Z"/>'
        f'<path fill="url(#{o.id}f)" d="M0 {BORDER}H{width}V{height - BORDER}H0Z"/>'
        f'<use href="#{o.id}r"/><use href="#{o.id}r" transform="translate(0 {height}) scale(1 -1)"/></svg>'
    )
