"""Why a filled-in form was not taken, as its page tells it: at a field, or above the form."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask_wtf import FlaskForm
from wtforms import Field

from regapp.database import db
from regapp.errors import (
    GroupTooLarge,
    NoPlace,
    RegappError,
    RegistrationShut,
    TooManyPeople,
    UnknownTicket,
    WrongCode,
)
from regapp.models import Event
from regapp.models.form import chosen
from regapp.queries.choice_places import LimitedChoice, limited_choices
from regapp.queries.places import BookableSession, Way, bookable_sessions
from regapp.vocabulary import PlacesShown
from regapp.web.fields import offered
from regapp.web.formats import read
from regapp.web.public.own_words import too_many
from regapp.web.public.registration_form import can_be_held_meanwhile, named_rows
from regapp.web.question_fields import AnsweringForm, answers
from regapp.web.translations import gettext as _

REFUSALS = (NoPlace, RegistrationShut, TooManyPeople, UnknownTicket, WrongCode)


Limited = Way | BookableSession | LimitedChoice


@dataclass(frozen=True, slots=True)
class Shut:
    """A ticket type whose own window is shut, while the event's is open. Instants are UTC."""

    name: str
    opens_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shortage:
    """What there is too little of: ``left`` of ``capacity`` places, where ``people`` want one each.

    ``never``: they are more than there are places at all. ``of_sessions``: only chosen sessions are short;
    ``of_answers``: so is the place that goes with an answer.
    ``others`` are the names of ticket types that have room for all of them. ``counted``: the host lets
    everybody know the numbers.
    """

    names: list[str]
    left: int
    capacity: int
    people: int
    never: bool
    of_sessions: bool
    of_answers: bool
    others: list[str]
    counted: bool


def refuse(event: Event, form: FlaskForm, error: RegappError) -> HTTPStatus:
    """Say at the fields of ``form`` what ``error`` means, where it means a field; the answer's status."""
    match error:
        case NoPlace():
            return HTTPStatus.CONFLICT
        case RegistrationShut() if form["ticket"].data in offered(form["ticket"]):
            return HTTPStatus.FORBIDDEN
        case RegistrationShut() | WrongCode():  # of a ticket type that is hidden nothing more is told
            _say(form["code"], _wrong_code(form))
        case TooManyPeople():
            rows = named_rows(form)
            beyond = rows[min(error.most, len(rows)) - 1]
            _say(form[f"person-{beyond}-name"], too_many(error.most))
        case UnknownTicket():
            _say_what_is_unknown(event, form)
    return HTTPStatus.UNPROCESSABLE_ENTITY


def find_shut(ways: list[Way], form: FlaskForm) -> Shut | None:
    """The ticket type asked for that cannot be had now, if it is one that the visitor may see."""
    wanted = {form["ticket"].data, form["meanwhile"].data}
    shut = (way for way in ways if way.ticket_type.key in wanted and not way.is_open)
    return next((Shut(read(way.ticket_type.name), way.opens_at, way.closed_at) for way in shut), None)


def find_shortage(event: Event, ways: list[Way], form: AnsweringForm, error: NoPlace) -> Shortage:
    """What is too little for the people of ``form``."""
    people, never = 1 + len(named_rows(form)), isinstance(error, GroupTooLarge)
    booked = set(form["session"].data or ())
    sessions = [one for one in bookable_sessions(event) if str(one.session.id) in booked]
    wanted: list[Limited] = [way for way in ways if way.ticket_type.key == form["ticket"].data]
    wanted += [*sessions, *_chosen_limits(event, form)]
    short = [one for one in wanted if _places(one, never=never) < people] or wanted[:1]
    if not short:
        return Shortage(
            [], 0, 0, people, never, of_sessions=False, of_answers=False, others=[], counted=False
        )
    tightest = min(short, key=lambda one: _places(one, never=never))
    return Shortage(
        [_name(one) for one in short],
        int(_places(tightest, never=False)),
        tightest.capacity or 0,
        people,
        never,
        all(isinstance(one, BookableSession) for one in short),
        any(isinstance(one, LimitedChoice) for one in short),
        [
            read(way.ticket_type.name)
            for way in ways
            if way.free and way not in wanted and _places(way, never=False) >= people
        ],
        counted=event.places_shown is PlacesShown.NUMBER,
    )


def _chosen_limits(event: Event, form: AnsweringForm) -> list[LimitedChoice]:
    limits = limited_choices(db.session(), event.id)
    given = {(key, choice) for key, answer in answers(form).items() for choice in chosen(answer)}
    return [limit for of, limit in limits.items() if of in given]


def _name(one: Limited) -> str:
    match one:
        case Way():
            return read(one.ticket_type.name)
        case BookableSession():
            return read(one.session.title)
    return read(one.label)


def _places(one: Limited, *, never: bool) -> float:
    if one.capacity is None or one.left is None:
        return float("inf")
    if never:
        return one.capacity
    return 0 if one.full else one.left


def _say(field: Field, message: str) -> None:
    field.errors = (message,)


def _wrong_code(form: FlaskForm) -> str:
    people = 1 + len(named_rows(form))
    if not form["code"].data:
        return _("Write the code of your invitation: this ticket is for invited people.")
    if people > 1:
        return _(
            "This code does not open this ticket for %(people)s people: it is mistyped, used up, expired, for"
            " fewer people or for another address.",
            people=people,
        )
    return _("This code does not open this ticket: it is mistyped, used up, expired or for another address.")


def _say_what_is_unknown(event: Event, form: FlaskForm) -> None:
    known = {ticket_type.key: ticket_type for ticket_type in event.ticket_types}
    meanwhile = form["meanwhile"].data
    if form["ticket"].data not in known:
        _say(form["ticket"], _("Choose how you will attend."))
    elif meanwhile and not (meanwhile in known and can_be_held_meanwhile(known[meanwhile])):
        _say(form["meanwhile"], _("This cannot be held while you wait. Choose something else."))
    else:
        _say(form["session"], _("A session you chose is no longer offered. Please choose again."))
