"""Events as calendar entries: what a participant's calendar holds of them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from regapp import texts
from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Status
from regapp.documents.calendar_slots import Slot, slot_of, slots_of, unchosen
from regapp.documents.markdown import to_plain
from regapp.models import Event
from regapp.vocabulary import EventStatus, Language, Visibility


def public_entries(
    event: Event,
    addresses: Addresses,
    host: str,
    language: Language,
    *,
    sessions: Collection[int] | None = None,
) -> list[Entry]:
    """The public facts of an event, an entry a day or a session; see :func:`slots_of` for ``sessions``.

    ``host`` completes the UIDs.
    """
    return [_entry(event, slot, addresses, host, language) for slot in slots_of(event, sessions)]


def own_entries(
    event: Event,
    addresses: Addresses,
    host: str,
    language: Language,
    *,
    sequence: int,
    online: bool,
    told: bool,
    sessions: Collection[int] | None = None,
) -> list[Entry]:
    """A participant's entries: the same UIDs, numbered for them, with the way to join if online.

    ``sessions`` are the ids of those they chose, ``told`` says whether the way to join may be told by now
    (:meth:`Event.join_told`). The address of the own page is never in an entry: people share calendars.
    """
    entries = public_entries(event, addresses, host, language, sessions=sessions)
    own = [replace(entry, sequence=sequence) for entry in entries]
    return [_joined(entry, event, told=told) for entry in own] if online else own


def gone_entries(
    facts: Iterable[dict[str, Any]],
    event: Event,
    addresses: Addresses,
    host: str,
    language: Language,
    *,
    sequence: int,
    kept: Iterable[Entry] = (),
    sessions: Collection[int] | None = None,
) -> list[Entry]:
    """What to take out of a calendar: the entries of letters' and mailings' ``facts["gone"]``, each once.

    Those among ``kept``, which the same letter brings, stay; of what is gone for all, that which somebody
    who chose ``sessions`` never had is left out, and the rest is cancelled as a whole (RFC 5546 3.2.5).
    """
    seen = {entry.uid for entry in kept}
    not_theirs = unchosen(event, sessions)
    entries = []
    for fact in facts:
        entry, for_all = _entry(event, slot_of(fact), addresses, host, language), fact.get("for_all")
        if entry.uid not in seen and not (for_all and fact["uid"] in not_theirs):
            status = Status.CANCELLED if for_all else entry.status
            entries.append(replace(entry, sequence=sequence, status=status))
            seen.add(entry.uid)
    return entries


def _entry(event: Event, slot: Slot, addresses: Addresses, host: str, language: Language) -> Entry:
    return Entry(
        uid=f"{slot.uid}@{host}",
        sequence=event.sequence,
        start=slot.start,
        end=slot.end,
        all_day=slot.all_day,
        summary=slot.title.read(language),
        changed_at=event.changed_at,
        description=_description(event, slot, language),
        location=_location(event, slot, language),
        url=addresses.event(event.slug),
        status=Status.CANCELLED if event.status is EventStatus.CANCELLED else Status.CONFIRMED,
        position=_position(event),
        language=language,
    )


def _joined(entry: Entry, event: Event, *, told: bool) -> Entry:
    """The entry of who joins online, and is not led to the room, also while the address is still missing."""
    address = event.join_address if told else ""
    is_public = event.meeting_id_visibility is Visibility.PUBLIC
    provider = texts.provider_name(event.meeting_provider)
    meeting = f"{provider} ID {event.meeting_id}".strip() if event.meeting_id else ""
    lines = (
        entry.description,
        address,
        meeting if told or is_public else "",
        event.passcode if told else "",
        event.dial_in if told else "",
    )
    return replace(
        entry,
        join_address=address,
        location=address,
        position=None,
        description="\n".join(line for line in lines if line),
    )


def _description(event: Event, slot: Slot, language: Language) -> str:
    """What a session is about, then what the whole is."""
    own = to_plain(slot.description.read(language))
    return "\n\n".join(filter(None, (own, event.summary.read(language))))


def _location(event: Event, slot: Slot, language: Language) -> str:
    """The room first, since people who know the house need no more."""
    venue = event.venue.in_words(language) if event.venue else ""
    return ", ".join(filter(None, (slot.room.read(language), venue)))


def _position(event: Event) -> tuple[float, float] | None:
    venue = event.venue
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return venue.latitude, venue.longitude
