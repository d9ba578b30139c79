"""What participants tell the invitation in their calendar: yes, perhaps, no (RFC 5546 3.2.3)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.documents.calendar_slots import slots_of
from regapp.documents.own_calendar import holder_of
from regapp.mail.received.answer import Answer
from regapp.models import Attendee, Registration, emails
from regapp.services.allocation import transitions
from regapp.services.outgoing import letters
from regapp.services.registrations.giving_back import give_all_back, give_one_back
from regapp.services.registrations.owning import lock_owned
from regapp.vocabulary import CalendarAnswer, EventStatus, LetterKind

NOTED = "an answer, noted"
TOO_LATE = "an answer older than the one before"
NO_LONGER = "an answer of somebody who does not come any more"
ASKED = "a no: asked back by letter"
FREED = "a no: the place is free"

# Whose calendar answers: the contact's, for whoever comes by the registration, or a companion's own.
Speaker = Registration | Attendee


def take(session: Session, token: str, answer: Answer) -> str | None:
    """Keep an answer that came to the address of this token, and act on a no; what was done, in words.

    None if it is nobody's here: the token, the entry and the attendee's address have to fit together, since
    anybody may write anything. An answer that was overtaken by a later one changes nothing.
    """
    found = select(Attendee.registration_id).where(Attendee.reply_token == token)
    registration_id = session.scalars(found).one_or_none()
    if registration_id is None:
        return None
    registration = lock_owned(session, Registration.id == registration_id)
    attendee = next(one for one in registration.attendees if one.reply_token == token)
    speaker = _speaker(answer, attendee)
    if speaker is None:
        return None
    if not speaker.active:
        return NO_LONGER
    stamp = min(answer.stamp or now(), now())  # a clock that is ahead must not silence all that comes after
    if attendee.calendar_answered_at and stamp < attendee.calendar_answered_at:
        return TOO_LATE
    is_new = attendee.calendar_answer is not answer.answer or _was_asked_again(attendee, stamp)
    attendee.calendar_answer, attendee.calendar_answered_at = answer.answer, stamp
    if is_new and answer.answer is CalendarAnswer.DECLINED:
        return _act_on_no(session, attendee, speaker, answer)
    return NOTED


def _was_asked_again(attendee: Attendee, stamp: datetime) -> bool:
    """Whether the event has changed since the last answer: that of ``stamp`` is about something else."""
    before, changed_at = attendee.calendar_answered_at, attendee.registration.event.changed_at
    return before is not None and before < changed_at <= stamp


def _speaker(answer: Answer, attendee: Attendee) -> Speaker | None:
    """To whom the entry was sent that is answered, or None if it was sent to nobody here."""
    registration = attendee.registration
    entry, uid = _entry(answer), registration.event.uid
    if entry != uid and not entry.startswith(f"{uid}-"):
        return None
    try:
        key = emails.key(answer.email)
    except ValueError:
        return None
    if key == registration.email_key:
        return registration
    return attendee if attendee.email and key == emails.key(attendee.email) else None


def _entry(answer: Answer) -> str:
    """The UID of the entry, without the host that completes it."""
    return answer.uid.rpartition("@")[0]


def _act_on_no(session: Session, attendee: Attendee, speaker: Speaker, answer: Answer) -> str:
    """Free the place if the host trusts answers and it is clear whose; else ask by letter."""
    registration = attendee.registration
    event = registration.event
    is_over = event.status is EventStatus.CANCELLED or event.end_at <= now()
    if is_over or _entries(speaker) != [_entry(answer)]:
        return NOTED  # there is nothing to decline any more, or one day or session of several is skipped
    gone = _who_leaves(attendee, speaker) if event.trusts_answers else None
    is_current = answer.sequence >= event.sequence + registration.calendar_revision
    if gone is None or not is_current:
        facts = {} if speaker is registration else {"declined": attendee.id}
        letters.owe(session, LetterKind.DECLINED, registration, by_form=True, **facts)
        return ASKED
    if len(registration.coming) == 1:
        give_all_back(session, registration, by="calendar")
    else:
        give_one_back(session, gone, by="calendar")
    return FREED


def _entries(speaker: Speaker) -> list[str]:
    """The UIDs, without host, that stand in this calendar."""
    person = holder_of(speaker) if isinstance(speaker, Registration) else speaker
    if person is None:
        return []
    chosen = [item.id for item in person.sessions]
    return [slot.uid for slot in slots_of(person.registration.event, chosen)]


def _who_leaves(attendee: Attendee, speaker: Speaker) -> Attendee | None:
    """Whose place a no is about, or None where that is not clear: a contact may come for several."""
    registration = attendee.registration
    if speaker is attendee:
        return attendee
    if len(registration.coming) == 1:
        return registration.first
    is_contact = attendee.name == registration.name and not transitions.is_companion(attendee, registration)
    return attendee if attendee.active and is_contact else None
