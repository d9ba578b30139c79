"""What the own page lets people do with their places: answer an offer, change the ticket, leave the line."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Attendee, Registration
from regapp.queries.registrations import find_registration
from regapp.services.registrations import own_place as service
from regapp.vocabulary import HoldReason
from regapp.web.forms import PlainForm
from regapp.web.public import public
from regapp.web.public.more_questions import More, more_questions
from regapp.web.public.own_forms import sessions_form, ticket_form
from regapp.web.public.own_page import attempt, press
from regapp.web.public.own_page_view import Sent, find_own, finished, show
from regapp.web.public.own_words import REFUSALS, refusal
from regapp.web.question_fields import let_answers_in


@public.post("/registrations/<token>/accept")
def accept(token: str) -> Response:
    """Take what is offered."""
    return press(token, "accept", lambda: service.accept(token=token), "accepted")


@public.post("/registrations/<token>/decline")
def decline(token: str) -> Response:
    """Pass on what is offered."""
    return press(token, "decline", lambda: service.decline(token=token), "declined")


@public.post("/registrations/<token>/leave-line")
def leave_line(token: str) -> Response:
    """Stop waiting, and keep what one holds."""
    code = member(find_own(token), request.form.get("person", "")).code
    return press(token, "leave-line", lambda: service.leave_line(token=token, code=code), "line-left")


@public.post("/registrations/<token>/change-ticket")
def change_ticket(token: str) -> Response:
    """Have another ticket, or wait for it."""
    found = find_own(token)
    let_answers_in(found.event)
    attendee = member(found, request.form.get("person", ""))
    sent = Sent(ticket_form(number(attendee), found.event.ticket_types), "ticket", number(attendee))
    more = more_questions(found, attendee, request.form.get("ticket", ""), "change_ticket")
    if not sent.form.validate():
        return show(token, status=422, sent=sent, more=more)
    code, ticket = attendee.code, sent.form["ticket"].data
    if more and not more.is_answered():
        return show(token, status=422, more=more)
    before, told = _stand(attendee, ticket), _answered(more)
    try:
        service.change_ticket(token=token, code=code, ticket=ticket, **told)
    except REFUSALS as error:
        notice, status = refusal(error, "ticket")
        return show(token, status=status, notice=notice, sent=None if more else sent, more=more)
    after = find_registration(db.session(), token)
    outcome = _stand(member(after, code) if after else None, ticket)
    return finished(token, "same" if outcome == before else outcome)


@public.post("/registrations/<token>/meanwhile")
def hold_meanwhile(token: str) -> Response:
    """Have another ticket while one waits."""
    found = find_own(token)
    let_answers_in(found.event)
    attendee = member(found, request.form.get("person", ""))
    code, ticket = attendee.code, request.form.get("ticket", "")
    more = more_questions(found, attendee, ticket, "hold_meanwhile")
    form = PlainForm()
    if not form.validate():
        return show(token, status=422, sent=Sent(form), more=more)
    if more and not more.is_answered():
        return show(token, status=422, more=more)
    told = _answered(more)
    return attempt(
        token,
        "meanwhile",
        lambda: service.hold_meanwhile(token=token, code=code, ticket=ticket, **told),
        "meanwhile",
        more=more,
    )


@public.post("/registrations/<token>/sessions")
def choose_sessions(token: str) -> Response:
    """Attend other sessions of the programme."""
    found = find_own(token)
    attendee = member(found, request.form.get("person", ""))
    bookable = [session for session in found.event.sessions if session.bookable]
    sent = Sent(sessions_form(number(attendee), bookable), "sessions", number(attendee))
    if not sent.form.validate():
        return show(token, status=422, sent=sent)
    code, chosen = attendee.code, [int(one) for one in sent.form["session"].data]
    return attempt(
        token,
        "sessions",
        lambda: service.choose_sessions(token=token, code=code, sessions=chosen),
        "sessions",
        sent,
    )


def member(found: Registration, code: str) -> Attendee:
    """One of a registration's people, also one taken out; without a code the first. Raises NotFound."""
    if not code:
        return found.first
    person = next((one for one in found.attendees if one.code == code), None)
    if person is None:
        raise NotFound
    return person


def number(attendee: Attendee) -> int:
    """Which of those who come the page shows as this person; 0: none of them."""
    coming = attendee.registration.coming
    return coming.index(attendee) + 1 if attendee in coming else 0


def _answered(more: More | None) -> dict[str, Any]:
    return {"answers": more.answers, "files": more.files} if more and more.sent else {}


def _stand(attendee: Attendee | None, ticket: str) -> str:
    """In a word, how somebody stands to a ticket type; empty: they neither have it nor asked for it."""
    if attendee is None:
        return ""
    reasons = {hold.reason for hold in attendee.holds if hold.ticket_type.key == ticket}
    entry = attendee.waiting_entry
    words = {HoldReason.CONFIRMED: "ticket", HoldReason.PENDING: "asks", HoldReason.OFFERED: "offered"}
    waits = "waits" if entry and entry.ticket_type.key == ticket else ""
    return next((word for reason, word in words.items() if reason in reasons), waits)
