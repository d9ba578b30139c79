"""The sample events: as they were, and as coming editions dated from the day of loading."""

from datetime import timedelta
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
from regapp.services.events import creating, event_files
from regapp.services.events.drafts import EventDraft
from regapp.vocabulary import EventStatus

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
            creating.create(draft(raw), status=EventStatus.PUBLISHED)
        elif refresh and "relative" in raw:
            creating.reschedule(known[slug], draft(raw))


def draft(raw: dict[str, Any]) -> EventDraft:
    """An event file as a draft; a coming edition's days count from today in the event's zone."""
    if "relative" not in raw:
        return event_files.draft(raw)
    today = now().astimezone(ZoneInfo(raw["zone"])).date()
    return event_files.draft(raw, first=today + timedelta(days=raw["relative"]["days"]))


def _read(name: str) -> dict[str, Any]:
    return event_files.read(FOLDER / f"{name}.toml")


def _venue(row: dict[str, Any]) -> dict[str, Any]:
    return {("places" if key == "seats" else key): value for key, value in row.items()}
