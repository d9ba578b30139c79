"""From what was found in an announcement to the values of the form, and to the words beside each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from regapp.announcements import Announcement, Doubt, Field, Found
from regapp.announcements.cities import city_in
from regapp.announcements.excerpts import Excerpt, excerpt
from regapp.announcements.source import source_of
from regapp.models import Organisation
from regapp.models.search import search_text
from regapp.vocabulary import Language
from regapp.web.organise.announcement_words import doubt_word, reason_word
from regapp.web.translations import gettext as _

SHOWN_IN: dict[Field, str] = {
    Field.KIND: "kind",
    Field.START_DATE: "date",
    Field.END_DATE: "last_date",
    Field.START_TIME: "start",
    Field.END_TIME: "end",
    Field.ZONE: "zone",
    Field.OPENS: "opens",
    Field.DEADLINE: "closes",
    Field.MODE: "ways",
    Field.VENUE: "venue_name",
    Field.ADDRESS: "venue_address",
    Field.ROOM: "venue_address",
    Field.CITY: "venue_city",
    Field.CAPACITY: "places",
    Field.ONLINE_CAPACITY: "online_places",
    Field.PROVIDER: "provider",
    Field.JOIN_ADDRESS: "join_address",
    Field.MEETING_ID: "meeting_id",
    Field.PASSCODE: "passcode",
    Field.DIAL_IN: "dial_in",
    Field.STREAM: "stream",
    Field.PHONE: "phone",
    Field.EMAIL: "email",
    Field.MODERATOR: "moderators",
    Field.SPEAKER: "speakers",
    Field.GUEST: "guests",
    Field.AGENDA_ITEM: "agenda",
    Field.HOST: "hosts",
}
LASTS = timedelta(hours=2)  # where the text does not say how long
LAST_MINUTE = time(23, 59)


@dataclass(slots=True)
class Shown:
    """What is said beside a field: the words its value came from, and what the host should look at."""

    excerpts: list[Excerpt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    doubted: bool = False  # the text says something else elsewhere


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """What contradicts, with the places where it does."""

    words: str
    places: list[Excerpt]


def languages_of(announcement: Announcement, reader: Language) -> list[Language]:
    """The languages in which a title is asked for: those of the text."""
    spoken = [Language(found.value) for found in announcement.all(Field.LANGUAGE)]
    return spoken or [reader]


def values_of(announcement: Announcement, zone: str, reader: Language) -> dict[str, Any]:
    """What the form shows at first."""
    value = announcement.value
    languages = languages_of(announcement, reader)
    start, end = _clock(value(Field.START_TIME)), _clock(value(Field.END_TIME))
    found_ways = [found.value for found in announcement.all(Field.MODE)]
    stream = value(Field.STREAM)
    return {
        **{f"title_{language}": title for language, title in _titles(announcement, languages).items()},
        "kind": value(Field.KIND),
        "date": _date(value(Field.START_DATE)),
        "last_date": _date(value(Field.END_DATE)),
        "start": start,
        "end": end or (_later(start) if start else None),
        "zone": value(Field.ZONE) or zone,
        "opens": _moment(value(Field.OPENS), time()),
        "closes": _moment(value(Field.DEADLINE), LAST_MINUTE),
        "ways": found_ways,
        "venue_name": value(Field.VENUE),
        "venue_address": ", ".join(filter(None, (value(Field.ADDRESS), value(Field.ROOM)))),
        "venue_city": city_in(value(Field.CITY), languages[0]),
        "places": _number(value(Field.CAPACITY)),
        "online_places": _number(value(Field.ONLINE_CAPACITY)),
        "provider": value(Field.PROVIDER),
        "join_address": value(Field.JOIN_ADDRESS),
        "meeting_id": value(Field.MEETING_ID),
        "passcode": value(Field.PASSCODE),
        "dial_in": "\n".join(_with_detail(announcement.all(Field.DIAL_IN))),
        "stream": stream if stream.startswith("http") else "",
        "phone": value(Field.PHONE),
        "email": value(Field.EMAIL),
        "moderators": "\n".join(_with_detail(announcement.all(Field.MODERATOR))),
        "speakers": "\n".join(_with_detail(announcement.all(Field.SPEAKER))),
        "guests": "\n".join(_with_detail(announcement.all(Field.GUEST))),
        "agenda": "\n".join(_agenda(announcement, languages)),
    }


def shown_beside(text: str, announcement: Announcement, languages: Sequence[Language]) -> dict[str, Shown]:
    """What is said beside each field, by the field's name."""
    source = source_of(text)
    beside: dict[str, Shown] = {}
    doubted = [span for doubt in announcement.doubts for span in (doubt.first, doubt.second)]
    for found in announcement.found:
        name = _field_of(found, languages)
        if not name:
            continue
        shown = beside.setdefault(name, Shown())
        shown.excerpts.append(excerpt(source, text, found.start, found.end))
        shown.doubted |= any(found.start < last and first < found.end for first, last in doubted)
        if found.inferred:
            remark = reason_word(found.inferred)
            shown.remarks += [remark] if remark not in shown.remarks else []
    for name, remark in _not_said(announcement):
        beside.setdefault(name, Shown()).remarks.append(remark)
    return beside


