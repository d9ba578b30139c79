"""The page with the form, empty or with what was typed; also of an event that is a draft."""

from http import HTTPStatus
from typing import Any

from flask import make_response, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NoPlace
from regapp.models import Event
from regapp.queries.choice_places import limited_choices
from regapp.queries.places import (
    Way,
    bookable_sessions,
    claimed_ticket_types,
    is_for_invited,
    ways_to_attend,
)
from regapp.web.fields import stale
from regapp.web.public.cards import session_card, way_card
from regapp.web.public.phase import Phase, phase
from regapp.web.public.question_cards import choice_cards
from regapp.web.public.refusals import find_shortage, find_shut
from regapp.web.public.registration_form import show_choices


def empty_page(
    event: Event,
    form: FlaskForm,
    *,
    wanted: str = "",
    code: str = "",
    invited_to: int | None = None,
    **told: Any,
) -> str:
    """The page with nothing typed yet. ``wanted`` is the ticket asked for, ``code`` what opens another."""
    ways = _ways(event, invited_to)
    if invited_to:
        form["code"].data = code
        wanted = wanted or next(one.key for one in event.ticket_types if one.id == invited_to)
    can_be_had = [way.ticket_type.key for way in ways if way.is_open]
    form["ticket"].data = wanted if wanted in can_be_had else None
    if len(ways) == 1 and can_be_had:
        form["ticket"].data = can_be_had[0]
    return _render(event, form, ways, wrong_code=code if code and not invited_to else "", **told)


def typed_page(
    event: Event,
    form: FlaskForm,
    invited_to: int | None,
    error: Exception | None = None,
    status: HTTPStatus | None = None,
    **told: Any,
) -> Response:
    """The page with what was typed, and what is in its way."""
    ways = _ways(event, invited_to)
    shut = find_shut(ways, form)
    if status is None:
        is_shut = shut or phase(event, now()) is not Phase.OPEN
        status = HTTPStatus.FORBIDDEN if is_shut else HTTPStatus.UNPROCESSABLE_ENTITY
    shortage = find_shortage(event, ways, form, error) if isinstance(error, NoPlace) else None
    told |= {"shut": shut if status == HTTPStatus.FORBIDDEN else None, "shortage": shortage}
    return make_response(_render(event, form, ways, status=status, **told), status)


def _ways(event: Event, invited_to: int | None) -> list[Way]:
    moment = now()
    claimed = claimed_ticket_types(db.session(), [event], moment)
    return ways_to_attend(event, claimed, moment, invited_to=invited_to)


def _render(event: Event, form: FlaskForm, ways: list[Way], *, preview: bool = False, **told: Any) -> str:
    sessions, limits = bookable_sessions(event), limited_choices(db.session(), event.id)
    full_answer = any(limit.full for limit in limits.values())
    show_choices(form, ways, waiting_list=event.waiting_list, full_answer=full_answer)
    page, form_page = ("public.preview", "public.preview_form") if preview else _PUBLIC
    return render_template(
        "public/register.html",
        event=event,
        form=form,
        preview=preview,
        event_address=url_for(page, slug=event.slug),
        register_address=url_for(form_page, slug=event.slug),
        ways=ways,
        way_cards={way.ticket_type.key: way_card(way, event, only_few=True) for way in ways},
        session_cards={str(one.session.id): session_card(one, event) for one in sessions},
        choice_cards=choice_cards(event, limits),
        full_sessions={str(one.session.id) for one in sessions if one.full},
        by_invitation=any(is_for_invited(event, ticket_type) for ticket_type in event.ticket_types),
        brings_people=any(field.data or field.errors for field in form if field.name.startswith("person-")),
        phase=phase(event, now()),
        typed=request.method == "POST",
        stale=stale(form),
        **told,
    )


_PUBLIC = ("public.event", "public.register_form")
