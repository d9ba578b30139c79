"""A draft on another day: every hour stays on the wall clock where it was."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from regapp.services.events.drafts import EventDraft


def on_day(draft: EventDraft, first: date) -> EventDraft:
    """The draft with all its times moved so that it starts on ``first``."""
    return shifted(draft, first - draft.start.date())


def shifted(draft: EventDraft, shift: timedelta) -> EventDraft:
    """The draft with all its times moved."""

    def later(wall: datetime | None) -> datetime | None:
        return wall + shift if wall else None

    return replace(
        draft,
        start=draft.start + shift,
        end=draft.end + shift,
        closes=draft.closes + shift,
        opens=later(draft.opens),
        ticket_types=tuple(
            replace(one, opens=later(one.opens), closes=later(one.closes)) for one in draft.ticket_types
        ),
        sessions=tuple(
            replace(item, start=later(item.start), end=later(item.end)) for item in draft.sessions
        ),
    )
