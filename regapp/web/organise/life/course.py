"""When people registered, day by day from the opening to the deadline, as a picture with its table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from flask_babel import format_decimal

from regapp import texts
from regapp.documents.charts import Mark, column_chart
from regapp.models import Event
from regapp.web.formats import local
from regapp.web.organise.life.figures import Figure, Line
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

MOST_COLUMNS = 92  # days that are shown each; more are taken together by weeks


@dataclass(frozen=True, slots=True)
class Course:
    """So many people in each stretch of ``days`` days from ``first`` on, on the event's calendar."""

    first: date
    days: int
    counts: list[int]

    def index(self, day: date) -> int:
        """The number of the stretch with this day."""
        return (day - self.first).days // self.days

    def label(self, number: int) -> str:
        """The day, or the first and the last one, of a stretch."""
        start = self.first + timedelta(days=number * self.days)
        ends = [start] if self.days == 1 else [start, start + timedelta(days=self.days - 1)]
        return " – ".join(texts.day_text(day, language()) for day in ends)


def course_of(event: Event, by_hour: Mapping[datetime, int]) -> Course:
    """The course of an event for which people registered in these hours (UTC), at least in one."""
    by_day = Counter[date]()
    for hour, count in by_hour.items():
        by_day[local(hour, event.zone).date()] += count
    first, last = min(by_day), max(by_day)
    if event.opens_at:
        first = min(first, local(event.opens_at, event.zone).date())
    last = max(last, local(event.closes_at, event.zone).date())
    length = (last - first).days + 1
    days = 1 if length <= MOST_COLUMNS else 7 * -(-length // (7 * MOST_COLUMNS))
    course = Course(first, days, [0] * -(-length // days))
    for day, count in by_day.items():
        course.counts[course.index(day)] += count
    return course


def course_figure(event: Event, by_hour: Mapping[datetime, int], moment: datetime) -> Figure:
    """Its picture; ``moment`` is now."""
    course = course_of(event, by_hour)
    today = local(moment, event.zone).date()
    passed = min(max(course.index(today), _last_used(course)), len(course.counts) - 1)
    sums = list(accumulate(course.counts))
    lines = [
        Line(course.label(number), [format_decimal(course.counts[number]), format_decimal(sums[number])])
        for number in reversed(range(passed + 1))
    ]
    title = _("Registrations over time")
    picture = column_chart(
        "course",
        title,
        _described(course, sums[-1]),
        course.counts,
        ends=(course.label(0), course.label(len(course.counts) - 1)),
        marks=_marks(event, course, today),
    )
    head = [_("Day") if course.days == 1 else _("Days"), _("New people"), _("People in all")]
    return Figure("course", title, picture, head, lines)


def _last_used(course: Course) -> int:
    return max(number for number, count in enumerate(course.counts) if count)


def _marks(event: Event, course: Course, today: date) -> list[Mark]:
    closes = course.index(local(event.closes_at, event.zone).date())
    marks = [Mark(closes, _("Registration closes"), end=True)]
    if 0 <= course.index(today) < len(course.counts):
        marks.append(Mark(course.index(today), _("Today"), end=True))
    return marks


def _described(course: Course, total: int) -> str:
    most = max(course.counts)
    number = course.counts.index(most)
    people = ngettext("%(count)s person", "%(count)s people", total, count=format_decimal(total))
    return _(
        "%(people)s from %(first)s to %(last)s. Most: %(most)s, on %(day)s.",
        people=people,
        first=course.label(0),
        last=course.label(len(course.counts) - 1),
        most=format_decimal(most),
        day=course.label(number),
    )
