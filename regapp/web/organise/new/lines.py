"""People and agendas as hosts write them: one on each line of a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from regapp.services.events.drafts import NamedHostDraft, SessionDraft, SpeakerDraft
from regapp.vocabulary import Language, SpeakerRole

MOST_LINES = 200
LONGEST_LINE = 500
_HOURS = re.compile(
    r"(?P<from>\d{1,2}[:.]\d{2})(?:\s*[-‐-―]\s*(?P<to>\d{1,2}[:.]\d{2}))?(?!\d)[\s.,:–—-]*(?P<title>.*)"
)
_DAY = re.compile(
    r"(?:(?:day|день|күн|tag)\s*(?P<after>\d{1,2})|(?P<before>\d{1,2})[\s-]*(?:day|день|күн|tag))\s*[:.]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-•*·–—]|\d{1,2}[.)])\s+")
_UNTIMED_LASTS = timedelta(hours=1)


class LineProblem(StrEnum):
    """What is wrong with a line of an agenda."""

    HOUR = "hour"  # the clock has none like it
    ORDER = "order"  # it would end before it starts
    DAY = "day"  # the event has fewer days
    TITLE = "title"  # an hour alone
    LONG = "long"
    MANY = "many"


class WrongLine(ValueError):
    """The line of that ``number``, from 1, is no item of an agenda."""

    def __init__(self, problem: LineProblem, number: int) -> None:
        super().__init__(problem)
        self.problem, self.number = problem, number


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last moment of an event on its wall clock."""

    start: datetime
    end: datetime


def hosts_of(text: str, language: Language, known: Iterable[str | NamedHostDraft]) -> list[NamedHostDraft]:
    """The co-hosts of a text by name; what is ``known`` of one beside its name stays. Raises WrongLine."""
    by_line = {host_line(host, language): host for host in known if not isinstance(host, str)}
    return [by_line.get(line) or NamedHostDraft({str(language): line}) for _, line in _lines(text)]


def host_line(host: NamedHostDraft, language: Language) -> str:
    """The line that stands for a co-host by name."""
    return _nearest(host.name, language)


def people_of(text: str, role: SpeakerRole, language: Language) -> list[SpeakerDraft]:
    """The people of a text: name, title and post, organisation, parted by commas. Raises WrongLine."""
    return [_person(line, role, str(language)) for _, line in _lines(text)]


def person_line(person: SpeakerDraft, language: Language) -> str:
    """The line that stands for a person."""
    parts = (person.name, person.title, person.affiliation)
    return ", ".join(text for part in parts if (text := _nearest(part, language)))


def agenda_of(text: str, span: Span, language: Language) -> list[SessionDraft]:
    """The agenda of a text: a point on each line, with hours or without; "Day 2" starts another day.

    What has no end lasts until the next one of that day, or until the event ends. Raises WrongLine.
    """
    day, days = 1, (span.end.date() - span.start.date()).days + 1
    found: list[SessionDraft] = []
    for number, line in _lines(text):
        header = _DAY.fullmatch(line)
        if header:
            day = int(header["after"] or header["before"])
            if not 1 <= day <= days:
                raise WrongLine(LineProblem.DAY, number)
            continue
        first = datetime.combine(span.start.date() + timedelta(days=day - 1), time.min)
        found.append(_item(line, first, number, str(language)))
    return _ended(found, span)


def agenda_lines(items: tuple[SessionDraft, ...], language: Language, day_words: str) -> str:
    """The text that stands for an agenda; ``day_words`` heads a day, with ``%s`` for its number."""
    lines: list[str] = []
    dates = sorted({item.start.date() for item in items if item.start})
    day = None
    for item in items:
        title = _nearest(item.title, language)
        if item.start is None:
            lines.append(title)
            continue
        if len(dates) > 1 and item.start.date() != day:
            day = item.start.date()
            lines.append(day_words % ((day - dates[0]).days + 1))
        hours = f"{item.start:%H:%M}" + (f"–{item.end:%H:%M}" if item.end else "")
        lines.append(f"{hours} {title}")
    return "\n".join(lines)


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(numbered) > MOST_LINES:
        raise WrongLine(LineProblem.MANY, numbered[MOST_LINES][0])
    for number, line in numbered:
        if len(line) > LONGEST_LINE:
            raise WrongLine(LineProblem.LONG, number)
    return numbered


def _person(line: str, role: SpeakerRole, language: str) -> SpeakerDraft:
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    parts = [part.strip() for part in line.split(";" if ";" in line else ",") if part.strip()] or [line]
    title = ", ".join(parts[1:-1] if len(parts) > 2 else parts[1:])  # noqa: PLR2004 - name, post, organisation
    affiliation = parts[-1] if len(parts) > 2 else ""  # noqa: PLR2004
    return SpeakerDraft(
        role=role,
        name={language: parts[0]},
        title={language: title} if title else {},
        affiliation={language: affiliation} if affiliation else {},
    )


def _item(line: str, day: datetime, number: int, language: str) -> SessionDraft:
    hours = _HOURS.fullmatch(line)
    if hours is None:
        return SessionDraft(title={language: _BULLET.sub("", line, count=1) if _BULLET.match(line) else line})
    if not hours["title"]:
        raise WrongLine(LineProblem.TITLE, number)
    start = _at(day, hours["from"], number)
    end = _at(day, hours["to"], number) if hours["to"] else None
    if end is not None and end <= start:
        raise WrongLine(LineProblem.ORDER, number)
    return SessionDraft(title={language: hours["title"]}, start=start, end=end)


def _at(day: datetime, clock: str, number: int) -> datetime:
    hour, minute = (int(part) for part in re.split("[:.]", clock))
    try:
        return day.replace(hour=hour, minute=minute)
    except ValueError as error:
        raise WrongLine(LineProblem.HOUR, number) from error


def _ended(items: list[SessionDraft], span: Span) -> list[SessionDraft]:
    starts = [item.start for item in items if item.start]
    ended = []
    for item in items:
        if item.start is None or item.end is not None:
            ended.append(item)
            continue
        later = [one for one in starts if one > item.start and one.date() == item.start.date()]
        closing = datetime.combine(item.start.date(), span.end.time())
        last = closing if closing > item.start else item.start + _UNTIMED_LASTS
        ended.append(replace(item, end=min(later, default=last)))
    return ended


def _nearest(text: dict[str, str], language: Language) -> str:
    return text.get(str(language)) or next(iter(text.values()), "")
