"""Which of the dates is the event's, which the deadline, and which are neither."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from regapp.announcements.date_parts import Part, Reading, days_of, part_of, points_of, why_inferred
from regapp.announcements.dates import DateMention
from regapp.announcements.found import Doubt, DoubtKind, Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page

CERTAIN = 3  # with so many points a date is said to be the event's
MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates read, and the event's among them."""

    found: list[Found]
    doubts: list[Doubt]
    event: Reading | None
    readings: list[Reading]


def read_dates(page: Page, today: date) -> Dates:
    """The event's days, the window of registration, and what is doubtful about them."""
    readings, doubts = [], []
    for mention in page.dates:
        part = part_of(page, mention)
        days = days_of(mention, today)
        if not days:
            doubts.append(_doubt(page, DoubtKind.NO_SUCH_DATE, mention, mention))
            continue
        readings.append(
            Reading(mention, part, points_of(page, mention, part, today), days, why_inferred(mention))
        )
    readings = [_with_year_of_twin(reading, readings) for reading in readings]
    events = [reading for reading in readings if reading.part == Part.EVENT and reading.points >= -1]
    event = max(events, key=lambda reading: reading.points, default=None)
    if event is None:
        return Dates(_window(page, readings, None, doubts), doubts[:MOST_DOUBTS], None, readings)
    event = next((one for one in events if one.days == event.days and one.mention.has_year), event)
    event = _whole(page, event, events)
    event, parts = _with_other_days(page, event, events)
    found = _found(page, event, parts)
    doubts += _doubts(page, event, [one for one in events if one not in parts], today)
    found += _window(page, readings, event, doubts)
    return Dates(found, doubts, event, readings)


def _with_year_of_twin(reading: Reading, readings: list[Reading]) -> Reading:
    """The year that the same day, or the rest of the text, has elsewhere."""
    if reading.inferred != Reason.YEAR:
        return reading
    dated = [other for other in readings if other.mention.has_year]
    for other in dated:
        if (reading.first.month, reading.first.day) == (other.first.month, other.first.day):
            days = tuple(day.replace(year=other.first.year) for day in reading.days)
            return Reading(reading.mention, reading.part, reading.points, days, Reason.RANGE_YEAR)
    events = [other for other in dated if other.part == Part.EVENT and other.points > 0]
    if not events:
        return reading
    year = max(events, key=lambda other: other.points).first.year
    try:
        days = tuple(day.replace(year=year) for day in reading.days)
    except ValueError:
        return reading
    return Reading(reading.mention, reading.part, reading.points, days, Reason.RANGE_YEAR)


def _whole(page: Page, event: Reading, events: list[Reading]) -> Reading:
    """The range of days whose beginning a line of its own says again."""
    if page.label(event.mention.start) != Label.START or event.mention.through:
        return event
    return next((one for one in events if one.mention.through and one.first == event.first), event)


def _with_other_days(page: Page, event: Reading, events: list[Reading]) -> tuple[Reading, list[Reading]]:
    """The event with the days that head the parts of its programme, and those headings."""
    if event.mention.through:
        return event, [event]
    parts = [
        one
        for one in events
        if one is event or (one.days != event.days and _heads_a_day(page, one) and _near(one, event))
    ]
    days = tuple(sorted({day for one in parts for day in one.days}))
    if len(parts) < 2 or days == event.days:  # noqa: PLR2004
        return event, [event]
    return Reading(event.mention, event.part, event.points, days, event.inferred), parts


def _near(one: Reading, other: Reading) -> bool:
    return abs(one.first - other.first) <= timedelta(days=10)


def _heads_a_day(page: Page, reading: Reading) -> bool:
    start, end = page.source.line(reading.mention.start)
    before = page.low[start : reading.mention.start]
    after = page.low[reading.mention.end : end]
    of_day = re.search(r"\b(?:day|день|күн|tag|i|ii|iii)\b", before + after)
    label = page.label(reading.mention.start)
    if (
        before.strip(" \t-•*(,") == ""
        and re.match(r"^\W{0,3}(?:г\.|ж\.|\(|:|-|,|$|\w+$)", after)
        and label in {Label.AGENDA, None}
    ):
        return reading.points < CERTAIN * 2
    return bool(of_day) and len(before) < 40  # noqa: PLR2004 - a heading is short