def doubts_shown(text: str, doubts: Iterable[Doubt]) -> list[ShownDoubt]:
    """The contradictions in words, each with its one or two places."""
    source = source_of(text)
    return [
        ShownDoubt(
            doubt_word(doubt.kind),
            [excerpt(source, text, *span) for span in dict.fromkeys((doubt.first, doubt.second))],
        )
        for doubt in doubts
    ]


def named_hosts(announcement: Announcement, known: Iterable[Organisation]) -> list[Organisation]:
    """The organisations that the text names as hosts."""
    names = [search_text(found.value) for found in announcement.all(Field.HOST)]
    return [
        organisation
        for organisation in known
        if any(
            _is_named(search_text(name), written)
            for name in (*organisation.name.values(), organisation.slug)
            for written in names
        )
    ]


def unknown_hosts(announcement: Announcement, hosts: Iterable[Organisation]) -> list[str]:
    """The hosts of the text that are none of these."""
    known = [search_text(name) for one in hosts for name in (*one.name.values(), one.slug)]
    return [
        found.value
        for found in announcement.all(Field.HOST)
        if not any(_is_named(name, search_text(found.value)) for name in known)
    ]


def _is_named(name: str, written: str) -> bool:
    """Whether one is the other with words before or behind; a single word of a longer name is not enough."""
    if not name or not written:
        return False
    in_written = f" {name} " in f" {written} "
    return in_written or (" " in written and f" {written} " in f" {name} ")


def _field_of(found: Found, languages: Sequence[Language]) -> str:
    if found.field == Field.TITLE:
        return f"title_{found.language if found.language in languages else languages[0]}"
    return SHOWN_IN.get(found.field, "")


def _titles(announcement: Announcement, languages: Sequence[Language]) -> dict[Language, str]:
    titles: dict[Language, str] = {}
    for found in announcement.all(Field.TITLE):
        language = found.language if found.language in languages else languages[0]
        titles.setdefault(language or languages[0], found.value)
    return titles


def _not_said(announcement: Announcement) -> list[tuple[str, str]]:
    """What the text leaves open, and what is filled in for it."""
    remarks = []
    for name, wanted in (("date", Field.START_DATE), ("start", Field.START_TIME), ("kind", Field.KIND)):
        if announcement.one(wanted) is None:
            remarks.append((name, _("Not found in the text.")))
    if announcement.one(Field.END_TIME) is None and announcement.one(Field.START_TIME):
        remarks.append(("end", _("The text does not say when it ends: two hours are filled in.")))
    if announcement.one(Field.ZONE) is None:
        remarks.append(("zone", _("The text names none: this is the zone of your organisation.")))
    deadline = announcement.value(Field.DEADLINE)
    if not deadline:
        remarks.append(("closes", _("Not found in the text. Left empty, it closes at the start.")))
    elif "T" not in deadline:
        remarks.append(("closes", _("Only the day is given: the last minute of it is filled in.")))
    stream = announcement.value(Field.STREAM)
    if stream and not stream.startswith("http"):
        remarks.append(("stream", _("The text gives no address: paste it here if you have it.")))
    return remarks


def _agenda(announcement: Announcement, languages: Sequence[Language]) -> list[str]:
    """The points in the first language of the text, with a line before each day of several."""
    items = [
        found for found in announcement.all(Field.AGENDA_ITEM) if found.language in {None, languages[0]}
    ] or list(announcement.all(Field.AGENDA_ITEM))
    lines: list[str] = []
    day, latest = 1, ""
    several = announcement.one(Field.END_DATE) is not None
    for found in items:
        hours = found.detail
        if several and hours and hours[:5] < latest:
            day += 1
            lines.append(_("Day %s") % day)
        latest = hours[:5] if hours else latest
        lines.append(f"{hours.replace('-', '–')} {found.value}".strip())
    return lines


def _with_detail(found: Iterable[Found]) -> list[str]:
    return [f"{one.value}, {one.detail}" if one.detail else one.value for one in found]


def _later(start: time) -> time:
    ended = datetime.combine(date.min, start) + LASTS
    return ended.time() if ended.date() == date.min else LAST_MINUTE


def _clock(value: str) -> time | None:
    return time.fromisoformat(value) if value else None


def _date(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str, otherwise: time) -> datetime | None:
    if not value:
        return None
    return (
        datetime.fromisoformat(value)
        if "T" in value
        else datetime.combine(date.fromisoformat(value), otherwise)
    )


def _number(value: str) -> int | None:
    return int(value) if value else None
