"""Which of the times is the event's beginning, which its end, and in which zone they are."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from regapp.announcements.date_parts import Part, Reading
from regapp.announcements.event_dates import Dates
from regapp.announcements.found import Doubt, DoubtKind, Field, Found, Reason
from regapp.announcements.hours import TimeMention, clock
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.announcements.time_words import (
    ARRIVAL,
    BEGINS,
    DURATION,
    ENDS,
    ENDS_AFTER,
    OFFICE,
    SAYS_BEGIN,
    SEATED,
    STARTS_LINE,
)
from regapp.announcements.zones import ZoneMention, fixed

NEAR_ZONE = 28  # characters between a time and its zone
SURE = 3


@dataclass(frozen=True, slots=True)
class Hour:
    """A time with how much speaks for it being the event's, and the zone that stands beside it."""

    mention: TimeMention
    points: int
    zone: ZoneMention | None


def read_times(page: Page, dates: Dates, zone: str) -> tuple[list[Found], list[Doubt]]:
    """Beginning, end and zone. ``zone`` is that of the service, and wins where times stand in several."""
    deadline = _of_deadline(page, dates)
    hours = [
        Hour(mention, _points(page, mention, dates), _zone_of(page, mention))
        for mention in page.times
        if mention not in deadline and not _is_beside(page, mention)
    ]
    hours = [hour for hour in hours if hour.points > 0]
    items = [mention for mention in page.times if _opens_line(page, mention)]
    found = _deadline_time(page, dates, deadline)
    doubts: list[Doubt] = []
    start = _best(hours, zone)
    if start is None:
        found += _from_programme(page, items)
    else:
        found += _spoken(page, start, hours, dates, doubts)
    found += _zone(page, start, dates, zone, doubts)
    return found, doubts


def _best(hours: list[Hour], zone: str) -> Hour | None:
    best = max(hours, key=lambda hour: hour.points, default=None)
    if best is None or best.zone is None or best.zone.zone == zone:
        return best
    local = [
        hour for hour in hours if hour.zone and hour.zone.zone == zone and hour.points >= best.points - 1
    ]
    return local[0] if local else best


def _opens_line(page: Page, mention: TimeMention) -> bool:
    """Whether a line of a programme begins with it."""
    if not STARTS_LINE.search(page.low[max(mention.start - 6, 0) : mention.start]):
        return False
    _, end = page.source.line(mention.end)
    return len(page.low[mention.end : end].strip(" -:\t|()")) > 3  # noqa: PLR2004 - words follow


def _is_beside(page: Page, mention: TimeMention) -> bool:
    # What another time was said to be is not this one's: "doors open at 17:30, beginning at 18:00".
    others = [mention.start - one.end for one in page.times if one.end <= mention.start]
    before = page.before(mention.start, min([50, *others]))
    near = re.split(r"[.;!?] ", before)[-1]
    if ARRIVAL.search(near):
        return True
    label = page.label(mention.start)
    if label in {Label.WHEN, Label.TIME, Label.START, Label.END}:
        return False
    if OFFICE.search(near):
        return True
    if label == Label.AGENDA:
        return True
    return _opens_line(page, mention) and _is_listed(page, mention)


def _is_listed(page: Page, mention: TimeMention) -> bool:
    """Whether another line beside its own begins with a time too."""
    start, end = page.source.line(mention.start)
    return any(
        other is not mention
        and _opens_line(page, other)
        and (start - 160 < other.start < start or end < other.start < end + 160)
        for other in page.times
    )


def _points(page: Page, mention: TimeMention, dates: Dates) -> int:
    label = page.label(mention.start)
    before = page.before(mention.start, 40)
    points = 6 if label in {Label.TIME, Label.START, Label.WHEN} else 0
    points += 3 if SAYS_BEGIN.search(before) else 1 if BEGINS.search(before) else 0
    sentence = page.sentences.around(mention.start)
    for reading in dates.readings:
        inside = sentence[0] <= reading.mention.start < sentence[1]
        if reading.part == Part.EVENT and inside and dates.event and _same(reading, dates.event):
            near = -25 < mention.start - reading.mention.end < 70  # noqa: PLR2004 - characters
            points += 4 if near else 2
            break
    if (ENDS.search(before) or ENDS_AFTER.match(page.after(mention.end))) and mention.last is None:
        return 0
    return points


