"""The participant's own page: its token, from the letter, is the only key."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.calendars.links import add_links
from regapp.clock import now
from regapp.database import db
from regapp.documents.calendar_entries import public_entries
from regapp.documents.qr import qr_svg
from regapp.errors import AddressTaken, NoPlace, NotFound, RegistrationShut
from regapp.models import Registration
from regapp.queries.registrations import find_address_change, find_registration, standing
from regapp.services import own_page as service
from regapp.vocabulary import Language
from regapp.web.context import addresses, nudge, settings
from regapp.web.forms import PlainForm
from regapp.web.public import public
from regapp.web.public.forms import PREFIX, answers, details_form, email_form, stale
from regapp.web.public.phase import phase
from regapp.web.reading import language, stands_at
from regapp.web.translations import gettext as _


@public.get("/registrations/<token>")
def registration(token: str) -> Response:
    """Status, ticket, calendar links, and what can be changed."""
    return _page(token)


@public.post("/registrations/<token>/cancel")
def cancel(token: str) -> Response:
    """Give the place back."""
    form = PlainForm()
    if not form.validate():
        return _page(token, status=422, sent=form)
    try:
        service.cancel(token=token)
    except RegistrationShut:
        return _page(token, status=403)
    return _done(token, "cancelled")


@public.post("/registrations/<token>/restore")
def restore(token: str) -> Response:
    """Come back after a cancellation."""
    form = PlainForm()
    if not form.validate():
        return _page(token, status=422, sent=form)
    try:
        service.restore(token=token)
    except NoPlace:
        return _page(token, status=409)
    except RegistrationShut:
        return _page(token, status=403)
    return _done(token, "restored")


@public.post("/registrations/<token>/change")
def change(token: str) -> Response:
    """Change name, answers and language."""
    found = _find(token)
    form = details_form(found.event)
    if not form.validate():
        return _page(token, status=422, sent=form, details=form)
    try:
        service.change_details(
            token=token,
            name=form["name"].data,
            answers=answers(form),
            language=Language(form["language"].data),
        )
    except RegistrationShut:
        return _page(token, status=403, details=form)
    return _done(token, "changed")


@public.post("/registrations/<token>/address")
def change_address(token: str) -> Response:
    """Ask for the proof of a new address."""
    _find(token)
    form = _address_form()
    if not form.validate():
        return _page(token, status=422, sent=form, address=form)
    try:
        service.ask_for_address_change(token=token, email=form.email.data)
    except RegistrationShut:
        return _page(token, status=403, address=form)
    return _done(token, "address")


@public.route("/address-changes/<token>", methods=["GET", "POST"])
def address_change(token: str) -> Response:
    """The page of the letter to a new address: its button makes the change."""
    found = find_address_change(db.session(), token, now())
    if found is None:
        raise NotFound
    form, problem, status = PlainForm(), "", 200
    if request.method == "POST" and form.validate():
        try:
            own_token = service.prove_address(token=token)
        except AddressTaken:
            problem, status = "taken", 409
        else:
            return _done(own_token, "address-proved")
    elif request.method == "POST":
        problem, status = "stale", 422
    body = render_template(
        "public/address_change.html", change=found, event=found.registration.event, problem=problem
    )
    return make_response(body, status)


def _find(token: str) -> Registration:
    found = find_registration(db.session(), token)
    if found is None:
        raise NotFound
    return found


def _done(token: str, what: str) -> Response:
    nudge()
    return redirect(url_for("public.registration", token=token, done=what), 303)


def _address_form(**options: Any) -> FlaskForm:
    return email_form(_("Write the new address."), **options)


def _page(
    token: str,
    *,
    status: int = 200,
    sent: FlaskForm | None = None,
    details: FlaskForm | None = None,
    address: FlaskForm | None = None,
) -> Response:
    stands_at(url_for("public.registration", token=token))
    found = _find(token)
    event, attendee = found.event, found.contact
    current = standing(db.session(), attendee)
    entries = public_entries(event, addresses(), settings().public_host, language())
    body = render_template(
        "public/own_page.html",
        registration=found,
        event=event,
        attendee=attendee,
        standing=current,
        phase=phase(event, now()),
        qr=qr_svg(addresses().ticket(attendee.code)) if current.confirmed and current.in_person else "",
        calendar_days=[add_links(entry) for entry in entries],
        details=details or _details_form(found),
        changing=details is not None,
        address=address or _address_form(formdata=None),
        moving=address is not None,
        done=request.args.get("done") if request.method == "GET" else None,
        status=status,
        stale=sent is not None and stale(sent),
    )
    return make_response(body, status)


def _details_form(found: Registration) -> FlaskForm:
    answered = {f"{PREFIX}{key}": answer for key, answer in found.answers.items()}
    current = {"name": found.name, "language": str(found.language), **answered}
    return details_form(found.event, formdata=None, data=current)
