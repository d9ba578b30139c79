"""The form, and what becomes of it."""

import secrets
from functools import partial

from flask import redirect, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.registrations.registering import register as register_person
from regapp.web.context import nudge
from regapp.web.cookies import read_cookie, write_cookie
from regapp.web.public import public
from regapp.web.public.codes import code_in_address, is_strange, opened, opened_to_a_guest
from regapp.web.public.consent import consent_text
from regapp.web.public.kept import kept_event, kept_page, kept_texts
from regapp.web.public.refusals import REFUSALS, refuse
from regapp.web.public.register_page import empty_page, typed_page
from regapp.web.public.registration_form import asked, registration_form
from regapp.web.question_fields import answer_files, let_answers_in
from regapp.web.rates import limit_registrations

# What stands in a kept form where each visitor gets a secret of their own.
CSRF_MARK, FORM_MARK = "=csrf=of=this=visit=", "=form=of=this=visit="

BROWSER_COOKIE, BROWSER_COOKIE_LIVES = "receipts", 2 * 3600  # seconds


@public.get("/events/<slug>/register")
def register_form(slug: str) -> Response:
    """The empty form, or when registration is shut, why. ``code`` opens what an invitation is for."""
    wanted, code = request.args.get("ticket", ""), code_in_address()
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
    let_answers_in(event)
    consent = consent_text(event)
    invited_to = opened(event, request.form.get("code", ""))
    stranger = is_strange(event, request.form.get("code", ""), invited_to)
    form = registration_form(event, consent, invited_to, stranger=stranger)
    if not form.validate():
        return typed_page(kept_event(slug), form, invited_to)
    secret = read_cookie(BROWSER_COOKIE) or secrets.token_urlsafe(16)
    try:
        token = register_person(
            event_id=event.id,
            asked=asked(form, consent),
            form=form["form"].data,
            browser_secret=secret,
            files=answer_files(form),
        )
    except REFUSALS as error:
        event = kept_event(slug)  # as it is now that somebody else was faster
        return typed_page(event, form, invited_to, error, refuse(event, form, error))
    nudge()
    response = redirect(url_for("public.receipt", token=token), 303)
    write_cookie(response, BROWSER_COOKIE, secret, max_age=BROWSER_COOKIE_LIVES)  # type: ignore[arg-type]
    return response


def _render_empty(wanted: str, code: str, event: Event) -> str:
    invited_to = opened_to_a_guest(event, code) if code else None
    form = registration_form(event, consent_text(event), invited_to)
    form["form"].data = FORM_MARK
    form["csrf_token"].current_token = CSRF_MARK
    return empty_page(event, form, wanted=wanted, code=code, invited_to=invited_to)