def _same(reading: Reading, event: Reading) -> bool:
    return event.first <= reading.first <= event.last


def _zone_of(page: Page, mention: TimeMention) -> ZoneMention | None:
    between = [other for other in page.times if other is not mention]
    behind = [zone for zone in page.zones if zone.start >= mention.end]
    for zone in [*behind, *(zone for zone in page.zones if zone.start < mention.end)]:
        gap = (mention.end, zone.start) if zone.start >= mention.end else (zone.end, mention.start)
        if not 0 <= gap[1] - gap[0] <= NEAR_ZONE or "\n" in page.low[gap[0] : gap[1]]:
            continue
        if zone.start < mention.start and not re.fullmatch(
            r"[ ,:(]*(?:в |at |um |сағат )?", page.low[gap[0] : gap[1]]
        ):
            continue
        if not any(gap[0] <= other.start < gap[1] for other in between):
            return zone
    return None


def _of_deadline(page: Page, dates: Dates) -> list[TimeMention]:
    """The times that belong to deadlines and openings."""
    found = []
    for reading in dates.readings:
        if reading.part == Part.EVENT:
            continue
        start, end = page.sentences.around(reading.mention.start)
        for mention in page.times:
            inside = start <= mention.start < end
            if inside and -30 < mention.start - reading.mention.end < 40:  # noqa: PLR2004 - characters
                found.append(mention)
    return found


def _deadline_time(page: Page, dates: Dates, times: list[TimeMention]) -> list[Found]:
    """The deadline again, with its time, where one stands beside it."""
    of_deadline = [one for one in dates.found if one.field == Field.DEADLINE]
    for one in of_deadline:
        for mention in times:
            span = page.source.span(mention.start, mention.end)
            if abs(span[0] - one.end) < 60 or abs(one.start - span[1]) < 60:  # noqa: PLR2004 - characters
                dates.found.remove(one)
                whole = min(one.start, span[0]), max(one.end, span[1])
                minutes = mention.first if mention.last is None else mention.last
                return [replace(one, value=f"{one.value}T{clock(minutes)}", start=whole[0], end=whole[1])]
    return []


def _spoken(page: Page, start: Hour, hours: list[Hour], dates: Dates, doubts: list[Doubt]) -> list[Found]:
    first = start.mention
    days = _by_day(page, hours, dates)
    if days:
        first = days[0].mention
    inferred = Reason.HALF_OF_DAY if first.half_taken else None
    span = (first.start, first.first_end if first.last is not None else first.end)
    found = [page.found(Field.START_TIME, *span, clock(first.first), inferred=inferred)]
    last = days[-1].mention if days else first
    if last.last is not None:
        found.append(page.found(Field.END_TIME, last.last_start, last.end, clock(last.last)))
    else:
        found += _end(page, first)
    if not days:
        doubts += _disagreements(page, start, hours, dates)
    if last.last is not None and last.last <= last.first and last.last:
        doubts.append(Doubt(DoubtKind.END_BEFORE_START, *[page.source.span(last.start, last.end)] * 2))
    return found


def _by_day(page: Page, hours: list[Hour], dates: Dates) -> list[Hour]:
    """The hours of each day, where several days stand with hours of their own."""
    if dates.event is None or dates.event.first == dates.event.last:
        return []
    by_day: dict[date, Hour] = {}
    for reading in dates.readings:
        if reading.part != Part.EVENT or len(reading.days) > 1:
            continue
        end = page.source.line(reading.mention.end)[1]
        beside = [
            hour
            for hour in hours
            if reading.mention.end <= hour.mention.start <= min(end, reading.mention.end + 40)
        ]
        if beside and dates.event.first <= reading.first <= dates.event.last:
            by_day.setdefault(reading.first, beside[0])
    ordered = [by_day[day] for day in sorted(by_day)]
    return ordered if len(ordered) > 1 else []


