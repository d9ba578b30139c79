"""One person's page: what they have, what happened, and what an organiser may do about it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NoPlace, NotPossible, UnknownTicket
from regapp.models import Attendee, Event, Letter
from regapp.queries.attendees import find_rows
from regapp.queries.people import (
    Elsewhere,
    consents,
    find_person,
    history,
    letters_about,
    other_registrations,
)
from regapp.queries.registrations import standing
from regapp.services.registrations import by_hand, deciding
from regapp.services.registrations.deciding import awaited_ticket
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
from regapp.web.words import source_word

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
            event_id=event.id, attendee_ids=[attendee_id], user_id=who, message=form.message.data
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
            event_id=event.id, attendee_ids=[attendee_id], user_id=who, message=form.message.data
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
        )
        if not count:
            raise NotPossible
        return _("Registered again. A letter says what they have.")

    return _do(event, attendee_id, "restore", act)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/cancel")
@needs(Right.MANAGE)
def cancel(event: Event, attendee_id: int) -> Response:
    """Cancel for somebody; the place goes to whoever waits."""

    def act(form: FlaskForm, who: int) -> str:
        count = by_hand.cancel(
            event_id=event.id, attendee_ids=[attendee_id], user_id=who, message=form.message.data
        )
        if not count:
            raise NotPossible
        return _("Cancelled. A letter says so.")

    return _do(event, attendee_id, "cancel", act)


def _do(event: Event, attendee_id: int, action: str, act: Callable[[FlaskForm, int], str]) -> Response:
    """Check the form, ``act``, and say what came of it."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    _find(event, attendee_id)
    form = _form(event, action)
    if not form.validate():
        return person_page(event, attendee_id, status=422, sent=(action, form))
    if "above" in form:
        allowed_above(event, asked=form.above.data)
    try:
        told = act(form, user_id())
    except NoPlace:
        return person_page(event, attendee_id, status=409, sent=(action, form), problem=_no_place(action))
    except (NotPossible, UnknownTicket):
        problem = _("Something has changed meanwhile, and nothing was done. Below is what stands now.")
        return person_page(event, attendee_id, status=409, sent=(action, form), problem=problem)
    return done(address, told)


def _no_place(action: str) -> str:
    if action == "approve":
        return _("All places are taken, and there is no waiting list. Add places, or decide otherwise.")
    return _("All places are taken. Tick “Above the quota”, add places, or choose another ticket.")


def _find(event: Event, attendee_id: int) -> Attendee:
    found = find_person(db.session(), event.id, attendee_id) if attendee_id <= LONGEST_NUMBER else None
    return found or abort(404)


def _form(event: Event, action: str, **options: Any) -> FlaskForm:
    fields: dict[str, Any] = {"message": message_field()}
    if action == "move":
        fields = {"ticket": ticket_field(event, _("New ticket")), "above": above_field(), **fields}
    if action == "restore":
        fields = {"above": above_field(), **fields}
    return tell_apart(made(PostedForm, fields, **options), action)


def _possible(attendee: Attendee) -> list[str]:
    """What an organiser can do about somebody now."""
    if not attendee.active:
        return ["restore"]
    return [*(["approve", "reject"] if awaited_ticket(attendee) else []), "move", "cancel"]


def person_page(
    event: Event,
    attendee_id: int,
    *,
    status: int = 200,
    sent: tuple[str, FlaskForm] | None = None,
    problem: str = "",
    note: str | None = None,
) -> Response:
    """Somebody's page, with the form that could not be carried out and the note that was typed, if any."""
    attendee = _find(event, attendee_id)
    [row] = find_rows(db.session(), event.id, [attendee_id])
    manages = may(Right.MANAGE, event)
    possible = _possible(attendee) if manages else []
    forms = {action: _form(event, action, formdata=None) for action in possible}
    if sent:
        forms[sent[0]] = sent[1]
    sees_all = may(Right.SEE_CONTACTS, event)
    return event_page(
        "organise/person.html",
        event,
        "attendees",
        status=status,
        attendee=attendee,
        registration=attendee.registration,
        row=row,
        standing=standing(db.session(), attendee),
        forms={action: forms[action] for action in ACTIONS if action in forms},
        possible=possible,
        sent=sent[0] if sent else "",
        stale=sent is not None and stale(sent[1]),
        problem=problem,
        note=attendee.note if note is None else note,
        full=is_full(event),
        answer=Answers(event.questions),
        history=history(db.session(), attendee.registration_id) if sees_all else [],
        letters=_letters(event, attendee),
        elsewhere=_elsewhere(attendee) if sees_all else [],
        consents=consents(db.session(), attendee.registration_id) if sees_all else [],
        source_word=source_word,
        is_unreached=bool(unreached(event, [row])),
    )


def _elsewhere(attendee: Attendee) -> list[Elsewhere]:
    """Their other events, of those that the visitor may see as well."""
    return [
        other for other in other_registrations(db.session(), attendee) if may(Right.SEE_CONTACTS, other.event)
    ]


def _letters(event: Event, attendee: Attendee) -> Sequence[Letter]:
    if not may(Right.LETTERS, event):
        return []
    return letters_about(db.session(), attendee.registration_id)
