"""An event's letters to those who run it, about things that never happened, to be looked at.

Like those to participants they are made in memory and belong to no session.
"""

from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from regapp.clock import now
from regapp.models import Event, Letter, Membership, Organisation, Quota, ReceivedMail, emails
from regapp.queries.digest import EventNews
from regapp.queries.host_news import HostNews
from regapp.queries.letters import Subject
from regapp.queries.organisers import Places
from regapp.vocabulary import TO_HOST, Language, LetterKind, ReceivedKind, Role
from regapp.web.organise.made_up_person import ADDRESS, NAMES, TOKEN

_DAY = timedelta(days=1)
_TAKEN = 2  # of each kind of place, where there are so many


def host_kinds_for(event: Event) -> list[LetterKind]:
    """The letters that those who run ``event`` may get, in the order of the vocabulary."""
    return [
        kind
        for kind in LetterKind
        if kind in TO_HOST
        and (kind is not LetterKind.EVENT_FULL or _limited(event) is not None)
        and (kind is not LetterKind.NAMED_AS_HOST or _co_host(event) is not None)
        and event.ticket_types
    ]


def made_up_news(event: Event, kind: LetterKind, language: Language) -> tuple[Letter, Subject]:
    """A letter of one of these kinds, and what it is about."""
    moment = now()
    letter = Letter(
        kind=kind,
        recipient=ADDRESS,
        recipient_key=emails.key(ADDRESS),
        language=language,
        facts={},
        message_token=TOKEN,
        created_at=moment,
    )
    if kind is LetterKind.FORWARDED:
        return letter, Subject(event=event, received=_received(event, language, moment))
    return letter, Subject(news=_news(event, kind, moment))


def _news(event: Event, kind: LetterKind, moment: datetime) -> HostNews:
    member = Membership(organisation=event.organisation, role=Role.OWNER)
    if kind is LetterKind.NAMED_AS_HOST:
        return HostNews(Membership(organisation=_co_host(event), role=Role.OWNER), [EventNews(event)])
    if kind is LetterKind.DIGEST:
        return HostNews(member, [_day(event)], since=moment - _DAY)
    if kind is LetterKind.LETTERS_FAIL:
        return HostNews(member, [EventNews(event, undelivered=1)])
    return HostNews(member, [EventNews(event, waiting=int(event.waiting_list))], quota=_full(event))


def _day(event: Event) -> EventNews:
    """Three came and one is gone again. Nobody waits in the line, for there are places."""
    return EventNews(
        event,
        [
            *(Places(one.name, min(_TAKEN, one.capacity), one.capacity) for one in event.quotas),
            *(Places(one.name, _TAKEN, None) for one in event.ticket_types if not one.quotas),
        ],
        registered=3,
        left=1,
        lost=1,
        pending=int(any(one.needs_approval for one in event.ticket_types)),
        undelivered=1,
    )


def _full(event: Event) -> Quota | None:
    """Like one of the event's, but without a place left."""
    quota = _limited(event)
    return Quota(name=quota.name, capacity=quota.capacity, taken=quota.capacity, over=0) if quota else None


def _co_host(event: Event) -> Organisation | None:
    return next((one.organisation for one in event.hosts if one.organisation), None)


def _limited(event: Event) -> Quota | None:
    return next((one for one in event.quotas if one.capacity and one.ticket_types), None)


def _received(event: Event, language: Language, moment: datetime) -> ReceivedMail:
    """Somebody answers a letter about the event."""
    subject = "Re: " + " ".join(event.title.read(language).split())
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(NAMES[language], addr_spec=ADDRESS)
    message["Subject"] = subject
    message.set_content(subject)
    return ReceivedMail(
        digest="", kind=ReceivedKind.OTHER, outcome="", octets=message.as_bytes(), received_at=moment
    )