def _end(page: Page, first: TimeMention) -> list[Found]:
    for mention in page.times:
        before = page.before(mention.start, 40)
        after = page.after(mention.end, 40)
        said = page.label(mention.start) == Label.END or ENDS.search(before) or ENDS_AFTER.match(after)
        ends = said and not SEATED.search(after)
        if ends and mention.last is None and mention is not first and 0 < mention.start - first.end < 200:  # noqa: PLR2004
            return [page.found(Field.END_TIME, mention.start, mention.end, clock(mention.first))]
    duration = DURATION.search(page.low)
    if duration:
        hours = duration["unit"].startswith(("h", "ч", "st", "сағ"))
        minutes = int(duration["n"]) * (60 if hours else 1) + (30 if duration["half"] and hours else 0)
        if minutes < 16 * 60:
            return [
                page.found(
                    Field.END_TIME, *duration.span(), clock(first.first + minutes), inferred=Reason.DURATION
                )
            ]
    return []


def _disagreements(page: Page, start: Hour, hours: list[Hour], dates: Dates) -> list[Doubt]:
    for other in hours:
        if other is start or other.points < SURE or other.mention.first == start.mention.first:
            continue
        span = (
            page.source.span(start.mention.start, start.mention.end),
            page.source.span(other.mention.start, other.mention.end),
        )
        if other.zone and start.zone != other.zone:
            if dates.event and not _same_moment(start, other, dates.event.first):
                return [Doubt(DoubtKind.ZONES, *span)]
            continue
        return [Doubt(DoubtKind.TIMES, *span)]
    return []


def _same_moment(one: Hour, other: Hour, day: date) -> bool:
    """Whether both are one instant; unknown zones are taken to be right."""
    if one.zone is None or other.zone is None:
        return True
    minutes = []
    for hour in (one, other):
        moment = datetime.combine(day, time()) + timedelta(minutes=hour.mention.first)
        minutes.append(hour.mention.first - hour.zone.offset_at(moment) if hour.zone else 0)
    return (minutes[0] - minutes[1]) % (24 * 60) == 0


def _from_programme(page: Page, items: list[TimeMention]) -> list[Found]:
    """Beginning and end of what the programme lists."""
    if len(items) < 2:  # noqa: PLR2004 - one line is no programme
        return []
    first, last = items[0], items[-1]
    span = (first.start, first.first_end if first.last is not None else first.end)
    found = [page.found(Field.START_TIME, *span, clock(first.first), inferred=Reason.PROGRAMME)]
    if last.last is not None:
        found.append(
            page.found(Field.END_TIME, last.last_start, last.end, clock(last.last), inferred=Reason.PROGRAMME)
        )
    return found


def _zone(page: Page, start: Hour | None, dates: Dates, default: str, doubts: list[Doubt]) -> list[Found]:
    named = [zone for zone in page.zones if zone.offset is None]
    offsets = [zone for zone in page.zones if zone.offset is not None]
    chosen = (start.zone if start else None) or next(iter(named or offsets), None)
    if chosen is None:
        return []
    day = dates.event.first if dates.event else None
    minutes = start.mention.first if start else 12 * 60
    moment = datetime.combine(day, time()) + timedelta(minutes=minutes) if day else None
    if chosen.offset is None:
        beside = [one for one in offsets if 0 <= one.start - chosen.end <= NEAR_ZONE]
        if moment and beside and beside[0].offset_at(moment) != chosen.offset_at(moment):
            doubts.append(
                Doubt(
                    DoubtKind.ZONES,
                    page.source.span(chosen.start, chosen.end),
                    page.source.span(beside[0].start, beside[0].end),
                )
            )
        return [page.found(Field.ZONE, chosen.start, chosen.end, chosen.zone)]
    for zone in [*(one.zone for one in named), default]:
        if moment and ZoneMention(zone, None, 0, 0).offset_at(moment) == chosen.offset:
            return [page.found(Field.ZONE, chosen.start, chosen.end, zone, inferred=Reason.OFFSET)]
    value = fixed(chosen.offset)
    return [page.found(Field.ZONE, chosen.start, chosen.end, value)] if value else []
