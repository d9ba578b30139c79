"""What an event's people were told of it, and what is no longer so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regapp.documents.calendar_slots import Slot, gone, slots_of
from regapp.models import Event, Venue
from regapp.vocabulary import Difference, EventStatus, Language

Facts = dict[str, Any]

_OF_TIME = ("start", "end", "zone", "all_day")
# What cannot be seen any more when two changes become one: that it changed is all there is to tell.
_UNSEEN = {Difference.MEETING, Difference.PROGRAMME, Difference.LAW}


def told(event: Event) -> Facts:
    """When and where an event is, in the words of a mailing's ``facts["old"]``; times are wall-clock."""
    return {
        "start": event.start_wall.isoformat(),
        "end": event.end_wall.isoformat(),
        "zone": event.zone,
        "all_day": event.all_day,
        "place": _place(event.venue),
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """An event before a change."""

    told: Facts
    instants: tuple[datetime, datetime]
    slots: Collection[Slot]
    meeting: tuple[str, ...]
    joining: bool  # its people know how to join
    status: EventStatus


def standing(event: Event, moment: datetime) -> Standing:
    """What is so at ``moment``."""
    return Standing(
        told(event),
        (event.start_at, event.end_at),
        slots_of(event),
        (
            event.meeting_provider,
            event.meeting_id,
            event.join_address,
            event.passcode,
            event.dial_in,
        ),
        event.has_way_to_join and event.join_told(moment),
        event.status,
    )


def differences(before: Standing, after: Standing) -> set[Difference]:
    """In what ``after`` is no longer what people were told ``before``."""
    found = _seen(before.told, after.told)
    if Difference.TIME not in found:
        if before.instants != after.instants:
            found.add(Difference.LAW)
        elif _times(before.slots) != _times(after.slots):
            found.add(Difference.PROGRAMME)
    if before.joining and before.meeting != after.meeting:
        found.add(Difference.MEETING)
    return found


def facts_of_change(before: Standing, after: Standing, found: Collection[Difference], message: str) -> Facts:
    """What an event-changed letter cannot read when it is sent, by the names in ``Mailing.facts``."""
    return {
        "old": before.told,
        "what": [one for one in Difference if one in found],
        "gone": gone(before.slots, after.slots, for_all=True),
        "message": message,
    }


def as_one(first: Facts, second: Facts, event: Event) -> Facts:
    """Two changes told in one letter: from what was so before the first to what is so now.

    ``what`` is empty where the second takes the first back.
    """
    found = _seen(first["old"], told(event)) | ({*first["what"], *second["what"]} & _UNSEEN)
    if Difference.TIME in found:
        found -= {Difference.LAW, Difference.PROGRAMME}
    standing_again = {slot.uid for slot in slots_of(event)}
    entries = {entry["uid"]: entry for entry in (*first["gone"], *second["gone"])}
    messages = dict.fromkeys(filter(None, (first["message"], second["message"])))
    return {
        "old": first["old"],
        "what": [one for one in Difference if one in found],
        "gone": [entry for uid, entry in entries.items() if uid not in standing_again],
        "message": "\n\n".join(messages),
    }


def _seen(old: Facts, new: Facts) -> set[Difference]:
    found = set()
    if any(old[name] != new[name] for name in _OF_TIME):
        found.add(Difference.TIME)
    if old["place"] != new["place"]:
        found.add(Difference.PLACE)
    return found


def _times(slots: Collection[Slot]) -> set[tuple[str, str, int, str, int]]:
    """What the clock on the wall shows; of two equal hours also which, since a comparison leaves that out."""
    return {(slot.uid, *_wall(slot.start), *_wall(slot.end)) for slot in slots}


def _wall(moment: datetime) -> tuple[str, int]:
    return f"{moment:%Y-%m-%d %H:%M:%S}", moment.fold


def _place(venue: Venue | None) -> dict[str, str]:
    if venue is None:
        return {}
    return {str(language): venue.in_words(language) for language in Language}
