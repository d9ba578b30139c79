"""What search engines read of an event: schema.org in JSON-LD."""

from datetime import datetime
from typing import Any

from regapp.addresses import Addresses
from regapp.documents.markdown import to_html
from regapp.models import Event, LocalizedText
from regapp.vocabulary import Attendance, EventStatus, Language

SCHEMA = "https://schema.org/"


def linked_data(event: Event, addresses: Addresses, language: Language) -> dict[str, Any]:
    """The event as schema.org's Event, with the attendance mode that its public ticket types tell."""
    address = addresses.event(event.slug)
    cancelled = event.status is EventStatus.CANCELLED
    return {
        "@context": SCHEMA.rstrip("/"),
        "@type": "Event",
        "name": event.title.read(language),
        "description": event.summary.read(language),
        "startDate": _time(event.start, event),
        "endDate": _time(event.last_day, event),
        "eventStatus": f"{SCHEMA}{'EventCancelled' if cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}{_mode(event)}",
        "url": address,
        "image": addresses.file(event.cover.token, event.cover.name)
        if event.cover
        else f"{address}/cover.svg",
        "inLanguage": event.languages,
        "location": _locations(event, address, language),
        "organizer": [
            _without_empty({"@type": "Organization", "name": host.name.read(language), "url": host.website})
            for host in event.held_by
        ],
    }


def faq_data(event: Event, language: Language) -> dict[str, Any] | None:
    """The event's questions and answers as schema.org's FAQPage; None where there are none."""
    pairs = [(LocalizedText(one["question"]), LocalizedText(one["answer"])) for one in event.faq]
    if not pairs:
        return None
    return {
        "@context": SCHEMA.rstrip("/"),
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.read(language),
                "acceptedAnswer": {"@type": "Answer", "text": str(to_html(answer.read(language)))},
            }
            for question, answer in pairs
        ],
    }


def _time(moment: datetime, event: Event) -> str:
    """A time with its offset; of whole days the date, of which the last counts (schema.org, endDate)."""
    return moment.date().isoformat() if event.all_day else moment.isoformat()


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _mode(event: Event) -> str:
    ways = {ticket_type.attendance for ticket_type in event.ticket_types if not ticket_type.needs_code}
    if len(ways) > 1:
        return "MixedEventAttendanceMode"
    is_online = Attendance.ONLINE in ways if ways else event.venue is None
    return "OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"


def _locations(event: Event, address: str, language: Language) -> list[dict[str, Any]]:
    locations: list[dict[str, Any]] = []
    if event.venue:
        locations.append(
            {
                "@type": "Place",
                "name": event.venue.name.read(language),
                "address": _without_empty(
                    {
                        "@type": "PostalAddress",
                        "streetAddress": event.venue.address.read(language),
                        "addressLocality": event.venue.city.read(language),
                        "addressCountry": event.venue.region[:2],
                    }
                ),
            }
        )
    if _mode(event) != "OfflineEventAttendanceMode":
        # The join address is for the registered only; the public one is where one registers.
        locations.append({"@type": "VirtualLocation", "url": address})
    return locations
