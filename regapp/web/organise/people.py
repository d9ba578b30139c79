"""One person's page: what they have, what happened, and what an organiser may do about it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from regapp.database import db
from regapp.errors import EditedMeanwhile, NoPlace, NotPossible, UnknownTicket
from regapp.models import Attendee, Event, TicketType
from regapp.queries.attendees import find_rows
from regapp.queries.people import (
    Elsewhere,
    consents,
    find_person,
    history,
    last_change,
    letters_about,
    other_registrations,
)
from regapp.queries.registrations import standing
from regapp.services.allocation.transitions import TABLE
from regapp.services.registrations import by_hand, deciding
from regapp.services.registrations.deciding import awaited_ticket
from regapp.services.registrations.overtaking import has_now
from regapp.web.access import Right, may, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.answers import Answers
from regapp.web.organise.attendees import unreached
from regapp.web.organise.deciding import approved_words
from regapp.web.organise.forms import above_field, is_full, made, message_field, tell_apart, ticket_field
from regapp.web.organise.pages import LONGEST_NUMBER, allowed_above, done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.versions import Conflict, seen
from regapp.web.words import source_word

_TRANSITIONS = frozenset(f"registration.{one.action}" for one in TABLE)
ACTIONS = ("approve", "reject", "move", "restore", "cancel")


@organise.get("/events/<slug>/attendees/<int:attendee_id>")
@needs(Right.SEE_LIST)
def person(event: Event, attendee_id: int) -> Response:
    """Everything about somebody that the visitor may see."""
    return person_page(event, attendee_id)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/approve")
@needs(Right.MANAGE)
def approve(event: Event, attendee_id: int) -> Response:
    """Say yes."""

    def act(form: FlaskForm, who: int) -> str:
        decided = deciding.approve(
            event_id=event.id,
            attendee_ids=[attendee_id],
            user_id=who,
            message=form.message.data,
            stood=form.stood.data or None,
        )
        if decided.no_place:
            raise NoPlace
        if not decided.done:
            raise NotPossible
        return approved_words(decided)

    return _do(event, attendee_id, "approve", act)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/reject")
@needs(Right.MANAGE)
def reject(event: Event, attendee_id: int) -> Response:
    """Say no."""

    def act(form: FlaskForm, who: int) -> str:
        decided = deciding.reject(
            event_id=event.id,
            attendee_ids=[attendee_id],
            user_id=who,
            message=form.message.data,
            stood=form.stood.data or None,
        )
        if not decided.done:
            raise NotPossible
        return _("Rejected. A letter says so.")

    return _do(event, attendee_id, "reject", act)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/move")
@needs(Right.MANAGE)
def move(event: Event, attendee_id: int) -> Response:
    """Give a place of another ticket type, or of the one that is waited for."""

    def act(form: FlaskForm, who: int) -> str:
        by_hand.move(
            event_id=event.id,
            attendee_id=attendee_id,
            ticket=form.ticket.data,
            user_id=who,
            above=form.above.data,
            message=form.message.data,
            stood=form.stood.data or None,
        )
        return _("The place is given. A letter says so.")

    return _do(event, attendee_id, "move", act)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/restore")
@needs(Right.MANAGE)
def restore(event: Event, attendee_id: int) -> Response:
    """Bring back somebody who had left, been rejected or lapsed."""

    def act(form: FlaskForm, who: int) -> str:
        count = by_hand.restore(
            event_id=event.id,
            attendee_ids=[attendee_id],
            user_id=who,
            above=form.above.data,
            message=form.message.data,
            stood=form.stood.data or None,
        )
        if not count:
            raise NotPossible
        return _("The registration is restored. A letter says what they have.")

    return _do(event, attendee_id, "restore", act)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/cancel")
@needs(Right.MANAGE)
def cancel(event: Event, attendee_id: int) -> Response:
    """Cancel for somebody; the place goes to whoever waits."""

    def act(form: FlaskForm, who: int) -> str:
        count = by_hand.cancel(
            event_id=event.id,
            attendee_ids=[attendee_id],
            user_id=who,
            message=form.message.data,
            stood=form.stood.data or None,
        )
        if not count:
            raise NotPossible
        return _("Cancelled. A letter says so.")

    return _do(event, attendee_id, "cancel", act)


def _do(event: Event, attendee_id: int, action: str, act: Callable[[FlaskForm, int], str]) -> Response:
    """Check the form, ``act``, and say what came of it."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    attendee = find_of_event(event, attendee_id)
    is_written_to = bool(attendee.email or attendee.registration.email)
    form = _form(attendee, action)
    if not form.validate():
        return person_page(event, attendee_id, status=422, sent=(action, form))
    if "above" in form:
        allowed_above(event, asked=form.above.data)
    try:
        told = act(form, user_id())
    except NoPlace:
        return person_page(event, attendee_id, status=409, sent=(action, form), problem=_no_place(action))
    except (EditedMeanwhile, NotPossible, UnknownTicket):
        problem = _("Something has changed meanwhile, and nothing was done. Below is what stands now.")
        return person_page(
            event, attendee_id, status=409, sent=(action, form), problem=problem, overtaken_by=_TRANSITIONS
        )
    alone = _("Done. They have no e-mail address: tell them yourself.")
    return done(address, told if is_written_to else alone)


