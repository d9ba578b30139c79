"""What each date is to the event: its day, a deadline, or neither."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regapp.announcements.date_words import (
    BESIDE,
    CLOSES_AFTER,
    DATELINE,
    EARLY,
    HEADER,
    HELD,
    LETTER_LINE,
    OF_PAPERS,
    OPEN_AS,
    OPEN_THROUGH,
    OPENS_AFTER,
    OPENS_BEFORE,
    REGISTERING,
    UNTIL_AFTER,
    UNTIL_BEFORE,
)
from regapp.announcements.dates import DateMention
from regapp.announcements.found import Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page


class Part(StrEnum):
    """What a date is to the event."""

    EVENT = "event"
    OPENS = "opens"
    DEADLINE = "deadline"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """A date with its part, how much speaks for it being the event's, and its days in their years."""

    mention: DateMention
    part: Part
    points: int
    days: tuple[date, ...] = ()
    inferred: Reason | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return min(self.days)

    @property
    def last(self) -> date:
        """The last day."""
        return max(self.days)


def part_of(page: Page, mention: DateMention) -> Part:
    """What happens on that day, by the words around it."""
    label = page.label(mention.start)
    if _is_of_letter(page, mention):
        return Part.OTHER
    sentence = page.sentence(mention.start)
    before, after = page.before(mention.start), page.after(mention.end)
    if label == Label.DEADLINE:
        return Part.DEADLINE
    registering = REGISTERING.search(sentence) or label == Label.REGISTRATION
    until = UNTIL_BEFORE.search(before) or UNTIL_AFTER.search(after)
    closes = registering and CLOSES_AFTER.search(after)
    if until or closes:
        clause = _clause(page, mention)
        if OF_PAPERS.search(clause) or EARLY.search(clause) or not registering:
            return Part.EVENT if label in {Label.WHEN, Label.END} else Part.OTHER
        return Part.DEADLINE
    if registering and label not in {Label.WHEN, Label.START}:
        window = _part_of_window(page, mention)
        if window:
            return window
    return Part.OTHER if OF_PAPERS.search(before[-30:]) else Part.EVENT


def _clause(page: Page, mention: DateMention) -> str:
    """What a sentence says of this date: "entries until 1 May, papers until 10 May" says it of each apart."""
    start, end = page.sentences.around(mention.start)
    start = max([start, *(one.end for one in page.dates if start <= one.start < mention.start)])
    behind = re.split(r"[,;]", page.low[mention.end : end])[0]
    return page.low[start : mention.end] + behind


def _is_of_letter(page: Page, mention: DateMention) -> bool:
    """Whether it is the day on which a letter or a notice was written."""
    header = HEADER.search(page.low, 0, mention.end)
    if header and header.start() <= mention.start < header.end():
        return True
    dateline = DATELINE.search(page.low[max(mention.start - 24, 0) : mention.start])
    return bool(
        dateline
        and mention.weekday is None
        and re.match(r"(?: г\.)? ?(?:[-/(:]|\. )", page.after(mention.end))
    )


def _part_of_window(page: Page, mention: DateMention) -> Part | None:
    """Whether registration opens on that day, or is open through those days."""
    before, after = page.before(mention.start), page.after(mention.end)
    near = REGISTERING.search(page.before(mention.start, 45).rpartition(".")[2])
    labelled = page.label(mention.start) == Label.REGISTRATION
    if near and (OPENS_BEFORE.search(before) or OPENS_AFTER.search(after) or labelled):
        return Part.DEADLINE if mention.through else Part.OPENS
    open_as = OPEN_THROUGH.search(before) or OPEN_AS.search(page.sentence(mention.start))
    if near and mention.through and open_as:
        return Part.DEADLINE
    return Part.OPENS if OPENS_AFTER.search(after) and REGISTERING.search(after) else None


def points_of(page: Page, mention: DateMention, part: Part, today: date) -> int:
    """How much speaks for a date being the event's."""
    if part != Part.EVENT:
        return 0
    label = page.label(mention.start)
    sentence = page.sentence(mention.start)
    line_start, line_end = page.source.line(mention.start)
    points = 6 if label in {Label.WHEN, Label.START} else 0
    points += 3 if HELD.search(sentence) else 0
    points += 1 if mention.weekday is not None else 0
    points += 2 if any(line_start <= time.start <= line_end for time in page.times) else 0
    points += 1 if mention.start < 600 else 0  # noqa: PLR2004 - it is said early
    points -= 1 if label == Label.AGENDA else 0
    points += 1 if mention.through else 0
    points += 1 if mention.has_year else 0
    clause = page.low[max(page.sentences.around(mention.start)[0], mention.start - 60) : mention.start]
    points -= 6 if BESIDE.search(clause + " " + page.after(mention.end, 35).partition(".")[0]) else 0
    alone = LETTER_LINE.match(page.low[line_start : mention.start]) and line_end - mention.end <= 4  # noqa: PLR2004 - "г."
    points -= 1 if alone and mention.through is False and label is None else 0
    year = mention.days[-1].year
    points -= (
        3
        if year is not None and year < today.year - 1 and not HELD.search(sentence) and label != Label.WHEN
        else 0
    )
    return points


def days_of(mention: DateMention, today: date) -> tuple[date, ...]:
    """The days in their years: the next such days where no year was written."""
    last = mention.days[-1]
    year = last.year or today.year
    end = last.on(year)
    if last.year is None and (end is None or end < today):
        later = [found for ahead in range(1, 5) if (found := last.on(today.year + ahead))]
        end = later[0] if later else end
    if end is None:
        return ()
    days = []
    for day in mention.days:
        found = day.on(end.year)
        if found and day.year is None and found > end:
            found = day.on(end.year - 1)
        if found is None:
            return ()
        days.append(found)
    return tuple(days)


def why_inferred(mention: DateMention) -> Reason | None:
    """What the days of a date had to be inferred from."""
    if mention.ambiguous:
        return Reason.DAY_FIRST
    return None if mention.has_year else Reason.YEAR
