"""What the templates of a letter may tell. Each of them gets all of it; what there is not is empty."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from regapp.addresses import Addresses
from regapp.calendars.links import subscriptions
from regapp.errors import RegistrationShut
from regapp.mail.account_letters import account_facts
from regapp.mail.changes import changes_of
from regapp.mail.host_letters import host_facts
from regapp.mail.hosts_words import hosts_words
from regapp.mail.people import Person, left_last, needs_yes, who_declined
from regapp.mail.received.passing_on import correspondent
from regapp.mail.truth import has_offer
from regapp.mail.way_in import way_in
from regapp.models import Event, Invitation, Letter, LocalizedText, Registration
from regapp.queries.letters import Subject
from regapp.vocabulary import TO_HOST, EventVisibility, LetterKind


def facts_of(
    letter: Letter, subject: Subject, people: Sequence[Person], addresses: Addresses, moment: datetime
) -> dict[str, Any]:
    """The facts of ``letter`` at ``moment``, by the names that the templates know."""
    event, kind = subject.event, letter.kind
    # An address not yet proved may be a stranger's, and a companion's letter gives no power over the others.
    owner = None if letter.attendee or kind is LetterKind.PROVE_ADDRESS else subject.registration
    contact = subject.registration if letter.attendee else None
    # The address of a companion may be somebody's who no longer comes: no name is told then.
    addressee = owner.name if owner else people[0].name if letter.attendee and people else ""
    own_page = addresses.registration(owner.token) if owner else ""
    if kind is LetterKind.MESSAGE_TEST and event:
        addressee, own_page = letter.facts["name"], addresses.event(event.slug)  # whose writer has no own one
    return {
        "addressee": addressee,
        "event": event,
        "registration": owner,
        "own_page": own_page,
        "contact": contact.name if contact else "",
        **_of_people(people, moment),
        **_of_event(event, moment),
        **_of_invitation(subject, addresses),
        **_of_adding(letter, subject, addresses, moment),
        "event_page": _event_page(event, owner, subject.invitation, addresses),
        "own_words": LocalizedText(event.letter_words.get(kind, {}) if event else {}),
        "others": [(other, addresses.registration(other.token)) for other in subject.registrations_to_come],
        "proof": addresses.address_change(subject.address_change.token) if subject.address_change else "",
        "proof_until": _local(subject.address_change.expires_at, event) if subject.address_change else None,
        "feed": subscriptions(addresses.personal_calendar(subject.feed.token)) if subject.feed else None,
        "home": addresses.home(),
        "unsubscribe": addresses.unsubscribe(letter.message_token) if letter.refusable else "",
        "to_host": kind in TO_HOST,
        "message": letter.facts.get("message", ""),
        "by_host": bool(letter.facts.get("by_host")),
        "held_a_place": bool(letter.facts.get("held_a_place")),
        **_of_leaving(letter, subject),
        **_of_changes(letter, subject, moment),
        **hosts_words(letter, event, people, addresses, own_page=own_page, addressee=addressee),
        **_of_answers(letter, subject),
        **host_facts(subject.news, addresses),
        **account_facts(letter, subject.account, addresses),
        **_of_member_invitation(subject, addresses),
    }


def _of_member_invitation(subject: Subject, addresses: Addresses) -> dict[str, Any]:
    invitation = subject.member_invitation
    if invitation is None:
        return {}
    organisation = invitation.organisation
    return {
        "organisation": organisation,
        "invited_as": invitation.role,
        "inviter": invitation.invited_by,
        "joining": addresses.member_invitation(invitation.token),
        "joining_until": invitation.expires_at.astimezone(ZoneInfo(organisation.zone)),
    }


def _of_people(people: Sequence[Person], moment: datetime) -> dict[str, Any]:
    offered = [one for one in people if has_offer(one.standing, moment)]
    deadlines = [one.deadline for one in offered or people if one.deadline]
    return {
        "people": people,
        "confirmed": [one for one in people if one.confirmed],
        "waiting": [one for one in people if one.standing.waits_for],
        "offered": offered,
        "asking": [one for one in people if one.standing.asks_for],
        "deadline": min(deadlines, default=None),
        "decided_later": any(needs_yes(one.attendee, one.standing.ticket_type) for one in people),
    }


def _of_event(event: Event | None, moment: datetime) -> dict[str, Any]:
    opens_later = event is not None and event.opens_at is not None and moment < event.opens_at
    return {
        "takes_registrations": event is not None and _takes_registrations(event, moment),
        "opens": _local(event.opens_at, event) if event and opens_later else None,
        "closes": _local(event.closes_at, event) if event else None,
    }


def _event_page(
    event: Event | None, owner: Registration | None, invitation: Invitation | None, addresses: Addresses
) -> str:
    """Where the reader finds all about the event; one by invitation is not open to everybody."""
    if event is None:
        return ""
    if event.visibility is EventVisibility.INVITED:
        if owner:
            return addresses.own_event(owner.token)
        if invitation:
            return addresses.event_for_guest(event.slug, invitation.code)
    return addresses.event(event.slug)


def _of_invitation(subject: Subject, addresses: Addresses) -> dict[str, Any]:
    event, invitation = subject.event, subject.invitation
    if event is None or invitation is None:
        return {"invitation": None, "form": "", "invited_until": None}
    return {
        "invitation": invitation,
        "form": addresses.form(event.slug, invitation.code),
        "invited_until": _local(_last_moment(event, invitation), event),
    }


def _of_adding(letter: Letter, subject: Subject, addresses: Addresses, moment: datetime) -> dict[str, Any]:
    """The name that was typed into the form for a known address, if it can be added."""
    registration, name = subject.registration, letter.facts.get("other_name", "")
    if (
        registration is None
        or not name
        or registration.prove_until
        or len(registration.coming) >= registration.event.most_people
        or not _takes_registrations(registration.event, moment)
    ):
        return {"other_name": "", "adding": ""}
    return {"other_name": name, "adding": addresses.adding(registration.token, name)}


def _of_leaving(letter: Letter, subject: Subject) -> dict[str, Any]:
    """Who left together, and whether it is sure that they did no more than wait."""
    gone, event, standing = left_last(letter, subject), subject.event, subject.standing
    waited = (
        event is not None
        and standing is not None
        and event.waiting_list
        and event.proof_minutes is None
        and not standing.ticket_type.needs_approval
        and not letter.facts.get("held_a_place")
    )
    return {"gone": gone, "several": len(gone) > 1, "waited": waited}


def _of_changes(letter: Letter, subject: Subject, moment: datetime) -> dict[str, Any]:
    """What is another now, and how to join as far as that may be told."""
    event = subject.event
    told = letter.kind is LetterKind.MEETING
    return {
        "changes": changes_of(letter, subject),
        "join": way_in(event, moment, told=told) if event else None,
        "is_today": event is not None and event.wall(moment).date() == event.start_wall.date(),
    }


def _of_answers(letter: Letter, subject: Subject) -> dict[str, Any]:
    """Which companion said no in a calendar, and who wrote a message that is passed on."""
    declined = who_declined(letter, subject) if letter.kind is LetterKind.DECLINED else None
    octets = subject.received.octets if subject.received else None
    return {
        "declined": declined.name if declined else "",
        "correspondent": correspondent(octets) if octets else None,
        "shortened": bool(letter.facts.get("shortened")),
    }


def _last_moment(event: Event, invitation: Invitation) -> datetime:
    ends = (invitation.expires_at, invitation.ticket_type.closes_at)
    return min([event.closes_at, *(end for end in ends if end)])


def _takes_registrations(event: Event, moment: datetime) -> bool:
    try:
        event.check_open(moment)
    except RegistrationShut:
        return False
    return True


def _local(moment: datetime | None, event: Event | None) -> datetime | None:
    """An instant on the clock of the event's zone."""
    return moment.astimezone(ZoneInfo(event.zone)) if moment and event else moment
