"""The sample events: as they were, and as coming editions dated from the day of loading."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.services.accounts import hosts
from regapp.services.events import publishing
from regapp.services.events.drafts import (
    EventDraft,
    MeetingDraft,
    QuestionDraft,
    QuotaDraft,
    SessionDraft,
    SpeakerDraft,
    SpeakerGroupDraft,
    TicketTypeDraft,
)
from regapp.services.events.rules import Rules
from regapp.vocabulary import Attendance, EventKind, QuestionKind, SpeakerRole, Visibility

FOLDER = Path(__file__).parent / "sample"
SLUGS = (
    "conference-2018",
    "round-table-2020",
    "webinar-2021",
    "round-table",
    "webinar",
    "race",
    "teleconference",
)

sample = AppGroup("sample", help="Sample events to try the service with.")


@sample.command("load")
@click.option("--refresh", is_flag=True, help="Renew the dates of coming editions nobody registered for.")
def load(*, refresh: bool) -> None:
    """Load the sample events; loading them again changes nothing."""
    load_samples(refresh=refresh)


def load_samples(*, refresh: bool = False) -> None:
    """Store what is missing; with ``refresh`` also move coming editions, counting from today."""
    organisations, venues = _read("organisations")["organisation"], _read("venues")["venue"]
    hosts.add_hosts(organisations, [_venue(row) for row in venues])
    known = dict(db.session.execute(select(Event.slug, Event.id)).all())
    for slug in SLUGS:
        raw = _read(slug)
        if slug not in known:
            publishing.publish(draft(raw))
        elif refresh and "relative" in raw:
            publishing.reschedule(known[slug], draft(raw))


def draft(raw: dict[str, Any]) -> EventDraft:
    """An event file as a draft; a coming edition's days count from today in the event's zone."""
    start, end = _times(raw)
    plain = ("slug", "organisation", "title", "summary", "description", "zone")
    optional = ("venue", "contact_phone", "contact_email", "public_stream")
    return EventDraft(
        **{key: raw[key] for key in plain},
        **{key: raw[key] for key in optional if key in raw},
        kind=EventKind(raw["kind"]),
        hosts=tuple(raw.get("hosts", ())),
        languages=tuple(raw.get("languages", ())),
        start=start,
        end=end,
        closes=start - timedelta(hours=raw["closes_hours_before"]),
        meeting=_meeting(raw.get("meeting", {})),
        ticket_types=tuple(
            TicketTypeDraft(**{**row, "attendance": Attendance(row["attendance"])})
            for row in raw["ticket_type"]
        ),
        rules=Rules(waiting_list=raw["waiting_list"], most_people=raw.get("most_people", 1)),
        quotas=tuple(
            QuotaDraft(**{**row, "ticket_types": tuple(row["ticket_types"])}) for row in raw.get("quota", ())
        ),
        questions=tuple(_question(row) for row in raw.get("question", ())),
        sessions=tuple(_session(row, start.date()) for row in raw.get("session", ())),
        speaker_groups=tuple(SpeakerGroupDraft(**row) for row in raw.get("speaker_group", ())),
        speakers=tuple(
            SpeakerDraft(**{**row, "role": SpeakerRole(row["role"])}) for row in raw.get("speaker", ())
        ),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _venue(row: dict[str, Any]) -> dict[str, Any]:
    return {("places" if key == "seats" else key): value for key, value in row.items()}


def _times(raw: dict[str, Any]) -> tuple[datetime, datetime]:
    if "relative" not in raw:
        return raw["start"], raw["end"]
    relative = raw["relative"]
    first = now().astimezone(ZoneInfo(raw["zone"])).date() + timedelta(days=relative["days"])
    last = first + timedelta(days=relative["length_days"] - 1)
    return _at(first, relative["start"]), _at(last, relative["end"])


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _meeting(row: dict[str, Any]) -> MeetingDraft:
    if not row:
        return MeetingDraft()
    return MeetingDraft(**{**row, "id_visibility": Visibility(row["id_visibility"])})


def _question(row: dict[str, Any]) -> QuestionDraft:
    rest = {key: value for key, value in row.items() if key != "choice"}
    rest["kind"] = QuestionKind(rest["kind"])
    return QuestionDraft(**rest, choices=tuple(row.get("choice", ())))


def _session(row: dict[str, Any], first: date) -> SessionDraft:
    if "day" not in row:
        return SessionDraft(title=row["title"])
    day = first + timedelta(days=row["day"] - 1)
    return SessionDraft(title=row["title"], start=_at(day, row["start"]), end=_at(day, row["end"]))
