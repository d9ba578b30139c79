"""The form, and what becomes of it."""

import secrets
from functools import partial
from http import HTTPStatus

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NoPlace, RegistrationShut, UnknownTicket
from regapp.models import Event
from regapp.queries.events import queued_ticket_types
from regapp.queries.places import ways_to_attend
from regapp.services.asked import Asked
from regapp.services.registering import register as register_person
from regapp.web.context import nudge
from regapp.web.cookies import read_cookie, write_cookie
from regapp.web.public import public
from regapp.web.public.cards import way_card
from regapp.web.public.consent import VERSION, consent_text
from regapp.web.public.forms import answers, offered, registration_form, stale
from regapp.web.public.kept import kept_event, kept_page
from regapp.web.public.phase import Phase, phase
from regapp.web.rates import limit_registrations
from regapp.web.reading import language

# What stands in a kept form where each visitor gets a secret of their own.
CSRF_MARK, FORM_MARK = "=csrf=of=this=visit=", "=form=of=this=visit="

BROWSER_COOKIE, BROWSER_COOKIE_LIVES = "receipts", 2 * 3600  # seconds


@public.get("/events/<slug>/register")
def register_form(slug: str) -> Response:
    """The empty form, or when registration is shut, why."""
    wanted = request.args.get("ticket", "")
    page = kept_page(slug, f"form for {wanted[:100]}", partial(_render_empty, wanted))
    secrets_of_this_visit = {CSRF_MARK: generate_csrf(), FORM_MARK: secrets.token_urlsafe(12)}
    body = page.body
    for mark, secret in secrets_of_this_visit.items():
        body = body.replace(mark.encode(), secret.encode())
    return Response(body, mimetype="text/html", headers={"Cache-Control": "no-store"})


@public.post("/events/<slug>/register")
@limit_registrations
def register(slug: str) -> Response:
    """Register, then lead to the receipt; or show the form again with what was typed."""
    event = kept_event(slug)
    consent = consent_text(event)
    form = registration_form(event, consent)
    if not form.validate():
        shut = phase(event, now()) is not Phase.OPEN
        return _page(event, form, status=403 if shut else 422)
    secret = read_cookie(BROWSER_COOKIE) or secrets.token_urlsafe(16)
    try:
        token = register_person(
            event_id=event.id,
            asked=_asked(form, consent),
            form=form["form"].data,
            browser_secret=secret,
        )
    except NoPlace:
        return _page(event, form, status=409)
    except RegistrationShut:
        return _page(event, form, status=403)
    except UnknownTicket:
        return _page(event, form, status=422)
    nudge()
    response = redirect(url_for("public.receipt", token=token), 303)
    write_cookie(response, BROWSER_COOKIE, secret, max_age=BROWSER_COOKIE_LIVES)  # type: ignore[arg-type]
    return response


def _asked(form: FlaskForm, consent: str) -> Asked:
    return Asked(
        name=form["name"].data,
        email=form["email"].data,
        ticket=form["ticket"].data,
        answers=answers(form),
        language=language(),
        consent_version=VERSION,
        consent_text=consent,
    )


def _render_empty(wanted: str, event: Event) -> str:
    form = registration_form(event, consent_text(event))
    form["form"].data = FORM_MARK
    form["csrf_token"].current_token = CSRF_MARK
    form["ticket"].data = wanted if wanted in offered(form["ticket"]) else None
    if len(event.ticket_types) == 1:
        form["ticket"].data = event.ticket_types[0].key
    return _render(event, form)


def _page(event: Event, form: FlaskForm, *, status: int) -> Response:
    return make_response(_render(event, form, no_place=status == HTTPStatus.CONFLICT), status)


def _render(event: Event, form: FlaskForm, *, no_place: bool = False) -> str:
    return render_template(
        "public/register.html",
        event=event,
        form=form,
        ways=ways_to_attend(event, queued_ticket_types(db.session(), event.id)),
        way_card=way_card,
        phase=phase(event, now()),
        no_place=no_place,
        typed=request.method == "POST",
        stale=stale(form),
        asked_for=offered(form["ticket"]).get(form["ticket"].data, ""),
    )
