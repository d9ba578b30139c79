"""Numbers as pictures: inline SVG that says in words what it shows, and grows with the reader's text.

Lengths along a picture are shares of its width and heights are in ``em``, so there is no ``viewBox`` that
would shrink its words on a phone. Colours come from the page's own classes, and what they tell a shape tells
as well: what is certain is filled, what is not yet is an outline, what is free is a frame. The caller puts
the numbers beside it as a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

from markupsafe import Markup, escape

BOLD_LETTERS, LETTERS, MOST_LINES = 32, 36, 3  # in a line, that a phone of 320 pixels has room for
LINE, ABOVE, BAR, GAP = 1.3, 0.15, 0.8, 0.9  # heights in em
ROOM = 86  # of a hundred parts of the width, that bars with a figure beside them have
PLOT = 8.0  # height of the columns in em
MARKED = 3.9  # what is above them: two lines for the names of marks, and one for the highest number


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of ``filled`` and, behind it, ``outlined``, in a frame of ``frame`` if that is more than none."""

    label: str
    filled: float
    figure: str
    detail: str = ""
    outlined: float = 0
    frame: float = 0

    @property
    def length(self) -> float:
        """How long it is."""
        return max(self.filled + self.outlined, self.frame)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the columns where the one of this number, from 0, begins; ``end``: where it ends."""

    at: int
    label: str
    end: bool = False


def bar_chart(
    name: str, title: str, description: str, bars: Sequence[Bar], *, own_scales: bool = False
) -> Markup:
    """Bars below each other, all of one scale or each of its own. ``name`` is unique in the page."""
    longest = max((bar.length for bar in bars), default=0)
    pieces, top = [], 0.0
    for bar in bars:
        drawn, top = _bar(bar, (bar.length if own_scales else longest) or 1, top)
        pieces += drawn
    return _picture(name, title, description, top, pieces)


def column_chart(
    name: str,
    title: str,
    description: str,
    values: Sequence[int],
    *,
    ends: tuple[str, str],
    marks: Sequence[Mark] = (),
) -> Markup:
    """Columns side by side, ``ends`` below the first and the last. ``name`` is unique in the page."""
    highest = max([*values, 1])
    step = 100 / max(len(values), 1)
    bottom = MARKED + PLOT
    pieces = [
        _rule(0, MARKED, 100, MARKED, "chart-line"),
        _text(0, MARKED - 0.3, f"{highest}", "chart-soft"),
    ]
    for number, value in enumerate(values):
        if value:
            height = PLOT * value / highest
            pieces.append(_rect(step * (number + 0.1), bottom - height, step * 0.8, height, "chart-filled"))
    pieces.append(_rule(0, bottom, 100, bottom, "chart-axis"))
    for number, mark in enumerate(marks[:2]):
        pieces += _mark(mark, step * (mark.at + mark.end), LINE * number, bottom)
    pieces += [
        _text(0, bottom + LINE, ends[0], "chart-soft"),
        _text(100, bottom + LINE, ends[1], "chart-soft"),
    ]
    return _picture(name, title, description, bottom + LINE + 0.5, pieces)


def _bar(bar: Bar, scale: float, top: float) -> tuple[list[Markup], float]:
    pieces = []
    for text, letters, look in (
        (bar.label, BOLD_LETTERS, "chart-label"),
        (bar.detail, LETTERS, "chart-soft"),
    ):
        for line in _lines(text, letters):
            top += LINE
            pieces.append(_text(0, top - 0.3, line, look))
    if not bar.length:
        return pieces, top + GAP
    top += ABOVE
    room = ROOM if bar.figure else 100
    share = room / scale
    if bar.frame:
        pieces.append(_rect(0, top, bar.frame * share, BAR, "chart-frame"))
    if bar.outlined:
        pieces.append(_rect(bar.filled * share, top, bar.outlined * share, BAR, "chart-outlined"))
    if bar.filled:
        pieces.append(_rect(0, top, bar.filled * share, BAR, "chart-filled"))
    if bar.figure:
        pieces.append(_text(100, top + BAR - 0.05, bar.figure, "chart-figure"))
    return pieces, top + BAR + GAP


def _mark(mark: Mark, x: float, top: float, bottom: float) -> Iterable[Markup]:
    yield _rule(x, top + 0.2, x, bottom, "chart-mark")
    is_right = x > 50  # noqa: PLR2004 - the half of the width
    yield Markup('<text class="chart-soft" x="{}%" dx="{}" y="{}em"{}>{}</text>').format(
        _number(x),
        "-.4em" if is_right else ".4em",
        _number(top + 1),
        _ANCHORED if is_right else "",
        mark.label,
    )


_ANCHORED = Markup(' text-anchor="end"')


def _lines(text: str, letters: int) -> list[str]:
    lines = wrap(text, letters)
    if len(lines) <= MOST_LINES:
        return lines
    rest = " ".join(lines[MOST_LINES - 1 :])
    return [*lines[: MOST_LINES - 1], shorten(rest, letters, placeholder="…")]


def _picture(name: str, title: str, description: str, height: float, pieces: Iterable[Markup]) -> Markup:
    svg = (
        '<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" width="100%"'
        ' height="{height}em"><title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{description}</desc>{pieces}</svg>'
    )
    drawn = Markup("").join(pieces)
    return Markup(svg).format(  # noqa: S704 - what is put in is escaped
        name=name, height=_number(height), title=title, description=description, pieces=drawn
    )


def _rect(x: float, y: float, width: float, height: float, look: str) -> Markup:
    return Markup('<rect class="{}" x="{}%" y="{}em" width="{}%" height="{}em"/>').format(
        look, _number(x), _number(y), _number(width), _number(height)
    )


def _rule(x1: float, y1: float, x2: float, y2: float, look: str) -> Markup:
    return Markup('<line class="{}" x1="{}%" y1="{}em" x2="{}%" y2="{}em"/>').format(
        look, _number(x1), _number(y1), _number(x2), _number(y2)
    )


def _text(x: float, y: float, words: str, look: str) -> Markup:
    return Markup('<text class="{}" x="{}%" y="{}em"{}>{}</text>').format(
        look, _number(x), _number(y), _ANCHORED if x else "", escape(words)
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
