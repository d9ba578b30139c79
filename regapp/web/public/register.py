"""The form, and what becomes of it."""

import secrets
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NoPlace
from regapp.models import Event
from regapp.queries.places import (
    Way,
    bookable_sessions,
    claimed_ticket_types,
    opened_by_code,
    ways_to_attend,
)
from regapp.services.registrations.registering import register as register_person
from regapp.web.context import nudge
from regapp.web.cookies import read_cookie, write_cookie
from regapp.web.fields import clean_line, stale
from regapp.web.public import public
from regapp.web.public.cards import session_card, way_card
from regapp.web.public.consent import consent_text
from regapp.web.public.kept import kept_event, kept_page, kept_texts
from regapp.web.public.phase import Phase, phase
from regapp.web.public.refusals import REFUSALS, find_shortage, find_shut, refuse
from regapp.web.public.registration_form import LONGEST_CODE, asked, registration_form, show_choices
from regapp.web.rates import limit_registrations

# What stands in a kept form where each visitor gets a secret of their own.
CSRF_MARK, FORM_MARK = "=csrf=of=this=visit=", "=form=of=this=visit="

BROWSER_COOKIE, BROWSER_COOKIE_LIVES = "receipts", 2 * 3600  # seconds


@public.get("/events/<slug>/register")
def register_form(slug: str) -> Response:
    """The empty form, or when registration is shut, why. ``code`` opens what an invitation is for."""
    wanted, code = request.args.get("ticket", ""), clean_line(request.args.get("code"))[:LONGEST_CODE]
    page = kept_page(slug, "form", partial(_render_empty, wanted, code), only_few_counted=True)
    secrets_of_this_visit = {CSRF_MARK: generate_csrf(), FORM_MARK: secrets.token_urlsafe(12)}
    body = page.body
    for mark, secret in secrets_of_this_visit.items():
        body = body.replace(mark.encode(), secret.encode())
    response = Response(body, mimetype="text/html", headers={"Cache-Control": "no-store"})
    if "code" in request.args:
        response.headers["Referrer-Policy"] = "no-referrer"  # the code is a key, and stands in the address
    return response


@public.post("/events/<slug>/register")
@limit_registrations
def register(slug: str) -> Response:
    """Register, then lead to the receipt; or show the form again with what was typed."""
    event = kept_texts(slug)
    consent = consent_text(event)
    invited_to = _opened(event, request.form.get("code", ""))
    form = registration_form(event, consent, invited_to)
    if not form.validate():
        return _page(kept_event(slug), form, invited_to)
    secret = read_cookie(BROWSER_COOKIE) or secrets.token_urlsafe(16)
    try:
        token = register_person(
            event_id=event.id,
            asked=asked(form, consent),
            form=form["form"].data,
            browser_secret=secret,
        )
    except REFUSALS as error:
        event = kept_event(slug)  # as it is now that somebody else was faster
        return _page(event, form, invited_to, error, refuse(event, form, error))
    nudge()
    response = redirect(url_for("public.receipt", token=token), 303)
    write_cookie(response, BROWSER_COOKIE, secret, max_age=BROWSER_COOKIE_LIVES)  # type: ignore[arg-type]
    return response


def _opened(event: Event, code: str) -> int | None:
    if not code or not any(ticket_type.needs_code for ticket_type in event.ticket_types):
        return None
    return opened_by_code(db.session(), event.id, code[:LONGEST_CODE], now())


_opened_to_a_guest = limit_registrations(_opened)  # codes are not to be guessed


def _ways(event: Event, invited_to: int | None) -> list[Way]:
    moment = now()
    claimed = claimed_ticket_types(db.session(), [event], moment)
    return ways_to_attend(event, claimed, moment, invited_to=invited_to)


def _render_empty(wanted: str, code: str, event: Event) -> str:
    invited_to = _opened_to_a_guest(event, code) if code else None
    form = registration_form(event, consent_text(event), invited_to)
    form["form"].data = FORM_MARK
    form["csrf_token"].current_token = CSRF_MARK
    ways = _ways(event, invited_to)
    if invited_to:
        form["code"].data = code
        wanted = wanted or next(one.key for one in event.ticket_types if one.id == invited_to)
    can_be_had = [way.ticket_type.key for way in ways if way.is_open]
    form["ticket"].data = wanted if wanted in can_be_had else None
    if len(ways) == 1 and can_be_had:
        form["ticket"].data = can_be_had[0]
    return _render(event, form, ways, wrong_code=code if code and not invited_to else "")


def _page(
    event: Event,
    form: FlaskForm,
    invited_to: int | None,
    error: Exception | None = None,
    status: HTTPStatus | None = None,
) -> Response:
    ways = _ways(event, invited_to)
    shut = find_shut(ways, form)
    if status is None:
        is_shut = shut or phase(event, now()) is not Phase.OPEN
        status = HTTPStatus.FORBIDDEN if is_shut else HTTPStatus.UNPROCESSABLE_ENTITY
    shortage = find_shortage(event, ways, form, error) if isinstance(error, NoPlace) else None
    told = {"shut": shut if status == HTTPStatus.FORBIDDEN else None, "shortage": shortage}
    return make_response(_render(event, form, ways, status=status, **told), status)


def _render(event: Event, form: FlaskForm, ways: list[Way], **told: Any) -> str:
    sessions = bookable_sessions(event)
    show_choices(form, ways, waiting_list=event.waiting_list)
    return render_template(
        "public/register.html",
        event=event,
        form=form,
        ways=ways,
        way_cards={way.ticket_type.key: way_card(way, event, only_few=True) for way in ways},
        session_cards={str(one.session.id): session_card(one, event) for one in sessions},
        full_sessions={str(one.session.id) for one in sessions if one.full},
        by_invitation=any(ticket_type.needs_code for ticket_type in event.ticket_types),
        brings_people=any(field.data or field.errors for field in form if field.name.startswith("person-")),
        phase=phase(event, now()),
        typed=request.method == "POST",
        stale=stale(form),
        **told,
    )