def _found(page: Page, event: Reading, parts: list[Reading]) -> list[Found]:
    first = min(parts, key=lambda part: part.first)
    last = max(parts, key=lambda part: part.last)
    found = [
        page.found(
            Field.START_DATE,
            first.mention.start,
            first.mention.end,
            event.first.isoformat(),
            inferred=event.inferred,
        )
    ]
    if event.last != event.first:
        found.append(
            page.found(
                Field.END_DATE,
                last.mention.start,
                last.mention.end,
                event.last.isoformat(),
                inferred=event.inferred,
            )
        )
    return found


def _doubts(page: Page, event: Reading, others: list[Reading], today: date) -> list[Doubt]:
    doubts = []
    mention = event.mention
    for reading in [event, *others]:
        weekday, at = reading.mention.weekday, reading.mention.weekday_at
        if weekday is not None and reading.mention.days and reading.days[0].weekday() != weekday:
            doubts.append(
                Doubt(
                    DoubtKind.WEEKDAY,
                    page.source.span(reading.mention.start, reading.mention.end),
                    page.source.span(*at),
                )
            )
    for other in others:
        differs = other.points >= CERTAIN and not (event.first <= other.first <= other.last <= event.last)
        if differs:
            doubts.append(_doubt(page, DoubtKind.DATES, mention, other.mention))
    if event.last < today:
        doubts.append(_doubt(page, DoubtKind.PAST, mention, mention))
    if not mention.through and len(event.days) - 1 != (event.last - event.first).days:
        doubts.append(_doubt(page, DoubtKind.GAP, mention, mention))
    return _few(doubts)


def _few(doubts: list[Doubt]) -> list[Doubt]:
    """At most a few of each kind."""
    kept: list[Doubt] = []
    for doubt in doubts:
        if sum(one.kind == doubt.kind for one in kept) < MOST_DOUBTS:
            kept.append(doubt)
    return kept


def _doubt(page: Page, kind: DoubtKind, one: DateMention, other: DateMention) -> Doubt:
    return Doubt(kind, page.source.span(one.start, one.end), page.source.span(other.start, other.end))


def _window(page: Page, readings: list[Reading], event: Reading | None, doubts: list[Doubt]) -> list[Found]:
    """When registration opens and closes."""
    found: list[Found] = []
    deadlines = [_before_event(one, event) for one in readings if one.part == Part.DEADLINE]
    opens = [_before_event(one, event) for one in readings if one.part == Part.OPENS]
    for reading in deadlines[:1]:
        at = reading.mention
        found.append(
            page.found(Field.DEADLINE, at.start, at.end, reading.last.isoformat(), inferred=reading.inferred)
        )
        if len(reading.days) > 1:
            found.append(
                page.found(
                    Field.OPENS, at.start, at.end, reading.first.isoformat(), inferred=reading.inferred
                )
            )
        doubts += [
            _doubt(page, DoubtKind.DEADLINES, at, other.mention)
            for other in deadlines[1:]
            if other.last != reading.last
        ][:1]
        if event and reading.last > event.last:
            doubts.append(_doubt(page, DoubtKind.DEADLINE_AFTER_START, at, event.mention))
    for reading in opens[:1]:
        at = reading.mention
        found.append(
            page.found(Field.OPENS, at.start, at.end, reading.first.isoformat(), inferred=reading.inferred)
        )
    return found


def _before_event(reading: Reading, event: Reading | None) -> Reading:
    """A deadline without a year is the last such day before the event."""
    if event is None or reading.mention.has_year:
        return reading
    try:
        days = tuple(day.replace(year=event.first.year) for day in reading.days)
        if days[-1] > event.last:
            days = tuple(day.replace(year=event.first.year - 1) for day in reading.days)
    except ValueError:
        return reading
    return Reading(reading.mention, reading.part, reading.points, days, reading.inferred)
