"""The programme and its people as the event's page shows them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from regapp import texts
from regapp.models import Event, Session, Speaker
from regapp.vocabulary import SpeakerRole
from regapp.web.formats import country_name, local, read
from regapp.web.reading import language
from regapp.web.words import role_word

ORDER = {role: position for position, role in enumerate(SpeakerRole)}  # moderators first


def programme(event: Event) -> dict[str, Any]:
    """Timed sessions by day, points of the agenda, people without a group, and groups with theirs."""
    alone = [speaker for speaker in event.speakers if speaker.group_id is None]
    return {
        "programme_days": _days(event),
        "agenda": [session for session in event.sessions if session.start_at is None],
        "speakers": _people(alone),
        "speaker_groups": [
            {
                "title": read(group.title),
                "topic": read(group.topic),
                "people": _people(speaker for speaker in event.speakers if speaker.group_id == group.id),
            }
            for group in event.speaker_groups
        ],
    }


def _days(event: Event) -> list[dict[str, Any]]:
    items = sorted((_item(event, session) for session in event.sessions if session.start_at), key=_start)
    return [
        {"title": texts.long_date(_start(day[0]), language()), "items": day}
        for day in (list(rows) for _, rows in groupby(items, key=lambda item: _start(item).date()))
    ]


def _start(item: dict[str, Any]) -> Any:
    return item["start"]


def _item(event: Event, session: Session) -> dict[str, Any]:
    return {
        "title": read(session.title),
        "start": local(session.start_at, event.zone) if session.start_at else None,
        "end": local(session.end_at, event.zone) if session.end_at else None,
    }


def _people(speakers: Iterable[Speaker]) -> list[dict[str, str]]:
    ranked = sorted(speakers, key=lambda speaker: ORDER[speaker.role])
    return [
        {"name": read(speaker.name), "role": role_word(speaker.role), "about": _about(speaker)}
        for speaker in ranked
    ]


def _about(speaker: Speaker) -> str:
    country = country_name(speaker.country) if speaker.country else ""
    return ", ".join(part for part in (read(speaker.title), read(speaker.affiliation), country) if part)
