"""Events as calendar entries: what a participant's calendar holds of them."""

from dataclasses import replace

from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Status
from regapp.models import Event
from regapp.vocabulary import EventStatus, Language


def public_entries(event: Event, addresses: Addresses, host: str, language: Language) -> list[Entry]:
    """The public facts of an event, an entry a day. ``host`` completes the UIDs."""
    return [
        Entry(
            uid=f"{event.uid}{f'-{day}' if day > 1 else ''}@{host}",
            sequence=event.sequence,
            start=start,
            end=end,
            summary=event.title.read(language),
            changed_at=event.changed_at,
            description=event.summary.read(language),
            location=_location(event, language),
            url=addresses.event(event.slug),
            status=Status.CANCELLED if event.status is EventStatus.CANCELLED else Status.CONFIRMED,
            position=_position(event),
            language=language,
        )
        for day, (start, end) in enumerate(event.days(), start=1)
    ]


def own_entries(
    event: Event, addresses: Addresses, host: str, language: Language, *, sequence: int, online: bool
) -> list[Entry]:
    """A participant's entries: the same UIDs, numbered for them, with the way to join if online.

    The address of the own page is never in an entry: people share calendars.
    """
    return [
        replace(
            entry,
            sequence=sequence,
            join_address=event.join_address if online else "",
            # Whoever joins online is not led to the room, also while the address is still missing.
            location=event.join_address if online else entry.location,
            position=None if online else entry.position,
            description=_with_meeting(entry.description, event) if online else entry.description,
        )
        for entry in public_entries(event, addresses, host, language)
    ]


def _with_meeting(description: str, event: Event) -> str:
    meeting = f"{event.meeting_provider.capitalize()} ID {event.meeting_id}" if event.meeting_id else ""
    lines = (description, event.join_address, meeting, event.passcode)
    return "\n".join(line for line in lines if line)


def _location(event: Event, language: Language) -> str:
    if event.venue is None:
        return ""
    venue = event.venue
    parts = (venue.name.read(language), venue.address.read(language), venue.city.read(language))
    return ", ".join(part for part in parts if part)


def _position(event: Event) -> tuple[float, float] | None:
    venue = event.venue
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return venue.latitude, venue.longitude
