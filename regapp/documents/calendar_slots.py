"""How an event is cut into calendar entries: one for each day, or one for each session of the programme."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regapp.models import Event, LocalizedText, Session
from regapp.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Slot:
    """What one entry is about, in every language.

    ``uid`` stays the same for the life of the day or session, and lacks the host that completes it in a file;
    ``start`` and ``end`` are aware, on the event's wall clock. ``description`` and ``room`` are a session's.
    """

    uid: str
    start: datetime
    end: datetime
    all_day: bool
    title: LocalizedText
    description: LocalizedText = field(default_factory=LocalizedText)
    room: LocalizedText = field(default_factory=LocalizedText)


def slots_of(event: Event, sessions: Collection[int] | None = None) -> list[Slot]:
    """The entries of an event for somebody who chose ``sessions`` (ids), or all it has (None).

    By session these are the timed sessions that are for everybody, and the chosen ones. Where that comes to
    nothing there is an entry for each day, as for any other event: nobody with a place is left without one.
    """
    theirs = [item for item in _timed(event) if sessions is None or not item.bookable or item.id in sessions]
    if theirs:
        return [_of_session(event, item) for item in theirs]
    return [
        Slot(f"{event.uid}{f'-{day}' if day > 1 else ''}", start, end, event.all_day, event.title)
        for day, (start, end) in enumerate(event.days(), start=1)
    ]


def gone(before: Iterable[Slot], after: Iterable[Slot], *, for_all: bool = False) -> list[dict[str, Any]]:
    """The entries of ``before`` that ``after`` has no more, as a letter's ``facts["gone"]`` keeps them.

    ``for_all``: they are gone from everybody's calendar, not from one person's alone.
    """
    kept = {slot.uid for slot in after}
    return [_kept(slot, for_all=for_all) for slot in before if slot.uid not in kept]


def slot_of(facts: dict[str, Any]) -> Slot:
    """What :func:`gone` kept."""
    zone = ZoneInfo(facts["zone"])
    start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    if facts["all_day"]:  # dates, whatever the law of the zone has become
        start, end = start.replace(tzinfo=zone), end.replace(tzinfo=zone)
    return Slot(
        facts["uid"],
        start.astimezone(zone),
        end.astimezone(zone),
        facts["all_day"],
        LocalizedText(facts["summary"]),
    )


def unchosen(event: Event, sessions: Collection[int] | None) -> set[str]:
    """The UIDs of sessions that had to be chosen, and were not by somebody who chose ``sessions``."""
    return {
        _session_uid(event, item)
        for item in event.sessions
        if sessions is not None and item.bookable and item.id not in sessions
    }


def _timed(event: Event) -> list[Session]:
    if not event.calendar_by_session:
        return []
    timed = [item for item in event.sessions if item.start_wall]
    return sorted(timed, key=lambda item: (item.start_wall, item.start_at, item.id))


def _of_session(event: Event, item: Session) -> Slot:
    zone = ZoneInfo(event.zone)
    starts, ends = item.hours(event)
    start = (starts or event.start_wall).replace(tzinfo=zone)
    end = (ends or start).replace(tzinfo=zone)
    if end.astimezone(UTC) < start.astimezone(UTC):
        end = start  # in an hour that the clocks leave out: no letter may fail for it
    return Slot(
        _session_uid(event, item),
        start,
        end,
        all_day=False,
        title=_title(event, item),
        description=item.description or LocalizedText(),
        room=item.room or LocalizedText(),
    )


def _session_uid(event: Event, item: Session) -> str:
    return f"{event.uid}-s{item.id}"


def _title(event: Event, item: Session) -> LocalizedText:
    """The session's own words first, since a month's page shows no more; in every language that has any."""
    words = {language: (item.title.read(language), event.title.read(language)) for language in Language}
    known = [language for language in Language if language in item.title or language in event.title]
    return LocalizedText({language: " – ".join(filter(None, words[language])) for language in known})


def _kept(slot: Slot, *, for_all: bool) -> dict[str, Any]:
    return {
        "uid": slot.uid,
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
        "zone": str(slot.start.tzinfo),
        "all_day": slot.all_day,
        "summary": dict(slot.title),
        "for_all": for_all,
    }