def _no_place(action: str) -> str:
    if action == "approve":
        return _("All places are taken, and there is no waiting list. Add places, or decide otherwise.")
    return _("All places are taken. Tick “Above the quota”, add places, or choose another ticket.")


def find_of_event(event: Event, attendee_id: int) -> Attendee:
    """The person of that number; answers 404 where there is none."""
    found = find_person(db.session(), event.id, attendee_id) if attendee_id <= LONGEST_NUMBER else None
    return found or abort(404)


def _form(attendee: Attendee, action: str, **options: Any) -> FlaskForm:
    fields: dict[str, Any] = {"message": message_field(), "stood": HiddenField()}
    if action == "move":
        ticket = ticket_field(
            attendee.registration.event,
            _("New ticket"),
            unchosen=_("Choose a ticket"),
            without={one.id for one in _own_tickets(attendee)},
        )
        fields = {"ticket": ticket, "above": above_field(), **fields}
    if action == "restore":
        fields = {"above": above_field(), **fields}
    return tell_apart(made(PostedForm, fields, **options), action)


def _possible(attendee: Attendee) -> list[str]:
    """What an organiser can do about somebody now."""
    if not attendee.active:
        return ["restore"]
    moves = len(_own_tickets(attendee)) < len(attendee.registration.event.ticket_types)
    decides = ["approve", "reject"] if awaited_ticket(attendee) else []
    return [*decides, *(["move"] if moves else []), "cancel"]


def _own_tickets(attendee: Attendee) -> list[TicketType]:
    """What they have already, so that a move to it would change nothing."""
    return [one for one in attendee.registration.event.ticket_types if by_hand.has_just(attendee, one)]


def person_page(
    event: Event,
    attendee_id: int,
    *,
    status: int = 200,
    sent: tuple[str, FlaskForm] | None = None,
    problem: str = "",
    overtaken_by: Collection[str] = (),
    note: str | None = None,
    conflicts: Sequence[Conflict] = (),
) -> Response:
    """Somebody's page, with the form that could not be carried out and the note that was typed, if any.

    ``overtaken_by``: of which things, by the audit log's terms, to say who did the last one.
    """
    attendee = find_of_event(event, attendee_id)
    [row] = find_rows(db.session(), event.id, [attendee_id])
    return event_page(
        "organise/person.html",
        event,
        "attendees",
        status=status,
        attendee=attendee,
        registration=attendee.registration,
        row=row,
        standing=standing(db.session(), attendee),
        problem=problem,
        overtaking=last_change(db.session(), attendee.registration_id, overtaken_by),
        conflicts=conflicts,
        seen_note=seen({"note": attendee.note}),
        note=attendee.note if note is None else note,
        full=is_full(event),
        answer=Answers(event.questions),
        source_word=source_word,
        is_unreached=bool(unreached(event, [row])),
        **_deeds(event, attendee, sent),
        **_past(event, attendee),
    )


def _deeds(event: Event, attendee: Attendee, sent: tuple[str, FlaskForm] | None) -> dict[str, Any]:
    """What the visitor can do about somebody, the form of each, and what they have by which it is judged."""
    possible = _possible(attendee) if may(Right.MANAGE, event) else []
    forms = {action: _form(attendee, action, formdata=None) for action in possible}
    if sent:
        forms[sent[0]] = sent[1]
    return {
        "forms": {action: forms[action] for action in ACTIONS if action in forms},
        "possible": possible,
        "sent": sent[0] if sent else "",
        "stale": sent is not None and stale(sent[1]),
        "stands": has_now(attendee),
    }


def _past(event: Event, attendee: Attendee) -> dict[str, Any]:
    """What happened, was written and was agreed to, as far as the visitor may see it."""
    session, number = db.session(), attendee.registration_id
    sees_all = may(Right.SEE_CONTACTS, event)
    return {
        "history": history(session, number) if sees_all else [],
        "letters": letters_about(session, number) if may(Right.LETTERS, event) else [],
        "elsewhere": _elsewhere(attendee) if sees_all else [],
        "consents": consents(session, number) if sees_all else [],
    }


def _elsewhere(attendee: Attendee) -> list[Elsewhere]:
    """Their other events, of those that the visitor may see as well."""
    return [
        other for other in other_registrations(db.session(), attendee) if may(Right.SEE_CONTACTS, other.event)
    ]
